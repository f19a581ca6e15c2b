"""Checklists."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from opbook.model.entity import Model
from opbook.model.scalars import Line, Prose, RoleId


class Item(Model):
    """One thing to tick off. In YAML a plain text, or ``{text, id, for}``."""

    text: Prose
    """What to do or to find true, verb first."""
    id: Line | None = None
    """A lasting id, where the text may change and ticks must stay."""
    role: RoleId | None = Field(default=None, alias="for")
    """Whose job it is, where the list is for several."""


def _written_out(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


def _one_or_many(value: Any) -> Any:
    return (value,) if isinstance(value, str | dict) else value


Items = Annotated[
    tuple[Annotated[Item, BeforeValidator(_written_out)], ...],
    BeforeValidator(_one_or_many),
]
"""A checklist: its items in order."""
