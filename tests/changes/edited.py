"""The shipped playbook with some words changed, as somebody changes it in a pull request."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from opbook.changes.change import Change, changes
from opbook.changes.compare import differences, renamed
from opbook.changes.hours import Clock
from opbook.changes.naming import Naming
from opbook.model.playbook import Playbook
from opbook.source.reading import Reading, read

SHIPPED = Path(__file__).resolve().parents[2] / "playbook_data"
ON = date(2026, 11, 22)
"""What day it is in these tests."""
Edit = tuple[str, str, str]
"""A file inside the data folder, what stands there, and what is to; nothing stands in a file that is not there yet."""


@cache
def shipped_reading() -> Reading:
    """The shipped playbook."""
    return read(SHIPPED, shown_as="playbook_data")


@cache
def corpus() -> tuple[dict[str, Any], ...]:
    """The seeded changes, each with its edits and the lines that tell it."""
    return tuple(yaml.safe_load((Path(__file__).parent / "corpus.yml").read_text("utf-8")))


@cache
def single() -> tuple[dict[str, Any], ...]:
    """Those of one edit, which one line tells."""
    return tuple(each for each in corpus() if len(each["edits"]) == 1)


def edited(folder: Path, edits: Iterable[Edit]) -> Reading:
    """Read a copy of the shipped playbook with edits; nothing may be wrong with it."""
    data = folder / "playbook_data"
    shutil.copytree(SHIPPED, data)
    for inside, old, new in edits:
        path = data / inside
        assert bool(old) == path.is_file(), inside
        text = path.read_text("utf-8") if old else ""
        assert old in text, (inside, old)
        path.write_text(text.replace(old, new, 1) if old else new, "utf-8")
    reading = read(data, shown_as="playbook_data", known=shipped_reading())
    assert reading.findings == ()
    return reading


def told(before: Playbook, after: Playbook) -> tuple[Change, ...]:
    """What differs between two playbooks, told, without asking the rules."""
    renames = renamed(before, after)
    naming = Naming(before, after, renames, ON, tuple(differences(before, after)))
    return changes(naming, Clock.of(before, after, renames))
