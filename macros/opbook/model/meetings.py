"""Who meets whom, and how much time that takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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
    """The rituals in which a role takes part, required or optional; not those that are withdrawn."""
    return tuple(ritual for ritual in playbook.attended.get(role, ()) if ritual.withdrawn is None)


def shared_rituals(playbook: Playbook, a: str, b: str) -> tuple[Ritual, ...]:
    """The rituals that require both roles."""
    return tuple(ritual for ritual in playbook.requiring.get(a, ()) if b in ritual.participants.required)


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
    rituals = _required(playbook, role)
    if team is not None:
        own = playbook.teams[team].rituals
        rituals = tuple(each for each in rituals if each.id in own or each.id not in playbook.held_by)
    return sum((ritual.hours_a_week for ritual in rituals), 0.0)


def _required(playbook: Playbook, role: str) -> tuple[Ritual, ...]:
    """The rituals that require a role; one that is withdrawn takes nobody's time."""
    return tuple(ritual for ritual in playbook.requiring.get(role, ()) if ritual.withdrawn is None)


def rituals_in_force(playbook: Playbook, team: str | None = None) -> tuple[Ritual, ...]:
    """The rituals that are not withdrawn.

    Args:
        playbook: The playbook.
        team: The id of a team; then only what this team holds, with what is held once for all.
    """
    known = tuple(ritual for ritual in playbook.rituals.values() if ritual.withdrawn is None)
    if team is None:
        return known
    own = playbook.teams[team].rituals
    return tuple(ritual for ritual in known if ritual.id in own or ritual.id not in playbook.held_by)


def hours_together(playbook: Playbook, a: str, b: str, team: str) -> float:
    """How many hours a week two roles of a team spend in rituals that require both."""
    rituals = rituals_in_force(playbook, team)
    return sum(ritual.hours_a_week for ritual in rituals if {a, b} <= set(ritual.participants.required))


def hours_in_teams(playbook: Playbook, role: str, teams: tuple[str, ...]) -> float:
    """The hours a week of somebody who wears a hat in several teams.

    What is held once for all counts once; what each team holds for itself counts for each of them.
    """
    total = 0.0
    for ritual in _required(playbook, role):
        holders = sum(ritual.id in playbook.teams[team].rituals for team in teams)
        total += ritual.hours_a_week * (holders if ritual.id in playbook.held_by else 1)
    return total


def hours_of_seats(playbook: Playbook, seats: Iterable[tuple[str, str]]) -> Mapping[str, float]:
    """The hours a week that each ritual takes from somebody with several seats, by the ritual's id.

    What is held once for all counts once, whatever the hats; what teams hold for themselves counts for each of them.
    With one hat the sum is that of `hours_in_teams`.

    Args:
        playbook: The playbook.
        seats: The role and the team of each seat, by their ids.
    """
    held: defaultdict[str, set[str]] = defaultdict(set)
    for role, team in seats:
        own = playbook.teams[team].rituals
        for ritual in _required(playbook, role):
            if ritual.id not in playbook.held_by:
                held[ritual.id].add("")  # once, whatever the team
            elif ritual.id in own:
                held[ritual.id].add(team)
    return {id_: each.hours_a_week * len(held[id_]) for id_, each in playbook.rituals.items() if id_ in held}


def holdings(playbook: Playbook) -> Iterator[Held]:
    """Yield every ritual as it is really held: by each team that lists it, or once for all."""
    for ritual in playbook.rituals.values():
        listed = playbook.held_by.get(ritual.id, ())
        if not listed:
            yield Held(ritual, None, ritual.cadence)
        for team in listed:
            own = team.rituals[ritual.id]
            yield Held(ritual, team, tuple(as_held(cadence, own) for cadence in ritual.cadence))


def as_held(cadence: Cadence, own: Holding) -> Cadence:
    """A cadence with what is different when one team holds the ritual; whether that fits together is not asked."""
    changes = {name: getattr(own, name) for name in ("at", "day", "timezone", "starts")}
    return cadence.model_copy(update={name: value for name, value in changes.items() if value is not None})


def talked_over(playbook: Playbook, ritual: Ritual) -> tuple[Activity, ...]:
    """The activities that a ritual talks over: those that link it, and those that stand in it."""
    return playbook.talked_over.get(ritual.id, ())
