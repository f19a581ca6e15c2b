"""What things are called, and values in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from opbook.changes.difference import Difference, Value
from opbook.changes.trees import ADDRESS, PROSE, Branch, Entry, Group, Leaf, Renames, Series
from opbook.changes.words import Piece, Words, listed, name, quote, words
from opbook.model.activity import Activity
from opbook.model.address import KINDS, Address
from opbook.model.entity import Entity
from opbook.model.playbook import Playbook


@dataclass(frozen=True)
class Naming:
    """Two states of a playbook, as far as sentences need them."""

    before: Playbook
    after: Playbook
    renames: Renames
    """From what something was called to what it is called now."""
    on: date
    """What day it is."""
    found: tuple[Difference, ...] = ()
    """All that is different, so that a sentence can tell two differences that belong together."""

    @cached_property
    def was(self) -> Mapping[Address, Address]:
        """From what something is called now to what it was called."""
        return {now: then for then, now in self.renames.items()}

    @cached_property
    def _by_place(self) -> Mapping[tuple[Address | None, tuple[str, ...]], Difference]:
        return {(each.subject, each.route): each for each in self.found}

    def beside(self, difference: Difference, field: str) -> Difference | None:
        """What is different in another field of the same record; `None` where nothing is."""
        return self._by_place.get((difference.subject, (*difference.route[:-1], field)))

    def old(self, address: Address) -> Entity | Activity | None:
        """What was at an address of now; `None` where nothing was."""
        return self.before.find(self.was.get(address, address))

    def new(self, address: Address) -> Entity | Activity | None:
        """What is at an address of now; `None` where nothing is."""
        return self.after.find(address)

    def id_now(self, kind: str, id_: str) -> str:
        """The id of now of something that was called so before."""
        return self.renames.get(address := Address(kind, id_), address).id

    def id_then(self, kind: str, id_: str) -> str:
        """The former id of something that is called so now."""
        return self.was.get(address := Address(kind, id_), address).id

    def named(self, kind: str, id_: str) -> Piece:
        """What something is called now, or was called last; a word of the playbook's own as it is."""
        if kind == "discipline":
            found = self.after.settings.disciplines.get(id_) or self.before.settings.disciplines.get(id_)
            return name(found.name if found is not None else id_)
        if kind == "skill group":
            groups = {**self.before.settings.skill_groups, **self.after.settings.skill_groups}
            return name(groups.get(id_, id_))
        address = Address.parse(id_) if kind == ADDRESS else Address(kind, id_) if kind in KINDS else None
        return self.of(address) if address is not None else name(id_)

    def of(self, address: Address) -> Piece:
        """What an entity or activity is called."""
        found = self.new(address) or self.old(address)
        return name(found.name if found is not None else address.id)

    def subject(self, difference: Difference) -> Piece:
        """What the thing is called that is different."""
        return self.of(difference.subject) if difference.subject is not None else name("The playbook")

    def value(self, value: Value) -> Words:
        """A value in words."""
        if isinstance(value, Leaf):
            return words(
                quote(value.text)
                if value.sort == PROSE
                else self.named(value.sort, value.text)
                if value.sort
                else value.text
            )
        if isinstance(value, Group):
            return listed(self.named(value.sort, each) for each in sorted(value.texts))
        if isinstance(value, Entry):
            return words(quote(value.text), *(words(", ", self.detail(key, leaf)) for key, leaf in value.more))
        if isinstance(value, Series):
            return listed(quote(each.text) for each in value.entries)
        if isinstance(value, Branch):
            pairs = [words(f"{label((key,))} ", self.value(each)) for key, each in value.parts.items()]
            return words(*(part for index, pair in enumerate(pairs) for part in ((", ", pair) if index else (pair,))))
        return words("nothing")

    def detail(self, field: str, leaf: Leaf) -> Words:
        """What else is said of one of several texts, in words."""
        if field == "confirmed":
            return words("confirmed" if leaf.text == "yes" else "not confirmed")
        before, after = _DETAILS.get(field, (f"{field} ", ""))
        return words(before, self.value(leaf), after)


_DETAILS = {
    "minutes": ("", " min"),
    "lead": ("led by ", ""),
    "for": ("for ", ""),
    "source": ("said by ", ""),
    "url": ("at ", ""),
}
"""What stands before and after a value that one of several texts has beside it, by field."""


def label(route: tuple[str, ...]) -> str:
    """A way to a value in words."""
    return ", ".join(each.replace("_", " ").removeprefix("x ") for each in route)
