"""What changed, for all and for one role, and since a reader's last visit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, Opener, opener, served
from tests.site.test_changes import with_a_past

TUESDAY = "2026-11-24T12:00:00Z"
WEDNESDAY = "2026-11-25T12:00:00Z"
DAYS = ["2026-11-20", "2026-11-01", "2026-10-02", "2026-09-14"]
KEY = "opbook:/:mine-visits"
OWNER = "/mine/?role=owner"

Reader = Callable[..., Page]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site of a project is served whose playbook has a past."""
    project = with_a_past(tmp_path_factory.mktemp("changes") / "project")
    with served(project.built().folder, is_searched=False) as address:
        yield address


@pytest.fixture
def own(browser: Browser, home: str) -> Iterator[Opener]:
    """Opens contexts on that site."""
    with opener(browser, home) as open_context:
        yield open_context


@pytest.fixture
def reader(own: Opener) -> Iterator[Reader]:
    """Opens a page at a moment; at the end nothing may have been complained of."""
    complaints: list[str] = []

    def open_page(path: str, at: str = TUESDAY, context: BrowserContext | None = None, **options: Any) -> Page:
        page = (context or own(**options)).new_page()
        page.on("console", lambda each: complaints.append(f"{each.type}: {each.text}"))
        page.on("pageerror", lambda each: complaints.append(str(each)))
        page.clock.set_fixed_time(at)
        page.goto(path)
        page.locator(".ob-changes__filter, .ob-mine__picker summary").first.wait_for()
        return page

    yield open_page
    assert not complaints


def picker(page: Page) -> Locator:
    return page.get_by_label("What changed for")


def days(page: Page) -> list[str]:
    """The days that are seen, as their headings say."""
    return [each.get_attribute("id") or "" for each in page.locator("article h2").all() if each.is_visible()]


def changes(page: Page) -> list[str]:
    """The changes that are seen."""
    return [each.inner_text() for each in page.locator("[data-concerns] > p").all() if each.is_visible()]


def news(page: Page) -> Locator:
    return page.locator(".ob-mine__changes")


def listed(page: Page) -> list[str]:
    """The days of the changes on a reader's own page."""
    news(page).wait_for()
    return [(each.get_attribute("href") or "").partition("#")[2] for each in news(page).locator("li small a").all()]


def keep(page: Page, text: str) -> None:
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])


def kept(page: Page) -> Any:
    return json.loads(page.evaluate("(key) => localStorage.getItem(key)", KEY))


def visit(day: str, seen: str) -> dict[str, Any]:
    """A visit on a day, on which the newest state was the one of another day at noon."""
    return {"day": day, "moment": int(datetime.fromisoformat(f"{seen}T12:00:00").replace(tzinfo=UTC).timestamp())}


@pytest.mark.parametrize("screen", [PHONE, DESKTOP])
def test_a_role_is_chosen_with_the_mouse(reader: Reader, screen: dict[str, int]):
    page = reader("/changes/", viewport=screen)
    assert days(page) == DAYS
    assert len(changes(page)) == 6
    expect(page.get_by_role("status").filter(has_text="changes")).to_have_count(0)
    picker(page).select_option(label="Manager")
    assert page.url.endswith("/changes/?role=manager")
    assert days(page) == ["2026-10-02"]
    assert changes(page) == ["Manager becomes accountable for Begin (was Owner)"]
    expect(page.get_by_role("status").filter(has_text="1 change of 6 for Manager.")).to_be_visible()
    toc = page.locator(".md-nav--secondary a[href*='#2026']").locator("visible=true")
    assert toc.count() == 1
    feed = page.get_by_role("link", name="Follow what changes for Manager")
    assert page.request.get(feed.evaluate("(each) => each.href")).ok
    picker(page).select_option(label="All roles")
    assert page.url.endswith("/changes/")
    assert days(page) == DAYS
    expect(feed).to_have_count(0)


@pytest.mark.parametrize("screen", [PHONE, DESKTOP])
def test_a_role_is_chosen_with_the_keyboard(reader: Reader, screen: dict[str, int]):
    page = reader("/changes/", viewport=screen)
    page.get_by_role("link", name="Follow what changes (Atom feed)").focus()
    page.keyboard.press("Tab")
    expect(picker(page)).to_be_focused()
    page.keyboard.type("Own")
    expect(picker(page)).to_have_value("owner")
    assert days(page) == ["2026-11-20", "2026-10-02", "2026-09-14"]
    expect(picker(page)).to_be_focused()


