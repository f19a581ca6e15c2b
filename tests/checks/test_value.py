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
SAFE = {"review_date": "2027-01-18", "stop_rule": "Stop.", "tranche": "First."}


def told(code: str, found: Playbook, on: date = ON) -> list[Breach]:
    rule = rules()[code]
    return list(rule.function(Case(found, on, thresholds_of(rule, found))))


def where(breach: Breach) -> tuple[str, tuple[str | int, ...]]:
    return str(breach.place.address), breach.place.route


def bet(id_: str, **fields: Any) -> Entity:
    return entity("bet", id_, **fields)


class TestV601:
    def test_flow_alone_shows_no_outcome(self):
        found = playbook(entity("metric", "f", measures="flow"), entity("practice", "p", metrics=["f"]))
        (breach,) = told("V601", found)
        assert where(breach) == ("practice:p", ("metrics",))
        assert breach.message == "P is measured by F (flow), and by no outcome"

    def test_proposes_an_outcome_of_a_ritual_that_it_serves(self):
        outcome = entity("metric", "m", reviewed_in="review")
        found = playbook(outcome, ritual("review", "a"), entity("practice", "p", rituals=["review"]), roles="a")
        (breach,) = told("V601", found)
        assert (breach.place.route, breach.place.key) == (("outcome",), True)
        assert breach.message == "P has no metric"
        assert breach.fix.startswith("add M to its `metrics`")
        assert "Review, which it serves" in breach.fix


class TestV602:
    def test_what_replaces_something_or_serves_a_ritual_is_for_something(self):
        meeting = ritual("sync", "a")
        linked = {"do": activity("a", "a", rituals=["sync"])}
        assert told("V602", playbook(entity("practice", "p", replaces="A report."))) == []
        assert told("V602", playbook(meeting, entity("practice", "p", rituals=["sync"]), roles="a")) == []
        assert told("V602", playbook(meeting, entity("practice", "p", activities=linked), roles="a")) == []

    def test_a_withdrawn_ritual_is_not_served(self):
        found = playbook(ritual("sync", "a", withdrawn=GONE), entity("practice", "p", rituals=["sync"]), roles="a")
        (breach,) = told("V602", found)
        assert (*where(breach), breach.place.key) == ("practice:p", ("outcome",), True)


class TestV603:
    def test_one_bet_is_no_portfolio(self):
        assert told("V603", playbook(bet("a"), bet("b", state="done"))) == []

    def test_a_bet_of_the_other_stream_that_is_over_does_not_count(self):
        found = playbook(bet("a"), bet("b"), bet("c"), bet("d", stream="project", state="stopped"))
        (breach,) = told("V603", found)
        assert where(breach) == ("bet:a", ("stream",))
        assert (
            breach.message
            == "all 3 open bets are of the product stream (A, B and C), and none is of the project stream"
        )
        assert breach.fix.startswith("ask the project side")

    def test_both_streams_are_well(self):
        assert told("V603", playbook(bet("a"), bet("b", stream="project", state="idea"))) == []


class TestV604:
    def swarm(self, **fields: Any) -> Entity:
        return entity("team", "s", kind="swarm", **fields)

    def test_without_dates_it_runs(self):
        (breach,) = told("V604", playbook(self.swarm()))
        assert where(breach) == ("team:s", ("kind",))
        assert "S is a swarm without dates, and no bet names it" in breach.message

    @pytest.mark.parametrize("dates", [{"starts": "2026-11-23"}, {"ends": "2026-11-21"}])
    def test_before_and_after_its_days_it_needs_no_bet(self, dates: dict[str, str]):
        assert told("V604", playbook(self.swarm(**dates))) == []

    def test_its_first_and_last_day_count(self):
        found = playbook(self.swarm(starts="2026-11-22", ends="2026-11-22"))
        assert "at work since 2026-11-22 until 2026-11-22" in told("V604", found)[0].message

    def test_proposes_an_open_bet_without_a_team(self):
        (breach,) = told("V604", playbook(self.swarm(), bet("free"), bet("over", state="done")))
        assert breach.fix.startswith("name S as the `team` of Free,")

    def test_a_bet_that_names_it_is_enough_and_a_standing_team_needs_none(self):
        assert told("V604", playbook(self.swarm(), bet("b", team="s", state="done"))) == []
        assert told("V604", playbook(entity("team", "t"))) == []


