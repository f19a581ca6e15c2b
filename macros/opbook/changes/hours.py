"""Whose week is longer or shorter, and by which change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from opbook.changes.difference import Difference
from opbook.changes.naming import Naming
from opbook.changes.trees import Renames
from opbook.changes.words import Words, words
from opbook.model.address import Address
from opbook.model.meetings import hours_per_week
from opbook.model.playbook import Playbook

_NOTICEABLE = 0.01
"""Hours a week below which nobody's week is different."""


def more_hours(hours: float) -> str:
    """How many hours more or fewer, with as many decimals as it takes to see them: ``+0.5``, ``-0.04``."""
    return f"{hours:+.1f}" if abs(hours) >= 0.095 else f"{hours:+.2f}"


@dataclass(frozen=True, slots=True)
class Week:
    """How long the conversations of a role take, before and after, in hours a week."""

    role: str
    before: float
    after: float
    limit: int
    """How many hours are too many for it."""

    @property
    def more(self) -> float:
        """How much longer it is now."""
        return self.after - self.before


def weeks_of(before: Playbook, after: Playbook, renames: Renames) -> tuple[Week, ...]:
    """The weeks that are noticeably longer or shorter, the largest change first."""
    was = {now.id: then.id for then, now in renames.items() if now.kind == "role"}
    found = []
    for id_, role in after.roles.items():
        limit = after.settings.hours.limit(role.level)
        week = Week(id_, hours_per_week(before, was.get(id_, id_)), hours_per_week(after, id_), limit)
        if abs(week.more) >= _NOTICEABLE:
            found.append(week)
    return tuple(sorted(found, key=lambda week: (-abs(week.more), week.role)))


class Effects:
    """What changes of rituals do to people's weeks, each told once."""

    def __init__(self, naming: Naming, weeks: Iterable[Week]) -> None:
        self._naming = naming
        self._weeks = {week.role: week for week in weeks}
        self._told: set[tuple[Address, str]] = set()

    def of(self, difference: Difference) -> Words:
        """The end of the sentence about a ritual; empty where no week is noticeably longer or shorter."""
        address, route = difference.subject, difference.route
        if (
            address is None
            or address.kind != "ritual"
            or route[:1] not in ((), ("minutes",), ("cadence",), ("participants",))
        ):
            return words()
        then, now = self._hours(address)
        if route[:1] == ("participants",):
            concerned = {route[1]}
        elif route:
            concerned = then.keys() & now.keys()  # who came or went is told with that line
        else:
            concerned = then.keys() | now.keys()
        found: list[str | Words] = []
        for role in sorted(concerned):
            more = now.get(role, 0.0) - then.get(role, 0.0)
            if abs(more) < _NOTICEABLE or (address, role) in self._told:
                continue
            self._told.add((address, role))
            week = self._weeks.get(role)
            limit = f", now {week.after:.1f} of {week.limit}" if week is not None else ""
            found.append("; " if found else ": ")
            found.append(words(self._naming.of(Address("role", role)), f" {more_hours(more)} h a week{limit}"))
        return words(*found)

    def _hours(self, address: Address) -> tuple[Mapping[str, float], Mapping[str, float]]:
        """How many hours a week a ritual takes from each role, before and after, under the ids of now."""
        then = self._naming.before.rituals.get(self._naming.was.get(address, address).id)
        now = self._naming.after.rituals.get(address.id)
        renames = {old.id: new.id for new, old in self._naming.was.items() if new.kind == "role"}
        return (
            {renames.get(each, each): then.hours_a_week for each in then.participants.required} if then else {},
            dict.fromkeys(now.participants.required, now.hours_a_week) if now else {},
        )
