"""Principles: what the operating model believes."""

from __future__ import annotations

from typing import ClassVar

from opbook.model.entity import Entity, Model
from opbook.model.scalars import AnyAddress, Flag, Line, Many, Prose, Web


class Evidence(Model):
    """What speaks for a principle."""

    claim: Prose
    """What is claimed."""
    source: Prose
    """Who says so, and when."""
    url: Web | None = None
    """Where to read it."""
    confirmed: Flag
    """Whether we found the source to say this."""


class Principle(Entity):
    """Something that the operating model believes."""

    entity_kind: ClassVar[str] = "principle"

    statement: Prose
    """The belief, in a sentence."""
    rationale: Prose
    """Why."""
    instead_of: Prose | None = None
    """What it takes the place of."""
    evidence: tuple[Evidence, ...] = ()
    """What speaks for it, and how sure that is."""
    shown_by: Many[AnyAddress] = ()
    """What in the playbook lives by it."""
    rules: Many[Line] = ()
    """The codes of the rules that hold it."""
