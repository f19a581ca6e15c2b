"""The references for contributors: every field of every kind, from the model's own docstrings."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic_core import PydanticUndefined

from opbook.model import scalars
from opbook.model.docs import field_docs
from opbook.model.entity import Entity, Model
from opbook.model.item import Items
from opbook.model.playbook import ENTITY_TYPES, Playbook
from opbook.model.scalars import Reference
from opbook.model.settings import Settings

_TYPE_WORDS: Mapping[Any, str] = {
    scalars.Line: "a text of one line",
    scalars.Prose: "prose",
    scalars.Flag: "true or false",
    scalars.Day: "a date, YYYY-MM-DD",
    scalars.Clock: "a time, HH:MM",
    scalars.Web: "an https: address",
    scalars.Length: "a length of time, such as 2 days",
    scalars.Count: "a whole number from 1",
    scalars.AnyAddress: "an address, KIND:ID",
    scalars.NewId: "an id",
    scalars.OldId: "an id",
    Items: "a checklist",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field, as a contributor needs to know it."""

    name: str
    type: str
    is_required: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entity, or a part of one."""

    name: str
    anchor: str
    meaning: str
    fields: tuple[Field, ...]


def fields_reference(playbook: Playbook, on: date) -> Mapping[str, Any]:
    """Every kind and its fields; parts that several kinds use stand once, after them."""
    parts: dict[str, type[Model]] = {}
    common = Kind("Every kind", "every-kind", "What all kinds have.", tuple(_fields(Entity, parts)))
    kinds = [
        Kind(kind.capitalize(), kind, model.__doc__ or "", tuple(_fields(model, parts, set(Entity.model_fields))))
        for kind, model in ENTITY_TYPES.items()
    ]
    settings = Kind("playbook.yml", "playbook", Settings.__doc__ or "", tuple(_fields(Settings, parts)))
    done: dict[str, Kind] = {}
    while len(done) < len(parts):
        for name, model in list(parts.items()):
            if name not in done:
                done[name] = Kind(_title(name), name.lower(), model.__doc__ or "", tuple(_fields(model, parts)))
    return {
        "common": common,
        "kinds": kinds,
        "playbook_file": settings,
        "parts_of_kinds": [done[name] for name in sorted(done)],
    }


def _fields(model: type[Model], parts: dict[str, type[Model]], without: set[str] | None = None) -> Iterator[Field]:
    hints = get_type_hints(model, include_extras=True)
    for name, field in model.model_fields.items():
        if name in (without or set()):
            continue
        is_required = field.default is PydanticUndefined and field.default_factory is None
        yield Field(field.alias or name, _words(hints[name], parts), is_required, field_docs(model)[name])


def _words(annotation: Any, parts: dict[str, type[Model]]) -> str:
    known = next((words for each, words in _TYPE_WORDS.items() if each is annotation or each == annotation), None)
    if known is not None:
        return known
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        mark = next((each for each in arguments[1:] if isinstance(each, Reference)), None)
        if mark is not None:
            return f"the id of a {mark.kind}"
        return _words(arguments[0], parts)
    if origin in (Union, types.UnionType):
        return next(_words(each, parts) for each in arguments if each is not type(None))
    if origin is tuple:
        return f"a list, each {_words(arguments[0], parts)}"
    if origin is Literal:
        return "one of " + ", ".join(map(str, arguments))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"a mapping from {_words(arguments[0], parts)} to {_words(arguments[1], parts)}"
    if isinstance(annotation, type) and issubclass(annotation, Model):
        parts.setdefault(annotation.__name__, annotation)
        return f"fields, see {_title(annotation.__name__)}"
    return {int: "a whole number", str: "a text"}.get(annotation, "a value")


def _title(name: str) -> str:
    words = "".join(f" {char.lower()}" if char.isupper() else char for char in name).strip()
    return words.capitalize() if name.upper() != name else name
