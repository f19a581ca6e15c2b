"""A reader's own playbook: what it says before a role is chosen, and what each role brings to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from opbook.model.activity import Activity, Letter
from opbook.model.address import Address
from opbook.model.playbook import Playbook
from opbook.model.responsibility import groups
from opbook.model.rhythm import occurrences
from opbook.model.role import Role

_BEFORE = timedelta(days=14)
_AFTER = relativedelta(months=24)


@dataclass(frozen=True, slots=True)
class Part:
    """What a role has to do with an activity."""

    place: int
    """Where the activity stands among all of the playbook."""
    activity: Activity
    home: Address
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """The days on which a ritual takes place at one time of day, as one team holds it or as it is held for all."""

    ritual: str
    team: str
    """The id of the team; empty where it is held once for all."""
    at: str
    """The time of day, ``HH:MM``; empty where none is given."""
    timezone: str
    """Where that time holds."""
    days: tuple[date, ...]


def mine(playbook: Playbook, on: date) -> Mapping[str, Any]:
    """The values that the template takes, by name: the roles in force by the id of their discipline."""
    by_discipline: dict[str, list[Role]] = {id_: [] for id_ in playbook.settings.disciplines}
    for role in playbook.in_force.roles.values():
        by_discipline.setdefault(role.discipline, []).append(role)
    return {"by_discipline": {id_: roles for id_, roles in by_discipline.items() if roles}}


def known_days(on: date) -> tuple[date, date]:
    """The first and the last day of which a playbook that is published on a day knows what takes place."""
    return on - _BEFORE, on + _AFTER


def sittings(playbook: Playbook, start: date, end: date) -> tuple[Sitting, ...]:
    """What takes place by the calendar between two days, both included, by ritual and team in the playbook's order."""
    days: dict[tuple[str, str, str, str], list[date]] = {}
    for each in occurrences(playbook, start, end):
        zone = each.timezone or playbook.settings.timezone
        days.setdefault((each.ritual, each.team, each.at, zone), []).append(each.day)
    return tuple(Sitting(*key, tuple(sorted(set(found)))) for key, found in days.items())


def parts(playbook: Playbook) -> Mapping[str, tuple[Part, ...]]:
    """Every role's part in every activity in which it has one, in the playbook's order, by the role's id."""
    found: dict[str, list[Part]] = {id_: [] for id_ in playbook.roles}
    activities = ((group.home, activity) for group in groups(playbook) for activity in group.activities)
    for place, (home, activity) in enumerate(activities):
        for role in activity.roles:
            if role in found:
                found[role].append(Part(place, activity, home, activity.letters(role)))
    return {role: tuple(own) for role, own in found.items()}
