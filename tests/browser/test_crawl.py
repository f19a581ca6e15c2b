"""Every page on a phone: what it asks for, what it complains of, and whether it stays within the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from opbook.model.address import FOLDERS
from opbook.model.playbook import Playbook
from tests.browser.conftest import PHONE, opener

ROOT = Path(__file__).resolve().parents[2]
EDIT = "https://git.harbourline.example/playbook/edit/main/"

LOOK = """() => {
  const name = (each) => each.tagName.toLowerCase() + [...each.classList].map((word) => "." + word).join("");
  const seen = [...document.querySelectorAll("body *")].filter((each) => each.checkVisibility());
  const isWider = (each) => each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1;
  const scrolls = (each) => isWider(each) && /auto|scroll/.test(getComputedStyle(each).overflowX);
  const skip = document.querySelector(".md-skip");
  return {
    width: document.documentElement.scrollWidth,
    sideways: seen.filter(scrolls).map((each) => ({
      name: name(each),
      isOurs: each.matches(".ob-scroll"),
      isCode: each.matches("pre > code"),
      isFocusable: each.tabIndex === 0,
      label: each.getAttribute("aria-label") ?? "",
      role: each.getAttribute("role") ?? "",
    })),
    edit: [...document.querySelectorAll("a.md-content__button[rel=edit]")].map((each) => each.href),
    skip: skip && document.getElementById(decodeURIComponent(skip.hash.slice(1)))?.tagName,
  };
}"""


@dataclass
class Visit:
    """What happened on a page."""

    path: str
    requests: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    look: dict[str, Any] = field(default_factory=dict)


def _visit(page: Page, path: str) -> Visit:
    visit = Visit(path)
    pending: set[Any] = set()

    def ended(request: Any) -> None:
        pending.discard(request)

    def failed(request: Any) -> None:
        visit.complaints.append(f"{request.url} fails: {request.failure}")
        pending.discard(request)

    def answered(response: Any) -> None:
        if response.status >= 400:
            visit.complaints.append(f"{response.url} answers {response.status}")

    def asked(request: Any) -> None:
        visit.requests.add(request.url)
        pending.add(request)

    def said(message: Any) -> None:
        visit.complaints.append(f"console {message.type}: {message.text}")

    def broke(error: Any) -> None:
        visit.complaints.append(f"error: {error}")

    heard = {
        "request": asked,
        "requestfinished": ended,
        "requestfailed": failed,
        "response": answered,
        "console": said,
        "pageerror": broke,
    }
    for event, listener in heard.items():
        page.on(event, listener)  # type: ignore[call-overload]
    page.goto(path)
    page.wait_for_function("document.querySelector('.md-search__input') !== null")
    while pending:
        page.wait_for_timeout(10)
    visit.look = page.evaluate(LOOK)
    for event, listener in heard.items():
        page.remove_listener(event, listener)
    return visit


@pytest.fixture(scope="module")
def visits(browser: Browser, origin: str, paths: tuple[str, ...]) -> list[Visit]:
    """Every page, visited once."""
    with opener(browser, origin) as open_context:
        page = open_context(viewport=PHONE).new_page()
        return [_visit(page, path) for path in paths]


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
