"""When a recurring conversation takes place, in the terms of RFC 5545 where it has any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache, cached_property
from itertools import takewhile
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from dateutil.rrule import rrulestr
from pydantic import BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from opbook.model.entity import Model
from opbook.model.scalars import Between, Clock, Day, Line, wrong

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
EVERY = ("workday", "week", "2 weeks", "month", "quarter", "year")
WEEKS_A_YEAR = 52

_A_YEAR = {"workday": 260.0, "week": 52.0, "2 weeks": 26.0, "month": 12.0, "quarter": 4.0, "year": 1.0}
_RULE_PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYSETPOS"}
_RULE_PARTS |= {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH"}
_COUNT = re.compile(r"[1-9][0-9]{0,3}\Z")
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_YEARS_TRIED = 8  # the longest time between two leap days


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(value: Any) -> str:
    if not isinstance(value, str) or value not in _zones():
        raise wrong("a time zone of the IANA list, such as Europe/Lisbon")
    return value


def weekday(value: Any) -> str:
    """Take a day of the week, alone or counted within a month: ``monday``, ``third wednesday``."""
    words = str(value).split()
    good = words and words[-1] in WEEKDAYS and (len(words) == 1 or (len(words) == 2 and words[0] in NTH))
    if not good:
        raise wrong("a day of the week, such as monday, third wednesday or last friday")
    return " ".join(words)


Zone = Annotated[str, BeforeValidator(_zone)]
"""A time zone of the IANA list."""
Weekday = Annotated[str, BeforeValidator(weekday)]
"""A day of the week, alone or counted within a month."""


def _try_rule(rule: str, starts: date) -> None:
    """Refuse an RFC 5545 rule that is none, that never takes place, or that nobody could count to its end."""
    parts = [part.partition("=") for part in rule.upper().split(";")]
    values = {name: value for name, _, value in parts}
    if values.get("FREQ") not in _FREQUENCIES:
        raise PydanticCustomError("contradiction", "needs an rrule with FREQ=DAILY, WEEKLY, MONTHLY or YEARLY")
    is_known = len(values) == len(parts) and set(values) <= _RULE_PARTS and not {"COUNT", "UNTIL"} <= set(values)
    is_known = is_known and "(" not in rule  # dateutil's own MO(+1), which other programs do not read
    are_counts = all(_COUNT.match(values.get(name, "1")) for name in ("INTERVAL", "COUNT"))
    pattern = [f"{name}={value}" for name, value in values.items() if name not in ("COUNT", "UNTIL")]
    pattern.append(f"UNTIL={min(starts.year + _YEARS_TRIED, date.max.year):04}1231")
    try:
        if not is_known or not are_counts:
            raise ValueError
        rrulestr(rule, dtstart=_midnight(starts), ignoretz=True)
        days = list(rrulestr(";".join(pattern), dtstart=_midnight(starts), ignoretz=True))
    except (ValueError, KeyError, IndexError, TypeError, OverflowError):
        raise PydanticCustomError("contradiction", "has an rrule that RFC 5545 does not know") from None
    if not days:
        raise PydanticCustomError("contradiction", "has an rrule that never takes place")


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


class Cadence(Model):
    """One pattern of recurrence: every so often, an RFC 5545 rule, or an event that calls for it."""

    every: Literal["workday", "week", "2 weeks", "month", "quarter", "year"] | None = None
    """How often. `workday` is Monday to Friday; `2 weeks` needs `starts`."""
    rrule: Line | None = None
    """An RFC 5545 recurrence rule, for what `every` cannot say; needs `starts`."""
    trigger: Line | None = None
    """The event that calls for it, for a conversation without a calendar."""
    per_year: Annotated[int, BeforeValidator(Between(1, 366))] | None = None
    """How often a year the event is expected; with `trigger` only."""
    month: Annotated[int, BeforeValidator(Between(1, 12))] | None = None
    """The month: 1 to 3 within a quarter, 1 to 12 within a year."""
    day: Weekday | None = None
    """The day of the week; for a month, quarter or year counted within the month: `third wednesday`."""
    at: Clock | None = None
    """The time of day it begins."""
    timezone: Zone | None = None
    """Where that time of day holds; the playbook's own zone where absent."""
    starts: Day | None = None
    """The first day on which it may take place."""

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if sum(value is not None for value in (self.every, self.rrule, self.trigger)) != 1:
            raise PydanticCustomError("contradiction", "needs exactly one of every, rrule or trigger")
        needs_start = self.rrule is not None or self.every == "2 weeks"
        if needs_start and self.starts is None:
            raise PydanticCustomError("contradiction", "needs starts: the first day, from which the weeks count")
        if self.per_year is not None and self.trigger is None:
            raise PydanticCustomError("contradiction", "takes per_year only together with trigger")
        nth = self.day is not None and " " in self.day
        if self.every == "workday" and self.day is not None:
            raise PydanticCustomError("contradiction", "takes no day: every workday is Monday to Friday")
        if self.every in ("week", "2 weeks") and nth:
            raise PydanticCustomError("contradiction", "counts days within a month, which a week does not have")
        if self.every in ("month", "quarter", "year") and self.day is not None and not nth:
            raise PydanticCustomError("contradiction", "needs to know which one: first, second, third, fourth or last")
        if self.month is not None and self.every not in ("quarter", "year"):
            raise PydanticCustomError("contradiction", "takes a month only for every quarter or year")
        if self.every == "quarter" and (self.month or 1) > 3:
            raise PydanticCustomError("contradiction", "takes month 1 to 3 within a quarter")
        if self.rrule is not None and self.starts is not None:
            _try_rule(self.rrule, self.starts)
        return self

    @cached_property
    def rule(self) -> str:
        """The recurrence as an RFC 5545 RRULE value; empty for a trigger."""
        if self.rrule is not None:
            return self.rrule
        if self.every is None:
            return ""
        ordinal, _, weekday = (self.day or self._weekday_of_start).rpartition(" ")
        code = weekday[:2].upper()
        match self.every:
            case "workday":
                return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
            case "week":
                return f"FREQ=WEEKLY;BYDAY={code}"
            case "2 weeks":
                return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={code}"
        by_day = f";BYDAY={NTH[ordinal]}{code}" if self.day else ";BYMONTHDAY=1"
        if self.every == "month":
            return "FREQ=MONTHLY" + by_day
        month = self.month or 1
        months = (month,) if self.every == "year" else tuple(month + offset for offset in (0, 3, 6, 9))
        return f"FREQ=YEARLY;BYMONTH={','.join(map(str, months))}" + by_day

    @property
    def _weekday_of_start(self) -> str:
        return WEEKDAYS[self.starts.weekday()] if self.starts else WEEKDAYS[0]

    @cached_property
    def a_year(self) -> float:
        """How often it takes place in 52 weeks; for a trigger as often as expected, once where nothing is said."""
        if self.trigger is not None:
            return float(self.per_year or 1)
        if self.every is not None:
            return _A_YEAR[self.every]
        start = self.starts or date.min
        first = next(self.dates(start), None)
        if first is None:
            return 0.0
        days = WEEKS_A_YEAR * 7
        return float(sum(1 for _ in takewhile(lambda day: (day - first).days < days, self.dates(first))))

    @property
    def monthly_or_more(self) -> bool:
        """Whether it takes place at least once a month by the calendar."""
        return self.trigger is None and self.a_year >= _A_YEAR["month"]

    def dates(self, start: date) -> Iterator[date]:
        """Yield the days on which it takes place from `start` on, in order; nothing for a trigger.

        Weeks of `2 weeks` and `rrule` count from `starts`, whatever day the reader asks from.
        """
        if not self.rule:
            return
        anchor = self.starts or start
        rule = rrulestr(self.rule, dtstart=_midnight(anchor), ignoretz=True)
        for moment in rule.xafter(_midnight(start), inc=True):
            yield moment.date()

    def moment(self, day: date, zone: str) -> datetime | None:
        """When it begins on a day, in its own time zone or else in `zone`; `None` where no time is given."""
        if self.at is None:
            return None
        hour, minute = map(int, self.at.split(":"))
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(self.timezone or zone))
