"""One page of each kind, in both colour schemes and on both screens, as axe-core judges it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from opbook.model.address import FOLDERS
from opbook.model.playbook import Playbook
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.kinds import ENTITIES, PAGES


def test_there_is_a_page_of_each_kind(shipped: Playbook):
    assert {path.split("/")[1] for path in ENTITIES} == {folder for kind, folder in FOLDERS.items() if kind != "term"}
    teams = {path.split("/")[2] for path in ENTITIES if path.startswith("/teams/")}
    assert {shipped.teams[each].kind for each in teams} == {"standing", "swarm"}
    assert len(set(PAGES)) == len(PAGES) > 40


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page: Page, path: str):
    page.goto(path)
    found = []
    for screen in (DESKTOP, PHONE):
        page.set_viewport_size(screen)
        found += violations(page)
    assert not found, "\n".join(found)


def test_axe_finds_what_is_wrong(page: Page):
    page.goto("/why/")
    page.evaluate(
        """() => {
          const pale = '<p id="pale" style="color: #757575">Enough on white, and too little on black.</p>';
          document.querySelector("article").insertAdjacentHTML("beforeend", '<img src="/x.png">' + pale);
        }"""
    )
    assert [each.split(": ")[:2] for each in violations(page)] == [
        ["dark, 1280 px", "color-contrast at #pale"],
        ["light, 1280 px", "image-alt at img"],
    ]
