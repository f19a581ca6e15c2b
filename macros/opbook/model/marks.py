"""Every reference and every prose text of an entity, or of data for one, found by the types of its fields."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, cast, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator

from opbook.model.diagnostic import Route
from opbook.model.entity import Model
from opbook.model.scalars import AddressMark, ProseMark, Reference

Mark = Reference | ProseMark | AddressMark


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in an entity, and what its field says of it."""

    route: Route
    mark: Mark
    text: str
    is_key: bool = False
    """Whether the text is the key at the end of the route, and not the value there."""


_Walk = Callable[[Any, Route], Iterator[Marked]]


def marked(entity: Model) -> Iterator[Marked]:
    """Yield every reference, address and prose text of an entity, in the order of its fields."""
    walk = _walk_model(type(entity))
    if walk is not None:
        yield from walk(entity, ())


@cache
def _walk_model(model: type[Model]) -> _Walk | None:
    hints = get_type_hints(model, include_extras=True)
    fields = [
        (name, field.alias or name, walk)
        for name, field in model.model_fields.items()
        if (walk := _walk(hints[name])) is not None
    ]
    if not fields:
        return None

    def go(value: Any, route: Route) -> Iterator[Marked]:
        for name, key, walk in fields:
            inner = getattr(value, name)
            if inner:
                yield from walk(inner, (*route, key))

    return go


def _walk(annotation: Any) -> _Walk | None:
    """Make the walk through one annotation; `None` where nothing below it is marked."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        mark = next((each for each in arguments[1:] if isinstance(each, Mark)), None)
        return _leaf(mark) if mark is not None else _walk(arguments[0])
    if origin in (Union, types.UnionType):
        return next((walk for each in arguments if (walk := _walk(each)) is not None), None)
    if origin is tuple:
        return _many(_walk(arguments[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(_mark_of(arguments[0]), _walk(arguments[1]))
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return _walk_model(annotation)
    return None


def _mark_of(annotation: Any) -> Mark | None:
    if get_origin(annotation) is Annotated:
        return next((each for each in get_args(annotation)[1:] if isinstance(each, Mark)), None)
    return None


def _leaf(mark: Mark) -> _Walk:
    def go(value: Any, route: Route) -> Iterator[Marked]:
        yield Marked(route, mark, value)

    return go


def _many(walk: _Walk | None) -> _Walk | None:
    if walk is None:
        return None

    def go(value: Any, route: Route) -> Iterator[Marked]:
        for index, inner in enumerate(value):
            yield from walk(inner, (*route, index))

    return go


def _mapping(key_mark: Mark | None, walk: _Walk | None) -> _Walk | None:
    if key_mark is None and walk is None:
        return None

    def go(value: Any, route: Route) -> Iterator[Marked]:
        for key, inner in value.items():
            if key_mark is not None:
                yield Marked((*route, key), key_mark, key, is_key=True)
            if walk is not None:
                yield from walk(inner, (*route, key if isinstance(key, str) else str(key)))

    return go


def marked_in(model: type[Model], data: Mapping[str, Any], route: Route = ()) -> Iterator[Marked]:
    """Yield every reference, address and prose text of data that is meant for a model, whole or not.

    What does not have the shape its field takes is passed over: the model itself refuses that.
    """
    hints = get_type_hints(model, include_extras=True)
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key in data:
            yield from _marked_at(hints[name], data[key], (*route, key))


def _marked_at(annotation: Any, value: Any, route: Route) -> Iterator[Marked]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        for each in arguments[1:]:
            if isinstance(each, BeforeValidator):
                try:
                    value = cast("Callable[[Any], Any]", each.func)(value)
                except ValueError:
                    return
        mark = _mark_of(annotation)
        if mark is None:
            yield from _marked_at(arguments[0], value, route)
        elif isinstance(value, str):
            yield Marked(route, mark, value)
    elif origin in (Union, types.UnionType):
        yield from _marked_at(arguments[0], value, route)
    elif origin is tuple and isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _marked_at(arguments[0], inner, (*route, index))
    elif isinstance(value, Mapping):
        if isinstance(origin, type) and issubclass(origin, Mapping):
            mark = _mark_of(arguments[0])
            for key, inner in value.items():
                if mark is not None:
                    yield Marked((*route, key), mark, key, is_key=True)
                yield from _marked_at(arguments[1], inner, (*route, key))
        elif isinstance(annotation, type) and issubclass(annotation, Model):
            yield from marked_in(annotation, value, route)
