"""A team answers where it stands: with a mouse and with keys, on a wide and on a narrow screen."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from opbook.site.markup import Prose
from opbook.source.reading import read
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, Opener

PATH = "/assessment/"
KEY = "opbook:/:assessment"
NOW = "2026-11-22T10:00:00"
FORMAT = "opbook-assessment"

LOW = {
    "principle:agree-early": 0,
    "practice:outcome-alignment": 1,
    "instead:agree-early": 3,  # with them: 4 points from 3
    "principle:lasting-value": 3,
    "practice:outcome-based-funding": 0,
    "practice:metrics-system": 1,
    "practice:value-tracking": 1,
    "instead:lasting-value": 2,  # with them: 7 points from 5
    "principle:small-daily-acts": 1,
    "practice:tool-catalogue": 0,
    "instead:small-daily-acts": 1,  # with them: 2 points from 3
}
"""The answers of the example; every other one is 2."""
SCORES = {
    "Agree early on roles, tools and success": "1.3",
    "Lasting value outranks the date": "1.4",
    "Look after value, not process": "2.0",
    "One team for the whole life of a product": "2.0",
    "Skills are shared and careers run both ways": "2.0",
    "Stewards stay, swarms build and leave": "2.0",
    "Trust grows in small daily acts": "0.7",
    "Work stays ours after we pass it on": "2.0",
}
"""What the example comes to, by hand."""

Answers = dict[str, int]
Open = Callable[..., Page]


@pytest.fixture
def opened(context: Opener) -> Iterator[Open]:
    """Opens the page on a fixed day, with something kept in the browser; in the end nothing may have gone wrong."""
    complaints: list[str] = []

    def open_page(kept: str | None = None, **options: Any) -> Page:
        page = context(**options).new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.clock.set_fixed_time(NOW)
        if kept is not None:
            page.goto("/404.html")
            page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, kept])
        page.goto(PATH)
        if options.get("java_script_enabled", True):
            expect(page.locator(".ob-assess__strip")).to_be_visible()
        return page

    yield open_page
    assert complaints == []


def ids(page: Page) -> list[str]:
    found: list[str] = page.locator("[data-ask]").evaluate_all("(all) => all.map((each) => each.dataset.ask)")
    return found


def question(page: Page, id_: str) -> Locator:
    return page.locator(f"[data-ask='{id_}']")


def entry(answers: Answers, **fields: Any) -> dict[str, Any]:
    return {"name": "", "date": "2026-11-22", "answers": answers, "evidence": {}, **fields}


def kept(*entries: dict[str, Any], shown: int = 0, compared: int | None = None) -> str:
    return json.dumps({"format": FORMAT, "entries": entries, "shown": shown, "compared": compared})


def stored(page: Page) -> Any:
    return json.loads(page.evaluate("(key) => localStorage.getItem(key)", KEY) or "null")


def click_all(page: Page) -> None:
    for id_ in ids(page):
        question(page, id_).locator("label.ob-choice").nth(LOW.get(id_, 2)).click()


def type_all(page: Page) -> None:
    onward = page.get_by_role("button", name="Next open statement")
    for id_ in ids(page):
        onward.focus()
        page.keyboard.press("Enter")
        expect(question(page, id_).locator("input[value='0']")).to_be_focused()
        page.keyboard.press("Space")
        for _ in range(LOW.get(id_, 2)):
            page.keyboard.press("ArrowDown")


def scores(page: Page) -> list[list[str]]:
    """The rows of the result without the numbers in front."""
    rows = page.locator(".ob-scores tbody tr").evaluate_all(
        "(all) => all.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    return [[re.sub(r"^\d+\. ", "", row[0]), *row[1:]] for row in rows]


@pytest.fixture(scope="module")
def whole(origin: str, built_site: Path) -> Answers:
    """The answers of the example, one to each statement of the page."""
    text = (built_site / "assessment" / "index.html").read_text("utf-8")
    return {id_: LOW.get(id_, 2) for id_ in re.findall(r'data-ask="([^"]+)"', text)}


@pytest.mark.parametrize("answer", [click_all, type_all])
@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["wide", "narrow"])
def test_a_team_answers_all_and_finds_the_result_worked_out_by_hand(
    opened: Open, whole: Answers, screen: dict[str, int], answer: Callable[[Page], None]
):
    page = opened(viewport=screen)
    answer(page)
    expect(page.locator(".ob-assess__strip")).to_contain_text("30 of 30 answered")
    assert stored(page)["entries"] == [entry(whole)]
    assert scores(page) == [[theme, score] for theme, score in SCORES.items()]
    assert page.evaluate("document.documentElement.scrollWidth") == screen["width"]
    page.reload()
    expect(page.locator(".ob-assess__strip")).to_contain_text("30 of 30 answered")
    assert scores(page) == [[theme, score] for theme, score in SCORES.items()]
    page.get_by_role("button", name="See the result").press("Enter")
    expect(page.locator("#result")).to_be_in_viewport()
    heading, header = page.locator("#result").bounding_box(), page.locator(".md-header").bounding_box()
    assert heading is not None
    assert header is not None
    assert heading["y"] >= header["y"] + header["height"], "the site's header does not lie on it"


def test_the_picture_has_the_same_numbers_as_the_table(opened: Open, whole: Answers):
    page = opened(kept(entry(whole)))
    circles = page.locator(".ob-radar__now circle").evaluate_all(
        "(all) => all.map((each) => Math.hypot(each.cx.baseVal.value - 160, each.cy.baseVal.value - 160) / 40)"
    )
    assert circles == pytest.approx([float(score) for score in SCORES.values()], abs=0.02)
    assert page.locator(".ob-radar text").all_text_contents() == [str(number) for number in range(1, 9)]


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["wide", "narrow"])
def test_the_picture_leaves_room_for_its_numbers(opened: Open, whole: Answers, screen: dict[str, int]):
    page = opened(kept(entry(whole), entry(whole, name="B"), compared=1), viewport=screen)
    box = page.locator(".ob-radar").bounding_box()
    assert box is not None
    assert box["height"] <= 400
    assert box["x"] + box["width"] <= screen["width"]


def test_the_three_next_steps_come_from_the_lowest_themes(opened: Open, whole: Answers):
    page = opened(kept(entry(whole)))
    steps = page.locator(".ob-assess__next > li")
    expect(steps).to_have_count(3)
    titles = [each.locator("strong").first.inner_text() for each in steps.all()]
    assert titles == ["Tool catalogue, level 1", "Outcome alignment, level 2", "Outcome-based funding, level 1"]
    expect(steps.nth(0)).to_contain_text("The catalogue lists the tools in use with a contact for each.")
    expect(steps.nth(0)).to_contain_text("Shadow spreadsheets are on it without anyone being told off.")
    expect(steps.nth(1)).to_contain_text("Every active bet serves one outcome")
    steps.nth(0).get_by_role("link").click()
    expect(page.locator("h1")).to_contain_text("Tool catalogue")


def test_a_theme_without_practices_has_its_principle_as_the_next_step(opened: Open, whole: Answers):
    low = {id_: 0 if "steward-and-swarm" in id_ else 3 for id_ in whole}
    page = opened(kept(entry({**low, "instead:steward-and-swarm": 1})))
    steps = page.locator(".ob-assess__next > li")
    expect(steps).to_have_count(2)
    expect(steps.nth(0)).to_contain_text("Keep looking after a product apart from building something new")
    expect(steps.nth(0).get_by_role("link", name="Swarm kick-off")).to_be_visible()
    expect(steps.nth(1)).to_contain_text("Less of this: A project that hires in a team")


def test_who_is_at_the_top_is_told_so(opened: Open, whole: Answers):
    page = opened(kept(entry(dict.fromkeys(whole, 3))))
    expect(page.locator("#ob-result")).to_contain_text("Every answer is the highest there is.")


def test_what_is_not_answered_does_not_count(opened: Open):
    page = opened(kept(entry({"principle:agree-early": 3, "instead:agree-early": 0})))
    rows = scores(page)
    assert rows[0][1] == "1.5"
    assert {row[1] for row in rows[1:]} == {"not answered"}
    expect(page.locator("#ob-result")).to_contain_text("From 2 of 30 statements.")


def test_a_new_one_is_compared_with_an_earlier_one(opened: Open, whole: Answers):
    page = opened(kept(entry(whole, name="Spring", date="2026-05-04")))
    expect(page.get_by_label("Compare with")).to_be_hidden()
    page.get_by_role("button", name="Start a new one").click()
    expect(page.get_by_label("Team or occasion")).to_be_focused()
    expect(page.locator(".ob-assess__strip")).to_contain_text("0 of 30 answered")
    page.keyboard.type("Autumn")
    page.get_by_role("button", name="Start a new one").click()
    expect(page.locator("#ob-assessment [role=status]")).to_have_text(
        "Nothing is answered here yet: go on with this one."
    )
    for id_ in ids(page):
        question(page, id_).locator("label.ob-choice").nth(1 if id_ == "instead:shared-skills" else 2).click()
    page.get_by_label("Compare with").select_option("Spring, 4 May 2026")
    heads = page.locator(".ob-scores thead th").all_inner_texts()
    assert heads == ["Theme", "Autumn, 22 November 2026", "Spring, 4 May 2026", "Change"]
    assert {row[0]: row[1:] for row in scores(page)} == {
        "Agree early on roles, tools and success": ["2.0", "1.3", "up 0.7"],
        "Lasting value outranks the date": ["2.0", "1.4", "up 0.6"],
        "Look after value, not process": ["2.0", "2.0", "the same"],
        "One team for the whole life of a product": ["2.0", "2.0", "the same"],
        "Skills are shared and careers run both ways": ["1.8", "2.0", "down 0.2"],
        "Stewards stay, swarms build and leave": ["2.0", "2.0", "the same"],
        "Trust grows in small daily acts": ["2.0", "0.7", "up 1.3"],
        "Work stays ours after we pass it on": ["2.0", "2.0", "the same"],
    }
    expect(page.locator(".ob-radar__then rect")).to_have_count(8)
    page.locator("#ob-assessment").get_by_label("Shown").select_option("Spring, 4 May 2026 (30 answered)")
    assert [row[1] for row in scores(page)] == list(SCORES.values())
    expect(page.get_by_label("Team or occasion")).to_have_value("Spring")
    assert [each["name"] for each in stored(page)["entries"]] == ["Spring", "Autumn"]


def test_one_can_be_deleted_once_that_is_confirmed(opened: Open, whole: Answers):
    page = opened(kept(entry(whole, name="A"), entry({}, name="B"), shown=0, compared=1))
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Delete this one").click()
    expect(page.get_by_label("Team or occasion")).to_have_value("A")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete this one").click()
    expect(page.get_by_label("Team or occasion")).to_have_value("B")
    assert [each["name"] for each in stored(page)["entries"]] == ["B"]


def test_the_yaml_is_copied_with_its_evidence(opened: Open):
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    question(page, "practice:value-tracking").locator("label.ob-choice").nth(2).click()
    question(page, "practice:tool-catalogue").locator("label.ob-choice").nth(0).click()
    question(page, "practice:cost-of-delay").locator("label.ob-choice").nth(3).click()
    expect(question(page, "practice:tool-catalogue").locator("textarea")).to_be_hidden()
    question(page, "practice:value-tracking").get_by_label("By what can it be seen?").click()
    page.keyboard.type('The review said: "kept".')
    page.get_by_role("button", name="Copy the YAML").press("Enter")
    expect(page.locator("#ob-result + [role=status]")).to_have_text("Copied.")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text == (
        "maturity:\n"
        "  value-tracking:\n"
        "    level: 2\n"
        '    evidence: "The review said: \\"kept\\"."\n'
        "    date: 2026-11-22\n"
        "  cost-of-delay:\n"
        "    level: 3\n"
        "    # evidence: seen by what?\n"
        "    date: 2026-11-22\n"
    )
    assert page.locator("#ob-result pre").text_content() == text


def test_who_cannot_copy_is_told_what_to_do(opened: Open):
    page = opened(kept(entry({"practice:value-tracking": 2})))
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Copy the YAML").click()
    expect(page.locator("#ob-result + [role=status]")).to_contain_text("select the text above and copy it")


HOSTILE = (
    "plain words",
    "a: b # c - d",
    'quotes " and \' and \\ and \\" and \\n',
    "{{ x }} {% raw %} & *star* !tag %dir @at",
    "two\nlines\n\nand a paragraph",
    "# a heading",
    "> ## a heading in a quotation",
    "under\n===",
    "under\n\t---",
    "<b>bold</b> <!-- x --> <https://a.example> a<b>c",
    "![picture](x.png) [link](nowhere) [ref]: nowhere",
    "`<b>` ``` ~~~",
    "no",
    "~",
    "\ttabs\tand \u0000\u0007\u001b\u001d\u0085\u2028\ufeff control \ud800 signs",
    "漢字 🙂 é",
)


def evidence_read(page: Page, data: Path, folder: Path, texts: tuple[str, ...]) -> list[str | None]:
    """The evidence that the project reads in a team's file which ends with what the page makes of these texts."""
    practices = [id_ for id_ in ids(page) if id_.startswith("practice:")][: len(texts)]
    assert len(practices) == len(texts)
    made = entry(dict.fromkeys(practices, 1), evidence=dict(zip(practices, texts, strict=True)))
    text = page.evaluate("async (entry) => (await import('/assets/opbook/assessment.js')).yaml(entry)", made)
    shutil.copytree(data, folder)
    with (folder / "teams" / "lantern.yml").open("a", encoding="utf-8") as file:
        file.write(text)
    reading = read(folder)
    assert [str(each) for each in reading.findings] == []
    assert reading.playbook is not None
    maturity = reading.playbook.teams["lantern"].maturity
    return [maturity[id_.removeprefix("practice:")].evidence for id_ in practices]


