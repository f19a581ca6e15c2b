"""Sentences about rituals that a team holds itself, in its own way."""

from __future__ import annotations

from opbook.changes.difference import Difference, Value
from opbook.changes.naming import Naming
from opbook.changes.sentences.cadences import on_days
from opbook.changes.sentences.forms import TOLD_ELSEWHERE, text, verb
from opbook.changes.trees import Branch
from opbook.changes.words import Words, filled, listed, words
from opbook.model.playbook import Playbook

_TIMES = ("day", "at", "timezone")
_ENDS = ("starts", "ends")
"""What is different when a team holds a ritual, in the order in which a sentence says it."""


def holding(t: Naming, d: Difference) -> Words | None:
    """How a team holds a ritual itself; of several fields that are different, the sentence of the first tells all."""
    ritual = t.named("ritual", d.route[1])
    if len(d.route) == 2:
        if d.after is None:
            left = _others(t, d, t.after, d.route[1], "; no other team does, so that {teams} join{s} it again")
            return words(t.subject(d), " no longer holds ", ritual, " itself", left)
        own = d.after.parts if isinstance(d.after, Branch) else {}
        how = "".join(f" {_held(key, own[key])}" for key in (*_TIMES, *_ENDS) if key in own)
        former = t.id_then("ritual", d.route[1])
        left = _others(t, d, t.before, former, "; it was held once for all until now, and {teams} no longer join{s} it")
        return words(t.subject(d), " now holds ", ritual, f" itself{how}", left)
    found = {key: beside for key in (*_TIMES, *_ENDS) if (beside := t.beside(d, key)) is not None}
    if next(iter(found)) != d.route[2]:
        return TOLD_ELSEWHERE
    as_all = "when all others do" if any(key in _TIMES for key in found) else "with no first or last day of its own"
    now, was = (
        " ".join(_held(key, value) for key, value in each if value is not None) or as_all
        for each in (
            [(key, beside.after) for key, beside in found.items()],
            [(key, beside.before) for key, beside in found.items()],
        )
    )
    return words(t.subject(d), " now holds ", ritual, f" {now} (was {was})")


def _others(t: Naming, d: Difference, playbook: Playbook, ritual: str, form: str) -> Words:
    """What follows for other teams where no team holds a ritual itself, so that it is held once for all of them."""
    found = playbook.in_force.rituals.get(ritual)
    if found is None or ritual in playbook.in_force.held_by or d.subject is None:
        return words()
    needed = set(found.participants.required)
    teams = [each for each in playbook.in_force.teams.values() if needed & set(each.roles) and not each.is_over(t.on)]
    names = [t.of(each.address) for each in teams if t.id_now("team", each.id) != d.subject.id]
    if not names:
        return words()
    many = words(f"{len(names)} other teams")
    return filled(form, teams=listed(names) if len(names) <= _FEW else many, s=verb(len(names), "s", ""))


_FEW = 4
"""How many other teams are named in a sentence."""


def _held(field: str, value: Value) -> str:
    if field == "day":
        return on_days(text(value))
    return f"{_BEFORE[field]} {text(value)}"


_BEFORE = {"at": "at", "timezone": "in the time zone", "starts": "from", "ends": "until"}
