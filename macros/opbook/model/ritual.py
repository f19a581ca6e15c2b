"""Rituals: the recurring conversations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator

from opbook.model.activity import Activity
from opbook.model.cadence import Cadence
from opbook.model.entity import Entity, Model
from opbook.model.item import Items
from opbook.model.scalars import Count, Flag, Many, NewId, Prose, RoleId

RitualKind = Literal[
    "planning",
    "alignment",
    "kickoff",
    "sync",
    "discovery",
    "demo",
    "readiness",
    "review",
    "transfer",
    "retrospective",
    "learning",
    "trust",
]


class Facilitator(Model):
    """Who leads the conversation."""

    roles: Many[RoleId]
    """The role, or the roles among which it goes round."""
    rotates: Flag = False
    """Whether it goes round."""


class Participants(Model):
    """Who takes part."""

    required: Many[RoleId] = ()
    """Without whom it does not take place."""
    optional: Many[RoleId] = ()
    """Who is welcome and may stay away."""


class AgendaItem(Model):
    """One timebox."""

    item: Prose
    """What is talked about."""
    minutes: Count
    """For how long."""
    lead: RoleId | None = None
    """Who leads this part, where it is not the facilitator."""


class Moments(Model):
    """What to do before, during and after."""

    before: Items = ()
    """Before it begins."""
    during: Items = ()
    """While it runs."""
    after: Items = ()
    """Once it is over."""


def _facilitator(value: Any) -> Any:
    return {"roles": value} if isinstance(value, str | list) else value


def _one_or_many(value: Any) -> Any:
    return (value,) if isinstance(value, dict) else value


class Ritual(Entity):
    """A recurring conversation, or one that an event calls for."""

    entity_kind: ClassVar[str] = "ritual"

    kind: RitualKind
    """What sort of conversation it is."""
    purpose: Prose
    """Why it is worth the time of those who come."""
    cadence: Annotated[tuple[Cadence, ...], BeforeValidator(_one_or_many)]
    """When it takes place."""
    minutes: Count
    """How long it takes."""
    facilitator: Annotated[Facilitator, BeforeValidator(_facilitator)]
    """Who leads it: a role, or ``{roles, rotates}``."""
    participants: Participants
    """Who takes part."""
    agenda: tuple[AgendaItem, ...] = ()
    """The timeboxes, in order."""
    inputs: Many[Prose] = ()
    """What must be there before."""
    outputs: Many[Prose] = ()
    """What is there afterwards."""
    checklist: Moments = Moments()
    """What to do before, during and after."""
    anti_patterns: Many[Prose] = ()
    """How it goes wrong."""
    activities: Mapping[NewId, Activity] = {}
    """Work that belongs to the conversation itself."""

    @property
    def counts_on(self) -> tuple[str, ...]:
        """Who is there every time: whom it requires, and who leads it, unless the lead goes round."""
        leads = () if self.facilitator.rotates else self.facilitator.roles
        return tuple(dict.fromkeys((*self.participants.required, *leads)))

    @cached_property
    def a_year(self) -> float:
        """How often it takes place in a year."""
        return sum(cadence.a_year for cadence in self.cadence)

    @cached_property
    def hours_a_week(self) -> float:
        """How many hours a week it takes on average from each who takes part."""
        return self.minutes * self.a_year / 52 / 60

    @property
    def triggers(self) -> tuple[str, ...]:
        """The events that call for it."""
        return tuple(cadence.trigger for cadence in self.cadence if cadence.trigger is not None)

    @cached_property
    def monthly_or_more(self) -> bool:
        """Whether it takes place at least once a month by the calendar."""
        return any(cadence.monthly_or_more for cadence in self.cadence)
