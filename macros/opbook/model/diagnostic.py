"""Everything that can be wrong with a playbook, as one type."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Route: TypeAlias = tuple[str | int, ...]
"""The way to a value inside one entity: field names, keys and list indices."""


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    """The playbook cannot be published like this."""
    WARNING = "warning"
    """A team will feel this; somebody should decide about it."""
    INFO = "info"
    """Worth knowing."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A range in a file. Lines and columns start at 1 and count code points; ends are exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that helps to understand a finding."""

    message: str
    location: Location


@dataclass(frozen=True, slots=True)
class Problem:
    """What a diagnostic code stands for: fixed for the code, never for the case."""

    code: str
    name: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: what is wrong, where, and how to mend it."""

    problem: Problem
    message: str
    location: Location
    fix: str = ""
    """What to do about it, in the imperative; empty where the message already says it."""
    entity: str = ""
    """The address of the entity concerned, ``KIND:ID``; empty where there is none."""
    related: tuple[Related, ...] = ()

    @property
    def code(self) -> str:
        """The code, e.g. ``Y010``."""
        return self.problem.code

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return self.problem.severity

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """The sort key of every report: path, line, column, code, then the words."""
        place = self.location
        return (place.path, place.line, place.column, self.code, self.message)
