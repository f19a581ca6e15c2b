"""Every file of the site that nobody writes by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.resources import files as resources

from opbook.checks.rule import rules
from opbook.model.address import FOLDERS
from opbook.model.playbook import Playbook
from opbook.site.edition import Edition
from opbook.site.feeds import calendars, changes, downloads, explorer, glossary, mine
from opbook.site.generated import GeneratedFile
from opbook.site.views.chapters import chapters_of
from opbook.site.views.overview import OVERVIEWS

ASSETS = "assets/opbook"


_FEEDS: tuple[Callable[[Edition, str], Iterator[GeneratedFile]], ...] = (
    mine.files,
    changes.files,
    explorer.files,
    glossary.files,
    downloads.files,
    calendars.files,
)
"""What makes files that are no pages, of an edition and the site's own address."""


def generated_files(edition: Edition, site_url: str = "") -> Iterator[GeneratedFile]:
    """Yield every generated file: pages of one line, redirects from former ids, feeds, and browser assets.

    Args:
        edition: What is shown.
        site_url: The site's own address, from ``mkdocs.yml``; empty where it is not known.
    """
    playbook = edition.playbook
    for kind, folder in FOLDERS.items():
        if kind == "term":
            continue
        for id_ in playbook.of_kind(kind):
            yield _page(f"{folder}/{id_}.md", f'entity_page("{kind}", "{id_}")')
    for name, overview in OVERVIEWS.items():
        if name.startswith("index_"):
            call = f'index_page("{name.removeprefix("index_")}")'
        else:
            call = "macros_page()" if name == "macros" else f'overview_page("{name}")'
        yield _page(overview.path, call, is_wide=overview.is_wide)
    for chapter in chapters_of(playbook):
        yield _page(f"{chapter.path.rstrip('/')}.md", f'chapter_page("{chapter.kind}")')
    yield _page("health.md", "health_page()")
    yield _page("rules/index.md", "rules_page()")
    for code in rules():
        yield _page(f"rules/{code.lower()}.md", f'rule_page("{code}")')
    yield from _redirects(playbook)
    for feed in _FEEDS:
        yield from feed(edition, site_url)
    yield GeneratedFile(f"{ASSETS}/title.css", _title_on_paper(playbook.settings.title))
    yield from assets()


def _title_on_paper(title: str) -> str:
    """What ``print.css`` takes in: style sheets cannot read the page's title into the margin of a sheet."""
    escaped = "".join(char if char.isascii() and char.isalnum() else f"\\{ord(char):x} " for char in title)
    return f'@page {{ @bottom-left {{ content: "{escaped}"; font: 8pt sans-serif; color: #333; }} }}\n'


def _page(path: str, call: str, *, is_wide: bool = False) -> GeneratedFile:
    front = "---\nhide: [navigation, toc]\n---\n" if is_wide else ""
    return GeneratedFile(path, f"{front}{{{{ {call} }}}}\n")


def _redirects(playbook: Playbook) -> Iterator[GeneratedFile]:
    for entity in playbook.entities:
        for old in entity.renamed_from:
            if entity.entity_kind == "term":
                continue
            yield GeneratedFile(f"{FOLDERS[entity.entity_kind]}/{old}/index.html", _redirect(f"../{entity.id}/"))


def _redirect(target: str) -> str:
    script = f"location.replace({json.dumps(target)} + location.search + location.hash)"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Moved</title>'
        f'<link rel="canonical" href="{target}"><meta name="robots" content="noindex">'
        f'<meta http-equiv="refresh" content="0; url={target}"><script>{script}</script></head>'
        f'<body><p>This page has moved: <a href="{target}">go there</a>.</p></body></html>\n'
    )


def assets() -> Iterator[GeneratedFile]:
    """Yield the style sheets and scripts that pages use, the style sheet of the whole site first."""
    found = resources("opbook.site").joinpath("assets").iterdir()
    for each in sorted(found, key=lambda each: (each.name != "opbook.css", each.name)):
        if each.name.endswith((".css", ".js")):
            yield GeneratedFile(f"{ASSETS}/{each.name}", each.read_bytes())
