"""A MkDocs hook that writes down what each page says once its macros have run; see ``build_cost.py``."""

from __future__ import annotations

import os
from pathlib import Path

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page


@event_priority(-100)  # after mkdocs-macros
def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Write the page, with its front matter, into the folder that the environment names."""
    target = Path(os.environ["CAPTURE_TO"]) / page.file.src_uri
    target.parent.mkdir(parents=True, exist_ok=True)
    front = f"---\n{yaml.safe_dump(dict(page.meta), allow_unicode=True)}---\n" if page.meta else ""
    target.write_text(front + markdown, encoding="utf-8")
    return markdown
