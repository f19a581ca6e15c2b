"""Cards to print and pin on a wall."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import segno
from markupsafe import Markup

from opbook.model.playbook import Playbook


def cards(playbook: Playbook, on: date) -> Mapping[str, Any]:
    """The values that the template takes, by name."""
    return {
        "rituals": tuple(each for each in playbook.rituals.values() if each.withdrawn is None),
        "practices": tuple(each for each in playbook.practices.values() if each.withdrawn is None),
        "code": code,
    }


def code(address: str) -> Markup:
    """An address as a QR code: dark modules on white with the quiet zone around them, whatever the page's colours.

    The error correction is of level M or better: a pinned card gets scratched.
    """
    made = segno.make_qr(address, error="m")
    drawn = made.svg_inline(border=4, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None)
    return Markup(drawn)
