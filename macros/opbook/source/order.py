"""The order in which fields stand in a file, said once."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from opbook.model.entity import Entity, Model

LAST = ("tags", "owner", "reviewed", "review_every")
"""The common fields that stand behind those of the kind: a reader of the file wants to know what it is first."""


@cache
def fields(model: type[Model]) -> Mapping[str, Any]:
    """The fields of a model as a file spells them, in the order of a file, each with its annotation.

    It is the order in which the model declares them, but for those of `LAST`.
    """
    hints = get_type_hints(model, include_extras=True)
    names = [*model.model_fields]
    if issubclass(model, Entity):
        names.sort(key=LAST.__contains__)
    return {model.model_fields[name].alias or name: hints[name] for name in names}


def in_order(annotation: Any, names: Iterable[str]) -> list[str]:
    """The names of a mapping in the order in which they stand in a file.

    Args:
        annotation: What a model says of the value; `None` where no model knows it.
        names: The names, as they stand now. What the author orders stays: ids, titles, levels.

    Returns:
        Known fields first, then unknown ones, then the organisation's own.
    """
    model = model_at(annotation)
    if model is None:
        return list(names)
    places = {name: place for place, name in enumerate(fields(model))}
    return sorted(names, key=lambda name: places.get(name, len(places) + name.startswith("x_")))


def below(annotation: Any, name: str | None) -> Any:
    """What a model says of the value below a name, or of the items of a list; `None` where it says nothing."""
    plain = _plain(annotation)
    if name is None:
        return get_args(plain)[0] if get_origin(plain) is tuple else None
    model = model_at(plain)
    if model is not None:
        return fields(model).get(name)
    whole = _whole(plain)
    origin = get_origin(whole)
    return get_args(whole)[1] if isinstance(origin, type) and issubclass(origin, Mapping) else None


def model_at(annotation: Any) -> type[Model] | None:
    """The model as which a mapping is read; `None` where its names are not fields, or nobody knows them."""
    whole = _whole(annotation)
    return whole if isinstance(whole, type) and issubclass(whole, Model) else None


def ordered(data: Any, annotation: Any) -> Any:
    """Plain data with every mapping in order, as pairs."""
    if isinstance(data, Mapping):
        return [(name, ordered(data[name], below(annotation, name))) for name in in_order(annotation, data)]
    if isinstance(data, list):
        return [ordered(item, below(annotation, None)) for item in data]
    return data


def _whole(annotation: Any) -> Any:
    """What a mapping is read as: where a list is expected, one stands for a list of one."""
    plain = _plain(annotation)
    return _plain(get_args(plain)[0]) if get_origin(plain) is tuple else plain


@cache
def _plain(annotation: Any) -> Any:
    """An annotation without its validators, and without the `None` of a field that may be absent."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _plain(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return _plain(next(each for each in get_args(annotation) if each is not type(None)))
    return annotation
