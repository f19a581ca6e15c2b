"""What every page fetches to explain the words of the glossary."""

from __future__ import annotations

from collections.abc import Iterator

from opbook.site.edition import Edition
from opbook.site.generated import GeneratedFile


def files(edition: Edition, site_url: str) -> Iterator[GeneratedFile]:
    """Yield the files."""
    yield from ()
