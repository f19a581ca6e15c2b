"""What one rule says of a playbook."""

from __future__ import annotations

from datetime import date

from opbook.checks.judge import thresholds_of
from opbook.checks.rule import Breach, Case, rules
from opbook.model.playbook import Playbook

ON = date(2026, 11, 22)
GONE = {"date": "2026-11-02", "reason": "Nobody needs it."}


def told(code: str, found: Playbook, on: date = ON) -> list[Breach]:
    """What a rule says, with the thresholds that the playbook sets."""
    rule = rules()[code]
    return list(rule.function(Case(found, on, thresholds_of(rule, found))))


def where(breach: Breach) -> tuple[str, tuple[str | int, ...]]:
    """The place of a breach: address and route."""
    return str(breach.place.address), breach.place.route
