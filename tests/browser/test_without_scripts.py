"""With JavaScript off every page says what it says with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import PHONE, opener

Read = Callable[[str], dict[str, Any]]

SAYS = """() => {
  const article = document.querySelector("article");
  const seen = (selector) => [...article.querySelectorAll(selector)].filter((each) => each.checkVisibility());
  const sized = (each) => { const { width, height } = each.getBoundingClientRect(); return width > 0 && height > 0; };
  return {
    text: article.innerText.replace(/\\s+/g, " ").trim(),
    headings: seen("h1, h2, h3, h4, h5, h6").map((each) => each.id),
    tables: seen("table").filter(sized).length,
    pictures: seen("figure, svg, img").filter(sized).length,
    written: [article.querySelectorAll("table").length, article.querySelectorAll("figure").length],
    width: document.documentElement.scrollWidth,
    ours: article.querySelectorAll("script").length,
  };
}"""


@pytest.fixture(scope="module")
def said(browser: Browser, origin: str, paths: tuple[str, ...]) -> dict[bool, dict[str, Any]]:
    """What every page says, without scripts and with them."""
    found = {}
    for has_scripts in (False, True):
        with opener(browser, origin) as open_context:
            page = open_context(viewport=PHONE, java_script_enabled=has_scripts).new_page()
            pages = {}
            for path in paths:
                page.goto(path)
                pages[path] = page.evaluate(SAYS)
            found[has_scripts] = pages
    return found


def test_scripts_were_off_and_on(browser: Browser, origin: str):
    with opener(browser, origin) as open_context:
        for has_scripts in (False, True):
            page = open_context(java_script_enabled=has_scripts).new_page()
            page.goto("/raci/")
            assert page.evaluate("document.documentElement.classList.contains('js')") is has_scripts


@pytest.mark.parametrize("what", ["text", "headings", "tables", "pictures"])
def test_every_page_has_the_same_without_scripts(said: dict[bool, dict[str, Any]], what: str):
    differ = {
        path: (plain[what], said[True][path][what])
        for path, plain in said[False].items()
        if plain[what] != said[True][path][what]
    }
    assert not differ


def test_there_is_something_to_compare(said: dict[bool, dict[str, Any]]):
    plain = said[False]
    assert all(each["text"] for each in plain.values())
    assert plain["/raci/"]["tables"] == 1
    assert len(plain["/raci/"]["text"]) > 1000
    assert plain["/stages/launch/"]["pictures"] >= 1
    assert "product-owner" not in plain["/roles/product-owner/"]["headings"]
    assert {"purpose", "parts", "daily-acts"} <= set(plain["/roles/product-owner/"]["headings"])


def test_no_page_is_wider_than_a_phone_without_scripts(said: dict[bool, dict[str, Any]]):
    assert {path: each["width"] for path, each in said[False].items() if each["width"] > PHONE["width"]} == {}
