"""Products: what customers get value from, and who looks after them."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from opbook.model.entity import Entity, Model
from opbook.model.scalars import Day, Line, Many, MetricId, Prose, RoleId, StageId, TeamId


class Stewardship(Model):
    """That a team looks after a product from one day to another."""

    team: TeamId
    """The team."""
    since: Day = Field(alias="from")
    """The first day."""
    until: Day | None = None
    """The last day; absent while it lasts."""


class Product(Entity):
    """What customers get value from."""

    entity_kind: ClassVar[str] = "product"

    customers: Prose
    """Who gets value from it."""
    stage: StageId | None = None
    """Where in its life it is; absent while it is an idea."""
    mode: Literal["grow", "sustain"] | None = None
    """Whether it is to grow or to be kept well."""
    launched: Day | None = None
    """Since when customers depend on it."""
    retired: Day | None = None
    """When the last customer leaves it, or left it."""
    stewards: tuple[Stewardship, ...] = ()
    """Which team looked after it when."""
    backup: RoleId | None = None
    """Who steps in when the steward is away."""
    last_review: Day | None = None
    """When its value was last reviewed."""
    metrics: Many[MetricId] = ()
    """By what its success shows."""
    value_stream: Line | None = None
    """The value stream it belongs to."""
