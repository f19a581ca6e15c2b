from __future__ import annotations

from opbook.model.common_ground import career_paths, common_ground, shared_metrics, shared_skills, shared_tools
from opbook.model.entity import Entity
from opbook.model.playbook import Playbook
from tests.workbench import activity, entity, playbook, ritual


def together() -> Playbook:
    return playbook(
        entity("role", "a", skills={"listening": 4, "law": 1}, metrics=["speed"], tools=["board", "desk"]),
        entity("role", "b", skills={"listening": 2, "maths": 3}, metrics=["trust"], tools=["log", "desk", "board"]),
        entity("metric", "speed", owners=["b"]),
        entity("metric", "trust", owners=["a", "c"]),
        entity("metric", "value", owners=["a", "b"]),
        entity("metric", "cost", owners=["a"]),
        *(entity("skill", id_) for id_ in ("listening", "law", "maths")),
        *(entity("tool", id_) for id_ in ("board", "desk", "log")),
        ritual("sync", "a b"),
        ritual("review", "a"),
        entity("stage", "launch", activities={"begin": activity("a", "b"), "watch": activity("a", "a")}),
        roles="c",
    )


def test_a_metric_is_shared_by_owning_it_or_being_measured_by_it():
    book = together()
    assert [each.id for each in shared_metrics(book, "a", "b")] == ["speed", "trust", "value"]
    assert shared_metrics(book, "b", "a") == shared_metrics(book, "a", "b")
    assert [each.id for each in shared_metrics(book, "a", "c")] == ["trust"]


def test_a_shared_skill_comes_with_both_levels():
    assert dict(shared_skills(together(), "a", "b")) == {"listening": (4, 2)}
    assert dict(shared_skills(together(), "b", "a")) == {"listening": (2, 4)}


def test_shared_tools():
    assert shared_tools(together(), "a", "b") == ("board", "desk")
    assert shared_tools(together(), "a", "c") == ()


def test_all_of_it():
    ground = common_ground(together(), "a", "b")
    assert [each.id for each in ground.activities] == ["begin"]
    assert [each.id for each in ground.rituals] == ["sync"]
    assert [each.id for each in ground.metrics] == ["speed", "trust", "value"]
    assert (dict(ground.skills), ground.tools) == ({"listening": (4, 2)}, ("board", "desk"))


class TestCareerPaths:
    @staticmethod
    def path(start: str, end: str, **steps: str) -> list[str]:
        def role(id_: str, to: str) -> Entity:
            following = [{"role": each, "bridge": "B.", "ready_when": "R."} for each in to.split()]
            return entity("role", id_, next_roles=following)

        book = playbook(*(role(id_, to) for id_, to in steps.items()))
        return [step.role for step in career_paths(book, start, end)]

    def test_the_shortest_way_is_taken(self):
        steps = {"a": "b c", "b": "d", "c": "e", "d": "f", "e": "f", "f": ""}
        assert self.path("a", "f", **steps) == ["b", "d", "f"]
        assert self.path("a", "f", **{**steps, "c": "f"}) == ["c", "f"]

    def test_circles_do_no_harm(self):
        assert self.path("a", "c", a="b a", b="a c", c="a") == ["b", "c"]

    def test_there_may_be_none(self):
        assert self.path("b", "a", a="b", b="") == []
        assert self.path("a", "a", a="b", b="a") == []

    def test_a_step_to_a_role_that_is_not_there_leads_nowhere(self):
        assert self.path("a", "b", a="ghost b", b="") == ["b"]
        assert self.path("a", "ghost", a="ghost") == []