def shown(prose: str | None) -> str:
    """Prose as a reader sees it, blanks made one."""
    text = html.unescape(re.sub(r"<[^>]*>", " ", Prose(lambda address: None)(prose)))
    return " ".join(text.split())


@pytest.mark.parametrize("half", [HOSTILE[:8], HOSTILE[8:]], ids=["first", "second"])
def test_the_project_reads_the_yaml_whatever_the_evidence(
    opened: Open, data: Path, tmp_path: Path, half: tuple[str, ...]
):
    gone = re.compile("[\u0000\u0007\u001b\u001d\u0085\u2028\ufeff\ud800]")
    for typed, said in zip(half, evidence_read(opened(), data, tmp_path / "data", half), strict=True):
        assert shown(said) == " ".join(gone.sub("", typed).replace("*", "").removeprefix("> ").split())


def test_evidence_of_nothing_but_blanks_is_left_out(opened: Open, data: Path, tmp_path: Path):
    assert evidence_read(opened(), data, tmp_path / "data", (" \n\t\u00a0", "\u0007", "")) == [None, None, None]


def test_what_is_exported_can_be_imported_elsewhere(opened: Open, tmp_path: Path, whole: Answers):
    page = opened(kept(entry(whole, name="Spring", evidence={"practice:cost-of-delay": "Seen."}), entry({}, name="B")))
    with page.expect_download() as saving:
        page.get_by_role("button", name="Export").press("Enter")
    assert saving.value.suggested_filename == "where-we-stand-2026-11-22.json"
    file = tmp_path / "export.json"
    saving.value.save_as(file)
    other = opened(kept(entry({"principle:agree-early": 1}, name="Mine")))
    for said in ("Read from the file: 2. Here already: 0.", "Read from the file: 0. Here already: 2."):
        chosen(other, file)
        expect(other.locator("#ob-assessment [role=status]")).to_have_text(said)
    found = stored(other)["entries"]
    assert found == [entry({"principle:agree-early": 1}, name="Mine"), *stored(page)["entries"]]


