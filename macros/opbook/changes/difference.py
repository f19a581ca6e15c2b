"""What one difference between two states of a playbook is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from opbook.changes.trees import Entry, Tree
from opbook.model.address import Address

Value: TypeAlias = Tree | Entry | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different."""

    subject: Address | None
    """The entity or activity, as it is called now, or was called last; `None` for the playbook's settings."""
    route: tuple[str, ...]
    """The way to the value in the trees of `trees.py`; empty where the whole subject came, went or has a new id."""
    before: Value
    """What was there; `None` for nothing."""
    after: Value
    """What is there now; `None` for nothing."""

    def reversed(self) -> Difference:
        """The same difference as somebody sees it who goes back."""
        return Difference(self.subject, self.route, self.after, self.before)
