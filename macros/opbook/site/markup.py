"""The two ways in which YAML text reaches a page: as a heading, or inside a block of finished HTML.

Everything else that reads Markdown (Jinja, Python-Markdown and its extensions) sees text of ours only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import unescape

from markdown_it.token import Token
from markupsafe import Markup, escape

from opbook.model.address import Address
from opbook.model.prose import new_parser

ROOT = "\x1d"
"""Stands for the way to the site's root until the page is known; no YAML text can contain it."""
_CUT = "\x1e"
"""Stands on both sides of a heading until the page is put together; no YAML text can contain it."""

_PRE = re.compile(r"<pre.*?</pre>", re.DOTALL)
_BREAK = re.compile(r"\s*\n\s*")
_TOUCHING = re.compile(r"(</(?:t[dh]|d[td]|li|p|div|summary|figcaption)>)(?=<)")
"""Where one piece of text ends and the next begins: search would read both as one word."""
_PLAIN = re.compile(rf"[^\W_]| |{ROOT}")
_MARKED = re.compile(r"[\\`*_\[\]<>&\n:]|^\s*(?:[-+#]|\d+[.)])|^ {4}")


def entities(text: str) -> str:
    """Write every character but letters, digits and spaces as a numeric entity, so that nothing can mean anything."""
    return _literal(" ".join(text.split()))


def _literal(text: str) -> str:
    return "".join(char if _PLAIN.match(char) else f"&#{ord(char)};" for char in text)


def heading(level: int, text: str, id: str = "") -> Markup:
    """A real Markdown heading, for the table of contents and for search.

    Args:
        level: From 1 to 6.
        text: The words, shown exactly as written.
        id: The anchor; made from the words where absent.
    """
    anchor = f" {{ #{id} }}" if id else ""
    return Markup(f"{_CUT}{'#' * level} {entities(text)}{anchor}{_CUT}")


_BLOCK = ('<div class="ob">', "</div>")


def block(html: str) -> str:
    """One block of finished HTML on one line: Python-Markdown runs nothing inside it."""
    kept: list[str] = []
    for part in re.split(f"({_PRE.pattern})", html, flags=re.DOTALL):
        kept.append(
            part.replace("\n", "&#10;") if part.startswith("<pre") else _TOUCHING.sub(r"\1 ", _BREAK.sub(" ", part))
        )
    line = "".join(kept).strip()
    return line.join(_BLOCK) if line else ""


def is_block(line: str) -> bool:
    """Whether a line of a page is a block, with nothing before or after it."""
    return line.startswith(_BLOCK[0]) and line.endswith(_BLOCK[1])


_TAG = re.compile(r"(<[^>]*>)")
_VALUE = re.compile(r'(?<==")[^"]*(?=")')
_BLANKS = re.compile(r"[ \t\r\n\f]+")  # `split` would take the placeholder of the root for one


def inline(html: str) -> str:
    """Finished HTML for the middle of a sentence: no character of its text or attributes means anything to Markdown."""
    parts = _TAG.split(_BLANKS.sub(" ", html).strip(" "))
    return "".join(
        _VALUE.sub(lambda value: _literal(unescape(value[0])), part) if index % 2 else _literal(unescape(part))
        for index, part in enumerate(parts)
    )


def page(html: str) -> str:
    """Put a page together: the headings of a rendered template as Markdown, all between them as blocks."""
    parts = (part if index % 2 else block(part) for index, part in enumerate(html.split(_CUT)))
    return "\n\n".join(part for part in parts if part)


def resolved(text: str, url: str) -> str:
    """Replace the root's placeholder by the way from a page to the root.

    Args:
        text: What a macro returns.
        url: The page's own address below the root, e.g. ``roles/product-owner/``.
    """
    return text.replace(ROOT, "../" * url.count("/") or "./")


class Prose:
    """CommonMark from YAML to HTML; links to addresses go where `href` says."""

    def __init__(self, href: Callable[[Address], str | None]) -> None:
        self._href = href
        self._parser = new_parser()
        self._known: dict[str, Markup] = {}

    def __call__(self, text: str | None) -> Markup:
        """Render a text: a single paragraph as inline HTML, anything longer as blocks."""
        if not text:
            return Markup()
        if text not in self._known:
            self._known[text] = self._rendered(text)
        return self._known[text]

    def _rendered(self, text: str) -> Markup:
        if not _MARKED.search(text):
            return escape(text)
        tokens = self._parser.parse(text)
        for token in tokens:
            token.children = self._linked(token.children) if token.children else token.children
        if [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]:
            tokens = [tokens[1]]
        return Markup(self._parser.renderer.render(tokens, self._parser.options, {}).strip())

    def _linked(self, tokens: Sequence[Token]) -> list[Token]:
        """Tokens whose links to addresses lead somewhere; of a link to what has no page, only the words are left."""
        kept: list[Token] = []
        is_dead = False
        for token in tokens:
            if token.type == "link_open":
                address = Address.parse(str(token.attrGet("href")))
                target = self._href(address) if address is not None else None
                is_dead = address is not None and target is None
                if target is not None:
                    token.attrSet("href", target)
            if not (is_dead and token.type in ("link_open", "link_close")):
                kept.append(token)
        return kept
