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


def told(code: str, found: Playbook, on: date = ON) -> list[Breach]:
    rule = rules()[code]
    return list(rule.function(Case(found, on, thresholds_of(rule, found))))


def where(breach: Breach) -> tuple[str, tuple[str | int, ...]]:
    return str(breach.place.address), breach.place.route


def role(id_: str, discipline: str, **fields: Any) -> Entity:
    return entity("role", id_, discipline=discipline, **fields)


def metric(id_: str, **fields: Any) -> Entity:
    return entity("metric", id_, **fields)


def pair(**fields: Any) -> list[Entity]:
    """Somebody of product and somebody of project, counterparts who share work."""
    work = entity("stage", "build", activities={"ship": activity("po", "po pm", name="Ship it")})
    counterparts = [{"role": "pm", "how": "Talk."}]
    return [role("po", "product", counterparts=counterparts, **fields), role("pm", "project"), work]


class TestM401:
    def test_tells_work_without_a_metric_in_common(self):
        (found,) = told("M401", playbook(*pair()))
        assert where(found) == ("role:po", ("counterparts", 0, "role"))
        assert 'Po and Pm both have a hand in "Ship it"' in found.message
        assert "write one outcome metric" in found.fix

    def test_a_metric_that_both_answer_for_is_enough_in_whatever_way(self):
        common = metric("m", owners=["pm"])
        assert told("M401", playbook(*pair(metrics=["m"]), common)) == []

    def test_a_withdrawn_metric_is_nothing_in_common(self):
        assert told("M401", playbook(*pair(), metric("m", owners=["po", "pm"], withdrawn=GONE)))

    def test_proposes_the_outcome_that_both_see_already(self):
        meeting = ritual("sync", "po pm")
        seen = metric("seen", owners=["pm"], reviewed_in="sync")
        (found,) = told("M401", playbook(*pair(), metric("far", owners=["po"]), seen, meeting))
        assert found.fix == "add Po to the owners of Seen, which both see in Sync"

    def test_two_who_name_each_other_are_told_once(self):
        first, _, work = pair()
        second = role("pm", "project", counterparts=[{"role": "po", "how": "Talk."}])
        (found,) = told("M401", playbook(first, second, work))
        assert [where_else.route for _, where_else in found.related] == [("counterparts", 0, "role")]

    def test_two_of_one_side_and_two_without_shared_work_are_left_alone(self):
        first, _, work = pair()
        assert told("M401", playbook(first, role("pm", "product"), work)) == []
        assert told("M401", playbook(first, role("pm", "project"))) == []


class TestM402:
    @pytest.mark.parametrize("owners", [["po", "pm"], ["dev"], [], ["po", "pm", "dev"]])
    def test_both_sides_or_none_is_well(self, owners: list[str]):
        people = [role("po", "product"), role("pm", "project"), role("dev", "delivery")]
        assert told("M402", playbook(*people, metric("m", owners=owners))) == []

    def test_somebody_from_elsewhere_does_not_stand_for_the_other_side(self):
        people = [role("po", "product"), role("pm", "project"), role("dev", "delivery")]
        (found,) = told("M402", playbook(*people, metric("m", owners=["pm", "dev"])))
        assert where(found) == ("metric:m", ("owners",))
        assert "owned by Pm and Dev: nobody of the product side" in found.message
        assert found.fix == "add Po to its `owners`"

    def test_proposes_who_is_in_the_room_before_who_is_a_counterpart(self):
        people = [
            role("po", "product", counterparts=[{"role": "near", "how": "Talk."}]),
            role("near", "project"),
            role("there", "project"),
        ]
        card = metric("m", owners=["po"], reviewed_in="sync")
        (found,) = told("M402", playbook(*people, card, ritual("sync", "po there")))
        assert found.fix.startswith("add There to its `owners`: Sync,")
        (found,) = told("M402", playbook(*people, card, ritual("sync", "po")))
        assert found.fix == "add Near to its `owners`, a counterpart of Po"

    def test_only_outcomes_need_both_sides(self):
        assert told("M402", playbook(role("po", "product"), metric("m", owners=["po"], measures="flow"))) == []


class TestM403:
    def test_is_told_once_for_both_directions(self):
        a, b = metric("a", conflicts_with=["b"]), metric("b", conflicts_with=["a"])
        (found,) = told("M403", playbook(a, b))
        assert where(found) == ("metric:a", ("conflicts_with", 0))
        assert "A and B pull against each other" in found.message

    def test_one_counter_on_either_side_is_enough(self):
        assert told("M403", playbook(metric("a", conflicts_with=["b"]), metric("b", counter="a"))) == []

    def test_a_withdrawn_counter_is_none(self):
        a, b = metric("a", conflicts_with=["b"], counter="c"), metric("b")
        assert told("M403", playbook(a, b, metric("c", withdrawn=GONE)))

    def test_a_withdrawn_metric_conflicts_with_nothing(self):
        assert told("M403", playbook(metric("a", conflicts_with=["b"]), metric("b", withdrawn=GONE))) == []


