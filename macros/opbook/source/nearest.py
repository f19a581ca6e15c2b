"""The nearest valid name for a misspelt one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, valid: Iterable[str]) -> str | None:
    """The valid word that looks most like `word`, or `None` where none is near."""
    candidates = {each.lower(): each for each in sorted(valid)}
    found = get_close_matches(word.strip().lower().replace(" ", "-").replace("_", "-"), candidates, n=1, cutoff=0.6)
    found = found or get_close_matches(word.strip().lower(), candidates, n=1, cutoff=0.6)
    return candidates[found[0]] if found else None


def did_you_mean(word: str, valid: Iterable[str]) -> str:
    """A question to end a message with, led by a semicolon; empty where nothing is near."""
    found = nearest(word, valid)
    return f"; did you mean `{found}`?" if found else ""


def as_id(text: str) -> str:
    """The id that a name would have: ``launch-lead`` for ``Launch lead``; empty without any Latin letter or digit."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def shown(text: object) -> str:
    """A value as a message quotes it: short, on one line, with control characters made visible."""
    line = visible(str(text).replace("\n", " "))
    return line if len(line) <= 60 else line[:57] + "…"


def visible(text: str) -> str:
    """A text with its control characters made visible, safe for a terminal or a log."""
    return "".join(char if char.isprintable() else _escaped(ord(char)) for char in text)


def _escaped(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
