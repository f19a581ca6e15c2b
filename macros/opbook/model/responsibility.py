"""What follows from who has which part."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from opbook.model.activity import Activity, Letter
from opbook.model.address import Address
from opbook.model.playbook import Playbook
from opbook.model.role import Role


def activities_in_force(playbook: Playbook) -> tuple[Activity, ...]:
    """Every activity in the playbook's order, without those of a stage, practice or ritual that is withdrawn."""
    return tuple(playbook.in_force.activities.values())


def roles_in_force(playbook: Playbook) -> tuple[Role, ...]:
    """Every role in the playbook's order, without those that are withdrawn."""
    return tuple(role for role in playbook.roles.values() if role.withdrawn is None)


def shared_work(playbook: Playbook, a: str, b: str) -> tuple[Activity, ...]:
    """The activities in which both roles are among the hands."""
    return tuple(activity for activity in playbook.in_hand.get(a, ()) if b in activity.hands)


def accountable_for(playbook: Playbook, role: str) -> tuple[Activity, ...]:
    """The activities for whose result a role answers."""
    return tuple(activity for activity in playbook.activities.values() if role in activity.accountable)


def parts_of(playbook: Playbook, role: str) -> Mapping[str, tuple[Letter, ...]]:
    """The letters of one role in every activity in which it has a part, by activity id."""
    letters = ((id_, activity.letters(role)) for id_, activity in playbook.activities.items())
    return {id_: found for id_, found in letters if found}


def fingerprint(playbook: Playbook, role_id: str) -> str:
    """Identify what people agree to when they agree to a role.

    Returns:
        12 hex digits of the SHA-256 of the role's accountabilities, decision rights and its sorted
        (activity, letter) pairs for A and R, as canonical JSON (sorted keys, no spaces, UTF-8).
    """
    role = playbook.roles[role_id]
    parts = sorted(
        (id_, letter.value)
        for id_, letters in parts_of(playbook, role_id).items()
        for letter in letters
        if letter in (Letter.ACCOUNTABLE, Letter.RESPONSIBLE)
    )
    content = {
        "accountabilities": list(role.accountabilities),
        "decision_rights": list(role.decision_rights),
        "parts": parts,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Group:
    """The activities that stand together in one stage, practice or ritual."""

    home: Address
    name: str
    activities: tuple[Activity, ...]


def groups(playbook: Playbook) -> Iterator[Group]:
    """Yield every stage, practice and ritual that has activities, in this order."""
    for entity in playbook.homes:
        if entity.activities:
            yield Group(entity.address, entity.name, tuple(entity.activities.values()))