def chosen(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="Import").click()
    choosing.value.set_files(file)


WRONG = (
    "",
    "no JSON {",
    "[]",
    "null",
    '{"format": "something else", "entries": []}',
    json.dumps({"format": FORMAT, "entries": [entry({"principle:agree-early": 7})]}),
    json.dumps({"format": FORMAT, "entries": [entry({}), {"name": "x"}]}),
    json.dumps({"format": FORMAT, "entries": [entry({}, date="2026-99-99")]}),
    json.dumps({"format": FORMAT, "entries": [entry({}, evidence={"a": None})]}),
    json.dumps({"format": FORMAT, "entries": None}),
)


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_file_changes_nothing(opened: Open, tmp_path: Path, whole: Answers, text: str):
    page = opened(kept(entry(whole)))
    file = tmp_path / "wrong.json"
    file.write_text(text, "utf-8")
    chosen(page, file)
    expect(page.locator("#ob-assessment [role=status]")).to_contain_text("Nothing has been changed.")
    assert page.evaluate("(key) => localStorage.getItem(key)", KEY) == kept(entry(whole))


@pytest.mark.parametrize("text", [*WRONG[1:], kept(), kept(entry({}), shown=1), kept(entry({}), compared=5)])
def test_what_is_kept_and_no_use_is_set_aside(opened: Open, text: str):
    page = opened(text)
    expect(page.locator("#ob-assessment [role=status]")).to_contain_text("It is set aside")
    question(page, "principle:agree-early").locator("label.ob-choice").nth(2).click()
    assert stored(page)["entries"] == [entry({"principle:agree-early": 2})]
    assert text in page.evaluate("Object.values(localStorage)")


