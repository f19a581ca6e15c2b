"""The cheapest way to bring roles into one conversation, as findings say it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from opbook.checks.rule import Case
from opbook.model.phrases import listed
from opbook.model.ritual import Ritual

_PRIVATE = ("trust", "learning")
"""Kinds of ritual in which work is not what people talk about; the last to be proposed."""

Groups = Sequence[Sequence[str]]
"""Groups of roles; a ritual brings them together when it requires somebody of each."""


def missing(ritual: Ritual, groups: Groups) -> tuple[str, ...]:
    """The roles that a ritual would have to require besides: one of each group of which it requires nobody."""
    required, optional = set(ritual.participants.required), set(ritual.participants.optional)
    found = (
        next((role for role in group if role in optional), group[0])
        for group in groups
        if group and not required & set(group)
    )
    return tuple(dict.fromkeys(found))


def present(ritual: Ritual, groups: Groups) -> tuple[str, ...]:
    """The roles by which a ritual reaches the groups that it does reach, one of each."""
    required = set(ritual.participants.required)
    found = (next((role for role in group if role in required), None) for group in groups)
    return tuple(dict.fromkeys(role for role in found if role is not None))


def cheapest_way(
    case: Case, groups: Groups, linked: Iterable[str], link_from: str, *, often_is_enough: bool = False
) -> str:
    """Say how these groups would come to meet: by a link, by one more required participant, or by a new ritual.

    Args:
        case: What is judged.
        groups: Who must be brought together.
        linked: The rituals that are linked already.
        link_from: From where a ritual would be linked, e.g. ``this activity``.
        often_is_enough: Whether a ritual that takes place monthly or more often needs no link.
    """
    rituals = case.playbook.in_force.rituals
    at_hand = [rituals[id_] for id_ in dict.fromkeys(linked) if id_ in rituals]
    others = sorted(
        (each for each in rituals.values() if each not in at_hand),
        key=lambda each: (each.kind in _PRIVATE, -each.a_year),
    )
    ways: list[str] = []
    ready = next((each for each in others if not missing(each, groups)), None)
    if ready is not None:
        who = listed(case.name("role", role) for role in present(ready, groups))
        ways.append(f"link {ready.name}, which requires {who} already, from {link_from}")
    near = at_hand or [each for each in others if often_is_enough and each.monthly_or_more]
    if near:
        best = min(near, key=lambda each: len(missing(each, groups)))
        # One more person in a conversation that is about the matter beats a link to one that is not.
        ways.insert(0 if len(missing(best, groups)) == 1 else len(ways), _by_inviting(case, best, groups))
    elif not ways:
        other = min(others, key=lambda each: len(missing(each, groups)), default=None)
        if other is not None and present(other, groups):
            ways.append(f"{_by_inviting(case, other, groups)}, and link it from {link_from}")
        else:
            who = listed(case.name("role", group[0]) for group in groups if group)
            ways.append(f"add a ritual that requires {who}, and link it from {link_from}")
    return "; or ".join(ways)


def _by_inviting(case: Case, ritual: Ritual, groups: Groups) -> str:
    absent = missing(ritual, groups)
    who = listed(case.name("role", role) for role in absent)
    there = listed(case.name("role", role) for role in present(ritual, groups))
    already = f", which requires {there} already" if there else ""
    if set(absent) <= set(ritual.participants.optional):
        return f"move {who} from the optional to the required participants of {ritual.name}{already}"
    return f"add {who} to the required participants of {ritual.name}{already}"
