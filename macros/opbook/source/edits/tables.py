"""Spreadsheets as tables of texts, whichever program wrote them."""

from __future__ import annotations

import codecs
import csv
import io
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from opbook.source.edits.editing import CannotEdit
from opbook.source.nearest import shown

MAX_BYTES = 20 * 1024 * 1024
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK"
_TEXT_ENDINGS = (".csv", ".tsv", ".txt")
_SEPARATORS = ",;\t"
_GUARDED = re.compile("'+[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""A cell of a CSV whose first apostrophe is there only so that no program calculates it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row in which something stands."""

    number: int
    """From 1, as the program shows it."""
    cells: tuple[str, ...]
    uncalculated: frozenset[int] = frozenset()
    """The columns, from 0, of formulas whose result the file does not hold."""

    def at(self, column: int) -> str:
        """The text of a cell; empty beyond the last."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table."""

    name: str
    rows: tuple[Row, ...]

    def place(self, row: Row, column: int) -> str:
        """A cell as spreadsheets name it, e.g. ``Launch!D7``."""
        letters, rest = "", column + 1
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(ord("A") + digit) + letters
        return f"{self.name}!{letters}{row.number}"


def tables_in(path: Path) -> tuple[Sheet, ...]:
    """The visible sheets of a workbook, or the one table of a CSV.

    Raises:
        CannotEdit: Where the file is none of these; the message says what to do.
    """
    name = path.as_posix()
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CannotEdit(f"{name} cannot be read: {error.strerror or error}") from None
    if len(raw) > MAX_BYTES:
        raise CannotEdit(f"{name} has more than {MAX_BYTES // 1024 // 1024} MiB, which no matrix needs")
    if not raw.strip():
        raise CannotEdit(f"{name} is empty")
    if raw.startswith(_OLD_OFFICE):
        if _ENCRYPTED in raw:
            raise CannotEdit(f"{name} is protected by a password; save it without one")
        raise CannotEdit(f"{name} is a workbook of an old format (.xls); save it as .xlsx")
    if raw.startswith(_ZIP):
        return _workbook(name, raw)
    if path.suffix.lower() not in _TEXT_ENDINGS:
        raise CannotEdit(f"{name} is no spreadsheet that can be read; save it as .xlsx or .csv")
    return (Sheet(path.stem, tuple(_text_rows(name, raw))),)


def _workbook(name: str, raw: bytes) -> tuple[Sheet, ...]:
    if b"mimetypeapplication/vnd.oasis.opendocument" in raw[:100]:
        raise CannotEdit(f"{name} is a spreadsheet of LibreOffice; save it as .xlsx")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not know, such as drop-down lists, is not needed
            return tuple(_sheets(raw))
    except Exception:  # a damaged file fails in any way
        raise CannotEdit(f"{name} is damaged, or no workbook of Excel; open it there and save it as .xlsx") from None


def _sheets(raw: bytes) -> Iterator[Sheet]:
    from openpyxl import load_workbook  # here, so that what reads no workbook does not wait for it

    # A formula has a value only where a program has calculated it: the second reading tells the formulas.
    values = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    formulas = load_workbook(io.BytesIO(raw), read_only=True)
    for sheet, twin in zip(values.worksheets, formulas.worksheets, strict=True):
        if sheet.sheet_state != "visible":
            continue
        for each in (sheet, twin):
            each.reset_dimensions()  # not every program writes them right
        rows = zip(sheet.iter_rows(), twin.iter_rows(), strict=True)
        found = []
        for number, (cells, twins) in enumerate(rows, 1):
            texts = tuple(_text(each.value) for each in cells)
            uncalculated = frozenset(
                index
                for index, (cell, formula) in enumerate(zip(cells, twins, strict=True))
                # A result that is an empty text has the type of a text.
                if formula.data_type == "f" and cell.value is None and cell.data_type == "n"
            )
            if any(texts) or uncalculated:
                found.append(Row(number, texts, uncalculated))
        yield Sheet(sheet.title, tuple(found))
    values.close()
    formulas.close()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _text_rows(name: str, raw: bytes) -> Iterator[Row]:
    text = _decoded(name, raw)
    separator = ""
    said = re.match(r"sep=(.)(?:\r\n|\r|\n)", text)
    first = 1
    if said is not None:  # Excel's own way to name the separator; it counts as a line
        separator, text, first = said[1], text[said.end() :], 2
    try:
        tables = {each: _parsed(text, each) for each in (separator or _SEPARATORS)}
    except csv.Error as error:
        raise CannotEdit(f"{name} is no CSV: {error}") from None
    rows = max(tables.values(), key=_evenness)
    for number, cells in enumerate(rows, first):
        texts = tuple(_text(each[1:] if _GUARDED.match(each) else each) for each in cells)
        if any(texts):
            yield Row(number, texts)


def _evenness(rows: list[list[str]]) -> tuple[int, int]:
    """How much a text looks like a table: how many of its first rows have as many cells as each other, and how many."""
    widths = Counter(len(row) for row in rows[:20] if len(row) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _parsed(text: str, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def _decoded(name: str, raw: bytes) -> str:
    """The text of a CSV: UTF-8, Excel's "Unicode text", or what Excel in the west of Europe saves by default."""
    encodings = ("utf-16",) if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CannotEdit(f"{shown(name)} is no text; save it as CSV in UTF-8, or as .xlsx")
