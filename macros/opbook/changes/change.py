"""Every difference between two states of a playbook as a change: told, with what it concerns and whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opbook.changes.concerned import concerned
from opbook.changes.concerns import FIRST, Concern, concern_of
from opbook.changes.difference import Difference
from opbook.changes.effects import Effect, Effects
from opbook.changes.hours import Clock
from opbook.changes.naming import Naming
from opbook.changes.telling import tell
from opbook.changes.words import Words, words


@dataclass(frozen=True, slots=True)
class Change:
    """One change, told."""

    difference: Difference
    concern: Concern
    what: Words
    """The sentence, without what follows for people's weeks."""
    effect: Effect
    """What follows for people's weeks."""
    roles: frozenset[str]
    """The ids of the roles whom it concerns, as they are called now."""

    @property
    def sentence(self) -> Words:
        """All of it."""
        return words(self.what, self.effect.full)

    @property
    def short(self) -> Words:
        """As much as is needed where a table of hours follows."""
        return words(self.what, self.effect.short)

    def for_role(self, role: str) -> Words:
        """What a reader needs who has one role."""
        return words(self.what, self.effect.of(role))


def changes(naming: Naming, clock: Clock) -> tuple[Change, ...]:
    """All that is different, told: by concern, then in the playbook's order."""
    order = list(Concern)
    subjects = {each.subject: index for index, each in reversed(list(enumerate(naming.found)))}

    def place(change: Change) -> tuple[int, int, bool]:
        subject, route = change.difference.subject, change.difference.route
        is_first = subject is not None and (subject.kind, route[0] if route else "") in FIRST
        return order.index(change.concern), subjects[subject], not is_first

    return tuple(sorted(_told(naming, clock), key=place))


def _told(naming: Naming, clock: Clock) -> Iterator[Change]:
    effects = Effects(naming, clock)
    for each in naming.found:
        if what := tell(naming, each):
            effect = effects.of(each)
            yield Change(each, concern_of(each), what, effect, concerned(naming, each) | effect.own.keys())
