"""Tables as spreadsheets take them: CSV, and workbooks of Excel.

No text of a playbook ever becomes a formula. In a workbook every text is written as a text. CSV has no types, so a cell
that a program would calculate gets an apostrophe before it, as OWASP advises; whoever reads such a file takes the first
apostrophe from every cell that begins with one and matches `ACTIVE`.
"""

from __future__ import annotations

import csv
import io
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

ACTIVE = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""What begins like a formula, or begins so behind apostrophes."""

_LONGEST_NAME = 31
_LONGEST_CELL = 32_767
_LONGEST_FOOTER = 100
_UNNAMEABLE = re.compile(r"[\[\]:*?/\\\s]+")
_A4 = 9
_LINE = 15  # the height of a line, in points
_TALLEST = 409  # a row can have, in points


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """A table as RFC 4180 has it, in UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if ACTIVE.match(cell) else cell


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet."""

    heading: str
    width: float
    """In characters."""
    is_upright: bool = False
    """Whether the heading is turned by a quarter and the cells are centred: a column of letters or numbers."""


Cell = str | int
"""What stands in a cell: a text or a whole number."""


class Book:
    """A workbook that is written in memory; the same content gives the same bytes."""

    def __init__(self, title: str, organisation: str, on: date) -> None:
        # Here, so that what writes no workbook does not wait for it. The library has no types.
        from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

        self._file = io.BytesIO()
        self._book: Any = Workbook(self._file, {"in_memory": True})
        self._book.set_properties(
            {"title": title, "company": organisation, "created": datetime(on.year, on.month, on.day)}
        )
        self._title = title
        self._names: set[str] = set()
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def sheet(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Cell]],
        colours: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
        *,
        unprinted: int = 0,
    ) -> None:
        """Add a sheet: headings that stay in sight, are printed on every page and can be filtered by.

        Args:
            name: What the sheet is to be called; it is changed where Excel would not take it, or has it already.
            columns: The columns. The first stays in sight as well.
            rows: The cells of each row.
            colours: How cells of upright columns look, by their first character.
            unprinted: How many columns at the end are for programs, and stay off paper.
        """
        sheet = self._book.add_worksheet(self._name(name))
        self._head(sheet, columns)
        text = self._format({"valign": "top", "text_wrap": True})
        name = self._format({"valign": "top", "text_wrap": True, "bold": True})
        centred = {"valign": "top", "align": "center", "bold": True}
        shades = {sign: self._format({**centred, **look}) for sign, look in colours.items()}
        unshaded = self._format(centred)
        last = 0
        for last, row in enumerate(rows, 1):
            sheet.set_row(last, min(_TALLEST, _LINE * max(map(_lines, row, columns))))
            for index, (column, cell) in enumerate(zip(columns, row, strict=True)):
                look = text if index else name
                if column.is_upright:
                    look = shades.get(str(cell)[:1], unshaded)
                if isinstance(cell, int):
                    sheet.write_number(last, index, cell, look)
                elif cell:
                    sheet.write_string(last, index, cell[:_LONGEST_CELL], look)
                else:
                    sheet.write_blank(last, index, None, look)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.print_area(0, 0, last, len(columns) - 1 - unprinted)

    def content(self) -> bytes:
        """Finish the workbook; its bytes."""
        self._book.close()
        return self._file.getvalue()

    def _head(self, sheet: Any, columns: Sequence[Column]) -> None:
        for index, column in enumerate(columns):
            look = {"bold": True, "bg_color": "#E8EDF3"}
            look |= {"rotation": 90, "align": "center"} if column.is_upright else {"text_wrap": True}
            sheet.write_string(0, index, column.heading[:_LONGEST_CELL], self._format(look))
            sheet.set_column(index, index, column.width)
        upright = [len(column.heading) for column in columns if column.is_upright]
        if upright:
            sheet.set_row(0, min(_TALLEST, 7.5 * max(upright) + 10))
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.4, 0.6)
        sheet.repeat_rows(0)
        title = " ".join(self._title.split())[:_LONGEST_FOOTER].replace("&", "&&")
        sheet.set_footer(f"&L{title}: &A&R&P / &N")

    def _format(self, look: Mapping[str, Any]) -> Any:
        """One format for each look, on every sheet."""
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"border": 1, "border_color": "#BFBFBF", **look})
        return self._formats[key]

    def _name(self, wanted: str) -> str:
        """A name that Excel takes: short, without seven signs, not `History`, and unlike all others."""
        name = _UNNAMEABLE.sub(" ", wanted).strip(" '") or "Sheet"
        name = f"{name} (1)" if name.casefold() == "history" else name
        found, count = _cut(name, _LONGEST_NAME), 1
        while found.casefold() in self._names:
            count += 1
            found = f"{_cut(name, _LONGEST_NAME - len(f' ({count})'))} ({count})"
        self._names.add(found.casefold())
        return found


def _lines(cell: Cell, column: Column) -> int:
    """How many lines a cell takes, about: not every program finds out by itself."""
    width = int(column.width)
    lines = str(cell).split("\n")
    return sum(len(textwrap.wrap(line, width)) if len(line) > width else 1 for line in lines)


def _cut(text: str, length: int) -> str:
    """The beginning of a text, measured as Excel does: in units of UTF-16."""
    while len(text.encode("utf-16-le")) > 2 * length:
        text = text[:-1]
    return text.strip(" '")
