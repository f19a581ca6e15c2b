"""YAML text to nodes with positions: one walk over the parser's events, with limits and refusals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from opbook.model.diagnostic import Diagnostic, Location, Problem, Related, Route
from opbook.source import problems
from opbook.source.nearest import shown

MAX_DEPTH = 16
MAX_BYTES = 256 * 1024
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

Range = tuple[int, int, int, int]
"""Line, column, end line, end column; from 1, ends exclusive."""

_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

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
    "did not find expected '-' indicator": (
        "this does not line up with the list above",
        "begin every item of a list with `- ` in the same column",
    ),
    "did not find expected ',' or": ("a bracket is opened and never closed", "close the bracket, or quote the text"),
    "found unknown escape character": (
        "a backslash means something special in double quotes",
        "use single quotes instead, or double the backslash",
    ),
    "block sequence entries are not allowed": (
        "a list cannot start here",
        "begin the list on a line of its own below the field name",
    ),
}


@dataclass(slots=True)
class Node:
    """A value of a YAML file, and where it stands."""

    range: Range
    value: str | list[Node] | dict[str, Node]
    keys: dict[str, Range] = field(default_factory=dict)
    """For a mapping, where each key stands."""

    def data(self) -> object:
        """The plain value: texts, lists and mappings, nothing else."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, list):
            return [node.data() for node in self.value]
        return {key: node.data() for key, node in self.value.items()}

    def find(self, route: Route, *, key: bool = False) -> Range:
        """Where the value at a route stands; for a mapping, a list or an empty value its key.

        A route may lead further than the file does (a single value stands for a list of one): the
        last part that exists counts then. With `key`, the key at the end of the route.
        """
        node, found = self, self.range
        for index, step in enumerate(route):
            if isinstance(node.value, dict) and str(step) in node.value:
                found = node.keys[str(step)]
                node = node.value[str(step)]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                found = node.range if isinstance(node.value, str) else _start(node)
            else:
                return found
            is_last = index == len(route) - 1
            if isinstance(node.value, str) and node.value and not (key and is_last):
                found = node.range
        return found if route else _start(self)


def _start(node: Node) -> Range:
    if isinstance(node.value, dict) and node.keys:
        return next(iter(node.keys.values()))
    return node.range


def _range(event: yaml.Event) -> Range:
    start, end = event.start_mark, event.end_mark
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
        line = text.count("\n", 0, control.start()) + 1
        column = control.start() - text.rfind("\n", 0, control.start())
        walk.tell(
            problems.NOT_TEXT,
            f"a control character, {shown(control[0])}, stands in the text",
            (line, column, line, column + 1),
            "remove it; it is invisible in most editors, so delete the characters around it and type them anew",
        )
        return Parsed(None, walk.found)
    node: Node | None = None
    try:
        node = walk.document(yaml.parse(text, Loader=_Parser))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = error.problem or "not valid YAML"
        message, fix = next((words for start, words in _WORDS.items() if said.startswith(start)), (said, ""))
        at = (mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2) if mark else (1, 1, 1, 2)
        walk.tell(problems.YAML_SYNTAX, message, at, fix)
    except _Refused:
        pass
    if node is not None and not isinstance(node.value, dict):
        walk.tell(problems.WRONG_TYPE, "expected fields, as in `name: …`", node.range, "start the file with `name: …`")
        node = None
    return Parsed(node, walk.found)


class _Walk:
    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[Diagnostic] = []

    def tell(self, problem: Problem, message: str, at: Range, fix: str = "", related: tuple[Related, ...] = ()) -> None:
        self.found.append(Diagnostic(problem, message, Location(self.path, *at), fix, related=related))

    def document(self, events: Iterator[yaml.Event]) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in events:
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
            elif isinstance(event, yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent | yaml.AliasEvent):
                root = self.node(event, events, 0)
        if root is None:
            self.tell(problems.MISSING_FIELD, "the file is empty", (1, 1, 1, 1), "start it with `name: …`")
        elif root.value == "":
            self.tell(problems.MISSING_FIELD, "the file has nothing but comments", (1, 1, 1, 1), "add `name: …`")
            root = None
        return root

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        if depth > MAX_DEPTH:
            self.tell(
                problems.OVER_LIMIT,
                f"values are nested more than {MAX_DEPTH} deep",
                _range(event),
                "no field needs this; check the indentation and the brackets",
            )
            raise _Refused
        self.refuse(event)
        if isinstance(event, yaml.ScalarEvent):
            return Node(_range(event), event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            for each in events:
                if isinstance(each, yaml.SequenceEndEvent):
                    break
                items.append(self.node(each, events, depth + 1))
            return Node(_range(event), items)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, events, depth)
        return Node(_range(event), "")

    def mapping(self, start: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        values: dict[str, Node] = {}
        keys: dict[str, Range] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            name = self.node(event, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            at = name.range
            if not isinstance(name.value, str):
                self.tell(
                    problems.REFUSED_CONSTRUCT,
                    "a list or mapping stands where a field name belongs",
                    at,
                    "write a single word before the colon; put a text that starts with { or [ in double quotes",
                )
            elif name.value == "<<":
                self.tell(
                    problems.REFUSED_CONSTRUCT, "a merge key (`<<`)", at, "write the fields out: each file stands alone"
                )
            elif name.value in values:
                first = Related("it stands here first", Location(self.path, *keys[name.value]))
                self.tell(
                    problems.DUPLICATE_KEY,
                    f"`{shown(name.value)}` stands here a second time; the first is on line {keys[name.value][0]}",
                    at,
                    "keep one of them, or join the two",
                    (first,),
                )
            else:
                values[name.value], keys[name.value] = value, at
        return Node(_range(start), values, keys)

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
