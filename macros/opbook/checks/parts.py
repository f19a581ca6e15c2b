"""The parts that roles have in an activity, as findings speak of them and point at them."""

from __future__ import annotations

from collections.abc import Iterable

from opbook.checks.rule import Case, Place
from opbook.model.activity import Activity, Letter
from opbook.model.phrases import listed
from opbook.model.responsibility import activities_in_force
from opbook.model.ritual import Ritual

_RACI_WORDS = {
    Letter.ACCOUNTABLE: "accountable",
    Letter.RESPONSIBLE: "responsible",
    Letter.SUPPORT: "in support",
    Letter.CONSULTED: "consulted",
    Letter.INFORMED: "informed",
}
_DACI_WORDS = {
    Letter.ACCOUNTABLE: "approver",
    Letter.RESPONSIBLE: "driver",
    Letter.CONSULTED: "contributor",
    Letter.INFORMED: "informed",
}


def word(activity: Activity, letter: Letter) -> str:
    """What a part is called in this activity: its driver and approver, or who is responsible and accountable."""
    return _DACI_WORDS[letter] if activity.daci is not None else _RACI_WORDS[letter]


def part(activity: Activity, letter: Letter, role: str | None = None) -> Place:
    """Where a part stands, or where a role stands in it."""
    route = activity.route(letter)
    if role is None:
        return Place(activity.address, route)
    # The last place of a role counts, should somebody have written it twice.
    index = max(index for index, each in enumerate(activity.parts[letter]) if each == role)
    return Place(activity.address, (*route, index))


def each_once(roles: Iterable[str]) -> tuple[str, ...]:
    """Roles without repetition: a role that stands twice in one part is still one role."""
    return tuple(dict.fromkeys(roles))


def quoted(activity: Activity) -> str:
    """The name of an activity, which is a small sentence, as it stands in a finding."""
    return f'"{activity.name}"'


def row_of(activities: Iterable[Activity], *, most: int = 3) -> str:
    """The names of some activities in a row; where there are many, the rest is only counted."""
    return listed((quoted(activity) for activity in activities), most=most)


def rows(case: Case) -> tuple[Activity, ...]:
    """The activities that rules judge."""
    return activities_in_force(case.playbook)


def linked(case: Case, activity: Activity) -> tuple[Ritual, ...]:
    """The rituals in which an activity is talked over, without withdrawn ones."""
    known = (case.playbook.rituals.get(id_) for id_ in activity.rituals)
    return tuple(ritual for ritual in known if ritual is not None and ritual.withdrawn is None)
