"""Keeps Python-Markdown and MkDocs from reading finished HTML: both would parse every tag of it, to change nothing."""

from __future__ import annotations

import re
from typing import Any, cast

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from opbook.site.markup import is_block

_ANCHOR = re.compile(r' id="([^"]+)"')


class FinishedBlocks(Extension):
    """Takes the blocks of `opbook.site.markup` out of a page before it is read, and puts them back in the end."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - what Python-Markdown calls
        """Take blocks out after fences are known, and before anything reads HTML."""
        taken = _Take(md)
        md.preprocessors.register(taken, "opbook_blocks", 22)
        md.postprocessors.register(_TellAnchors(md, taken), "opbook_anchors", 35)


class _Take(Preprocessor):
    anchors: frozenset[str] = frozenset()
    """The anchors in the blocks of the page that is being read."""

    def run(self, lines: list[str]) -> list[str]:
        kept: list[str] = []
        blocks = []
        for line in lines:
            html = line.lstrip(" ")
            if is_block(html):
                blocks.append(html)
                # In a list or an admonition, which indent it, Markdown would run in the text of its elements.
                kept += ("", line[: -len(html)] + self.md.htmlStash.store(html), "")
            else:
                kept.append(line)
        self.anchors = frozenset(anchor for each in blocks for anchor in _ANCHOR.findall(each))
        return kept


class _TellAnchors(Postprocessor):
    """Tells MkDocs, which checks links to anchors, what it has not seen."""

    def __init__(self, md: Markdown, taken: _Take) -> None:
        super().__init__(md)
        self._taken = taken

    def run(self, text: str) -> str:
        if "mkdocs_raw_html" in self.md.preprocessors:  # other plugins render texts of their own with our extension
            seen = cast("Any", self.md.preprocessors["mkdocs_raw_html"])
            seen.present_anchor_ids = seen.present_anchor_ids | self._taken.anchors
        return text
