from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from opbook.checks.judge import thresholds_of
from opbook.checks.rule import Breach, Case, rules
from opbook.model.entity import Entity
from opbook.model.playbook import Playbook
from tests.workbench import activity, entity, playbook, ritual

ON = date(2026, 11, 22)
GONE = {"date": "2026-11-02", "reason": "Nobody needs it."}


def told(code: str, found: Playbook) -> list[Breach]:
    rule = rules()[code]
    return list(rule.function(Case(found, ON, thresholds_of(rule, found))))


def where(breach: Breach) -> tuple[str, tuple[str | int, ...]]:
    return str(breach.place.address), breach.place.route


def role(id_: str, *counterparts: str, **fields: Any) -> Entity:
    return entity("role", id_, counterparts=[{"role": each, "how": "Talk."} for each in counterparts], **fields)


def po(*counterparts: str, **fields: Any) -> Entity:
    return role("po", *counterparts, discipline="product", **fields)


def pm(*counterparts: str, **fields: Any) -> Entity:
    return role("pm", *counterparts, discipline="project", **fields)


def tool(id_: str, **fields: Any) -> Entity:
    return entity("tool", id_, **fields)


class TestC801RoleWithoutDailyAction:
    def test_proposes_a_look_at_the_other_side_s_tool(self):
        (found,) = told("C801", playbook(po("pm"), pm(tools=["board"], daily_actions=["Greet."]), tool("board")))
        assert where(found) == ("role:po", ("name",))
        assert '"Look at Board before you ask Pm how things stand"' in found.fix

    def test_without_a_tool_or_a_counterpart_it_still_helps(self):
        assert "tell" in told("C801", playbook(po("pm"), pm(daily_actions=["Greet."])))[0].fix.casefold()
        assert "on the other side" in told("C801", playbook(po()))[0].fix

    def test_a_withdrawn_role_does_nothing_daily(self):
        assert told("C801", playbook(po(withdrawn=GONE))) == []


class TestC802CounterpartNotNamedBack:
    def test_points_at_the_one_sided_half(self):
        (found,) = told("C802", playbook(po("pm", "qa"), pm("po"), role("qa")))
        assert where(found) == ("role:po", ("counterparts", 1, "role"))
        assert "add `role: po` with its `how` to the counterparts of Qa" in found.fix

    def test_a_withdrawn_half_is_told_by_k907(self):
        assert told("C802", playbook(po("pm"), pm(withdrawn=GONE))) == []


class TestC803CounterpartsWithoutSharedTool:
    def test_a_pair_is_told_once(self):
        (found,) = told("C803", playbook(po("pm", tools=["x"]), pm("po", tools=["y"]), tool("x"), tool("y")))
        assert where(found) == ("role:po", ("counterparts", 0, "role"))
        assert "Po has X; Pm has Y" in found.message

    def test_a_tool_that_is_open_already_is_the_cheapest(self):
        y = tool("y", open_to=["product"])
        (found,) = told("C803", playbook(po("pm", tools=["x"]), pm("po", tools=["y"]), tool("x"), y))
        assert found.fix.startswith("add `y` to the tools of Po: Pm works with Y")

    def test_else_one_has_to_be_opened(self):
        (found,) = told("C803", playbook(po("pm", tools=["x"]), pm("po"), tool("x")))
        assert found.fix == "open X, with which Po works, to Project and add `x` to the tools of Pm"

    def test_where_neither_has_any(self):
        both = tool("x", open_to=["product", "project"])
        assert "add X, which is open to both" in told("C803", playbook(po("pm"), pm("po"), both))[0].fix
        assert "give both one tool" in told("C803", playbook(po("pm"), pm("po"), tool("x")))[0].fix

    def test_a_playbook_without_tools_is_not_judged(self):
        assert told("C803", playbook(po("pm"), pm("po"))) == []

    def test_a_withdrawn_tool_is_shared_no_more(self):
        book = playbook(po("pm", tools=["x"]), pm("po", tools=["x"]), tool("x", withdrawn=GONE), tool("y"))
        assert told("C803", book)


class TestC804TwoSystemsOfRecord:
    def test_case_and_spaces_make_no_difference(self):
        one = tool("one", record_of=["the plan", "open risks"])
        (found,) = told("C804", playbook(one, tool("two", record_of=["Open  Risks"]), po(tools=["one"])))
        assert where(found) == ("tool:two", ("record_of", 0))
        assert found.related[0][1].route == ("record_of", 1)
        assert "keep the record in One, with which 1 role works (0 with Two)" in found.fix

    def test_the_one_with_which_most_work_stays(self):
        tools = [tool(id_, record_of=["plan"]) for id_ in ("one", "two", "three")]
        found = told("C804", playbook(*tools, po(tools=["two"])))
        assert {where(each)[0] for each in found} == {"tool:one", "tool:three"}

    def test_one_tool_that_says_it_twice_is_one(self):
        assert told("C804", playbook(tool("one", record_of=["plan", "Plan"]))) == []


