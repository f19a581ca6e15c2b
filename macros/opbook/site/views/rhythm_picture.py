"""The rhythm of a year, a quarter and a week, and what an event calls for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, pairwise, takewhile

from opbook.model.cadence import MONTHS, WEEKDAYS, Cadence
from opbook.model.meetings import holdings
from opbook.model.playbook import Playbook
from opbook.model.rhythm import Occurrence, by_trigger, occurrences
from opbook.model.ritual import Ritual

WEEKS = 13
_DAYS_SHOWN = 3
"""How many days a cell lists; more, of teams on days of their own, are a range."""


@dataclass(frozen=True, slots=True)
class Column:
    """A month or a week."""

    start: date
    end: date
    head: str
    """``Nov``, or the day of a week's Monday."""
    over: str
    """What stands above where it begins: a year, or a month; else empty."""
    is_now: bool
    """Whether the day lies in it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The days of a ritual within one column."""

    days: tuple[date, ...]
    tells: str
    """The days, times and teams in words."""

    @property
    def text(self) -> str:
        """The days of the month; a range where there are many."""
        if len(self.days) > _DAYS_SHOWN:
            return f"{self.days[0].day}\N{EN DASH}{self.days[-1].day}"
        return ", ".join(str(day.day) for day in self.days)


@dataclass(frozen=True, slots=True)
class Row:
    """A ritual."""

    ritual: Ritual
    often: str
    """How often, in a word or two."""
    by_teams: bool
    """Whether teams hold it, each for itself."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Rituals in rows, months or weeks in columns, days in the cells."""

    title: str
    start: date
    end: date
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def has_teams(self) -> bool:
        """Whether some ritual is held by teams, each for itself."""
        return any(row.by_teams for row in self.rows)


