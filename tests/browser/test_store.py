"""What our scripts share: elements, files and what a reader keeps in the browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

GONE = "what you do here is gone when you leave the page."
ROOM = 4_900_000
"""Characters that nearly fill what a browser gives to one site."""


@pytest.fixture
def blank(page: Page) -> Page:
    """A page of the site's origin on which nothing of the site runs, with two modules as `dom` and `store`."""
    page.route(
        "**/blank/", lambda route: route.fulfill(body="<!doctype html><title>B</title>", content_type="text/html")
    )
    _enter(page)
    return page


def _enter(page: Page) -> None:
    page.goto("/blank/")
    page.evaluate(
        """async () => {
          window.dom = await import("/assets/opbook/dom.js");
          window.store = await import("/assets/opbook/store.js");
        }"""
    )


def _load(page: Page, name: str = "list", check: str = "Array.isArray") -> Any:
    return page.evaluate(f"store.load('{name}', {check}, ['nothing'])")


def _kept(page: Page) -> dict[str, str]:
    return page.evaluate("({ ...localStorage })")


def _keep(page: Page, text: str, name: str = "list") -> None:
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [f"opbook:/:{name}", text])


def test_what_is_kept_comes_back_after_the_page_is_left(blank: Page):
    kept = ["é", {"a": [1, None]}]
    assert blank.evaluate("(value) => store.save('list', value)", kept) == ""
    _enter(blank)
    assert _load(blank) == {"value": kept, "problem": ""}
    assert _load(blank, "other") == {"value": ["nothing"], "problem": ""}


@pytest.mark.parametrize("text", ["{", "", '"a text"', '{"foreign": 1}', "null", "[1"])
def test_what_cannot_be_read_is_set_aside_and_told(blank: Page, text: str):
    blank.clock.set_fixed_time("2026-11-23T10:00:00Z")
    _keep(blank, text)
    found = _load(blank)
    aside = "opbook:/:list-unreadable-2026-11-23T10:00:00.000Z"
    assert found["value"] == ["nothing"]
    assert f"It is set aside as “{aside}”" in found["problem"]
    assert _kept(blank) == {aside: text}
    assert _load(blank)["problem"] == "", "it is told and set aside a second time"


def test_a_check_that_chokes_on_a_value_says_no(blank: Page):
    _keep(blank, "null")
    assert _load(blank, check="(value) => value.items.length > 0")["value"] == ["nothing"]
    assert len(_kept(blank)) == 1


def test_a_large_text_that_cannot_be_read_is_not_lost(blank: Page):
    _keep(blank, "x" * ROOM)
    assert "set aside" in _load(blank)["problem"]
    ((key, text),) = _kept(blank).items()
    assert "-unreadable-" in key
    assert len(text) == ROOM


def test_where_nothing_can_be_set_aside_the_old_text_stays(blank: Page):
    _keep(blank, "{")
    blank.evaluate(
        """() => {
          const set = Storage.prototype.setItem;
          Storage.prototype.setItem = function (key, text) {
            if (key.includes("unreadable")) throw new DOMException("full", "QuotaExceededError");
            set.call(this, key, text);
          };
        }"""
    )
    found = _load(blank)
    assert found == {"value": ["nothing"], "problem": f"This browser has no room left for this site, so {GONE}"}
    assert _kept(blank) == {"opbook:/:list": "{"}


def test_a_browser_that_keeps_nothing_is_told_of(blank: Page):
    blank.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    _enter(blank)
    problem = f"This browser keeps nothing for this site, so {GONE}"
    assert _load(blank) == {"value": ["nothing"], "problem": problem}
    assert blank.evaluate("store.save('list', [1])") == problem


def test_a_full_browser_is_told_of_and_keeps_what_it_had(blank: Page):
    assert blank.evaluate("store.save('list', ['first'])") == ""
    problem = blank.evaluate("(room) => store.save('list', ['x'.repeat(2 * room)])", ROOM)
    assert problem == f"This browser has no room left for this site, so {GONE}"
    assert _load(blank) == {"value": ["first"], "problem": ""}


