"""What a change does to people's weeks, as the end of the sentence that tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from opbook.changes.difference import Difference
from opbook.changes.hours import NOTICEABLE, Clock, Week, joins, more_hours
from opbook.changes.naming import Naming
from opbook.changes.words import Words, joined, listed, words
from opbook.model.address import Address
from opbook.model.ritual import Ritual

NAMED = 3
"""How many roles are named one by one in a line, each with its hours."""


@dataclass(frozen=True)
class Effect:
    """The end of a sentence: what follows for people's weeks; empty where nothing does."""

    full: Words = ()
    """With every role."""
    short: Words = ()
    """Where a table of hours follows."""
    own: Mapping[str, Words] = field(default_factory=dict)
    """For a reader who has one role, by its id."""

    def of(self, role: str) -> Words:
        """For a reader who has one role."""
        return self.own.get(role, ())

    def called(self, name: Callable[[str], str]) -> Effect:
        """The same with roles under other ids."""
        return Effect(self.full, self.short, {name(role): each for role, each in self.own.items()})


@dataclass(frozen=True, slots=True)
class _Gain:
    """How much longer the week of a role is because of a change."""

    role: str
    more: float
    week: Week

    @property
    def now(self) -> str:
        """How long it is after all changes: ``3.7 of 8``."""
        over = ", over the limit" if self.week.is_over else ""
        return f"{self.week.after:.1f} of {self.week.limit}{over}"

    @property
    def amount(self) -> str:
        """How much that is, and how long it is after all changes."""
        return f"{more_hours(self.more)} h a week, now {self.now}"


