"""Tools: what both sides work with."""

from __future__ import annotations

from typing import ClassVar

from opbook.model.entity import Entity
from opbook.model.scalars import DisciplineId, Line, Many, Prose, Web


class Tool(Entity):
    """Something that people work with."""

    entity_kind: ClassVar[str] = "tool"

    url: Web | None = None
    """Where it is."""
    used_for: Prose
    """What it is for."""
    record_of: Many[Line] = ()
    """What it is the one system of record for."""
    open_to: Many[DisciplineId] = ()
    """Who has access."""
    learn: Prose | None = None
    """How the other side learns it."""
