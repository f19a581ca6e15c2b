"""Checklists: their items, and the names under which ticks are kept.

Readers tick items off in their browsers, and other tools keep copies. Both know a list by `list_address` and an item by
its `key`, so neither may change while the list means the same.
"""

from __future__ import annotations

import re
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field

from opbook.model.entity import Model
from opbook.model.scalars import Line, Prose, RoleId

_APART = re.compile(r"[\W_]+")


class Item(Model):
    """One thing to tick off. In YAML a plain text, or ``{text, id, for}``."""

    text: Prose
    """What to do or to find true, verb first."""
    id: Line | None = None
    """A lasting id, where the text may change and ticks must stay."""
    role: RoleId | None = Field(default=None, alias="for")
    """Whose job it is, where the list is for several."""

    @cached_property
    def key(self) -> str:
        """What a tick of it is kept under: its id, else 8 hex digits of its text; one of its own within its list."""
        return "-".join(self.id.split()) if self.id is not None else _digits(self.text)

    def placed(self, key: str) -> Self:
        """Give the item the key that it has in its list, and return it."""
        self.__dict__["key"] = key
        return self


def list_address(kind: str, id: str, title: str) -> str:
    """What a checklist is kept under: ``ritual:launch-readiness:before``.

    Args:
        kind: The kind of the entity it stands in.
        id: The id of the entity.
        title: ``Before``, ``During``, ``After``, ``Entry``, ``Exit``, ``Checklist`` or the title of a role's list.
    """
    return f"{kind}:{id}:{_APART.sub('-', title.casefold()).strip('-') or _digits(title)}"


def _digits(text: str) -> str:
    """A text as 8 hex digits, whatever its blanks and its case."""
    return sha256(" ".join(text.split()).casefold().encode()).hexdigest()[:8]


def _keyed(items: tuple[Item, ...]) -> tuple[Item, ...]:
    taken: set[str] = set()
    for item in items:
        key, times = item.key, 1
        while key in taken:
            times += 1
            key = f"{item.key}-{times}"
        taken.add(key)
        item.placed(key)
    return items


def _written_out(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


def _one_or_many(value: Any) -> Any:
    return (value,) if isinstance(value, str | dict) else value


Items = Annotated[
    tuple[Annotated[Item, BeforeValidator(_written_out)], ...],
    BeforeValidator(_one_or_many),
    AfterValidator(_keyed),
]
"""A checklist: its items in order."""
