r"""JSON Schemas of the files of a playbook: for an editor what can be written where, and what it means.

An editor gives plain values the types of YAML 1.2, where the reader keeps text: ``4`` is a number to it, ``10:00`` and
``2026-01-12`` are texts. So a schema takes a number wherever the reader takes any text. It does not take ``true`` and
``null`` there: an editor would offer them as values for every name.

Patterns avoid what Python and ECMAScript read differently (``\Z``, ``\d``).
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator

from opbook.model import cadence, scalars, settings
from opbook.model.address import ID_PATTERN, KINDS
from opbook.model.docs import field_docs
from opbook.model.entity import Entity, Model
from opbook.model.playbook import ENTITY_TYPES, Playbook
from opbook.model.scalars import Between, IdMark, Reference

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SETTINGS = "playbook"
FILE_KINDS = (*ENTITY_TYPES, SETTINGS)
"""Every kind of file: those of entities, and the settings."""

_FEW = 31
"""Up to so many numbers a pattern lists them one by one."""
_ID = ID_PATTERN.pattern.removesuffix(r"\Z")
_DAYS = "|".join(cadence.WEEKDAYS)
_NTH = "|".join(cadence.NTH)


def _text(pattern: str, expected: str, *types: str, **more: Any) -> Schema:
    kind: Any = ["string", *types] if types else "string"
    return {"type": kind, "pattern": pattern, "patternErrorMessage": f"expected {expected}", **more}


_SCALARS: Mapping[Any, tuple[str, Schema]] = {
    scalars.Line: ("line", _text(r"^\s*\S[^\n]*\s*$", "a text of one line", "number")),
    scalars.Prose: ("prose", _text(r"\S", "a text", "number")),
    scalars.Flag: ("flag", _text("^(true|false)$", "true or false", "boolean")),
    scalars.Day: (
        "day",
        _text(
            "^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
            "a date as YYYY-MM-DD, such as 2026-01-12",
            format="date",
        ),
    ),
    scalars.Clock: ("clock", _text("^([01][0-9]|2[0-3]):[0-5][0-9]$", "a time of day as HH:MM, such as 09:30")),
    scalars.Web: ("web", _text(r"^\s*https://[^\s/?#][^\n]*\s*$", "a web address that starts with https://")),
    scalars.Length: ("length", _text("^[0-9]{1,4} (day|week|month)s?$", "a length of time, such as 2 days")),
    scalars.AnyAddress: ("address", _text(f"^({'|'.join(KINDS)}):{_ID}$", "an address, such as role:product-owner")),
    cadence.Zone: ("zone", _text("^[A-Za-z][A-Za-z0-9_+/-]*$", "a time zone, such as Europe/Lisbon")),
    cadence.Weekday: (
        "weekday",
        _text(
            rf"^\s*(({_NTH})\s+)?({_DAYS})\s*$",
            "a day of the week, such as monday, third wednesday or last friday",
            examples=[*cadence.WEEKDAYS, *(f"{nth} {day}" for nth in cadence.NTH for day in cadence.WEEKDAYS)],
        ),
    ),
    settings.Colour: ("colour", _text("^#[0-9A-Fa-f]{6}$", 'a colour as "#rrggbb", in quotes', format="color-hex")),
    settings.FormUrl: ("form-url", _text(r"^https://[\s\S]*\{title\}", "an https:// address that contains {title}")),
    settings.PublicUrl: (
        "public-url",
        _text(r"^https://[^\s?#]+$", "an https:// address, without ? or #"),
    ),
}
"""What a value of each type may look like, by the name of its definition."""

_OWN_FIELD: Schema = {
    "title": "Own field",
    "description": "A field of your own organisation: a text or a list of texts. Its page shows it.",
    "type": ["string", "number", "boolean", "array"],
    "minLength": 1,
    "minItems": 1,
    "items": {"type": ["string", "number", "boolean"]},
}


def file_name(kind: str) -> str:
    """The name of the file that holds the schema of a kind."""
    return f"{kind}.schema.json"


def schema(kind: str, playbook: Playbook | None = None) -> Schema:
    """The JSON Schema (2020-12) of the files of a kind.

    Args:
        kind: One of `FILE_KINDS`.
        playbook: Whose ids to offer; they are examples, so that an id that is new is no mistake.
    """
    return _Writer(playbook).file(kind)


def as_text(written: Schema) -> str:
    """A schema as the text of its file."""
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


class _Writer:
    """Writes the schema of one file, and collects the definitions that it needs."""

    def __init__(self, playbook: Playbook | None) -> None:
        self.examples = _examples(playbook) if playbook is not None else {}
        self.definitions: dict[str, Schema] = {}

    def file(self, kind: str) -> Schema:
        model: type[Model] = settings.Settings if kind == SETTINGS else ENTITY_TYPES[kind]
        head = {"$schema": DIALECT, "$id": file_name(kind), "title": kind, "description": _words(model.__doc__ or "")}
        body = self.fields(model)
        if issubclass(model, Entity):
            body["patternProperties"] = {"^x_": _OWN_FIELD}
        return {**head, **body, "$defs": dict(sorted(self.definitions.items()))}

    def fields(self, model: type[Model]) -> Schema:
        """What a mapping with the fields of a model looks like."""
        hints, docs = get_type_hints(model, include_extras=True), field_docs(model)
        properties: dict[str, Schema] = {}
        for name, field in model.model_fields.items():
            key = field.alias or name
            head = {"title": key.replace("_", " ").capitalize(), "description": _words(docs[name])}
            properties[key] = {**head, **_meaning(self.of(hints[name]), head["description"])}
            if isinstance(field.default, str | int):
                properties[key]["default"] = field.default
        required = [field.alias or name for name, field in model.model_fields.items() if field.is_required()]
        closed = {"type": "object", "properties": properties, "additionalProperties": False}
        return {**closed, "required": required} if required else closed

    def of(self, annotation: Any) -> Schema:
        """What a value looks like that a model annotates so.

        Raises:
            TypeError: Where it has a type that is new here.
        """
        if annotation in _SCALARS:
            name, written = _SCALARS[annotation]
            return self.defined(name, lambda: {**written, **self.ids(name)})
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self.annotated(arguments[0], arguments[1:])
        if origin in (Union, types.UnionType):
            return self.of(next(each for each in arguments if each is not type(None)))
        if origin is Literal:
            return {"type": "string", "enum": list(arguments)}
        if origin is tuple:
            return {"type": "array", "items": self.of(arguments[0])}
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return self.mapping(*arguments)
        if isinstance(annotation, type) and issubclass(annotation, Model):
            meaning = {"description": _words(annotation.__doc__ or "")}
            return self.defined(annotation.__name__, lambda: {**meaning, **self.fields(annotation)})
        raise TypeError(f"there is no schema for {annotation!r}")

    def annotated(self, inner: Any, marks: tuple[Any, ...]) -> Schema:
        """What a value of a type looks like that has marks or validators."""
        reference = next((mark for mark in marks if isinstance(mark, Reference)), None)
        if reference is not None:
            return self.reference(reference.kind)
        if any(isinstance(mark, IdMark) for mark in marks):
            return self.defined("id", _id)
        (validator,) = (mark.func for mark in marks if isinstance(mark, BeforeValidator))
        if isinstance(validator, Between):
            return _number(validator)
        return self.shortened(inner, cast("Callable[[Any], Any]", validator))

    def reference(self, kind: str) -> Schema:
        """What points at something: the id of an entity, or the key of something in the settings."""
        written = _id() if kind in KINDS else _SCALARS[scalars.Line][1]
        return self.defined(f"{kind}-id".replace(" ", "-"), lambda: {**written, **self.ids(kind)})

    def shortened(self, inner: Any, validator: Callable[[Any], Any]) -> Schema:
        """A list or mapping, and the shorter way to write it that a validator takes: seen by trying it."""
        full = self.of(inner)
        if get_origin(inner) is tuple:
            if validator("text") == ("text",) or validator({}) == ({},):
                return _any_of(full["items"], full)
        elif isinstance(inner, type) and issubclass(inner, Model):
            written_out = validator("text")
            hints = get_type_hints(inner, include_extras=True)
            short = [name for name in hints if isinstance(written_out, Mapping) and name in written_out]
            return _any_of(*(self.of(hints[name]) for name in short), full)
        raise TypeError(f"there is no schema for what {validator!r} takes")

    def mapping(self, keys: Any, values: Any) -> Schema:
        """What a mapping looks like whose keys are of a type and have a meaning of their own."""
        for mark in get_args(keys)[1:]:
            if isinstance(mark, BeforeValidator) and isinstance(mark.func, Between):
                # Not by `propertyNames`: to an editor the key 4 is a number there, and here a text.
                pattern = _number(mark.func)["pattern"]
                return {
                    "type": "object",
                    "patternProperties": {pattern: self.of(values)},
                    "additionalProperties": False,
                }
        return {"type": "object", "propertyNames": self.of(keys), "additionalProperties": self.of(values)}

    def ids(self, of: str) -> Schema:
        """The ids of a kind, or all addresses, as examples; nothing where there are none."""
        return {"examples": self.examples[of]} if self.examples.get(of) else {}

    def defined(self, name: str, write: Callable[[], Schema]) -> Schema:
        """Point at a definition, which is written where it is new."""
        if name not in self.definitions:
            self.definitions[name] = {}  # a model may hold itself
            self.definitions[name] = write()
        return {"$ref": f"#/$defs/{name}"}


def _examples(playbook: Playbook) -> Mapping[str, list[str]]:
    found = {kind: sorted(playbook.of_kind(kind)) for kind in ENTITY_TYPES}
    found["activity"] = sorted(playbook.activities)
    addresses = [f"{kind}:{id_}" for kind, ids in found.items() for id_ in ids]
    disciplines, groups = list(playbook.settings.disciplines), list(playbook.settings.skill_groups)
    return {**found, "address": addresses, "discipline": disciplines, "skill group": groups}


def _id() -> Schema:
    # A file may well be called 2026.yml, and an editor takes that id for a number.
    return _text(f"^{_ID}$", "an id: lower-case letters, digits and single hyphens", "integer", minimum=0)


def _number(bounds: Between) -> Schema:
    low, high = bounds.low, bounds.high
    pattern = f"[1-9][0-9]{{0,{len(str(high)) - 1}}}"
    if high - low < _FEW:
        pattern = "|".join(str(number) for number in range(low, high + 1))
    elif low == 0:
        pattern = f"0|{pattern}"
    expected = f"a whole number from {low} to {high}"
    return {**_text(f"^({pattern})$", expected, "integer"), "minimum": low, "maximum": high}


def _any_of(*ways: Schema) -> Schema:
    def flat() -> Iterator[Schema]:
        for way in ways:
            yield from way["anyOf"] if way.keys() == {"anyOf"} else [way]

    return {"anyOf": list(flat())}


def _meaning(field: Schema, description: str) -> Schema:
    """A field whose ways to write it have the field's description, or an editor shows that of a part instead.

    Not a list, or it takes all ways for one and shows its title once for each.
    """
    if "anyOf" not in field:
        return field
    return {"anyOf": [way if "items" in way else {"description": description, **way} for way in field["anyOf"]]}


def _words(docstring: str) -> str:
    return " ".join(docstring.replace("``", "`").split())
