"""What a role's page shows."""

from __future__ import annotations

from dataclasses import dataclass

from opbook.model.activity import Activity, Letter
from opbook.model.checklists import checklists
from opbook.model.common_ground import CommonGround, common_ground
from opbook.model.item import Item
from opbook.model.meetings import hours_in_teams, hours_per_week, rituals_of
from opbook.model.playbook import Playbook
from opbook.model.responsibility import accountable_for, parts_of
from opbook.model.ritual import Ritual
from opbook.model.role import Counterpart, NextRole, Role
from opbook.model.team import Seats, Team


@dataclass(frozen=True, slots=True)
class Conversation:
    """A ritual as one of its participants sees it."""

    ritual: Ritual
    part: str
    """``leads``, ``takes turns to lead``, ``takes part`` or ``may come``."""

    @property
    def hours(self) -> float:
        """Hours a week that it takes; nothing where one may stay away."""
        return 0.0 if self.part == "may come" else self.ritual.hours_a_week


@dataclass(frozen=True, slots=True)
class Pair:
    """A counterpart, and what the two share."""

    counterpart: Counterpart
    role: Role
    shares: CommonGround


@dataclass(frozen=True, slots=True)
class Gap:
    """A skill in which a step asks for more."""

    skill: str
    has: int
    needs: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a career."""

    next: NextRole
    role: Role
    gaps: tuple[Gap, ...]
    carried: tuple[str, ...]
    """Ids of the skills that are already as good as the new role needs them."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A team in which the role is held."""

    team: Team
    seats: Seats
    hours: float
    """Hours a week in the conversations of this team and those held once for all."""


@dataclass(frozen=True, slots=True)
class RolePage:
    """All that a role's page derives."""

    accountable: tuple[Activity, ...]
    counts: dict[Letter, int]
    """In how many activities it has each letter."""
    conversations: tuple[Conversation, ...]
    hours: float
    limit: int
    pairs: tuple[Pair, ...]
    steps: tuple[Step, ...]
    arrivals: tuple[Role, ...]
    """Roles from which a career leads here."""
    seats: tuple[Seat, ...]
    items: tuple[tuple[str, str, str, Item], ...]
    """Checklist items elsewhere that name the role: kind, id, title of the list, item."""


def role_page(playbook: Playbook, id: str) -> RolePage:
    """All that the page of a role derives from the playbook."""
    role = playbook.roles[id]
    letters = [letter for found in parts_of(playbook, id).values() for letter in found]
    return RolePage(
        accountable=accountable_for(playbook, id),
        counts={letter: letters.count(letter) for letter in Letter if letter in letters},
        conversations=conversations(playbook, id),
        hours=hours_per_week(playbook, id),
        limit=playbook.settings.hours.limit(role.level),
        pairs=tuple(
            Pair(each, playbook.roles[each.role], common_ground(playbook, id, each.role))
            for each in role.counterparts
            if each.role in playbook.roles
        ),
        steps=tuple(step(playbook, role, each) for each in role.next_roles if each.role in playbook.roles),
        arrivals=tuple(other for other in playbook.roles.values() if any(each.role == id for each in other.next_roles)),
        seats=tuple(
            Seat(team, team.roles[id], hours_in_teams(playbook, id, (team.id,)))
            for team in playbook.teams.values()
            if id in team.roles
        ),
        items=tuple(_named(playbook, id)),
    )


def conversations(playbook: Playbook, id: str) -> tuple[Conversation, ...]:
    """The rituals that a role joins: the most time first, those it may miss last."""

    def part(ritual: Ritual) -> str:
        if id in ritual.participants.optional:
            return "may come"
        if id not in ritual.facilitator.roles:
            return "takes part"
        return "takes turns to lead" if ritual.facilitator.rotates else "leads"

    found = (Conversation(ritual, part(ritual)) for ritual in rituals_of(playbook, id))
    return tuple(sorted(found, key=lambda each: (-each.hours, each.ritual.name)))


def step(playbook: Playbook, role: Role, next: NextRole) -> Step:
    """What a career step asks for beyond what the role brings."""
    target = playbook.roles[next.role]
    gaps = tuple(
        Gap(skill, role.skills.get(skill, 0), level)
        for skill, level in target.skills.items()
        if level > role.skills.get(skill, 0)
    )
    lacking = {gap.skill for gap in gaps}
    return Step(next, target, gaps, tuple(skill for skill in target.skills if skill not in lacking))


def _named(playbook: Playbook, id: str) -> list[tuple[str, str, str, Item]]:
    found: list[tuple[str, str, str, Item]] = []
    for source in checklists(playbook):
        if source.kind != "role" or source.id != id:
            found += [(source.kind, source.id, source.title, item) for item in source.items if item.role == id]
    return found
