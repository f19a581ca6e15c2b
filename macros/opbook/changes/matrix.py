"""The rows of the matrix that are different, before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from opbook.changes.change import Change
from opbook.changes.concerns import Concern
from opbook.changes.naming import Naming
from opbook.model.activity import Activity, Letter
from opbook.model.address import Address


@dataclass(frozen=True, slots=True)
class Row:
    """Who has which part in an activity, before and after."""

    activity: Address
    before: Mapping[str, tuple[Letter, ...]]
    """The letters by role, under the ids of now; empty where there was no such activity."""
    after: Mapping[str, tuple[Letter, ...]]


def rows(naming: Naming, changes: Iterable[Change]) -> tuple[Row, ...]:
    """The rows of the matrix in which some part is different."""
    found: dict[Address, Row] = {}
    for change in changes:
        address = change.difference.subject
        if address is None or address.kind != "activity" or change.concern is not Concern.ACCOUNTABILITY:
            continue
        then, now = naming.old(address), naming.new(address)
        before = {naming.id_now("role", role): each for role, each in _letters(then).items()}
        found[address] = Row(address, before, _letters(now))
    return tuple(found.values())


def _letters(activity: object) -> Mapping[str, tuple[Letter, ...]]:
    return {role: activity.letters(role) for role in activity.roles} if isinstance(activity, Activity) else {}


def parts_in_words(parts: Mapping[str, tuple[Letter, ...]], name: Callable[[Address], str]) -> str:
    """One side of a row: each letter with the names of those who have it."""
    if not parts:
        return "not there"
    by_letter = ((letter, [role for role, letters in parts.items() if letter in letters]) for letter in Letter)
    return "; ".join(
        f"{letter.value}: {', '.join(name(Address('role', role)) for role in roles)}"
        for letter, roles in by_letter
        if roles
    )
