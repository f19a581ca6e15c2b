"""Two states of a playbook compared: every change told, and what follows from all of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from opbook.changes.change import Change, changes
from opbook.changes.compare import differences, renamed
from opbook.changes.concerns import Concern
from opbook.changes.findings import findings
from opbook.changes.hours import Clock, Week
from opbook.changes.matrix import Row, rows
from opbook.changes.naming import Naming
from opbook.model.address import Address
from opbook.model.diagnostic import Diagnostic
from opbook.model.playbook import Playbook
from opbook.source.reading import Reading


@dataclass(frozen=True)
class Comparison:
    """What differs between two states of a playbook, and what follows."""

    before: Playbook
    after: Playbook
    changes: tuple[Change, ...]
    """By concern, then in the playbook's order."""
    rows: tuple[Row, ...]
    weeks: tuple[Week, ...]
    """Those that are noticeably longer or shorter, or too long now and not before; the largest change first."""
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
    def roles(self) -> tuple[str, ...]:
        """The ids of the roles whom some change concerns, in the playbook's order, those that are gone last."""
        ids = dict.fromkeys((*self.after.roles, *self.before.roles))
        return tuple(id_ for id_ in ids if self.of_role(id_))

    def name(self, address: Address) -> str:
        """What an entity or activity is called, or was called last."""
        found = self.after.find(address) or self.before.find(address)
        return found.name if found is not None else address.id

    def whose(self, week: Week) -> str:
        """Whose week it is: the role, and the team where it is that of one team."""
        team = f" in {self.name(Address('team', week.team))}" if week.team else ""
        return f"{self.name(Address('role', week.role))}{team}"

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
    naming = Naming(old, new, renames, on, tuple(differences(old, new)))
    clock = Clock.of(old, new, renames)
    told = changes(naming, clock)
    come, gone = findings(before, after, renames, on)
    return Comparison(old, new, told, rows(naming, told), clock.weeks(), come, gone)
