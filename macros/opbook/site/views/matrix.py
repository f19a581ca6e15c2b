"""RACI tables: which activities, which columns, which letter where."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from opbook.model.activity import Activity, Letter
from opbook.model.playbook import Playbook
from opbook.model.responsibility import Group, groups
from opbook.model.ritual import Ritual
from opbook.model.role import Role

WORDS = {
    Letter.ACCOUNTABLE: ("Accountable", "answers for the result; one role, with the authority to say yes or no"),
    Letter.RESPONSIBLE: ("Responsible", "does the work"),
    Letter.SUPPORT: ("Support", "helps those who do the work, with hands or means"),
    Letter.CONSULTED: ("Consulted", "is asked before; the talk goes both ways"),
    Letter.INFORMED: ("Informed", "is told after"),
}
"""Each letter's word, and what it means."""


@dataclass(frozen=True, slots=True)
class Row:
    """One activity of a matrix."""

    activity: Activity
    cells: tuple[tuple[Letter, ...], ...]
    """The letters of each column, in the order of the columns."""


@dataclass(frozen=True, slots=True)
class Section:
    """The rows that stand together in one stage, practice or ritual."""

    group: Group
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A RACI table."""

    columns: tuple[Role, ...]
    sections: tuple[Section, ...]

    @property
    def letters(self) -> tuple[Letter, ...]:
        """The letters that occur, in the order A R S C I."""
        used = {letter for section in self.sections for row in section.rows for cell in row.cells for letter in cell}
        return tuple(letter for letter in Letter if letter in used)

    @property
    def has_daci(self) -> bool:
        """Whether some row was written as a DACI."""
        return any(row.activity.daci is not None for section in self.sections for row in section.rows)


def matrix(
    playbook: Playbook,
    wanted: Callable[[Activity], bool] = lambda activity: True,
    *,
    columns: Iterable[str] | None = None,
) -> Matrix:
    """The matrix of the activities that are wanted, grouped by stage, practice and ritual.

    Args:
        playbook: The playbook.
        wanted: Which activities.
        columns: The ids of the roles that get a column; absent, every role with a part in one of the rows.
    """
    kept = [(group, [activity for activity in group.activities if wanted(activity)]) for group in groups(playbook)]
    used = {role for _, activities in kept for activity in activities for role in activity.roles}
    shown = used if columns is None else set(columns)
    roles = tuple(role for role in playbook.roles.values() if role.id in shown)
    return Matrix(
        roles,
        tuple(
            Section(group, tuple(Row(each, tuple(each.letters(role.id) for role in roles)) for each in activities))
            for group, activities in kept
            if activities
        ),
    )


def of_home(playbook: Playbook, kind: str, id: str) -> Matrix:
    """The matrix of a stage or a practice; of a ritual, with everything that is talked over in it."""

    def wanted(activity: Activity) -> bool:
        is_home = (activity.home.kind, activity.home.id) == (kind, id)
        return is_home or (kind == "ritual" and id in activity.rituals)

    return matrix(playbook, wanted)


def of_team(playbook: Playbook, id: str) -> Matrix:
    """The matrix of what the roles of a team have in hand, with their columns only."""
    roles = set(playbook.teams[id].roles)
    return matrix(playbook, lambda activity: bool(roles & set(activity.hands)), columns=roles)


def of_tag(playbook: Playbook, tag: str) -> Matrix:
    """The matrix of the activities that carry a tag, or whose stage, practice or ritual does."""

    def wanted(activity: Activity) -> bool:
        home = playbook.find(activity.home)
        return tag in activity.tags or (home is not None and tag in home.tags)

    return matrix(playbook, wanted)


@dataclass(frozen=True, slots=True)
class Part:
    """One activity as a single role sees it."""

    activity: Activity
    letters: tuple[Letter, ...]
    others: tuple[str, ...]
    """Ids of the other roles that have it in hand."""
    rituals: tuple[Ritual, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """The activities of one stage, practice or ritual as a single role sees them."""

    group: Group
    parts: tuple[Part, ...]


def of_role(playbook: Playbook, id: str) -> tuple[Parts, ...]:
    """A role's part in every activity in which it has one, by stage, practice and ritual."""
    found = []
    for group in groups(playbook):
        parts = tuple(
            Part(
                activity,
                letters,
                tuple(role for role in activity.hands if role != id),
                tuple(playbook.rituals[each] for each in activity.rituals if each in playbook.rituals),
            )
            for activity in group.activities
            if (letters := activity.letters(id))
        )
        if parts:
            found.append(Parts(group, parts))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the list of decisions."""

    activity: Activity
    group: Group


def decisions(playbook: Playbook) -> tuple[Decision, ...]:
    """Every decision of the playbook, in the order of the matrix."""
    return tuple(
        Decision(activity, group) for group in groups(playbook) for activity in group.activities if activity.is_decision
    )
