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


def told(code: str, found: Playbook, on: date = ON) -> list[Breach]:
    rule = rules()[code]
    return list(rule.function(Case(found, on, thresholds_of(rule, found))))


def where(breach: Breach) -> tuple[str, tuple[str | int, ...]]:
    return str(breach.place.address), breach.place.route


def team(id_: str, *rituals: str, **fields: Any) -> Entity:
    seats = {"a": {"count": 1, "holders": ["Ann"]}}
    return entity("team", id_, **{"roles": seats, "rituals": {each: {} for each in rituals}, **fields})


class TestL701TooManyMeetingHours:
    def test_the_limit_is_that_of_the_level(self):
        book = playbook(ritual("long", "a", minutes=600), entity("role", "a", level="lead"))
        assert told("L701", book) == []
        (found,) = told("L701", playbook(ritual("long", "a", minutes=601), entity("role", "a", level="lead")))
        assert where(found) == ("role:a", ("name",))
        assert "take 10.02 hours a week; 10 is the limit for a lead" in found.message
        assert told("L701", playbook(ritual("long", "a", minutes=601), entity("role", "a", level="executive"))) == []

    def test_the_limit_is_a_setting(self):
        assert told("L701", playbook(ritual("long", "a", minutes=70), roles="a", hours={"lead": 1}))

    def test_names_the_three_that_cost_most_and_the_cheapest_cut_that_is_enough(self):
        meetings = [
            ritual(id_, "a", minutes=m, facilitator="b") for id_, m in zip("pqrs", (300, 200, 90, 30), strict=True)
        ]
        (found,) = told("L701", playbook(*meetings, roles="a b"))
        assert "P (5), Q (3.33) and R (1.5)" in found.message
        assert found.fix.startswith("move A to the optional participants of S, where it neither leads nor has work")
        assert found.fix.endswith("that leaves 9.83 hours")

    def test_does_not_cut_where_the_role_leads_or_has_work_in_hand(self):
        led = ritual("led", "a", minutes=300, facilitator="a")
        worked = ritual("worked", "a", minutes=400, facilitator="b")
        stage = entity("stage", "build", activities={"do": activity("b", "a", rituals=["worked"])})
        (found,) = told("L701", playbook(led, worked, stage, roles="a b"))
        assert found.fix.startswith("hold Worked half as often, or half as long, which leaves 8.33 hours")

    def test_a_withdrawn_ritual_takes_nobody_s_time(self):
        assert told("L701", playbook(ritual("long", "a", minutes=900, withdrawn=GONE), roles="a")) == []

    def test_a_person_in_two_teams(self):
        book = playbook(
            ritual("own", "a", minutes=360), team("x", "own"), team("y", "own"), roles="a", show_holders="true"
        )
        (found,) = told("L701", book)
        assert where(found) == ("team:y", ("roles", "a", "holders", 0))
        assert "require Ann (A in X and in Y) take 12 hours a week; 10 is the limit for a lead" in found.message
        assert found.fix == "let X and Y hold Own together, which leaves 6 hours"

    def test_names_nobody_where_the_playbook_does_not_show_names(self):
        (found,) = told(
            "L701", playbook(ritual("own", "a", minutes=360), team("x", "own"), team("y", "own"), roles="a")
        )
        assert "Ann" not in found.message + found.fix
        assert "whoever is A in X and in Y" in found.message

    def test_two_hats_of_one_person(self):
        one = team("x", "p", roles={"a": {"count": 1, "holders": ["Ann"]}})
        two = team("y", "q", roles={"b": {"count": 1, "holders": ["Ann"]}})
        rituals = [ritual("p", "a", minutes=360), ritual("q", "b", minutes=300)]
        (found,) = told("L701", playbook(*rituals, one, two, roles="a b"))
        assert "A in X and B in Y" in found.message
        assert found.fix == "let somebody else be B in Y, which leaves 6 hours"

    def test_a_swarm_that_has_ended_costs_nothing(self):
        over = team("y", "own", kind="swarm", ends="2026-11-21")
        assert told("L701", playbook(ritual("own", "a", minutes=360), team("x", "own"), over, roles="a")) == []

    def test_nobody_is_told_whose_role_is_told(self):
        book = playbook(ritual("own", "a", minutes=660), team("x", "own"), team("y", "own"), roles="a")
        assert [where(each)[0] for each in told("L701", book)] == ["role:a"]


