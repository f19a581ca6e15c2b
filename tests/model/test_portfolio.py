from __future__ import annotations

from datetime import date

import pytest

from opbook.model.portfolio import (
    bets_of_team,
    bets_with_money,
    dependencies,
    irreversible_decisions,
    meet_anywhere,
    next_review,
    open_bets,
    runs_on,
)
from opbook.model.team import Team
from tests.workbench import activity, entity, playbook, ritual

GONE = {"date": "2026-11-02", "reason": "Nobody needs it."}
ON = date(2026, 11, 22)


def test_open_bets_and_those_with_money():
    states = ("idea", "shaping", "funded", "active", "paused", "stopped", "done")
    found = playbook(*(entity("bet", state, state=state) for state in states), entity("bet", "gone", withdrawn=GONE))
    assert {each.id for each in open_bets(found)} == set(states) - {"stopped", "done"}
    assert {each.id for each in bets_with_money(found)} == {"funded", "active", "paused"}


def test_bets_of_a_team_count_in_every_state():
    found = playbook(entity("team", "t"), entity("bet", "a", team="t", state="done"), entity("bet", "b"))
    assert [each.id for each in bets_of_team(found, "t")] == ["a"]


@pytest.mark.parametrize(
    ("dates", "runs"),
    [
        ({}, True),
        ({"starts": "2026-11-22"}, True),
        ({"starts": "2026-11-23"}, False),
        ({"ends": "2026-11-22"}, True),
        ({"ends": "2026-11-21"}, False),
    ],
)
def test_a_swarm_runs_on_its_first_and_its_last_day(dates: dict[str, str], runs: bool):
    swarm = entity("team", "s", kind="swarm", **dates)
    assert isinstance(swarm, Team)
    assert runs_on(swarm, ON) is runs


def test_dependencies_are_those_on_open_bets_by_their_place():
    waits = [{"bet": "done"}, {"bet": "open"}]
    found = playbook(entity("bet", "b", depends_on=waits), entity("bet", "done", state="done"), entity("bet", "open"))
    assert [(index, other.id) for index, _, other in dependencies(found, found.bets["b"])] == [(1, "open")]


def test_two_meet_anywhere_as_guests_too():
    found = playbook(
        ritual("sync", "", participants={"required": ["b"], "optional": ["c"]}, facilitator="b"),
        ritual("old", "a b", withdrawn=GONE),
        roles="a b c",
    )
    assert meet_anywhere(found, "b", "c")
    assert meet_anywhere(found, "a", "a")
    assert not meet_anywhere(found, "a", "b")


def test_irreversible_decisions_say_so():
    rows = {
        "stop": activity("a", "a", kind="decision", reversible="false"),
        "try": activity("a", "a", kind="decision", reversible="true"),
        "open": activity("a", "a", kind="decision"),
        "work": activity("a", "a", reversible="false"),
    }
    found = playbook(entity("stage", "fund", activities=rows), roles="a")
    assert [each.id for each in irreversible_decisions(found)] == ["stop"]


def test_the_next_review_lies_after_the_day():
    monthly = {"every": "month", "day": "third monday"}
    found = playbook(ritual("r", "a", kind="review", cadence=monthly), ritual("sync", "a"), roles="a")
    review = next_review(found, date(2026, 12, 21))
    assert review is not None
    assert (review[0].id, review[1]) == ("r", date(2027, 1, 18))


def test_a_review_on_call_has_no_next_day():
    found = playbook(ritual("r", "a", kind="review", cadence={"trigger": "A launch"}), roles="a")
    assert next_review(found, ON) is None
