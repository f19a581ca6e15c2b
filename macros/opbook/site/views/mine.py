"""A reader's own playbook, as it stands before a role is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from opbook.model.playbook import Playbook


def mine(playbook: Playbook, on: date) -> Mapping[str, Any]:
    """The values that the template takes, by name."""
    return {}
