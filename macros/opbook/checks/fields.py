"""Which fields the rules look at, so that the reference of fields can say it.

Nobody writes this down: a test watches every rule judge its own examples, and fails where ``examples/fields.txt`` says
anything else than what it saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FIELDS_FILE = Path(__file__).parent / "examples" / "fields.txt"
"""A line for each field: ``Activity.after: H201! H204``, with a ``!`` where findings of the rule stand at it."""


@dataclass(frozen=True, slots=True)
class Watched:
    """The rules that look at one field, by their codes."""

    at: tuple[str, ...] = ()
    """Those whose findings stand at it."""
    by: tuple[str, ...] = ()
    """Those that read it, and tell what they find elsewhere."""


@cache
def watched() -> Mapping[tuple[str, str], Watched]:
    """The rules that look at each field, by the class that declares the field and the field's name in it."""
    found: dict[tuple[str, str], Watched] = {}
    for line in FIELDS_FILE.read_text("utf-8").splitlines():
        where, _, codes = line.partition(": ")
        model, _, field = where.partition(".")
        at = tuple(code.removesuffix("!") for code in codes.split() if code.endswith("!"))
        found[model, field] = Watched(at, tuple(code for code in codes.split() if not code.endswith("!")))
    return found
