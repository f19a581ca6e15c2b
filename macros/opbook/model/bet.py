"""Bets: investments in the value portfolio, product and project streams alike."""

from __future__ import annotations

from typing import ClassVar, Literal

from opbook.model.entity import Entity, Model
from opbook.model.scalars import BetId, Day, Many, MetricId, ProductId, Prose, RoleId, TeamId

STATES = ("idea", "shaping", "funded", "active", "paused", "stopped", "done")
OPEN_STATES = ("idea", "shaping", "funded", "active", "paused")


class Dependency(Model):
    """What a bet needs from another."""

    bet: BetId
    """The other bet."""
    owner: RoleId | None = None
    """Who sees to it."""
    needed_by: Day | None = None
    """Until when."""


class Bet(Entity):
    """An investment in the value portfolio."""

    entity_kind: ClassVar[str] = "bet"

    stream: Literal["product", "project"]
    """The stream it belongs to."""
    hypothesis: Prose
    """What we believe will change, for whom, and by what we would see it."""
    product: ProductId | None = None
    """The product it is for."""
    team: TeamId | None = None
    """The team that works on it."""
    state: Literal["idea", "shaping", "funded", "active", "paused", "stopped", "done"]
    """Where it stands."""
    state_since: Day | None = None
    """Since when."""
    metrics: Many[MetricId] = ()
    """By what its success shows."""
    tranche: Prose | None = None
    """What money is released, and for what."""
    review_date: Day | None = None
    """When it is decided whether it goes on."""
    stop_rule: Prose | None = None
    """What would make us stop."""
    depends_on: tuple[Dependency, ...] = ()
    """What it needs from other bets."""

    @property
    def is_open(self) -> bool:
        """Whether something may still be decided about it."""
        return self.state in OPEN_STATES
