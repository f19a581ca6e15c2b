from __future__ import annotations

from typing import Any

import pytest

from opbook.model.entity import Entity
from opbook.model.playbook import Playbook
from tests.checks.told import GONE, told, where
from tests.workbench import activity, entity, playbook, ritual


def stage(id_: str, order: int, activities: dict[str, Any], **fields: Any) -> Entity:
    return entity("stage", id_, order=order, activities=activities, **fields)


def work(name: str, accountable: str, responsible: str, **fields: Any) -> dict[str, Any]:
    return activity(accountable, responsible, name=name, **fields)


def handing_over(*entities: Entity, rituals: str = "", **second: Any) -> Playbook:
    """Po draws, then pm builds."""
    activities = {
        "draw": work("Draw it", "po", "po"),
        "build": work("Build it", "pm", "pm", after="draw", rituals=rituals.split(), **second),
    }
    return playbook(stage("make", 1, activities), *entities, roles="po pm dev")


class TestHandoffWithoutConversation:
    def test_stands_at_the_entry_of_after(self):
        (found,) = told("H201", handing_over())
        assert where(found) == ("activity:build", ("after", 0))
        assert "changes hands from Po to Pm, and neither activity links a ritual" in found.message
        assert found.fix.startswith("add a ritual that requires Po and Pm")
        assert str(found.related[0][1].address) == "activity:draw"

    def test_says_whom_each_linked_ritual_lacks_and_proposes_the_one_that_lacks_least(self):
        rituals = [ritual("far", "dev"), ritual("near", "po")]
        (found,) = told("H201", handing_over(*rituals, rituals="far near"))
        assert "Far requires neither; Near requires Po but not Pm" in found.message
        assert found.fix == "add Pm to the required participants of Near, which requires Po already"

    def test_proposes_to_require_who_is_optional_there(self):
        demo = ritual("demo", "po", participants={"required": ["po"], "optional": ["pm"]})
        (found,) = told("H201", handing_over(demo, rituals="demo"))
        assert found.fix.startswith("move Pm from the optional to the required participants of Demo")

    def test_proposes_to_link_what_requires_both_already(self):
        (found,) = told("H201", handing_over(ritual("sync", "po pm")))
        assert found.fix == 'link Sync, which requires Po and Pm already, from "Build it" or "Draw it"'

    def test_proposes_a_talk_about_work_before_one_about_trust(self):
        trust = ritual("check-in", "po pm", every="workday", kind="trust")
        (found,) = told("H201", handing_over(trust, ritual("sync", "po pm", every="month")))
        assert found.fix.startswith("link Sync")

    def test_a_ritual_that_spans_the_step_is_enough(self):
        assert told("H201", handing_over(ritual("sync", "po pm"), rituals="sync")) == []

    def test_a_withdrawn_ritual_spans_nothing(self):
        assert told("H201", handing_over(ritual("sync", "po pm", withdrawn=GONE), rituals="sync"))

    def test_nobody_responsible_is_told_by_another_rule(self):
        assert told("H201", handing_over(raci={"responsible": []})) == []

    def test_activities_of_a_withdrawn_stage_are_not_judged(self):
        activities = {"draw": work("Draw it", "po", "po"), "build": work("Build it", "pm", "pm", after="draw")}
        assert told("H201", playbook(stage("make", 1, activities, withdrawn=GONE), roles="po pm")) == []


