"""Words of the glossary: the first of each on a page is a link, and says what it means on hover, focus and tap."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, Opener
from tests.browser.visiting import SAYS

PATH = "/roles/product-owner/"
DONE = "import('/assets/opbook/glossary.js').then(() => {})"
"""Settles when the words of the page are marked."""

BOX = """(each) => {
  const { left, top, right, bottom } = each.getBoundingClientRect();
  return [left, top, right, bottom];
}"""


@pytest.fixture
def touch(context: Opener) -> Page:
    """A phone that is tapped."""
    return context(viewport=PHONE, has_touch=True, is_mobile=True).new_page()


def _open(page: Page, path: str = PATH) -> None:
    page.goto(path)
    page.evaluate(DONE)


def _term(page: Page, id_: str = "standing-team") -> Locator:
    return page.locator(f".ob-term[data-term={id_}]")


def _tip(page: Page) -> Locator:
    return page.locator(".ob-tip")


def _served(page: Page, glossary: Any) -> None:
    page.route("**/glossary/terms.json", lambda route: route.fulfill(json=glossary))


def _marks(page: Page, body: str, *terms: dict[str, Any], names: tuple[str, ...] = ()) -> list[str]:
    """The words that are marked in an article; what is marked is shown in brackets."""
    article = f"<article><h1>T</h1>{body}</article>"
    script = (
        '<link rel="stylesheet" href="/assets/opbook/glossary.css"><style>body { margin: 0; display: flex; }</style>'
        '<script type="module" src="/assets/opbook/glossary.js"></script>'
    )
    page.route(
        "**/blank/", lambda route: route.fulfill(body=f"<!doctype html>{article}{script}", content_type="text/html")
    )
    whole = [{"name": each["forms"][0], "definition": "D.", **each} for each in terms]
    _served(page, {"terms": whole, "names": list(names)})
    _open(page, "/blank/")
    return page.locator(".ob-term").all_inner_texts()


BET = {"id": "bet", "forms": ["Bet", "Bets"]}
STOP = {"id": "stop", "forms": ["Stop rule", "Stop rules"]}
RULE = {"id": "rule", "forms": ["Rule"]}
OKR = {"id": "okr", "forms": ["OKR", "OKRs"]}


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("<p>A bet, a bet and a BET.</p>", ["bet"]),
        ("<p>Better alphabets, bet_1, sure-bet.</p>", []),
        ("<p>Two bets.</p><p>One bet.</p>", ["bets"]),
        ("<p>A stop\n rule, then a rule.</p>", ["stop rule", "rule"]),
        ("<p>okr and Okrs</p>", []),
        ("<p>okr and OKRs</p>", ["OKRs"]),
        ("<p>The rule keeper keeps the <b>rule</b>.</p>", ["rule"]),
        ("<h2>Bet</h2><p><a href='/'>bet</a> <code>bet</code> <button>bet</button> <label>bet</label></p>", []),
        ("<table><tr><th>Bet</th><td>bets</td></tr></table>", ["bets"]),
        ("<table class='ob-matrix'><tr><td>Bet</td></tr></table><svg><text>bet</text></svg>", []),
        ("<ul data-list='x'><li>bet</li></ul><div class='ob-live'>bet</div><p class='ob-kicker'>bet</p>", []),
        ("<p>&lt;bet&gt; &amp; “bet”</p>", ["bet"]),
    ],
)
def test_what_is_marked(page: Page, body: str, marked: list[str]):
    assert _marks(page, body, BET, STOP, RULE, OKR, names=("rule keeper",)) == marked


def test_hostile_words_are_only_words(page: Page):
    strange = {"id": "strange", "forms": ["a.b*c [d] (e|f) $& \\ / {2}"], "name": "<img src=x onerror=alert(1)>"}
    assert _marks(page, "<p>See a.b*c [d] (e|f) $&amp; \\ / {2} here; aXb.</p>", strange) == strange["forms"]
    page.locator(".ob-term").focus()
    expect(page.locator("#ob-meaning strong")).to_have_text("<img src=x onerror=alert(1)>")
    expect(page.locator("img")).to_have_count(0)


def test_each_term_is_marked_once_and_leads_to_the_glossary(page: Page):
    _open(page)
    terms = page.locator(".ob-term").evaluate_all(
        "(all) => all.map((each) => [each.dataset.term, each.pathname, each.hash])"
    )
    ids = [id_ for id_, *_ in terms]
    assert len(ids) == len(set(ids)) > 5
    assert all(path == "/glossary/" and hash_ == f"#{id_}" for id_, path, hash_ in terms)


@pytest.mark.parametrize("path", ["/", "/why/", PATH, "/stages/launch/", "/bets/contactless-at-the-gate/", "/vmo/"])
def test_the_text_stays_what_it_was(context: Opener, path: str):
    said = []
    for has_scripts in (False, True):
        page = context(viewport=PHONE, java_script_enabled=has_scripts).new_page()
        page.goto(path)
        if has_scripts:
            page.evaluate(DONE)
            assert page.locator(".ob-term").count() > 0
        said.append(page.evaluate(SAYS))
    assert said[0] == said[1]


def test_nothing_is_marked_in_the_glossary_nor_in_the_matrix(page: Page):
    _open(page, "/glossary/#bet")
    assert page.locator(".ob-term").count() == 0
    _open(page, "/raci/")
    assert page.locator(".ob-term").count() > 0
    assert page.locator(".ob-matrix .ob-term").count() == 0


def test_a_link_to_a_term_explains_it_too(page: Page):
    body = "<p>Wager: <a href='/glossary/#bet'>so</a>, <a href='/glossary/#gone'>gone</a></p>"
    assert _marks(page, body, BET) == []
    page.get_by_role("link", name="so", exact=True).focus()
    expect(page.locator("#ob-meaning")).to_have_text("BetD.")
    page.get_by_role("link", name="gone").focus()
    expect(_tip(page)).to_be_hidden()


def test_the_pointer_shows_a_definition_that_stays_while_it_is_there(page: Page):
    _open(page)
    expect(_tip(page)).to_be_hidden()
    _term(page).hover()
    expect(_tip(page)).to_be_visible()
    expect(page.get_by_role("tooltip")).to_contain_text("A team with no end date")
    left, _, _, low = _term(page).evaluate(BOX)
    _, top, _, bottom = _tip(page).evaluate(BOX)
    for y in (*range(int(low) - 2, int(top) + 3), (top + bottom) / 2):
        page.mouse.move(left + 5, y)
        page.wait_for_timeout(200)  # longer than the script waits before it hides
        expect(_tip(page)).to_be_visible()
    page.mouse.move(5, 5)
    expect(_tip(page)).to_be_hidden()


def test_a_pointer_that_passes_by_opens_nothing(page: Page):
    page.clock.install()
    _open_running(page)
    _term(page).hover()
    page.clock.run_for(100)
    page.mouse.move(5, 5)
    page.clock.run_for(1000)
    expect(_tip(page)).to_be_hidden()


def _open_running(page: Page) -> None:
    """Open a page whose clock stands still but for what it takes to mark the words."""
    page.goto(PATH)
    page.clock.run_for(1000)
    page.locator(".ob-term").first.wait_for()
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)


def test_the_focus_shows_a_definition_and_takes_it_away(page: Page):
    _open(page)
    term = _term(page, "product")
    page.locator("article a", has_text="Roles").first.focus()
    page.keyboard.press("Tab")
    expect(term).to_be_focused()
    expect(_tip(page)).to_be_visible()
    described = term.evaluate("(each) => document.getElementById(each.getAttribute('aria-describedby')).innerText")
    assert "Something that customers return to for value" in described
    page.keyboard.press("Tab")
    expect(_term(page, "swarm")).to_be_focused()
    expect(page.get_by_role("tooltip").locator("strong")).to_have_text("Swarm")
    assert term.get_attribute("aria-describedby") is None
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(_tip(page)).to_be_hidden()


def test_a_focused_term_keeps_its_definition_when_the_pointer_passes(page: Page):
    _open(page)
    _term(page).focus()
    _term(page).hover()
    page.mouse.move(5, 5)
    page.wait_for_timeout(400)  # longer than the script waits before it hides
    expect(_tip(page)).to_be_visible()


@pytest.mark.parametrize("how", ["hover", "focus"])
def test_escape_takes_it_away_and_moves_nothing(page: Page, how: str):
    _open(page)
    getattr(_term(page), how)()
    expect(_tip(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(_tip(page)).to_be_hidden()
    assert page.evaluate("location.pathname") == PATH
    if how == "focus":
        expect(_term(page)).to_be_focused()


def test_the_keyboard_meets_no_link_in_it(page: Page):
    _open(page)
    _term(page, "product").focus()
    expect(_tip(page).locator("a")).to_have_count(2)  # the definition links to the steward
    assert _tip(page).locator("a").evaluate_all("(all) => all.map((each) => each.tabIndex)") == [-1, -1]


def test_click_and_enter_follow_the_link(page: Page):
    for act in (lambda term: term.click(), lambda term: term.press("Enter")):
        _open(page)
        act(_term(page))
        page.wait_for_url("**/glossary/#standing-team")


def test_a_link_in_a_definition_can_be_clicked(page: Page):
    _open(page)
    _term(page, "product").hover()
    page.get_by_role("tooltip").get_by_role("link", name="steward").click()
    page.wait_for_url("**/glossary/#steward")


def test_the_first_tap_shows_and_the_second_follows(touch: Page):
    _open(touch)
    _term(touch).tap()
    expect(_tip(touch)).to_be_visible()
    assert touch.evaluate("location.pathname") == PATH
    _term(touch).tap()
    touch.wait_for_url("**/glossary/#standing-team")


def test_a_tap_leads_to_the_glossary_and_one_elsewhere_takes_it_away(touch: Page):
    _open(touch)
    _term(touch).tap()
    expect(_tip(touch)).to_be_visible()
    touch.locator("h1").tap()
    expect(_tip(touch)).to_be_hidden()
    _term(touch).tap()
    link = touch.get_by_role("link", name="In the glossary")
    assert link.bounding_box()["height"] >= 44
    link.tap()
    touch.wait_for_url("**/glossary/#standing-team")


def test_a_tap_on_another_term_shows_that_one(touch: Page):
    _open(touch)
    for id_, name in {"standing-team": "Standing team", "swarm": "Swarm"}.items():
        _term(touch, id_).tap()
        expect(touch.get_by_role("tooltip").locator("strong")).to_have_text(name)


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=lambda screen: str(screen["width"]))
@pytest.mark.parametrize("block", ["start", "center", "end"])
def test_it_stays_on_the_screen_and_off_its_term(context: Opener, screen: dict[str, int], block: str):
    page = context(viewport=screen).new_page()
    _open(page)
    for term in page.locator(".ob-term").all():
        term.evaluate(f"(each) => each.scrollIntoView({{ block: '{block}', behavior: 'instant' }})")
        page.evaluate("([where]) => scrollBy({ top: where, behavior: 'instant' })", [-70 if block == "start" else 0])
        term.evaluate("(each) => { each.blur(); each.focus({ preventScroll: true }); }")
        left, top, right, bottom = _tip(page).evaluate(BOX)
        assert left >= 0
        assert right <= screen["width"]
        assert top >= 48, "it lies under the header"
        assert bottom <= screen["height"]
        _, high, _, low = term.evaluate(BOX)
        assert top >= low or bottom <= high
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]


def test_it_follows_its_term_when_an_area_is_pushed_aside(page: Page):
    wide = "<div style='width: 900px; padding-left: 300px'>A bet</div>"
    _marks(page, f"<div id='area' style='overflow: auto; width: 400px'>{wide}</div>", BET)
    _term(page, "bet").focus()
    for pushed in (0, 40):
        page.locator("#area").evaluate("(area, left) => area.scrollTo(left, 0)", pushed)
        page.wait_for_function(
            """(pushed) => {
              const left = (name) => document.querySelector(name).getBoundingClientRect().left;
              const isPushed = Math.abs(left(".ob-term") - left("#area") + pushed - 300) < 40;
              return isPushed && Math.abs(left(".ob-tip") - left(".ob-term")) < 1;
            }""",
            arg=pushed,
        )


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=lambda screen: str(screen["width"]))
def test_axe_finds_nothing_while_it_is_shown(context: Opener, screen: dict[str, int]):
    page = context(viewport=screen).new_page()
    _open(page)
    _term(page, "product").focus()
    expect(_tip(page)).to_be_visible()
    assert violations(page) == []


def test_paper_has_neither_definition_nor_dotted_line(page: Page):
    _open(page)
    _term(page).focus()
    page.emulate_media(media="print")
    expect(_tip(page)).to_be_hidden()
    assert _term(page).evaluate("(each) => getComputedStyle(each).textDecorationLine") == "none"


def test_it_moves_only_for_those_who_do_not_mind(context: Opener):
    for motion, name in {"reduce": "none", "no-preference": "ob-tip"}.items():
        page = context(reduced_motion=motion).new_page()
        _open(page)
        assert _tip(page).evaluate("(each) => getComputedStyle(each).animationName") == name


@pytest.mark.parametrize(
    "answer", [{"status": 404}, {"status": 200, "body": "<html>"}, None], ids=["404", "html", "offline"]
)
def test_without_its_file_nothing_happens(page: Page, answer: dict[str, Any] | None):
    errors: list[Any] = []
    page.on("pageerror", lambda error: errors.append(error))
    page.route("**/glossary/terms.json", lambda route: route.fulfill(**answer) if answer else route.abort())
    _open(page, "/why/")
    assert page.locator(".ob-term, .ob-tip").count() == 0
    assert not errors


def test_an_empty_glossary_marks_nothing(page: Page):
    assert _marks(page, "<p>A bet.</p>") == []


def test_the_console_stays_empty(page: Page):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    _open(page, "/why/")
    page.locator(".ob-term").first.hover()
    expect(_tip(page)).to_be_visible()
    assert not said


def test_the_file_is_small(built_site: Path):
    content = (built_site / "glossary" / "terms.json").read_bytes()
    assert len(json.loads(content)["terms"]) > 20
    assert len(content) < 20_000
