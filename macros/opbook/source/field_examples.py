"""An example of each field for the reference: from the playbook itself, else made up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from opbook.model.activity import Activity
from opbook.model.cadence import Cadence
from opbook.model.entity import Model
from opbook.model.item import Item
from opbook.model.playbook import Playbook
from opbook.model.role import Role
from opbook.model.scalars import Span
from opbook.model.settings import Settings
from opbook.model.team import Holding

FieldPlace = tuple[type[Model], str]
"""A field: the class that declares it, and its name there."""

_LINES, _WIDTH = 4, 76
"""How much of an example is shown."""
_SHORT = 24
"""How long texts may be that stand side by side in brackets."""


@cache
def declared(model: type[Model], name: str) -> FieldPlace:
    """A field of a class, by the class that declares it first."""
    declaring = (each for each in reversed(model.__mro__) if issubclass(each, Model) and name in each.model_fields)
    return next(declaring), name


def values_of(playbook: Playbook) -> Mapping[FieldPlace, Any]:
    """A value of each field: the first that somebody has set in the playbook, else one that is made up."""
    found: dict[FieldPlace, Any] = {}

    def look(value: Any) -> None:
        if isinstance(value, Model):
            model = type(value)
            for name in model.model_fields:
                if name in value.model_fields_set:
                    found.setdefault(declared(model, name), value.__dict__[name])
                    look(value.__dict__[name])
        elif isinstance(value, Mapping):
            for each in value.values():
                look(each)
        elif isinstance(value, tuple):
            for each in value:
                look(each)

    look((playbook.settings, *playbook.entities))
    look(_made_up())
    return found


@cache
def _made_up() -> tuple[Model, ...]:
    """What a playbook can do without, once each."""
    return (
        Role.model_validate(
            {
                "name": "Product Owner",
                "discipline": "product",
                "level": "practitioner",
                "purpose": "Keeps the product worth having.",
                "renamed_from": ["product-steward"],
                "draft": "true",
                "withdrawn": {
                    "date": "2026-11-30",
                    "reason": "The weekly sync covers it since the summer.",
                    "instead": "ritual:product-project-sync",
                },
                "agreed": {"date": "2026-10-12", "fingerprint": "4f0c9a1be27d"},
            }
        ),
        Activity.model_validate(
            {
                "name": "Open the order books",
                "aliases": ["start of sales"],
                "tags": ["sales"],
                "raci": {"accountable": "product-owner", "support": "product-ops"},
            }
        ),
        Settings.model_validate(
            {
                "title": "Our playbook",
                "organisation": "Ours",
                "disciplines": {},
                "show_findings": "true",
                "swarm_needs": {"strategy": ["program-manager"], "execution": ["product-ops"]},
                "rules": {"too-many-meeting-hours": {"severity": "error"}},
                "suppressions": [
                    {
                        "rule": "too-many-meeting-hours",
                        "address": "role:product-manager",
                        "reason": "Covers for a colleague on leave.",
                        "until": "2027-03-31",
                    }
                ],
            }
        ),
        Item.model_validate({"text": "Name who is on call.", "id": "on-call", "for": "product-owner"}),
        Cadence.model_validate(
            {"rrule": "FREQ=MONTHLY;BYDAY=2TU", "starts": "2026-01-13", "timezone": "Europe/Lisbon"}
        ),
        Holding.model_validate({"timezone": "Europe/Lisbon", "starts": "2026-09-07", "ends": "2027-02-26"}),
    )


def as_yaml(name: str, value: Any) -> str:
    """A field with its value, as a file may say it; cut where it is long."""
    text: str = yaml.dump(
        {name: _plain(value)},
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=10**6,
        default_flow_style=False,
    )
    lines = _indented(text.rstrip("\n").split("\n"))
    shown = [line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1].rstrip()}…" for line in lines[:_LINES]]
    return "\n".join([*shown, "…"] if len(lines) > _LINES else shown)


def _plain(value: Any) -> Any:
    """A value as YAML has it: nothing but mappings, lists, texts, numbers and dates."""
    if isinstance(value, Item) and value.model_fields_set == {"text"}:
        return _plain(value.text)
    if isinstance(value, Model):
        fields = type(value).model_fields
        given = (name for name in fields if name in value.model_fields_set)
        return {fields[name].alias or name: _plain(value.__dict__[name]) for name in given}
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, str):
        return value.split("\n", 1)[0]  # the first line of long prose says enough
    return str(value) if isinstance(value, Span) else value


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes short lists and mappings on one line, in brackets."""


def _is_short(values: Any) -> bool:
    return all(not isinstance(each, dict | list) and len(str(each)) <= _SHORT for each in values)


def _list(dumper: Any, value: list[Any]) -> Any:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=_is_short(value))


def _mapping(dumper: Any, value: dict[str, Any]) -> Any:
    is_field = not dumper.represented_objects  # the field itself, with its name
    flow = not is_field and _is_short(value.values())
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=flow)


_Dumper.add_representer(list, _list)
_Dumper.add_representer(dict, _mapping)


def _indented(lines: list[str]) -> list[str]:
    """The lines of a text with the items of a list indented below its name, as people write them."""
    lists: list[int] = []
    found = []
    for line in lines:
        depth, is_item = len(line) - len(line.lstrip(" ")), line.lstrip(" ").startswith("- ")
        while lists and (depth < lists[-1] or (depth == lists[-1] and not is_item)):
            lists.pop()
        if is_item and (not lists or lists[-1] < depth):
            lists.append(depth)
        found.append("  " * len(lists) + line)
    return found