class TestAccountableNeverMeetsResponsible:
    @staticmethod
    def answered(*entities: Entity, responsible: str = "po dev", **fields: Any) -> Playbook:
        return playbook(
            stage("make", 1, {"do": work("Do it", "po", responsible, **fields)}), *entities, roles="po dev pm"
        )

    def test_stands_at_the_role_that_is_never_met(self):
        (found,) = told("H202", self.answered())
        assert where(found) == ("activity:do", ("raci", "responsible", 1))
        assert "Po answers for" in found.message
        assert "never meets Dev" in found.message

    def test_several_unmet_roles_are_told_once_at_their_part(self):
        (found,) = told("H202", self.answered(responsible="dev pm"))
        assert where(found) == ("activity:do", ("raci", "responsible"))
        assert "never meets Dev and Pm, who do it" in found.message

    @pytest.mark.parametrize(("every", "count"), [("week", 0), ("month", 0), ("quarter", 1)])
    def test_monthly_is_often_enough(self, every: str, count: int):
        assert len(told("H202", self.answered(ritual("sync", "po dev", every=every)))) == count

    def test_a_rare_ritual_counts_where_it_is_linked(self):
        assert told("H202", self.answered(ritual("review", "po dev", every="year"), rituals=["review"])) == []

    def test_proposes_a_frequent_ritual_where_none_is_linked(self):
        (found,) = told("H202", self.answered(ritual("sync", "po")))
        assert found.fix == "add Dev to the required participants of Sync, which requires Po already"

    @pytest.mark.parametrize("accountable", ["", "po pm"])
    def test_none_or_two_accountable_are_told_by_other_rules(self, accountable: str):
        make = stage("make", 1, {"do": work("Do it", accountable, "dev")})
        assert told("H202", playbook(make, roles="po dev pm")) == []

    def test_the_driver_of_a_decision_must_meet_the_approver(self):
        decide = {"name": "Decide", "daci": {"driver": "dev", "approver": "po"}}
        (found,) = told("H202", playbook(stage("make", 1, {"decide": decide}), roles="po dev"))
        assert where(found) == ("activity:decide", ("daci", "driver", 0))


class TestConsultedOnPaper:
    @staticmethod
    def asked(*entities: Entity) -> Playbook:
        make = stage("make", 1, {"do": work("Do it", "po", "dev", raci={"consulted": ["pm"]})})
        return playbook(make, *entities, roles="po dev pm")

    def test_stands_at_the_role_and_proposes_a_ritual_of_those_in_charge(self):
        (found,) = told("H203", self.asked(ritual("sync", "po")))
        assert where(found) == ("activity:do", ("raci", "consulted", 0))
        assert "shares no ritual with Po and Dev" in found.message
        assert found.fix == "add Pm to the optional participants of Sync; or make Pm informed"

    @pytest.mark.parametrize("hand", ["po", "dev"])
    def test_one_ritual_with_one_of_the_hands_is_enough_even_as_a_guest(self, hand: str):
        guests = ritual("sync", "", participants={"required": [], "optional": [hand, "pm"]})
        assert told("H203", self.asked(guests)) == []

    def test_says_what_to_do_where_those_in_charge_hold_nothing(self):
        (found,) = told("H203", self.asked())
        assert found.fix.startswith("add a ritual in which Pm can be asked")


class TestStagesWithoutCommonHands:
    def test_stands_at_the_later_stage_and_names_who_is_asked_there_already(self):
        shape = stage("shape", 1, {"agree": work("Agree", "po", "po")})
        asked = work("Plan", "pm", "pm", after="agree", raci={"consulted": ["po"]})
        build = stage("build", 2, {"begin": work("Begin", "pm", "dev"), "plan": asked})
        (found,) = told("H204", playbook(shape, build, roles="po pm dev"))
        assert where(found) == ("stage:build", ("activities",))
        assert "Shape is done by Po; Build by Dev and Pm" in found.message
        assert found.fix == 'make Po of Shape responsible for "Plan", where it is consulted today'

    def test_an_empty_stage_between_parts_nobody(self):
        shape = stage("shape", 1, {"agree": work("Agree", "po", "po")})
        build = stage("build", 3, {"do": work("Do", "pm", "pm")})
        assert len(told("H204", playbook(shape, stage("fund", 2, {}), build, roles="po pm"))) == 1

    def test_stages_further_apart_are_compared_where_the_flow_leads_from_one_to_the_other(self):
        one = stage("one", 1, {"a": work("A", "po", "po")})
        two = stage("two", 2, {"b": work("B", "po pm", "po")})
        assert told("H204", playbook(one, two, stage("three", 3, {"c": work("C", "pm", "pm")}), roles="po pm")) == []
        three = stage("three", 3, {"c": work("C", "pm", "pm", after="a")})
        (found,) = told("H204", playbook(one, two, three, roles="po pm"))
        assert where(found)[0] == "stage:three"
        assert "both One and Three" in found.message

    def test_a_stage_in_which_nobody_has_anything_in_hand_is_told_by_other_rules(self):
        shape = stage("shape", 1, {"agree": work("Agree", "", "")})
        build = stage("build", 2, {"do": work("Do", "pm", "pm")})
        assert told("H204", playbook(shape, build, roles="po pm")) == []


