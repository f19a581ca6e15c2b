"""Terms: the glossary."""

from __future__ import annotations

from typing import ClassVar

from opbook.model.entity import Entity
from opbook.model.scalars import AnyAddress, Many, Prose


class Term(Entity):
    """A word and what it means here."""

    entity_kind: ClassVar[str] = "term"

    definition: Prose
    """What it means."""
    see: Many[AnyAddress] = ()
    """Where to read on."""
