"""An example of each field for the reference: from the playbook itself, else made up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import islice
from typing import Any

from opbook.model.activity import Activity
from opbook.model.cadence import Cadence
from opbook.model.entity import Model
from opbook.model.item import Item
from opbook.model.playbook import Playbook
from opbook.model.role import Role
from opbook.model.scalars import Span
from opbook.model.settings import Settings
from opbook.model.team import Holding
from opbook.source.field_text import block

FieldPlace = tuple[type[Model], str]
"""A field: the class that declares it, and its name there."""

_LINES, _WIDTH = 4, 76
"""How much of an example is shown."""


@cache
def declared(model: type[Model], name: str) -> FieldPlace:
    """A field of a class, by the class that declares it first."""
    declaring = (each for each in reversed(model.__mro__) if issubclass(each, Model) and name in each.model_fields)
    return next(declaring), name


def values_of(playbook: Playbook) -> Mapping[FieldPlace, Any]:
    """A value of each field: the first that somebody has set in the playbook, else one that is made up."""
    return {**values_in(_made_up()), **values_in((playbook.settings, *playbook.entities))}


def values_in(models: Iterable[Model]) -> Mapping[FieldPlace, Any]:
    """The value of each field that is set first in some models, or in what stands in them."""
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

    look(tuple(models))
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
    lines = block(name, plain(value)).split("\n")
    shown = [line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1].rstrip()}…" for line in lines[:_LINES]]
    return "\n".join([*shown, "…"] if len(lines) > _LINES else shown)


def plain(value: Any, *, most: int | None = None) -> Any:
    """A value as YAML has it: nothing but mappings, lists, texts, numbers and dates.

    Args:
        value: What a field of a model holds. Of long prose the first line is taken, which says enough.
        most: How many items of a list or mapping are taken; all where absent.
    """
    if isinstance(value, Item) and value.model_fields_set == {"text"}:
        return plain(value.text)
    if isinstance(value, Model):
        fields = type(value).model_fields
        given = (name for name in fields if name in value.model_fields_set)
        return {fields[name].alias or name: plain(value.__dict__[name], most=most) for name in given}
    if isinstance(value, Mapping):
        return {key: plain(each, most=most) for key, each in islice(value.items(), most)}
    if isinstance(value, tuple):
        return [plain(each, most=most) for each in value[:most]]
    if isinstance(value, str):
        return value.split("\n", 1)[0]
    return str(value) if isinstance(value, Span) else value
