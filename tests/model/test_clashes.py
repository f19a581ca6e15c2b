from __future__ import annotations

from datetime import date

from opbook.model.clashes import better_time, clashes, people_in_both, sittings
from opbook.model.entity import Entity
from tests.workbench import entity, playbook, ritual

START, END = date(2026, 11, 22), date(2026, 12, 31)


def weekly(id_: str, at: str, required: str = "a", day: str = "monday", minutes: int = 60, **fields: object) -> Entity:
    return ritual(id_, required, cadence={"every": "week", "day": day, "at": at, **fields}, minutes=minutes)


def team(id_: str, *rituals: str, **holders: list[str]) -> Entity:
    roles = {role: {"count": 1, "holders": names} for role, names in holders.items()}
    return entity("team", id_, roles=roles or {"a": 1}, rituals={each: {} for each in rituals})


def found(*entities: Entity, **fields: object) -> list[tuple[str, str, str, tuple[str, ...]]]:
    book = playbook(*entities, roles="a b", **fields)
    return [
        (str(each.first.starts.date()), "@".join(each.first.holding), "@".join(each.second.holding), each.roles)
        for each in clashes(book, START, END)
    ]


def test_tells_a_pair_once_with_its_first_day():
    assert found(weekly("one", "10:00"), weekly("two", "10:30")) == [("2026-11-23", "one@", "two@", ("a",))]


def test_one_may_begin_when_the_other_ends():
    assert found(weekly("one", "10:00"), weekly("two", "11:00")) == []


def test_different_people_may_meet_at_once():
    assert found(weekly("one", "10:00"), weekly("two", "10:00", "b")) == []


def test_what_has_no_time_of_day_clashes_with_nothing():
    assert found(weekly("one", "10:00"), ritual("two", "a", cadence={"every": "week", "day": "monday"})) == []


def test_a_ritual_does_not_clash_with_itself():
    twice = [{"every": "week", "day": "monday", "at": at} for at in ("10:00", "10:30")]
    assert found(ritual("one", "a", cadence=twice)) == []


def test_times_are_compared_in_their_own_zones():
    lisbon = weekly("one", "10:00", timezone="Europe/Lisbon")
    assert found(lisbon, weekly("two", "12:00", timezone="Europe/Helsinki")) != []
    assert found(lisbon, weekly("two", "10:00", timezone="Europe/Helsinki")) == []
    assert found(lisbon, weekly("two", "11:00"), timezone="Europe/Berlin") != []


def test_it_may_run_past_midnight():
    late = weekly("one", "23:30", minutes=90)
    assert found(late, weekly("two", "00:30", day="tuesday")) == [("2026-11-23", "one@", "two@", ("a",))]


class TestTeams:
    one, two = weekly("one", "10:00"), weekly("two", "10:00")

    def test_two_teams_in_both_of_which_the_role_sits(self):
        assert found(self.one, self.two, team("x", "one"), team("y", "two")) == [
            ("2026-11-23", "one@x", "two@y", ("a",)),
        ]

    def test_a_team_without_the_role(self):
        assert found(self.one, self.two, team("x", "one"), team("y", "two", b=["Bo"])) == []

    def test_two_people_with_one_hat(self):
        assert found(self.one, self.two, team("x", "one", a=["Ann"]), team("y", "two", a=["Bo"])) == []
        assert found(self.one, self.two, team("x", "one", a=["Ann", "Bo"]), team("y", "two", a=["Bo"])) != []

    def test_the_same_ritual_of_two_teams(self):
        assert found(self.one, team("x", "one", a=["Ann"]), team("y", "one", a=["Ann"])) != []

    def test_one_team_twice(self):
        assert found(self.one, self.two, team("x", "one", "two", a=["Ann"])) != []

    def test_what_is_held_for_all_requires_everybody(self):
        assert found(self.one, self.two, team("x", "one", a=["Ann"])) != []

    def test_people_in_both(self):
        x, y = (playbook(each).teams[each.id] for each in (team("x", a=["Ann", "Bo"]), team("y", a=["Bo"])))
        assert people_in_both("a", x, y) == ("Bo",)
        assert people_in_both("a", x, None) == ()


class TestBetterTime:
    def test_the_nearest_quarter_of_an_hour_that_is_free_on_every_day(self):
        book = playbook(
            weekly("one", "10:00"),
            weekly("two", "10:30"),
            ritual("rare", "a", cadence={"every": "month", "day": "first monday", "at": "11:00"}),
            roles="a",
        )
        moved = next(each for each in sittings(book, START, END) if each.holding == ("two", ""))
        assert better_time(book, moved, START, END) == "09:00"

    def test_where_the_day_is_full_there_is_none(self):
        book = playbook(weekly("one", "08:00", minutes=600), weekly("two", "10:30"), roles="a")
        moved = next(each for each in sittings(book, START, END) if each.holding == ("two", ""))
        assert better_time(book, moved, START, END) is None
