"""The usual layout of a file: fields in their order, two spaces for each level, comments with what they speak of.

Only the order of fields and the blanks between things change. Line breaks, quotes, brackets and the text of values stay
as their author wrote them, and so does the order of everything that authors order: lists, ids, titles, levels.
"""

from __future__ import annotations

import re
from typing import Any

from opbook.model.entity import Model
from opbook.source.edits.comments import BLANKS, comments_of
from opbook.source.edits.editing import CannotEdit
from opbook.source.edits.outline import Block, Entry, Flow, Literal, Outline, Part, Scalar
from opbook.source.edits.outlining import INDENT, outline, tokens_of
from opbook.source.nodes import parse
from opbook.source.order import below, in_order, ordered

_LINE_BREAK = re.compile(r"\r\n|\r")


def formatted(path: str, text: str, model: type[Model]) -> str:
    """A file's text in the usual layout; the same text where that is its layout.

    Args:
        path: What the file is called, for messages.
        text: What it says: YAML that the reader takes, whether or not the model does.
        model: What it is read as.

    Raises:
        CannotEdit: Where it cannot be brought into the layout without a change of what it says.
    """
    text = _LINE_BREAK.sub("\n", text.removeprefix("\ufeff"))
    tokens = tokens_of(text)
    try:
        found = _Writer(text, outline(text, tokens)).whole(model)
    except CannotEdit as problem:
        raise CannotEdit(f"{path}:{problem}") from None
    if found != text:
        _hold(path, text, tokens, found, model)
    return found


def _hold(path: str, before: str, tokens: list[Any], after: str, model: type[Model]) -> None:
    """Refuse a new text that does not say what the former did, or has lost a comment: a safeguard against ourselves.

    Raises:
        CannotEdit: Naming the file.
    """
    was, now = parse(path, before), parse(path, after)
    is_same = (
        was.node is not None
        and now.node is not None
        and not now.found
        and ordered(was.node.data, model) == ordered(now.node.data, model)
        and sorted(comments_of(before, tokens)) == sorted(comments_of(after, tokens_of(after)))
    )
    if not is_same:
        raise CannotEdit(f"{path}: it would say something else in the usual layout, so it stays as it is")


