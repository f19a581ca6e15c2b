"""Who meets whom, and how much time that takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opbook.model.activity import Activity
from opbook.model.cadence import Cadence
from opbook.model.playbook import Playbook
from opbook.model.ritual import Ritual
from opbook.model.team import Holding, Team


@dataclass(frozen=True, slots=True)
class Held:
    """A ritual as one team holds it, or as it is held once for all (`team` is `None`)."""

    ritual: Ritual
    team: Team | None
    cadences: tuple[Cadence, ...]


def rituals_of(playbook: Playbook, role: str) -> tuple[Ritual, ...]:
    """The rituals in which a role takes part, required or optional."""
    return tuple(
        ritual
        for ritual in playbook.rituals.values()
        if role in (*ritual.participants.required, *ritual.participants.optional)
    )


def shared_rituals(playbook: Playbook, a: str, b: str) -> tuple[Ritual, ...]:
    """The rituals that require both roles."""
    return tuple(r for r in playbook.rituals.values() if {a, b} <= set(r.participants.required))


def meets(playbook: Playbook, a: str, b: str, activity: Activity) -> bool:
    """Tell whether two roles talk about an activity.

    They do where some ritual requires both and is held monthly or more often, or is linked from the activity.
    """
    return any(ritual.monthly_or_more or ritual.id in activity.rituals for ritual in shared_rituals(playbook, a, b))


def hours_per_week(playbook: Playbook, role: str, team: str | None = None) -> float:
    """How many hours a week the required rituals of a role take, facilitating included.

    Args:
        playbook: The playbook.
        role: The id of the role.
        team: The id of a team; then only what this team holds counts, with what is held once for all.
    """
    by_teams = {id_ for each in playbook.teams.values() for id_ in each.rituals}
    total = 0.0
    for ritual in playbook.rituals.values():
        if role not in ritual.participants.required:
            continue
        if team is not None and ritual.id in by_teams and ritual.id not in playbook.teams[team].rituals:
            continue
        total += ritual.hours_a_week
    return total


def hours_in_teams(playbook: Playbook, role: str, teams: tuple[str, ...]) -> float:
    """The hours a week of somebody who wears a hat in several teams.

    What is held once for all counts once; what each team holds for itself counts for each of them.
    """
    by_teams = {id_ for each in playbook.teams.values() for id_ in each.rituals}
    total = 0.0
    for ritual in playbook.rituals.values():
        if role in ritual.participants.required:
            holders = sum(ritual.id in playbook.teams[team].rituals for team in teams)
            total += ritual.hours_a_week * (holders if ritual.id in by_teams else 1)
    return total


def holdings(playbook: Playbook) -> Iterator[Held]:
    """Yield every ritual as it is really held: by each team that lists it, or once for all."""
    for ritual in playbook.rituals.values():
        listed = [team for team in playbook.teams.values() if ritual.id in team.rituals]
        if not listed:
            yield Held(ritual, None, ritual.cadence)
        for team in listed:
            own = team.rituals[ritual.id]
            yield Held(ritual, team, tuple(as_held(cadence, own) for cadence in ritual.cadence))


def as_held(cadence: Cadence, own: Holding) -> Cadence:
    """A cadence with what is different when one team holds the ritual; whether that fits together is not asked."""
    changes = {name: getattr(own, name) for name in ("at", "day", "timezone", "starts")}
    return cadence.model_copy(update={name: value for name, value in changes.items() if value is not None})
