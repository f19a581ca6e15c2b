"""The playbook as chapters to print: all entities of a kind on one page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from opbook.model.address import FOLDERS
from opbook.model.playbook import Playbook
from opbook.site.words import KIND_WORDS

_HEADING = re.compile(r"(#+) (.*?)(?: \{ #(\S+) \})?")
_ON_SCREEN = re.compile(
    r'<(nav|footer|div|p)\b[^>]*\bclass="ob-(?:steps|prevnext|foot|findings-box|actions)\b[^>]*>.*?</\1>'
)
"""What serves a reader at a screen only; none of it holds an element of its own name."""
_NAMED = re.compile(r' (id|for|aria-labelledby|aria-describedby|aria-controls|headers)="([^"]+)"')
_POINTED = re.compile(r'( (?:xlink:)?href="|url\()#')


@dataclass(frozen=True, slots=True)
class Chapter:
    """All entities of a kind."""

    kind: str
    name: str
    path: str
    """Its address below the site's root, e.g. ``print/roles/``."""
    count: int


def chapters(playbook: Playbook, on: date) -> Mapping[str, Any]:
    """The values that the template takes, by name."""
    return {"chapters": chapters_of(playbook), "terms": len(playbook.terms)}


def chapters_of(playbook: Playbook) -> tuple[Chapter, ...]:
    """The chapters: one for each kind that has entities. The glossary is one page already."""
    counts = {kind: len(playbook.of_kind(kind)) for kind in FOLDERS if kind != "term"}
    return tuple(
        Chapter(kind, KIND_WORDS[kind], f"print/{FOLDERS[kind]}/", count) for kind, count in counts.items() if count
    )


def part_of_chapter(page: str, id: str) -> Markup:
    """The page of an entity as a part of a chapter: one block, without the title and without what serves screens only.

    Its headings stand one level lower. Ids begin with the entity's own, so that none stands twice in a chapter.

    Args:
        page: The page as Markdown: headings, and blocks of one line each.
        id: The entity's id.
    """
    told = []
    for line in page.split("\n\n")[1:]:
        heading = _HEADING.fullmatch(line)
        if heading is None:
            told.append(_POINTED.sub(rf"\1#{id}--", _NAMED.sub(_prefixed(id), _ON_SCREEN.sub("", line))))
        else:
            level, anchor = len(heading[1]) + 1, f' id="{id}--{heading[3]}"' if heading[3] else ""
            told.append(f"<h{level}{anchor}>{heading[2]}</h{level}>")
    return Markup("".join(told))


def _prefixed(id: str) -> Any:
    def prefixed(found: re.Match[str]) -> str:
        return f' {found[1]}="{" ".join(f"{id}--{each}" for each in found[2].split())}"'

    return prefixed
