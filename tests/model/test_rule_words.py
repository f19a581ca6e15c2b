from __future__ import annotations

from calendar import day_name, month_name
from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from opbook.model.rule_words import rule_in_words

MONDAY = date(2026, 1, 12)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=3;COUNT=5", "every 3 days, 5 times in all"),
        ("FREQ=DAILY;COUNT=1", "every day, once only"),
        ("FREQ=WEEKLY", "every Monday"),
        ("FREQ=WEEKLY;BYDAY=TH,TU", "every Tuesday and Thursday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every working day"),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,WE,FR", "every 3 weeks on Monday, Wednesday and Friday"),
        ("freq=weekly;byday=we;until=20260301T000000Z", "every Wednesday, until 1 March 2026"),
        ("FREQ=MONTHLY", "every month on the 12th"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,22,-1", "every month on the 1st, the 22nd and the last day"),
        ("FREQ=MONTHLY;BYDAY=+2TU,-1FR", "every month on the second Tuesday and the last Friday"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=-2WE", "every 2 months on the last but one Wednesday"),
        ("FREQ=YEARLY", "every year on the 12th of January"),
        ("FREQ=YEARLY;BYMONTH=6", "every year on the 12th of June"),
        ("FREQ=YEARLY;INTERVAL=2;BYMONTH=9,3;BYDAY=1MO", "every 2 years on the first Monday of March and September"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=3", "every year on the 3rd of December"),
    ],
)
def test_what_people_use_is_said_in_words(rule: str, said: str):
    assert rule_in_words(rule, MONDAY) == said


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYDAY=MO",
        "FREQ=WEEKLY;BYMONTH=3",
        "FREQ=WEEKLY;WKST=SU",
        "FREQ=MONTHLY;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "FREQ=MONTHLY;BYMONTHDAY=-2",
        "FREQ=MONTHLY;BYMONTH=3;BYDAY=1MO",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
        "FREQ=YEARLY;BYDAY=20MO",
        "FREQ=YEARLY;BYMONTHDAY=1",
        "FREQ=YEARLY;BYWEEKNO=20",
    ],
)
def test_what_takes_more_than_a_short_sentence_is_not_said(rule: str):
    assert rule_in_words(rule, MONDAY) is None


def some(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=3, unique=True).map(",".join)


@st.composite
def rules(draw: st.DrawFn) -> str:
    nth = st.tuples(st.sampled_from(["", "1", "2", "-1", "-2"]), st.sampled_from(DAYS)).map("".join)
    parts = {
        "FREQ": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
        "INTERVAL": st.sampled_from(["1", "2", "3"]),
        "BYDAY": some(nth),
        "BYMONTHDAY": some(st.sampled_from(["1", "12", "31", "-1"])),
        "BYMONTH": some(st.sampled_from(["1", "2", "12"])),
        "COUNT": st.sampled_from(["1", "4"]),
        "UNTIL": st.sampled_from(["20260601", "20270101"]),
    }
    chosen = ["FREQ", *(name for name in parts if name not in ("FREQ", "UNTIL") and draw(st.integers(0, 2)) == 0)]
    if "COUNT" not in chosen and draw(st.booleans()):
        chosen.append("UNTIL")
    return ";".join(f"{name}={draw(parts[name])}" for name in chosen)


@settings(max_examples=300)
@given(rules(), st.integers(0, 40))
def test_what_is_said_leaves_no_doubt_about_the_days(rule: str, later: int):
    """Reads the sentence back by its own grammar: it is the same days that come of it."""
    starts = MONDAY + timedelta(days=later)
    said = rule_in_words(rule, starts)
    assume(said)
    assert said
    first = datetime(starts.year, starts.month, starts.day)
    horizon = first + timedelta(days=3 * 366)

    def days(rule: str) -> list[datetime]:
        return rrulestr(rule, dtstart=first, ignoretz=True).between(first, horizon, inc=True)

    assert days(understood(said)) == days(rule), said


MONTHS, NAMES = month_name[1:], list(day_name)
NTH = {"first": "1", "second": "2", "last": "-1", "last but one": "-2"}


def understood(said: str) -> str:
    """The rule that a reader takes from a sentence, without a look at the first day."""
    said, *ending = said.split(", until ") if ", until " in said else said.split(", once")
    rule = []
    if said.endswith(" in all"):
        said, _, count = said.rpartition(", ")
        rule.append(f"COUNT={count.split()[0]}")
    elif ending:
        day, *rest = ending[0].split()
        rule.append(f"UNTIL={rest[1]}{MONTHS.index(rest[0]) + 1:02}{int(day):02}" if rest else "COUNT=1")
    every, _, on = said.removeprefix("every ").partition(" on ")
    if every == "working day":
        every, on = "week", "Monday, Tuesday, Wednesday, Thursday and Friday"
    elif any(every.startswith(name) for name in NAMES):
        every, on = "week", every
    number, _, unit = every.rpartition(" ")
    unit = unit.rstrip("s")
    rule += [f"FREQ={'DAILY' if unit == 'day' else unit.upper() + 'LY'}", f"INTERVAL={number or 1}"]
    on, _, months = on.partition(" of ")
    if months:
        rule.append("BYMONTH=" + ",".join(str(MONTHS.index(each) + 1) for each in listed(months)))
    weekdays, dates = [], []
    for each in listed(on):
        *nth, last = each.removeprefix("the ").split()
        if last in NAMES:
            weekdays.append(NTH.get(" ".join(nth), "") + DAYS[NAMES.index(last)])
        else:
            dates.append("-1" if last == "day" else last[:-2])
    rule += [f"BYDAY={','.join(weekdays)}"] * bool(weekdays) + [f"BYMONTHDAY={','.join(dates)}"] * bool(dates)
    return ";".join(rule)


def listed(words: str) -> list[str]:
    return words.replace(" and ", ", ").split(", ") if words else []
