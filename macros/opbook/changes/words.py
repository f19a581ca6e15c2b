"""Sentences in pieces, so that names stand out in every format and nothing in them is taken for markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import TypeAlias


class Style(Enum):
    """How a piece is set off."""

    PLAIN = "plain"
    NAME = "name"
    QUOTE = "quote"
    GONE = "gone"
    NEW = "new"
    CODE = "code"
    """An address, or anything else that is written exactly so."""


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


def code(text: str) -> Piece:
    """What is written exactly so."""
    return Piece(text, Style.CODE)


def quote(text: str) -> Piece:
    """Words of the playbook."""
    return Piece(" ".join(text.split()), Style.QUOTE)


def listed(parts: Iterable[Piece | Words]) -> Words:
    """Several of a kind: one, two and three."""
    each = list(parts)
    found: list[str | Piece | Words] = []
    for index, part in enumerate(each):
        if index:
            found.append(" and " if index == len(each) - 1 else ", ")
        found.append(part)
    return words(*found)


def joined(parts: Iterable[Words], between: str) -> Words:
    """Several one after the other, with the same between them; empty ones are left out."""
    found: list[str | Words] = []
    for part in parts:
        if part:
            found += [between, part] if found else [part]
    return words(*found)


_SLOT = re.compile(r"\{(\w+)\}")


def filled(form: str, **parts: str | Piece | Words) -> Words:
    """A sentence of a form, such as ``{it} is now {now}``, with each name in braces replaced by a part of its own."""
    texts = _SLOT.split(form)
    return words(*(parts[text] if index % 2 else text for index, text in enumerate(texts)))


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
    """A sentence without any markup: quotation marks around the playbook's words, brackets around what changed."""
    frames = {Style.QUOTE: "“{}”", Style.GONE: "[-{}-]", Style.NEW: "{{+{}+}}"}
    return "".join(frames.get(each.style, "{}").format(each.text) for each in sentence)
