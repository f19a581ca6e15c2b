"""What things are called, and values in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from opbook.changes.difference import Difference, Value
from opbook.changes.trees import ADDRESS, PROSE, Branch, Entry, Group, Leaf, Series
from opbook.changes.words import Piece, Words, listed, name, quote, words
from opbook.model.address import KINDS, Address
from opbook.model.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Naming:
    """Two states of a playbook, as far as sentences need them."""

    before: Playbook
    after: Playbook
    was: Mapping[Address, Address]
    """From what something is called now to what it was called."""

    def named(self, kind: str, id_: str) -> Piece:
        """What something is called now, or was called last; a word of the playbook's own as it is."""
        address = Address.parse(id_) if kind == ADDRESS else Address(kind, id_) if kind in KINDS else None
        return self.of(address) if address is not None else name(id_)

    def of(self, address: Address) -> Piece:
        """What an entity or activity is called."""
        found = self.after.find(address) or self.before.find(self.was.get(address, address))
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
            return words(
                quote(value.text), *(f", {key} {self.named(leaf.sort, leaf.text).text}" for key, leaf in value.more)
            )
        if isinstance(value, Series):
            return listed(quote(each.text) for each in value.entries)
        if isinstance(value, Branch):
            pairs = [words(f"{label((key,))} ", self.value(each)) for key, each in value.parts.items()]
            return words(*(part for index, pair in enumerate(pairs) for part in ((", ", pair) if index else (pair,))))
        return words("nothing")


def label(route: tuple[str, ...]) -> str:
    """A way to a value in words."""
    return ", ".join(each.replace("_", " ").removeprefix("x ") for each in route)
