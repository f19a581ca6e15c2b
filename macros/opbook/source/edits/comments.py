"""Which comment of a YAML file belongs to what.

YAML's parsers pass over comments, and libraries that keep them hang each on what comes before it. Here one belongs to
what a person would say. Behind a value it belongs to the value, and so does what goes on below it in the same column.
On a line of its own it belongs to what comes next; only where it is indented further than that, it ends what came
before. What stands at the top, up to the line for editors and up to the last blank line, belongs to the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from opbook.source.edits.outline import Block, Comment, Entry, Literal

BLANKS = " \t"
_COMMENT = re.compile(r"#[^\n]*")
_FOR_EDITORS = "yaml-language-server:"


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two tokens: blanks and comments."""

    beside: str
    """The comment on the line of the first one, with the blanks before it."""
    column: int
    """In which column that comment begins; -1 where there is none."""
    comments: tuple[Comment, ...]
    """The comments on lines of their own."""
    apart: bool
    """Whether a blank line stands right above the second one."""


def gap(text: str, start: int, end: int) -> Gap:
    """What stands between two offsets of a text."""
    beside, column, comments, apart = "", -1, [], False
    lines = text[start:end].split("\n")
    line_start = text.rfind("\n", 0, start) + 1
    if start > line_start:
        first = lines.pop(0)
        if "#" in first:
            beside, column = first.rstrip(BLANKS), start - line_start + first.index("#")
    for number, line in enumerate(lines, start=1):
        said = line.strip(BLANKS)
        if said:
            comments.append(Comment(said, line.index("#"), apart))
        apart = not said and (apart or number < len(lines))
    return Gap(beside, column, tuple(comments), apart)


def of_the_file(above: Gap) -> int:
    """How many of the comments above the first entry speak of the whole file."""
    are_apart = [*(each.apart for each in above.comments[1:]), above.apart]
    last = zip(above.comments, are_apart, strict=False)
    return max((n for n, (each, apart) in enumerate(last, start=1) if apart or _FOR_EDITORS in each.text), default=0)


def share_out(before: Entry, after: Entry | None, between: Gap) -> None:
    """Give the comments between an entry and the next one in the text, or its end, to what they belong to."""
    if before.value is None or isinstance(before.value, Block):
        before.beside = between.beside
    else:
        before.behind = between.beside
    ends = _ends(before, after)
    column = between.column
    for each in between.comments:
        if each.column == column and not each.apart:
            before.aligned.append(each.text)
            continue
        column = -1
        if after is not None and each.column <= after.block.column:
            ends = []
        while len(ends) > 1 and ends[-1][0] > each.column:
            ends.pop()
        if ends:
            ends[-1][1].append(each)
        elif after is not None:
            after.lead.append(each)
    if after is not None:
        after.apart = between.apart
        if after.block.parent is before:
            close_up(after)


def close_up(first: Entry) -> None:
    """Take away the blank line above the first entry of a block: it is not to go where the entry goes."""
    if first.lead:
        first.lead[0] = replace(first.lead[0], apart=False)
    else:
        first.apart = False


def _ends(before: Entry, after: Entry | None) -> list[tuple[int, list[Comment]]]:
    """What ends between two entries, from the outermost, with the column from which on a comment belongs to its end."""
    ends: list[tuple[int, list[Comment]]] = []
    if after is not None and after.block.parent is before:
        return ends
    if not isinstance(before.value, Literal):  # a comment further in than its field would be part of its text
        ends.append((before.block.column + 1, before.tail))
    block: Block | None = before.block
    while block is not None and (after is None or block is not after.block):
        ends.insert(0, (block.column, block.tail))
        block = block.parent.block if block.parent is not None else None
    return ends


def comments_of(text: str, tokens: Iterable[Any]) -> list[str]:
    """Every comment of a text, from ``#`` on, in order.

    Args:
        text: Some YAML.
        tokens: What its scanner finds in it.
    """
    found, at = [], 0
    for token in tokens:
        start, end = token.start_mark.index, token.end_mark.index
        if start > at:
            found += _COMMENT.findall(text, at, start)
        at = max(at, end)
    return [each.rstrip(BLANKS) for each in (*found, *_COMMENT.findall(text, at))]
