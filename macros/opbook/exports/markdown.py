"""Texts of the playbook as Markdown that other programs read, each on one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from opbook.model.address import Address
from opbook.model.prose import new_parser

Href = Callable[[Address], str | None]
"""Where a link to something in the playbook goes; `None` where it has no address that holds elsewhere."""

_SPECIAL = re.compile(r"[\\`*_\[\]<>|#~&$]")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return new_parser()


def escaped(text: str) -> str:
    """A text that is no Markdown, as Markdown that shows it exactly, in the cell of a table too."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))


def line(text: str, href: Href) -> str:
    """The words of prose and its links.

    Args:
        text: Prose.
        href: Where links within the playbook go; of one that goes nowhere the words are left.
    """
    blocks = (
        _inline(token.children, href) if token.children is not None else escaped(token.content)
        for token in _parser().parse(text)
    )
    return " ".join(" ".join(blocks).split())


def _inline(tokens: Sequence[Token], href: Href) -> str:
    done, closing = "", ""
    for token in tokens:
        if token.type == "link_open":
            url = str(token.attrGet("href"))
            address = Address.parse(url)
            target = url if address is None else href(address)
            done += "[" if target else ""
            closing = f"]({target.replace('(', '%28').replace(')', '%29')})" if target else ""
        elif token.type == "link_close":
            done += closing
        elif token.type in ("softbreak", "hardbreak"):
            done += " "
        else:
            done += _SPECIAL.sub(r"\\\g<0>", token.content)
    return done
