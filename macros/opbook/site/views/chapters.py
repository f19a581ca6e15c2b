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
_SCREEN_CLASSES = "steps|prevnext|jump|foot|findings-box|actions|calendar|shares"
_ON_SCREEN = re.compile(
    rf'<(nav|footer|div|p|details)\b[^>]*\bclass="ob-(?:{_SCREEN_CLASSES})\b[^>]*>.*?</\1>| data-list="[^"]*"'
)
"""What is there to be clicked, opened or ticked; no such element holds another of its own name."""
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

    Its headings stand one level lower. Ids begin with the entity's own, and the
    names of regions with the entity's, so that none stands twice in a chapter.

    Args:
        page: The page as Markdown: headings, and blocks of one line each.
        id: The entity's id.
    """
    title, *lines = page.split("\n\n")
    region = f' role="region" aria-label="{title.removeprefix("# ")}: '
    told = []
    for line in lines:
        heading = _HEADING.fullmatch(line)
        if heading is None:
            shown = _NAMED.sub(_prefixed(id), _ON_SCREEN.sub("", line)).replace(' role="region" aria-label="', region)
            told.append(_POINTED.sub(rf"\1#{id}--", shown))
        else:
            level, anchor = len(heading[1]) + 1, f' id="{id}--{heading[3]}"' if heading[3] else ""
            told.append(f"<h{level}{anchor}>{heading[2]}</h{level}>")
    return Markup("".join(told))


def _prefixed(id: str) -> Any:
    def prefixed(found: re.Match[str]) -> str:
        return f' {found[1]}="{" ".join(f"{id}--{each}" for each in found[2].split())}"'

    return prefixed