@dataclass(frozen=True, slots=True)
class Entry:
    """A ritual on a day of the typical week."""

    at: str
    """The time of day; empty where none is given."""
    ritual: Ritual
    mark: str
    """When it is not every week: ``every other week``, ``third Monday``; else empty."""
    by_teams: bool
    """Whether teams hold it, each at a time of its own, of which this is the usual one."""


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the typical week."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """A typical week."""

    days: tuple[Weekday, ...]
    loose: tuple[Entry, ...]
    """What falls on no certain day of the week."""

    @property
    def has_teams(self) -> bool:
        """Whether some ritual is held by teams, each for itself."""
        return any(entry.by_teams for day in self.days for entry in day.entries)


@dataclass(frozen=True, slots=True)
class Event:
    """What one event calls for."""

    trigger: str
    per_year: int | None
    """How often a year it is expected; `None` where that is not said."""
    rituals: tuple[Ritual, ...]


def year(playbook: Playbook, on: date) -> Calendar:
    """Twelve months from the month of `on`: the rituals that recur every month or less often."""
    starts = [date(on.year + (on.month - 1 + ahead) // 12, (on.month - 1 + ahead) % 12 + 1, 1) for ahead in range(13)]
    columns = tuple(
        Column(
            start,
            after - timedelta(days=1),
            MONTHS[start.month - 1][:3],
            str(start.year) if index == 0 or start.month == 1 else "",
            start <= on < after,
        )
        for index, (start, after) in enumerate(pairwise(starts))
    )
    title = f"Twelve months from {MONTHS[starts[0].month - 1]} {starts[0].year}"
    return _calendar(playbook, title, columns, lambda cadence: 0 < cadence.a_year <= 12)


def quarter(playbook: Playbook, on: date) -> Calendar:
    """Thirteen weeks from the Monday of the week of `on`: what recurs every week to every quarter."""
    monday = on - timedelta(days=on.weekday())
    starts = [monday + timedelta(weeks=ahead) for ahead in range(WEEKS)]
    columns = tuple(
        Column(
            start,
            start + timedelta(days=6),
            str(start.day),
            MONTHS[start.month - 1][:3] if index == 0 or start.month != starts[index - 1].month else "",
            index == 0,
        )
        for index, start in enumerate(starts)
    )
    title = f"Thirteen weeks from Monday {monday.day} {MONTHS[monday.month - 1]} {monday.year}"
    return _calendar(
        playbook, title, columns, lambda cadence: cadence.every != "workday" and 4 <= round(cadence.a_year) < 200
    )


def _calendar(
    playbook: Playbook, title: str, columns: tuple[Column, ...], wanted: Callable[[Cadence], bool]
) -> Calendar:
    shown = {
        ritual.id: cadences
        for ritual in playbook.rituals.values()
        if (cadences := [each for each in ritual.cadence if each.trigger is None and wanted(each)])
    }
    start, end = columns[0].start, columns[-1].end
    found: dict[str, list[Occurrence]] = {}
    for each in occurrences(playbook, start, end):
        if each.ritual in shown:
            found.setdefault(each.ritual, []).append(each)
    rows = [
        Row(
            playbook.rituals[id_],
            ", ".join(dict.fromkeys(_often(cadence) for cadence in shown[id_])),
            any(each.team for each in took_place),
            tuple(_cell(playbook, took_place, column) for column in columns),
        )
        for id_, took_place in found.items()
    ]
    rows.sort(key=lambda row: (-max(each.a_year for each in shown[row.ritual.id]), row.ritual.name.casefold()))
    return Calendar(title, start, end, columns, tuple(rows))


def _cell(playbook: Playbook, took_place: Iterable[Occurrence], column: Column) -> Cell:
    inside = sorted(each for each in took_place if column.start <= each.day <= column.end)
    tells = []
    for each in inside:
        who = f", {playbook.teams[each.team].name}" if each.team in playbook.teams else ""
        day = f"{WEEKDAYS[each.day.weekday()].capitalize()} {each.day.day} {MONTHS[each.day.month - 1]}"
        tells.append(f"{day}{f', {each.at}' if each.at else ''}{who}")
    return Cell(tuple(dict.fromkeys(each.day for each in inside)), "; ".join(tells))


def _often(cadence: Cadence) -> str:
    """How often a cadence recurs, in a word or two."""
    words = {"workday": "every workday", "week": "weekly", "2 weeks": "fortnightly", "month": "monthly"}
    words |= {"quarter": "quarterly", "year": "yearly"}
    return words[cadence.every] if cadence.every else f"{round(cadence.a_year)} times a year"


def week(playbook: Playbook) -> Week:
    """A typical week: what recurs every month or more often, by the day, in the order of time.

    What teams hold stands once, at the time that its own page gives, however many teams hold it.
    """
    by_teams = {held.ritual.id for held in holdings(playbook) if held.team is not None}
    days: dict[int, list[Entry]] = {number: [] for number in range(5)}
    loose: list[Entry] = []
    for ritual in playbook.rituals.values():
        for cadence in ritual.cadence:
            if not cadence.monthly_or_more:
                continue
            entry = Entry(cadence.at or "", ritual, _mark(cadence), ritual.id in by_teams)
            on_days = tuple(_weekdays(cadence))
            if not on_days:
                loose.append(entry)
            for number in on_days:
                days.setdefault(number, []).append(entry)
    return Week(
        tuple(
            Weekday(
                WEEKDAYS[number].capitalize(),
                tuple(sorted(days[number], key=lambda each: (each.at or "99", each.mark, each.ritual.name))),
            )
            for number in sorted(days)
        ),
        tuple(loose),
    )


def _mark(cadence: Cadence) -> str:
    match cadence.every:
        case "workday" | "week":
            return ""
        case "2 weeks":
            return "every other week"
        case "month" if cadence.day is not None:
            ordinal, _, day = cadence.day.rpartition(" ")
            return f"{ordinal} {day.capitalize()}"
        case "month":
            return "first day of the month"
    return f"by its own rule, {round(cadence.a_year)} times a year"


def _weekdays(cadence: Cadence) -> Iterator[int]:
    """The days of the week on which it falls, Monday 0; none where that changes."""
    if cadence.every == "workday":
        yield from range(5)
    elif cadence.day is not None:
        yield WEEKDAYS.index(cadence.day.rpartition(" ")[2])
    elif cadence.every in ("week", "2 weeks"):
        yield cadence.starts.weekday() if cadence.starts is not None else 0
    elif cadence.rrule is not None and cadence.starts is not None:
        end = cadence.starts + timedelta(days=366)
        days = takewhile(lambda day: day <= end, islice(cadence.dates(cadence.starts), 60))
        found = sorted({day.weekday() for day in days})
        yield from found if len(found) < 5 or cadence.a_year >= 200 else ()


def events(playbook: Playbook) -> tuple[Event, ...]:
    """What each event calls for, in the playbook's order."""
    return tuple(
        Event(
            trigger,
            next(
                (
                    cadence.per_year
                    for ritual in rituals
                    for cadence in ritual.cadence
                    if cadence.trigger == trigger and cadence.per_year is not None
                ),
                None,
            ),
            rituals,
        )
        for trigger, rituals in by_trigger(playbook).items()
    )


SCALES = ("year", "quarter", "week", "events")
"""The pictures of the rhythm, as pages name them."""


def of_scale(playbook: Playbook, scale: str, on: date) -> Calendar | Week | tuple[Event, ...]:
    """The picture of one scale; `on` counts for the year and the quarter."""
    match scale:
        case "year":
            return year(playbook, on)
        case "quarter":
            return quarter(playbook, on)
        case "week":
            return week(playbook)
        case _:
            return events(playbook)
