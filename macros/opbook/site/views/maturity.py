"""How far each team has come with each practice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from opbook.model.playbook import Playbook
from opbook.model.practice import Practice
from opbook.model.team import Maturity, Team

LEVEL_WORDS = {1: "start", 2: "steady", 3: "leading"}
"""What each level of maturity is called."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one team says of one practice."""

    team: Team
    said: Maturity | None
    anchor: str
    """Where its evidence stands on the page."""


@dataclass(frozen=True, slots=True)
class Row:
    """One practice, and what every team says of it."""

    practice: Practice
    cells: tuple[Cell, ...]

    @property
    def said(self) -> tuple[Cell, ...]:
        """The cells of the teams that say something."""
        return tuple(cell for cell in self.cells if cell.said is not None)


def maturity(playbook: Playbook, on: date) -> Mapping[str, Any]:
    """The values that the template takes, by name: every practice by every team that is not over."""
    playbook = playbook.in_force
    teams = [team for team in playbook.teams.values() if not team.is_over(on)]
    rows = [
        # Ids hold no two hyphens in a row, so that no two cells share an anchor.
        Row(practice, tuple(Cell(team, team.maturity.get(id_), f"said-{team.id}--{id_}") for team in teams))
        for id_, practice in playbook.practices.items()
    ]
    return {"teams": teams, "rows": rows, "level_words": LEVEL_WORDS}
