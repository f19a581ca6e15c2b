from __future__ import annotations

from datetime import date

from opbook.model.entity import Entity
from opbook.model.rhythm import by_trigger, occurrences
from tests.workbench import entity, playbook, ritual

START, END = date(2026, 3, 1), date(2026, 3, 31)


def found(*entities: Entity) -> list[tuple[str, str, str, str]]:
    days = occurrences(playbook(*entities, roles="a"), START, END)
    return [(str(each.day), each.at, each.ritual, each.team) for each in sorted(days)]


def weekly(**fields: object) -> Entity:
    return ritual("sync", "a", cadence={"every": "week", "day": "monday", "at": "10:00", **fields})


def team(id_: str, **fields: object) -> Entity:
    return entity("team", id_, **{"rituals": {"sync": {}}, **fields})


def test_a_ritual_that_no_team_lists_is_held_once():
    assert found(weekly()) == [
        ("2026-03-02", "10:00", "sync", ""),
        ("2026-03-09", "10:00", "sync", ""),
        ("2026-03-16", "10:00", "sync", ""),
        ("2026-03-23", "10:00", "sync", ""),
        ("2026-03-30", "10:00", "sync", ""),
    ]


def test_both_ends_are_included():
    daily = ritual("sync", "a", cadence={"every": "week", "day": "sunday"})
    assert found(daily)[0][0] == "2026-03-01"
    other = ritual("sync", "a", cadence={"every": "week", "day": "tuesday"})
    assert found(other)[-1][0] == "2026-03-31"


def test_each_team_holds_its_own_on_its_own_day():
    own = {"sync": {"day": "friday", "at": "09:00", "starts": "2026-03-10", "ends": "2026-03-20"}}
    assert found(weekly(), team("north", rituals=own), team("south"))[:4] == [
        ("2026-03-02", "10:00", "sync", "south"),
        ("2026-03-09", "10:00", "sync", "south"),
        ("2026-03-13", "09:00", "sync", "north"),
        ("2026-03-16", "10:00", "sync", "south"),
    ]
    north = [day for day, _, _, who in found(weekly(), team("north", rituals=own)) if who == "north"]
    assert north == ["2026-03-13", "2026-03-20"]


def test_a_swarm_meets_while_it_lives():
    swarm = team("swarm", kind="swarm", starts="2026-03-09", ends="2026-03-16")
    assert [day for day, *_ in found(weekly(), swarm)] == ["2026-03-09", "2026-03-16"]


def test_a_standing_team_has_no_end():
    standing = team("north", starts="2026-03-09", ends="2026-03-16")
    assert len(found(weekly(), standing)) == 5


def test_several_patterns_all_count():
    both = ritual(
        "sync", "a", cadence=[{"every": "month", "day": "first monday"}, {"every": "month", "day": "last monday"}]
    )
    assert [day for day, *_ in found(both)] == ["2026-03-02", "2026-03-30"]


def test_what_an_event_calls_for():
    one = ritual("b-one", "a", cadence=[{"trigger": "Launch"}, {"every": "year"}])
    two = ritual("a-two", "a", cadence=[{"trigger": "Launch"}, {"trigger": "Loss"}])
    called = by_trigger(playbook(one, two, roles="a"))
    assert {trigger: [each.id for each in rituals] for trigger, rituals in called.items()} == {
        "Launch": ["a-two", "b-one"],
        "Loss": ["a-two"],
    }
    assert found(ritual("sync", "a", cadence={"trigger": "Launch"})) == []


def test_it_says_in_which_zone_its_time_of_day_holds():
    own = {"sync": {"timezone": "Asia/Tokyo"}}
    book = playbook(weekly(timezone="Europe/Lisbon"), team("north", rituals=own), team("south"), roles="a")
    assert {each.team: each.timezone for each in occurrences(book, START, END)} == {
        "north": "Asia/Tokyo",
        "south": "Europe/Lisbon",
    }
