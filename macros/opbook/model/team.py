"""Teams: standing ones that look after products, and swarms that build something new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from opbook.model.cadence import Weekday, Zone
from opbook.model.entity import Entity, Model
from opbook.model.practice import MaturityLevel
from opbook.model.scalars import (
    Clock,
    Count,
    Day,
    Line,
    Many,
    PracticeId,
    Prose,
    RitualId,
    RoleId,
    TeamId,
)


class Seats(Model):
    """How many people wear a hat in a team, and who they are."""

    count: Count
    """How many."""
    holders: Many[Line] = ()
    """Their names; shown only where the playbook says so."""


class Holding(Model):
    """What is different when this team holds a ritual."""

    day: Weekday | None = None
    """Its own day."""
    at: Clock | None = None
    """Its own time of day."""
    timezone: Zone | None = None
    """Its own time zone."""
    starts: Day | None = None
    """The first day."""
    ends: Day | None = None
    """The last day."""


class Interaction(Model):
    """How a team works with another, as Team Topologies names it."""

    team: TeamId
    """The other team."""
    mode: Literal["collaboration", "service", "facilitating"]
    """Working on one thing together, using what the other offers, or helping the other to learn."""
    purpose: Prose
    """What for."""
    until: Day | None = None
    """When it is to end."""


class Maturity(Model):
    """How far a team has come with a practice."""

    level: MaturityLevel
    """The level it has agreed on."""
    evidence: Prose | None = None
    """By what it can be seen."""
    date: Day
    """When the team agreed on it."""


class Acceptance(Model):
    """That the receiving side has taken a product into its care."""

    date: Day
    """When."""
    by: RoleId
    """The role that accepted, on the receiving side."""


class Transfer(Model):
    """How what a swarm built comes into the care of a standing team."""

    to: TeamId
    """The receiving team."""
    ritual: RitualId | None = None
    """The conversation in which it is accepted."""
    planned: Day | None = None
    """When it is planned."""
    overlap_weeks: Count | None = None
    """For how many weeks both teams work on it."""
    accepted: Acceptance | None = None
    """When and by whom it was accepted."""


def _seats(value: Any) -> Any:
    return {"count": value} if isinstance(value, str | int) else value


class Team(Entity):
    """People who work together: a standing team, or a swarm."""

    entity_kind: ClassVar[str] = "team"

    kind: Literal["standing", "swarm"]
    """Standing, or a swarm with an end."""
    purpose: Prose
    """What it is there for."""
    roles: Mapping[RoleId, Annotated[Seats, BeforeValidator(_seats)]] = {}
    """Which hats are worn in it, and how often: a number, or ``{count, holders}``."""
    contact: Prose | None = None
    """Where to reach it."""
    rituals: Mapping[RitualId, Holding] = {}
    """The rituals that it holds itself, and what differs."""
    interactions: tuple[Interaction, ...] = ()
    """How it works with other teams."""
    maturity: Mapping[PracticeId, Maturity] = {}
    """How far it has come with the practices."""
    mission: Prose | None = None
    """What a swarm is to reach."""
    starts: Day | None = None
    """When a swarm starts."""
    ends: Day | None = None
    """When a swarm ends."""
    ends_when: Prose | None = None
    """What is true when a swarm has done its work."""
    transfer: Transfer | None = None
    """To whom a swarm gives what it built."""

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.starts is not None and self.ends is not None and self.ends < self.starts:
            raise PydanticCustomError("contradiction", "ends before it starts")
        return self

    @property
    def is_swarm(self) -> bool:
        """Whether it is a swarm."""
        return self.kind == "swarm"

    def is_over(self, on: date) -> bool:
        """Whether its last day has passed."""
        return self.ends is not None and self.ends < on

    def has_been_taken_over(self, on: date) -> bool:
        """Whether a team has accepted by a day what this swarm built."""
        accepted = self.transfer.accepted if self.transfer is not None else None
        return accepted is not None and accepted.date <= on
