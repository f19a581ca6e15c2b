"""What the model refuses, in the words of somebody who edits YAML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
    at_key = bool(route) and route[-1] == "[key]"
    if at_key:
        route = route[:-1]
    what, value = details["type"], details["input"]
    context: Mapping[str, Any] = details.get("ctx", {})
    name = str(route[-1]) if route else ""
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
                return problems.INVALID_VALUE, f"`{shown(value)}` is not a {name}{hint}", _one_of(allowed), route, False
            return problems.WRONG_TYPE, f"expected one of {', '.join(allowed)}", "", route, True
        case "empty":
            fix = "give it a value, or remove the line"
            return problems.INVALID_VALUE, f"`{name}` has no value", fix, route, True
        case "contradiction":
            return problems.CONTRADICTION, f"{_subject(route)} {details['msg']}", "", route, True
    if what in _SHAPES:
        if value == "":
            return problems.INVALID_VALUE, f"`{name}` has no value", "give it a value, or remove the line", route, True
        return problems.WRONG_TYPE, f"expected {_SHAPES[what]}", _got(value), route, not isinstance(value, str)
    if isinstance(value, str):
        if not value:
            return problems.INVALID_VALUE, f"`{name}` has no value", "give it a value, or remove the line", route, True
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
        found = _step(found, str(step))
        if found is None:
            return []
    return [field.alias or name for name, field in found.model_fields.items()]


def _step(model: type[BaseModel], step: str) -> type[BaseModel] | None:
    for name, field in model.model_fields.items():
        if step == (field.alias or name):
            return _model_in(field.annotation)
    # A key of a mapping or an index of a list: the model is the same as one step before.
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(each) for each in getattr(annotation, "__args__", ()))
    return next((each for each in inner if each is not None), None)
