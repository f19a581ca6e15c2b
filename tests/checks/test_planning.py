from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from opbook.checks.judge import judge, thresholds_of
from opbook.checks.rule import Breach, Case, rules
from opbook.model.entity import Entity
from opbook.model.playbook import Playbook
from tests.workbench import TinyPlaybook, activity, entity, playbook, ritual

ON = date(2026, 11, 22)
GONE = {"date": "2026-11-02", "reason": "Nobody needs it."}
CODES = [code for code in rules() if code.startswith("P")]
OTHERS = {
    "product": {"name": "Product", "colour": "#1f6feb"},
    "project": {"name": "Project", "colour": "#c2410c"},
    "delivery": {"name": "Delivery", "colour": "#0f766e"},
}


def told(code: str, found: Playbook) -> list[Breach]:
    rule = rules()[code]
    return list(rule.function(Case(found, ON, thresholds_of(rule, found))))


def where(breach: Breach) -> tuple[str, tuple[str | int, ...]]:
    return str(breach.place.address), breach.place.route


def role(id_: str, discipline: str, **fields: Any) -> Entity:
    return entity("role", id_, discipline=discipline, **fields)


def people(*entities: Entity, **fields: Any) -> Playbook:
    """Two of product, two of project and one of delivery; `pm` and `gm` lead."""
    roles = [
        role("pm", "product"),
        role("po", "product", level="practitioner", counterparts=[{"role": "pj", "how": "Talk."}]),
        role("gm", "project"),
        role("pj", "project", level="practitioner", counterparts=[{"role": "po", "how": "Talk."}]),
        role("dev", "delivery"),
    ]
    return playbook(*roles, *entities, disciplines=OTHERS, **fields)


def planning(required: str, optional: str = "", **fields: Any) -> Entity:
    people = {"required": required.split(), "optional": optional.split()}
    return ritual("quarter", "", every="quarter", **{"kind": "planning", "participants": people, **fields})


def shape(**activities: dict[str, Any]) -> Entity:
    return entity("stage", "shape", plans="true", activities=activities)


@pytest.mark.parametrize("code", CODES)
def test_every_rule_is_silent_where_there_is_nothing(code: str):
    assert told(code, playbook()) == []
    assert told(code, people()) == []
    assert told(code, people(shape())) == []


@pytest.mark.parametrize("code", CODES)
def test_a_playbook_of_one_side_cannot_lack_the_other(code: str):
    bet = entity("bet", "bold", team="crew")
    team = entity("team", "crew", roles={"pm": "1", "gm": "1"})
    found = [planning("po"), shape(go=activity("po", "po pj")), bet, team]
    assert told(code, people(*found, sides=["product"])) == []


class TestP301:
    def test_tells_who_plans_alone(self):
        (found,) = told("P301", people(planning("pm po dev")))
        assert where(found) == ("ritual:quarter", ("participants", "required"))
        assert found.message == "Quarter requires Pm and Po of the product side and nobody of the project side"

    def test_those_who_are_welcome_come_first(self):
        (found,) = told("P301", people(planning("pm po", "gm")))
        assert found.fix == "move Gm from the optional participants of Quarter to the required ones"

    def test_then_the_counterpart_then_the_lead(self):
        (counterpart,) = told("P301", people(planning("pm po")))
        assert counterpart.fix == "add Pj (counterpart of Po) to the required participants of Quarter"
        (lead,) = told("P301", people(planning("pm")))
        assert lead.fix == "add Gm to the required participants of Quarter"

    def test_nobody_of_either_side_is_no_better(self):
        (found,) = told("P301", people(planning("dev")))
        assert found.message == "Quarter requires nobody of the product side and nobody of the project side"

    def test_says_where_a_side_has_no_role(self):
        (found,) = told("P301", playbook(role("pm", "product"), planning("pm")))
        assert found.fix.startswith("describe the role of the project side")

    @pytest.mark.parametrize(
        "meeting",
        [planning("pm gm"), planning("pm", kind="sync"), planning("pm", withdrawn=GONE)],
        ids=["both", "sync", "withdrawn"],
    )
    def test_leaves_the_rest_alone(self, meeting: Entity):
        assert told("P301", people(meeting)) == []