class TestV605:
    def active(self, number: int, **settings: Any) -> Playbook:
        return playbook(*(bet(f"b{n}", state_since=f"2026-0{9 - n}-01") for n in range(number)), **settings)

    def test_as_many_as_the_limit_are_well(self):
        assert told("V605", self.active(4)) == []

    def test_is_told_at_the_one_that_began_last(self):
        (breach,) = told("V605", self.active(5))
        assert where(breach) == ("bet:b0", ("state",))
        assert breach.message.startswith("5 bets are active, more than 4: B4 (since 2026-05-01)")
        assert len(breach.related) == 4

    def test_the_threshold_can_be_set(self):
        assert told("V605", self.active(5, rules={"V605": {"most": "5"}})) == []
        assert told("V605", self.active(1, rules={"V605": {"most": "0"}}))

    def test_only_active_bets_count(self):
        assert told("V605", playbook(*(bet(f"b{n}", state="funded") for n in range(9)))) == []


class TestV606:
    @pytest.mark.parametrize(
        ("field", "words", "route"),
        [("review_date", "no review date", "stop_rule"), ("stop_rule", "no stop rule", "review_date")],
    )
    def test_names_what_is_missing(self, field: str, words: str, route: str):
        fields = {key: value for key, value in SAFE.items() if key != field}
        (breach,) = told("V606", playbook(bet("b", state="paused", **fields)))
        assert (*where(breach), breach.place.key) == ("bet:b", (route,), True)
        assert breach.message == f"B is paused, and has {words}"

    @pytest.mark.parametrize("state", ["idea", "shaping", "done", "stopped"])
    def test_without_money_none_is_needed(self, state: str):
        assert told("V606", playbook(bet("b", state=state))) == []

    def test_proposes_the_next_review_at_which_it_can_be_stopped(self):
        fund = entity(
            "stage", "fund", activities={"stop": activity("boss", "boss", kind="decision", reversible="false")}
        )
        big = ritual("big", "boss", every="quarter", kind="review")
        small = ritual("small", "po", every="month", kind="review")
        (breach,) = told("V606", playbook(bet("b"), fund, big, small, roles="boss po"))
        assert "set `review_date` to 2027-01-01, the next Big" in breach.fix


class TestV607:
    def test_the_day_itself_is_not_missed(self):
        assert told("V607", playbook(bet("b", review_date="2026-11-22"))) == []

    def test_says_for_how_long(self):
        (breach,) = told("V607", playbook(bet("b", state="funded", review_date="2026-11-21")))
        assert where(breach) == ("bet:b", ("review_date",))
        assert "by 2026-11-21, 1 day ago, and is still funded" in breach.message

    @pytest.mark.parametrize("state", ["shaping", "done", "stopped"])
    def test_only_where_money_is_out(self, state: str):
        assert told("V607", playbook(bet("b", state=state, review_date="2026-01-05"))) == []


class TestV608:
    def test_says_which_of_the_two_is_missing(self):
        waits = [{"bet": "other", "owner": "a"}, {"bet": "other", "needed_by": "2027-01-05"}]
        no_date, no_owner = told("V608", playbook(bet("b", depends_on=waits), bet("other"), roles="a"))
        assert where(no_date) == ("bet:b", ("depends_on", 0, "bet"))
        assert no_date.message == "B waits for Other, and no date says until when"
        assert no_owner.message == "B waits for Other, and nobody sees to it"

    @pytest.mark.parametrize(("mine", "other"), [("done", "active"), ("active", "done"), ("active", "stopped")])
    def test_nobody_waits_where_one_of_the_two_is_over(self, mine: str, other: str):
        found = playbook(bet("b", state=mine, depends_on=[{"bet": "other"}]), bet("other", state=other))
        assert told("V608", found) == []

    def test_stands_in_the_line_of_the_dependency(self, tiny: TinyPlaybook):
        text = "name: B\nstream: product\nhypothesis: H.\nstate: idea\n"
        tiny.write("bets/other.yml", text)
        tiny.write("bets/b.yml", text + "depends_on:\n  - bet: other\n")
        (found,) = judge(tiny.read(), ON, wanted=[rules()["V608"]]).findings
        assert (found.location.path, found.location.line, found.location.column) == ("bets/b.yml", 6, 10)


