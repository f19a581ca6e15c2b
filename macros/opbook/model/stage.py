"""Stages: the steps of a product's whole life."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from opbook.model.activity import Activity
from opbook.model.entity import Entity
from opbook.model.item import Items
from opbook.model.scalars import Count, Flag, NewId, Prose


class Stage(Entity):
    """A step of a product's whole life."""

    entity_kind: ClassVar[str] = "stage"

    order: Count
    """Its place among the stages, from 1."""
    purpose: Prose
    """What is different once a product has passed it."""
    live: Flag = False
    """Whether customers depend on the product here."""
    plans: Flag = False
    """Whether work is planned here."""
    team: Literal["standing", "swarm", "both"]
    """Which kind of team works here."""
    entry: Items = ()
    """What must be true to come in."""
    exit: Items = ()
    """What must be true to go on."""
    activities: Mapping[NewId, Activity] = {}
    """What is done here, and by whom."""
