from __future__ import annotations

from datetime import UTC, date, timedelta
from itertools import islice, takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from opbook.model.cadence import EVERY, NTH, WEEKDAYS, Cadence

NEW_YEAR, NEW_YEARS_EVE = date(2026, 1, 1), date(2026, 12, 31)


def cadence(**fields: object) -> Cadence:
    return Cadence.model_validate(fields)


def of_2026(each: Cadence) -> list[str]:
    return [str(day) for day in takewhile(lambda day: day <= NEW_YEARS_EVE, each.dates(NEW_YEAR))]


class TestRule:
    @pytest.mark.parametrize(
        ("fields", "rule"),
        [
            ({"every": "workday"}, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
            ({"every": "week"}, "FREQ=WEEKLY;BYDAY=MO"),
            ({"every": "week", "day": "sunday"}, "FREQ=WEEKLY;BYDAY=SU"),
            ({"every": "week", "starts": "2026-01-15"}, "FREQ=WEEKLY;BYDAY=TH"),
            ({"every": "2 weeks", "starts": "2026-01-12"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
            ({"every": "2 weeks", "day": "friday", "starts": "2026-01-12"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
            ({"every": "month"}, "FREQ=MONTHLY;BYMONTHDAY=1"),
            ({"every": "month", "day": "third wednesday"}, "FREQ=MONTHLY;BYDAY=3WE"),
            ({"every": "month", "day": "last friday"}, "FREQ=MONTHLY;BYDAY=-1FR"),
            ({"every": "quarter"}, "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=1"),
            ({"every": "quarter", "month": "2", "day": "first monday"}, "FREQ=YEARLY;BYMONTH=2,5,8,11;BYDAY=1MO"),
            ({"every": "year"}, "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1"),
            ({"every": "year", "month": "11", "day": "second tuesday"}, "FREQ=YEARLY;BYMONTH=11;BYDAY=2TU"),
            ({"rrule": "FREQ=DAILY;INTERVAL=3", "starts": "2026-01-01"}, "FREQ=DAILY;INTERVAL=3"),
            ({"trigger": "A product is launched"}, ""),
        ],
    )
    def test_it_is_that_of_rfc_5545(self, fields: dict[str, str], rule: str):
        assert cadence(**fields).rule == rule


class TestDates:
    def test_a_workday_is_monday_to_friday(self):
        days = of_2026(cadence(every="workday"))
        assert days[:4] == ["2026-01-01", "2026-01-02", "2026-01-05", "2026-01-06"]
        assert len(days) == 261

    def test_a_week(self):
        days = of_2026(cadence(every="week", day="tuesday"))
        assert (days[0], days[-1], len(days)) == ("2026-01-06", "2026-12-29", 52)

    def test_two_weeks_count_from_the_start(self):
        each = cadence(every="2 weeks", day="wednesday", starts="2026-01-12")
        assert of_2026(each)[:3] == ["2026-01-14", "2026-01-28", "2026-02-11"]
        assert len(of_2026(each)) == 26

    def test_a_month(self):
        days = of_2026(cadence(every="month", day="last friday"))
        assert (days[0], days[1], days[-1], len(days)) == ("2026-01-30", "2026-02-27", "2026-12-25", 12)

    def test_a_quarter(self):
        days = of_2026(cadence(every="quarter", month="3", day="second thursday"))
        assert days == ["2026-03-12", "2026-06-11", "2026-09-10", "2026-12-10"]

    def test_a_year(self):
        assert of_2026(cadence(every="year", month="6", day="first monday")) == ["2026-06-01"]
        assert of_2026(cadence(every="year")) == ["2026-01-01"]

    def test_a_rule(self):
        each = cadence(rrule="FREQ=MONTHLY;BYDAY=2TU,4TU;UNTIL=20260301T000000Z", starts="2026-01-01")
        assert of_2026(each) == ["2026-01-13", "2026-01-27", "2026-02-10", "2026-02-24"]

    def test_a_count_counts_from_the_start(self):
        each = cadence(rrule="FREQ=DAILY;COUNT=5", starts="2025-12-30")
        assert of_2026(each) == ["2026-01-01", "2026-01-02", "2026-01-03"]

    def test_a_trigger_has_none(self):
        assert of_2026(cadence(trigger="Something happens")) == []

    def test_nothing_takes_place_before_the_start(self):
        assert of_2026(cadence(every="week", day="monday", starts="2026-12-15")) == ["2026-12-21", "2026-12-28"]


class TestMoment:
    def test_the_clock_on_the_wall_stays_the_same_in_summer_and_winter(self):
        each = cadence(every="week", at="10:00", timezone="Europe/Berlin")
        winter, summer = each.moment(date(2026, 3, 23), "UTC"), each.moment(date(2026, 3, 30), "UTC")
        assert winter is not None
        assert summer is not None
        assert (winter.hour, summer.hour) == (10, 10)
        assert (winter.astimezone(UTC).hour, summer.astimezone(UTC).hour) == (9, 8)

    def test_where_no_zone_is_given_that_of_the_playbook_holds(self):
        moment = cadence(every="week", at="09:30").moment(date(2026, 7, 1), "Asia/Kolkata")
        assert moment is not None
        assert moment.isoformat() == "2026-07-01T09:30:00+05:30"

    def test_without_a_time_of_day_there_is_none(self):
        assert cadence(every="week").moment(NEW_YEAR, "UTC") is None


class TestAYear:
    @pytest.mark.parametrize(
        ("fields", "times"),
        [
            ({"every": "workday"}, 260),
            ({"every": "week"}, 52),
            ({"every": "2 weeks", "starts": "2026-01-12"}, 26),
            ({"every": "month"}, 12),
            ({"every": "quarter"}, 4),
            ({"every": "year"}, 1),
            ({"trigger": "x"}, 1),
            ({"trigger": "x", "per_year": "6"}, 6),
            ({"rrule": "FREQ=WEEKLY;BYDAY=TU,TH", "starts": "2026-01-12"}, 104),
            ({"rrule": "FREQ=WEEKLY;INTERVAL=3", "starts": "2026-01-12"}, 18),
            ({"rrule": "FREQ=DAILY;COUNT=5", "starts": "2026-01-12"}, 5),
            ({"rrule": "FREQ=WEEKLY;UNTIL=20260201", "starts": "2026-01-12"}, 3),
            ({"rrule": "FREQ=WEEKLY;UNTIL=20250101", "starts": "2026-01-12"}, 0),
            ({"rrule": "FREQ=DAILY", "starts": "9999-12-31"}, 1),
            ({"rrule": "FREQ=DAILY", "starts": "0001-01-01"}, 364),
        ],
    )
    def test_it_is_counted_over_52_weeks(self, fields: dict[str, str], times: int):
        assert cadence(**fields).a_year == times

    @pytest.mark.parametrize(
        ("fields", "is_often"),
        [
            ({"every": "month"}, True),
            ({"every": "quarter"}, False),
            ({"trigger": "x", "per_year": "50"}, False),
            ({"rrule": "FREQ=MONTHLY", "starts": "2026-01-12"}, True),
            ({"rrule": "FREQ=MONTHLY;INTERVAL=2", "starts": "2026-01-12"}, False),
        ],
    )
    def test_monthly_or_more_is_by_the_calendar(self, fields: dict[str, str], is_often: bool):
        assert cadence(**fields).monthly_or_more is is_often


class TestContradictions:
    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({}, "needs exactly one of every, rrule or trigger"),
            ({"at": "10:00"}, "needs exactly one of every, rrule or trigger"),
            ({"every": "week", "trigger": "x"}, "needs exactly one of every, rrule or trigger"),
            ({"every": "week", "rrule": "FREQ=DAILY", "starts": "2026-01-01"}, "needs exactly one of"),
            ({"every": "2 weeks"}, "needs starts"),
            ({"rrule": "FREQ=DAILY"}, "needs starts"),
            ({"every": "week", "per_year": "3"}, "takes per_year only together with trigger"),
            ({"every": "workday", "day": "monday"}, "takes no day"),
            ({"every": "week", "day": "first monday"}, "counts days within a month"),
            ({"every": "2 weeks", "day": "last friday", "starts": "2026-01-01"}, "counts days within a month"),
            ({"every": "month", "day": "monday"}, "needs to know which one"),
            ({"every": "quarter", "day": "monday"}, "needs to know which one"),
            ({"every": "year", "day": "monday"}, "needs to know which one"),
            ({"every": "week", "month": "1"}, "takes a month only for every quarter or year"),
            ({"every": "month", "month": "1"}, "takes a month only for every quarter or year"),
            ({"trigger": "x", "month": "1"}, "takes a month only for every quarter or year"),
            ({"every": "quarter", "month": "4"}, "takes month 1 to 3 within a quarter"),
        ],
    )
    def test_what_does_not_fit_together(self, fields: dict[str, str], words: str):
        with pytest.raises(ValidationError) as caught:
            cadence(**fields)
        (error,) = caught.value.errors()
        assert error["type"] == "contradiction"
        assert error["msg"].startswith(words)

    @pytest.mark.parametrize(
        ("rule", "words"),
        [
            ("", "has no value"),
            ("weekly", "needs an rrule with FREQ"),
            ("FREQ=HOURLY", "needs an rrule with FREQ"),
            ("FREQ=SECONDLY", "needs an rrule with FREQ"),
            ("RRULE:FREQ=DAILY", "needs an rrule with FREQ"),
            ("DTSTART:20260101T000000", "needs an rrule with FREQ"),
            ("FREQ=DAILY;FREQ=WEEKLY", "has an rrule that RFC 5545 does not know"),
            ("FREQ=DAILY;", "has an rrule that RFC 5545 does not know"),
            ("FREQ=DAILY;BYHOUR=9", "has an rrule that RFC 5545 does not know"),
            ("FREQ=DAILY;BYEASTER=0", "has an rrule that RFC 5545 does not know"),
            ("FREQ=DAILY;INTERVAL=0", "has an rrule that RFC 5545 does not know"),
            ("FREQ=MONTHLY;BYDAY=MO(+1)", "has an rrule that RFC 5545 does not know"),
            ("FREQ=DAILY;INTERVAL=-1", "has an rrule that RFC 5545 does not know"),
            ("FREQ=DAILY;COUNT=0", "has an rrule that RFC 5545 does not know"),
            ("FREQ=DAILY;COUNT=x", "has an rrule that RFC 5545 does not know"),
            ("FREQ=DAILY;COUNT=2;UNTIL=20270101", "has an rrule that RFC 5545 does not know"),
            ("FREQ=DAILY;UNTIL=20269999", "has an rrule that RFC 5545 does not know"),
            ("FREQ=WEEKLY;BYDAY=", "has an rrule that RFC 5545 does not know"),
            ("FREQ=MONTHLY;BYDAY=9MO", "has an rrule that RFC 5545 does not know"),
            ("FREQ=MONTHLY;BYSETPOS=0;BYDAY=MO", "has an rrule that RFC 5545 does not know"),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "has an rrule that never takes place"),
            ("FREQ=YEARLY;BYMONTH=13", "has an rrule that never takes place"),
        ],
    )
    def test_a_rule_that_is_none(self, rule: str, words: str):
        with pytest.raises(ValidationError) as caught:
            cadence(rrule=rule, starts="2026-01-12")
        assert caught.value.errors()[0]["msg"].startswith(words)

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=WEEKLY;UNTIL=20261231T235959Z",
            "FREQ=WEEKLY;UNTIL=20261231",
            "INTERVAL=2;FREQ=WEEKLY;WKST=SU",
            "freq=monthly;byday=-1fr",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
            "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        ],
    )
    def test_a_rule_that_is_one(self, rule: str):
        assert cadence(rrule=rule, starts="2026-01-12").rule == rule


@st.composite
def cadences(draw: st.DrawFn) -> Cadence:
    every = draw(st.sampled_from([*EVERY, "rrule"]))
    starts = draw(st.dates(date(2020, 1, 1), date(2032, 12, 31)) | st.none())
    fields: dict[str, object] = {} if starts is None else {"starts": starts}
    weekday = st.sampled_from(WEEKDAYS)
    nth = st.builds("{} {}".format, st.sampled_from(list(NTH)), weekday)
    if every == "rrule":
        rules = ["FREQ=DAILY;INTERVAL=5", "FREQ=MONTHLY;BYDAY=2TU,4TU", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,FR"]
        return cadence(rrule=draw(st.sampled_from(rules)), **{"starts": date(2026, 1, 12), **fields})
    if every == "2 weeks":
        fields.setdefault("starts", date(2026, 1, 12))
    if every in ("week", "2 weeks"):
        fields["day"] = draw(weekday)
    elif every in ("month", "quarter", "year"):
        fields["day"] = draw(nth)
    if every in ("quarter", "year"):
        fields["month"] = draw(st.integers(1, 3 if every == "quarter" else 12))
    return cadence(every=every, **fields)


days = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@given(cadences(), days)
def test_dates_ascend_and_none_is_before_the_day_asked_from_or_the_start(each: Cadence, start: date):
    found = list(islice(each.dates(start), 30))
    assert len(found) == 30
    assert found == sorted(set(found))
    assert found[0] >= max(start, each.starts or start)


@given(cadences(), days, st.integers(0, 800))
def test_dates_do_not_depend_on_the_day_asked_from(each: Cadence, start: date, later: int):
    after = start + timedelta(days=later)
    all_of_them = takewhile(lambda day: day.year < 2035, each.dates(start))
    asked_later = takewhile(lambda day: day.year < 2035, each.dates(after))
    assert [day for day in all_of_them if day >= after] == list(asked_later)


@given(cadences(), days)
def test_every_date_is_one_of_the_days_that_the_rule_names(each: Cadence, start: date):
    for day in islice(each.dates(start), 60):
        if each.every == "workday":
            assert day.weekday() < 5
        elif each.day is not None:
            ordinal, _, weekday = each.day.rpartition(" ")
            assert WEEKDAYS[day.weekday()] == weekday
            if ordinal == "last":
                assert (day + timedelta(weeks=1)).month != day.month
            elif ordinal:
                assert (day.day - 1) // 7 + 1 == NTH[ordinal]
        if each.every == "quarter":
            assert (day.month - 1) % 3 + 1 == each.month
        if each.every == "year":
            assert day.month == each.month


@given(cadences().filter(lambda each: each.every is not None))
def test_a_year_fits_the_calendar(each: Cadence):
    start = max(NEW_YEAR, each.starts or NEW_YEAR)
    end = start + timedelta(weeks=520)
    in_ten_years = sum(1 for _ in takewhile(lambda day: day < end, each.dates(start)))
    assert in_ten_years / 10 == pytest.approx(each.a_year, rel=0.02, abs=0.2)
