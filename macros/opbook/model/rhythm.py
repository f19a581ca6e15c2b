"""The rhythm of the year, and what an event calls for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from opbook.model.meetings import Held, holdings
from opbook.model.playbook import Playbook
from opbook.model.ritual import Ritual


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One day on which a ritual takes place."""

    day: date
    at: str
    """The time of day, ``HH:MM``; empty where none is given."""
    ritual: str
    """The ritual's id."""
    team: str
    """The id of the team that holds it; empty where it is held once for all."""
    timezone: str = ""
    """Where the time of day holds; empty for the playbook's own zone."""


def occurrences(playbook: Playbook, start: date, end: date) -> Iterator[Occurrence]:
    """Yield what takes place by the calendar from `start` to `end`, both included, in no order."""
    days: dict[tuple[str, date | None], tuple[date, ...]] = {}  # teams often hold a ritual on the same days
    for held in holdings(playbook):
        own = held.team.rituals[held.ritual.id] if held.team else None
        for cadence in held.cadences:
            recurrence = (cadence.rule, cadence.starts)
            if recurrence not in days:
                days[recurrence] = tuple(takewhile(lambda day: day <= end, cadence.dates(start)))
            for day in days[recurrence]:
                if own is not None and own.ends is not None and day > own.ends:
                    break
                if cadence.starts is not None and day < cadence.starts:
                    continue
                if held.team is not None and held.team.is_swarm and not _lives(held, day):
                    continue
                team = held.team.id if held.team else ""
                yield Occurrence(day, cadence.at or "", held.ritual.id, team, cadence.timezone or "")


def _lives(held: Held, day: date) -> bool:
    team = held.team
    assert team is not None
    return (team.starts is None or team.starts <= day) and (team.ends is None or day <= team.ends)


def by_trigger(playbook: Playbook) -> dict[str, tuple[Ritual, ...]]:
    """What an event calls for: the rituals of each trigger, in the playbook's order."""
    found: dict[str, tuple[Ritual, ...]] = {}
    for ritual in playbook.rituals.values():
        for trigger in ritual.triggers:
            found[trigger] = (*found.get(trigger, ()), ritual)
    return found
