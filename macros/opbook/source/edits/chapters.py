"""Addresses in hand-written pages: where macros are given them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_MACRO = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)

Span = tuple[int, int]
"""Where something begins and ends in a text."""


def chapters(docs: Path | None) -> Iterator[tuple[Path, str]]:
    """Yield every page of a folder with its text; those that are no text are passed over, as MkDocs tells of them."""
    for path in sorted(docs.rglob("*.md")) if docs is not None else ():
        try:
            yield path, path.read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            continue


def macros_in(text: str) -> list[Span]:
    """Where the calls of macros stand in a page."""
    return [each.span() for each in _MACRO.finditer(text)]


def quoted_in(text: str, spans: list[Span], words: str) -> list[Span]:
    """Where words stand in quotes of their own within some spans of a text, without the quotes."""
    quoted = re.compile(rf"""(?<=(["'])){re.escape(words)}(?=\1)""")
    return [found.span() for start, end in spans for found in quoted.finditer(text, start, end)]
