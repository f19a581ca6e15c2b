"""Pages on paper: dark on white, whatever the screen shows, and nothing cut off."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from opbook.model.playbook import Playbook
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, Opener, opener
from tests.browser.kinds import PAGES

TITLE = "The Harbourline Playbook"
CHAPTERS = ("/print/roles/", "/print/stages/", "/print/teams/", "/print/products/")

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
        for path in (*PAGES, *CHAPTERS):
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


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper, and what stands on it."""

    width: int
    height: int
    text: str
    """Its text, runs of blanks made one."""


def sheets(page: Page, path: str, paper: str = "A4") -> list[Sheet]:
    """The sheets that a page fills when it is printed; sizes are in points."""
    page.goto("about:blank")  # else an address that differs after the # only would not be loaded anew
    page.goto(path)
    made = PdfReader(io.BytesIO(page.pdf(format=paper, prefer_css_page_size=True))).pages
    return [
        Sheet(round(each.mediabox.width), round(each.mediabox.height), " ".join(each.extract_text().split()))
        for each in made
    ]


def test_a_role_is_two_sheets_at_most(page: Page, shipped: Playbook):
    printed = {id_: sheets(page, f"/roles/{id_}/") for id_ in shipped.roles}
    assert all(each.width < each.height for found in printed.values() for each in found)
    assert {id_: len(found) for id_, found in printed.items() if len(found) > 2} == {}


def test_a_role_on_paper_has_all_its_parts_and_nothing_to_click(page: Page, shipped: Playbook):
    role = shipped.roles["product-owner"]
    text = " ".join(each.text for each in sheets(page, "/roles/product-owner/"))
    activities = [each for each in shipped.activities.values() if "product-owner" in sum(each.parts.values(), ())]
    for words in (*role.accountabilities, *role.daily_actions, *(each.name for each in activities)):
        assert words in text
    for words in (
        "Edit this page",
        "Report a problem",
        "https://",
        "Skip to content",
        "Table of contents",
        "Made with",
    ):
        assert words not in text


def test_each_sheet_has_its_number_and_the_title_of_the_playbook(page: Page):
    for number, sheet in enumerate(sheets(page, "/roles/product-owner/"), 1):
        assert sheet.text.count(TITLE) == 1
        assert f"{number} / 2" in sheet.text


def test_type_on_the_sheets_of_a_role_is_no_smaller_than_can_be_read(context: Opener):
    page = context(viewport=PAPER).new_page()
    page.emulate_media(media="print")
    page.goto("/roles/product-owner/")
    sizes = page.evaluate("""() => {
      const seen = [...document.querySelectorAll("article :is(p, li, dt, dd, th, td)")];
      const own = (each) => [...each.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim());
      return seen.filter((each) => own(each) && each.checkVisibility()).map((each) => getComputedStyle(each).fontSize);
    }""")
    assert len(sizes) > 50
    assert min(float(size.removesuffix("px")) for size in sizes) >= 8.5 / 72 * 96 - 0.1


def test_the_matrix_lies_on_its_side_with_every_role_on_every_sheet(page: Page, shipped: Playbook):
    found = sheets(page, "/raci/")
    assert len(found) > 1
    for each in found:
        assert each.width > each.height
        assert "Activity" in each.text
        for role in shipped.roles.values():
            assert set(role.name.split()) <= set(each.text.split()), role.name


def printed_now(page: Page) -> list[str]:
    """The text of each sheet of a page as it stands, without loading it again."""
    made = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    return [" ".join(each.extract_text().split()) for each in made]


@pytest.mark.parametrize("chosen", ["", "?role=product-owner&letter=A"])
@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["wide", "narrow"])
def test_the_matrix_keeps_every_role_on_the_paper_once_its_explorer_is_there(context: Opener, screen: Any, chosen: str):
    page = context(viewport=screen).new_page()
    page.goto(f"/raci/{chosen}")
    page.locator(".ob-explorer__result").wait_for()
    heads = page.locator(".ob-matrix thead th[data-id]").all()
    names = [(each.text_content() or "").strip() for each in heads if each.is_visible()]
    assert len(names) > 10
    for text in printed_now(page):
        assert [name for name in names if not set(name.split()) <= set(text.split())] == []