class _Writer:
    def __init__(self, text: str, whole: Outline) -> None:
        self.text = text
        self.outline = whole
        self.lines: list[str] = []
        self.is_apart = False
        """Whether a blank line is to come before the next one."""
        self.is_open = False
        """Whether a blank line would be part of the text above it."""

    def whole(self, model: type[Model]) -> str:
        root = self.outline.root
        head, foot = self.outline.head.split("\n"), self.outline.foot.split("\n")
        if isinstance(root, Flow):
            start = head.pop()
            self.outside(head)
            start = f"{start.rstrip(BLANKS)} " if start.strip(BLANKS) else ""
            self.value(root, model, len(start) - self.column(root.start), 0, start)
            self.beside(foot.pop(0))
        else:
            self.outside(head)
            for each in self.outline.top:
                self.comment(each.text, 0, is_apart=each.apart)
            self.is_apart = self.outline.is_top_apart
            self.block(root, model, 0, "")
        self.outside(foot)
        return "\n".join([*self.lines, ""])

    def line(self, text: str) -> None:
        if self.is_apart and self.lines and not self.is_open:
            self.lines.append("")
        self.lines.append(text)
        self.is_apart = self.is_open = False

    def outside(self, lines: list[str]) -> None:
        """Write what stands outside the document."""
        for line in lines:
            if said := line.rstrip(BLANKS):
                self.line(said)
            else:
                self.is_apart = True

    def comment(self, text: str, column: int, *, is_apart: bool = False) -> None:
        self.is_apart |= is_apart
        self.line(" " * column + text)

    def beside(self, comment: str, aligned: list[str] | None = None) -> None:
        """Write a comment at the end of the line, and how it goes on below."""
        said = comment.strip(BLANKS)
        if said:
            blanks = comment[: comment.index("#")].replace("\t", " ") or " "
            self.lines[-1] += blanks + said
        for each in aligned or ():
            self.comment(each, len(self.lines[-1]) - len(said))
            said = each

    def block(self, block: Block, annotation: Any, column: int, start: str) -> None:
        """Write a block.

        Args:
            block: What to write.
            annotation: What a model says of it.
            column: Where its entries begin.
            start: What the line of the first entry begins with: blanks, or the dash of the list that it stands in.
        """
        for number, entry in enumerate(arranged(block, annotation)):
            if number or not start.strip():
                self.above(entry, annotation, column, is_first=not number)
            self.entry(entry, annotation, column, " " * column if number else start)
        for each in block.tail:
            self.comment(each.text, column, is_apart=each.apart)

    def above(self, entry: Entry, annotation: Any, column: int, *, is_first: bool) -> None:
        """Write the comments above an entry; no blank line above the first one of a block."""
        for number, each in enumerate(entry.lead):
            self.comment(each.text, column, is_apart=each.apart and not (is_first and number == 0))
        self.is_apart |= entry.apart and not (is_first and not entry.lead)
        if isinstance(entry.value, Block) and not entry.is_below:
            # The block begins behind a dash, and nothing can stand between the two.
            inside = below(annotation, entry.name)
            self.above(arranged(entry.value, inside)[0], inside, column, is_first=True)

    def entry(self, entry: Entry, annotation: Any, column: int, start: str) -> None:
        start += "-" if entry.key is None else f"{entry.key}:"
        inside, value, further = below(annotation, entry.name), entry.value, column + INDENT
        if isinstance(value, Block) and not entry.is_below:
            self.block(value, inside, further, f"{start} ")
        elif isinstance(value, Block) or value is None:
            self.line(start)
            self.beside(entry.beside, entry.aligned)
            if value is not None:
                self.block(value, inside, further, " " * further)
        else:
            moved = column - entry.block.column
            start += " "
            if entry.is_below:
                self.line(start.rstrip(BLANKS))
                self.beside(entry.beside)
                for each in entry.inner:
                    self.comment(each.text, further, is_apart=each.apart)
                moved = further - self.column(value.start)
                start = " " * further
            self.value(value, inside, moved, further, start)
            self.beside(entry.behind, entry.aligned)
        for each in entry.tail:
            self.comment(each.text, further, is_apart=each.apart)

    def value(self, value: Scalar | Literal | Flow, annotation: Any, moved: int, column: int, start: str) -> None:
        """Write a value.

        Args:
            value: What to write.
            annotation: What a model says of it.
            moved: By how many columns its line moves, for what stands in brackets.
            column: Where its further lines begin.
            start: What its first line begins with.
        """
        if isinstance(value, Literal):
            self.line(start + value.header)
            self.lines += [" " * column + line if line else "" for line in value.lines]
            self.is_open = value.keeps
            return
        first, *further = self.written(value, annotation).split("\n")
        self.line(start + _trimmed(first))
        for line in map(_trimmed, further):
            said = line.lstrip(BLANKS)
            if isinstance(value, Flow):
                column = max(0, len(line) - len(said) + moved)
            self.lines.append(" " * column + said if said else "")

    def written(self, value: Scalar | Flow, annotation: Any) -> str:
        """A value as its author wrote it, but for the order of fields in brackets.

        Where a comment stands between them, they stay: nothing says for sure which of them it is about.
        """
        if isinstance(value, Scalar):
            return self.text[value.start : value.end]
        parts = value.parts
        named = {part.name: part for part in parts if part.name is not None and part.value is not None}
        if value.is_mapping and not value.has_comments and len(named) == len(parts):
            parts = [named[name] for name in in_order(annotation, named)]
        told, at = [], value.start
        for place, part in zip(value.parts, parts, strict=True):
            told += [self.text[at : place.start], self.part(part, below(annotation, part.name))]
            at = place.end
        return "".join([*told, self.text[at : value.end]])

    def part(self, part: Part, annotation: Any) -> str:
        if part.value is None:
            return self.text[part.start : part.end]
        return self.text[part.start : part.value.start] + self.written(part.value, annotation)

    def column(self, offset: int) -> int:
        return offset - self.text.rfind("\n", 0, offset) - 1


def arranged(block: Block, annotation: Any) -> list[Entry]:
    """The entries of a block in the order in which they are to stand."""
    named = {entry.name: entry for entry in block.entries if entry.name is not None}
    return [named[name] for name in in_order(annotation, named)] if named else block.entries


def _trimmed(line: str) -> str:
    """A line without the blanks that end it, but for one that a backslash makes part of a text."""
    bare = line.rstrip(BLANKS)
    backslashes = len(bare) - len(bare.rstrip("\\"))
    return line[: len(bare) + backslashes % 2]