def test_answers_to_what_is_gone_are_kept_and_not_counted(opened: Open):
    strange = {"practice:gone": 3, "__proto__x": 1}
    page = opened(kept(entry({**strange, "principle:agree-early": 2})))
    note = "Answers to statements that this playbook no longer has: 2. They are kept, and not counted."
    expect(page.locator("#ob-result .ob-note")).to_have_text(note)
    assert scores(page)[0][1] == "2.0"
    question(page, "instead:agree-early").locator("label.ob-choice").nth(1).click()
    assert stored(page)["entries"][0]["answers"] == {**strange, "principle:agree-early": 2, "instead:agree-early": 1}


def test_a_browser_that_keeps_nothing_says_so(context: Opener):
    other = context()
    other.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })")
    page = other.new_page()
    page.goto(PATH)
    expect(page.locator("#ob-assessment [role=status]")).to_contain_text("keeps nothing")
    question(page, "principle:agree-early").locator("label.ob-choice").nth(2).click()
    expect(page.locator(".ob-assess__strip")).to_contain_text("1 of 30 answered")


def test_two_tabs_show_the_same(opened: Open):
    first = opened()
    second = first.context.new_page()
    second.goto(PATH)
    question(second, "principle:agree-early").locator("label.ob-choice").nth(1).click()
    expect(first.locator(".ob-assess__strip")).to_contain_text("1 of 30 answered")
    question(first, "instead:agree-early").locator("label.ob-choice").nth(1).click()
    assert stored(first)["entries"][0]["answers"] == {"principle:agree-early": 1, "instead:agree-early": 1}