class TestBuilderGoneAfterLaunch:
    @staticmethod
    def built(*entities: Entity, live: bool = True, linked: str = "review", team: str = "swarm") -> Playbook:
        build = stage("build", 1, {"a": work("A", "pm", "dev"), "b": work("B", "pm", "pm")}, team=team)
        operate = stage("operate", 2, {"c": work("C", "po", "po", rituals=linked.split())}, live=live, team="standing")
        review = ritual("review", "po", kind="review")
        return playbook(build, operate, review, *entities, roles="po pm dev")

    def test_a_builder_is_told_once_at_the_first_activity(self):
        (found,) = told("H205", self.built())
        assert where(found) == ("activity:a", ("raci", "accountable", 0))
        assert 'Pm answers for "A" and "B" in Build' in found.message
        assert found.fix == "add Pm to the optional participants of Review"

    def test_a_guest_after_launch_is_not_gone(self):
        guests = ritual("look-back", "po", participants={"required": ["po"], "optional": ["pm"]})
        assert told("H205", self.built(guests, linked="review look-back")) == []

    def test_a_ritual_that_nothing_after_launch_links_does_not_count(self):
        assert told("H205", self.built(ritual("chat", "po pm")))

    def test_without_live_stages_or_swarms_there_is_nothing_to_ask(self):
        assert told("H205", self.built(live=False)) == []
        assert told("H205", self.built(team="standing")) == []

    def test_only_the_last_stage_of_building_is_looked_at(self):
        between = stage("finish", 2, {"d": work("D", "po", "po")}, team="both")
        after = stage("operate", 3, {"c": work("C", "po", "po", rituals=["review"])}, live=True)
        build = stage("build", 1, {"a": work("A", "pm", "pm")}, team="both")
        assert told("H205", playbook(build, between, after, ritual("review", "po"), roles="po pm")) == []


class TestFlowInACircle:
    def test_names_the_way_round_and_the_entry_that_leads_back(self):
        activities = {
            "a": work("A", "po", "po", after=["z", "c"]),
            "b": work("B", "po", "po", after="a"),
            "c": work("C", "po", "po", after="b"),
            "z": work("Z", "po", "po"),
        }
        (found,) = told("H206", playbook(stage("make", 1, activities), roles="po"))
        assert where(found) == ("activity:a", ("after", 1))
        assert 'the result of "C", which takes up "B", which takes up "A"' in found.message
        assert found.fix == 'take "C" out of `after` of "A"'

    def test_an_activity_can_wait_for_itself(self):
        (found,) = told("H206", playbook(stage("make", 1, {"a": work("A", "po", "po", after="a")}), roles="po"))
        assert "takes up its own result" in found.message

    def test_two_circles_are_two_findings(self):
        activities = {
            "a": work("A", "po", "po", after="b"),
            "b": work("B", "po", "po", after="a"),
            "c": work("C", "po", "po", after=["d", "a"]),
            "d": work("D", "po", "po", after="c"),
        }
        found = told("H206", playbook(stage("make", 1, activities), roles="po"))
        assert [where(each)[0] for each in found] == ["activity:a", "activity:c"]

    def test_paths_that_meet_again_are_no_circle(self):
        activities = {
            "a": work("A", "po", "po"),
            "b": work("B", "po", "po", after="a"),
            "c": work("C", "po", "po", after=["a", "b"]),
        }
        assert told("H206", playbook(stage("make", 1, activities), roles="po")) == []


class TestFlowWithDeadEnd:
    @staticmethod
    def flow(**fields: Any) -> Playbook:
        first = {"a": work("A", "po", "po"), "b": work("B", "pm", "pm", **fields)}
        last = {"c": work("C", "po", "po", after="a"), "d": work("D", "pm", "pm")}
        return playbook(stage("one", 1, first), stage("two", 2, last), roles="po pm")

    def test_proposes_who_could_take_it_up(self):
        (found,) = told("H207", self.flow())
        assert where(found) == ("activity:b", ())
        assert found.fix.endswith('perhaps "D"')

    def test_outputs_or_a_follower_are_enough(self):
        assert told("H207", self.flow(outputs=["A plan"])) == []
        swap = entity("practice", "swap", activities={"e": work("E", "po", "po", after="b")})
        parts = self.flow()
        assert told("H207", Playbook.of(parts.settings, [*parts.entities, swap])) == []

    def test_a_playbook_that_speaks_of_no_flow_is_not_asked(self):
        first = stage("one", 1, {"a": work("A", "po", "po")})
        assert told("H207", playbook(first, stage("two", 2, {"b": work("B", "po", "po")}), roles="po")) == []
