"""With JavaScript off every page says what it says with it, but for what scripts add to work with (`ob-live`)."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import PHONE, opener
from tests.browser.visiting import SAYS, Visit

Said = dict[str, dict[str, Any]]


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