class TestP302:
    BOTH = activity("pm", "pm gm")

    def test_tells_an_activity_that_one_side_settles(self):
        alone = activity("pm", "pm dev", name="Write it", raci={"consulted": ["po"], "informed": ["pj"]})
        (found,) = told("P302", people(shape(go=alone, so=self.BOTH)))
        assert where(found) == ("activity:go", ("raci", "consulted"))
        assert found.message == (
            '"Write it", planned in Shape, hears Pm and Po of the product side and nobody of the project side'
        )
        assert found.fix == "move Pj from informed to consulted"

    @pytest.mark.parametrize(
        ("row", "fix"),
        [(activity("po", "po"), "add Pj (counterpart of Po) to consulted"), (activity("gm", "gm"), "add Pm to")],
    )
    def test_proposes_whom_to_ask(self, row: dict[str, Any], fix: str):
        assert told("P302", people(shape(go=row, so=self.BOTH)))[0].fix.startswith(fix)

    def test_speaks_of_a_daci_in_its_own_words(self):
        (found,) = told(
            "P302", people(shape(go={"name": "C", "daci": {"driver": "pm", "approver": "pm"}}, so=self.BOTH))
        )
        assert where(found) == ("activity:go", ("daci", "contributors"))
        assert found.fix == "add Gm to contributors"

    @pytest.mark.parametrize("row", [activity("dev", "dev"), activity("pm", "dev", raci={"consulted": ["gm"]})])
    def test_neither_side_or_both_is_no_matter(self, row: dict[str, Any]):
        assert told("P302", people(shape(go=row, so=self.BOTH))) == []

    def test_other_stages_may_be_of_one_side(self):
        work = {"go": activity("pm", "pm"), "so": self.BOTH}
        assert told("P302", people(entity("stage", "shape", activities=work))) == []
        assert told("P302", people(entity("stage", "shape", plans="true", withdrawn=GONE, activities=work))) == []

    def test_a_stage_of_one_side_is_told_once(self):
        found = people(shape(go=activity("pm", "pm"), so=activity("po", "po")))
        assert told("P302", found) == []
        assert len(told("P303", found)) == 1


class TestP303:
    def test_tells_whose_stage_it_is(self):
        (found,) = told("P303", people(shape(go=activity("pm", "pm dev"), so=activity("po", "po"))))
        assert where(found) == ("stage:shape", ("plans",))
        assert "among those who have its 2 activities in hand there are Pm and Po of the product side" in found.message
        assert "nobody of the project side" in found.message

    def test_begins_where_the_other_side_is_heard_already(self):
        told_only = activity("pm", "pm", raci={"informed": ["gm"]})
        heard = activity("po", "po", name="Size it", raci={"consulted": ["pj"]})
        (found,) = told("P303", people(shape(go=told_only, so=heard)))
        assert found.fix == 'make Pj responsible for "Size it" as well, where it is consulted now'

    def test_else_proposes_a_counterpart(self):
        (found,) = told("P303", people(shape(go=activity("po", "po"))))
        assert "its one activity in hand there is Po" in found.message
        assert found.fix == "make Pj (counterpart of Po) responsible for one of them as well"

    def test_one_of_the_other_side_is_enough_and_none_of_either_is_no_matter(self):
        assert told("P303", people(shape(go=activity("pm", "pm"), so=activity("gm", "dev")))) == []
        assert told("P303", people(shape(go=activity("dev", "dev")))) == []


