from __future__ import annotations

import pytest

from opbook.model.cadence import Cadence
from opbook.model.meetings import (
    as_held,
    holdings,
    hours_in_teams,
    hours_of_seats,
    hours_per_week,
    hours_together,
    meets,
    rituals_in_force,
    rituals_of,
    shared_rituals,
    talked_over,
)
from opbook.model.playbook import Playbook
from opbook.model.team import Holding
from tests.workbench import activity, entity, playbook, ritual


def launch(**fields: object) -> object:
    return entity("stage", "launch", activities={"go": activity("a", "b", **fields)})


class TestMeets:
    @pytest.mark.parametrize(
        ("required", "every", "linked", "is_met"),
        [
            ("a b", "week", False, True),
            ("a b", "month", False, True),
            ("a b", "quarter", False, False),
            ("a b", "quarter", True, True),
            ("a", "week", True, False),
            ("a c", "week", True, False),
        ],
    )
    def test_some_ritual_requires_both_and_is_frequent_or_linked(
        self, required: str, every: str, linked: bool, is_met: bool
    ):
        stage = launch(rituals=["sync"] if linked else [])
        book = playbook(ritual("sync", required, every), stage, roles="a b c")
        assert meets(book, "a", "b", book.activities["go"]) is is_met
        assert meets(book, "b", "a", book.activities["go"]) is is_met

    def test_a_trigger_counts_only_where_it_is_linked(self):
        called = ritual("called", "a b", cadence={"trigger": "x", "per_year": 100})
        book = playbook(called, launch(), roles="a b")
        assert not meets(book, "a", "b", book.activities["go"])
        book = playbook(called, launch(rituals=["called"]), roles="a b")
        assert meets(book, "a", "b", book.activities["go"])

    def test_an_optional_seat_is_no_meeting(self):
        people = {"required": ["a"], "optional": ["b"]}
        book = playbook(ritual("sync", "a", participants=people), launch(rituals=["sync"]), roles="a b")
        assert not meets(book, "a", "b", book.activities["go"])
        assert shared_rituals(book, "a", "b") == ()
        assert [each.id for each in rituals_of(book, "b")] == ["sync"]


class TestHours:
    @pytest.mark.parametrize(
        ("every", "minutes", "hours"),
        [("workday", 15, 1.25), ("week", 60, 1.0), ("2 weeks", 60, 0.5), ("month", 130, 0.5), ("year", 3120, 1.0)],
    )
    def test_minutes_times_occurrences_over_52_weeks(self, every: str, minutes: int, hours: float):
        book = playbook(ritual("sync", "a", every, minutes), roles="a b")
        assert hours_per_week(book, "a") == pytest.approx(hours)
        assert hours_per_week(book, "b") == 0

    def test_only_what_is_required_counts(self):
        people = {"required": ["a"], "optional": ["b"]}
        book = playbook(ritual("one", "a b"), ritual("two", "a", participants=people), roles="a b")
        assert (hours_per_week(book, "a"), hours_per_week(book, "b")) == (2.0, 1.0)

    def test_what_is_withdrawn_takes_nobodys_time_and_is_joined_by_nobody(self):
        gone = {"date": "2026-01-31", "reason": "Nobody listened."}
        both = (ritual("sync", "a"), ritual("status", "a", withdrawn=gone))
        book = playbook(*both, entity("team", "t", rituals={"status": {}}), roles="a")
        assert [each.id for each in rituals_of(book, "a")] == ["sync"]
        assert hours_per_week(book, "a") == hours_per_week(book, "a", "t") == hours_in_teams(book, "a", ("t",)) == 1.0
        assert hours_of_seats(book, [("a", "t")]) == {"sync": 1.0}

    def test_every_pattern_of_a_ritual_counts(self):
        both = ritual("sync", "a", cadence=[{"every": "week"}, {"trigger": "x", "per_year": 26}])
        assert hours_per_week(playbook(both, roles="a"), "a") == pytest.approx(1.5)

    @pytest.fixture
    def teams(self) -> Playbook:
        return playbook(
            ritual("for-all", "a"),
            ritual("stand-up", "a", minutes=30),
            ritual("demo", "a", minutes=120),
            entity("team", "north", rituals={"stand-up": {}}),
            entity("team", "south", rituals={"stand-up": {}, "demo": {}}),
            roles="a",
        )

    @pytest.mark.parametrize(("team", "hours"), [(None, 3.5), ("north", 1.5), ("south", 3.5)])
    def test_of_a_team_what_it_holds_and_what_is_held_for_all(self, teams: Playbook, team: str | None, hours: float):
        assert hours_per_week(teams, "a", team) == pytest.approx(hours)

    @pytest.mark.parametrize(
        ("where", "hours"), [((), 1.0), (("north",), 1.5), (("south",), 3.5), (("north", "south"), 4.0)]
    )
    def test_for_one_in_several_teams_what_is_held_for_all_counts_once(
        self, teams: Playbook, where: tuple[str, ...], hours: float
    ):
        assert hours_in_teams(teams, "a", where) == pytest.approx(hours)


