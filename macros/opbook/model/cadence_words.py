"""Cadences as people say them."""

from __future__ import annotations

from opbook.model.cadence import MONTHS, Cadence
from opbook.model.rule_words import rule_in_words

_OF_QUARTER = ("first", "second", "third")


def cadence_in_words(cadence: Cadence, zone: str) -> str:
    """A cadence as people say it, e.g. ``every Tuesday at 10:00``.

    Args:
        cadence: The cadence.
        zone: The playbook's time zone; another one is named.
    """
    if cadence.trigger is not None:
        often = f" (about {cadence.per_year} times a year)" if (cadence.per_year or 1) > 1 else ""
        return f"on call: {cadence.trigger}{often}"
    day = " ".join(
        word if word in ("first", "second", "third", "fourth", "last") else word.capitalize()
        for word in (cadence.day or "").split()
    )
    match cadence.every:
        case None:
            said = rule_in_words(cadence.rrule, cadence.starts) if cadence.rrule and cadence.starts else None
            words = said or f"by the rule {cadence.rrule}"
        case "workday":
            words = "every working day"
        case "week":
            words = f"every {day or 'week'}"
        case "2 weeks":
            words = f"every other {day or 'week'}"
        case "month":
            words = f"every month, {day}" if day else "every month"
        case "quarter":
            when = f" of its {_OF_QUARTER[(cadence.month or 1) - 1]} month"
            words = f"every quarter, {day}{when}" if day else f"every quarter, at the start{when}"
        case "year":
            month = MONTHS[(cadence.month or 1) - 1]
            words = f"every year, {day} of {month}" if day else f"every year in {month}"
    if cadence.at is not None:
        words += f" at {cadence.at}"
        if cadence.timezone is not None and cadence.timezone != zone:
            words += f" ({cadence.timezone})"
    return words
