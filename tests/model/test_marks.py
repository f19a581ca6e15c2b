from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from opbook.model.address import FOLDERS
from opbook.model.marks import Mark, Marked, marked, marked_in
from opbook.model.playbook import ENTITY_TYPES, Playbook
from opbook.model.scalars import AddressMark, ProseMark, Reference
from tests.workbench import activity, entity, settings

ROUTES = dict[tuple[str | int, ...], tuple[Mark, str, bool]]


def found(each: Any) -> ROUTES:
    return {mark.route: (mark.mark, mark.text, mark.is_key) for mark in marked(each)}


def references(each: Any) -> dict[str, str]:
    """Of every reference, where it stands and ``kind:id``."""
    return {
        ".".join(map(str, mark.route)) + (" (key)" if mark.is_key else ""): f"{mark.mark.kind}:{mark.text}"
        for mark in marked(each)
        if isinstance(mark.mark, Reference)
    }


def test_references_of_a_role():
    each = entity(
        "role",
        "a",
        owner="o",
        skills={"s1": 1, "s2": 2},
        metrics="m",
        tools=["t1", "t2"],
        counterparts=[{"role": "c", "how": "H."}],
        next_roles=[{"role": "n", "bridge": "B.", "ready_when": "R."}],
        checklists={"Daily": ["Text.", {"text": "T.", "for": "f"}]},
    )
    assert references(each) == {
        "owner": "role:o",
        "discipline": "discipline:product",
        "skills.s1 (key)": "skill:s1",
        "skills.s2 (key)": "skill:s2",
        "metrics.0": "metric:m",
        "tools.0": "tool:t1",
        "tools.1": "tool:t2",
        "counterparts.0.role": "role:c",
        "checklists.Daily.1.for": "role:f",
        "next_roles.0.role": "role:n",
    }


def test_references_of_a_ritual_and_its_activities():
    each = entity(
        "ritual",
        "a",
        facilitator={"roles": ["f"], "rotates": True},
        participants={"required": ["f"], "optional": ["o"]},
        agenda=[{"item": "I.", "minutes": 5, "lead": "l"}],
        checklist={"before": {"text": "T.", "for": "b"}},
        activities={
            "x": activity(
                "a", "r1 r2", raci={"support": "s", "consulted": "c", "informed": "i"}, after="y", rituals="q"
            ),
            "y": {"name": "Y", "daci": {"driver": "d", "approver": "p"}, "escalate": {"to": "e", "after": "1 day"}},
        },
    )
    roles = ["f", "f", "o", "l", "b", "a", "r1", "r2", "s", "c", "i", "d", "p", "e"]
    assert sorted(references(each).values()) == sorted([*(f"role:{id_}" for id_ in roles), "activity:y", "ritual:q"])
    assert references(each)["activities.x.raci.responsible.1"] == "role:r2"


def test_references_of_a_team():
    each = entity(
        "team",
        "a",
        roles={"r": 2},
        rituals={"q": {}},
        interactions=[{"team": "t", "mode": "service", "purpose": "P."}],
        maturity={"p": {"level": 1, "evidence": "E.", "date": "2026-01-01"}},
        transfer={"to": "u", "ritual": "v", "accepted": {"date": "2026-01-01", "by": "w"}},
    )
    assert references(each) == {
        "roles.r (key)": "role:r",
        "rituals.q (key)": "ritual:q",
        "interactions.0.team": "team:t",
        "maturity.p (key)": "practice:p",
        "transfer.to": "team:u",
        "transfer.ritual": "ritual:v",
        "transfer.accepted.by": "role:w",
    }


def test_references_of_the_rest():
    product = entity("product", "a", stage="s", stewards=[{"team": "t", "from": "2026-01-01"}], backup="b", metrics="m")
    assert set(references(product).values()) == {"stage:s", "team:t", "role:b", "metric:m"}
    bet = entity("bet", "a", product="p", team="t", metrics="m", depends_on=[{"bet": "b", "owner": "o"}])
    assert set(references(bet).values()) == {"product:p", "team:t", "metric:m", "bet:b", "role:o"}
    metric = entity("metric", "a", owners="o", reviewed_in="r", counter="c", conflicts_with="d")
    assert set(references(metric).values()) == {"role:o", "ritual:r", "metric:c", "metric:d"}
    practice = entity("practice", "a", metrics="m", rituals="r", tools="t", checklist={"text": "T.", "for": "f"})
    assert set(references(practice).values()) == {"metric:m", "ritual:r", "tool:t", "role:f"}
    assert set(references(entity("tool", "a", open_to="product")).values()) == {"discipline:product"}
    assert set(references(entity("skill", "a")).values()) == {"skill group:craft"}
    assert set(references(settings()).values()) == {"discipline:product", "discipline:project"}


def test_addresses():
    principle = entity("principle", "a", shown_by=["role:a", "term:b"])
    assert [text for mark, text, _ in found(principle).values() if isinstance(mark, AddressMark)] == [
        "role:a",
        "term:b",
    ]
    withdrawn = entity("term", "a", see="role:x", withdrawn={"date": "2026-01-01", "reason": "R.", "instead": "term:b"})
    addresses = {route: text for route, (mark, text, _) in found(withdrawn).items() if isinstance(mark, AddressMark)}
    assert addresses == {("withdrawn", "instead"): "term:b", ("see", 0): "role:x"}


