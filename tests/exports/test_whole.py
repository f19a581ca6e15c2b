from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import jsonschema
import pytest

from opbook.exports.whole import VERSION, whole, whole_json, whole_schema, whole_schema_json
from opbook.model.address import FOLDERS
from opbook.model.entity import Entity
from opbook.model.marks import marked
from opbook.model.playbook import ENTITY_TYPES, Playbook
from opbook.model.scalars import Reference
from opbook.model.settings import Settings
from opbook.source.schemas import schema
from tests.workbench import activity, entity, playbook

ON = date(2026, 11, 22)


def closed(written: Any) -> Any:
    """A schema in which nothing may stand that it does not know."""
    if isinstance(written, list):
        return [closed(each) for each in written]
    if not isinstance(written, dict):
        return written
    made = {key: closed(each) for key, each in written.items()}
    return {**made, "additionalProperties": False} if isinstance(written.get("properties"), dict) else made


def faults(data: Any, schema: Any) -> list[str]:
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    return [f"{each.json_path}: {each.message}" for each in validator.iter_errors(data)]


def read_again(data: dict[str, Any]) -> Playbook:
    """The playbook that a program makes of the file which holds the model itself."""

    def entities() -> Iterator[Entity]:
        for kind, folder in FOLDERS.items():
            for id_, fields in data[folder].items():
                own = {key: fields.pop(key) for key in list(fields) if key.startswith("x_")}
                made = ENTITY_TYPES[kind].model_validate(fields)
                made.placed(id_, {key: each if isinstance(each, str) else tuple(each) for key, each in own.items()})
                for activity_id, each in getattr(made, "activities", {}).items():
                    each.placed(activity_id, made.address)
                yield made

    return Playbook.of(Settings.model_validate(data["settings"]), entities())


def test_its_head_and_its_kinds(shipped: Playbook):
    data = json.loads(whole_json(shipped, ON))
    assert (data["version"], data["generated_on"]) == (VERSION, "2026-11-22") == (1, "2026-11-22")
    assert list(data) == ["version", "generated_on", "settings", *FOLDERS.values()]
    for kind, folder in FOLDERS.items():
        assert list(data[folder]) == list(shipped.of_kind(kind))


def test_nothing_is_lost(shipped: Playbook):
    again = read_again(json.loads(whole_json(shipped, ON)))
    assert again.settings == shipped.settings
    assert again.entities == shipped.entities
    assert [each.extras for each in again.entities] == [each.extras for each in shipped.entities]
    assert whole(again, ON) == whole(shipped, ON)


def test_the_schema_knows_everything_in_it(shipped: Playbook):
    data = json.loads(whole_json(shipped, ON))
    jsonschema.Draft202012Validator.check_schema(whole_schema())
    assert faults(data, whole_schema()) == []
    assert faults(data, closed(whole_schema())) == []


def test_each_entity_is_also_good_yaml(shipped: Playbook):
    data = json.loads(whole_json(shipped, ON))
    for kind, folder in FOLDERS.items():
        for id_, fields in data[folder].items():
            assert faults(fields, schema(kind)) == [], f"{kind}:{id_}"
    assert faults(data["settings"], schema("playbook")) == []


FULL = {
    "name": "S",
    "review_every": "6 months",
    "entry": ["Go", {"text": "Look", "for": "r", "id": "look"}],
    "activities": {
        "a": activity("r", "r", kind="decision", reversible="false", escalate={"to": "r", "after": "1 day"}),
        "b": {"name": "B", "after": "a", "daci": {"driver": "r", "approver": "r"}},
    },
    "withdrawn": {"date": "2026-01-02", "reason": "Over."},
}


