"""Practices: what the Value Management Office does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from opbook.model.activity import Activity
from opbook.model.entity import Entity, Model
from opbook.model.item import Items
from opbook.model.scalars import Between, Many, MetricId, NewId, Prose, RitualId, ToolId

MaturityLevel = Annotated[int, BeforeValidator(Between(1, 3))]
"""How far a practice has come: 1 start, 2 steady, 3 leading."""


class Level(Model):
    """One level of maturity."""

    statement: Prose
    """What is true at this level."""
    looks_like: Many[Prose] = ()
    """By what somebody from outside can tell."""


class Practice(Entity):
    """Something that the Value Management Office does."""

    entity_kind: ClassVar[str] = "practice"

    outcome: Prose
    """What is better because of it."""
    replaces: Prose | None = None
    """What the PMO did before."""
    steps: Many[Prose] = ()
    """How it is done, in order."""
    levels: Mapping[MaturityLevel, Level] = {}
    """What it looks like at the start, when steady, and when leading."""
    metrics: Many[MetricId] = ()
    """By what its success shows."""
    rituals: Many[RitualId] = ()
    """The conversations that it serves."""
    tools: Many[ToolId] = ()
    """What it works with."""
    checklist: Items = ()
    """What to find true when it is done well."""
    anti_patterns: Many[Prose] = ()
    """How it goes wrong."""
    activities: Mapping[NewId, Activity] = {}
    """The work it consists of."""