class TestP304:
    WORK = entity("stage", "build", activities={"go": activity("po", "po pj", name="Ship it")})

    def test_tells_a_pair_once(self):
        (found,) = told("P304", people(self.WORK, ritual("sync", "po pj")))
        assert where(found) == ("role:po", ("counterparts", 0, "role"))
        assert found.message.startswith('Po and Pj are counterparts and both have "Ship it" in hand')
        assert found.fix == "describe the ritual in which Po and Pj plan, with kind planning, and require both"

    def test_proposes_the_ritual_that_requires_one_of_them(self):
        start = ritual("start", "pj dev", kind="kickoff")
        (found,) = told("P304", people(self.WORK, start))
        assert found.fix == "add Po to the required participants of Start, which requires Pj already"

    @pytest.mark.parametrize("kind", ["planning", "alignment", "kickoff"])
    def test_planning_begins_with_a_quarter_a_measure_or_a_swarm(self, kind: str):
        assert told("P304", people(self.WORK, ritual("start", "po pj", kind=kind))) == []

    def test_leaves_a_lonely_planning_ritual_to_p301(self):
        found = people(self.WORK, planning("po"))
        assert told("P304", found) == []
        assert told("P301", found)

    def test_without_shared_work_they_need_no_plan(self):
        assert told("P304", people(entity("stage", "build", activities={"go": activity("po", "pm")}))) == []

    def test_what_is_withdrawn_does_not_count(self):
        gone = ritual("start", "po pj", kind="kickoff", withdrawn=GONE)
        assert told("P304", people(self.WORK, gone))
        work = entity("stage", "build", withdrawn=GONE, activities={"go": activity("po", "po pj")})
        assert told("P304", people(work)) == []


class TestP305:
    TEAM = entity("team", "crew", roles={"pm": "1", "gm": "1", "po": "1", "pj": "1", "dev": "2"})
    BET = entity("bet", "bold", team="crew")

    @pytest.mark.parametrize(("minutes", "is_told"), [(29, True), (30, False)])
    def test_half_an_hour_a_week(self, minutes: int, is_told: bool):
        found = told("P305", people(self.TEAM, self.BET, ritual("sync", "pm gm", minutes=minutes)))
        assert [where(each) for each in found] == [("bet:bold", ("team",))] * is_told

    def test_names_the_two_and_their_time(self):
        (found,) = told("P305", people(self.TEAM, self.BET, ritual("board", "pm gm", "month", minutes=60)))
        assert found.message.startswith("Pm and Gm lead Bold from both sides in Crew, and share 13 minutes a week")
        assert found.message.endswith("30 is the least")
        assert found.fix == "hold a weekly ritual of 17 minutes that requires Pm and Gm"

    def test_proposes_the_shortest_ritual_that_suffices(self):
        short, fit, long = ritual("short", "gm", minutes=15), ritual("fit", "gm", minutes=30), ritual("long", "pm")
        (found,) = told("P305", people(self.TEAM, self.BET, short, fit, long))
        assert found.message.count("no time") == 1
        assert found.fix == (
            "add Pm to the required participants of Fit, which requires Gm already and gives them 30 minutes a week"
        )

    def test_rituals_of_other_teams_do_not_count(self):
        other = entity("team", "others", rituals={"sync": {}})
        assert told("P305", people(self.TEAM, self.BET, other, ritual("sync", "pm gm")))

    def test_a_team_with_several_bets_is_told_once(self):
        second = entity("bet", "later", team="crew", state="shaping")
        (found,) = told("P305", people(self.TEAM, self.BET, second))
        assert [str(place.address) for _, place in found.related] == ["bet:later"]

    @pytest.mark.parametrize(
        "bet",
        [
            entity("bet", "bold", team="crew", state="done"),
            entity("bet", "bold", team="crew", withdrawn=GONE),
            entity("bet", "bold"),
        ],
        ids=["done", "withdrawn", "no team"],
    )
    def test_bets_that_nobody_works_on_are_left_alone(self, bet: Entity):
        assert told("P305", people(self.TEAM, bet)) == []

    def test_only_leads_of_both_sides_are_meant(self):
        team = entity("team", "crew", roles={"pm": "1", "pj": "1", "dev": "1"})
        assert told("P305", people(team, self.BET)) == []

    def test_the_minutes_are_a_setting(self):
        meeting = ritual("sync", "pm gm", minutes=15)
        assert told("P305", people(self.TEAM, self.BET, meeting, rules={"P305": {"minutes": "15"}})) == []


def test_a_finding_stands_on_its_line(tiny: TinyPlaybook):
    tiny.swap("rituals/sync.yml", "kind: sync", "kind: planning")
    findings = judge(tiny.read(), ON, wanted=[rules()["P301"]]).findings
    assert [(each.location.path, each.location.line, each.entity) for each in findings] == [
        ("rituals/sync.yml", 7, "ritual:sync")
    ]


def test_the_shipped_playbook_has_no_finding_here(shipped: Playbook):
    assert [told(code, shipped) for code in CODES] == [[]] * len(CODES)
