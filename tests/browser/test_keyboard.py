"""What a keyboard reaches."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("path", ["/", "/roles/product-owner/", "/raci/"])
def test_the_skip_link_is_first_and_leads_to_the_page(page: Page, path: str):
    page.goto(path)
    page.keyboard.press("Tab")
    skip = page.locator(".md-skip")
    expect(skip).to_be_focused()
    assert skip.evaluate("(each) => getComputedStyle(each).opacity") == "1"
    heading = page.locator("h1")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash !== ''")
    expect(heading).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null"), "the header comes once more"


def test_what_has_the_focus_can_be_seen(page: Page):
    page.goto("/stages/launch/")
    page.keyboard.press("Tab")  # the theme shows where the focus is to those who use keys
    unseen = page.evaluate(
        """() => [...document.querySelectorAll("article a[href], article [tabindex='0'], article summary")]
          .filter((each) => each.checkVisibility())
          .filter((each) => {
            each.focus({ focusVisible: true });
            const { outlineStyle, outlineWidth, textDecorationLine } = getComputedStyle(each);
            return (outlineStyle === "none" || outlineWidth === "0px") && !textDecorationLine.includes("underline");
          })
          .map((each) => each.outerHTML.slice(0, 100))"""
    )
    assert not unseen