class TestL702CrowdedDecision:
    crowd = "a b c d e f g h i j k"

    def of(self, required: str, **fields: Any) -> list[Breach]:
        stage = entity("stage", "s", activities={"go": activity("a", "a b", name="Go", kind="decision", rituals=["r"])})
        return told("L702", playbook(ritual("r", required, **fields), stage, roles=self.crowd))

    def test_ten_are_not_too_many(self):
        assert self.of(self.crowd[:-2]) == []
        (found,) = self.of(self.crowd)
        assert where(found) == ("ritual:r", ("participants", "required"))
        assert 'R requires 11 roles, 1 more than the limit of 10, and decides on "Go"' in found.message
        assert found.fix.startswith("move one of C, D, ")

    def test_planning_is_exempt(self):
        assert self.of(self.crowd, kind="planning") == []

    def test_work_may_draw_a_crowd(self):
        stage = entity("stage", "s", activities={"go": activity("a", "a b", rituals=["r"])})
        assert told("L702", playbook(ritual("r", self.crowd), stage, roles=self.crowd)) == []

    def test_where_all_decide_it_proposes_a_smaller_ritual(self):
        go = activity("a", "a b", name="Go", kind="decision", rituals=["r"])
        book = playbook(
            ritual("r", "a b"), entity("stage", "s", activities={"go": go}), roles="a b", rules={"L702": {"most": "1"}}
        )
        assert 'decide on "Go" in a smaller ritual' in told("L702", book)[0].fix


class TestL703AgendaDoesNotAddUp:
    def of(self, *minutes: int) -> list[Breach]:
        agenda = [{"item": f"Item {each}", "minutes": each} for each in minutes]
        return told("L703", playbook(ritual("r", "a", agenda=agenda), roles="a"))

    def test_it_adds_up(self):
        assert self.of(20, 40) == []

    def test_no_agenda_is_told_by_l704(self):
        assert self.of() == []

    @pytest.mark.parametrize(
        ("minutes", "message", "fix"),
        [
            ((30, 45), "15 too many", 'give "Item 45" 30 minutes instead of 45, or set `minutes: 75`'),
            ((20, 20), "20 too few", "say what the other 20 minutes are for, or end sooner with `minutes: 40`"),
            ((30,) * 4, "60 too many", "leave out items of 60 minutes together, or set `minutes: 120`"),
        ],
    )
    def test_says_by_how_much(self, minutes: tuple[int, ...], message: str, fix: str):
        (found,) = self.of(*minutes)
        assert where(found) == ("ritual:r", ("minutes",))
        assert found.message.endswith(message)
        assert found.fix == fix


class TestL704RitualWithoutAgenda:
    def test_proposes_an_item_for_each_output(self):
        (found,) = told("L704", playbook(ritual("r", "a", outputs=["A list", "A date"]), roles="a"))
        assert where(found) == ("ritual:r", ("minutes",))
        assert 'an item for "A list" and "A date", about 30 minutes each' in found.fix

    def test_where_nothing_is_known_of_it_three_questions_will_do(self):
        (found,) = told("L704", playbook(ritual("r", "a"), roles="a"))
        assert "what must be decided" in found.fix


class TestL705RitualWithoutOutput:
    def test_a_decision_is_enough(self):
        def stage(kind: str) -> Entity:
            return entity("stage", "s", activities={"go": activity("a", "a", name="Go", kind=kind, rituals=["r"])})

        assert told("L705", playbook(ritual("r", "a"), stage("decision"), roles="a")) == []
        (found,) = told("L705", playbook(ritual("r", "a"), stage("work"), roles="a"))
        assert where(found) == ("ritual:r", ("purpose",))
        assert '"Go"' in found.fix

    def test_an_output_is_enough(self):
        assert told("L705", playbook(ritual("r", "a", outputs=["A list"]), roles="a")) == []


class TestL706RitualWithoutReason:
    @pytest.mark.parametrize(
        "reason",
        [
            entity("metric", "m", reviewed_in="r"),
            entity("practice", "p", rituals=["r"]),
            entity("team", "t", kind="swarm", transfer={"to": "t", "ritual": "r"}),
            entity("stage", "s", activities={"go": activity("a", "a", rituals=["r"])}),
        ],
        ids=lambda each: each.entity_kind,
    )
    def test_anything_that_points_at_it_is_a_reason(self, reason: Entity):
        assert told("L706", playbook(ritual("r", "a"), reason, roles="a")) == []

    def test_a_withdrawn_practice_is_none(self):
        assert told(
            "L706", playbook(ritual("r", "a"), entity("practice", "p", rituals=["r"], withdrawn=GONE), roles="a")
        )

    def test_what_builds_trust_needs_none(self):
        assert told("L706", playbook(ritual("r", "a", kind="trust"), roles="a")) == []

    def test_proposes_the_activity_that_fits_best(self):
        fits = activity("a", "b", name="Fits")
        book = playbook(
            ritual("r", "a b"), entity("stage", "s", activities={"x": activity("a", "c"), "y": fits}), roles="a b c"
        )
        assert told("L706", book)[0].fix.startswith('add `r` to the rituals of "Fits"')