def test_how_values_are_written():
    stage = whole(playbook(entity("stage", "s", **FULL), roles="r"), ON)["stages"]["s"]
    assert stage["review_every"] == "6 months"
    assert stage["entry"] == [{"text": "Go"}, {"text": "Look", "id": "look", "for": "r"}]
    assert stage["withdrawn"] == {"date": "2026-01-02", "reason": "Over."}
    assert (stage["order"], stage["live"], stage["aliases"]) == (1, False, [])
    assert "summary" not in stage
    first, second = stage["activities"]["a"], stage["activities"]["b"]
    assert first["escalate"] == {"to": "r", "after": "1 day"}
    assert first["reversible"] is False
    assert second["after"] == ["a"]
    assert second["daci"] == {"driver": ["r"], "approver": ["r"], "contributors": [], "informed": []}
    assert "raci" not in second


def test_a_field_whose_key_is_another_than_its_name():
    made = playbook(
        entity("product", "p", stewards=[{"team": "t", "from": "2026-01-01"}]),
        entity("skill", "k", levels={"1": "See."}),
    )
    data = json.loads(whole_json(made, ON))
    assert data["products"]["p"]["stewards"] == [{"team": "t", "from": "2026-01-01"}]
    assert data["skills"]["k"]["levels"] == {"1": "See."}
    assert faults(data, closed(whole_schema())) == []


def test_fields_of_ones_own_are_in_it():
    made = entity("role", "r").placed("r", {"x_cost_centre": "12", "x_sites": ("a", "b")})
    data = json.loads(whole_json(playbook(made), ON))
    assert data["roles"]["r"]["x_cost_centre"] == "12"
    assert data["roles"]["r"]["x_sites"] == ["a", "b"]
    assert faults(data, closed(whole_schema())) == []


@pytest.mark.parametrize(
    ("route", "value"),
    [
        (("version",), 2),
        (("generated_on",), "22 November"),
        (("roles", "r", "name"), None),
        (("roles", "r", "aliases"), "one"),
        (("roles", "r", "level"), "chief"),
        (("roles", "r", "owner"), "No Id"),
        (("roles", "No Id"), {}),
        (("stages", "s", "order"), "1"),
        (("stages", "s", "live"), "false"),
        (("stages", "s", "review_every"), "soon"),
        (("stages", "s", "entry"), ["Go"]),
        (("stages", "s", "activities", "a", "raci", "accountable"), "r"),
    ],
)
def test_the_schema_refuses(route: tuple[str, ...], value: object):
    data = json.loads(whole_json(playbook(entity("stage", "s", **FULL), roles="r"), ON))
    assert faults(data, whole_schema()) == []
    *way, last = route
    inner = data
    for key in way:
        inner = inner[key]
    inner[last] = value
    assert faults(data, whole_schema())


def test_the_schema_asks_for_what_is_always_there():
    definitions = whole_schema()["$defs"]
    assert {"name", "aliases", "draft", "purpose", "skills"} <= set(definitions["Role"]["required"])
    assert not {"summary", "owner", "agreed", "withdrawn"} & set(definitions["Role"]["required"])
    assert definitions["Seats"]["required"] == ["count", "holders"]
    assert definitions["Item"]["required"] == ["text"]


def test_the_schema_says_what_every_field_means():
    for name, definition in whole_schema()["$defs"].items():
        assert definition["description"], name
        for key, field in definition.get("properties", {}).items():
            assert field["description"], f"{name}.{key}"


def test_the_schema_marks_references(shipped: Playbook):
    kinds = {mark.mark.kind for each in shipped.entities for mark in marked(each) if isinstance(mark.mark, Reference)}
    ids = {name.removesuffix("-id") for name in whole_schema()["$defs"] if name.endswith("-id")}
    assert kinds - {"discipline", "skill group"} <= ids


def test_texts_stand_as_they_are_and_bytes_stay_the_same(shipped: Playbook):
    assert whole_json(shipped, ON) == whole_json(shipped, ON)
    assert whole_schema_json() == whole_schema_json()
    assert "漢字" in whole_json(playbook(entity("role", "r", name="漢字")), ON)
