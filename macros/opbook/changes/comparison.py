"""Two states of a playbook compared: every change told, and what follows from all of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from opbook.changes.compare import differences, renamed
from opbook.changes.concerns import Concern, concern_of
from opbook.changes.difference import Difference
from opbook.changes.hours import Effects, Week, weeks_of
from opbook.changes.naming import Naming
from opbook.changes.telling import concerned, tell
from opbook.changes.trees import Renames
from opbook.changes.words import Words, words
from opbook.checks.judge import judge
from opbook.model.activity import Letter
from opbook.model.address import Address
from opbook.model.diagnostic import Diagnostic
from opbook.model.playbook import Playbook
from opbook.source.reading import Reading


@dataclass(frozen=True, slots=True)
class Change:
    """One change, told."""

    difference: Difference
    concern: Concern
    sentence: Words
    roles: frozenset[str]
    """The ids of the roles whom it concerns, as they are called now."""


@dataclass(frozen=True, slots=True)
class Row:
    """Who has which part in an activity, before and after."""

    activity: Address
    before: Mapping[str, tuple[Letter, ...]]
    """The letters by role, under the ids of now; empty where there was no such activity."""
    after: Mapping[str, tuple[Letter, ...]]


@dataclass(frozen=True)
class Comparison:
    """What differs between two states of a playbook, and what follows."""

    before: Playbook
    after: Playbook
    changes: tuple[Change, ...]
    """By concern, then in the playbook's order."""
    rows: tuple[Row, ...]
    weeks: tuple[Week, ...]
    """Of the roles whose week is noticeably longer or shorter, the largest change first."""
    new_findings: tuple[Diagnostic, ...]
    gone_findings: tuple[Diagnostic, ...]

    @cached_property
    def by_concern(self) -> Mapping[Concern, tuple[Change, ...]]:
        """The changes by what a reviewer must look at first; concerns without any are left out."""
        found = {concern: tuple(each for each in self.changes if each.concern is concern) for concern in Concern}
        return {concern: changes for concern, changes in found.items() if changes}

    def of_role(self, role: str) -> tuple[Change, ...]:
        """The changes that concern a role."""
        return tuple(each for each in self.changes if role in each.roles)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is different."""
        return not self.changes and not self.new_findings and not self.gone_findings


def compared(before: Reading, after: Reading, on: date) -> Comparison:
    """Compare two states of a playbook.

    Args:
        before: The state that is compared with.
        after: The state that is looked at.
        on: What day it is, for the findings of both.

    Raises:
        ValueError: Where one of them has no settings, so that there is no playbook.
    """
    if before.playbook is None or after.playbook is None:
        raise ValueError("there is no playbook to compare")
    old, new = before.playbook, after.playbook
    renames = renamed(old, new)
    naming = Naming(old, new, {now: then for then, now in renames.items()})
    weeks = weeks_of(old, new, renames)
    effects = Effects(naming, weeks)
    changes = [
        Change(each, concern_of(each), words(tell(naming, each), effects.of(each)), concerned(naming, each))
        for each in differences(old, new)
    ]
    order = {concern: index for index, concern in enumerate(Concern)}
    changes.sort(key=lambda change: order[change.concern])
    come, gone = _findings(before, after, renames, on)
    return Comparison(old, new, tuple(changes), _rows(old, new, renames, changes), weeks, come, gone)


def _rows(before: Playbook, after: Playbook, renames: Renames, changes: list[Change]) -> tuple[Row, ...]:
    """The rows of the matrix in which some part is different."""
    was = {now: then for then, now in renames.items()}
    found: dict[Address, Row] = {}
    for change in changes:
        address = change.difference.subject
        if address is None or address.kind != "activity" or change.concern is not Concern.ACCOUNTABILITY:
            continue
        then, now = before.activities.get(was.get(address, address).id), after.activities.get(address.id)
        found[address] = Row(
            address,
            {_now(role, renames): then.letters(role) for role in then.roles} if then is not None else {},
            {role: now.letters(role) for role in now.roles} if now is not None else {},
        )
    return tuple(found.values())


def _now(role: str, renames: Renames) -> str:
    new = renames.get(Address("role", role))
    return new.id if new is not None else role


def _findings(
    before: Reading, after: Reading, renames: Renames, on: date
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """The findings that are new, and those that are gone; one that moved to another line is neither."""

    def key(finding: Diagnostic, names: Renames) -> tuple[str, str, str]:
        address = Address.parse(finding.entity)
        about = names.get(address, address) if address is not None else finding.entity
        return finding.code, str(about), finding.message

    old, new = judge(before, on).findings, judge(after, on).findings
    were, are = Counter(key(each, renames) for each in old), Counter(key(each, {}) for each in new)
    come = _beyond([(key(each, {}), each) for each in new], are - were)
    return come, _beyond([(key(each, renames), each) for each in old], were - are)


def _beyond(
    findings: list[tuple[tuple[str, str, str], Diagnostic]], left: Counter[tuple[str, str, str]]
) -> tuple[Diagnostic, ...]:
    found = []
    for key, finding in findings:
        if left[key] > 0:
            left[key] -= 1
            found.append(finding)
    return tuple(found)