def test_prose_and_no_line_is_found():
    each = entity("skill", "a", name="[n](role:n)", summary="S.", levels={1: "One.", 4: "Four."})
    prose = {route: text for route, (mark, text, _) in found(each).items() if isinstance(mark, ProseMark)}
    assert prose == {("summary",): "S.", ("definition",): "D.", ("levels", "1"): "One.", ("levels", "4"): "Four."}


def test_data_for_a_model_has_the_marks_of_the_model(data: Path):
    """The two walks, over whole entities and over what YAML gave, find the same in every shipped file."""
    for folder, kind in ((folder, kind) for kind, folder in FOLDERS.items()):
        for path in sorted((data / folder).glob("*.yml")):
            raw = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
            whole = list(marked(ENTITY_TYPES[kind].model_validate(raw)))
            assert _known(marked_in(ENTITY_TYPES[kind], raw)) == _known(whole), path


def _known(marks: Any) -> list[Marked]:
    return sorted(marks, key=lambda each: (tuple(map(str, each.route)), each.text))


def test_data_of_the_wrong_shape_is_passed_over():
    data = {
        "owner": ["o"],
        "metrics": ["m", ["n"], {"k": "v"}],
        "skills": "s",
        "counterparts": [{"role": "c", "how": ""}, "d"],
        "checklists": {"Daily": {"text": "T.", "for": "f"}, "Weekly": 4},
        "next_roles": {"role": "n"},
        "withdrawn": {"instead": "role:i"},
        "unknown": {"owner": "x"},
        "purpose": "",
    }
    assert {(each.route, each.text) for each in marked_in(ENTITY_TYPES["role"], data)} == {
        (("metrics", 0), "m"),
        (("counterparts", 0, "role"), "c"),
        (("checklists", "Daily", 0, "text"), "T."),
        (("checklists", "Daily", 0, "for"), "f"),
        (("withdrawn", "instead"), "role:i"),
    }


class TestShipped:
    """Every reference of the shipped playbook is found: counted once more, straight from the YAML."""

    def count(self, shipped: Playbook, kind: str, tail: str) -> int:
        """How many references of a kind stand at a route that ends like this, in the whole playbook."""
        return sum(
            isinstance(each.mark, Reference) and each.mark.kind == kind and tail in _spelled(each)
            for entity_ in shipped.entities
            for each in marked(entity_)
        )

    def raw(self, data: Path, folder: str) -> list[Any]:
        return [yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader) for path in (data / folder).glob("*.yml")]

    def many(self, value: Any) -> list[Any]:
        return value if isinstance(value, list) else [value] if value else []

    def activities(self, data: Path) -> list[Any]:
        homes = [each for folder in ("stages", "practices", "rituals") for each in self.raw(data, folder)]
        return [activity for home in homes for activity in home.get("activities", {}).values()]

    def test_parts_in_activities(self, shipped: Playbook, data: Path):
        counted: Counter[str] = Counter()
        for each in self.activities(data):
            for matrix in ("raci", "daci"):
                for part, roles in each.get(matrix, {}).items():
                    counted[f"{matrix}.{part}"] += len(self.many(roles))
        assert counted["raci.responsible"] > 100
        for part, expected in counted.items():
            assert self.count(shipped, "role", f".{part}.") == expected, part

    def test_flow_and_rituals_of_activities(self, shipped: Playbook, data: Path):
        for field, kind in (("after", "activity"), ("rituals", "ritual")):
            expected = sum(len(self.many(each.get(field))) for each in self.activities(data))
            found_ = sum(len(getattr(each, field)) for each in shipped.activities.values())
            assert expected == found_ > 50
            inside = sum(
                isinstance(each.mark, Reference) and each.mark.kind == kind and each.route[2] == field
                for home in shipped.homes
                for each in marked(home)
                if each.route[0] == "activities" and len(each.route) > 2
            )
            assert inside == expected

    def test_people_in_rituals(self, shipped: Playbook, data: Path):
        rituals = self.raw(data, "rituals")
        for group in ("required", "optional"):
            expected = sum(len(self.many(each["participants"].get(group))) for each in rituals)
            assert self.count(shipped, "role", f".participants.{group}.") == expected
        leads = sum("lead" in item for each in rituals for item in each.get("agenda", []))
        assert self.count(shipped, "role", ".lead.") == leads > 0

    def test_keys_that_are_references(self, shipped: Playbook, data: Path):
        roles, teams = self.raw(data, "roles"), self.raw(data, "teams")
        assert self.count(shipped, "skill", ".skills.") == sum(len(each.get("skills", {})) for each in roles)
        assert self.count(shipped, "role", ".roles.") == sum(len(each.get("roles", {})) for each in teams) + sum(
            len(self.many(each["facilitator"]["roles"])) if isinstance(each["facilitator"], dict) else 1
            for each in self.raw(data, "rituals")
        )

    def test_owners_of_pages(self, shipped: Playbook, data: Path):
        expected = sum("owner" in each for folder in FOLDERS.values() for each in self.raw(data, folder))
        found_ = sum(each.route == ("owner",) for entity_ in shipped.entities for each in marked(entity_))
        assert found_ == expected > 50

    def test_every_text_that_says_an_address_in_a_link_is_prose(self, shipped: Playbook, data: Path):
        written = sum(path.read_text("utf-8").count("](") for path in data.rglob("*.yml"))
        found_ = sum(
            each.text.count("](")
            for entity_ in shipped.entities
            for each in marked(entity_)
            if isinstance(each.mark, ProseMark)
        )
        assert found_ == written > 10


def _spelled(each: Marked) -> str:
    return "." + ".".join(map(str, each.route)) + "."
