"""Every page on a phone: what it asks for, what it complains of, and whether it stays within the screen.

With JavaScript off it says what it says with it, but for what scripts add to work with (`ob-live`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from opbook.model.address import FOLDERS
from opbook.model.playbook import Playbook
from tests.browser.conftest import PHONE, opener
from tests.browser.visiting import SAYS, Visit

Said = dict[str, dict[str, Any]]

ROOT = Path(__file__).resolve().parents[2]
EDIT = "https://git.harbourline.example/playbook/edit/main/"


def test_every_kind_of_page_is_visited(visits: list[Visit], shipped: Playbook):
    visited = {visit.path for visit in visits}
    missing = {
        f"/{FOLDERS[each.entity_kind]}/{each.id}/" for each in shipped.entities if each.entity_kind != "term"
    } - visited
    assert not missing
    assert {"/", "/404.html", "/raci/", "/glossary/", "/skills/matrix/"} <= visited


def test_no_request_leaves_the_site(visits: list[Visit], origin: str):
    strangers = {(visit.path, url) for visit in visits for url in visit.requests if not url.startswith(f"{origin}/")}
    assert not strangers
    assert all(visit.requests for visit in visits)


def test_no_page_complains(visits: list[Visit]):
    assert {visit.path: visit.complaints for visit in visits if visit.complaints} == {}


def test_no_page_is_wider_than_a_phone(visits: list[Visit]):
    assert {visit.path: visit.look["width"] for visit in visits if visit.look["width"] > PHONE["width"]} == {}


def test_only_scroll_areas_of_ours_and_program_text_scroll_sideways(visits: list[Visit]):
    wrong = {
        (visit.path, each["name"])
        for visit in visits
        for each in visit.look["sideways"]
        if not each["isOurs"] and not each["isCode"]
    }
    assert not wrong


def test_every_area_that_scrolls_sideways_can_be_scrolled_with_the_keyboard(visits: list[Visit]):
    areas = [(visit.path, each) for visit in visits for each in visit.look["sideways"]]
    assert not [(path, each["name"]) for path, each in areas if not each["isFocusable"]]
    ours = [(path, each) for path, each in areas if each["isOurs"]]
    assert len(ours) > 100
    assert not [(path, each) for path, each in ours if each["role"] != "region" or not each["label"]]


def test_every_page_has_a_skip_link_to_its_heading(visits: list[Visit]):
    wrong = {visit.path: visit.look["skip"] for visit in visits if visit.look["skip"] != "H1"}
    assert wrong == {"/404.html": None}  # it says one thing only


def test_the_pages_of_entities_lead_to_their_yaml_and_hand_written_ones_to_their_file(
    visits: list[Visit], shipped: Playbook
):
    edits = {visit.path: visit.look["edit"] for visit in visits}
    expected = {path: [] for path in edits}
    for each in shipped.entities:
        if each.entity_kind != "term":
            folder = FOLDERS[each.entity_kind]
            expected[f"/{folder}/{each.id}/"] = [f"{EDIT}playbook_data/{folder}/{each.id}.yml"]
    for file in sorted((ROOT / "docs").rglob("*.md")):
        inside = file.relative_to(ROOT / "docs").as_posix()
        path = "/" + inside.removesuffix(".md").removesuffix("index").strip("/")
        expected[path if path == "/" else f"{path}/"] = [f"{EDIT}docs/{inside}"]
    assert edits == expected
    assert all((ROOT / urlsplit(url).path.partition("/main/")[2]).is_file() for each in edits.values() for url in each)


@pytest.fixture(scope="module")
def plain(browser: Browser, origin: str, paths: tuple[str, ...]) -> Said:
    """What every page says without scripts."""
    with opener(browser, origin) as open_context:
        page = open_context(viewport=PHONE, java_script_enabled=False).new_page()
        found = {}
        for path in paths:
            page.goto(path)
            found[path] = page.evaluate(SAYS)
        return found


def test_scripts_were_off_and_on(browser: Browser, origin: str):
    with opener(browser, origin) as open_context:
        for has_scripts in (False, True):
            page = open_context(java_script_enabled=has_scripts).new_page()
            page.goto("/raci/")
            assert page.evaluate("document.documentElement.classList.contains('js')") is has_scripts


@pytest.mark.parametrize("what", ["text", "headings", "tables", "pictures"])
def test_every_page_has_the_same_without_scripts(plain: Said, visits: list[Visit], what: str):
    with_scripts = {visit.path: visit.says[what] for visit in visits}
    differ = {
        path: (says[what], with_scripts[path]) for path, says in plain.items() if says[what] != with_scripts[path]
    }
    assert not differ


def test_there_is_something_to_compare(plain: Said):
    assert all(each["text"] for each in plain.values())
    assert plain["/raci/"]["tables"] == 1
    assert len(plain["/raci/"]["text"]) > 1000
    assert plain["/stages/launch/"]["pictures"] >= 1
    assert {"purpose", "parts", "daily-acts"} <= set(plain["/roles/product-owner/"]["headings"])


def test_no_page_is_wider_than_a_phone_without_scripts(plain: Said):
    assert {path: each["width"] for path, each in plain.items() if each["width"] > PHONE["width"]} == {}
