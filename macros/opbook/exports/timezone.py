"""Time zones as calendars carry them: the VTIMEZONE of RFC 5545."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_STEP = timedelta(days=7)  # no zone changes its clocks twice in a week
_SECOND = timedelta(seconds=1)


def vtimezone(name: str, first: int, last: int) -> Timezone:
    """The component that says when a zone changes its clocks.

    Those that icalendar makes begin summer time an hour late, and list every single change, which not every calendar
    understands. Here a change that comes back every year is a rule.

    Args:
        name: The zone's name in the IANA list.
        first: The first year that matters.
        last: The last year that matters; regular changes go on after it.
    """
    zone = ZoneInfo(name)
    start = datetime(first - 1, 1, 1, tzinfo=UTC)  # in that year every regular change has happened once
    changes: defaultdict[tuple[timedelta, timedelta, str], list[datetime]] = defaultdict(list)
    for moment, before in _changes(zone, start, datetime(last + 1, 1, 1, tzinfo=UTC)):
        changes[before, _offset(zone, moment), _name(zone, moment)].append((moment + before).replace(tzinfo=None))
    if not any(onsets[0].year < first for onsets in changes.values()):
        before = _offset(zone, start)
        changes[before, before, _name(zone, start)] = [start.replace(tzinfo=None)]
    made = Timezone()
    made.add("TZID", name)
    for (before, after, words), onsets in sorted(changes.items(), key=lambda each: each[1][0]):
        observance = TimezoneDaylight() if after > before else TimezoneStandard()
        observance.add("DTSTART", onsets[0])
        observance.add("TZOFFSETFROM", before)
        observance.add("TZOFFSETTO", after)
        observance.add("TZNAME", words)
        rule = _rule(onsets, last)
        if rule:
            observance.add("RRULE", rule)
        elif len(onsets) > 1:
            observance.add("RDATE", onsets[1:])
        made.add_component(observance)
    return made


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _name(zone: ZoneInfo, moment: datetime) -> str:
    return moment.astimezone(zone).tzname() or zone.key


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[tuple[datetime, timedelta]]:
    """Yield the moments at which the offset is a new one, each with the offset until then."""
    early, before = start, _offset(zone, start)
    while early < end:
        late = early + _STEP
        after = _offset(zone, late)
        if after != before:
            low, high = early, late
            while high - low > _SECOND:
                middle = (low + (high - low) / 2).replace(microsecond=0)
                low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
            yield high, before
        early, before = late, after


def _rule(onsets: Sequence[datetime], last: int) -> dict[str, object] | None:
    """The rule by which a change comes back every year until the last one and after; `None` where there is none."""
    years = range(onsets[0].year, last + 1)
    alike = {(each.month, each.weekday(), each.time()) for each in onsets}
    if len(years) < 2 or [each.year for each in onsets] != list(years) or len(alike) > 1:
        return None
    counts = [{(each.day + 6) // 7, -1 if (each + _STEP).month != each.month else 0} for each in onsets]
    count = min(set.intersection(*counts) - {0}, default=0)
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[onsets[0].weekday()]
    return {"FREQ": "YEARLY", "BYMONTH": onsets[0].month, "BYDAY": f"{count}{weekday}"} if count else None
