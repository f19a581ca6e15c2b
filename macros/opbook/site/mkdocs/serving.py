"""Serving: the last good site stays up, and a banner says what is wrong."""

from __future__ import annotations

import importlib
import json
import logging
import sys
import traceback
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from opbook.model.diagnostic import Diagnostic
from opbook.site.files import ASSETS
from opbook.source.reading import Reading
from opbook.source.report import as_text

log = logging.getLogger("mkdocs.plugins.opbook")

PROBLEMS_FILE = f"{ASSETS}/problems.json"
"""What the banner shows, below the site; written while serving only."""


class Bell:
    """What is wrong right now, for the banner."""

    def __init__(self) -> None:
        self._problems: list[dict[str, object]] = []

    def ring(self, findings: Sequence[Diagnostic]) -> None:
        """Say what is wrong; nothing where all is well."""
        self._problems = [
            {
                "place": f"{each.location.path}:{each.location.line}:{each.location.column}",
                "message": each.message,
                "fix": each.fix,
            }
            for each in findings
        ]

    def cry(self, message: str) -> None:
        """Say that something failed which is no finding, unless findings have been told."""
        if not self._problems:
            self._problems = [{"place": "", "message": message, "fix": "the terminal says more"}]

    def hang_in(self, site: Path, *, is_serving: bool = True) -> None:
        """Write what is wrong where the pages of a site look for it."""
        path = site / PROBLEMS_FILE
        if is_serving and site.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(self._problems), encoding="utf-8")


def safe_builder(builder: Callable[[], None], site: Path, bell: Bell, package: Path) -> Callable[[], None]:
    """Make a builder that never fails: MkDocs' server would keep every reader waiting until the next good build.

    Args:
        builder: MkDocs' own.
        site: The site that is being served.
        bell: What is wrong, for the banner.
        package: The folder of our own code, which is loaded anew when it has changed.
    """
    state = _newest(package)

    def build() -> None:
        nonlocal state
        bell.ring(())
        try:
            changed = _newest(package)
            if changed != state:
                _load_anew()
                state = changed
            builder()
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # mkdocs-macros ends the process where a module cannot be loaded
            bell.cry(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
            if type(error).__name__ not in ("Stopped", "Abort", "ConfigurationError"):
                log.error("the rebuild failed\n%s", traceback.format_exc())
            log.error("The last good site stays up.")
        bell.hang_in(site)

    return build


def _newest(package: Path) -> float:
    return max((path.stat().st_mtime for path in package.rglob("*.py")), default=0.0)


def _load_anew() -> None:
    """Load our code anew. The adapter, which is running, stays and gets to know the new code."""
    ours = [name for name in sys.modules if name.startswith("opbook.")]
    adapter = [name for name in ours if name.startswith("opbook.site.mkdocs.")]
    for name in set(ours) - {*adapter, "opbook.site.mkdocs"}:
        del sys.modules[name]
    for name in sorted(adapter, key=lambda name: name.endswith(".plugin")):  # it imports the others
        importlib.reload(sys.modules[name])


def problems_page(files: Files, config: MkDocsConfig, reading: Reading) -> Files:
    """The one page of a site that begins with broken data: it tells what is wrong until that is mended."""
    text = escape(as_text(reading.findings, reading.texts)).replace("\n", "&#10;").replace("{", "&#123;")
    content = f"# The playbook cannot be shown yet\n\n<pre><code>{text}</code></pre>\n"
    kept = [each for each in files if not each.is_documentation_page()]
    return Files([*kept, File.generated(config, "index.md", content=content)])
