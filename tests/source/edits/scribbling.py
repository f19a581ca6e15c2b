"""Data written as YAML by somebody with whims: any order, any indentation, any quotes, and comments everywhere."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from opbook.source.order import below, model_at

Route = tuple[str | int, ...]

_PLAIN = re.compile(r"[A-Za-z0-9é漢🙂(_.][^\n\t]*\Z")
_FOLDABLE = re.compile(r"\S+( \S+)+\Z")


@dataclass
class Scribbled:
    """A text, and where its comments belong."""

    lines: list[str] = field(default_factory=list)
    above: dict[str, Route] = field(default_factory=dict)
    """Of each comment above a field or an item what stands below it."""
    beside: dict[str, Route] = field(default_factory=dict)
    """Of each comment beside a field or an item what stands before it."""
    ends: dict[str, Route] = field(default_factory=dict)
    """Of each comment that ends a list or mapping what it ends."""
    others: set[str] = field(default_factory=set)
    """Comments of the file, or between brackets."""

    @property
    def text(self) -> str:
        return "\n".join([*self.lines, ""])

    @property
    def comments(self) -> set[str]:
        return {*self.above, *self.beside, *self.ends, *self.others}


def scribbled(data: dict[str, Any], model: type, whim: random.Random, *, comments: float = 0.2) -> Scribbled:
    """Write data in any layout; fields in any order, but ids, titles and items as they are.

    Args:
        data: Texts, lists and mappings.
        model: What the data is read as.
        whim: Where chance comes from.
        comments: How often there is a comment, from 0 to 1.
    """
    scribe = _Scribe(whim, comments)
    if whim.random() < 0.5:
        scribe.done.lines.append("# yaml-language-server: $schema=../x.json")
        scribe.done.others.add(scribe.done.lines[0])
    if whim.random() < 0.3:
        scribe.done.lines += ["---"] if whim.random() < 0.5 else ["", ""]
    scribe.mapping(data, model, 0, (), "")
    return scribe.done


class _Scribe:
    def __init__(self, whim: random.Random, comments: float) -> None:
        self.whim = whim
        self.comments = comments
        self.done = Scribbled()
        self.count = 0

    def chance(self, often: float) -> bool:
        return self.whim.random() < often

    def comment(self) -> str:
        self.count += 1
        said = self.whim.choice(
            ["", " why", " a: b", " # twice", "\tafter a tab", ' it\'s "so"', " é漢🙂", " - x", " {"]
        )
        return f"#{self.count}#{said}"

    def above(self, column: int, route: Route) -> None:
        """Blank lines and comments above a field or an item."""
        while self.chance(0.2):
            self.done.lines.append(self.whim.choice(["", "", " "]))
        while self.chance(self.comments):
            said = self.comment()
            self.done.above[said] = route
            self.done.lines.append(" " * self.whim.choice([column, column, 0, self.whim.randint(0, column)]) + said)
            if self.chance(0.1) and route != self.first:
                self.done.lines.append("")

    def behind(self, told: dict[str, Route], route: Route) -> str:
        if not self.chance(self.comments):
            return self.whim.choice(["", "", "", " ", "   "])
        said = self.comment()
        told[said] = route
        return self.whim.choice([" ", "  ", "\t", "      "]) + said

    def mapping(self, data: dict[str, Any], annotation: Any, column: int, route: Route, start: str) -> None:
        names = list(data)
        if model_at(annotation) is not None:
            self.whim.shuffle(names)
        if not route:
            self.first: Route = (names[0],)  # a blank line below its comments would make them the file's
        for number, name in enumerate(names):
            here = (*route, name)
            if number or not start.strip():
                self.above(column, here)
            key = f"{self.key(name)}:"
            self.value(data[name], below(annotation, name), column, here, (start if not number else " " * column) + key)

    def items(self, data: list[Any], annotation: Any, column: int, route: Route, start: str) -> None:
        for number, item in enumerate(data):
            here = (*route, number)
            if number or not start.strip():
                self.above(column, here)
            dash = (start if not number else " " * column) + "-"
            self.value(item, below(annotation, None), column, here, dash)

    def end(self, column: int, route: Route) -> None:
        if self.chance(self.comments / 3):
            said = self.comment()
            self.done.ends[said] = route
            self.done.lines.append(" " * column + said)

    def value(self, data: Any, annotation: Any, column: int, route: Route, start: str) -> None:
        is_item = isinstance(route[-1], int)
        space = " " * self.whim.choice([1, 1, 1, 3])
        if isinstance(data, str):
            self.text(data, column, route, start, space)
        elif not data or (len(str(data)) < 200 and self.chance(0.3)):
            self.brackets(data, annotation, column, route, start + space)
        else:
            write: Callable[..., None] = self.mapping if isinstance(data, dict) else self.items
            if is_item and self.chance(0.7):
                write(data, annotation, len(start + space), route, start + space)
                self.end(len(start + space), route)
                return
            if is_item:  # a dash alone, whose place nobody knows: the item begins on the next line
                self.done.others |= {comment for comment, what in self.done.above.items() if what == route}
                self.done.above = {comment: what for comment, what in self.done.above.items() if what != route}
            self.done.lines.append(start if is_item else start + self.behind(self.done.beside, route))
            # Further in, a comment in the column of the list might end the list or the mapping.
            least = 0 if isinstance(data, list) and len(route) == 1 else 1
            deeper = column + self.whim.choice([2, 2, 2, least, 1, 3, 4])
            write(data, annotation, deeper, route, " " * deeper)
            if deeper > column:  # else it would speak of what comes next
                self.end(deeper, route)

    def text(self, data: str, column: int, route: Route, start: str, space: str) -> None:
        whim, deeper = self.whim, " " * (column + self.whim.choice([2, 2, 2, 1, 4]))
        lines = data.split("\n")
        is_blockish = data == data.strip(" \n\t") and "\t" not in data and all(line == line.strip() for line in lines)
        if len(lines) > 1 and is_blockish and self.chance(0.6):
            self.done.lines += [f"{start}{space}|-", *(deeper + line if line else "" for line in lines)]
            self.done.lines += [""] * whim.choice([0, 0, 1, 2])
        elif len(lines) == 1 and data and is_blockish and self.chance(0.2):
            broken = data.replace(" ", f"\n{deeper}", 1) if _FOLDABLE.match(data) and self.chance(0.5) else data
            self.done.lines += f"{start}{space}>-\n{deeper}{broken}".split("\n")
            self.done.lines += [""] * whim.choice([0, 0, 1, 2])
        else:
            written = self.quoted(data)
            if _FOLDABLE.match(data) and written.count(" ") == data.count(" ") and self.chance(0.2):
                at = whim.choice([n for n, char in enumerate(written) if char == " "])
                if written[at + 1] != "#":
                    written = f"{written[:at]}{whim.choice(['', ' '])}\n{deeper}{written[at + 1 :]}"
            told = self.done.beside if "\n" not in written else {}
            behind = self.behind(told, route)
            if told is not self.done.beside:
                self.done.others |= set(told)
            self.done.lines += f"{start}{space}{written}{behind}".split("\n")

    def quoted(self, data: str) -> str:
        styles = [json.dumps(data, ensure_ascii=False)]
        if "\n" not in data and "\t" not in data:
            styles.append("'" + data.replace("'", "''") + "'")
        if _PLAIN.match(data) and not re.search(r": |:\Z| #|[ ]\Z|[\[\]{},]", data):
            styles += [data] * 4
        return self.whim.choice(styles)

    def key(self, name: str) -> str:
        quoted = json.dumps(name, ensure_ascii=False)
        return self.whim.choice([name, name, name, quoted, f"'{name}'"]) if name.isidentifier() else quoted

    def brackets(self, data: Any, annotation: Any, column: int, route: Route, start: str) -> None:
        written = self.in_brackets(data, annotation)
        if isinstance(data, str) or not data or self.chance(0.7):
            self.done.lines.append(start + written + self.behind(self.done.beside, route))
            return
        told: dict[str, Route] = {}
        parts = self.parts(data, annotation)
        deeper = " " * (column + 3)
        self.done.lines.append(start + written[0] + self.behind(told, route))
        for number, part in enumerate(parts):
            comma = "," if number + 1 < len(parts) or self.chance(0.3) else ""
            self.done.lines.append(deeper + part + comma + self.behind(told, route))
        self.done.lines.append(" " * (column + 1) + written[-1])
        self.done.others |= set(told)

    def parts(self, data: Any, annotation: Any) -> list[str]:
        if isinstance(data, list):
            return [self.in_brackets(each, below(annotation, None)) for each in data]
        names = list(data)
        if model_at(annotation) is not None:
            self.whim.shuffle(names)
        return [f"{self.key(name)}: {self.in_brackets(data[name], below(annotation, name))}" for name in names]

    def in_brackets(self, data: Any, annotation: Any) -> str:
        if isinstance(data, str):
            return self.quoted(data)
        space, (first, last) = self.whim.choice(["", "", " "]), "[]" if isinstance(data, list) else "{}"
        return (
            first + space + self.whim.choice([", ", ", ", " , ", ","]).join(self.parts(data, annotation)) + space + last
        )