class TestV609:
    def strangers(self, *rituals: Entity, owner: str = "a", seats: str = "b") -> Playbook:
        return playbook(
            entity("team", "mine", roles={"a": 1, "c": 1}),
            entity("team", "theirs", roles=dict.fromkeys(seats.split(), 1)),
            bet("b", team="mine", depends_on=[{"bet": "other", "owner": owner, "needed_by": "2027-01-05"}]),
            bet("other", team="theirs"),
            *rituals,
            roles="a b c",
        )

    def test_tells_an_owner_who_meets_nobody_there(self):
        (breach,) = told("V609", self.strangers(ritual("own", "a c")))
        assert where(breach) == ("bet:b", ("depends_on", 0, "owner"))
        assert "takes part in no ritual with Theirs (B)" in breach.message
        assert breach.fix == "give A and B a conversation, weekly until it is settled"

    def test_an_optional_seat_or_the_chair_is_enough(self):
        guest = ritual("sync", "", participants={"required": ["b"], "optional": ["a"]})
        chair = ritual("sync", "b", facilitator="a")
        assert told("V609", self.strangers(guest)) == []
        assert told("V609", self.strangers(chair)) == []

    def test_who_wears_a_hat_of_that_team_is_no_stranger(self):
        assert told("V609", self.strangers(owner="b")) == []

    def test_without_an_owner_or_a_team_it_leaves_the_matter_to_others(self):
        waits = [{"bet": "other"}, {"bet": "other", "owner": "a"}]
        assert told("V609", playbook(bet("b", depends_on=waits), bet("other"), roles="a")) == []

    def test_proposes_somebody_of_the_team_who_meets_them(self):
        (breach,) = told("V609", self.strangers(ritual("sync", "b c", facilitator="c")))
        assert breach.fix == "let C own it, who meets B"

    def test_else_proposes_their_most_frequent_conversation(self):
        rare, weekly = (ritual(each, "b", every=each, facilitator="b") for each in ("year", "week"))
        own = ritual("own", "a c", every="workday", facilitator="c")
        (breach,) = told("V609", self.strangers(rare, weekly, own))
        assert breach.fix == "add A to the optional participants of Week, where B can be met"


class TestV610:
    def fund(self, **fields: Any) -> Entity:
        decision = {"name": "Stop a bet", "kind": "decision", "reversible": "false", **fields}
        return entity("stage", "fund", activities={"stop": activity("boss", "po", **decision)})

    def test_a_review_without_anybody_who_can_stop_is_told(self):
        (breach,) = told("V610", playbook(self.fund(), ritual("r", "a", kind="review"), roles="boss po a"))
        assert where(breach) == ("ritual:r", ("participants",))
        assert 'add Boss, who answers for "Stop a bet", to the optional participants of R' in breach.fix

    @pytest.mark.parametrize(
        "fields",
        [
            {"participants": {"required": ["a"], "optional": ["boss"]}},
            {"facilitator": "boss"},
            {"kind": "demo"},
            {"withdrawn": GONE},
        ],
    )
    def test_is_silent_where_one_may_come_or_nothing_is_reviewed(self, fields: dict[str, Any]):
        found = playbook(self.fund(), ritual("r", "a", **{"kind": "review", **fields}), roles="boss po a")
        assert told("V610", found) == []

    @pytest.mark.parametrize("fields", [{"reversible": "true"}, {"reversible": None}, {"kind": "work"}])
    def test_is_silent_where_nothing_is_irreversible(self, fields: dict[str, Any]):
        found = playbook(self.fund(**fields), ritual("r", "a", kind="review"), roles="boss po a")
        assert told("V610", found) == []


