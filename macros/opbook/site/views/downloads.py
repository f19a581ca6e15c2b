"""The page of downloads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from opbook.exports.whole import VERSION
from opbook.model.playbook import Playbook


def downloads(playbook: Playbook, on: date) -> Mapping[str, Any]:
    """The values that the template takes, by name."""
    current = playbook.in_force
    return {
        "version": VERSION,
        "calendars": {kind: tuple(current.of_kind(kind).values()) for kind in ("team", "role")},
    }
