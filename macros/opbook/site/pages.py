"""Hand-written pages as macros meet them: which file a macro is called from, and on which line."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from urllib.parse import unquote

import yaml

from opbook.model.diagnostic import Diagnostic, Location, Problem

_FRONT_MATTER = re.compile(r"-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)
_KEYS = re.compile(r"(?: {0,3}[A-Za-z0-9_-]+:.*(?:\n|\Z)(?:(?: {4}|\t)(?=.*\S).*(?:\n|\Z))*)*(?:[^\S\n]*\n)?")


class PageProblem(Exception):
    """A page asks a macro for something that is not to be had."""

    def __init__(self, problem: Problem, message: str, fix: str = "", word: str = "") -> None:
        super().__init__(message)
        self.problem = problem
        self.message = message
        self.fix = fix
        self.word = word
        """What on the line is at fault; the macro's name where empty."""

    def at(self, place: Location) -> Diagnostic:
        """The diagnostic, once the place is known."""
        return Diagnostic(self.problem, self.message, place, self.fix)


def front_matter_lines(text: str) -> int:
    """How many lines of a page stand before what Jinja sees: the front matter and the blank lines around it.

    MkDocs takes YAML between two lines of hyphens, else lines of the form ``key: value`` at the top of the page.
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        match = _KEYS.match(text)
    elif not _is_mapping(match[1]):
        return 0
    rest = text[match.end() :] if match else text
    return text.count("\n") - rest.lstrip("\n").count("\n")


def _is_mapping(text: str) -> bool:
    try:
        return isinstance(yaml.safe_load(text), dict)
    except (yaml.YAMLError, ValueError):
        return False


def file_of(docs: Path, url: str) -> Path | None:
    """The file of the page at an address, ``None`` for a page that is generated."""
    name = unquote(url).strip("/")
    candidates = (docs / f"{name}.md", docs / name / "index.md", docs / name / "README.md")
    return next((path for path in candidates if path.is_file()), None)


def calling_place() -> tuple[Path | None, int]:
    """Where the template that is being rendered right now calls: the file that it includes, and the line from 1.

    The file is `None` for the page itself; the line is 1 where there is no template.
    """
    frame = sys._getframe(1)
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            file = None if template.filename in (None, "<template>") else Path(template.filename)
            return file, int(template.get_corresponding_lineno(frame.f_lineno))
        frame = frame.f_back  # type: ignore[assignment]
    return None, 1


def location(project: Path, docs: Path, url: str, line: int, word: str, included: Path | None = None) -> Location:
    """Where a word stands on a line of a page.

    Args:
        project: The folder below which paths are named.
        docs: The folder of hand-written pages.
        url: The page's address. A generated page has no file and is named by it.
        line: The line as Jinja counts it, from 1, without front matter.
        word: What to point at on that line.
        included: The file that the page includes and in which the line stands.
    """
    file = included or file_of(docs, url)
    if file is None:
        return Location(url or "index", line, 1, line, 1)
    text = file.read_text("utf-8-sig", "replace")
    if included is None:
        line += front_matter_lines(text)
    path = file.relative_to(project).as_posix() if file.is_relative_to(project) else file.as_posix()
    lines = text.split("\n")
    found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lines[line - 1]) if word and line <= len(lines) else None
    if found is None:
        return Location(path, line, 1, line, 1)
    return Location(path, line, found.start() + 1, line, found.end() + 1)
