"""One page of each kind, in both colour schemes and on both screens, as axe-core judges it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from opbook.model.address import FOLDERS
from opbook.model.playbook import Playbook
from tests.browser.conftest import DESKTOP, PHONE, Opener
from tests.browser.kinds import ENTITIES, PAGES

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
RUN = """async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await frame();  // in which the theme learns of the new width, and makes what scrolls focusable
  await frame();
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  const says = ({ any, all, none }) => [...any, ...all, ...none].map(({ message }) => message).join("; ");
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => [id, node.target.join(" "), says(node)]));
}"""
SCHEMES = {"light": "default", "dark": "slate"}


def test_there_is_a_page_of_each_kind(shipped: Playbook):
    assert {path.split("/")[1] for path in ENTITIES} == {folder for kind, folder in FOLDERS.items() if kind != "term"}
    teams = {path.split("/")[2] for path in ENTITIES if path.startswith("/teams/")}
    assert {shipped.teams[each].kind for each in teams} == {"standing", "swarm"}
    assert len(set(PAGES)) == len(PAGES) > 40


@pytest.fixture(scope="module")
def script() -> str:
    """The text of axe-core."""
    return AXE.read_text("utf-8")


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(context: Opener, script: str, path: str):
    pages = {scheme: context(color_scheme=scheme).new_page() for scheme in SCHEMES}
    for scheme, page in pages.items():
        page.goto(path)
        assert page.evaluate("document.body.dataset.mdColorScheme") == SCHEMES[scheme]
        page.evaluate(script)
    found = []
    for screen in (DESKTOP, PHONE):
        for page in pages.values():  # both at once: it is the longest of all tests
            page.set_viewport_size(screen)
            page.evaluate(f"void (window.found = ({RUN})())")
        for scheme, page in pages.items():
            for rule, selector, message in page.evaluate("window.found"):
                found.append(f"{scheme}, {screen['width']} px: {rule} at {selector}: {message}")
    assert not found, "\n".join(found)


def test_axe_finds_what_is_wrong(page: Page, script: str):
    page.goto("/why/")
    page.evaluate(script)
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<img src=\"/x.png\">')")
    assert [each[0] for each in page.evaluate(RUN)] == ["image-alt"]


def test_the_scheme_can_be_switched_and_stays(context: Opener):
    page = context(color_scheme="light").new_page()
    page.goto("/why/")
    page.locator("label[title='Switch to dark mode']").click()
    page.wait_for_function("document.body.dataset.mdColorScheme === 'slate'")
    page.goto("/raci/")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
