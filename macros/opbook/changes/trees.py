"""Entities as trees of plain values, so that two states of one can be compared field by field.

What does not mean anything is gone here: the order of keys and of sets, defaults that somebody wrote out, and former
ids. What has been renamed has its new id.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from opbook.model.activity import Activity
from opbook.model.address import Address
from opbook.model.bet import Dependency
from opbook.model.cadence import Cadence
from opbook.model.cadence_words import cadence_in_words
from opbook.model.entity import Entity, Model
from opbook.model.item import Item
from opbook.model.principle import Evidence
from opbook.model.product import Stewardship
from opbook.model.ritual import AgendaItem, Moments, Ritual
from opbook.model.role import Counterpart, NextRole
from opbook.model.scalars import AddressMark, ProseMark, Reference
from opbook.model.settings import Settings, Suppression
from opbook.model.team import Interaction

PROSE = "prose"
ADDRESS = "address"
PLAIN = ""
KEY = "key"

Renames: TypeAlias = Mapping[Address, Address]
"""From what an entity or activity was called to what it is called now."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single value."""

    text: str
    sort: str = PLAIN
    """`PROSE`, `ADDRESS`, `PLAIN`, or the kind whose id it is."""


@dataclass(frozen=True, slots=True)
class Group:
    """Values whose order means nothing."""

    texts: frozenset[str]
    sort: str = PLAIN


@dataclass(frozen=True, slots=True)
class Entry:
    """One of several texts in order, and what else is said of it."""

    text: str
    more: tuple[tuple[str, Leaf], ...] = ()
    id: str = ""
    """A lasting id, where it has one."""


@dataclass(frozen=True, slots=True)
class Series:
    """Texts whose order means something."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Branch:
    """Values by name."""

    parts: Mapping[str, Tree]
    sort: str = PLAIN
    """The kind whose ids the names are, `KEY` where they are words of the playbook, `PLAIN` for names of fields."""

    def __hash__(self) -> int:
        return hash((tuple(sorted(self.parts)), self.sort))


Tree: TypeAlias = Leaf | Group | Series | Branch

_KEYED: Mapping[type[Model], Callable[[Any, Renames], tuple[str, str]]] = {
    Counterpart: lambda each, renames: ("role", _id("role", each.role, renames)),
    NextRole: lambda each, renames: ("role", _id("role", each.role, renames)),
    Interaction: lambda each, renames: ("team", _id("team", each.team, renames)),
    Dependency: lambda each, renames: ("bet", _id("bet", each.bet, renames)),
    Suppression: lambda each, renames: (KEY, f"{each.rule} of {_address(each.address, renames)}"),
}
"""Lists whose items are told apart by one of their fields: the kind of its id, and the id of now."""

_TEXTS: Mapping[type[Model], str] = {AgendaItem: "item", Item: "text", Evidence: "claim"}
"""Lists whose items are told apart by a text of theirs: the field of it."""


def of_entity(entity: Entity, renames: Renames) -> Branch:
    """An entity as a tree, without its activities, its id and its former ids."""
    parts = dict(_fields(type(entity), entity, renames))
    for name in ("activities", "renamed_from"):
        parts.pop(name, None)
    for name, value in entity.extras.items():
        parts[name] = Leaf(value) if isinstance(value, str) else Group(frozenset(value))
    if isinstance(entity, Ritual):
        parts |= _people(entity, renames)
    return Branch(parts)


def _people(ritual: Ritual, renames: Renames) -> dict[str, Tree]:
    """Who comes, by role: somebody who may come and then must is one change, not two."""
    people = ritual.participants
    said = dict.fromkeys(people.optional, "may come") | dict.fromkeys(people.required, "is needed")
    named: dict[str, Tree] = {_id("role", role, renames): Leaf(part) for role, part in said.items()}
    return {"participants": Branch(named, "role")} if named else {}


def of_activity(activity: Activity, renames: Renames) -> Branch:
    """An activity as a tree: where it stands, and each role's parts in place of `raci` or `daci`."""
    parts = dict(_fields(Activity, activity, renames))
    for name in ("raci", "daci", "kind"):
        parts.pop(name, None)
    home = renames.get(activity.home, activity.home)
    parts["home"] = Leaf(str(home), ADDRESS)
    parts["written as"] = Leaf("a DACI" if activity.daci is not None else "a RACI")
    parts["kind"] = Leaf("a decision" if activity.is_decision else "work")
    accountable = frozenset(_id("role", role, renames) for role in activity.accountable)
    if accountable:
        parts["accountable"] = Group(accountable, "role")
    others: dict[str, Tree] = {}
    for role in activity.roles:
        letters = "".join(letter for letter in activity.letters(role) if letter != "A")
        if letters:
            others[_id("role", role, renames)] = Leaf(letters)
    if others:
        parts["parts"] = Branch(others, "role")
    return Branch(parts)


