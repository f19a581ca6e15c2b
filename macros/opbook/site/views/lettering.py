"""How wide texts are, as far as a picture that is drawn before anybody looks at it can know."""

from __future__ import annotations

import unicodedata

_SHARES = dict.fromkeys("ijl'|", 0.23) | dict.fromkeys(" !,./:;ftI()[]r-", 0.31)
_SHARES |= dict.fromkeys("mwMW@%", 0.86) | dict.fromkeys("ABCDEGHKNOPQRSUVXY&", 0.71)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is at most in the sans-serif fonts of common systems (Helvetica, Arial, Roboto, Segoe UI).

    Args:
        text: The text, in one line.
        size: The size of the font, in the unit of the answer.
        bold: Whether it is bold.
    """
    total = 0.0
    for char in text:
        if unicodedata.combining(char):
            continue
        is_wide = unicodedata.east_asian_width(char) in "WF"
        total += 1.0 if is_wide else _SHARES.get(char, 0.73 if char.isupper() else 0.56)
    return total * size * (1.13 if bold else 1.06)


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """A text in lines that are not wider than `width`; a word that is wider by itself is cut."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size, bold=bold) <= width:
            lines[-1] += f" {word}"
            continue
        rest = word
        while text_width(rest, size, bold=bold) > width and len(rest) > 1:
            fitting = (cut for cut in range(len(rest) - 1, 1, -1) if text_width(rest[:cut], size, bold=bold) <= width)
            cut = next(fitting, 1)
            lines.append(rest[:cut])
            rest = rest[cut:]
        lines.append(rest)
    return tuple(lines)
