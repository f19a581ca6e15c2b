"""The reference for contributors: every field of every kind, from the model's own docstrings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_type_hints

from opbook.checks.fields import Watched, watched
from opbook.checks.rule import Rule, rules
from opbook.model.activity import Daci, Raci
from opbook.model.address import FOLDERS
from opbook.model.docs import field_docs
from opbook.model.entity import Entity, Model
from opbook.model.field_types import takes
from opbook.model.playbook import ENTITY_TYPES, Playbook
from opbook.model.settings import Settings
from opbook.source.field_examples import FieldPlace, as_yaml, declared, values_of

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
        words, part = takes(hints[name])
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


def _default(value: Any) -> str:
    """What holds where a field is left out, if it can be said on a line."""
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value).lower() if value is True else str(value) if isinstance(value, str | int) and value else ""
