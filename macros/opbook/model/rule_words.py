"""RFC 5545 recurrence rules as people say them."""

from __future__ import annotations

import re
from datetime import date

from opbook.model.cadence import MONTHS, WEEKDAYS
from opbook.model.phrases import listed

_SAID = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "COUNT", "UNTIL"}
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_NAMES = {day[:2].upper(): day.capitalize() for day in WEEKDAYS}
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "last but one"}
_DAY = re.compile(r"(?:\+?(-?\d+))?([A-Z]{2})\Z")
_WORKDAYS = ["MO", "TU", "WE", "TH", "FR"]


def rule_in_words(rule: str, starts: date) -> str | None:
    """A recurrence rule as people say it, e.g. ``every 3 weeks on Tuesday`` or ``every month on the 15th``.

    Args:
        rule: The value of an RRULE that a `Cadence` has taken.
        starts: The first day; it is the day of a rule that names none.

    Returns:
        `None` for a rule that takes more than a short sentence: such a rule is best shown as it is.
    """
    parts = dict(part.split("=") for part in rule.upper().split(";"))
    if parts.keys() - _SAID:
        return None
    days = [_DAY.match(each) for each in parts["BYDAY"].split(",")] if "BYDAY" in parts else []
    weekdays = [(int(each[1] or 0), each[2]) for each in days if each is not None]
    dates = [int(each) for each in parts["BYMONTHDAY"].split(",")] if "BYMONTHDAY" in parts else []
    months = sorted(int(each) for each in parts["BYMONTH"].split(",")) if "BYMONTH" in parts else []
    interval = int(parts.get("INTERVAL", "1"))
    unit = _UNITS[parts["FREQ"]]
    every = f"every {unit}" if interval == 1 else f"every {interval} {unit}s"
    match unit:
        case "day":
            found = None if weekdays or dates or months else every
        case "week":
            found = None if dates or months else _weekly(every, weekdays, starts)
        case "month":
            on = _of_month(weekdays, dates, starts)
            found = f"{every} on {on}" if on and not months else None
        case _:
            found = _yearly(every, weekdays, dates, months, starts)
    return found and found + _ending(parts)


def _weekly(every: str, weekdays: list[tuple[int, str]], starts: date) -> str | None:
    if any(nth for nth, _ in weekdays):
        return None
    codes = [code for code in _NAMES if (0, code) in weekdays] or [list(_NAMES)[starts.weekday()]]
    is_every_week = every == "every week"
    if is_every_week and codes == _WORKDAYS:
        return "every working day"
    names = listed([_NAMES[code] for code in codes])
    return f"every {names}" if is_every_week else f"{every} on {names}"


def _of_month(weekdays: list[tuple[int, str]], dates: list[int], starts: date) -> str | None:
    """Which days within a month: ``the second Tuesday``, ``the 1st and the 15th``, ``the last day``."""
    if weekdays and dates:
        return None
    if weekdays:
        if not all(nth in _NTH for nth, _ in weekdays):
            return None
        return listed([f"the {_NTH[nth]} {_NAMES[code]}" for nth, code in weekdays])
    dates = dates or [starts.day]
    if not all(1 <= each <= 31 or each == -1 for each in dates):
        return None
    return listed(["the last day" if each == -1 else f"the {_ordinal(each)}" for each in dates])


def _yearly(
    every: str, weekdays: list[tuple[int, str]], dates: list[int], months: list[int], starts: date
) -> str | None:
    if not months and (weekdays or dates):
        return None  # counted in the year, or in each of its months
    on = _of_month(weekdays, dates, starts)
    return on and f"{every} on {on} of {listed([MONTHS[month - 1] for month in months or [starts.month]])}"


def _ending(parts: dict[str, str]) -> str:
    if "COUNT" in parts:
        return ", once only" if parts["COUNT"] == "1" else f", {parts['COUNT']} times in all"
    if "UNTIL" in parts:
        last = date.fromisoformat(parts["UNTIL"][:8])
        return f", until {last.day} {MONTHS[last.month - 1]} {last.year}"
    return ""


def _ordinal(number: int) -> str:
    ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
