"""How a spreadsheet lays out a matrix: where its header is, and which column is which role.

Taken is what ``opbook export raci`` writes, and the matrix as most people draw it: activities down the first column,
roles across the top, letters where they meet.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from opbook.model.playbook import Playbook
from opbook.source.edits.tables import Row, Sheet

HEADER_ROWS = 10
"""Among how many rows, of those in which something stands, the header is looked for."""
NOTHING = ("", "-", "\u2013", "\u2014")
"""What stands in a cell that gives no part."""
DRIVER = "D"

_SEPARATOR = re.compile(r"[\s/,;+&|.]+")
_RUN = re.compile(r"[ARSCID]{1,3}\Z")
_ADDRESS_AT_END = re.compile(r"\(([a-z]+:[a-z0-9-]+)\)\Z")

_COLUMNS = {
    "activity": "activity",
    "activities": "activity",
    "task": "activity",
    "address": "address",
    "in": "group",
    "group": "group",
    "stage": "group",
    "phase": "group",
    "group kind": "group kind",
    "group id": "group id",
    "kind": "kind",
    "matrix": "matrix",
    "rituals": "",
    "talked over in": "",
}
"""What columns that are no roles hold, by their heading; "" for what is not taken up."""


class Names:
    """Finds things by any of the words that people use for them."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self.words: list[str] = []
        """Every id, name and other name, to suggest one."""
        self._ranks: tuple[defaultdict[str, list[str]], ...] = (defaultdict(list), defaultdict(list), defaultdict(list))

    def add(self, id_: str, name: str, aliases: Iterable[str]) -> None:
        """Take up one thing."""
        self.words += [id_, name, *aliases]
        words = ((f"{self._kind}:{id_}",), (id_, name), aliases)
        for rank, names in zip(self._ranks, words, strict=True):
            for each in names:
                if id_ not in rank[plain(each)]:
                    rank[plain(each)].append(id_)

    def find(self, text: str) -> list[str]:
        """The ids that a text can mean: by address, else by id or name, else by another name."""
        in_brackets = _ADDRESS_AT_END.search(text)
        if in_brackets is not None:
            text = in_brackets[1]
        return next((rank[plain(text)] for rank in self._ranks if plain(text) in rank), [])


def plain(text: str) -> str:
    """A text as names are compared: whatever the case and the blanks."""
    return " ".join(text.split()).casefold()


def names_of(playbook: Playbook, kind: str) -> Names:
    """The names of all roles, or of all activities."""
    names = Names(kind)
    for each in (playbook.roles if kind == "role" else playbook.activities).values():
        names.add(each.id, each.name, each.aliases)
    return names


def letters_in(text: str) -> tuple[str, ...] | None:
    """The letters of a cell, each once, D for a driver among them; `None` where it holds anything else."""
    if text in NOTHING:
        return ()
    runs = [run for run in _SEPARATOR.split(text.upper()) if run]
    if not runs or not all(_RUN.match(run) for run in runs):
        return None
    return tuple(dict.fromkeys("".join(runs)))


@dataclass(frozen=True, slots=True)
class Header:
    """How a table is laid out."""

    row: Row
    activity: int
    """The column of the activities."""
    roles: Mapping[int, str]
    """The columns of roles that are known, with their ids."""
    strangers: tuple[int, ...]
    """The columns of letters below something that is no role."""
    fields: Mapping[str, int]
    """The columns that hold something else that is taken up."""
    ignored: tuple[int, ...]
    """The other columns in which something stands."""


def header_of(sheet: Sheet, roles: Names) -> Header | None:
    """How a table is laid out; `None` where it is no matrix."""
    best: tuple[int, Row, list[int]] | None = None
    for index, row in enumerate(sheet.rows[:HEADER_ROWS]):
        lettered = _lettered(row, sheet.rows[index + 1 :])
        if lettered and (best is None or len(lettered) > best[0]):
            best = (len(lettered), row, lettered)
    if best is None:
        return None
    _, row, lettered = best
    fields: dict[str, int] = {}
    known: dict[int, str] = {}
    strangers, others = [], []
    for column, heading in enumerate(row.cells):
        found = roles.find(heading) if heading else []
        if plain(heading) in _COLUMNS and column not in lettered:
            fields.setdefault(_COLUMNS[plain(heading)], column)
        elif len(found) == 1:
            known[column] = found[0]
        elif column in lettered:
            strangers.append(column)
        else:
            others.append(column)
    below = sheet.rows[sheet.rows.index(row) + 1 :]
    filled = [column for column in others if any(each.at(column) not in NOTHING for each in below)]
    activity = fields.pop("activity", None)
    if activity is None:
        activity = filled.pop(0) if filled else 0
    return Header(row, activity, known, tuple(strangers), fields, tuple(filled))


def _lettered(row: Row, below: Sequence[Row]) -> list[int]:
    """The columns with a heading in this row and, below it, mostly letters."""
    found = []
    first = min(
        next(index for index, cell in enumerate(each.cells) if cell) for each in (row, *below) if any(each.cells)
    )
    for column, heading in enumerate(row.cells):
        cells = [each.at(column) for each in below if each.at(column) not in NOTHING]
        good = sum(letters_in(cell) is not None for cell in cells)
        if column > first and heading and letters_in(heading) is None and cells and 2 * good >= len(cells):
            found.append(column)
    return found