def test_the_way_back_leads_to_what_was_chosen_before(reader: Reader):
    page = reader("/changes/")
    picker(page).select_option(label="Manager")
    picker(page).select_option(label="Owner")
    page.go_back()
    expect(picker(page)).to_have_value("manager")
    assert days(page) == ["2026-10-02"]
    page.go_back()
    expect(picker(page)).to_have_value("")
    assert days(page) == DAYS
    page.go_forward()
    assert days(page) == ["2026-10-02"]


@pytest.mark.parametrize("asked", ["manager", "planner"])
def test_an_address_asks_for_a_role_by_its_id_of_now_or_then(reader: Reader, asked: str):
    page = reader(f"/changes/?role={asked}")
    expect(picker(page)).to_have_value("manager")
    assert days(page) == ["2026-10-02"]


def test_a_role_for_which_nothing_changed_is_told_so(reader: Reader):
    page = reader("/changes/?role=guest")
    assert days(page) == []
    expect(
        page.get_by_role("status").filter(has_text="Nothing has changed for Guest since 24 August 2026.")
    ).to_be_visible()


def test_a_role_that_nobody_knows_hides_nothing(reader: Reader):
    page = reader("/changes/?role=%3Cimg%20src%3Dx%3E")
    assert days(page) == DAYS
    expect(page.get_by_role("status").filter(has_text="knows no role “<img src=x>”")).to_be_visible()
    assert page.locator("article img").count() == 0


def test_without_scripts_the_list_is_whole(own: Opener):
    page = own(java_script_enabled=False).new_page()
    page.goto("/changes/?role=manager")
    assert days(page) == DAYS
    assert len(changes(page)) == 6
    assert page.locator("select").count() == 0


def test_where_the_roles_cannot_be_fetched_the_list_is_whole(own: Opener):
    page = own().new_page()
    page.route("**/mine/index.json", lambda route: route.abort())
    page.goto("/changes/?role=manager")
    expect(page.locator("#ob-changes .ob-note")).to_contain_text("could not be loaded")
    assert days(page) == DAYS


def test_a_change_leads_to_what_changed(reader: Reader):
    page = reader("/changes/")
    page.get_by_role("link", name="Begin").click()
    assert page.url.endswith("/stages/launch/#begin")


def test_what_went_and_what_came_is_marked(reader: Reader):
    page = reader("/changes/?role=owner")
    words = page.locator("[data-concerns] > p", has_text="reworded").first
    assert words.locator("del, ins").count() >= 1


def test_at_first_the_last_thirty_days_are_told(reader: Reader):
    page = reader(OWNER)
    assert listed(page) == ["2026-11-20"]
    expect(news(page)).to_contain_text(
        "This is your first visit with this browser. One change for your role in the last 30 days:"
    )
    assert kept(page) == {"last": None, "now": visit("2026-11-24", "2026-11-20")}


def test_afterwards_what_came_since_the_last_visit_is_told(reader: Reader, own: Opener):
    context = own()
    page = reader(OWNER, context=context)
    news(page).wait_for()
    page = reader(OWNER, WEDNESDAY, context)
    assert listed(page) == []
    expect(news(page)).to_contain_text("Nothing has changed for your role since your last visit on 24 November 2026.")
    keep(page, json.dumps({"last": None, "now": visit("2026-10-01", "2026-09-14")}))
    page.reload()
    assert listed(page) == ["2026-11-20", "2026-10-02"]
    expect(news(page)).to_contain_text("2 changes for your role since your last visit on 1 October 2026:")
    page.reload()
    assert listed(page) == ["2026-11-20", "2026-10-02"], "it is the same visit all day"
    assert kept(page) == {"last": visit("2026-10-01", "2026-09-14"), "now": visit("2026-11-25", "2026-11-20")}


def test_what_was_written_before_a_visit_and_published_after_it_is_news(reader: Reader, own: Opener):
    context = own()
    page = reader(OWNER, context=context)
    keep(page, json.dumps({"last": None, "now": visit("2026-11-22", "2026-11-01")}))
    page.reload()
    assert listed(page) == ["2026-11-20"]


def test_before_the_first_day_that_is_known_nothing_is_claimed(reader: Reader):
    page = reader(OWNER)
    keep(page, json.dumps({"last": None, "now": visit("2026-08-01", "2026-06-01")}))
    page.reload()
    expect(news(page)).to_contain_text("What was before 24 August 2026 is not known.")
    assert len(listed(page)) == 3


