from __future__ import annotations

from typing import Any

import pytest

from opbook.model.flow import changes_of_hands, circles, edges, handoffs, ranks
from opbook.model.playbook import Playbook
from tests.workbench import activity, entity, playbook, ritual


def chain(first: dict[str, Any], second: dict[str, Any], *rituals: Any) -> Playbook:
    stage = entity("stage", "launch", activities={"one": first, "two": {**second, "after": "one"}})
    return playbook(stage, *rituals, roles="a b c d")


class TestEdges:
    @pytest.mark.parametrize(
        ("first", "second", "changes"),
        [
            (("a", "b"), ("a", "b"), False),
            (("a", "b"), ("c", "b"), False),
            (("a", "b"), ("a", "c"), True),
            (("b", "a"), ("a", "b"), True),
            (("a", "b c"), ("a", "c d"), False),
        ],
    )
    def test_work_changes_hands_where_no_responsible_role_stays(
        self, first: tuple[str, str], second: tuple[str, str], changes: bool
    ):
        book = chain(activity(*first), activity(*second))
        (edge,) = edges(book)
        assert (edge.first.id, edge.second.id) == ("one", "two")
        assert edge.changes_hands is changes
        assert edge.is_handoff is changes
        assert len(changes_of_hands(book)) == len(handoffs(book)) == changes

    @pytest.mark.parametrize(
        ("required", "linked_from", "is_spanned"),
        [
            ("b c", "one", True),
            ("b c", "two", True),
            ("a c", "one", True),
            ("c", "one", False),
            ("a b", "two", False),
            ("b d", "one", False),
            ("b c", "", False),
        ],
    )
    def test_a_linked_ritual_spans_that_requires_hands_of_the_first_and_a_responsible_of_the_second(
        self, required: str, linked_from: str, is_spanned: bool
    ):
        first = activity("a", "b", rituals=["sync"] if linked_from == "one" else [])
        second = activity("d", "c", rituals=["sync"] if linked_from == "two" else [])
        book = chain(first, second, ritual("sync", required))
        assert len(changes_of_hands(book)) == 1
        assert [each.id for each in changes_of_hands(book)[0].spanning] == (["sync"] if is_spanned else [])
        assert len(handoffs(book)) == (not is_spanned)

    def test_who_is_accountable_for_the_second_alone_does_not_span(self):
        book = chain(activity("a", "b", rituals=["sync"]), activity("d", "c"), ritual("sync", "b d"))
        assert len(handoffs(book)) == 1

    def test_the_flow_leads_across_stages(self):
        book = playbook(
            entity("stage", "shape", order=1, activities={"one": activity("a", "a")}),
            entity("stage", "build", order=2, activities={"two": activity("b", "b", after=["one", "nothing"])}),
            entity("practice", "care", activities={"three": activity("b", "b", after=["two"])}),
            roles="a b",
        )
        assert [(edge.first.id, edge.second.id) for edge in edges(book)] == [("one", "two"), ("two", "three")]
        assert [edge.second.id for edge in edges(book, "build")] == ["two"]
        assert list(edges(book, "shape")) == []
        assert len(handoffs(book, "build")) == 1
        assert len(handoffs(book, "shape")) == 0


class TestRanks:
    @staticmethod
    def columns(**after: str) -> list[list[str]]:
        activities = {id_: activity("a", "a", after=before.split()) for id_, before in after.items()}
        book = playbook(entity("stage", "launch", activities=activities), roles="a")
        return [[each.id for each in column] for column in ranks(book, "launch")]

    def test_each_stands_after_all_that_it_takes_up(self):
        assert self.columns(d="b c", a="", b="a", c="b") == [["a"], ["b"], ["c"], ["d"]]
        assert self.columns(a="", b="", c="a b") == [["a", "b"], ["c"]]

    def test_what_stands_in_another_stage_does_not_count(self):
        assert self.columns(a="elsewhere", b="a elsewhere") == [["a"], ["b"]]

    def test_no_activities_no_columns(self):
        assert self.columns() == []

    @pytest.mark.parametrize(
        "after",
        [
            {"a": "a"},
            {"a": "b", "b": "a"},
            {"a": "c", "b": "a", "c": "b", "d": "c"},
            {"a": "", "b": "a c", "c": "b", "d": "c"},
        ],
    )
    def test_a_loop_loses_nothing(self, after: dict[str, str]):
        placed = [id_ for column in self.columns(**after) for id_ in column]
        assert sorted(placed) == sorted(after)

    @pytest.mark.parametrize("order", ["abcd", "dcba", "cbad"])
    def test_what_leads_into_a_loop_and_out_of_it_stands_before_and_after_its_neighbour(self, order: str):
        after = {"a": "", "b": "a c", "c": "b", "d": "c"}
        columns = self.columns(**{id_: after[id_] for id_ in order})
        column = {id_: index for index, ids in enumerate(columns) for id_ in ids}
        assert column["a"] < column["b"]
        assert column["c"] < column["d"]


@pytest.mark.parametrize(
    ("after", "ways"),
    [
        ({"a": "", "b": "a", "c": "a b"}, []),
        ({"a": "a"}, ["a"]),
        ({"a": "c", "b": "a", "c": "b", "d": "c"}, ["abc"]),
        ({"a": "b", "b": "a", "c": "d a", "d": "c"}, ["ab", "cd"]),
        ({"a": "b c", "b": "a", "c": "b"}, ["ab", "abc"]),
        ({"a": "nowhere"}, []),
    ],
    ids=["meets again", "waits for itself", "with a tail", "two", "two that share a part", "leads nowhere"],
)
def test_circles_tell_every_activity_that_stands_on_a_way_round(after: dict[str, str], ways: list[str]):
    activities = {id_: activity("po", "po", after=earlier.split()) for id_, earlier in after.items()}
    found = playbook(entity("stage", "make", activities=activities), roles="po")
    assert ["".join(each.id for each in way) for way in circles(found)] == ways