def test_a_comparison_ends_before_its_table_begins(page: Page):
    page.goto("/raci/?compare=product-owner,project-manager")
    page.locator(".ob-explorer__summary h2").wait_for()
    texts = printed_now(page)
    (last,) = [text for text in texts if "Rituals that require both" in text]
    assert "Activity" not in last
    assert "Map the value stream" in texts[texts.index(last) + 1]


@pytest.mark.parametrize("paper", ["A4", "Letter", "A5"])
def test_a_card_is_whole_and_two_fit_on_a_sheet(page: Page, shipped: Playbook, paper: str):
    names = {f"rituals/{id_}/": each.name for id_, each in shipped.rituals.items()}
    names |= {f"practices/{id_}/": each.name for id_, each in shipped.practices.items()}
    found = sheets(page, "/cards/", paper)
    counts = []
    for each in found:
        feet = [home for home in names if f".example/{home} " in each.text]
        assert all(names[home] in each.text for home in feet)
        counts.append(len(feet))
    assert sum(counts) == len(names)
    assert set(counts) <= {1, 2}
    if paper != "A5":
        assert counts.count(2) > counts.count(1)


@pytest.mark.parametrize("by", ["mouse", "keyboard", "neither"])
def test_a_card_that_was_chosen_is_printed_alone(context: Opener, by: str):
    page = context(java_script_enabled=by != "neither").new_page()
    if by == "neither":
        found = sheets(page, "/cards/#ritual-demo")
    else:
        page.goto("/cards/")
        choice = page.locator("#choose").get_by_role("link", name="Demo", exact=True)
        if by == "mouse":
            choice.click()
        else:
            choice.focus()
            page.keyboard.press("Enter")
        assert page.url.endswith("/cards/#ritual-demo")
        found = sheets(page, page.url)
    (sheet,) = found
    assert "Accept or reject, item by item" in sheet.text
    assert "rituals/demo/" in sheet.text
    assert "Discovery share-out" not in sheet.text


def test_each_part_of_a_chapter_begins_on_a_sheet_of_its_own(page: Page, shipped: Playbook):
    first, *others = sheets(page, "/print/rituals/")
    assert "In this chapter" in first.text
    names = [each.name for each in shipped.rituals.values()]
    heads = [name for sheet in others for name in names if f"{TITLE} {name} Rituals ·" in sheet.text]
    assert heads == names


@pytest.mark.parametrize(
    ("path", "screen"),
    [  # a chapter is many pages long, and each page was asked of on both screens already
        ("/print/roles/", DESKTOP),
        ("/print/stages/", PHONE),
        ("/cards/#ritual-demo", DESKTOP),
        ("/cards/#ritual-demo", PHONE),
    ],
    ids=["roles-wide", "stages-narrow", "card-wide", "card-narrow"],
)
def test_axe_finds_nothing_in_a_chapter_or_beside_a_chosen_card(context: Opener, path: str, screen: Any):
    complaints: list[str] = []
    page = context(viewport=screen).new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(path)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]
    assert complaints == []


def test_the_way_to_the_next_stage_is_for_fingers_and_keys_and_not_for_paper(phone: Page):
    phone.goto("/stages/build/")
    link = phone.get_by_role("navigation", name="Neighbouring stages").get_by_role("link", name="Then: Launch")
    box = link.bounding_box()
    assert box
    assert box["height"] >= 44
    link.focus()
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/stages/launch/")
    back = phone.get_by_role("link", name="Before: Build")
    assert back.is_visible()
    phone.emulate_media(media="print")
    assert not back.is_visible()