class TestC805RecordClosedToASide:
    def test_names_the_side(self):
        (found,) = told("C805", playbook(tool("x", record_of=["plan"], open_to=["project"])))
        assert where(found) == ("tool:x", ("open_to",))
        assert 'system of record for "plan" and is not open to Product' in found.message
        assert "add `product` to `open_to`" in found.fix

    def test_says_nothing_of_whom_it_is_open_to(self):
        (found,) = told("C805", playbook(tool("x", record_of=["plan"])))
        assert where(found) == ("tool:x", ("record_of",))
        assert "does not say to whom it is open" in found.message

    def test_a_tool_that_is_no_record_may_be_one_side_s(self):
        assert told("C805", playbook(tool("x", open_to=["project"]))) == []

    def test_the_sides_are_a_setting(self):
        assert told("C805", playbook(tool("x", record_of=["p"], open_to=["project"]), sides=["project"])) == []


class TestC806SidesWithoutTrustRitual:
    def of(self, *rituals: Entity, **fields: Any) -> list[Breach]:
        return told("C806", playbook(po(), pm(), role("other"), *rituals, **fields))

    def test_one_for_each_kind_that_is_missing(self):
        found = self.of()
        assert ["trust" in each.message for each in found] == [True, False]
        assert [where(each) for each in found] == [("None", ("disciplines",))] * 2
        assert where(self.of(sides=["product", "project"])[0]) == ("None", ("sides",))

    def test_both_are_there(self):
        assert self.of(ritual("t", "po pm", "quarter", kind="trust"), ritual("l", "po pm", kind="learning")) == []

    def test_twice_a_year_is_too_seldom(self):
        rare = ritual("t", "po pm", cadence={"trigger": "A launch", "per_year": 2}, kind="trust")
        (found,) = self.of(rare, ritual("l", "po pm", kind="learning"))
        assert where(found) == ("ritual:t", ("cadence", 0, "per_year"))
        assert "2 times a year; quarterly is the least" in found.message

    def test_one_side_among_itself(self):
        (found,) = self.of(ritual("t", "pm", kind="trust"), ritual("l", "po pm", kind="learning"))
        assert where(found) == ("ritual:t", ("participants", "required"))
        assert found.message == "T is of kind trust and requires nobody of Product"

    def test_proposes_those_who_work_together_most(self):
        second = entity("role", "zz", discipline="product")
        work = entity("stage", "s", activities={"do": activity("zz", "pm")})
        (found, _) = self.of(ritual("t", "pm", kind="trust"), second, work)
        assert found.fix == "add Zz to the required participants of T"

    def test_a_playbook_of_one_side_is_not_judged(self):
        assert told("C806", playbook(po())) == []


class TestC807CareerInOneDiscipline:
    def step(self, id_: str) -> dict[str, str]:
        return {"role": id_, "bridge": "Try it.", "ready_when": "It works."}

    def test_proposes_the_role_with_most_skills_in_common(self):
        skills = [entity("skill", "talk"), entity("skill", "plan")]
        lead = entity("role", "lead", discipline="product")
        near = entity("role", "near", discipline="project", skills={"talk": 2, "plan": 3})
        mine = po(next_roles=[self.step("lead")], skills={"talk": 2, "plan": 2})
        (found,) = told("C807", playbook(mine, lead, pm(), near, *skills))
        assert where(found) == ("role:po", ("next_roles",))
        assert found.message == "from Po a career leads to Lead only, within Product"
        assert found.fix == "add a step to Near (Project) to `next_roles`, which needs Plan and Talk too"

    def test_one_step_across_is_enough(self):
        lead = entity("role", "lead", discipline="product")
        assert told("C807", playbook(po(next_roles=[self.step("lead"), self.step("pm")]), lead, pm())) == []

    def test_a_role_without_next_steps_is_not_judged(self):
        assert told("C807", playbook(po(), pm())) == []


class TestC808MissingKeystone:
    def of(self, *kinds: str, swarm: bool = False, **fields: Any) -> list[str]:
        rituals = [ritual(f"r{number}", "a", kind=kind) for number, kind in enumerate(kinds)]
        teams = [entity("team", "crew", kind="swarm")] if swarm else []
        return [each.message for each in told("C808", playbook(*rituals, *teams, roles="a", **fields))]

    def test_tells_each_kind_that_is_missing(self):
        found = self.of("sync", "review", "demo")
        assert ["alignment" in each or "retrospective" in each for each in found] == [True, True]

    def test_a_transfer_is_missed_where_there_is_a_swarm(self):
        all_but_one = ("sync", "review", "alignment", "retrospective")
        assert self.of(*all_but_one) == []
        (found,) = self.of(*all_but_one, swarm=True)
        assert "of kind transfer" in found
        assert "Crew will need it" in found

    @pytest.mark.parametrize(("least", "count"), [("3", 0), ("2", 3)])
    def test_a_playbook_that_has_just_begun_is_not_judged(self, least: str, count: int):
        assert len(self.of("sync", "demo", rules={"missing-keystone": {"least": least}})) == count

    def test_it_is_told_at_the_settings(self):
        rituals = [ritual(f"r{number}", "a") for number in range(3)]
        assert {where(each) for each in told("C808", playbook(*rituals, roles="a"))} == {("None", ("title",))}
