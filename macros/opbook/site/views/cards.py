"""Cards to print and pin on a wall."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from opbook.model.playbook import Playbook


def cards(playbook: Playbook, on: date) -> Mapping[str, Any]:
    """The values that the template takes, by name."""
    return {}
