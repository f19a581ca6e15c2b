"""RACI tables: header row and first column stay in view, letters have words, the legend is there."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from opbook.site.views.matrix import WORDS
from tests.browser.conftest import Opener

PATHS = ("/raci/", "/stages/launch/")
SCREENS = ({"width": 1280, "height": 420}, {"width": 360, "height": 480})
"""So low that every one of the tables is higher than its scroll area."""

BOXES = """(area) => {
  const box = (each) => { const { top, left, right, bottom } = each.getBoundingClientRect(); return { top, left, right, bottom }; };
  const frame = box(area);
  const inside = ({ left, right, top, bottom }) => ({ x: (left + right) / 2, y: (top + bottom) / 2 });
  const onTop = (each) => {
    const { x, y } = inside(box(each));
    if (x < frame.left || x > frame.right || y < frame.top || y > frame.bottom) return null;
    return each.contains(document.elementFromPoint(x, y));
  };
  const heads = [...area.querySelectorAll("thead th")];
  const rows = [...area.querySelectorAll("tbody th[scope=row]")];
  return {
    frame,
    scrolled: [area.scrollLeft, area.scrollTop],
    tops: heads.map((each) => box(each).top),
    lefts: rows.map((each) => box(each).left),
    corner: box(heads[0]),
    covered: [...heads, ...rows].filter((each) => onTop(each) === false).map((each) => each.textContent),
    shown: [...heads, ...rows].filter(onTop).length,
  };
}"""


def _area(page: Page) -> Any:
    area = page.locator(".ob-scroll:has(> .ob-matrix)").first
    area.scroll_into_view_if_needed()
    area.evaluate("(area) => area.scrollIntoView({ block: 'start', behavior: 'instant' })")
    page.evaluate("scrollBy(0, -60)")  # the header of the site lies over the top
    return area


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: str(screen["width"]))
@pytest.mark.parametrize("path", PATHS)
def test_header_row_and_first_column_stay_in_view(context: Opener, path: str, screen: dict[str, int]):
    page = context(viewport=screen).new_page()
    page.goto(path)
    area = _area(page)
    overflow = area.evaluate("({ scrollWidth: w, clientWidth: v, scrollHeight: h, clientHeight: u }) => [w - v, h - u]")
    assert overflow[1] > 50
    assert overflow[0] > 50 or screen["width"] > 1000
    for part in (0.5, 1):
        area.evaluate("(area, [x, y]) => area.scrollTo(x, y)", [overflow[0] * part, overflow[1] * part])
        boxes = area.evaluate(BOXES)
        frame = boxes["frame"]
        assert boxes["scrolled"] == pytest.approx([overflow[0] * part, overflow[1] * part], abs=1)
        assert boxes["tops"] == pytest.approx([frame["top"]] * len(boxes["tops"]), abs=2)
        lefts = boxes["lefts"]
        assert lefts == pytest.approx([frame["left"]] * len(lefts), abs=2)
        assert boxes["corner"]["left"] == pytest.approx(frame["left"], abs=2)
        assert boxes["corner"]["right"] < frame["left"] + 0.6 * (frame["right"] - frame["left"])
        assert boxes["shown"] >= 4
        covered = set(boxes["covered"])
        assert not covered - _beside(boxes, area), "something lies over a heading"


def _beside(boxes: dict[str, Any], area: Any) -> set[str]:
    """The headings that are meant to be covered: those that have moved below the first column or the header row."""
    moved: list[str] = area.evaluate(
        """(area) => {
          const corner = area.querySelector("thead th").getBoundingClientRect();
          const centre = (each) => { const b = each.getBoundingClientRect(); return [(b.left + b.right) / 2, (b.top + b.bottom) / 2]; };
          const heads = [...area.querySelectorAll("thead th")].slice(1).filter((each) => centre(each)[0] < corner.right);
          const rows = [...area.querySelectorAll("tbody th[scope=row]")].filter((each) => centre(each)[1] < corner.bottom);
          return [...heads, ...rows].map((each) => each.textContent);
        }"""
    )
    return set(moved)


@pytest.mark.parametrize("path", PATHS)
def test_every_letter_has_a_word_for_assistive_technology(page: Page, path: str):
    page.goto(path)
    letters = page.locator(".ob-matrix").first.locator("tbody .ob-letter")
    words = {letter.value: words[0] for letter, words in WORDS.items()}
    expected = [words[text] for text in letters.all_inner_texts()]
    assert len(expected) > 20
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    cells = [node["name"]["value"] for node in tree if node["role"]["value"] in ("cell", "gridcell")]
    said = [word for cell in cells for word in cell.split() if word in words.values()]
    assert said[: len(expected)] == expected
    assert not [cell for cell in cells if set(cell.split()) & set(words)], "a letter is read out as a letter"


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: str(screen["width"]))
@pytest.mark.parametrize("path", PATHS)
def test_the_legend_says_what_the_letters_mean(context: Opener, path: str, screen: dict[str, int]):
    page = context(viewport=screen).new_page()
    page.goto(path)
    used = set(page.locator(".ob-matrix").first.locator("tbody .ob-letter").all_inner_texts())
    legend = page.locator(".ob-legend").first
    expect(legend).to_be_visible()
    for letter, (word, meaning) in WORDS.items():
        if letter.value in used:
            expect(legend).to_contain_text(f"{letter.value} {word} {meaning}")


def test_the_matrix_can_be_scrolled_with_the_keyboard(context: Opener):
    page = context(viewport=SCREENS[1]).new_page()
    page.goto("/raci/")
    area = page.locator(".ob-scroll:has(> .ob-matrix)")
    area.focus()
    expect(area).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("area => area.scrollLeft > 0 && area.scrollTop > 0", arg=area.element_handle())
