"""A file of the site that nobody writes by hand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    """A file of the site, and what is in it."""

    path: str
    """Where it stands below ``docs/``."""
    content: str | bytes

    @property
    def is_page(self) -> bool:
        """Whether it is a page to render."""
        return self.path.endswith(".md")


def json_file(path: str, value: Any) -> GeneratedFile:
    """A file for the scripts of pages.

    Links in rendered prose begin with the root's placeholder; ``dom.js`` puts the way to the root in its place.
    """
    return GeneratedFile(path, json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")
