"""The examples that document and test the rules: for each code a playbook that breaks it and one that does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

ON = date(2026, 11, 22)
"""The day on which all examples are judged."""


@dataclass(frozen=True, slots=True)
class Example:
    """The examples of one rule."""

    bad: Path
    """A playbook that breaks the rule."""
    good: Path
    """The same, mended."""
    expected: str
    """What the checker says of the bad one."""


def example_of(code: str) -> Example:
    """The examples of a rule."""
    folder = Path(__file__).parent / code
    return Example(folder / "bad", folder / "good", (folder / "expected.txt").read_text("utf-8"))
