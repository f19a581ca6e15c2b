"""What a field takes, in words."""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator

from opbook.model import cadence, scalars, settings
from opbook.model.entity import Model
from opbook.model.item import Item, Items
from opbook.model.scalars import Between, Reference

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


def takes(annotation: Any) -> tuple[str, type[Model] | None]:
    """What a type takes, in words; where these end in ``the fields of``, also whose.

    Raises:
        TypeError: Where it is a type that is new here.
    """
    known = next((words for each, words in _TYPE_WORDS.items() if each is annotation or each == annotation), None)
    if known is not None:
        return known, Item if annotation == Items else None
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _marked(arguments[0], arguments[1:])
    if origin in (Union, types.UnionType):
        return takes(next(each for each in arguments if each is not type(None)))
    if origin is tuple:
        words, part = takes(arguments[0])
        return f"a list, each {'with ' if part else ''}{words}", part
    if origin is Literal:
        return f"one of {', '.join(map(str, arguments))}", None
    if isinstance(origin, type) and issubclass(origin, Mapping):
        words, part = takes(arguments[1])
        return f"a mapping from {takes(arguments[0])[0]} to {words}", part
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
    words, part = takes(inner)
    if get_origin(inner) is tuple:
        one = takes(get_args(inner)[0])[0]
        return (f"{one}, or a list of them", None) if part is None else (f"one or {words}", part)
    if part is not None:
        (short,) = validator("text")  # type: ignore[call-arg]
        one = takes(get_type_hints(part, include_extras=True)[short])[0]
        return f"{one.removesuffix(', or a list of them')}, or {words}", part
    return words, part
