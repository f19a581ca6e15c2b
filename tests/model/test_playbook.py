from __future__ import annotations

import random

import pytest
from pydantic import ValidationError

from opbook.model.address import FOLDERS, Address
from opbook.model.playbook import ENTITY_TYPES, Playbook
from tests.workbench import activity, entity, playbook, settings


def ids(book: Playbook, kind: str) -> list[str]:
    return list(book.of_kind(kind))


class TestReadingOrder:
    def test_roles_by_discipline_then_level_then_name(self):
        book = playbook(
            entity("role", "a", name="Zed", discipline="project", level="executive"),
            entity("role", "b", name="beta", discipline="product", level="practitioner"),
            entity("role", "c", name="Alpha", discipline="product", level="practitioner"),
            entity("role", "d", name="Omega", discipline="product", level="executive"),
            entity("role", "e", name="Last", discipline="elsewhere", level="executive"),
            entity("role", "f", name="Mid", discipline="product", level="lead"),
        )
        assert ids(book, "role") == ["d", "f", "c", "b", "a", "e"]

    def test_the_order_of_disciplines_is_that_of_the_settings(self):
        disciplines = {id_: {"name": id_, "colour": "#000000"} for id_ in ("project", "product")}
        roles = [entity("role", id_, discipline=id_) for id_ in ("product", "project")]
        assert list(Playbook.of(settings(disciplines=disciplines), roles).roles) == ["project", "product"]

    def test_stages_by_their_order_then_name(self):
        book = playbook(
            entity("stage", "a", order=2), entity("stage", "c", order=1), entity("stage", "b", order=1), roles=""
        )
        assert ids(book, "stage") == ["b", "c", "a"]

    def test_standing_teams_before_swarms(self):
        book = playbook(entity("team", "a", kind="swarm"), entity("team", "b"), entity("team", "c"))
        assert ids(book, "team") == ["b", "c", "a"]

    def test_skills_by_group_then_name(self):
        book = playbook(
            entity("skill", "a", group="power"),
            entity("skill", "b", group="craft"),
            entity("skill", "c", group="unknown"),
            entity("skill", "d", group="craft"),
            skill_groups={"craft": "Craft", "power": "Power"},
        )
        assert ids(book, "skill") == ["b", "d", "a", "c"]

    @pytest.mark.parametrize("kind", ["ritual", "practice", "product", "bet", "metric", "tool", "principle", "term"])
    def test_all_else_by_name_whatever_its_case_then_id(self, kind: str):
        named = {"c": "alpha", "b": "Beta", "z": "gamma", "a": "Gamma"}
        book = playbook(*(entity(kind, id_, name=name) for id_, name in named.items()))
        assert ids(book, kind) == ["c", "b", "a", "z"]

    def test_the_order_in_which_entities_come_does_not_matter(self, shipped: Playbook):
        shuffled = list(shipped.entities)
        random.Random(4).shuffle(shuffled)
        again = Playbook.of(shipped.settings, shuffled)
        assert [each.address for each in again.entities] == [each.address for each in shipped.entities]
        assert list(again.activities) == list(shipped.activities)


def test_entities_come_kind_by_kind(shipped: Playbook):
    kinds = list(dict.fromkeys(each.entity_kind for each in shipped.entities))
    assert kinds == list(FOLDERS)


def test_find(shipped: Playbook):
    for each in (*shipped.entities, *shipped.activities.values()):
        assert shipped.find(each.address) is each
    assert shipped.find(Address("role", "nobody")) is None
    assert shipped.find(Address("activity", "nothing")) is None


def test_activities_know_their_homes(shipped: Playbook):
    for each in shipped.activities.values():
        home = shipped.find(each.home)
        assert each.id in getattr(home, "activities", {})


class TestEntity:
    def test_it_cannot_be_changed(self):
        with pytest.raises(ValidationError):
            entity("role", "a").name = "Other"

    def test_it_knows_its_address_and_the_fields_of_the_organisation(self):
        each = entity("role", "a").placed("b", {"x_cost": "1"})
        assert (each.id, each.address, dict(each.extras)) == ("b", Address("role", "b"), {"x_cost": "1"})
        assert dict(each.placed("b").extras) == {}

    @pytest.mark.parametrize("kind", ENTITY_TYPES)
    def test_it_takes_no_field_that_it_does_not_know(self, kind: str):
        with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
            entity(kind, "a", colour="red")

    def test_a_text_is_kept_without_the_space_around_it(self):
        assert entity("role", "a", name=" Owner ").name == "Owner"

    def test_what_is_derived_of_a_ritual(self):
        each = entity("ritual", "sync", cadence=[{"every": "week"}, {"trigger": "Loss", "per_year": 4}], minutes=130)
        assert (each.a_year, each.triggers, each.monthly_or_more) == (56, ("Loss",), True)
        assert each.hours_a_week == pytest.approx(130 * 56 / 52 / 60)

    @pytest.mark.parametrize(
        ("state", "is_open"), [("idea", True), ("paused", True), ("stopped", False), ("done", False)]
    )
    def test_an_open_bet(self, state: str, is_open: bool):
        assert entity("bet", "a", state=state).is_open is is_open


def test_the_limit_of_hours_goes_by_level():
    limits = settings(hours={"lead": 9}).hours
    assert [limits.limit(level) for level in ("executive", "lead", "practitioner")] == [12, 9, 8]


def test_activities_of_every_home_are_in_one_mapping():
    book = playbook(
        entity("ritual", "sync", activities={"r": activity("a", "a")}),
        entity("stage", "launch", activities={"l": activity("a", "a")}),
        roles="a",
    )
    assert [str(each.home) for each in book.activities.values()] == ["stage:launch", "ritual:sync"]


def test_what_is_withdrawn_is_not_in_force_and_takes_its_activities_along():
    gone = {"date": "2026-11-02", "reason": "Nobody needs it."}
    stages = [
        entity("stage", "build", activities={"make": activity("po", "po")}),
        entity("stage", "test", withdrawn=gone, activities={"try": activity("po", "po")}),
    ]
    found = playbook(*stages, roles="po")
    assert list(found.activities) == ["make", "try"]
    assert list(found.in_force.activities) == ["make"]
    assert list(found.in_force.stages) == ["build"]
    assert found.in_force.settings is found.settings
