"""Changing which ids a field holds where it stands, in the way in which the file writes it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from opbook.model.diagnostic import Route
from opbook.source.edits.splicing import Ruler, Splice, break_of, end_of_line, spliced
from opbook.source.nodes import Node, parse

_CLOSING = re.compile(r"(?:[\s,]|#[^\r\n]*)*\]")
_ALONE = ("accountable", "driver", "approver")
"""The fields that hold one id in a healthy playbook, which is then written without brackets."""


def with_ids(text: str, route: Route, name: str, ids: Sequence[str], order: Sequence[str]) -> str:
    """The text of a file with other ids in one field; all else stays byte for byte.

    Args:
        text: The text; it must be YAML that is taken.
        route: The way to the mapping that has the field, or is to have it.
        name: The field.
        ids: What the field is to hold; nothing removes it.
        order: All fields of the mapping in their order, for one that is not there yet.
    """
    holder = parse("", text).node
    for step in route:
        assert holder is not None
        assert isinstance(holder.value, dict)
        holder = holder.value[str(step)]
    assert holder is not None
    assert isinstance(holder.value, dict)
    field = _Field(text, holder, name)
    if name not in holder.value:
        found = [field.added(ids, order)] if ids else []
    elif not ids:
        found = [field.removed()]
    else:
        found = field.changed(ids)
    return spliced(text, found)


def as_field(name: str, ids: Sequence[str]) -> str:
    """A part of an activity as a line of YAML: ``consulted: [designer]``, ``accountable: product-owner``."""
    return f"{name}: {ids[0] if len(ids) == 1 and name in _ALONE else _flow(ids)}"


class _Field:
    def __init__(self, text: str, holder: Node, name: str) -> None:
        assert isinstance(holder.value, dict)
        self.text = text
        self.ruler = Ruler(text)
        self.holder = holder
        self.values = holder.value
        self.name = name
        self.is_flow = text[self.ruler.offset(*holder.range[:2])] == "{"

    def span(self, node: Node) -> tuple[int, int]:
        return self.ruler.span(node.range)

    def end(self, node: Node) -> int:
        """Where a text or a list of texts ends, its bracket included."""
        start, end = self.span(node)
        if isinstance(node.value, list):
            last = self.span(node.value[-1])[1] if node.value else start + 1
            closing = _CLOSING.match(self.text, last) if self.text[start] == "[" else None
            end = closing.end() if closing is not None else last
        return end

    def line_start(self, node: Node) -> int:
        return self.ruler.offset(node.range[0])

    def line_after(self, offset: int) -> int:
        """Where the line after the one of an offset starts."""
        return self.ruler.offset(self.ruler.line(offset) + 1)

    def added(self, ids: Sequence[str], order: Sequence[str]) -> Splice:
        line = as_field(self.name, ids)
        before = [name for name in order[: order.index(self.name)] if name in self.values]
        if not self.values:
            at = self.span(self.holder)[0] + 1
            return Splice(at, at, line)
        if before:
            end = self.end(self.values[before[-1]])
            if self.is_flow:
                return Splice(end, end, f", {line}")
            indent = self.text[
                self.line_start(self.holder.keys[before[-1]]) : self.span(self.holder.keys[before[-1]])[0]
            ]
            end = end_of_line(self.text, end)
            return Splice(end, end, f"{break_of(self.text)}{indent}{line}")
        first = next(iter(self.holder.keys.values()))
        start = self.span(first)[0]
        if self.is_flow:
            return Splice(start, start, f"{line}, ")
        indent = self.text[self.line_start(first) : start]
        return Splice(start, start, f"{line}{break_of(self.text)}{indent}")

    def removed(self) -> Splice:
        key, value = self.holder.keys[self.name], self.values[self.name]
        start, end = self.span(key)[0], self.end(value)
        if not self.is_flow:
            return Splice(self.line_start(key), self.line_after(end), "")
        names = list(self.values)
        index = names.index(self.name)
        if index:
            return Splice(self.end(self.values[names[index - 1]]), end, "")
        return Splice(start, self.span(self.holder.keys[names[1]])[0] if names[1:] else end, "")

    def changed(self, ids: Sequence[str]) -> list[Splice]:
        node = self.values[self.name]
        start, end = self.span(node)
        if isinstance(node.value, str):
            written = self.text[start:end]
            one = written.replace(node.value, ids[0]) if written.count(node.value) == 1 else ids[0]
            return [Splice(start, end, one if len(ids) == 1 else _flow(ids))]
        assert isinstance(node.value, list)
        items = node.value
        kept = [index for index, item in enumerate(items) if item.value in ids]
        new = [id_ for id_ in ids if id_ not in [item.value for item in items]]
        if not items:
            return [Splice(start + 1, start + 1, ", ".join(new))]
        spans = [self.span(item) for item in items]
        if self.text[start] != "[":
            return self.changed_lines(items, kept, new)
        if not kept:
            return [Splice(spans[0][0], spans[-1][1], ", ".join(new))]
        found = [
            Splice(spans[index - 1][1], spans[index][1], "")
            if index > kept[0]
            else Splice(spans[index][0], spans[index + 1][0], "")
            for index in range(len(items))
            if index not in kept
        ]
        last = spans[kept[-1]][1]
        return [*found, Splice(last, last, "".join(f", {id_}" for id_ in new))]

    def changed_lines(self, items: list[Node], kept: list[int], new: list[str]) -> list[Splice]:
        """The changes of a list that has a line for each item."""
        found = []
        if not kept:  # what comes takes the line of the first that goes
            kept = [0]
            found.append(Splice(*self.span(items[0]), new[0]))
            new = new[1:]
        found += [
            Splice(self.line_start(item), self.line_after(self.span(item)[1]), "")
            for index, item in enumerate(items)
            if index not in kept
        ]
        last = items[kept[-1]]
        lead = self.text[self.line_start(last) : self.span(last)[0]]
        end = end_of_line(self.text, self.span(last)[1])
        lines = "".join(f"{break_of(self.text)}{lead}{id_}" for id_ in new)
        return [*found, Splice(end, end, lines)]


def _flow(ids: Sequence[str]) -> str:
    return f"[{', '.join(ids)}]"
