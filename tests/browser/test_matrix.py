"""Tables: header row and first column stay in view, letters have words, the legend is there; an agenda fits."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from opbook.model.playbook import Playbook
from opbook.site.views.matrix import WORDS
from tests.browser.conftest import DESKTOP, PHONE, Opener

PATHS = ("/raci/", "/stages/launch/")
SCREENS = ({"width": 1280, "height": 420}, {"width": 360, "height": 480})
"""So low that every one of the tables is higher than its scroll area."""

LOOK = """(area) => {
  const heads = [...area.querySelectorAll("thead th")];
  const rows = [...area.querySelectorAll("tbody th[scope=row]")];
  const box = (each) => each.getBoundingClientRect();
  const frame = box(area);
  const corner = box(heads[0]);
  const centre = (each) => [(box(each).left + box(each).right) / 2, (box(each).top + box(each).bottom) / 2];
  const isShown = (each) => {
    const [x, y] = centre(each);
    if (each === heads[0]) return true;
    return heads.includes(each) ? x > corner.right && x < frame.right : y > corner.bottom && y < frame.bottom;
  };
  const shown = [...heads, ...rows].filter(isShown);
  const isOnTop = (each) => each.contains(document.elementFromPoint(...centre(each)));
  return {
    frame: [frame.left, frame.top, frame.width],
    scrolled: [area.scrollLeft, area.scrollTop],
    tops: heads.map((each) => box(each).top),
    lefts: rows.map((each) => box(each).left),
    corner: [corner.left, corner.top, corner.width],
    shown: shown.length,
    covered: shown.filter((each) => !isOnTop(each)).map((each) => each.textContent),
  };
}"""


def _area(page: Page) -> Locator:
    if page.url.endswith("/raci/"):
        page.locator(".ob-explorer").wait_for()  # it moves the table down when it comes
    area = page.locator(".ob-scroll:has(> .ob-matrix)").first
    area.evaluate("(area) => area.scrollIntoView({ block: 'start', behavior: 'instant' })")
    page.evaluate("scrollBy({ top: -60, behavior: 'instant' })")  # the header of the site lies over the top
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
        wanted = [part * each for each in overflow]
        area.evaluate("(area, [x, y]) => area.scrollTo(x, y)", wanted)
        look = area.evaluate(LOOK)
        left, top, width = look["frame"]
        assert look["scrolled"] == pytest.approx(wanted, abs=1)
        assert look["tops"] == pytest.approx([top] * len(look["tops"]), abs=2)
        assert look["lefts"] == pytest.approx([left] * len(look["lefts"]), abs=2)
        assert look["corner"][:2] == pytest.approx([left, top], abs=2)
        assert look["corner"][2] < 0.6 * width, "the first column leaves no room for the others"
        assert look["shown"] >= 4
        assert not look["covered"]


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


def test_an_agenda_is_whole_on_a_phone(phone: Page, shipped: Playbook):
    cut = {}
    for id_ in (id_ for id_, each in shipped.rituals.items() if each.agenda):
        phone.goto(f"/rituals/{id_}/")
        area = phone.locator(".ob-scroll:has(> .ob-agenda)")
        cut[id_] = area.evaluate("(each) => each.scrollWidth - each.clientWidth")
    assert len(cut) > 5
    assert {id_: wide for id_, wide in cut.items() if wide > 0} == {}


def test_no_link_in_a_table_is_broken_within_a_word(page: Page):
    broken = """() => {
      const range = document.createRange();
      const texts = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
      const found = [];
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        if (!text.parentElement.matches(".ob-scroll :is(th, td) a")) continue;
        for (const word of text.data.matchAll(/[\\p{L}]+/gu)) {
          range.setStart(text, word.index);
          range.setEnd(text, word.index + word[0].length);
          if (range.getClientRects().length > 1) found.push(word[0]);
        }
      }
      return found;
    }"""
    for screen in (DESKTOP, PHONE):
        page.set_viewport_size(screen)
        for path in ("/portfolio/", "/stewardship/", "/roles/product-owner/"):
            page.goto(path)
            assert page.evaluate(broken) == [], (path, screen)
