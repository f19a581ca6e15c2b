from __future__ import annotations

import hashlib
from typing import Any

import pytest

from opbook.model.responsibility import (
    accountable_for,
    activities_in_force,
    fingerprint,
    groups,
    parts_of,
    roles_in_force,
    shared_work,
)
from tests.workbench import activity, entity, playbook

ROLE = {"accountabilities": ["It is worth having."], "decision_rights": ["What comes next."]}
WORK = {
    "begin": activity("a", "a b", raci={"consulted": ["c"]}),
    "watch": activity("b", "c", raci={"informed": ["a"]}),
}


def print_of(role: str = "a", *, activities: dict[str, Any] = WORK, **fields: Any) -> str:
    book = playbook(
        entity("role", role, **{**ROLE, **fields}),
        entity("stage", "launch", activities=activities),
        roles=" ".join({"a", "b", "c"} - {role}),
    )
    return fingerprint(book, role)


class TestFingerprint:
    def test_it_is_the_start_of_a_sha_256_of_canonical_json(self):
        said = (
            '{"accountabilities":["It is worth having."],"decision_rights":["What comes next."],'
            '"parts":[["begin","A"],["begin","R"]]}'
        )
        assert print_of() == hashlib.sha256(said.encode()).hexdigest()[:12]

    @pytest.mark.parametrize(
        "fields",
        [
            {"accountabilities": ["It is worth having!"]},
            {"accountabilities": ["It is worth having.", "And more."]},
            {"accountabilities": []},
            {"decision_rights": ["What comes last."]},
            {"decision_rights": []},
        ],
    )
    def test_it_changes_with_what_the_role_answers_for_and_decides(self, fields: dict[str, Any]):
        assert print_of(**fields) != print_of()

    @pytest.mark.parametrize(
        "activities",
        [
            {"begin": activity("b", "a b"), "watch": WORK["watch"]},
            {"begin": activity("a", "b"), "watch": WORK["watch"]},
            {"begin": WORK["begin"], "watch": activity("b", "c a")},
            {"begin": WORK["begin"], "watch": activity("a", "c")},
            {"start": WORK["begin"], "watch": WORK["watch"]},
            {"watch": WORK["watch"]},
        ],
    )
    def test_it_changes_with_its_accountable_and_responsible_parts(self, activities: dict[str, Any]):
        assert print_of(activities=activities) != print_of()

    @pytest.mark.parametrize(
        "fields",
        [
            {"name": "Other"},
            {"purpose": "Other."},
            {"summary": "Other."},
            {"level": "executive"},
            {"daily_actions": ["Ask."]},
            {"metrics": ["speed"]},
            {"reviewed": "2026-01-01"},
            {"agreed": {"date": "2026-01-01", "fingerprint": "0" * 12}},
        ],
    )
    def test_it_does_not_change_with_anything_else_of_the_role(self, fields: dict[str, Any]):
        assert print_of(**fields) == print_of()

    @pytest.mark.parametrize(
        "activities",
        [
            {"watch": WORK["watch"], "begin": WORK["begin"]},
            {"begin": activity("a", "b a", raci={"consulted": ["c"]}), "watch": WORK["watch"]},
            {"begin": activity("a", "a"), "watch": activity("c", "b")},
            {"begin": activity("a", "a b", name="Start", after="watch"), "watch": activity("b", "c", kind="decision")},
            {"begin": WORK["begin"], "watch": activity("b", "c", raci={"consulted": ["a"], "support": ["a"]})},
        ],
    )
    def test_it_does_not_change_with_the_order_of_parts_other_letters_and_other_roles(self, activities: dict[str, Any]):
        assert print_of(activities=activities) == print_of()

    def test_the_order_of_accountabilities_counts_as_they_are_read_in_order(self):
        assert print_of(accountabilities=["A.", "B."]) != print_of(accountabilities=["B.", "A."])


def test_shared_work_is_where_both_are_among_the_hands():
    book = playbook(
        entity("stage", "launch", activities=WORK),
        entity("practice", "care", activities={"tend": activity("b", "a", raci={"consulted": ["c"]})}),
        roles="a b c",
    )
    assert [each.id for each in shared_work(book, "a", "b")] == ["begin", "tend"]
    assert [each.id for each in shared_work(book, "b", "c")] == ["watch"]
    assert shared_work(book, "a", "c") == ()
    assert [each.id for each in accountable_for(book, "b")] == ["watch", "tend"]


def test_parts_of_a_role():
    book = playbook(entity("stage", "launch", activities=WORK), roles="a b c")
    assert {id_: "".join(letters) for id_, letters in parts_of(book, "a").items()} == {"begin": "AR", "watch": "I"}
    assert {id_: "".join(letters) for id_, letters in parts_of(book, "c").items()} == {"begin": "C", "watch": "R"}


def test_groups_come_stage_by_stage_then_practices_then_rituals():
    work = {"x": activity("a", "a")}
    book = playbook(
        entity("ritual", "sync", activities={"r": work["x"]}),
        entity("practice", "care", activities={"p": work["x"]}),
        entity("stage", "late", order=2, activities={"l": work["x"]}),
        entity("stage", "early", order=1, activities={"e": work["x"]}),
        entity("stage", "empty", order=3),
        roles="a",
    )
    assert [(str(group.home), [each.id for each in group.activities]) for group in groups(book)] == [
        ("stage:early", ["e"]),
        ("stage:late", ["l"]),
        ("practice:care", ["p"]),
        ("ritual:sync", ["r"]),
    ]
    assert list(book.activities) == ["e", "l", "p", "r"]


def test_what_is_withdrawn_is_not_in_force():
    gone = {"date": "2026-11-02", "reason": "Nobody needs it."}
    old = entity("stage", "old", order=1, withdrawn=gone, activities={"was": activity("a", "a")})
    new = entity("stage", "new", order=2, activities={"one": activity("a", "a"), "two": activity("a", "a")})
    book = playbook(old, new, entity("role", "z", withdrawn=gone), roles="a")
    assert [each.id for each in activities_in_force(book)] == ["one", "two"]
    assert [each.id for each in roles_in_force(book)] == ["a"]