def of_settings(settings: Settings, renames: Renames) -> Branch:
    """The settings as a tree."""
    return Branch(dict(_fields(Settings, settings, renames)))


def _fields(model: type[Model], value: Model, renames: Renames) -> list[tuple[str, Tree]]:
    found = []
    for name, annotation in _hints(model).items():
        tree = _tree(annotation, getattr(value, name), renames)
        if tree is not None:
            found.append((model.model_fields[name].alias or name, tree))
    return found


_known: dict[type[Model], Mapping[str, Any]] = {}


def _hints(model: type[Model]) -> Mapping[str, Any]:
    if model not in _known:
        hints = get_type_hints(model, include_extras=True)
        _known[model] = {name: hints[name] for name in model.model_fields}
    return _known[model]


def _tree(annotation: Any, value: Any, renames: Renames) -> Tree | None:
    """A value as a tree; `None` where nothing is said."""
    if value is None or (isinstance(value, tuple | Mapping) and not value):
        return None
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        sort = _sort(annotation)
        return Leaf(_named(sort, value, renames), sort) if sort else _tree(arguments[0], value, renames)
    if origin in (Union, types.UnionType):
        return _tree(next(each for each in arguments if each is not type(None)), value, renames)
    if isinstance(value, tuple):
        return _many(arguments[0], value, renames)
    if isinstance(value, Mapping):
        sort = _sort(arguments[0])
        inner = {_named(sort, str(key), renames): _tree(arguments[1], each, renames) for key, each in value.items()}
        return Branch({key: each if each is not None else Branch({}) for key, each in inner.items()}, sort or KEY)
    if isinstance(value, Model):
        parts = dict(_fields(type(value), value, renames))
        return Branch(parts, KEY if isinstance(value, Moments) else PLAIN) if parts else None
    return Leaf(_plain(value))


def _many(annotation: Any, values: tuple[Any, ...], renames: Renames) -> Tree:
    first = values[0]
    if isinstance(first, Cadence):
        return Leaf("; ".join(sorted(_when(each) for each in values)))
    if isinstance(first, Stewardship):
        return Leaf("; ".join(_stewardship(each, renames) for each in sorted(values, key=lambda each: each.since)))
    if isinstance(first, Model) and type(first) in _KEYED:
        parts: dict[str, Tree] = {}
        for each in values:
            _, key = _KEYED[type(first)](each, renames)
            name = key
            count = 1
            while name in parts:
                count += 1
                name = f"{key} ({count})"
            parts[name] = Branch(dict(_fields(type(each), each, renames)))
        return Branch(parts, _KEYED[type(first)](first, renames)[0])
    if isinstance(first, Model):
        return Series(tuple(_entry(each, renames) for each in values))
    sort = _sort(annotation)
    if sort == PROSE:
        return Series(tuple(Entry(_named(PROSE, each, renames)) for each in values))
    return Group(frozenset(_named(sort, str(each), renames) for each in values), sort)


def _entry(value: Model, renames: Renames) -> Entry:
    fields = dict(_fields(type(value), value, renames))
    text = fields.pop(_TEXTS[type(value)])
    lasting = fields.pop("id", None)
    assert isinstance(text, Leaf)
    more = tuple((name, each) for name, each in fields.items() if isinstance(each, Leaf))
    return Entry(text.text, more, lasting.text if isinstance(lasting, Leaf) else "")


def _when(cadence: Cadence) -> str:
    starts = f", from {cadence.starts.isoformat()}" if cadence.starts is not None else ""
    return cadence_in_words(cadence, "") + starts


def _stewardship(each: Stewardship, renames: Renames) -> str:
    until = f" until {each.until.isoformat()}" if each.until is not None else ""
    return f"team:{_id('team', each.team, renames)} from {each.since.isoformat()}{until}"


def _sort(annotation: Any) -> str:
    for each in get_args(annotation)[1:] if get_origin(annotation) is Annotated else ():
        if isinstance(each, Reference):
            return each.kind
        if isinstance(each, ProseMark):
            return PROSE
        if isinstance(each, AddressMark):
            return ADDRESS
    return PLAIN


def _id(kind: str, id_: str, renames: Renames) -> str:
    new = renames.get(Address(kind, id_))
    return new.id if new is not None else id_


_LINK = re.compile(r"\]\(([a-z]+:[a-z0-9-]+)\)")


def _named(sort: str, text: str, renames: Renames) -> str:
    """A text with what has been renamed under its new id."""
    if not renames:
        return text
    if sort == PROSE:
        return _LINK.sub(lambda match: f"]({_address(match[1], renames)})", text) if "](" in text else text
    if sort == ADDRESS:
        return _address(text, renames)
    return _id(sort, text, renames) if sort else text


def _address(text: str, renames: Renames) -> str:
    address = Address.parse(text)
    return str(renames.get(address, address)) if address is not None else text


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)
