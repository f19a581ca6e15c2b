"""How much a reader's browser fetches, and that each of our scripts is one it can read."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.kinds import ENTITIES

PAGE = 150_000
"""Bytes, compressed, that an entity's page may take beyond the theme's own files."""
SCRIPTS = 40_000
"""Bytes, compressed, that all our scripts together may take."""
INDEX = 600_000
"""Bytes, compressed, that the search index may take; it is fetched beside the page, and not counted to it."""

THEME = ("/assets/javascripts/", "/assets/stylesheets/", "/assets/images/", "/search/")
PARTS = {
    "checklists.js": "[data-list]",
    "mine.js": "#ob-mine",
    "changes.js": "#ob-changes",
    "explorer.js": "#ob-explorer",
    "assessment.js": "#ob-assessment",
    "glossary.js": "article",
}
"""What a page must have for `main.js` to fetch a script."""
HOMES = {
    "/why/": "main.js",
    "/mine/": "mine.js",
    "/changes/": "changes.js",
    "/raci/": "explorer.js",
    "/assessment/": "assessment.js",
    "/stages/launch/": "checklists.js",
    "/roles/product-owner/": "glossary.js",
}
"""A page on which each of them has something to do."""
APART = {
    "search.js": "a worker, which runs the theme's worker in its own scope",
    "serving.js": "runs under `mkdocs serve` only, beside a file that only that writes",
}
"""Scripts that no page of a built site imports."""

IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["']\./([\w-]+\.js)["']""")


@pytest.fixture(scope="module")
def assets(built_site: Path) -> Path:
    """The folder of our own scripts and style sheets."""
    return built_site / "assets" / "opbook"


def _squeezed(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def _settled(page: Page, path: str) -> dict[str, bytes]:
    """Open a page, let it fetch what it wants, and give what it got by path."""
    answers: list[Any] = []
    page.on("response", lambda response: answers.append(response))
    page.goto(path)
    page.evaluate("import('/assets/opbook/glossary.js').then(() => {})")
    page.wait_for_load_state("networkidle")
    return {each.url.partition("/")[2].partition("/")[2].partition("/")[2]: each.body() for each in answers}


def _reached(assets: Path, *names: str) -> set[str]:
    """Scripts, and all that they import."""
    found: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += IMPORT.findall((assets / name).read_text("utf-8"))
    return found


@pytest.mark.parametrize("path", ENTITIES)
def test_a_page_is_light(page: Page, path: str):
    fetched = {f"/{name}": body for name, body in _settled(page, path).items()}
    sizes = {name: _squeezed(body) for name, body in fetched.items() if not name.startswith(THEME)}
    assert {path, "/assets/opbook/opbook.css", "/assets/opbook/main.js", "/glossary/terms.json"} <= sizes.keys()
    assert sum(sizes.values()) <= PAGE, sizes


def test_all_our_scripts_together_are_small(assets: Path):
    sizes = {each.name: _squeezed(each.read_bytes()) for each in sorted(assets.glob("*.js"))}
    assert {"main.js", "dom.js", "store.js", "glossary.js"} <= sizes.keys()
    assert sum(sizes.values()) <= SCRIPTS, sizes


def test_the_search_index_is_bearable(built_site: Path):
    assert _squeezed((built_site / "search" / "search_index.json").read_bytes()) <= INDEX


def test_every_part_is_known_here(assets: Path):
    named = set(re.findall(r"\./([\w-]+\.js)", (assets / "main.js").read_text("utf-8")))
    assert named == set(PARTS)
    known = _reached(assets, *PARTS, "main.js") | set(APART)
    assert {each.name for each in assets.glob("*.js")} == known, "a script that no page imports"


@pytest.mark.parametrize(
    "path", ["/why/", "/raci/", "/checklists/", "/mine/", "/changes/", "/assessment/", "/stages/launch/", *ENTITIES[:2]]
)
def test_a_page_fetches_the_scripts_it_needs_and_no_others(page: Page, assets: Path, path: str):
    fetched = _settled(page, path)  # a second visit would be answered with what has not changed, without a body
    here = [name for name, selector in PARTS.items() if page.locator(selector).count() > 0]
    ours = {name.rpartition("/")[2].partition("?")[0] for name in fetched if name.startswith("assets/opbook/")}
    scripts = {name for name in ours if name.endswith(".js")} - {"search.js"}
    needed = {"main.js"}.union(*(_reached(assets, name) for name in here))
    assert set(here) <= scripts
    if "mine.js" in here:
        needed |= _reached(assets, "checklists.js")  # of the roles that a reader chooses
    assert scripts <= needed


def test_every_script_is_a_module_that_runs_where_it_belongs(page: Page, assets: Path):
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    left = {each.name for each in assets.glob("*.js")} - APART.keys()
    for path, part in HOMES.items():
        page.goto(path)
        for name in sorted(left & _reached(assets, part)):
            assert page.evaluate("(name) => import(`/assets/opbook/${name}`).then(() => '', String)", name) == "", name
            left.remove(name)
    assert not left
    assert not errors


def test_the_worker_and_the_bell_can_be_read(page: Page, assets: Path):
    page.goto("/")
    page.evaluate("(text) => void new Function(text)", (assets / "search.js").read_text("utf-8"))
    page.route("**/problems.json", lambda route: route.fulfill(json=[]))
    assert page.evaluate("import('/assets/opbook/serving.js').then(() => '', String)") == ""
