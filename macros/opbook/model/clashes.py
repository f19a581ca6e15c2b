"""Conversations that want the same people at the same time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from opbook.model.playbook import Playbook
from opbook.model.rhythm import occurrences
from opbook.model.ritual import Ritual
from opbook.model.team import Team

QUARTER_HOUR = 15
OPENS, CLOSES = 8 * 60, 18 * 60
"""Between which minutes of the day a better time is looked for."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A ritual on one day at one time, as one team holds it, or as it is held once for all (`team` is `None`)."""

    ritual: Ritual
    team: Team | None
    starts: datetime
    """When it begins, in the time zone in which it is held."""

    @property
    def holding(self) -> tuple[str, str]:
        """The ids of the ritual and of the team; the latter empty where it is held once for all."""
        return (self.ritual.id, self.team.id if self.team is not None else "")

    @property
    def span(self) -> tuple[datetime, datetime]:
        """When it begins and ends, in UTC."""
        begins = self.starts.astimezone(UTC)
        return begins, begins + timedelta(minutes=self.ritual.minutes)

    @property
    def ends(self) -> datetime:
        """When it ends, in the time zone in which it is held."""
        return self.span[1].astimezone(self.starts.tzinfo)


@dataclass(frozen=True, slots=True)
class Clash:
    """Two holdings that want the same people at the same time, on the first day on which they do."""

    first: Sitting
    second: Sitting
    roles: tuple[str, ...]
    """The ids of the roles that both require."""


def sittings(playbook: Playbook, start: date, end: date) -> Iterator[Sitting]:
    """Yield what takes place by the calendar at a known time of day, from `start` to `end`, both included."""
    for each in occurrences(playbook, start, end):
        if each.at:
            hour, minute = map(int, each.at.split(":"))
            zone = ZoneInfo(each.timezone or playbook.settings.timezone)
            moment = datetime(each.day.year, each.day.month, each.day.day, hour, minute, tzinfo=zone)
            yield Sitting(playbook.rituals[each.ritual], playbook.teams.get(each.team), moment)


def required_by_both(playbook: Playbook, a: Sitting, b: Sitting) -> tuple[str, ...]:
    """The roles whose holders two holdings both require.

    A team's own holding requires those who sit in the team. Of two teams that both name who holds a role, only
    somebody who holds it in both is required by both.
    """
    if a.holding == b.holding:
        return ()
    common = (role for role in a.ritual.participants.required if role in b.ritual.participants.required)
    return tuple(role for role in common if role in playbook.roles and _is_one_person(role, a.team, b.team))


def _is_one_person(role: str, a: Team | None, b: Team | None) -> bool:
    if any(team is not None and role not in team.roles for team in (a, b)):
        return False
    if a is None or b is None or a.id == b.id:
        return True
    return not a.roles[role].holders or not b.roles[role].holders or bool(people_in_both(role, a, b))


def people_in_both(role: str, a: Team | None, b: Team | None) -> tuple[str, ...]:
    """The names of those who hold a role in two teams; nobody where one of the two names no holders."""
    if a is None or b is None or role not in a.roles or role not in b.roles:
        return ()
    return tuple(name for name in a.roles[role].holders if name in b.roles[role].holders)


def clashes(playbook: Playbook, start: date, end: date) -> tuple[Clash, ...]:
    """Every two holdings that want the same people at overlapping times between two days, each pair once."""
    found: dict[frozenset[tuple[str, str]], Clash | None] = {}
    running: list[Sitting] = []
    for each in sorted(sittings(playbook, start, end), key=lambda each: (each.span, each.holding)):
        running = [other for other in running if other.span[1] > each.span[0]]
        for other in running:
            pair = frozenset((other.holding, each.holding))
            if pair not in found:
                roles = required_by_both(playbook, other, each)
                found[pair] = Clash(other, each, roles) if roles else None
        running.append(each)
    return tuple(clash for clash in found.values() if clash is not None)


def better_time(playbook: Playbook, moved: Sitting, start: date, end: date) -> str | None:
    """The time of day nearest to the present one at which a holding would meet no other that wants its people.

    Returns:
        A quarter of an hour as ``HH:MM`` in working hours, at which it clashes on none of its days between `start`
        and `end`; `None` where there is none.
    """
    own: list[Sitting] = []
    taken: defaultdict[date, list[tuple[datetime, datetime]]] = defaultdict(list)
    for each in sittings(playbook, start, end):
        if each.holding == moved.holding:
            own.append(each)
        elif required_by_both(playbook, moved, each):
            for day in {moment.date() for moment in each.span}:
                taken[day].append(each.span)
    now = moved.starts.hour * 60 + moved.starts.minute
    times = range(OPENS, CLOSES - moved.ritual.minutes + 1, QUARTER_HOUR)
    for minute in sorted(times, key=lambda each: (abs(each - now), each)):
        at = time(minute // 60, minute % 60)
        moved_to = (datetime.combine(each.starts.date(), at, each.starts.tzinfo) for each in own)
        spans = [Sitting(moved.ritual, moved.team, moment).span for moment in moved_to]
        if not any(a < d and c < b for a, b in spans for day in {a.date(), b.date()} for c, d in taken[day]):
            return f"{at:%H:%M}"
    return None