class TestM404:
    @pytest.mark.parametrize("state", ["stopped", "done"])
    def test_a_bet_that_is_over_needs_none(self, state: str):
        assert told("M404", playbook(entity("bet", "b", state=state))) == []

    def test_a_withdrawn_outcome_does_not_count(self):
        found = playbook(
            entity("bet", "b", metrics=["m", "f"]), metric("m", withdrawn=GONE), metric("f", measures="flow")
        )
        (breach,) = told("M404", found)
        assert where(breach) == ("bet:b", ("metrics",))
        assert breach.message == "B is measured by F (flow), and by no outcome"

    def test_points_at_the_hypothesis_where_no_metric_is_named(self):
        (breach,) = told("M404", playbook(entity("bet", "b")))
        assert (breach.place.route, breach.place.key) == (("hypothesis",), True)
        assert breach.message == "B names no metric"


class TestM405:
    LIVE = entity("stage", "operate", live="true")

    def test_a_live_product_needs_an_outcome(self):
        (breach,) = told("M405", playbook(self.LIVE, entity("product", "p", stage="operate")))
        assert where(breach) == ("product:p", ("stage",))
        assert "P is in Operate, where customers depend on it, and names no metric" in breach.message

    def test_an_idea_and_one_retired_by_the_day_do_not(self):
        idea = entity("product", "idea")
        gone = entity("product", "gone", stage="operate", retired="2026-11-22")
        assert told("M405", playbook(self.LIVE, idea, gone)) == []
        assert told("M405", playbook(self.LIVE, idea, gone), date(2026, 11, 21))


class TestM406:
    def test_one_other_metric_is_enough(self):
        measured = role("po", "product", metrics=["o", "f"])
        assert told("M406", playbook(measured, metric("o", measures="output"), metric("f", measures="flow"))) == []

    def test_without_any_metric_it_is_silent(self):
        assert told("M406", playbook(roles="po")) == []

    def test_proposes_an_outcome_of_a_counterpart(self):
        measured = role("po", "product", metrics=["o"], counterparts=[{"role": "pm", "how": "Talk."}])
        found = playbook(measured, role("pm", "project"), metric("o", measures="output"), metric("m", owners=["pm"]))
        (breach,) = told("M406", found)
        assert breach.message == "Po is measured only by O, which measures output"
        assert breach.fix == "add M, an outcome of its counterpart Pm, to its `metrics`"


class TestM407:
    WHOLE = {"baseline": "1", "target": "2", "due": "2027-01-01", "source": "The board"}

    @pytest.mark.parametrize(
        ("field", "words"),
        [("baseline", "a baseline"), ("target", "a target"), ("due", "a due date"), ("source", "a source")],
    )
    def test_names_what_is_missing(self, field: str, words: str):
        card = metric("m", **{key: value for key, value in self.WHOLE.items() if key != field})
        (breach,) = told("M407", playbook(card))
        assert breach.message == f"M (outcome) lacks {words}"
        assert f"`{field}`" in breach.fix

    def test_flow_and_output_need_no_whole_card(self):
        assert told("M407", playbook(metric("f", measures="flow"), metric("o", measures="output"))) == []
        assert told("M407", playbook(metric("g", measures="guardrail", **self.WHOLE))) == []

    def test_points_at_the_definition_of_an_empty_card(self, tiny: TinyPlaybook):
        tiny.write("metrics/m.yml", "name: M\ndefinition: D.\ndirection: up\nmeasures: outcome\n")
        (found,) = judge(tiny.read(), ON, wanted=[rules()["M407"]]).findings
        assert (found.location.path, found.location.line, found.location.column) == ("metrics/m.yml", 2, 1)


