"""The statements by which a team sees where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from opbook.model.playbook import Playbook
from opbook.model.practice import Practice
from opbook.model.principle import Principle

MOST = 32
"""How many statements a team can go through in one sitting."""
_OTHER = ""
"""Stands in the place of a principle's id, for practices that belong to none."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something of which a team says how far it holds for them, from 0 to 3 points."""

    kind: Literal["principle", "practice", "instead"]
    """What is asked: a principle, a practice by its levels, or, the other way round, what a principle replaces."""
    of: Practice | Principle

    @property
    def id(self) -> str:
        """Under what its answer is kept; later builds must find it again."""
        return f"{self.kind}:{self.of.id}"


@dataclass(frozen=True, slots=True)
class Theme:
    """Statements whose answers count together: those of a principle, or of the practices that belong to none."""

    principle: Principle | None
    statements: tuple[Statement, ...]

    @property
    def id(self) -> str:
        """Its anchor on the page."""
        return f"theme-{self.principle.id}" if self.principle is not None else "other-practices"


def themes(playbook: Playbook) -> tuple[Theme, ...]:
    """The statements of a playbook by theme, no more than `MOST`.

    Each principle is a theme. It asks for its statement, for every practice that belongs to it and has levels, and for
    what it replaces. A practice belongs to the principle whose `shown_by` names it; else to the one that has most in
    common with it: rituals, metrics, tools and activities in `shown_by`, and tags; the first in reading order where
    several do. Where there are too many statements, the themes that have most lose what they replace first, then their
    last practice.
    """
    playbook = playbook.in_force
    principles = tuple(playbook.principles.values())
    asked: dict[str, list[Statement]] = {each.id: [Statement("principle", each)] for each in principles}
    asked[_OTHER] = []
    for practice in playbook.practices.values():
        if practice.levels:
            home = _home(practice, principles)
            asked[home.id if home is not None else _OTHER].append(Statement("practice", practice))
    for each in principles:
        if each.instead_of:
            asked[each.id].append(Statement("instead", each))
    while sum(map(len, asked.values())) > MOST:
        the_other_way_round = [each for each in asked.values() if each and each[-1].kind == "instead"]
        max(the_other_way_round or asked.values(), key=len).pop()
    return tuple(Theme(playbook.principles.get(id_), tuple(each)) for id_, each in asked.items() if each)


def _home(practice: Practice, principles: tuple[Principle, ...]) -> Principle | None:
    """The principle to which a practice belongs."""
    address = str(practice.address)
    naming = [each for each in principles if address in each.shown_by]
    best = max(naming or principles, key=lambda each: _in_common(practice, each), default=None)
    return best if best is not None and (naming or _in_common(practice, best)) else None


def _in_common(practice: Practice, principle: Principle) -> int:
    parts = {
        "ritual": practice.rituals,
        "metric": practice.metrics,
        "tool": practice.tools,
        "activity": practice.activities,
    }
    addresses = {f"{kind}:{id_}" for kind, ids in parts.items() for id_ in ids}
    return len(addresses & set(principle.shown_by)) + len(set(practice.tags) & set(principle.tags))


def assessment(playbook: Playbook, on: date) -> Mapping[str, Any]:
    """The values that the template takes, by name."""
    found = themes(playbook)
    asked = [statement for theme in found for statement in theme.statements]
    practices = {each.of.id for each in asked if each.kind == "practice"}
    return {
        "themes": found,
        "numbers": {statement.id: number for number, statement in enumerate(asked, 1)},
        "left_out": [id_ for id_, each in playbook.in_force.practices.items() if each.levels and id_ not in practices],
    }
