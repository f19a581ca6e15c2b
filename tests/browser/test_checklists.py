"""Checklists in use: each flow by mouse and by keyboard, on a wide and on a narrow screen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, Opener

PATH = "/rituals/launch-readiness/"
ADDRESS = "ritual:launch-readiness:before"
STORE = "opbook:/:checklists"
NOW = "2026-11-22T10:00:00"
TODAY = "2026-11-22"
ITEMS = (
    "Rate your own lines and attach the proof",
    "Phone the support desk and ask one agent the likeliest question",
    "Rehearse the rollback within the past ten days",
)

BLOCKED = """for (const name of ["getItem", "setItem", "removeItem"]) {
  const allowed = Storage.prototype[name]; // Material breaks where it may keep nothing, which is not ours to mend
  Storage.prototype[name] = function (key, ...more) {
    if (key.startsWith("opbook:")) throw new DOMException("blocked", "SecurityError");
    return allowed.call(this, key, ...more);
  };
}"""
KEPT = "JSON.parse(localStorage.getItem('opbook:/:checklists'))"
COPY = """async () => {
  const { enhance } = await import("/assets/opbook/checklists.js");
  const list = document.querySelector("[data-list='ritual:launch-readiness:before']");
  const copy = document.createElement("section");
  copy.id = "copy";
  copy.innerHTML = `<ul class="ob-check" data-list="${list.dataset.list}" data-title="${list.dataset.title}"></ul>`;
  for (const item of list.children) {
    const made = document.createElement("li");
    made.dataset.item = item.dataset.item;
    made.textContent = item.textContent;
    copy.firstChild.append(made);
  }
  list.closest(".ob").append(copy);
  enhance(copy);
  enhance(copy);
  enhance();
}"""

Change = Callable[[str], str]


@dataclass
class Sheet:
    """A checklist on a page, as somebody uses it by hand."""

    page: Page
    by_keyboard: bool = False
    within: str = "article"

    @property
    def items(self) -> Locator:
        return self.page.locator(f"{self.within} [data-list='{ADDRESS}']")

    @property
    def tools(self) -> Locator:
        return self.page.locator(f"{self.within} .ob-tools:has(+ [data-list='{ADDRESS}'])")

    @property
    def status(self) -> Locator:
        return self.tools.locator(".ob-tools__said [role=status]")

    def box(self, text: str) -> Locator:
        return self.items.get_by_role("checkbox", name=text)

    def button(self, name: str) -> Locator:
        return self.tools.get_by_role("button", name=name)

    def use(self, control: Locator, key: str = "Enter") -> None:
        if self.by_keyboard:
            control.focus()
            self.page.keyboard.press(key)
        else:
            control.click()

    def tick(self, *texts: str) -> None:
        for text in texts:
            if self.by_keyboard:
                self.use(self.box(text), "Space")
            else:
                self.items.get_by_text(text).click()

    def press(self, name: str) -> None:
        if not self.button(name).is_visible():
            self.use(self.tools.locator("summary").first)
        self.use(self.button(name))

    def start(self, name: str) -> None:
        self.press("Start a new one")
        expect(self.tools.get_by_label("What is it for?")).to_be_focused()
        self.page.keyboard.type(name)
        if self.by_keyboard:
            self.page.keyboard.press("Enter")
        else:
            self.tools.get_by_role("button", name="Start", exact=True).click()

    def history(self) -> list[str]:
        said = self.tools.locator(".ob-tools__history")
        if not said.locator("ul").is_visible():
            self.use(said.locator("summary"))
        return [text.removesuffix("Remove").strip() for text in said.locator("li").evaluate_all(SEEN)]

    def expect_ticked(self, *texts: str) -> None:
        expect(self.tools.locator(".ob-tools__done")).to_have_text(f"{len(texts)} of 3 done")
        for text in ITEMS:
            expect(self.box(text)).to_be_checked(checked=text in texts)


SEEN = "all => all.map((each) => [...each.childNodes].map((node) => node.firstChild?.data ?? node.data).join(''))"

Sheets = Callable[..., Sheet]


@pytest.fixture
def complaints() -> list[str]:
    """What browsers complained of: to be empty in the end."""
    return []


@pytest.fixture
def opened(context: Opener, complaints: list[str]) -> Iterator[Sheets]:
    """Opens the page with the checklist, in a fresh browser unless told otherwise."""

    def open_sheet(path: str = PATH, *, reader: BrowserContext | None = None, **options: Any) -> Sheet:
        by_keyboard = options.pop("by_keyboard", False)
        within = options.pop("within", "article")
        page = (reader or context(**options)).new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.clock.set_fixed_time(NOW)
        page.goto(path)
        sheet = Sheet(page, by_keyboard, within)
        expect(sheet.tools.first).to_be_visible()
        return sheet

    yield open_sheet
    assert complaints == []


@pytest.fixture(
    params=[(DESKTOP, False), (DESKTOP, True), (PHONE, False), (PHONE, True)],
    ids=["wide-mouse", "wide-keyboard", "phone-mouse", "phone-keyboard"],
)
def sheet(request: pytest.FixtureRequest, opened: Sheets) -> Sheet:
    """A list that nobody has used."""
    screen, by_keyboard = request.param
    permissions = ["clipboard-read", "clipboard-write"]
    return opened(viewport=screen, by_keyboard=by_keyboard, permissions=permissions)


def kept(page: Page) -> Any:
    return page.evaluate(KEPT)["lists"][ADDRESS]


def serving(sheet: Sheet, changed: Change) -> None:
    """From now on the page says something else, as if the YAML had changed."""

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=changed(response.text()))

    sheet.page.route(f"**{PATH}", answer)
    sheet.page.goto(PATH)


def test_a_tick_stays_when_the_page_is_loaded_again(sheet: Sheet):
    sheet.expect_ticked()
    sheet.tick(ITEMS[0], ITEMS[2])
    sheet.expect_ticked(ITEMS[0], ITEMS[2])
    sheet.page.reload()
    sheet.expect_ticked(ITEMS[0], ITEMS[2])
    sheet.tick(ITEMS[0])
    sheet.page.reload()
    sheet.expect_ticked(ITEMS[2])
    assert sheet.tools.locator("progress").evaluate("each => [each.value, each.max]") == [1, 3]


def test_a_list_is_the_same_list_wherever_it_stands(sheet: Sheet):
    sheet.tick(ITEMS[1])
    sheet.page.goto("/checklists/")
    sheet.expect_ticked(ITEMS[1])


def test_a_new_one_has_a_name_and_the_old_one_goes_to_the_history(sheet: Sheet):
    sheet.tick(ITEMS[0], ITEMS[1])
    sheet.start("Launch of Beacon")
    expect(sheet.box(ITEMS[0])).to_be_focused()
    expect(sheet.status).to_have_text("Started: Launch of Beacon.")
    sheet.expect_ticked()
    sheet.tick(ITEMS[2])
    sheet.page.reload()
    expect(sheet.tools.locator(".ob-tools__name")).to_have_text("Launch of Beacon")
    sheet.expect_ticked(ITEMS[2])
    sheet.use(sheet.tools.locator("summary").first)
    assert sheet.history() == ["Without a name 22 November 2026: 2 of 3 done"]


def test_nothing_is_started_where_one_thinks_better_of_it(sheet: Sheet):
    sheet.tick(ITEMS[0])
    sheet.press("Start a new one")
    sheet.page.keyboard.type("Launch")
    if sheet.by_keyboard:
        sheet.page.keyboard.press("Escape")
    else:
        sheet.press("Cancel")
    expect(sheet.button("Start a new one")).to_be_focused()
    expect(sheet.tools.get_by_label("What is it for?")).to_be_hidden()
    sheet.expect_ticked(ITEMS[0])


def test_what_is_finished_goes_to_the_history_with_its_days(sheet: Sheet):
    sheet.start("Launch of Beacon")
    sheet.tick(*ITEMS)
    sheet.page.clock.set_fixed_time("2026-12-01T10:00:00")
    sheet.press("Finish")
    expect(sheet.button("Finish")).to_be_focused()
    expect(sheet.status).to_have_text("Finished. It is in the history.")
    sheet.expect_ticked()
    sheet.page.reload()
    sheet.use(sheet.tools.locator("summary").first)
    assert sheet.history() == ["Launch of Beacon 22 November 2026 to 1 December 2026: 3 of 3 done"]
    sheet.press("Finish")
    expect(sheet.status).to_have_text("Nothing is ticked yet, so there is nothing to finish.")


def test_finishing_can_be_undone(sheet: Sheet):
    sheet.start("Launch of Beacon")
    sheet.tick(ITEMS[0])
    sheet.press("Finish")
    sheet.press("Undo")
    expect(sheet.button("Finish")).to_be_focused()
    expect(sheet.tools.locator(".ob-tools__name")).to_have_text("Launch of Beacon")
    sheet.expect_ticked(ITEMS[0])
    assert sheet.history() == []


def test_a_reset_can_be_undone(sheet: Sheet):
    sheet.tick(ITEMS[0], ITEMS[2])
    sheet.press("Reset")
    expect(sheet.status).to_have_text("2 ticks taken away.")
    expect(sheet.button("Reset")).to_be_focused()
    sheet.expect_ticked()
    sheet.press("Undo")
    expect(sheet.status).to_have_text("Undone.")
    expect(sheet.button("Undo")).to_be_hidden()
    sheet.page.reload()
    sheet.expect_ticked(ITEMS[0], ITEMS[2])


def test_what_is_finished_can_be_removed_and_that_undone(sheet: Sheet):
    sheet.start("Launch of Beacon")
    sheet.press("Finish")
    assert len(sheet.history()) == 1
    sheet.use(sheet.button("Remove Launch of Beacon 22 November 2026"))
    expect(sheet.tools.locator(".ob-tools__history summary")).to_be_focused()
    assert sheet.history() == []
    sheet.press("Undo")
    assert sheet.history() == ["Launch of Beacon 22 November 2026: 0 of 3 done"]


def test_a_list_is_copied_as_markdown(sheet: Sheet, origin: str):
    sheet.start("Launch_of *Beacon*")
    sheet.tick(ITEMS[1])
    sheet.press("Copy as Markdown")
    expect(sheet.status).to_have_text("Copied.")
    assert sheet.page.evaluate("navigator.clipboard.readText()") == (
        "**Launch readiness, before: Launch\\_of \\*Beacon\\***\n"
        f"{origin}/rituals/launch-readiness/\n\n"
        f"- [ ] {ITEMS[0]}\n- [x] {ITEMS[1]}\n- [ ] {ITEMS[2]}\n"
    )


def test_everything_goes_to_another_browser_in_a_file(sheet: Sheet, opened: Sheets, tmp_path: Path):
    sheet.tick(ITEMS[0])
    sheet.start("Launch of Beacon")
    sheet.tick(ITEMS[1])
    with sheet.page.expect_download() as download:
        sheet.press("Export as JSON")
    assert download.value.suggested_filename == f"checklists-{TODAY}.json"
    file = tmp_path / "lists.json"
    download.value.save_as(file)
    before = sheet.page.evaluate(KEPT)
    assert json.loads(file.read_text("utf-8")) == before

    other = opened("/checklists/", by_keyboard=sheet.by_keyboard)
    for _ in range(2):  # the second time, all of it is there already
        with other.page.expect_file_chooser() as chooser:
            other.use(other.page.locator("#ob-checklists").get_by_role("button", name="Import JSON"))
        chooser.value.set_files(file)
        said = other.page.locator("#ob-checklists [role=status]")
        expect(said).to_have_text("1 list read; nothing that was here is lost.")
        assert other.page.evaluate(KEPT) == before
    other.expect_ticked(ITEMS[1])


def take(sheet: Sheet, content: str) -> str:
    """Import a file on the page of all checklists, and give the answer."""
    with sheet.page.expect_file_chooser() as chooser:
        sheet.page.locator("#ob-checklists").get_by_role("button", name="Import JSON").click()
    chooser.value.set_files({"name": "lists.json", "mimeType": "application/json", "buffer": content.encode()})
    said = sheet.page.locator("#ob-checklists [role=status]")
    expect(said).not_to_be_empty()
    return said.inner_text()


def test_an_import_loses_nothing_where_both_are_in_use(opened: Sheets):
    sheet = opened("/checklists/")
    sheet.start("Launch of Beacon")
    sheet.tick(ITEMS[0])
    mine = kept(sheet.page)["current"]
    theirs = {"name": "Launch of Lantern", "started": "2026-10-01", "ticks": {"gone": "2026-10-02"}}
    done = {"name": "Launch of Pier", "started": "2026-01-01", "ticks": {}, "finished": "2026-01-02", "items": ["a"]}
    elsewhere = {"current": theirs, "finished": []}
    lists = {ADDRESS: {"current": theirs, "finished": [done]}, "ritual:gone:before": elsewhere}
    for _ in range(2):
        answer = take(sheet, json.dumps({"version": 1, "lists": lists}))
        assert kept(sheet.page) == {
            "current": mine,
            "finished": [{**theirs, "finished": TODAY, "items": ["gone"]}, done],
        }
        assert sheet.page.evaluate(KEPT)["lists"]["ritual:gone:before"] == elsewhere
        if "One was" in answer:
            assert answer == (
                "2 lists read; nothing that was here is lost. "
                "One was in use here for something else: that of the file is in the history."
            )
    assert answer == "2 lists read; nothing that was here is lost."


def test_an_import_of_the_same_use_adds_its_ticks(opened: Sheets):
    sheet = opened("/checklists/")
    sheet.start("Launch of Beacon")
    sheet.tick(ITEMS[0], ITEMS[1])
    file = json.dumps(sheet.page.evaluate(KEPT))
    sheet.tick(ITEMS[1], ITEMS[2])
    take(sheet, file)
    sheet.expect_ticked(*ITEMS)
    assert kept(sheet.page)["finished"] == []


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ("{", "This file is not JSON, so it is no export of checklists. Nothing was changed."),
        ("[]", "This file is no export of checklists. Nothing was changed."),
        ('{"version": 1}', "This file is no export of checklists. Nothing was changed."),
        ('{"version": 1, "lists": {"a": {}}}', "This file is no export of checklists. Nothing was changed."),
        (
            '{"version": 1, "lists": {"a": {"current": {"name": 1}, "finished": []}}}',
            "This file is no export of checklists. Nothing was changed.",
        ),
        (
            '{"version": 2, "lists": {}}',
            "This file has version 2, and only version 1 can be read here. Nothing was changed.",
        ),
    ],
)
def test_a_wrong_file_changes_nothing(opened: Sheets, content: str, answer: str):
    sheet = opened("/checklists/")
    sheet.tick(ITEMS[0])
    before = sheet.page.evaluate(KEPT)
    assert take(sheet, content) == answer
    assert sheet.page.evaluate(KEPT) == before
    sheet.expect_ticked(ITEMS[0])


def test_other_items_keep_their_ticks_when_the_yaml_changes(opened: Sheets):
    sheet = opened()
    sheet.start("Launch of Beacon")
    sheet.tick(ITEMS[0], ITEMS[1])
    key = sheet.items.locator("li").nth(0).get_attribute("data-item")
    assert key is not None
    serving(sheet, lambda html: html.replace(ITEMS[0], "Rate every line").replace(f'"{key}"', '"0123abcd"'))
    expect(sheet.box("Rate every line")).not_to_be_checked()
    expect(sheet.box(ITEMS[1])).to_be_checked()
    assert set(kept(sheet.page)["current"]["ticks"]) > {key}
    sheet.press("Reset")
    assert set(kept(sheet.page)["current"]["ticks"]) == {key}
    sheet.press("Undo")
    expect(sheet.tools.locator(".ob-tools__panel > p:not([class])")).to_have_text(
        "1 tick kept for what is no longer on the list."
    )
    sheet.press("Finish")
    assert sheet.history() == ["Launch of Beacon 22 November 2026: 1 of 3 done, 1 tick no longer on the list"]
    sheet.page.unroute(f"**{PATH}")
    sheet.page.goto(PATH)
    sheet.press("Finish")
    assert sheet.history() == ["Launch of Beacon 22 November 2026: 1 of 3 done"]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "null",
        "[]",
        '"checklists"',
        '{"version": 2, "lists": {}}',
        '{"version": 1, "lists": {"a": null}}',
        '{"version": 1, "lists": {"a": {"current": {"name": "x", "started": "y", "ticks": {"k": 1}}, "finished": []}}}',
    ],
)
def test_what_cannot_be_read_is_set_aside_and_told_once(opened: Sheets, text: str):
    sheet = opened()
    sheet.page.evaluate("([name, text]) => localStorage.setItem(name, text)", [STORE, text])
    sheet.page.reload()
    warnings = sheet.page.locator(".ob-tools__warning:visible")
    expect(warnings).to_have_count(1)
    expect(warnings).to_contain_text("What this browser kept here cannot be read. It is set aside")
    sheet.tick(ITEMS[0])
    sheet.page.reload()
    sheet.expect_ticked(ITEMS[0])
    expect(warnings).to_have_count(0)
    aside = "Object.keys(localStorage).filter((each) => each.includes('unreadable')).map((each) => localStorage[each])"
    assert sheet.page.evaluate(aside) == [text]


def test_where_nothing_can_be_kept_it_says_so_and_works(context: Opener, opened: Sheets):
    reader = context()
    reader.add_init_script(BLOCKED)
    sheet = opened(reader=reader)
    warnings = sheet.page.locator(".ob-tools__warning:visible")
    expect(warnings).to_have_count(1)
    expect(warnings).to_contain_text("This browser keeps nothing for this site")
    sheet.tick(ITEMS[0])
    expect(sheet.status).to_contain_text("This browser keeps nothing for this site")
    sheet.start("Launch of Beacon")
    sheet.tick(ITEMS[1], ITEMS[2])
    sheet.expect_ticked(ITEMS[1], ITEMS[2])
    assert sheet.history() == ["Without a name 22 November 2026: 1 of 3 done"]


def test_copies_on_a_page_keep_in_step(opened: Sheets):
    sheet = opened()
    sheet.page.evaluate(COPY)
    copy = Sheet(sheet.page, within="#copy")
    assert copy.tools.count() == 1
    assert copy.items.get_by_role("checkbox").count() == 3
    copy.tick(ITEMS[1])
    boxes = sheet.page.get_by_role("checkbox", name=ITEMS[1])
    expect(boxes).to_have_count(2)
    for each in boxes.all():
        expect(each).to_be_checked()
    boxes.nth(0).uncheck()
    copy.expect_ticked()


def test_tabs_keep_in_step(context: Opener, opened: Sheets):
    reader = context()
    first, second = opened(reader=reader), opened("/checklists/", reader=reader)
    first.tick(ITEMS[0])
    second.expect_ticked(ITEMS[0])
    second.start("Launch of Beacon")
    expect(first.tools.locator(".ob-tools__name")).to_have_text("Launch of Beacon")
    first.expect_ticked()


def test_an_undo_does_not_take_back_what_another_tab_did(context: Opener, opened: Sheets):
    reader = context()
    first, second = opened(reader=reader), opened(reader=reader)
    first.tick(ITEMS[0])
    first.press("Reset")
    second.tick(ITEMS[1])
    first.expect_ticked(ITEMS[1])
    first.press("Undo")
    expect(first.status).to_have_text("The list has changed since, so nothing was undone.")
    first.expect_ticked(ITEMS[1])


def test_a_part_of_a_list_is_ticked_with_it_and_finished_elsewhere(opened: Sheets):
    sheet = opened()
    sheet.tick(ITEMS[0], ITEMS[2])

    def part(html: str) -> str:
        start = html.index(f'<ul class="ob-check" data-list="{ADDRESS}"')
        end = html.index("</ul>", start)
        first_end = html.index("</li>", start) + len("</li>")
        return html[:start] + html[start:first_end].replace("data-list=", "data-part data-list=") + html[end:]

    serving(sheet, part)
    expect(sheet.tools.locator(".ob-tools__done")).to_have_text("1 of 1 done")
    sheet.use(sheet.tools.locator("summary").first)
    expect(sheet.tools.get_by_role("button", name="Copy as Markdown")).to_be_visible()
    expect(sheet.tools.get_by_role("button", name="Finish")).to_have_count(0)
    link = sheet.tools.get_by_role("link", name="where the whole list is")
    assert str(link.evaluate("each => each.pathname")) == PATH
    sheet.tick(ITEMS[0])
    sheet.page.unroute(f"**{PATH}")
    sheet.page.goto(PATH)
    sheet.expect_ticked(ITEMS[2])


def test_prose_stays_as_it_is_and_its_links_work(opened: Sheets):
    prose = 'See <a href="../demo/">the <em>demo</em></a>, then <code>go</code>'
    sheet = opened(permissions=["clipboard-read", "clipboard-write"])
    serving(sheet, lambda html: html.replace(ITEMS[0], prose))
    assert prose in sheet.items.locator("li").nth(0).inner_html()
    sheet.press("Copy as Markdown")
    expect(sheet.status).to_have_text("Copied.")
    copied = sheet.page.evaluate("navigator.clipboard.readText()")
    link = sheet.items.locator("a").evaluate("each => each.href")
    assert f"- [ ] See [the *demo*]({link}), then `go`\n" in copied
    sheet.items.get_by_text("then").click()
    expect(sheet.items.get_by_role("checkbox").first).to_be_checked()
    sheet.items.get_by_role("link").click()
    sheet.page.wait_for_url("**/rituals/demo/")
    sheet.page.go_back()
    expect(sheet.items.get_by_role("checkbox").first).to_be_checked()


def test_a_name_is_text(opened: Sheets):
    name = "<img src=x onerror=alert(1)> & {{ 7 }}"
    sheet = opened()
    sheet.start(name)
    expect(sheet.tools.locator(".ob-tools__name")).to_have_text(name)
    sheet.press("Finish")
    assert sheet.history()[0].startswith(name)
    assert sheet.page.locator("article img[src=x]").count() == 0


def test_the_tab_key_leads_through_a_list(opened: Sheets):
    sheet = opened()
    sheet.tools.locator("summary").first.focus()
    for text in ITEMS:
        sheet.page.keyboard.press("Tab")
        expect(sheet.box(text)).to_be_focused()
        assert sheet.box(text).evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
    sheet.page.keyboard.press("Space")
    sheet.expect_ticked(ITEMS[2])


@pytest.mark.parametrize("has_scripts", [True, False])
def test_boxes_are_printed_and_ticks_with_them(context: Opener, opened: Sheets, has_scripts: bool):
    if has_scripts:
        sheet = opened()
        sheet.start("Launch of Beacon")
        sheet.tick(ITEMS[1])
        page = sheet.page
    else:
        page = context(java_script_enabled=False).new_page()
        page.goto(PATH)
    page.emulate_media(media="print")
    items = page.locator(f"[data-list='{ADDRESS}'] > li")
    look = """(each) => {
      const box = each.querySelector("input");
      const style = box ? getComputedStyle(box) : getComputedStyle(each, "::before");
      const tick = box ? getComputedStyle(box, "::before").borderBottomWidth : "0px";
      const [border, size] = [style.borderTopWidth, style.width].map(parseFloat);
      return [border > 0 && size > 5 && style.borderTopStyle, parseFloat(tick) > 0];
    }"""
    ticked = [each.evaluate(look) for each in items.all()]
    assert ticked == [["solid", has_scripts and index == 1] for index in range(3)]
    assert page.locator("article button:visible, article progress:visible, .ob-tools summary:visible").count() == 0
    shown = page.locator(".ob-tools:visible").all_inner_texts()
    expected = [["Launch readiness, before", "1 of 3 done", "Launch of Beacon"]] if has_scripts else []
    assert [[line for line in each.split("\n") if line] for each in shown] == expected


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_in_open_tools(opened: Sheets, screen: dict[str, int]):
    sheet = opened(viewport=screen)
    sheet.start("Launch of Beacon, with a name that goes on for so long that it needs more than one line")
    sheet.press("Finish")
    sheet.start("Launch-of-" + "Beacon" * 15)
    sheet.tick(ITEMS[0])
    sheet.press("Reset")
    sheet.history()
    sheet.press("Start a new one")
    assert violations(sheet.page) == []
    assert sheet.page.evaluate("document.documentElement.scrollWidth") == screen["width"]
    small = "all => all.map((each) => each.getBoundingClientRect()).filter((box) => box.height < 24 || box.width < 24)"
    assert sheet.tools.locator("button:visible, summary:visible, input:visible").evaluate_all(small) == []
    assert sheet.items.locator("label").evaluate_all(small) == []
