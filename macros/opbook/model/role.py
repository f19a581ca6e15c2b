"""Roles: the hats that people wear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator

from opbook.model.entity import Entity, Model
from opbook.model.item import Items
from opbook.model.scalars import (
    Between,
    Day,
    DisciplineId,
    Line,
    Many,
    MetricId,
    Prose,
    RoleId,
    SkillId,
    ToolId,
)

SkillLevel = Annotated[int, BeforeValidator(Between(1, 4))]
"""How well somebody can do it: 1 awareness, 2 working, 3 practitioner, 4 expert."""


class Counterpart(Model):
    """A role on the other side, and what the two do together."""

    role: RoleId
    """The other role."""
    how: Prose
    """What the two do together, and when."""


class NextRole(Model):
    """A step that a career can take."""

    role: RoleId
    """The role it leads to."""
    bridge: Prose
    """What to do for some weeks to grow into it."""
    ready_when: Prose
    """What others can see when somebody is ready."""


class Agreement(Model):
    """That the people who hold the role have agreed to it."""

    date: Day
    """When."""
    fingerprint: Line
    """To what: the fingerprint of the role on that day."""


class Role(Entity):
    """A hat that a person wears; one person can wear several."""

    entity_kind: ClassVar[str] = "role"

    discipline: DisciplineId
    """Where it comes from: product, project, bridge, delivery or business in the base."""
    level: Literal["executive", "lead", "practitioner"]
    """How much authority comes with it."""
    purpose: Prose
    """Why the role exists."""
    accountabilities: Many[Prose] = ()
    """What is true because somebody holds this role."""
    decision_rights: Many[Prose] = ()
    """What it decides alone."""
    skills: Mapping[SkillId, SkillLevel] = {}
    """What the role needs, and how well, from 1 to 4."""
    metrics: Many[MetricId] = ()
    """By what its success shows."""
    tools: Many[ToolId] = ()
    """What it works with."""
    counterparts: tuple[Counterpart, ...] = ()
    """With whom it works most closely across a border."""
    daily_actions: Many[Prose] = ()
    """Small acts that build trust."""
    checklists: Mapping[Line, Items] = {}
    """Lists to work through, by title."""
    next_roles: tuple[NextRole, ...] = ()
    """Where a career can go from here."""
    agreed: Agreement | None = None
    """When those who hold it last agreed to it."""
