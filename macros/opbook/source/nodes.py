"""YAML text to nodes with positions: one walk over the parser's events, with limits and refusals."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from opbook.model.diagnostic import Diagnostic, Location, Problem, Related, Route
from opbook.source import problems
from opbook.source.files import lines_of
from opbook.source.nearest import shown

MAX_DEPTH = 16
MAX_BYTES = 256 * 1024
# Next line, line separator and paragraph separator too: YAML breaks lines there, and no editor shows it.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")

Range = tuple[int, int, int, int]
"""Line, column, end line, end column; from 1, ends exclusive."""

_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_IN_BRACKETS = "did not find expected ',' or"
_WORDS = {
    "mapping values are not allowed": (
        "a colon followed by a space starts a new value here",
        'put the whole text in double quotes, as in name: "Plan: first draft"',
    ),
    "found character that cannot start any token": (
        "this character cannot start a value",
        "put the text in double quotes; indent with spaces, never with tabs",
    ),
    "did not find expected key": (
        "the indentation or the quotes before this place do not fit together",
        "line this up with its neighbours above, and close every quote; double a single quote inside single quotes",
    ),
    "could not find expected ':'": (
        "a field name without a colon",
        "write `field: value`, with a space after the colon",
    ),
    "found unexpected end of stream": ("a quote is opened and never closed", "close the quote"),
    "found unexpected document indicator": ("a quote is opened and never closed", "close the quote"),
    "did not find expected '-' indicator": (
        "this does not line up with the list above",
        "begin every item of a list with `- ` in the same column",
    ),
    _IN_BRACKETS: ("a bracket is opened and never closed", "close the bracket, or quote the text"),
    "found unknown escape character": (
        "a backslash means something special in double quotes",
        "use single quotes instead, or double the backslash",
    ),
    "did not find expected alphabetic or numeric character": (
        "a text cannot start with * or & unless it is quoted",
        "put the whole text in double quotes",
    ),
    "did not find expected node content": (
        "a value is missing here",
        "close every bracket, and put a text that starts with , ] or } in double quotes",
    ),
    "did not find expected comment or line break": (
        "nothing can stand behind | or > on the same line",
        "begin the text on the next line, indented",
    ),
    "block sequence entries are not allowed": (
        "a list cannot start here",
        "begin the list on a line of its own below the field name",
    ),
}
_BEGAN_EARLIER = ("found unexpected", "could not find expected ':'", _IN_BRACKETS)
"""The faults that the parser notices long after their cause, which it names as the context."""


def control_in(text: str) -> str:
    """The first character of a text that no file may hold, since nobody would see it; empty where there is none."""
    found = _CONTROL.search(text)
    return found[0] if found is not None else ""


class Node:
    """A value of a YAML file, and where it stands.

    Attributes:
        range: Where it stands.
        value: A text, a list of nodes, or a mapping from names to nodes.
        data: The plain value: texts, lists and mappings, nothing else.
        keys: For a mapping, the node of each name.
    """

    __slots__ = ("data", "keys", "range", "value")

    def __init__(
        self,
        event: yaml.Event,
        value: str | list[Node] | dict[str, Node],
        data: object,
        keys: dict[str, Node] | None = None,
    ) -> None:
        self.range = _range(event)
        self.value = value
        self.data = data
        self.keys = keys if keys is not None else {}

    def find(self, route: Route, *, key: bool = False) -> Range:
        """Where the value at a route stands; for a mapping, a list or an empty value its key.

        A route may have steps that the file does not (a single value stands for a list of one, a list for
        the fields that hold it): they are passed over. Of a route that leads nowhere the last part that
        exists counts. With `key`, the key at the end of the route.
        """
        node, found = self, self.range
        for index, step in enumerate(route):
            if isinstance(node.value, dict) and str(step) in node.value:
                found = node.keys[str(step)].range
                node = node.value[str(step)]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                found = node.range if isinstance(node.value, str) else _start(node)
            elif isinstance(node.value, list) == isinstance(step, int):
                return found
            is_last = index == len(route) - 1
            if isinstance(node.value, str) and node.value and not (key and is_last):
                found = node.range
        return found if route else _start(self)


def _start(node: Node) -> Range:
    if isinstance(node.value, dict) and node.keys:
        return next(iter(node.keys.values())).range
    return node.range


def _range(event: yaml.Event) -> Range:
    start, end = event.start_mark, event.end_mark
    assert start is not None  # the parser gives every event both
    assert end is not None
    return (start.line + 1, start.column + 1, end.line + 1, end.column + 1)


class _Refused(Exception):
    """Stops the walk: what follows cannot be trusted."""


@dataclass(slots=True)
class Parsed:
    """What reading one file gave."""

    node: Node | None
    found: list[Diagnostic]


def parse(path: str, text: str) -> Parsed:
    """Read one YAML document into nodes.

    Args:
        path: The path to name in diagnostics.
        text: The file's text.

    Returns:
        The root node, `None` where the text is no single mapping, and all that is wrong with the YAML itself.
    """
    walk = _Walk(path)
    control = _CONTROL.search(text)
    if control is not None:
        before = lines_of(text[: control.start()])
        line, column = len(before), len(before[-1]) + 1
        walk.tell(
            problems.NOT_TEXT,
            f"a control character, {shown(control[0])}, stands in the text",
            (line, column, line, column + 1),
            "remove it; it is invisible in most editors, so delete the characters around it and type them anew",
        )
        return Parsed(None, walk.found)
    node: Node | None = None
    try:
        node = walk.document(text)
    except yaml.MarkedYAMLError as error:
        said = error.problem or "not valid YAML"
        message, fix = next((words for start, words in _WORDS.items() if said.startswith(start)), (said, ""))
        here, cause = error.problem_mark, error.context_mark
        if here and cause and here.line == cause.line and said.startswith(_IN_BRACKETS):
            message = "this does not fit between the brackets"
            fix = "put a text with [ ] { } or a comma in double quotes, and a comma between two values"
        elif cause and said.startswith(_BEGAN_EARLIER):
            here = cause
        walk.tell(problems.YAML_SYNTAX, message, _point(here or cause, text), fix)
    except _Refused:
        pass
    if node is not None and not isinstance(node.value, dict):
        fix = "start the file with its first field, such as `name: …`"
        walk.tell(problems.WRONG_TYPE, "expected fields, as in `name: …`", node.range, fix)
        node = None
    elif node is None and not walk.found:
        message = "the file has nothing but comments" if text.strip() else "the file is empty"
        walk.tell(problems.MISSING_FIELD, message, (1, 1, 1, 1), "write its fields, one `field: value` per line")
    return Parsed(node, walk.found)


def _point(mark: yaml.Mark | None, text: str) -> Range:
    if mark is None:
        return (1, 1, 1, 2)
    lines = lines_of(text)
    # At the end of a file without a last line break the parser is one line further than the file.
    line = min(mark.line, len(lines) - 1)
    column = mark.column if mark.line == line else len(lines[line])
    return (line + 1, column + 1, line + 1, column + 2)


class _Walk:
    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[Diagnostic] = []
        self.next_event: Callable[[], Any] = lambda: None
        self.has_escapes = True

    def tell(self, problem: Problem, message: str, at: Range, fix: str = "", related: tuple[Related, ...] = ()) -> None:
        self.found.append(Diagnostic(problem, message, Location(self.path, *at), fix, related=related))

    def document(self, text: str) -> Node | None:
        parser = _Parser(text)
        try:
            self.next_event = parser.get_event
            self.has_escapes = "\\" in text
            return self.documents()
        finally:
            parser.dispose()

    def documents(self) -> Node | None:
        root: Node | None = None
        documents = 0
        while (event := self.next_event()) is not None:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.tell(
                        problems.REFUSED_CONSTRUCT,
                        "a second document starts here (`---`)",
                        _range(event),
                        "put each entity in a file of its own",
                    )
                    break
            elif isinstance(event, yaml.NodeEvent):
                root = self.node(event, 0)
        return None if root is None or root.value == "" else root

    def node(self, event: Any, depth: int) -> Node | None:
        """Read one value; `None` for an alias, which stands for nothing here."""
        if depth > MAX_DEPTH:
            self.tell(
                problems.OVER_LIMIT,
                f"values are nested more than {MAX_DEPTH} deep",
                _range(event),
                "no field needs this; check the indentation and the brackets",
            )
            raise _Refused
        what = type(event)
        if event.anchor is not None or (what is not yaml.AliasEvent and event.tag is not None):
            self.refuse(event)
        if what is yaml.ScalarEvent:
            if self.has_escapes:
                self.control(event)
            return Node(event, event.value, event.value)
        if what is yaml.SequenceStartEvent:
            items: list[Node] = []
            while type(each := self.next_event()) is not yaml.SequenceEndEvent:
                item = self.node(each, depth + 1)
                if item is not None:
                    items.append(item)
            return Node(event, items, [item.data for item in items])
        if what is yaml.MappingStartEvent:
            return self.mapping(event, depth)
        return None

    def control(self, event: yaml.ScalarEvent) -> None:
        control = _CONTROL.search(event.value)
        if control is not None:
            self.tell(
                problems.NOT_TEXT,
                f"the value contains a control character, {shown(control[0])}",
                _range(event),
                "leave the backslash out, or use single quotes",
            )

    def mapping(self, start: yaml.Event, depth: int) -> Node:
        values: dict[str, Node] = {}
        keys: dict[str, Node] = {}
        while type(event := self.next_event()) is not yaml.MappingEndEvent:
            name = self.node(event, depth + 1)
            value = self.node(self.next_event(), depth + 1)
            if name is None:
                continue
            if not isinstance(name.value, str):
                self.tell(
                    problems.REFUSED_CONSTRUCT,
                    "a list or mapping stands where a field name belongs",
                    name.range,
                    "write a single word before the colon; put a text that starts with { or [ in double quotes",
                )
            elif name.value == "<<":
                fix = "write the fields out: each file stands alone"
                self.tell(problems.REFUSED_CONSTRUCT, "a merge key (`<<`)", name.range, fix)
            elif name.value in values:
                first = keys[name.value].range
                self.tell(
                    problems.DUPLICATE_KEY,
                    f"`{shown(name.value)}` stands here a second time; the first is on line {first[0]}",
                    name.range,
                    "keep one of them, or join the two",
                    (Related("it stands here first", Location(self.path, *first)),),
                )
            elif value is not None:
                values[name.value], keys[name.value] = value, name
        return Node(start, values, {key: value.data for key, value in values.items()}, keys)

    def refuse(self, event: yaml.Event) -> None:
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.AliasEvent):
            text = f"an alias (`*{shown(anchor)}`)"
            fix = "write the value out; a text that starts with * needs double quotes"
            self.tell(problems.REFUSED_CONSTRUCT, text, _range(event), fix)
        elif anchor is not None:
            text = f"an anchor (`&{shown(anchor)}`)"
            fix = "leave it out; a text that starts with & needs double quotes"
            self.tell(problems.REFUSED_CONSTRUCT, text, _range(event), fix)
        tag = getattr(event, "tag", None)
        if tag is not None:
            text = f"a tag (`{shown(tag)}`)"
            fix = "leave it out: every value is text; a text that starts with ! needs double quotes"
            self.tell(problems.REFUSED_CONSTRUCT, text, _range(event), fix)
