"""What all entities have in common."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict

from opbook.model.address import Address
from opbook.model.scalars import AnyAddress, Day, Flag, Length, Line, Many, OldId, Prose, RoleId

_PLACED = {"id", "home", "extras", "address"}
"""What an entity or activity knows from where it stands; all else that is cached in one follows from its fields."""


class Model(BaseModel):
    """The base of everything read from YAML: immutable, and closed to fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, which derives anew whatever follows from its fields."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys() - _PLACED:
            del copied.__dict__[name]
        return copied


class Withdrawal(Model):
    """Why an entity is no longer in force. Its page stays, as a notice."""

    date: Day
    """Since when."""
    reason: Prose
    """Why, in a sentence that a reader who arrives by an old link understands."""
    instead: AnyAddress | None = None
    """What to use instead."""


class Entity(Model):
    """One file of the playbook. Its id is the file's name without ``.yml``."""

    entity_kind: ClassVar[str]
    """The kind, in the singular, as addresses spell it."""

    name: Line
    """What people call it. Ids stay; names are the organisation's own."""
    aliases: Many[Line] = ()
    """Other names under which people search for it."""
    summary: Prose | None = None
    """One sentence: what a reader of a list needs to know."""
    tags: Many[Line] = ()
    """Words that group entities across kinds."""
    renamed_from: Many[OldId] = ()
    """Ids it had before; their addresses redirect here."""
    withdrawn: Withdrawal | None = None
    """Set when it is no longer in force."""
    draft: Flag = False
    """Shown while writing (`mkdocs serve`), left out of the published site."""
    owner: RoleId | None = None
    """The role that keeps this page true."""
    reviewed: Day | None = None
    """When the owner last found it true."""
    review_every: Length | None = None
    """How long a review holds."""

    def placed(self, id_: str, extras: Mapping[str, str | tuple[str, ...]] | None = None) -> Self:
        """Give the entity what its file name and its ``x_…`` fields say, and return it."""
        self.__dict__.update(id=id_, extras=extras or {}, address=Address(self.entity_kind, id_))
        return self

    # `placed` sets these three. They are no fields, so that nobody can write them in YAML.

    @cached_property
    def id(self) -> str:
        """The id, unique within its kind."""
        return ""

    @cached_property
    def extras(self) -> Mapping[str, str | tuple[str, ...]]:
        """The organisation's own ``x_…`` fields, as written."""
        return {}

    @cached_property
    def address(self) -> Address:
        """Where anything else points at it."""
        return Address(self.entity_kind, self.id)