class Effects:
    """What each change does to people's weeks, told once where several changes do it together."""

    def __init__(self, naming: Naming, clock: Clock) -> None:
        self._naming = naming
        self._clock = clock

    def of(self, difference: Difference) -> Effect:
        """What follows from a difference."""
        address, route = difference.subject, difference.route
        if address is None:
            return self._limits(route[1]) if route[:1] == ("hours",) else Effect()
        if address.kind == "ritual":
            return self._ritual(address.id, route)
        if address.kind == "team" and len(route) == 2 and route[0] == "rituals":
            return self._holding(address.id, route[1])
        if address.kind == "team" and len(route) == 2 and route[0] == "roles" and difference.before is None:
            return self._seat(address.id, route[1])
        return Effect()

    def _ritual(self, id: str, route: tuple[str, ...]) -> Effect:
        """What a change of a ritual does, where it is this one that does it."""
        then, now = self._clock.ritual(id)
        before, after = self._taken(then, is_then=True), self._taken(now, is_then=False)
        if then is None or now is None:
            # It comes or goes for everyone, whatever else is different about it.
            return self._told(before, after, before.keys() | after.keys()) if route in self._ways(id) else Effect()
        if route[:1] == ("participants",):
            is_other = (route[1] in before) != (route[1] in after)
            return self._told(before, after, {route[1]}, is_of_subject=True) if is_other else Effect()
        causes = [("cadence",)] if then.a_year != now.a_year else []
        causes += [("minutes",)] if then.minutes != now.minutes else []
        if not causes or route != causes[-1]:
            return Effect()
        return self._told(before, after, before.keys() & after.keys(), is_joint=len(causes) > 1)

    def _ways(self, id: str) -> Iterable[tuple[str, ...]]:
        """By which difference a ritual begins or ceases to take time; the whole, or the first of these fields."""
        then, now = (side(Address("ritual", id)) for side in (self._naming.old, self._naming.new))
        if not isinstance(then, Ritual) or not isinstance(now, Ritual):
            return ((),)
        return (("withdrawn",),) if (then.withdrawn is None) != (now.withdrawn is None) else (("draft",),)

    def _taken(self, ritual: Ritual | None, *, is_then: bool) -> Mapping[str, float]:
        """How many hours a week a ritual takes from each role, under the ids of now."""
        if ritual is None:
            return {}
        roles = ritual.participants.required
        return {self._naming.id_now("role", each) if is_then else each: ritual.hours_a_week for each in roles}

    def _holding(self, team: str, ritual: str) -> Effect:
        """What it does to those in a team that it holds a ritual, or no longer does."""
        then, now = self._clock.ritual(ritual)
        old_team = self._clock.before.teams.get(self._clock.then("team", team))
        new_team = self._clock.after.teams.get(team)
        if old_team is None or new_team is None:
            return Effect()
        had = then is not None and joins(self._clock.before, old_team, then.id)
        has = now is not None and joins(self._clock.after, new_team, now.id)
        if had == has:
            return Effect()
        before = self._taken(then, is_then=True) if had else {}
        after = self._taken(now, is_then=False) if has else {}
        return self._told(before, after, (before.keys() | after.keys()) & new_team.roles.keys(), team=team)

    def _seat(self, team: str, role: str) -> Effect:
        """How long the conversations are in which somebody sits who takes a new seat."""
        hours = self._clock.week(role, team).after if team in self._clock.after.teams else 0.0
        if hours < NOTICEABLE:
            return Effect()
        told = words(f"; whoever sits there spends {hours:.1f} h a week in conversations")
        return Effect(told, told, {role: told})

    def _limits(self, level: str) -> Effect:
        """For whom another limit of hours means that the week is too long now, or no longer is."""
        weeks = [self._clock.week(id_) for id_, each in self._clock.after.roles.items() if each.level == level]
        over = [each.role for each in weeks if each.is_over and not each.was_over]
        under = [each.role for each in weeks if each.was_over and not each.is_over]
        told = []
        if over:
            told.append(words("; more than that now: ", listed(self._naming.named("role", each) for each in over)))
        if under:
            told.append(words("; no longer too much: ", listed(self._naming.named("role", each) for each in under)))
        full = words(*told)
        return Effect(full, full, dict.fromkeys((*over, *under), full))

    def _told(
        self,
        before: Mapping[str, float],
        after: Mapping[str, float],
        roles: Iterable[str],
        *,
        team: str = "",
        is_joint: bool = False,
        is_of_subject: bool = False,
    ) -> Effect:
        gains = [
            _Gain(role, after.get(role, 0.0) - before.get(role, 0.0), self._clock.week(role, team))
            for role in sorted(roles)
            if abs(after.get(role, 0.0) - before.get(role, 0.0)) >= NOTICEABLE
        ]
        if not gains:
            return Effect()
        lead = "; its members: " if team else "; both together: " if is_joint else ": "
        own = {each.role: words(lead, each.amount) for each in gains}
        if is_of_subject:
            (only,) = own.values()
            return Effect(only, only, own)
        if len(gains) <= NAMED:
            each_one = (words(self._naming.named("role", each.role), f" {each.amount}") for each in gains)
            full = words(lead, joined(each_one, "; "))
            return Effect(full, full, own)
        return Effect(words(lead, self._by_amount(gains)), words(lead, _in_short(gains)), own)

    def _by_amount(self, gains: list[_Gain]) -> Words:
        """Many roles, those together whose weeks change by the same: ``+0.2 h a week for A (now 2.5 of 8), B …``."""
        amounts = dict.fromkeys(more_hours(each.more) for each in gains)
        told = []
        for amount in amounts:
            same = [each for each in gains if more_hours(each.more) == amount]
            now = "now "
            names = []
            for each in same:
                names.append(words(self._naming.named("role", each.role), f" ({now}{each.now})"))
                now = ""
            told.append(words(f"{amount} h a week for ", listed(names)))
        return joined(told, "; ")


def _in_short(gains: list[_Gain]) -> str:
    least, most = (more_hours(pick(each.more for each in gains)) for pick in (min, max))
    amount = least if least == most else f"{least} to {most}"
    return f"{amount} h a week for {len(gains)} roles (see the hours)"
