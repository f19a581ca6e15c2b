"""What the model refuses, in the words of somebody who edits YAML."""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from opbook.model.diagnostic import Problem, Route
from opbook.source import problems
from opbook.source.nearest import did_you_mean, shown

_SHAPES = {
    "tuple_type": "a list: one item per line, each after `- `",
    "dict_type": "a mapping: one `key: value` per line",
    "mapping_type": "a mapping: one `key: value` per line",
    "is_instance_of": "a mapping: one `key: value` per line",
    "model_type": "fields: one `field: value` per line",
    "model_attributes_type": "fields: one `field: value` per line",
    "string_type": "a text",
}


def translate(error: ValidationError, model: type[BaseModel]) -> list[tuple[Problem, str, str, Route, bool]]:
    """Turn the refusals of a pydantic model into (problem, message, fix, route, at the key) each."""
    return [_one(details, model) for details in error.errors(include_url=False)]


def _one(details: ErrorDetails, model: type[BaseModel]) -> tuple[Problem, str, str, Route, bool]:
    route: Route = tuple(details["loc"])
    what, value = details["type"], details["input"]
    at_key = route[-1:] == ("[key]",) and what != "extra_forbidden"
    if at_key:
        route = route[:-1]
    context: Mapping[str, Any] = details.get("ctx", {})
    name = next((step for step in reversed(route) if isinstance(step, str)), "")
    if what == "empty" or (value == "" and what != "extra_forbidden"):
        fix = "give it a value, or remove the line"
        return problems.INVALID_VALUE, f"`{name}` has no value", fix, route, True
    match what:
        case "missing":
            return problems.MISSING_FIELD, f"the field `{name}` is missing", f"add `{name}: …`", route[:-1], True
        case "extra_forbidden":
            known = fields_at(model, route[:-1])
            hint = did_you_mean(name, known)
            listed = ", ".join(known)
            fix = f"fields here: {listed}" if known else "remove it"
            return problems.UNKNOWN_FIELD, f"unknown field `{shown(name)}`{hint}", fix, route, True
        case "literal_error":
            allowed = [word.strip("' ") for word in str(context["expected"]).replace(" or ", ", ").split(",")]
            if isinstance(value, str):
                hint = did_you_mean(value, allowed)
                message = f"`{name}` cannot be `{shown(value)}`{hint}"
                return problems.INVALID_VALUE, message, _one_of(allowed), route, False
            return problems.WRONG_TYPE, f"expected one of {', '.join(allowed)}", "", route, True
        case "contradiction":
            return problems.CONTRADICTION, f"{_subject(route)} {details['msg']}", "", route, True
    if what in _SHAPES:
        return problems.WRONG_TYPE, f"expected {_SHAPES[what]}", _got(value), route, not isinstance(value, str)
    if isinstance(value, str):
        return problems.INVALID_VALUE, f"{details['msg']}, not `{shown(value)}`", "", route, False
    return problems.WRONG_TYPE, details["msg"], _got(value), route, True


def _one_of(allowed: list[str]) -> str:
    return f"write one of {', '.join(allowed)}"


def _subject(route: Route) -> str:
    words = [str(step) for step in route if isinstance(step, str)]
    return f"`{words[-1]}`" if words else "this file"


def _got(value: object) -> str:
    if isinstance(value, list | tuple):
        return "this is a list"
    return "these are fields" if isinstance(value, Mapping) else "this is a single value"


def fields_at(model: type[BaseModel], route: Route) -> list[str]:
    """The names of the fields that a model takes at a route, in the order in which it declares them."""
    found: Any = model
    for step in route:
        found = _at(found, step)
    if not isinstance(found, type) or not issubclass(found, BaseModel):
        return []
    return [field.alias or name for name, field in found.model_fields.items()]


def _at(annotation: Any, step: str | int) -> Any:
    """What a model, a mapping or a list takes at one step of a route; `None` where nothing is."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields.items()
        return next((_bare(field.annotation) for name, field in fields if step == (field.alias or name)), None)
    arguments = get_args(annotation)
    return _bare(arguments[0 if isinstance(step, int) else -1]) if arguments else None


def _bare(annotation: Any) -> Any:
    """An annotation without validators and without "or nothing"."""
    while get_origin(annotation) in (Annotated, Union, UnionType):
        annotation = get_args(annotation)[0]
    return annotation