class TestHoldings:
    def test_each_team_that_lists_a_ritual_holds_it(self):
        book = playbook(
            ritual("alone", "a"),
            ritual("sync", "a"),
            entity("team", "south", rituals={"sync": {}}),
            entity("team", "north", rituals={"sync": {"day": "friday"}}),
            roles="a",
        )
        held = [(each.ritual.id, each.team.id if each.team else None) for each in holdings(book)]
        assert held == [("alone", None), ("sync", "north"), ("sync", "south")]
        days = {each.team.id: each.cadences[0].day for each in holdings(book) if each.team}
        assert days == {"north": "friday", "south": None}

    def test_only_what_differs_is_different(self):
        cadence = Cadence.model_validate({"every": "week", "day": "monday", "at": "10:00", "timezone": "Europe/Lisbon"})
        own = Holding.model_validate({"at": "11:30", "starts": "2026-02-01", "ends": "2026-03-01"})
        held = as_held(cadence, own)
        assert (held.day, held.at, held.timezone, str(held.starts)) == (
            "monday",
            "11:30",
            "Europe/Lisbon",
            "2026-02-01",
        )
        assert as_held(cadence, Holding()) == cadence


class TestHoursOfSeats:
    book = playbook(
        ritual("all", "a b"),
        ritual("own", "a", minutes=120),
        entity("team", "x", rituals={"own": {}}),
        entity("team", "y", rituals={"own": {}}),
        roles="a b",
    )

    def test_each_team_counts_and_what_is_held_for_all_counts_once(self):
        assert hours_of_seats(self.book, [("a", "x"), ("a", "y")]) == {"all": 1.0, "own": 4.0}

    def test_with_one_hat_it_is_hours_in_teams(self):
        seats = hours_of_seats(self.book, [("a", "x"), ("a", "y")])
        assert sum(seats.values()) == hours_in_teams(self.book, "a", ("x", "y"))

    def test_a_second_hat_does_not_count_twice(self):
        assert hours_of_seats(self.book, [("a", "x"), ("b", "y")]) == {"all": 1.0, "own": 2.0}


def test_a_ritual_talks_over_what_links_it_and_what_stands_in_it():
    own = ritual("sync", "a", activities={"inside": activity("a", "a")})
    stage = entity(
        "stage", "build", activities={"linked": activity("a", "a", rituals=["sync"]), "other": activity("a", "a")}
    )
    book = playbook(own, stage, roles="a")
    assert [each.id for each in talked_over(book, book.rituals["sync"])] == ["linked", "inside"]


class TestRitualsInForce:
    def book(self) -> Playbook:
        gone = {"date": "2026-11-02", "reason": "Nobody needs it."}
        rituals = [ritual("own", "a b"), ritual("theirs", "a b"), ritual("all", "a b"), ritual("half", "a")]
        teams = [entity("team", "us", rituals={"own": {}}), entity("team", "them", rituals={"theirs": {}})]
        return playbook(*rituals, ritual("was", "a b", withdrawn=gone), *teams, roles="a b")

    def test_a_team_has_its_own_and_what_is_held_once_for_all(self):
        assert {each.id for each in rituals_in_force(self.book())} == {"own", "theirs", "all", "half"}
        assert {each.id for each in rituals_in_force(self.book(), "us")} == {"own", "all", "half"}

    def test_two_are_together_where_both_are_required(self):
        assert hours_together(self.book(), "a", "b", "us") == 2.0
