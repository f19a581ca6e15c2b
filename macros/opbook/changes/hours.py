"""Whose week is longer or shorter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from opbook.changes.trees import Renames
from opbook.model.address import Address
from opbook.model.meetings import hours_per_week
from opbook.model.playbook import Playbook
from opbook.model.ritual import Ritual
from opbook.model.team import Team

NOTICEABLE = 0.01
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
    former_limit: int
    """How many were too many before."""
    team: str = ""
    """The team in which the role is worn, where it is another week than that of all who wear it."""

    @property
    def more(self) -> float:
        """How much longer it is now."""
        return self.after - self.before

    @property
    def is_over(self) -> bool:
        """Whether it is too long now."""
        return round(self.after, 2) > self.limit

    @property
    def was_over(self) -> bool:
        """Whether it was too long before."""
        return round(self.before, 2) > self.former_limit


def decimals(weeks: Iterable[Week]) -> int:
    """How many decimals weeks have in a table: one, unless a reader who subtracts would find another difference."""
    is_plain = all(
        abs(week.more) >= 0.05 and round(round(week.after, 1) - round(week.before, 1), 1) == round(week.more, 1)
        for week in weeks
        if abs(week.more) >= NOTICEABLE
    )
    return 1 if is_plain else 2


def in_effect(playbook: Playbook) -> Playbook:
    """The playbook as far as it takes anyone's time: without what is withdrawn, and without drafts."""
    current = playbook.in_force
    if not any(each.draft for each in (*current.rituals.values(), *current.teams.values())):
        return current
    rituals = {id_: each for id_, each in current.rituals.items() if not each.draft}
    teams = {id_: each for id_, each in current.teams.items() if not each.draft}
    return replace(current, rituals=rituals, teams=teams)


@dataclass(frozen=True)
class Clock:
    """What takes whose time in two states of a playbook."""

    before: Playbook
    """As far as it takes anyone's time."""
    after: Playbook
    """As far as it takes anyone's time."""
    was: Mapping[Address, Address]
    """From what something is called now to what it was called."""

    @classmethod
    def of(cls, before: Playbook, after: Playbook, renames: Renames) -> Clock:
        """The clock of two whole playbooks."""
        return cls(in_effect(before), in_effect(after), {now: then for then, now in renames.items()})

    def ritual(self, id: str) -> tuple[Ritual | None, Ritual | None]:
        """A ritual before and after, by its id of now; `None` where it took or takes no time."""
        return self.before.rituals.get(self.then("ritual", id)), self.after.rituals.get(id)

    def then(self, kind: str, id: str) -> str:
        """The former id of something."""
        return self.was.get(address := Address(kind, id), address).id

    def week(self, role: str, team: str = "") -> Week:
        """The week of a role, in one team or as if it took part in everything once."""
        found = []
        for playbook, role_id, team_id in (
            (self.before, self.then("role", role), self.then("team", team)),
            (self.after, role, team),
        ):
            known = playbook.roles.get(role_id)
            limit = playbook.settings.hours.limit(known.level) if known is not None else 0
            is_there = known is not None and (not team_id or team_id in playbook.teams)
            found.append((hours_per_week(playbook, role_id, team_id or None) if is_there else 0.0, limit))
        (before, former_limit), (after, limit) = found
        return Week(role, before, after, limit, former_limit or limit, team)

    def weeks(self) -> tuple[Week, ...]:
        """The weeks that are noticeably longer or shorter, or too long now and not before; the largest change first."""
        whole = {role: self.week(role) for role in self.after.roles}
        found = [each for each in whole.values() if abs(each.more) >= NOTICEABLE or each.is_over != each.was_over]
        for team in self._teams():
            for role in team.roles.keys() & whole.keys():
                week = self.week(role, team.id)
                if abs(week.more) >= NOTICEABLE and abs(week.more - whole[role].more) >= NOTICEABLE:
                    found.append(week)
        return tuple(sorted(found, key=lambda week: (-abs(week.more), week.role, week.team)))

    def _teams(self) -> Iterator[Team]:
        """The teams that begin or cease to hold a ritual that was there before, and so join it or no longer do."""
        for now in self.after.teams.values():
            then = self.before.teams.get(self.then("team", now.id))
            if then is None:
                continue
            former = {self.then("ritual", id_): id_ for id_ in now.rituals}
            others = [(old, former.get(old, old)) for old in former.keys() ^ then.rituals.keys()]
            if any(joins(self.before, then, old) != joins(self.after, now, new) for old, new in others):
                yield now


def joins(playbook: Playbook, team: Team, ritual: str) -> bool:
    """Whether a team joins a ritual: it holds it itself, or nobody does and it is held once for all."""
    return ritual in playbook.rituals and (ritual in team.rituals or ritual not in playbook.held_by)
