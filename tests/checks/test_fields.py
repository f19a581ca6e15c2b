"""What the reference of fields says of the rules is what the rules do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from opbook.checks.examples import ON, example_of
from opbook.checks.fields import FIELDS_FILE, Watched, watched
from opbook.checks.judge import thresholds_of
from opbook.checks.rule import Case, Place, rules
from opbook.model.activity import Activity
from opbook.model.entity import Model
from opbook.model.playbook import Playbook
from opbook.source.reading import read
from tests.conftest import Golden

Field = tuple[str, str]


def field_of(model: type[Model], name: str) -> Field:
    """A field, by the class that declares it first."""
    declaring = (each for each in reversed(model.__mro__) if issubclass(each, Model) and name in each.model_fields)
    return next(declaring).__name__, name


@contextmanager
def watching(seen: set[Field]) -> Iterator[None]:
    """Note every field of the model that is read meanwhile."""

    def read_and_noted(self: Model, name: str) -> Any:
        if name in type(self).model_fields:
            seen.add(field_of(type(self), name))
        return object.__getattribute__(self, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Model, "__getattribute__", read_and_noted)
        yield


def field_at(playbook: Playbook, place: Place) -> Field:
    """The field at which a finding stands; the name, where it is about the whole of something."""
    value: Any = playbook.settings if place.address is None else playbook.find(place.address)
    found = ("", "")
    for step in place.route or ("name",):
        if isinstance(value, Model):
            fields = {field.alias or name: name for name, field in type(value).model_fields.items()}
            found = field_of(type(value), fields[str(step)])
            value = getattr(value, fields[str(step)])
        elif isinstance(value, tuple):
            value = value[int(step)] if isinstance(step, int) else value
        else:
            value = value.get(step, value.get(str(step)))
    return found


def seen_by_rules() -> dict[Field, dict[str, bool]]:
    """For each field the rules that read it, and whether a finding of theirs stands at it."""
    found: dict[Field, dict[str, bool]] = defaultdict(dict)
    for rule in rules().values():
        example = example_of(rule.code)
        for folder in (example.bad, example.good):
            playbook = read(folder).playbook
            assert playbook is not None
            idle = tuple(range(len(playbook.settings.suppressions)))
            case = Case(playbook, ON, thresholds_of(rule, playbook), idle)
            seen: set[Field] = set()
            with watching(seen):
                breaches = list(rule.function(case))
            for field in seen:
                found[field].setdefault(rule.code, False)
            for breach in breaches:
                found[field_at(playbook, breach.place)][rule.code] = True
    return found


def test_the_fields_that_rules_look_at_are_those_that_were_seen(golden: Golden):
    seen = seen_by_rules()
    lines = [
        f"{model}.{name}: {' '.join(code + '!' * at for code, at in sorted(rules_.items()))}"
        for (model, name), rules_ in sorted(seen.items())
    ]
    golden(FIELDS_FILE, "\n".join(lines) + "\n")


def test_every_rule_looks_at_something_and_tells_it_somewhere():
    assert {code for each in watched().values() for code in each.at} == set(rules())


def test_rules_whose_findings_stand_at_a_field_come_apart_from_those_that_read_it():
    assert watched()["Activity", "after"] == Watched(("H201", "H206"), ("H204", "H207", "K908"))


def test_a_watched_read_gives_the_value_that_is_there():
    seen: set[Field] = set()
    example = read(example_of("R101").bad).playbook
    assert example is not None
    activity = next(iter(example.activities.values()))
    name = activity.name
    with watching(seen):
        assert activity.name == name
    assert seen == {(Activity.__name__, "name")}
    assert activity.name == name