def test_playbooks_on_one_host_keep_apart(blank: Page, built_site: Path):
    def served(route: Any) -> None:
        name = route.request.url.rpartition("/")[2]
        text = (built_site / "assets" / "opbook" / name).read_text("utf-8")
        route.fulfill(body=text, content_type="text/javascript")

    blank.route("**/other/assets/opbook/*.js", served)
    here, there = blank.evaluate(
        """async () => {
          const other = await import("/other/assets/opbook/store.js");
          store.save("list", ["here"]);
          other.save("list", ["there"]);
          return [store, other].map((each) => each.load("list", Array.isArray, []).value);
        }"""
    )
    assert [here, there] == [["here"], ["there"]]
    assert _kept(blank).keys() == {"opbook:/:list", "opbook:/other/:list"}


def test_json_is_read_or_undefined(blank: Page):
    assert blank.evaluate(
        "['[1]', 'null', '{', ''].map(store.parsed).map((each) => each === undefined ? 'no' : each)"
    ) == [
        [1],
        None,
        "no",
        "no",
    ]


def test_an_element_is_made(blank: Page):
    html = blank.evaluate(
        """() => dom.make("p", { class: "a", hidden: true, title: "", lang: null, dir: undefined, id: false, role: 0 },
          "<b>", [dom.make("i"), null], false, 3).outerHTML"""
    )
    assert html == '<p class="a" hidden="" title="" role="0">&lt;b&gt;<i></i>3</p>'


def test_an_element_listens(blank: Page):
    blank.evaluate("document.body.append(dom.make('button', { click: () => { document.title = 'heard'; } }, 'Press'))")
    blank.get_by_role("button").click()
    expect(blank).to_have_title("heard")


def test_finished_html_leads_to_the_root(blank: Page):
    html = '<a href="\x1droles/po/">PO</a> and <a href="\x1d">home</a>'
    origin = blank.evaluate("location.origin")
    expected = f'<a href="{origin}/roles/po/">PO</a> and <a href="{origin}/">home</a>'
    assert blank.evaluate("(html) => dom.make('p', { html }).innerHTML", html) == expected
    assert blank.evaluate("(html) => dom.linked(html)", html) == expected
    assert blank.evaluate("dom.ROOT") == f"{origin}/"


def test_a_message_is_said_and_taken_away(blank: Page):
    blank.evaluate("window.told = dom.status(); document.body.append(told.element)")
    blank.evaluate("told.say('<b>Kept.</b>')")
    expect(blank.get_by_role("status")).to_have_text("<b>Kept.</b>")
    blank.evaluate("told.say('')")
    expect(blank.get_by_role("status")).to_be_empty()


@pytest.mark.parametrize("type_", ["", "text/calendar"])
def test_a_file_is_handed_over(blank: Page, type_: str, tmp_path: Path):
    text = "é\r\n漢字\n"
    with blank.expect_download() as handed:
        blank.evaluate("([text, type]) => dom.download('a list.txt', text, type || undefined)", [text, type_])
    assert handed.value.suggested_filename == "a list.txt"
    handed.value.save_as(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == text.encode()


def test_a_text_is_copied_where_the_browser_allows_it(blank: Page):
    blank.context.grant_permissions(["clipboard-read", "clipboard-write"])
    assert blank.evaluate("dom.copied('a text')") is True
    assert blank.evaluate("navigator.clipboard.readText()") == "a text"
    blank.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error('no')))")
    assert blank.evaluate("dom.copied('another')") is False
    blank.evaluate("void Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    assert blank.evaluate("dom.copied('another')") is False


def test_a_chosen_file_is_read(blank: Page):
    with blank.expect_file_chooser() as chooser:
        blank.evaluate("void (window.chosen = dom.chosenFile())")
    chooser.value.set_files({"name": "a.json", "mimeType": "application/json", "buffer": json.dumps(["é"]).encode()})
    assert json.loads(blank.evaluate("chosen")) == ["é"]


@pytest.mark.parametrize("answer", [{"status": 404}, {"body": "<html>"}, None], ids=["404", "html", "offline"])
def test_what_cannot_be_fetched_has_one_sentence(blank: Page, answer: dict[str, Any] | None):
    blank.route("**/some.json", lambda route: route.fulfill(**answer) if answer is not None else route.abort())
    told = blank.evaluate("dom.fetched('some.json').catch(({ message }) => message)")
    assert told == "This part of the playbook could not be loaded. Check the connection, then load the page again."


def test_a_file_of_the_site_is_fetched(blank: Page):
    blank.route("**/deep/some.json", lambda route: route.fulfill(json=[1]))
    assert blank.evaluate("dom.fetched('deep/some.json')") == [1]
