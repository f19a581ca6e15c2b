"""Prose as plain text, for programs that show no markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from opbook.model.address import Address
from opbook.model.prose import new_parser

_MARKED = re.compile(r"[\\`*_\[<&\n]|^\s*(?:[-+>]|\d+[.)])")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return new_parser()


def plain(text: str) -> str:
    """Prose without its signs: lists keep their marks, a link to another site is followed by its address."""
    if not _MARKED.search(text):
        return text
    return "\n".join(_blocks(_parser().parse(text)))


def _blocks(tokens: list[Token]) -> Iterator[str]:
    depth, mark = 0, ""
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if token.info else "- "
        elif token.type == "inline":
            yield "  " * (depth - 1) + mark + _words(token.children or [])
            mark = ""
        elif token.type in ("fence", "code_block"):
            yield token.content.rstrip("\n")


def _words(tokens: list[Token]) -> str:
    words, label, url = "", 0, ""
    for token in tokens:
        if token.type in ("text", "code_inline"):
            words += token.content
        elif token.type == "softbreak":
            words += " "
        elif token.type == "hardbreak":
            words += "\n"
        elif token.type == "link_open":
            label, url = len(words), str(token.attrGet("href"))
        elif token.type == "link_close" and Address.parse(url) is None and not url.endswith(words[label:]):
            words += f" ({url})"
    return words
