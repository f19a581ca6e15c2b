"""The whole playbook as one JSON file, and the JSON Schema (2020-12) that it keeps to.

It is made for programs: what is a list is always a list, whatever shorter way to write it YAML has. Keys are those of
YAML, ids are keys, and references are ids. Lists and mappings are there even when empty; what is not said is absent.
`VERSION` changes when a program that reads the file would have to; a field may come at any time, so the schema is open.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from opbook.model.address import FOLDERS, ID_PATTERN, KINDS
from opbook.model.docs import field_docs
from opbook.model.entity import Entity, Model
from opbook.model.playbook import ENTITY_TYPES, Playbook
from opbook.model.scalars import Reference, Span
from opbook.model.settings import Settings

VERSION = 1
DIALECT = "https://json-schema.org/draft/2020-12/schema"

Json = dict[str, Any]

_ID = f"^{ID_PATTERN.pattern.removesuffix(chr(92) + 'Z')}$"


def whole(playbook: Playbook, on: date) -> Json:
    """Everything in a playbook, as plain data.

    The names of those who hold roles are in it only where the playbook shows them.

    Args:
        playbook: The playbook.
        on: The day it is read on.
    """
    kinds = {
        folder: {id_: _entity(entity) for id_, entity in playbook.of_kind(kind).items()}
        for kind, folder in FOLDERS.items()
    }
    return {
        "version": VERSION,
        "generated_on": on.isoformat(),
        "settings": _plain(playbook.settings),
        **kinds,
    }


def _entity(entity: Entity) -> Json:
    return {**_plain(entity), **_plain(entity.extras)}


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        fields = type(value).model_fields.items()
        return {
            field.alias or name: _plain(inner) for name, field in fields if (inner := getattr(value, name)) is not None
        }
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Span) else value


def whole_json(playbook: Playbook, on: date) -> str:
    """Everything in a playbook, as the text of a JSON file."""
    return json.dumps(whole(playbook, on), ensure_ascii=False, separators=(",", ":")) + "\n"


def whole_schema() -> Json:
    """What `whole` gives, for any playbook."""
    writer = _Writer()
    properties: Json = {
        "version": {"const": VERSION, "description": "The version of this format."},
        "generated_on": {**_DAY, "description": "The day on which the playbook was read."},
        "settings": writer.of(Settings),
    }
    for kind, folder in FOLDERS.items():
        properties[folder] = {
            "type": "object",
            "description": f"Every {kind}, by id.",
            "propertyNames": {"pattern": _ID},
            "additionalProperties": writer.of(ENTITY_TYPES[kind]),
        }
    return {
        "$schema": DIALECT,
        "$id": "playbook.schema.json",
        "title": "A playbook",
        "description": "Everything in a playbook of opbook. What is not said is absent. Fields may be added.",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "$defs": dict(sorted(writer.definitions.items())),
    }


def whole_schema_json() -> str:
    """The schema as the text of its file."""
    return json.dumps(whole_schema(), ensure_ascii=False, indent=2) + "\n"


_DAY: Json = {"type": "string", "format": "date"}
_SIMPLE: Mapping[Any, Json] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: _DAY,
    Span: {"type": "string", "pattern": "^[0-9]+ (day|week|month)s?$"},
}
_OWN = {"^x_": {"type": ["string", "array"], "items": {"type": "string"}, "description": "A field of one's own."}}


class _Writer:
    """Writes what values look like once read, and collects the definitions that it needs."""

    def __init__(self) -> None:
        self.definitions: dict[str, Json] = {}

    def of(self, annotation: Any) -> Json:
        """What a value looks like that a model annotates so.

        Raises:
            KeyError: Where it has a type that is new here.
        """
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            kind = next((mark.kind for mark in arguments[1:] if isinstance(mark, Reference)), "")
            return self._reference(kind) if kind in KINDS else self.of(arguments[0])
        if origin in (Union, types.UnionType):
            return self.of(next(each for each in arguments if each is not type(None)))
        if origin is Literal:
            return {"type": "string", "enum": list(arguments)}
        if origin is tuple:
            return {"type": "array", "items": self.of(arguments[0])}
        if isinstance(origin, type) and issubclass(origin, Mapping):
            keys = self.of(arguments[0])
            names = {"propertyNames": keys} if "$ref" in keys else {}
            return {"type": "object", **names, "additionalProperties": self.of(arguments[1])}
        if isinstance(annotation, type) and issubclass(annotation, Model):
            return self._model(annotation)
        return dict(_SIMPLE[annotation])

    def _reference(self, kind: str) -> Json:
        name = f"{kind}-id"
        self.definitions[name] = {"type": "string", "pattern": _ID, "description": f"The id of a {kind}."}
        return {"$ref": f"#/$defs/{name}"}

    def _model(self, model: type[Model]) -> Json:
        name = model.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # a model may hold itself
            hints, docs = get_type_hints(model, include_extras=True), field_docs(model)
            keys = {name: field.alias or name for name, field in model.model_fields.items()}
            written: Json = {
                "type": "object",
                "description": _words(model.__doc__ or ""),
                "properties": {
                    key: {**self.of(hints[name]), "description": _words(docs[name])} for name, key in keys.items()
                },
                "required": [
                    keys[name]
                    for name, field in model.model_fields.items()
                    if field.is_required() or field.default is not None
                ],
            }
            if issubclass(model, Entity):
                written["patternProperties"] = _OWN
            self.definitions[name] = written
        return {"$ref": f"#/$defs/{name}"}


def _words(docstring: str) -> str:
    return " ".join(docstring.replace("``", "`").split())
