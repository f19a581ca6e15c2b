"""Words in a row, as sentences say them."""

from __future__ import annotations

from collections.abc import Iterable


def listed(words: Iterable[str], *, most: int = 0) -> str:
    """Put words in a row: ``A``, ``A and B``, ``A, B and C``.

    Args:
        words: The words.
        most: From how many words on the rest is only counted: ``A, B and 3 more``; 0 for never.
    """
    words = list(words)
    if most and len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} more"]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def counted(number: int, noun: str) -> str:
    """A number with its noun: ``1 bet``, ``2 bets``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def in_quotes(words: Iterable[str], *, most: int = 4) -> str:
    """Put whole sentences and titles in a row, each as a finding quotes it: ``"A" and "B"``."""
    return listed((f'"{word}"' for word in words), most=most)
