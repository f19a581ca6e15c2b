"""Sentences in pieces, so that names stand out in every format and nothing in them is taken for markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from html import escape
from typing import TypeAlias


class Style(Enum):
    """How a piece is set off."""

    PLAIN = "plain"
    NAME = "name"
    QUOTE = "quote"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a sentence."""

    text: str
    style: Style = Style.PLAIN


Words: TypeAlias = tuple[Piece, ...]


def words(*parts: str | Piece | Words) -> Words:
    """A sentence of texts, pieces and sentences."""
    found: list[Piece] = []
    for part in parts:
        if isinstance(part, str):
            found.append(Piece(part))
        elif isinstance(part, Piece):
            found.append(part)
        else:
            found.extend(part)
    return tuple(each for each in found if each.text)


def name(text: str) -> Piece:
    """What somebody or something is called."""
    return Piece(text, Style.NAME)


def quote(text: str) -> Piece:
    """Words of the playbook."""
    return Piece(" ".join(text.split()), Style.QUOTE)


def listed(pieces: Iterable[Piece]) -> Words:
    """Several of a kind: one, two and three."""
    each = list(pieces)
    found: list[Piece] = []
    for index, piece in enumerate(each):
        if index:
            found.append(Piece(" and " if index == len(each) - 1 else ", "))
        found.append(piece)
    return tuple(found)


_AROUND = 4
"""How many words are shown around a change."""


def reworded(before: str, after: str) -> Words:
    """A text and what became of it, word by word; long stretches that stayed are left out."""
    old, new = before.split(), after.split()
    found: list[Piece] = []
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for index, (tag, i1, i2, j1, j2) in enumerate(codes):
        if found:
            found.append(Piece(" "))
        if tag == "equal":
            kept = old[i1:i2]
            first, last = index == 0, index == len(codes) - 1
            room = _AROUND if first or last else 2 * _AROUND
            if len(kept) > room:
                head = [] if first else kept[:_AROUND]
                tail = [] if last else kept[-_AROUND:]
                kept = [*head, "…", *tail]
            found.append(Piece(" ".join(kept)))
            continue
        if i1 < i2:
            found.append(Piece(" ".join(old[i1:i2]), Style.GONE))
        if i1 < i2 and j1 < j2:
            found.append(Piece(" "))
        if j1 < j2:
            found.append(Piece(" ".join(new[j1:j2]), Style.NEW))
    return tuple(found)


def as_plain(sentence: Words) -> str:
    """A sentence for a terminal: quotation marks around the playbook's words, brackets around what changed."""
    frames = {Style.QUOTE: "“{}”", Style.GONE: "[-{}-]", Style.NEW: "{{+{}+}}"}
    return "".join(frames.get(each.style, "{}").format(each.text) for each in sentence)


_MARKDOWN = re.compile(r"([\\`*_\[\]#|~@$])")


def as_markdown(sentence: Words) -> str:
    """A sentence for a comment on a pull request; nothing in it is taken for markup, a mention or a reference."""
    return "".join(_marked(each) for each in sentence)


def escaped(text: str) -> str:
    """Text for Markdown as GitHub and GitLab read it: each sign that could mean something as an entity."""
    return _MARKDOWN.sub(lambda sign: f"&#{ord(sign[1])};", escape(text, quote=False)).replace("://", "&#58;//")


def _marked(piece: Piece) -> str:
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


def pieces_as_json(sentence: Words) -> Iterator[dict[str, str]]:
    """A sentence for programs."""
    for each in sentence:
        yield {"text": each.text, "style": each.style.value}
