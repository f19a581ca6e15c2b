from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opbook.model.playbook import Playbook
from opbook.model.product import Product
from opbook.model.stewardship import (
    built_by,
    coverage,
    is_live,
    live_products,
    products_of,
    steward_of,
    stewards_of,
    swarms_on,
)
from tests.workbench import entity, playbook

JAN, DEC = date(2026, 1, 1), date(2026, 12, 31)


def product(*stewards: tuple[str, str, str | None], **fields: object) -> Product:
    each = [{"team": team, "from": since} | ({"until": until} if until else {}) for team, since, until in stewards]
    made = entity("product", "card", stewards=each, **{"launched": "2026-01-01", **fields})
    assert isinstance(made, Product)
    return made


def book(*stewards: tuple[str, str, str | None]) -> Playbook:
    return playbook(product(*stewards), *(entity("team", id_) for id_ in ("north", "south")))


def spans(each: Product, start: date = JAN, end: date = DEC) -> list[tuple[str, str, str]]:
    return [(str(span.start), str(span.end), " ".join(span.teams)) for span in coverage(each, start, end)]


HANDED_ON = (("north", "2026-01-01", "2026-06-30"), ("south", "2026-06-01", None))


class TestSteward:
    @pytest.mark.parametrize(
        ("on", "team"),
        [
            ("2025-12-31", None),
            ("2026-01-01", "north"),
            ("2026-05-31", "north"),
            ("2026-06-01", "south"),
            ("2026-06-30", "south"),
            ("2026-07-01", "south"),
            ("2036-01-01", "south"),
        ],
    )
    @pytest.mark.parametrize("stewards", [HANDED_ON, HANDED_ON[::-1]])
    def test_it_is_the_team_in_whose_days_the_day_lies_and_the_later_during_an_overlap(
        self, stewards: tuple[tuple[str, str, str | None], ...], on: str, team: str | None
    ):
        found = steward_of(book(*stewards), "card", on=date.fromisoformat(on))
        assert (found.id if found else None) == team

    def test_during_an_overlap_there_are_two(self):
        assert stewards_of(product(*HANDED_ON), date(2026, 6, 15)) == ("north", "south")

    def test_in_a_gap_there_is_none(self):
        gap = book(("north", "2026-01-01", "2026-02-28"), ("south", "2026-03-02", None))
        assert steward_of(gap, "card", on=date(2026, 3, 1)) is None
        assert products_of(gap, "north", date(2026, 3, 1)) == ()

    def test_products_of_a_team(self):
        both = book(*HANDED_ON)
        assert [each.id for each in products_of(both, "north", date(2026, 6, 15))] == ["card"]
        assert [each.id for each in products_of(both, "south", date(2026, 6, 15))] == ["card"]
        assert products_of(both, "south", date(2026, 5, 31)) == ()


