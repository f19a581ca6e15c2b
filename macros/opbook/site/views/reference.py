"""The reference for contributors: every field of every kind, from the model's own docstrings."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator

from opbook.checks.fields import Watched, watched
from opbook.checks.rule import Rule, rules
from opbook.model import cadence, scalars, settings
from opbook.model.activity import Daci, Raci
from opbook.model.address import FOLDERS
from opbook.model.docs import field_docs
from opbook.model.entity import Entity, Model
from opbook.model.item import Item, Items
from opbook.model.playbook import ENTITY_TYPES, Playbook
from opbook.model.scalars import Between, Reference
from opbook.model.settings import Settings
from opbook.site.views.field_examples import FieldPlace, as_yaml, declared, values_of

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
    cadence.Zone: "a time zone, such as Europe/Lisbon",
    cadence.Weekday: "a day, such as monday or third wednesday",
    settings.Colour: 'a colour, "#rrggbb"',
    settings.FormUrl: "an https: address with {title} in it",
    settings.PublicUrl: "an https: address",
    Items: "a checklist, each item a text or the fields of",
}
_NEARLY_ALL = 0.75
"""The share of all rules from which on naming them would say nothing."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field, as a contributor needs to know it."""

    name: str
    type: str
    """What it takes, in words; they end in ``the fields of`` where it has a part."""
    part: str
    """The class of its part; empty where it has none."""
    is_required: bool
    default: str
    """What holds where it is left out; empty for nothing."""
    meaning: str
    example: str
    """A few lines of YAML from this playbook, else made up."""
    at: tuple[Rule, ...]
    """The rules whose findings stand at it."""
    by: tuple[Rule, ...]
    """The others that read it, unless nearly all do."""
    by_nearly_all: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entity, or a part of one."""

    name: str
    anchor: str
    meaning: str
    fields: tuple[Field, ...]
    folder: str = ""
    """Where its files are; empty for a part."""


def fields_reference(playbook: Playbook, on: date) -> Mapping[str, Any]:
    """Every kind and its fields; parts that several kinds use stand once, after them."""
    values = values_of(playbook)
    parts: dict[str, type[Model]] = {}

    def fields(model: type[Model], without: type[Model] = Model) -> tuple[Field, ...]:
        return tuple(_fields(model, parts, values, without))

    common = Kind("Every kind", "every-kind", "What all kinds have.", fields(Entity))
    kinds = [
        Kind(kind.capitalize(), kind, model.__doc__ or "", fields(model, Entity), FOLDERS[kind])
        for kind, model in ENTITY_TYPES.items()
    ]
    settings_file = Kind("playbook.yml", "playbook-yml", Settings.__doc__ or "", fields(Settings))
    done: dict[str, Kind] = {}
    while len(done) < len(parts):
        for name, model in list(parts.items()):
            if name not in done:
                done[name] = Kind(title(name), anchor(name), model.__doc__ or "", fields(model))
    return {
        "common": common,
        "kinds": kinds,
        "playbook_file": settings_file,
        "parts_of_kinds": [done[name] for name in sorted(done)],
        "part_title": title,
        "part_anchor": anchor,
    }


def title(part: str) -> str:
    """What a part is called, from the name of its class: ``Next role``."""
    if part in (Raci.__name__, Daci.__name__):
        return part.upper()
    return "".join(f" {char.lower()}" if char.isupper() else char for char in part).strip().capitalize()


def anchor(part: str) -> str:
    """Where a part stands on the page, from the name of its class."""
    return f"part-{part.lower()}"


def _fields(
    model: type[Model], parts: dict[str, type[Model]], values: Mapping[FieldPlace, Any], without: type[Model]
) -> Iterator[Field]:
    hints, docs, known = get_type_hints(model, include_extras=True), field_docs(model), rules()
    for name, field in model.model_fields.items():
        if name in without.model_fields:
            continue
        words, part = _words(hints[name])
        if part is not None:
            parts.setdefault(part.__name__, part)
        place = declared(model, name)
        looking = watched().get((place[0].__name__, name), Watched())
        by_nearly_all = len(looking.by) > _NEARLY_ALL * len(known)
        yield Field(
            field.alias or name,
            words,
            part.__name__ if part is not None else "",
            field.is_required(),
            _default(field.default),
            docs[name],
            as_yaml(field.alias or name, values[place]) if place in values else "",
            tuple(known[code] for code in looking.at),
            () if by_nearly_all else tuple(known[code] for code in looking.by),
            by_nearly_all,
        )


def _words(annotation: Any) -> tuple[str, type[Model] | None]:
    """What a type takes, in words; where these end in ``the fields of``, also whose."""
    known = next((words for each, words in _TYPE_WORDS.items() if each is annotation or each == annotation), None)
    if known is not None:
        return known, Item if annotation == Items else None
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _marked(arguments[0], arguments[1:])
    if origin in (Union, types.UnionType):
        return _words(next(each for each in arguments if each is not type(None)))
    if origin is tuple:
        words, part = _words(arguments[0])
        return f"a list, each {'with ' if part else ''}{words}", part
    if origin is Literal:
        return f"one of {', '.join(map(str, arguments))}", None
    if isinstance(origin, type) and issubclass(origin, Mapping):
        words, part = _words(arguments[1])
        return f"a mapping from {_words(arguments[0])[0]} to {words}", part
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return "the fields of", annotation
    raise TypeError(f"there are no words for {annotation!r}")


def _marked(inner: Any, marks: tuple[Any, ...]) -> tuple[str, type[Model] | None]:
    """What a type takes that has marks or validators; a shorter way to write it is seen by trying it."""
    reference = next((mark for mark in marks if isinstance(mark, Reference)), None)
    if reference is not None:
        return f"the id of {'an' if reference.kind[0] in 'aeiou' else 'a'} {reference.kind}", None
    (validator,) = (mark.func for mark in marks if isinstance(mark, BeforeValidator))
    if isinstance(validator, Between):
        return f"a whole number from {validator.low} to {validator.high}", None
    words, part = _words(inner)
    if get_origin(inner) is tuple:
        one = _words(get_args(inner)[0])[0]
        return (f"{one}, or a list of them", None) if part is None else (f"one or {words}", part)
    if part is not None:
        (short,) = validator("text")  # type: ignore[call-arg]
        one = _words(get_type_hints(part, include_extras=True)[short])[0]
        return f"{one.removesuffix(', or a list of them')}, or {words}", part
    return words, part


def _default(value: Any) -> str:
    """What holds where a field is left out, if it can be said on a line."""
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value).lower() if value is True else str(value) if isinstance(value, str | int) and value else ""
