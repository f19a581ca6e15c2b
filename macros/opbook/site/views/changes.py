"""What has changed in the playbook lately, told in its own words: day by day, and for each entity."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from opbook.changes.change import Change, changes
from opbook.changes.compare import differences, renamed
from opbook.changes.concerns import Concern
from opbook.changes.effects import Effect
from opbook.changes.hours import Clock
from opbook.changes.naming import Naming
from opbook.changes.trees import Renames
from opbook.changes.words import Words, words
from opbook.model.address import Address
from opbook.model.playbook import Playbook
from opbook.source.history import History, State


@dataclass(frozen=True, slots=True)
class Told:
    """One change, told."""

    concern: Concern
    subject: Address | None
    """What changed, as it is called today; `None` for the settings."""
    home: Address | None
    """The entity on whose page that stands."""
    what: Words
    """The sentence, without what follows for people's weeks."""
    effect: Effect
    """What follows for people's weeks; roles are called as today."""
    named: int
    """Which piece of the sentence names the subject; -1 where none does."""
    roles: tuple[str, ...]
    """The ids of the roles whom it concerns, as they are called today."""
    reader: str = ""
    """The id of the one role for whose reader it is told, as it is called today; empty where it is told to all."""

    @property
    def sentence(self) -> Words:
        """All of it; to a reader who has one role, only the hours of that role."""
        return words(self.what, self.effect.of(self.reader) if self.reader else self.effect.full)


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which something changed."""

    state: State
    """What the playbook said at its end."""
    changes: tuple[Told, ...]
    """By concern, what a reader looks at first at the beginning."""

    @property
    def day(self) -> date:
        """Which day it is."""
        return self.state.day

    @property
    def by_concern(self) -> Mapping[Concern, tuple[Told, ...]]:
        """The changes by what they concern."""
        found: dict[Concern, tuple[Told, ...]] = {}
        for each in self.changes:
            found[each.concern] = (*found.get(each.concern, ()), each)
        return found

    def of_role(self, role: str) -> tuple[Told, ...]:
        """What changed for a role."""
        return tuple(each for each in self.changes if role in each.roles)


@dataclass(frozen=True)
class Past:
    """What is known of the playbook's past."""

    history: History
    days: tuple[Day, ...] = ()
    """The newest first, without days on which nothing changed but the form."""
    last: Mapping[Address, date] = field(default_factory=dict)
    """When an entity changed last: itself, an activity in it or, for a role, its part in one."""
    known: frozenset[Address] = frozenset()
    """The entities of the newest state."""

    @property
    def since(self) -> date | None:
        """The day from which on everything is known; `None` where nothing is."""
        return self.history.states[-1].day if self.history.states else None

    @property
    def moment(self) -> datetime | None:
        """When the newest state came to be."""
        return self.history.states[0].moment if self.history.states else None

    @property
    def count(self) -> int:
        """How many changes there were."""
        return sum(len(each.changes) for each in self.days)

    def of_role(self, role: str) -> Iterator[tuple[Day, tuple[Told, ...]]]:
        """Yield the days on which something changed for a role, with what changed."""
        for day in self.days:
            if found := day.of_role(role):
                yield day, found


def past(history: History, shown: Callable[[Playbook], Playbook]) -> Past:
    """What a history says, told.

    Args:
        history: The states.
        shown: What is shown of each; a draft is nobody's business until it is published.
    """
    playbooks = [shown(each.reading.playbook) for each in history.states if each.reading.playbook is not None]
    days: list[Day] = []
    last: dict[Address, date] = {}
    now: Renames = {}
    for state, (after, before) in zip(history.states, pairwise(playbooks), strict=False):
        renames = renamed(before, after)
        told = _changes(before, after, renames, now, state.day)
        now = {**now, **{then: now.get(new, new) for then, new in renames.items()}}
        if told:
            days.append(Day(state, told))
        for each in told:
            has_parts = each.concern is Concern.ACCOUNTABILITY and each.subject != each.home
            concerned = [Address("role", id_) for id_ in each.roles] if has_parts else []
            for address in (each.home, *concerned):
                if address is not None:
                    last.setdefault(address, state.day)
    known = frozenset(each.address for each in playbooks[0].entities) if playbooks else frozenset[Address]()
    return Past(history, tuple(days), last, known)


def _changes(before: Playbook, after: Playbook, renames: Renames, now: Renames, on: date) -> tuple[Told, ...]:
    """What changed between two states, by concern; `now` says how what was in the later one is called today."""
    found = tuple(differences(before, after))
    if not found:
        return ()
    naming = Naming(before, after, renames, on, found)

    def today(address: Address) -> Address:
        address = renames.get(address, address)
        return now.get(address, address)

    def told(each: Change) -> Told:
        name = naming.subject(each.difference)
        subject = home = each.difference.subject
        if subject is not None and subject.kind == "activity":
            activity = after.activities.get(subject.id) or before.activities[subject.id]
            home = activity.home
        return Told(
            each.concern,
            today(subject) if subject is not None else None,
            today(home) if home is not None else None,
            each.what,
            each.effect.called(lambda role: today(Address("role", role)).id),
            next((at for at, piece in enumerate(each.what) if piece == name), -1),
            tuple(sorted(today(Address("role", role)).id for role in each.roles)),
        )

    return tuple(told(each) for each in changes(naming, Clock.of(before, after, renames)))