class TestCoverage:
    def test_one_team_is_one_stretch(self):
        assert spans(product(("north", "2020-01-01", None))) == [("2026-01-01", "2026-12-31", "north")]

    def test_an_overlap_is_a_stretch_of_its_own(self):
        assert spans(product(*HANDED_ON)) == [
            ("2026-01-01", "2026-05-31", "north"),
            ("2026-06-01", "2026-06-30", "north south"),
            ("2026-07-01", "2026-12-31", "south"),
        ]

    def test_a_gap_is_a_stretch_of_nobody(self):
        gap = product(("north", "2026-01-01", "2026-02-28"), ("south", "2026-03-02", None))
        assert spans(gap)[1] == ("2026-03-01", "2026-03-01", "")
        assert [span.is_gap for span in coverage(gap, JAN, DEC)] == [False, True, False]

    def test_terms_of_one_team_that_meet_are_one_stretch(self):
        two_terms = product(("north", "2026-01-01", "2026-03-31"), ("north", "2026-04-01", None))
        assert spans(two_terms) == [("2026-01-01", "2026-12-31", "north")]

    def test_before_the_launch_nobody_has_to_be_there(self):
        late = product(("north", "2026-06-01", None), launched="2026-05-01")
        assert spans(late) == [("2026-05-01", "2026-05-31", ""), ("2026-06-01", "2026-12-31", "north")]
        never = product(("north", "2026-06-01", "2026-07-31"), launched=None)
        assert spans(never) == [("2026-06-01", "2026-07-31", "north")]

    def test_after_retirement_nobody_has_to_be_there(self):
        gone = product(("north", "2026-01-01", "2026-03-31"), retired="2026-06-01")
        assert spans(gone) == [("2026-01-01", "2026-03-31", "north"), ("2026-04-01", "2026-05-31", "")]
        kept = product(("north", "2026-01-01", None), retired="2026-06-01")
        assert spans(kept) == [("2026-01-01", "2026-12-31", "north")]

    def test_a_product_without_a_steward_is_unattended_from_its_launch(self):
        assert spans(product(launched="2026-03-01")) == [("2026-03-01", "2026-12-31", "")]
        assert spans(product(launched=None)) == []

    def test_one_day(self):
        assert spans(product(*HANDED_ON), date(2026, 6, 1), date(2026, 6, 1)) == [
            ("2026-06-01", "2026-06-01", "north south")
        ]


some_day = st.dates(date(2025, 11, 1), date(2027, 2, 1))
terms = st.lists(st.tuples(st.sampled_from(["north", "south", "west"]), some_day, some_day | st.none()), max_size=4)


@given(terms, some_day | st.none(), some_day | st.none())
def test_stretches_say_of_every_day_what_stewards_of_says(
    given_terms: list[tuple[str, date, date | None]], launched: date | None, retired: date | None
):
    stewards = [(team, str(since), str(until) if until else None) for team, since, until in given_terms]
    each = product(*stewards, launched=launched, retired=retired)
    stretches = coverage(each, JAN, DEC)
    days = [
        (span.start + timedelta(days=n), span.teams)
        for span in stretches
        for n in range((span.end - span.start).days + 1)
    ]
    assert [day for day, _ in days] == sorted({day for day, _ in days})
    assert all(teams == stewards_of(each, day) for day, teams in days)
    told = {day for day, _ in days}
    for n in range(365):
        day = JAN + timedelta(days=n)
        is_live = launched is not None and launched <= day and (retired is None or day < retired)
        assert (day in told) == (is_live or bool(stewards_of(each, day)))
    for one, other in pairwise(stretches):
        assert one.end < other.start
        assert one.teams != other.teams or one.end + timedelta(days=1) < other.start


@pytest.mark.parametrize(
    ("fields", "live"),
    [
        ({"stage": "operate"}, True),
        ({"stage": "build"}, False),
        ({}, False),
        ({"stage": "operate", "retired": "2026-11-22"}, False),
        ({"stage": "operate", "retired": "2026-11-23"}, True),
    ],
)
def test_a_product_is_live_where_its_stage_is_until_it_is_retired(fields: dict[str, str], live: bool):
    stages = [entity("stage", "build"), entity("stage", "operate", order=2, live=True)]
    found = playbook(*stages, entity("product", "app", **fields))
    day = date(2026, 11, 22)
    assert is_live(found, found.products["app"], day) is live
    assert live_products(found, day) == tuple(found.products.values()) * live


def test_what_a_team_builds_and_which_swarms_are_on_a_product():
    teams = [entity("team", "rush", kind="swarm"), entity("team", "desk")]
    bets = [
        entity("bet", "one", product="app", team="rush"),
        entity("bet", "two", product="app", team="rush", state="done"),
        entity("bet", "three", product="web", team="rush", state="done"),
        entity("bet", "four", product="web", team="desk"),
        entity("bet", "five"),
    ]
    found = playbook(*teams, *bets, entity("product", "app"), entity("product", "web"))
    assert [each.id for each in built_by(found, "rush")] == ["app", "web"]
    assert [each.id for each in swarms_on(found, "app")] == ["rush"]
    assert swarms_on(found, "web") == ()
