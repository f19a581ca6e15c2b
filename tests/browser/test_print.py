"""Pages on paper: dark on white, whatever the screen shows, and nothing cut off."""

from __future__ import annotations

import io
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from opbook.model.playbook import Playbook
from tests.browser.conftest import Opener, opener
from tests.browser.kinds import PAGES

PAPER = {"width": 718, "height": 1047}
"""A4 with margins of one centimetre, in CSS pixels."""

LOOK = r"""() => {
  const channels = (colour) => {
    const [, rgb] = /^rgba?\((.*)\)$/.exec(colour) ?? [];
    if (rgb) return rgb.split(", ").map(Number);
    const [, red, green, blue, alpha = 1] = /^color\(srgb (\S+) (\S+) (\S+)(?: \/ (\S+))?\)$/.exec(colour);
    return [255 * red, 255 * green, 255 * blue, Number(alpha)];
  };
  const over = ([red, green, blue, alpha = 1], below) =>
    [red, green, blue].map((each, index) => each * alpha + below[index] * (1 - alpha));
  const light = (colour) => {
    const linear = (each) => (each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
    const [red, green, blue] = colour.map((each) => linear(each / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const name = (each) => each.tagName.toLowerCase() + (each.getAttribute("class") ?? "").replace(/^(?=.)|\s+/g, ".");
  const isShown = (each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true });

  const contrast = (each) => {
    let [paper, alpha] = [[255, 255, 255], 1];
    const around = [];
    for (let at = each; at; at = at.parentElement) around.unshift(getComputedStyle(at));
    for (const { backgroundColor, printColorAdjust, opacity } of around) {
      alpha *= opacity;
      if (printColorAdjust === "exact") paper = over(channels(backgroundColor), paper); // others are not printed
    }
    const { color, fill } = around.at(-1);
    const [red, green, blue, own = 1] = channels(each.closest("svg") ? fill : color);
    const both = [light(over([red, green, blue, own * alpha], paper)), light(paper)];
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
  };
  const faint = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const each = text.parentElement;
    if (!text.data.trim() || each.closest("script, style, title, desc") || !isShown(each)) continue;
    const found = contrast(each);
    if (found < 4.5) faint.push(`${name(each)}: ${text.data.trim().slice(0, 40)} (${found.toFixed(2)})`);
  }

  const cut = [];
  const width = document.documentElement.clientWidth;
  for (const each of document.querySelectorAll("article :is(table, figure, svg, img, pre)")) {
    const box = each.getBoundingClientRect();
    if (!isShown(each) || !box.width) continue;
    if (Math.max(box.right, each.scrollWidth) > width + 1) cut.push(`${name(each)} is wider than the page`);
    for (let at = each; at !== document.body; at = at.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(at);
      const wide = overflowX !== "visible" && at.scrollWidth > at.clientWidth + 1;
      const high = overflowY !== "visible" && at.scrollHeight > at.clientHeight + 1;
      if (at.clientWidth && (wide || high)) cut.push(`${name(at)} hides a part of ${name(each)}`);
    }
  }
  const paper = getComputedStyle(document.body).backgroundColor;
  return { faint, cut, paper, width: document.documentElement.scrollWidth };
}"""


@pytest.fixture(scope="module", params=["light", "dark"])
def printed(request: pytest.FixtureRequest, browser: Browser, origin: str) -> dict[str, Any]:
    """How a page of each kind looks on paper, printed by a reader who has chosen a scheme."""
    with opener(browser, origin) as open_context:
        page = open_context(viewport=PAPER, color_scheme=request.param).new_page()
        page.emulate_media(media="print")
        looks = {}
        for path in PAGES:
            page.goto(path)
            looks[path] = page.evaluate(LOOK)
        return looks


def test_text_is_dark_on_white(printed: dict[str, Any]):
    assert {look["paper"] for look in printed.values()} == {"rgb(255, 255, 255)"}
    assert {path: look["faint"] for path, look in printed.items() if look["faint"]} == {}


def test_nothing_is_cut_off(printed: dict[str, Any]):
    assert {path: look["cut"] for path, look in printed.items() if look["cut"]} == {}
    assert {path: look["width"] for path, look in printed.items() if look["width"] > PAPER["width"]} == {}


def test_what_is_wrong_would_be_seen(context: Opener):
    page = context(viewport=PAPER).new_page()
    page.emulate_media(media="print")
    page.goto("/raci/")
    page.add_style_tag(content=".ob-lead { color: #ccc } .ob-letter-A { print-color-adjust: economy }")
    page.add_style_tag(content=".ob-scroll { overflow: auto !important; max-height: 300px !important }")
    look = page.evaluate(LOOK)
    assert any(each.startswith("p.ob-lead: ") for each in look["faint"])
    assert any(each.startswith("span.ob-letter.ob-letter-A: ") for each in look["faint"])
    assert look["cut"] == ["div.ob-scroll hides a part of table.ob-matrix"]


def sheets(page: Page, path: str) -> list[tuple[int, int]]:
    """The sheets that a page fills when it is printed on A4, each with its width and height in points."""
    page.goto(path)
    content = page.pdf(format="A4", prefer_css_page_size=True)
    return [(round(each.mediabox.width), round(each.mediabox.height)) for each in PdfReader(io.BytesIO(content)).pages]


def test_a_role_is_two_sheets_at_most(page: Page, shipped: Playbook):
    counts = {id_: sheets(page, f"/roles/{id_}/") for id_ in shipped.roles}
    assert all(width < height for found in counts.values() for width, height in found)
    assert {id_: len(found) for id_, found in counts.items() if len(found) > 2} == {}


def test_the_matrix_lies_on_its_side(page: Page):
    found = sheets(page, "/raci/")
    assert len(found) > 1
    assert all(width > height for width, height in found)


def test_every_card_is_whole_and_two_fit_on_a_sheet(page: Page, shipped: Playbook):
    cards = len(shipped.rituals) + len(shipped.practices)
    assert cards / 2 <= len(sheets(page, "/cards/")) <= cards + 1


def test_a_card_that_was_chosen_is_printed_alone(page: Page):
    assert len(sheets(page, "/cards/#ritual-demo")) == 1