class TestM408:
    def test_one_owner_in_the_room_is_enough(self):
        card = metric("m", owners=["a", "b"], reviewed_in="sync")
        assert told("M408", playbook(card, ritual("sync", "b"), roles="a b")) == []

    def test_an_optional_owner_is_not(self):
        people = {"required": ["b"], "optional": ["a"]}
        card = metric("m", owners=["a"], reviewed_in="sync")
        (breach,) = told("M408", playbook(card, ritual("sync", "", participants=people), roles="a b"))
        assert where(breach) == ("metric:m", ("reviewed_in",))
        assert "requires B, but none of its owners (A)" in breach.message
        assert breach.fix == "add A to the required participants of Sync"

    def test_a_withdrawn_ritual_is_none(self):
        card = metric("m", owners=["a"], reviewed_in="sync")
        (breach,) = told("M408", playbook(card, ritual("sync", "a", withdrawn=GONE), roles="a"))
        assert "in no ritual but Sync, which is withdrawn" in breach.message

    def test_says_nothing_of_owners_where_there_are_none(self):
        (breach,) = told("M408", playbook(metric("m")))
        assert (breach.message, breach.place.route) == ("M is looked at in no ritual", ())
        assert told("M408", playbook(metric("m", reviewed_in="sync"), ritual("sync", "a"), roles="a")) == []


class TestM409:
    def many(self, **settings: Any) -> Playbook:
        own, bets = [f"m{n}" for n in range(5)], ["m4", "x0", "x1", "x2"]
        return playbook(
            *(metric(id_) for id_ in [*own, "x0", "x1", "x2", "y"]),
            entity("product", "p", metrics=own),
            entity("bet", "open", product="p", metrics=bets),
            entity("bet", "over", product="p", metrics=["y"], state="done"),
            **settings,
        )

    def test_counts_each_once_and_leaves_out_bets_that_are_over(self):
        (breach,) = told("M409", self.many())
        assert where(breach) == ("product:p", ("metrics",))
        assert "measured by 8 metrics, more than 7: 5 of its own" in breach.message
        assert "3 of its open bets (X0, X1 and X2)" in breach.message

    def test_the_threshold_can_be_set(self):
        assert told("M409", self.many(rules={"M409": {"most": "8"}})) == []
        assert "more than 4" in told("M409", self.many(rules={"too-many-metrics": {"most": "4"}}))[0].message


class TestM410:
    def swarm(self, *, due: str = "2027-06-30", state: str = "active", **fields: Any) -> Playbook:
        return playbook(
            entity("team", "s", kind="swarm", **{"ends": "2027-02-26", **fields}),
            entity("team", "home"),
            entity("team", "other", kind="swarm"),
            metric("m", due=due),
            entity("bet", "b", team="s", metrics=["m"], state=state),
        )

    def test_tells_what_falls_due_after_the_swarm(self):
        (breach,) = told("M410", self.swarm())
        assert where(breach) == ("bet:b", ("team",))
        assert "M (due 2027-06-30), but its swarm S ends on 2027-02-26" in breach.message

    def test_a_transfer_helps_if_a_standing_team_receives(self):
        assert told("M410", self.swarm(transfer={"to": "home"})) == []
        assert told("M410", self.swarm(transfer={"to": "other"}))

    @pytest.mark.parametrize("due", ["2027-02-26", "2027-01-01"])
    def test_what_falls_due_in_time_is_well(self, due: str):
        assert told("M410", self.swarm(due=due)) == []

    def test_what_is_stopped_or_past_cannot_be_lost(self):
        assert told("M410", self.swarm(state="stopped")) == []
        assert told("M410", self.swarm(), date(2027, 7, 1)) == []
        assert told("M410", self.swarm(state="done"))


class TestM411:
    @pytest.mark.parametrize("kind", ["role", "practice", "product", "bet"])
    def test_one_user_is_enough(self, kind: str):
        assert told("M411", playbook(metric("m"), entity(kind, "u", metrics=["m"]))) == []

    def test_to_counter_is_to_be_used_and_to_own_is_not(self):
        found = playbook(metric("m", owners=["a"]), metric("n", counter="m", owners=["a"]), roles="a")
        (breach,) = told("M411", found)
        assert where(breach) == ("metric:n", ())
        assert breach.fix.endswith("add it to the `metrics` of A, who owns it")

    def test_a_withdrawn_user_is_none(self):
        assert told("M411", playbook(metric("m"), entity("practice", "p", metrics=["m"], withdrawn=GONE)))


def test_withdrawn_things_are_not_judged():
    gone = [
        metric("m", withdrawn=GONE, owners=["po"]),
        entity("bet", "b", withdrawn=GONE),
        entity("stage", "s", live="true"),
        entity("product", "p", stage="s", withdrawn=GONE),
    ]
    found = playbook(*gone, roles="po")
    assert [code for code in rules() if code[0] == "M" and told(code, found)] == []


def test_the_shipped_playbook_is_free_of_them(shipped: Playbook):
    assert [code for code in rules() if code[0] == "M" and told(code, shipped)] == []