@pytest.mark.parametrize("screen", [PHONE, DESKTOP])
@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_what_has_been_read_is_put_away(reader: Reader, screen: dict[str, int], way: str):
    page = reader(OWNER, viewport=screen)
    button = news(page).get_by_role("button", name="Mark as read")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= (40 if screen is PHONE else 24)
    if way == "mouse":
        button.click()
    else:
        button.press("Enter")
    assert listed(page) == []
    expect(news(page)).to_contain_text("Nothing has changed for your role since your last visit on 24 November 2026.")
    expect(page.get_by_role("heading", name="What changed for me")).to_be_focused()
    expect(button).to_have_count(0)
    page.reload()
    assert listed(page) == []


def test_two_roles_are_told_of_the_same_change_once(reader: Reader):
    page = reader("/mine/?role=owner&role=manager")
    keep(page, json.dumps({"last": None, "now": visit("2026-09-01", "2026-06-01")}))
    page.reload()
    assert listed(page) == ["2026-11-20", "2026-10-02", "2026-09-14"]
    expect(news(page)).to_contain_text("3 changes for your roles since")
    links = news(page).get_by_role("link", name="All that changed for")
    assert links.all_inner_texts() == ["All that changed for Owner", "All that changed for Manager"]
    links.last.click()
    page.locator(".ob-changes__filter").wait_for()
    assert days(page) == ["2026-10-02"]


def test_of_many_changes_the_first_ten_are_told(own: Opener, reader: Reader):
    context = own()

    def many(route: Any) -> None:
        answer = route.fetch()
        made = [{"day": "2026-11-20", "moment": 1795176000 + each, "html": f"Change {each}"} for each in range(12)]
        route.fulfill(response=answer, json={**answer.json(), "changes": made})

    context.route("**/mine/roles/owner.json", many)
    page = reader(OWNER, context=context)
    assert len(listed(page)) == 10
    expect(news(page).locator("li").first).to_contain_text("Change 11")
    expect(news(page)).to_contain_text("And 2 more.")


@pytest.mark.parametrize("text", ["{", "[]", '{"last": null}', '{"last": null, "now": {"day": "soon", "moment": 1}}'])
def test_what_cannot_be_read_is_set_aside_and_said(reader: Reader, text: str):
    page = reader(OWNER)
    keep(page, text)
    page.reload()
    expect(news(page).locator(".ob-mine__note")).to_contain_text("cannot be read. It is set aside as")
    assert listed(page) == ["2026-11-20"]
    aside = page.evaluate(
        "(key) => Object.keys(localStorage).filter((each) => each.startsWith(key + '-unreadable'))", KEY
    )
    assert [page.evaluate("(key) => localStorage.getItem(key)", each) for each in aside] == [text]
    page.reload()
    news(page).wait_for()
    expect(news(page).locator(".ob-mine__note")).to_have_count(0)


def test_where_nothing_can_be_kept_it_is_said_once(own: Opener, reader: Reader):
    context = own()
    context.add_init_script("""for (const name of ["getItem", "setItem"]) {
      const original = Storage.prototype[name];
      Storage.prototype[name] = function (key, ...rest) {
        if (key.startsWith("opbook:")) throw new DOMException("no", "SecurityError");
        return original.call(this, key, ...rest);
      };
    }""")
    page = reader(OWNER, context=context)
    assert listed(page) == ["2026-11-20"]
    expect(page.locator(".ob-mine__note", has_text="This browser keeps nothing")).to_have_count(1)


def test_without_a_history_nothing_is_said(own: Opener, reader: Reader):
    context = own()

    def plain(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "history": None})

    context.route("**/mine/index.json", plain)
    page = reader(OWNER, context=context)
    page.locator(".ob-mine__week").wait_for()
    expect(news(page)).to_have_count(0)
    assert page.evaluate("(key) => localStorage.getItem(key)", KEY) is None


@pytest.mark.parametrize("path", ["/changes/", "/changes/?role=manager", OWNER])
def test_axe_finds_nothing_and_nothing_is_too_wide(reader: Reader, path: str):
    page = reader(path)
    if path == OWNER:
        news(page).wait_for()
    for screen in (DESKTOP, PHONE):
        page.set_viewport_size(screen)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]
