"""Sentences and texts as Markdown for GitHub and GitLab, in which nothing of the playbook has a meaning of its own.

Both hosts read a text twice. Markdown comes first: every sign that could be markup is written as an entity. Then they
look for references in what came of it, and there entities are signs again: `@somebody`, `#12`, `!12`, `~label`,
`:tada:`, a commit, an address. A space of no width breaks these, as other programs that write such comments have it.
"""

from __future__ import annotations

import re
from html import escape

from opbook.changes.words import Piece, Style, Words
from opbook.source.nearest import visible

_BREAK = "&#8203;"
"""A space of no width."""
_MARKUP = re.compile(r"([\\`*_\[\]|~@#$])")
"""What Markdown or one of its extensions could take for markup; `<`, `>` and `&` are seen to before."""
_REFERENCES = (
    re.compile(r"[@#!$%~^&](?=[\w\"{])"),  # people, issues, requests, snippets, milestones, labels, alerts, epics
    re.compile(r"[{\[](?=[+\-\[\w])"),  # GitLab's inline changes, links between pages and long references
    re.compile(r"\b(?:GH|GL)(?=-\d)", re.IGNORECASE),  # issues in words
    re.compile(r":(?=[\w+\-]+:)"),  # emoji
    re.compile(r":(?=//)|www(?=\.)", re.IGNORECASE),  # addresses of the web
    re.compile(r"\b[0-9a-f]{6}(?=[0-9a-f]+\b)|(?<=[0-9a-f]{6})[0-9a-f]{6}(?=[0-9a-f]+\b)", re.IGNORECASE),  # commits
)
"""After what a reference would go on."""
_CODE = re.compile(r"`([^`]+)`")


def as_markdown(sentence: Words) -> str:
    """A sentence for a comment on a pull request; nothing in it is taken for markup, a mention or a reference."""
    return "".join(_marked(each) for each in sentence)


def escaped(text: str) -> str:
    """A text as it is: on one line, with no markup, mention or reference in it."""
    text = _on_one_line(text)
    at = sorted({match.end() for pattern in _REFERENCES for match in pattern.finditer(text)})
    pieces = [text[first:last] for first, last in zip([0, *at], [*at, len(text)], strict=True)]
    return _BREAK.join(_MARKUP.sub(lambda sign: f"&#{ord(sign[1])};", escape(each, quote=False)) for each in pieces)


def code(text: str) -> str:
    """A text as code, in which both hosts look for nothing at all."""
    text = _on_one_line(text)
    longest = max((len(each) for each in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    room = " " if longest else ""
    return f"{fence}{room}{text}{room}{fence}" if text.strip() else ""


def message(text: str) -> str:
    """A message of a rule, which has code between backquotes; a single one that came with a name is a sign like any."""
    parts = _CODE.split(_on_one_line(text))
    return "".join(code(part) if index % 2 else escaped(part) for index, part in enumerate(parts))


def _on_one_line(text: str) -> str:
    """A text without line breaks, in which signs that nobody would see are seen: some turn what follows around."""
    return visible(re.sub(r"\s", " ", text))


def _marked(piece: Piece) -> str:
    if piece.style is Style.CODE:
        return code(piece.text)
    text = escaped(piece.text)
    match piece.style:
        case Style.NAME:
            return f"**{text}**"
        case Style.QUOTE:
            return f"“{text}”"
        case Style.GONE:
            return f"<del>{text}</del>"
        case Style.NEW:
            return f"<ins>{text}</ins>"
    return text