class TestV611:
    def test_points_at_the_level_and_tells_a_sign_of_it(self):
        levels = {"2": {"statement": "S.", "looks_like": ["A date in the calendar."]}}
        claims = {"p": {"level": 2, "date": "2026-09-01"}, "q": {"level": 1, "date": "2026-09-01", "evidence": "E."}}
        teams = entity("team", "t", maturity=claims)
        (breach,) = told("V611", playbook(entity("practice", "p", levels=levels), entity("practice", "q"), teams))
        assert where(breach) == ("team:t", ("maturity", "p", "level"))
        assert 'or claim level 1; a sign of it: "A date in the calendar."' in breach.fix

    def test_the_lowest_level_cannot_be_lowered(self):
        teams = entity("team", "t", maturity={"p": {"level": 1, "date": "2026-09-01"}})
        (breach,) = told("V611", playbook(entity("practice", "p"), teams))
        assert "or claim" not in breach.fix


class TestV612:
    def five(self, **stopped: Any) -> Playbook:
        others = [bet(f"b{n}", state_since=f"2026-0{n + 1}-01") for n in range(4)]
        return playbook(*others, bet("z", **stopped))

    def test_four_bets_are_too_few_to_tell(self):
        assert told("V612", playbook(*(bet(f"b{n}") for n in range(4)))) == []

    def test_points_at_the_oldest_bet(self):
        (breach,) = told("V612", self.five(state="done"))
        assert where(breach) == ("bet:b0", ("state",))
        assert breach.message == "of 5 bets none has been stopped in the last 365 days; none ever was"
        assert breach.fix == "take B0, active since 2026-01-01, and ask what would make you stop in the next review"

    def test_a_year_is_counted_to_the_day(self):
        assert told("V612", self.five(state="stopped", state_since="2025-11-22")) == []
        (breach,) = told("V612", self.five(state="stopped", state_since="2025-11-21"))
        assert "the last one was Z, on 2025-11-21" in breach.message

    def test_one_stopped_on_an_unknown_day_counts_as_lately(self):
        assert told("V612", self.five(state="stopped")) == []

    def test_thresholds_can_be_set(self):
        few = playbook(bet("a"), bet("b"), rules={"V612": {"least": "2", "days": "90"}})
        assert "of 2 bets none has been stopped in the last 90 days" in told("V612", few)[0].message
        late = playbook(
            bet("a", state="stopped", state_since="2026-01-05"), rules={"V612": {"least": "1", "days": "1e12"}}
        )
        assert told("V612", late) == []

    def test_holds_where_all_bets_are_over(self):
        (breach,) = told("V612", playbook(*(bet(f"b{n}", state="done") for n in range(5))))
        assert breach.fix.startswith("enter what was stopped without a page")


class TestV613:
    @pytest.mark.parametrize("state", ["active", "funded"])
    def test_what_is_paid_for_needs_a_tranche(self, state: str):
        (breach,) = told("V613", playbook(bet("b", state=state)))
        assert where(breach) == ("bet:b", ("state",))
        assert f"B is {state}, and no tranche" in breach.message

    @pytest.mark.parametrize("state", ["idea", "shaping", "paused", "stopped", "done"])
    def test_nothing_else_does(self, state: str):
        assert told("V613", playbook(bet("b", state=state))) == []


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "-1", "0.5", "1e300"])
def test_no_threshold_makes_them_raise(value: str):
    bets = [bet(f"b{n}", metrics=["m"], product="p") for n in range(6)]
    things = [*bets, entity("metric", "m"), entity("product", "p", metrics=["m"])]
    settings = {"V605": {"most": value}, "V612": {"least": value, "days": value}, "M409": {"most": value}}
    found = playbook(*things, rules=settings)
    for code in settings:
        told(code, found)


def test_withdrawn_things_are_not_judged():
    gone = [
        entity("practice", "p", withdrawn=GONE),
        entity("team", "s", kind="swarm", maturity={"p": {"level": 2, "date": "2026-09-01"}}, withdrawn=GONE),
        *(bet(f"b{n}", depends_on=[{"bet": "b0"}], withdrawn=GONE) for n in range(6)),
    ]
    found = playbook(*gone)
    assert [code for code in rules() if code[0] == "V" and told(code, found)] == []


def test_the_shipped_playbook_is_free_of_them(shipped: Playbook):
    assert [code for code in rules() if code[0] == "V" and told(code, shipped)] == []
