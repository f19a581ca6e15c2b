"""Changing the value of one field where it stands, or putting a new field where it belongs in its file."""

from __future__ import annotations

import re
from typing import Any

from opbook.model.diagnostic import Route
from opbook.model.entity import Entity
from opbook.source import order
from opbook.source.edits.splicing import Ruler, Splice, break_of
from opbook.source.entries import Source
from opbook.source.field_text import block, flow

_OVER = re.compile(r"(?:(?<=\n)|(?<=\r)(?!\n))\.\.\.(?=\s|\Z)")
"""The mark at which a file is over, wherever it stands at the start of a line."""


def span_of(source: Source, route: Route, *, key: bool = False) -> tuple[int, int]:
    """Where the value at a route, or its key, stands in the text of a file."""
    place = source.locate(route, key=key)
    return Ruler(source.text).span((place.line, place.column, place.end_line, place.end_column))


def value_changed(source: Source, route: Route, old: str, new: str, *, key: bool = False) -> Splice:
    """Another value, or another key, for one that never needs quotes; where it has some they stay."""
    start, end = span_of(source, route, key=key)
    written = source.text[start:end]
    # What is written with escapes is written anew.
    return Splice(start, end, written.replace(old, new) if written.count(old) == 1 else new)


def field_added(source: Source, entity: Entity, name: str, value: Any, *, short: int = 24) -> Splice:
    """A field of its own, behind those that come before it in the order of a file.

    Args:
        source: The file of the entity, which has no such field.
        entity: The entity.
        name: The field.
        value: Plain data: mappings, lists, texts, numbers, dates.
        short: How long texts may be that stand side by side in brackets.
    """
    root = source.node
    assert root is not None
    assert isinstance(root.value, dict)
    text, ruler = source.text, Ruler(source.text)
    if text[ruler.offset(*root.range[:2])] == "{":
        _, end = ruler.span(root.value["name"].range)
        return Splice(end, end, f", {flow(name, value)}")
    names, known = list(root.keys), list(order.fields(type(entity)))
    before = [each for each in names if each in known[: known.index(name)]]
    after = names.index(before[-1]) + 1  # the name, at least, comes before all others
    first = root.keys[names[0]].range
    indent = text[ruler.offset(first[0]) : ruler.offset(*first[:2])]
    break_ = break_of(text)
    lines = "".join(f"{indent}{line}{break_}" for line in block(name, value, short=short).split("\n"))
    if after == len(names):
        over = _OVER.search(text)
        end = over.start() if over is not None else len(text)
        return Splice(end, end, ("" if text[:end].endswith(("\n", "\r")) else break_) + lines)
    at = _above(text, ruler.offset(root.keys[names[after]].range[0]), len(indent))
    return Splice(at, at, lines)


def _above(text: str, at: int, indent: int) -> int:
    """Where the comments and blank lines begin that belong to the field in the line of an offset."""
    lines = rf"(?:(?:\A|(?<=\n)|(?<=\r)(?!\n))(?:[ \t]{{0,{indent}}}#[^\r\n]*|[ \t]*)(?:\r\n|\r|\n))*\Z"
    found = re.search(lines, text[:at])
    assert found is not None  # no line at all is found too
    return found.start()
