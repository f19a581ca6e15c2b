"""Light and dark."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_the_site_follows_the_system_until_a_reader_chooses(page: Page):
    body = page.locator("body")
    page.goto("/why/")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.emulate_media(color_scheme="dark")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.reload()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")

    page.get_by_title("Switch to light mode").click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.goto("/raci/")
    expect(body).to_have_attribute("data-md-color-scheme", "default")

    page.get_by_title("Switch to dark mode").click()
    page.get_by_title("Follow the system's light or dark mode").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.emulate_media(color_scheme="light")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
