"""What the RACI explorer fetches: what the table itself does not say."""

from __future__ import annotations

from collections.abc import Iterator

from opbook.site.edition import Edition
from opbook.site.generated import GeneratedFile


def files(edition: Edition, site_url: str) -> Iterator[GeneratedFile]:
    """Yield the files."""
    yield from ()
