"""The outline of a YAML file: its blocks, what stands in them, and the comments that belong to each."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a line of its own."""

    text: str
    """What it says, from ``#`` on."""
    column: int
    """In which column it begins, from 0."""
    apart: bool
    """Whether a blank line stands above it."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, plain or in quotes, by the offsets between which it stands."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Literal:
    """A text below ``|`` or ``>``."""

    start: int
    end: int
    header: str
    """How it is announced: ``>-``, and a comment behind it."""
    lines: tuple[str, ...]
    """Its lines without their indentation."""
    keeps: bool
    """Whether blank lines behind it are part of it."""


@dataclass(slots=True)
class Part:
    """What stands between two commas, in brackets."""

    start: int
    end: int
    name: str | None = None
    """The name of a field; `None` for an item."""
    value: Scalar | Flow | None = None


@dataclass(slots=True)
class Flow:
    """A list or mapping in brackets."""

    start: int
    end: int
    is_mapping: bool
    has_comments: bool = False
    """Whether comments stand between its parts."""
    parts: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """A list or mapping with each entry on a line of its own."""

    column: int
    """In which column its entries begin, from 0."""
    parent: Entry | None
    entries: list[Entry] = field(default_factory=list)
    tail: list[Comment] = field(default_factory=list)
    """The comments that end it."""


@dataclass(slots=True)
class Entry:
    """A field of a mapping or an item of a list, and the comments that belong to it."""

    block: Block
    start: int
    end: int
    """Where its value ends; its colon or dash, where it has none or a block."""
    key: str | None
    """Its name as written; `None` for an item."""
    name: str | None
    """Its name as read."""
    value: Scalar | Literal | Flow | Block | None = None
    is_below: bool = False
    """Whether its value begins on a later line."""
    apart: bool = False
    """Whether a blank line stands right above it."""
    lead: list[Comment] = field(default_factory=list)
    """The comments above it."""
    beside: str = ""
    """The comment on its first line, where the value begins on a later one; with the blanks before it."""
    inner: tuple[Comment, ...] = ()
    """The comments between its first line and a value that is no block."""
    behind: str = ""
    """The comment behind its value, with the blanks before it."""
    aligned: list[str] = field(default_factory=list)
    """How the comment on its last line goes on below, in the same column."""
    tail: list[Comment] = field(default_factory=list)
    """The comments below it that are indented further."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole file."""

    head: str
    """What stands before the document, up to ``---``, as written."""
    top: tuple[Comment, ...]
    """The comments that speak of the whole file."""
    is_top_apart: bool
    """Whether a blank line stands below them."""
    root: Block | Flow
    foot: str
    """What stands behind the document, from ``...`` on, as written."""