def test_without_scripts_it_is_a_form_for_paper(opened: Open):
    page = opened(java_script_enabled=False)
    expect(page.locator("fieldset")).to_have_count(30)
    expect(page.locator("fieldset").get_by_role("radio")).to_have_count(120)
    expect(page.locator("article")).to_contain_text("add up the points and divide them by the number of statements")
    page.emulate_media(media="print")
    expect(page.locator("fieldset").last).to_be_visible()


def test_on_paper_the_result_is_there_and_the_buttons_are_not(opened: Open, whole: Answers):
    page = opened(kept(entry(whole), entry(whole, name="B"), compared=1))
    page.emulate_media(media="print")
    expect(page.locator(".ob-radar")).to_be_visible()
    expect(page.locator(".ob-scores")).to_be_visible()
    result = page.locator("h2#result")
    assert result.evaluate("(each) => getComputedStyle(each).breakBefore") == "page", (
        "heading, picture, numbers together"
    )
    for selector in (".ob-assess", ".ob-assess__strip", ".ob-assess__button", "textarea"):
        expect(page.locator(selector).first).to_be_hidden()


STATES = {
    "form": lambda whole: None,
    "result": lambda whole: kept(entry(whole, evidence={"practice:cost-of-delay": "Seen."})),
    "compared": lambda whole: kept(entry(whole), entry(dict.fromkeys(whole, 1), name="B"), compared=1),
    "strangers": lambda whole: kept(entry({"practice:gone": 1, "practice:cost-of-delay": 1})),
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(opened: Open, whole: Answers, state: str):
    page = opened(STATES[state](whole))
    for screen in (DESKTOP, PHONE):
        page.set_viewport_size(screen)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == screen["width"]


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["wide", "narrow"])
def test_the_evidence_of_a_level_is_one_key_away(context: Opener, screen: dict[str, int]):
    page = context(viewport=screen).new_page()
    page.goto("/practices/")
    cell = page.locator(".ob-heatmap a[href='#said-fares--metrics-system']")
    expect(cell).to_have_text("2 steady")
    box = cell.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    cell.press("Enter")
    expect(page.locator("#said-fares--metrics-system")).to_be_in_viewport()
    expect(page.locator("#said-fares--metrics-system")).to_contain_text("Agreed on 21 October 2026.")
    assert page.evaluate("document.documentElement.scrollWidth") == screen["width"]


def test_practices_stay_in_view_while_teams_are_pushed_aside(phone: Page):
    phone.goto("/practices/")
    area = phone.locator(".ob-scroll:has(> .ob-heatmap)")
    head = area.locator("tbody th").first
    before = head.bounding_box()
    area.evaluate("(area) => area.scrollTo(200, 0)")
    after = head.bounding_box()
    assert area.evaluate("(area) => area.scrollLeft") == 200
    assert before is not None
    assert after is not None
    assert after["x"] == pytest.approx(before["x"], abs=1.5)