class TestL707TwoRitualsAtOnce:
    def of(self, *teams: Entity, **fields: Any) -> list[Breach]:
        one = ritual("one", "a", cadence={"every": "week", "day": "monday", "at": "10:00"})
        two = ritual("two", "a", cadence={"every": "week", "day": "monday", "at": "10:30"})
        return told("L707", playbook(one, two, *teams, roles="a", **fields))

    def test_held_for_all(self):
        (found,) = self.of()
        assert where(found) == ("ritual:one", ("cadence", 0, "at"))
        assert "One (Monday 2026-11-23, 10:00 to 11:00 UTC) and Two (Monday 2026-11-23, 10:30" in found.message
        assert found.fix.startswith("hold One at 09:30")

    def test_moves_what_a_team_holds_for_itself(self):
        (found,) = self.of(team("x", "two"))
        assert where(found) == ("team:x", ("rituals", "two"))
        assert found.place.key
        (found,) = self.of(team("x", rituals={"two": {"at": "10:15"}}))
        assert where(found) == ("team:x", ("rituals", "two", "at"))

    def test_names_the_person_where_names_are_shown(self):
        assert "(Ann)" not in self.of(team("x", "one"), team("y", "two"))[0].message
        assert "A (Ann)" in self.of(team("x", "one"), team("y", "two"), show_holders="true")[0].message

    def test_looks_as_far_ahead_as_the_setting_says(self):
        assert self.of(team("x", rituals={"two": {"starts": "2026-12-14"}}))
        assert self.of(team("x", rituals={"two": {"starts": "2026-12-14"}}), rules={"L707": {"days": "20"}}) == []

    @pytest.mark.parametrize("days", ["nan", "inf", "-5", "1e12"])
    def test_a_senseless_setting_does_no_harm(self, days: str):
        self.of(rules={"L707": {"days": days}})

    def test_a_withdrawn_ritual_takes_place_no_more(self):
        one = ritual("one", "a", cadence={"every": "week", "at": "10:00"}, withdrawn=GONE)
        assert (
            told("L707", playbook(one, ritual("two", "a", cadence={"every": "week", "at": "10:00"}), roles="a")) == []
        )

    def test_where_the_day_is_full_it_proposes_another_day(self):
        one = ritual("one", "a", cadence={"every": "week", "at": "08:00"}, minutes=600)
        book = playbook(one, ritual("two", "a", cadence={"every": "week", "at": "10:00"}), roles="a")
        assert "on another day" in told("L707", book)[0].fix


class TestL708TwinRituals:
    five = "a b c d e"

    def of(self, second: Entity, *others: Entity, **fields: Any) -> list[Breach]:
        return told("L708", playbook(ritual("one", self.five), second, *others, roles="a b c d e f g", **fields))

    def test_four_of_five_are_enough_and_three_are_not(self):
        (found,) = self.of(ritual("two", "a b c d"))
        assert where(found) == ("ritual:two", ("participants", "required"))
        assert "share 4 of 5 required roles, which is 80%" in found.message
        assert self.of(ritual("two", "a b c f g")) == []
        assert self.of(ritual("two", "a b c"), rules={"L708": {"share": "0.6"}})

    def test_the_shorter_one_goes(self):
        (found,) = self.of(ritual("two", self.five, minutes=90))
        assert where(found)[0] == "ritual:one"
        assert "agenda of Two" in found.fix

    def test_another_kind_or_rhythm_is_no_twin(self):
        assert self.of(ritual("two", self.five, kind="demo")) == []
        assert self.of(ritual("two", self.five, every="month")) == []
        assert self.of(ritual("two", self.five, cadence={"trigger": "A launch"})) == []

    def test_a_time_of_day_makes_no_difference(self):
        assert self.of(ritual("two", self.five, cadence={"every": "week", "at": "10:00"}))

    def test_what_different_teams_hold_is_apart(self):
        assert self.of(ritual("two", self.five), team("x", "one"), team("y", "two")) == []
        assert self.of(ritual("two", self.five), team("x", "one", "two"))


class TestL709FacilitatorStaysAway:
    def test_one_among_whom_it_goes_round(self):
        lead = {"roles": ["a", "b"], "rotates": "true"}
        (found,) = told("L709", playbook(ritual("r", "a", facilitator=lead), roles="a b"))
        assert where(found) == ("ritual:r", ("facilitator", "roles", 1))
        assert found.message == "B leads R and is not among its required participants"
        assert found.fix == "add `b` to its required participants"

    def test_one_who_may_stay_away(self):
        people = {"required": ["b"], "optional": ["a"]}
        (found,) = told("L709", playbook(ritual("r", "", participants=people), roles="a b"))
        assert found.message == "A leads R and is only optional there"
        assert (
            found.fix
            == "move `a` from the optional to the required participants, or let B lead it, who is always there"
        )

    def test_one_who_is_there(self):
        assert told("L709", playbook(ritual("r", "a b"), roles="a b")) == []

    def test_one_who_is_withdrawn_is_told_by_k907(self):
        assert told("L709", playbook(ritual("r", "b"), entity("role", "a", withdrawn=GONE), roles="b")) == []
