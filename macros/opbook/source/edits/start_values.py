"""Values for the fields of an entry that somebody begins: taken from the playbook, else made up."""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import date
from itertools import count
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator

from opbook.model import cadence, scalars
from opbook.model.activity import Activity
from opbook.model.address import Address
from opbook.model.entity import Entity, Model
from opbook.model.playbook import Playbook
from opbook.model.ritual import Ritual
from opbook.model.role import Role
from opbook.model.scalars import Between, IdMark, Reference
from opbook.model.stage import Stage
from opbook.model.team import Holding, Seats
from opbook.source.edits.editing import CannotEdit
from opbook.source.field_examples import FieldPlace, declared, plain, values_in

TO_BE_WRITTEN = "To be written."
"""What every text says that nobody has written yet."""

_MOST = 2
"""How many items of a list or mapping an example has."""
_MADE_UP: Mapping[Any, Any] = {
    scalars.Line: TO_BE_WRITTEN,
    scalars.Prose: TO_BE_WRITTEN,
    scalars.Flag: True,
    scalars.Day: date(2026, 1, 12),
    scalars.Clock: "10:00",
    scalars.Web: "https://www.example.org",
    scalars.Length: "6 months",
    scalars.Count: 1,
    cadence.Zone: "Europe/Lisbon",
    cadence.Weekday: "monday",
}
_TO_BEGIN_WITH: Mapping[FieldPlace, Any] = {
    (Role, "level"): "practitioner",
    (Ritual, "kind"): "sync",  # a planning ritual of one side only would be an error at once
    (Ritual, "cadence"): {"every": "week", "day": "monday", "at": "10:00"},
    (Ritual, "minutes"): 30,
    (Stage, "team"): "both",
}
"""What is a better beginning than the first value that a field takes."""
_ENOUGH: Mapping[type[Model], tuple[str, ...]] = {
    Activity: ("name", "raci"),  # one of raci and daci
    Holding: ("at",),  # fits every cadence
}
"""What is enough to say of a part, where its required fields or else its first one are not."""
_LAST_PLACE = 999_999
_OF_THEIR_KIND = {(Entity, "aliases"), (Entity, "summary"), (Entity, "withdrawn")}
"""The common fields of which those of another kind are no example."""
_IN_SETTINGS = {"discipline": "disciplines", "skill group": "skill_groups"}


class StartValues:
    """What the fields of a new entity may say, so that it can be read."""

    def __init__(self, playbook: Playbook, address: Address) -> None:
        self._playbook = playbook
        self._address = address
        published_first = sorted(playbook.in_force.entities, key=lambda each: each.draft)
        self._alike = [each for each in published_first if each.entity_kind == address.kind]
        self._others = [each for each in published_first if each.entity_kind != address.kind]
        said = {place: value for place, value in values_in(self._others).items() if place not in _OF_THEIR_KIND}
        self._said = {**said, **values_in(self._alike)}

    def needed(self, model: type[Model], name: str) -> Any:
        """A value for a field that cannot be left out.

        Raises:
            CannotEdit: Where it has to point at something, and there is nothing yet.
        """
        if (model, name) == (Stage, "order"):
            last = max((stage.order for stage in self._playbook.stages.values()), default=0)
            return min(last + 1, _LAST_PLACE)
        return _TO_BEGIN_WITH.get((model, name)) or self._made(_annotation(model, name), name)

    def example(self, model: type[Model], name: str) -> Any:
        """A value for a field that can be left out: like that of others in the playbook, else made up."""
        place, annotation = declared(model, name), _annotation(model, name)
        if name == "activities":
            known = next(iter(self._playbook.activities.values()), None)
            one = plain(known, most=_MOST) if known is not None else self._made(Activity)
            return {self._new_id(self._playbook.activities, f"{self._address.id}-work"): one}
        said = self._said.get(place, model.model_fields[name].default)
        if said == model.model_fields[name].default or name == "renamed_from":
            return self._made(annotation)
        return plain(_without_names(said), most=_MOST)

    def _made(self, annotation: Any, needed_for: str = "") -> Any:
        if annotation in _MADE_UP:
            return _MADE_UP[annotation]
        if annotation == scalars.AnyAddress:
            return str(next((each.address for each in (*self._alike, *self._others)), self._address))
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self._marked(arguments[0], arguments[1:], needed_for)
        if origin in (Union, types.UnionType):
            return self._made(next(each for each in arguments if each is not type(None)))
        if origin is tuple:
            return [self._made(arguments[0], needed_for)]
        if origin is Literal:
            return arguments[0]
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {self._made(arguments[0]): self._made(arguments[1])}
        if isinstance(annotation, type) and issubclass(annotation, Model):
            names = _ENOUGH.get(annotation) or _needed(annotation) or tuple(annotation.model_fields)[:1]
            fields = annotation.model_fields
            values = {name: self._made(_annotation(annotation, name), needed_for) for name in names}
            return {fields[name].alias or name: value for name, value in values.items()}
        raise TypeError(f"there is no value for {annotation!r}")

    def _marked(self, inner: Any, marks: tuple[Any, ...], needed_for: str) -> Any:
        """A value of a type that has marks or validators; a shorter way to write it is seen by trying it."""
        reference = next((mark for mark in marks if isinstance(mark, Reference)), None)
        if reference is not None:
            return self._id_of(reference.kind, needed_for)
        if any(isinstance(mark, IdMark) for mark in marks):
            return self._new_id(self._taken(), f"former-{self._address.id}")
        (validator,) = (mark.func for mark in marks if isinstance(mark, BeforeValidator))
        if isinstance(validator, Between):
            return validator.low
        if isinstance(inner, type) and issubclass(inner, Model):
            (short,) = validator(TO_BE_WRITTEN)  # type: ignore[call-arg]
            value = self._made(_annotation(inner, short), needed_for)
            return value[0] if isinstance(value, list) else value
        return self._made(inner, needed_for)

    def _id_of(self, kind: str, needed_for: str) -> str:
        """Something of a kind that is there, in force and no draft if there is such."""
        if kind in _IN_SETTINGS:
            known = list(getattr(self._playbook.settings, _IN_SETTINGS[kind]))
        elif kind == "activity":
            known = list(self._playbook.activities)
        else:
            known = [each.id for each in (*self._alike, *self._others) if each.entity_kind == kind]
        if known:
            return str(known[0])
        if not needed_for:
            return f"some-{kind.replace(' ', '-')}"
        first = f"begin one first with `opbook new {kind} ID`"
        if kind in _IN_SETTINGS:
            first = f"add one first under `{_IN_SETTINGS[kind]}` in playbook.yml"
        what = f"a {self._address.kind} needs a {kind} for `{needed_for}`"
        raise CannotEdit(f"{what}, and there is none in force yet; {first}")

    def _taken(self) -> set[str]:
        alike = self._playbook.of_kind(self._address.kind)
        return {*alike, *(old for each in alike.values() for old in each.renamed_from)}

    def _new_id(self, taken: Mapping[str, Any] | set[str], wanted: str) -> str:
        ids = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
        return next(id_ for id_ in ids if id_ not in taken)


def _annotation(model: type[Model], name: str) -> Any:
    return get_type_hints(model, include_extras=True)[name]


def _needed(model: type[Model]) -> tuple[str, ...]:
    return tuple(name for name, field in model.model_fields.items() if field.is_required())


def _without_names(value: Any) -> Any:
    """An example names no people: whoever copies it means others."""
    if isinstance(value, Seats):
        return value.count
    return {key: _without_names(each) for key, each in value.items()} if isinstance(value, Mapping) else value
