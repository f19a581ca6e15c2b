"""A build that replaces the last good site only by a good one."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from mkdocs.utils import CountHandler


class Staging:
    """A folder beside the site, in which a new one is built.

    Attributes:
        site: Where the site belongs.
        work: Where it is built.
    """

    def __init__(self, site: Path) -> None:
        self.site = site
        self.work = site.with_name(f".{site.name}.new")
        self._old = site.with_name(f".{site.name}.old")

    def commit(self) -> bool:
        """Put the new site where it belongs; tell whether it was good enough: in strict mode, without a warning."""
        if _warned():
            self.discard()
            return False
        if not self.work.is_dir():
            return False
        shutil.rmtree(self._old, ignore_errors=True)
        if self.site.exists():
            for hidden in self.site.glob(".*"):  # MkDocs never touches these; `.git` of a published branch is one
                if not (self.work / hidden.name).exists():
                    hidden.rename(self.work / hidden.name)
            self.site.rename(self._old)
        self.work.rename(self.site)
        shutil.rmtree(self._old, ignore_errors=True)
        return True

    def discard(self) -> None:
        """Forget the new site."""
        shutil.rmtree(self.work, ignore_errors=True)


def _warned() -> bool:
    """Whether MkDocs has counted a warning; it counts in strict mode only, and judges after all plugins are done."""
    counters = (each for each in logging.getLogger("mkdocs").handlers if isinstance(each, CountHandler))
    return any(counter.get_counts() for counter in counters)
