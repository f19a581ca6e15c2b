"""The shipped playbook with some words changed, as somebody changes it in a pull request."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from opbook.source.reading import Reading, read

SHIPPED = Path(__file__).resolve().parents[2] / "playbook_data"
Edit = tuple[str, str, str]
"""A file inside the data folder, what stands there, and what is to stand there."""


@cache
def shipped_reading() -> Reading:
    """The shipped playbook."""
    return read(SHIPPED, shown_as="playbook_data")


@cache
def corpus() -> tuple[dict[str, Any], ...]:
    """The seeded changes, each with its edits and the lines that tell it."""
    return tuple(yaml.safe_load((Path(__file__).parent / "corpus.yml").read_text("utf-8")))


def edited(folder: Path, edits: Iterable[Edit]) -> Reading:
    """Read a copy of the shipped playbook with edits; nothing may be wrong with it."""
    data = folder / "playbook_data"
    shutil.copytree(SHIPPED, data)
    for inside, old, new in edits:
        text = (data / inside).read_text("utf-8")
        assert old in text, (inside, old)
        (data / inside).write_text(text.replace(old, new, 1), "utf-8")
    reading = read(data, shown_as="playbook_data", known=shipped_reading())
    assert reading.findings == ()
    return reading
