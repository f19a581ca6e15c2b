"""Addresses: the one spelling, ``KIND:ID``, in which anything points at an entity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

ID_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")

FOLDERS = {
    "role": "roles",
    "ritual": "rituals",
    "practice": "practices",
    "stage": "stages",
    "team": "teams",
    "product": "products",
    "bet": "bets",
    "metric": "metrics",
    "skill": "skills",
    "tool": "tools",
    "principle": "principles",
    "term": "terms",
}
"""The folder of each kind that has a file per entity, in the order in which readers meet them."""

KINDS = (*FOLDERS, "activity")
"""Every kind that an address can name. Activities live inside stages, practices and rituals."""


def is_id(text: str) -> bool:
    """Tell whether a text can be an id: lower-case letters and digits, joined by single hyphens."""
    return ID_PATTERN.match(text) is not None


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Where an entity is found, whichever file it stands in, e.g. ``role:product-owner``."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read ``KIND:ID``; ``None`` where the kind is none of `KINDS` or the id is malformed."""
        kind, colon, id_ = text.partition(":")
        if not colon or kind not in KINDS or not is_id(id_):
            return None
        return cls(kind, id_)
