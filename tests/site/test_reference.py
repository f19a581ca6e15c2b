"""The reference of kinds and fields: all of them, each with what it takes, an example and the rules that look at it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import yaml
from pydantic import TypeAdapter

from opbook.checks.rule import rules
from opbook.model.entity import Entity, Model
from opbook.model.playbook import ENTITY_TYPES, Playbook
from opbook.model.ritual import Ritual
from opbook.model.role import Role
from opbook.model.scalars import Span
from opbook.model.settings import Settings
from opbook.site.edition import edition
from opbook.site.registry import Call, macros
from opbook.site.views.reference import Field, Kind, anchor, fields_reference
from opbook.source.field_examples import as_yaml, declared, values_of
from opbook.source.reading import read
from tests.site.built import Element, parsed
from tests.workbench import TinyPlaybook

ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def reference(shipped: Playbook) -> Mapping[str, Any]:
    return fields_reference(shipped, ON)


@pytest.fixture
def page(call: Call) -> Element:
    made = macros()["overview_page"](call, "fields")
    assert not call.edition.problems
    return parsed(made)


def everything(reference: Mapping[str, Any]) -> list[Kind]:
    return [reference["common"], *reference["kinds"], reference["playbook_file"], *reference["parts_of_kinds"]]


def field(reference: Mapping[str, Any], kind: str, name: str) -> Field:
    (found,) = (each for of in everything(reference) if of.name == kind for each in of.fields if each.name == name)
    return found


def all_models(model: type[Model] = Model) -> set[type[Model]]:
    below = {each for each in model.__subclasses__() if each.__module__.startswith("opbook.")}
    return below.union(*map(all_models, below))


def test_every_field_of_every_model_stands_there_once(reference: Mapping[str, Any]):
    shown = [(of.anchor, each.name) for of in everything(reference) for each in of.fields]
    assert len(shown) == len(set(shown))
    own = {"playbook-yml": Settings, "every-kind": Entity, **ENTITY_TYPES}
    homes = {model: name for name, model in own.items()}
    for model in all_models():
        names = {each.alias or name for name, each in model.model_fields.items() if declared(model, name)[0] is model}
        assert names <= {name for where, name in shown if where == homes.get(model, anchor(model.__name__))}


def test_every_field_has_a_meaning_and_an_example_that_yaml_can_read(reference: Mapping[str, Any]):
    for of in everything(reference):
        for each in of.fields:
            assert each.meaning.endswith((".", ")")), (of.name, each.name)
            assert each.example.startswith(f"{each.name}:"), (of.name, each.name)
            if "…" not in each.example:
                assert list(yaml.safe_load(each.example)) == [each.name]


def test_an_example_that_is_not_cut_is_what_its_field_takes(shipped: Playbook):
    tried = 0
    for (model, name), value in values_of(shipped).items():
        text = as_yaml(name, value)
        if "…" not in text:
            # every plain value stays text, as in the reader
            said = yaml.load(text, Loader=yaml.BaseLoader)[name]
            TypeAdapter(get_type_hints(model, include_extras=True)[name]).validate_python(said)
            tried += 1
    assert tried > 100


def test_examples_come_from_the_playbook_where_it_has_the_field(reference: Mapping[str, Any], shipped: Playbook):
    first = next(iter(shipped.roles.values()))
    assert field(reference, "Every kind", "aliases").example == f"aliases: [{', '.join(first.aliases)}]"
    assert field(reference, "playbook.yml", "organisation").example == "organisation: Harbourline"


def test_a_playbook_without_a_field_has_no_example_of_somebody_else(tmp_path: Path):
    tiny = read(TinyPlaybook(tmp_path / "playbook_data").folder).playbook
    assert tiny is not None
    shown = fields_reference(tiny, ON)
    assert field(shown, "Ritual", "minutes").example == "minutes: 30"
    assert field(shown, "Bet", "tranche").example == ""
    assert field(shown, "Every kind", "draft").example == "draft: true"  # made up: nobody publishes drafts


def test_long_values_are_cut_and_their_lists_indented_as_people_write_them():
    items = {"steps": [{"do": "x" * 90, "by": ["a", "b"]}, {"do": "y" * 90, "by": []}]}
    assert as_yaml("work", items).split("\n") == [
        "work:",
        "  steps:",
        f"    - do: {'x' * 65}…",
        "      by: [a, b]",
        "…",
    ]
    assert as_yaml("after", Span(2, "day")) == "after: 2 days"
    assert as_yaml("purpose", "One thought: first.\n\nAnother.") == 'purpose: "One thought: first."'


@pytest.mark.parametrize(
    ("kind", "name", "takes", "part"),
    [
        ("Role", "skills", "a mapping from the id of a skill to a whole number from 1 to 4", ""),
        ("Role", "counterparts", "a list, each with the fields of", "Counterpart"),
        ("Role", "level", "one of executive, lead, practitioner", ""),
        ("Ritual", "facilitator", "the id of a role, or the fields of", "Facilitator"),
        ("Ritual", "cadence", "one or a list, each with the fields of", "Cadence"),
        ("Team", "roles", "a mapping from the id of a role to a whole number from 1, or the fields of", "Seats"),
        ("Activity", "after", "the id of an activity, or a list of them", ""),
        ("Moments", "before", "a checklist, each item a text or the fields of", "Item"),
        ("Holding", "day", "a day, such as monday or third wednesday", ""),
        ("Withdrawal", "instead", "an address, KIND:ID", ""),
    ],
)
def test_what_a_field_takes_is_said_in_words(reference: Mapping[str, Any], kind: str, name: str, takes: str, part: str):
    found = field(reference, kind, name)
    assert (found.type, found.part) == (takes, part)


def test_required_fields_and_defaults_are_those_of_the_model(reference: Mapping[str, Any]):
    (ritual,) = (of for of in reference["kinds"] if of.name == "Ritual")
    required = {each.name for each in ritual.fields if each.is_required}
    own = {name for name, each in Ritual.model_fields.items() if each.is_required() and name not in Entity.model_fields}
    assert required == own
    assert field(reference, "Activity", "kind").default == "work"
    assert field(reference, "Hours", "lead").default == "10"
    assert field(reference, "playbook.yml", "show_findings").default == "true"
    assert field(reference, "playbook.yml", "sides").default == "product, project"
    assert field(reference, "Role", "purpose").default == ""


def test_the_rules_that_look_at_a_field_stand_with_it(reference: Mapping[str, Any]):
    after = field(reference, "Activity", "after")
    assert [each.code for each in after.at] == ["H201", "H206"]
    assert [each.code for each in after.by] == ["H204", "H207", "K908"]
    withdrawn = field(reference, "Every kind", "withdrawn")
    assert withdrawn.by_nearly_all
    assert withdrawn.by == ()
    told = {rule.code for of in everything(reference) for each in of.fields for rule in each.at}
    assert told == set(rules())


def test_the_page_links_each_part_and_each_rule(page: Element):
    anchors = set(re.findall(r"^#+ .* \{ #([\w-]+) \}$", page.raw, re.MULTILINE))
    links = {each["href"] for each in page.all("a")}
    assert {link.removeprefix("#") for link in links if link.startswith("#")} <= anchors
    assert {link.split("rules/")[1] for link in links if "rules/" in link} == {f"{code.lower()}/" for code in rules()}


def test_the_page_says_how_it_knows_the_rules(page: Element):
    assert "a test watches every rule judge its own examples" in page.text


def test_text_of_the_playbook_in_an_example_is_no_html(tmp_path: Path):
    tiny = TinyPlaybook(tmp_path / "playbook_data")
    tiny.write("roles/owner.yml", "name: <img src=x> {{ 1 }}\ndiscipline: product\nlevel: lead\npurpose: Be.\n")
    shown = edition(tmp_path, {})
    assert shown is not None
    made = parsed(macros()["overview_page"](Call(shown, "contribute/fields/", {}, tmp_path / "docs"), "fields"))
    assert not list(made.all("img"))
    assert "name: <img src=x> {{ 1 }}" in made.text


def test_a_field_is_known_by_the_class_that_declares_it():
    assert declared(Role, "name") == (Entity, "name")
    assert declared(Role, "level") == (Role, "level")
