"""Prose in YAML: CommonMark without HTML, images and headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from opbook.model.address import Address

SCHEMES = ("https", "mailto")
"""What a link in prose may use, besides addresses."""


def new_parser() -> MarkdownIt:
    """Make a parser of prose. What it does not know stays text, so nothing written is ever lost."""
    markdown = MarkdownIt("commonmark", {"html": False})
    markdown.disable(["image", "heading", "lheading", "html_block", "html_inline"])
    markdown.validateLink = lambda url: is_allowed(url)  # type: ignore[method-assign]
    return markdown


def is_allowed(url: str) -> bool:
    """Whether a link may be followed: an address, ``https:`` or ``mailto:``."""
    return Address.parse(url) is not None or url.partition(":")[0].lower() in SCHEMES


@dataclass(frozen=True, slots=True)
class Link:
    """A link in prose: where it points, and whether it may."""

    url: str
    is_allowed: bool


@lru_cache(maxsize=1)
def _open_parser() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": True})
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    return markdown


_REFUSED = {
    "html_block": "HTML",
    "html_inline": "HTML",
    "image": "an image",
    "heading_open": "a heading",
}


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


def is_plain(text: str) -> bool:
    """Tell cheaply that a text has no markup that could be refused and no link."""
    return not any(sign in text for sign in "<[#!") and "\n" not in text


def refused(text: str) -> tuple[str, ...]:
    """What a text contains that prose may not: HTML, images, headings; each once, in order."""
    if is_plain(text):
        return ()
    found = (_REFUSED.get(token.type) for token in _flat(_open_parser().parse(text)))
    return tuple(dict.fromkeys(name for name in found if name))


def links(text: str) -> tuple[Link, ...]:
    """The links of a text in order."""
    if "[" not in text and "<" not in text:
        return ()
    urls = (token.attrGet("href") for token in _flat(_open_parser().parse(text)) if token.type == "link_open")
    return tuple(Link(str(url), is_allowed(str(url))) for url in urls)
