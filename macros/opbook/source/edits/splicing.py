"""Changing some places of a text, and leaving all the rest as it is, byte for byte."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from opbook.source.nodes import Range

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_LINE_END = re.compile(r"[\r\n]|\Z")


@dataclass(frozen=True, slots=True, order=True)
class Splice:
    """Some of a text, from one offset to another, and what is to stand there."""

    start: int
    end: int
    text: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text with every splice made; they may touch, and must not overlap."""
    parts, at = [], 0
    for each in sorted(splices):
        assert each.start >= at, "two splices overlap"
        parts += [text[at : each.start], each.text]
        at = each.end
    return "".join([*parts, text[at:]])


class Ruler:
    """Turns the lines and columns of a text into offsets."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._starts = [0, *(each.end() for each in _LINE_BREAK.finditer(text))]

    def span(self, place: Range) -> tuple[int, int]:
        """The offsets at which a range begins and ends."""
        line, column, end_line, end_column = place
        return self.offset(line, column), self.offset(end_line, end_column)

    def offset(self, line: int, column: int = 1) -> int:
        """The offset of a line and column, both from 1; the end of the text for what lies behind it."""
        if line > len(self._starts):
            return self._length
        return min(self._starts[line - 1] + column - 1, self._length)

    def line(self, offset: int) -> int:
        """The line, from 1, in which an offset lies."""
        return sum(start <= offset for start in self._starts)


def break_of(text: str) -> str:
    """How the lines of a text end: as the first one does."""
    found = _LINE_BREAK.search(text)
    return found[0] if found is not None else "\n"


def end_of_line(text: str, offset: int) -> int:
    """Where the line of an offset ends, before its break."""
    found = _LINE_END.search(text, offset)
    assert found is not None
    return found.start()


def as_it_was(path: Path, text: str) -> str:
    """A new text for a file, with the byte order mark if the file had one: reading takes that away."""
    return f"\ufeff{text}" if path.read_bytes().startswith(codecs.BOM_UTF8) else text
