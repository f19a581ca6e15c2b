"""A reader's own playbook, chosen by hand, by address and from what the browser keeps."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from opbook.model.activity import Letter
from opbook.model.meetings import hours_of_seats, hours_per_week
from opbook.model.playbook import Playbook
from opbook.model.rhythm import occurrences
from opbook.site.templating import number
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, Opener

TUESDAY = "2026-11-24T12:00:00Z"
BOTH = "/mine/?role=product-owner&role=project-manager"
KEY = "opbook:/:mine"
NOTE = ".ob-mine__note"

Reader = Callable[..., Page]


@pytest.fixture
def reader(context: Opener) -> Iterator[Reader]:
    """Opens the page for a reader at a time and in a time zone; at the end nothing may have been complained of."""
    complaints: list[str] = []

    def open_page(path: str = "/mine/", at: str = TUESDAY, zone: str = "Europe/Lisbon", **options: Any) -> Page:
        own: BrowserContext = options.pop("own", None) or context(timezone_id=zone, **options)
        page = own.new_page()
        page.on("console", lambda each: complaints.append(f"{each.type}: {each.text}"))
        page.on("pageerror", lambda each: complaints.append(str(each)))
        page.clock.set_fixed_time(at)
        page.goto(path)
        page.locator(".ob-mine__picker summary").wait_for()
        return page

    yield open_page
    assert not complaints


def choose(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("checkbox", name=name, exact=True).check()


def chosen(page: Page) -> Locator:
    return page.locator(".ob-mine__picker > summary")


def day(page: Page, name: str) -> Locator:
    return page.locator(".ob-mine__day", has=page.get_by_role("heading", name=name))


def rituals(page: Page) -> set[tuple[str, ...]]:
    """What the week holds: ritual and team."""
    page.locator(".ob-mine__week").wait_for()
    return {tuple(each.locator("p a").all_text_contents()) for each in page.locator(".ob-mine__week li:has(> p)").all()}


def letters(page: Page) -> dict[str, list[str]]:
    """The activities under each letter."""
    found = {}
    for each in page.locator(".ob-mine__more:has(.ob-letter)").all():
        word = re.split(r"\s+", each.locator("h2").text_content() or "")[1]
        found[word] = each.locator("li > p:first-child a").all_text_contents()
        assert each.locator(".ob-mine__count").text_content() == str(len(found[word]))
    return found


def hours(page: Page) -> str:
    return page.locator(".ob-mine__hours strong").inner_text()


def kept(page: Page) -> Any:
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))


def test_before_a_role_is_chosen_the_page_says_so(reader: Reader):
    page = reader()
    expect(page.locator(NOTE)).to_contain_text("No role is chosen.")
    expect(page.get_by_role("checkbox", name="Product Owner")).to_be_visible()
    expect(page.locator(".ob-mine__result")).to_be_empty()


def test_chosen_with_the_mouse_and_kept(reader: Reader):
    page = reader()
    choose(page, "Product Owner")
    page.get_by_label("My team").select_option("Journeys")
    expect(chosen(page)).to_have_text("My roles: Product Owner, in Journeys")
    expect(page).to_have_url(re.compile(r"/mine/\?role=product-owner&team=journeys$"))
    expect(page.locator(".ob-mine__week")).to_be_visible()
    page.goto("/mine/")
    expect(chosen(page)).to_have_text("My roles: Product Owner, in Journeys")
    expect(page.get_by_label("My team")).to_have_value("journeys")
    expect(page.locator(NOTE)).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?role=product-owner&team=journeys$"))


def test_chosen_with_the_keyboard(reader: Reader):
    page = reader()
    chosen(page).focus()
    for name in ("Chief Product Officer", "Product Manager"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("checkbox", name=name)).to_be_focused()
    page.keyboard.press("Space")
    expect(chosen(page)).to_have_text("My roles: Product Manager")
    expect(page.get_by_role("checkbox", name="Product Manager")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?role=product-manager$"))
    page.get_by_role("button", name="Next week").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".ob-mine__week h2")).to_contain_text("Next week, 30 November")
    expect(page.get_by_role("button", name="Next week")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Space")
    expect(page.locator(".ob-mine__week h2")).to_contain_text("This week, 23")
    summary = page.locator(".ob-mine__more > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(summary.locator("xpath=..")).to_have_attribute("open", "")
    choose(page, "Designer")
    expect(chosen(page)).to_have_text("My roles: Product Manager and Designer")


def test_an_address_wins_and_is_kept_only_when_wanted(reader: Reader):
    page = reader()
    choose(page, "Designer")
    expect(page.locator(".ob-mine__week")).to_be_visible()
    page.goto(BOTH)
    expect(chosen(page)).to_have_text("My roles: Product Owner and Project Manager")
    expect(page.locator(NOTE)).to_contain_text("This is a shared choice")
    page.locator(".ob-mine__picker > summary").click()
    choose(page, "Value Analyst")
    assert kept(page) == {"roles": ["designer"], "team": ""}
    page.get_by_role("button", name="Back to mine").click()
    expect(chosen(page)).to_have_text("My roles: Designer")
    expect(chosen(page)).to_be_focused()
    expect(page.locator(NOTE)).to_have_count(0)
    page.goto(BOTH)
    page.get_by_role("button", name="Keep it as mine").click()
    expect(page.locator(NOTE)).to_have_count(0)
    assert kept(page) == {"roles": ["product-owner", "project-manager"], "team": ""}
    page.goto("/mine/")
    expect(chosen(page)).to_have_text("My roles: Product Owner and Project Manager")


@pytest.mark.parametrize("unknown", ["no-such-role", "constructor", "<img src=x onerror=alert(1)>"])
def test_what_the_playbook_does_not_know_is_said_and_the_rest_applies(reader: Reader, unknown: str):
    page = reader()
    value = json.dumps({"roles": ["designer", unknown], "team": "no-such-team"})
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [KEY, value])
    page.goto("/mine/")
    expect(chosen(page)).to_have_text("My roles: Designer")
    expect(page.locator(NOTE).nth(0)).to_contain_text(f"knows no role “{unknown}”")
    expect(page.locator(NOTE).nth(1)).to_contain_text("knows no team “no-such-team”")
    assert kept(page) == json.loads(value), "it may come back"
    page.get_by_role("button", name="Leave it out").click()
    expect(page.locator(NOTE)).to_have_count(0)
    assert kept(page) == {"roles": ["designer"], "team": ""}


def test_an_address_may_be_written_as_the_matrix_writes_it(reader: Reader):
    page = reader("/mine/?role=product-owner,%20designer,&team=")
    expect(chosen(page)).to_have_text("My roles: Product Owner and Designer")
    page = reader("/mine/?role=")
    expect(page.locator(NOTE)).to_have_text("No role is chosen. Choose one or more, or open a role's own page below.")


def test_a_former_id_leads_to_the_present_one_and_a_withdrawn_role_to_its_page(context: Opener, reader: Reader):
    own = context()

    def with_former(route: Any) -> None:
        answer = route.fetch()
        index = answer.json()
        index["renamed"]["role"]["backlog-keeper"] = "product-owner"
        index["withdrawn"]["role"]["scrum-master"] = '<a href="\x1droles/product-owner/">Scrum Master</a>'
        route.fulfill(response=answer, json=index)

    own.route("**/mine/index.json", with_former)
    page = reader("/mine/?role=backlog-keeper&role=product-owner", own=own)
    expect(chosen(page)).to_have_text("My roles: Product Owner")
    expect(page.locator(NOTE)).to_have_count(1)
    expect(page.locator(NOTE)).to_contain_text("shared choice")
    page.goto("/mine/?role=scrum-master")
    expect(page.locator(NOTE, has_text="has been withdrawn")).to_contain_text("Scrum Master")
    assert page.get_by_role("link", name="Scrum Master").evaluate("(each) => each.pathname") == "/roles/product-owner/"


@pytest.mark.parametrize("text", ["{", "null", '{"roles": "all"}', '{"roles": [1], "team": ""}', "[]"])
def test_what_cannot_be_read_is_set_aside(reader: Reader, text: str):
    page = reader()
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [KEY, text])
    page.goto("/mine/")
    expect(page.locator(NOTE).first).to_contain_text("cannot be read. It is set aside")
    aside = "Object.entries(localStorage).find(([key]) => key.includes('mine-unreadable'))[1]"
    assert page.evaluate(aside) == text
    choose(page, "Designer")
    expect(chosen(page)).to_have_text("My roles: Designer")
    assert kept(page)["roles"] == ["designer"]


def test_a_browser_that_keeps_nothing_says_so_and_works(context: Opener, reader: Reader):
    own = context()
    own.add_init_script(  # the theme's own scripts take storage for granted
        """for (const name of ["getItem", "setItem", "removeItem"]) {
          const known = Storage.prototype[name];
          Storage.prototype[name] = function (key, ...more) {
            if (key.startsWith("opbook:")) throw new DOMException("no", "SecurityError");
            return known.call(this, key, ...more);
          };
        }"""
    )
    page = reader(own=own)
    expect(page.locator(NOTE).first).to_contain_text("This browser keeps nothing for this site")
    choose(page, "Designer")
    expect(page.locator(".ob-mine__week")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?role=designer$"))


def test_two_hats_merge_their_hours_and_letters(reader: Reader, shipped: Playbook):
    hats = ("product-owner", "project-manager")
    page = reader("/mine/?role=product-owner")
    assert hours(page) == f"{number(hours_per_week(shipped, 'product-owner'))} hours a week"
    page.goto(BOTH)
    each_once = {ritual.id: ritual.hours_a_week for hat in hats for ritual in shipped.requiring[hat]}
    assert hours(page) == f"{number(sum(each_once.values()))} hours a week"
    wanted = {
        letter.name.title(): [
            each.name for each in shipped.activities.values() if any(letter in each.letters(hat) for hat in hats)
        ]
        for letter in Letter
    }
    assert letters(page) == {word: names for word, names in wanted.items() if names}
    page.goto(f"{BOTH}&team=lantern")
    in_team = hours_of_seats(shipped, [(hat, "lantern") for hat in hats])
    assert hours(page) == f"{number(sum(in_team.values()))} hours a week"
    limit = max(shipped.settings.hours.limit(shipped.roles[hat].level) for hat in hats)
    expect(page.locator(".ob-mine__hours")).to_contain_text(f"{limit} is the limit")
    expect(page.locator(".ob-gauge")).to_have_class("ob-gauge")


def test_too_many_hours_are_said(context: Opener, reader: Reader):
    own = context()

    def lower(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "limit": 2})

    own.route("**/mine/roles/product-owner.json", lower)
    page = reader("/mine/?role=product-owner", own=own)
    expect(page.locator(".ob-mine__hours")).to_contain_text("2 is the limit for this role. That is too much")
    expect(page.locator(".ob-gauge")).to_have_class("ob-gauge ob-gauge--over")


def held_in_week(book: Playbook, role: str, monday: date, teams: set[str]) -> set[tuple[str, ...]]:
    """What the model says takes place for a role in a week: ritual and team, by name."""
    own = {each.id for each in book.attended[role]}
    return {
        (book.rituals[each.ritual].name, *([book.teams[each.team].name] if each.team else []))
        for each in occurrences(book, monday, monday + timedelta(days=6))
        if each.ritual in own and (not each.team or each.team in teams)
    }


def test_a_team_narrows_the_week(reader: Reader, shipped: Playbook):
    monday = date(2026, 11, 30)
    page = reader("/mine/?role=product-owner", at="2026-12-01T12:00:00Z")
    seats = {team.id for team in shipped.teams.values() if "product-owner" in team.roles}
    everywhere = held_in_week(shipped, "product-owner", monday, seats)
    assert rituals(page) == everywhere
    chosen(page).click()
    page.get_by_label("My team").select_option("Journeys")
    expect(chosen(page)).to_have_text(re.compile("Journeys"))
    expect(page.locator(".ob-mine__hours")).to_contain_text("what Journeys holds")
    narrowed = held_in_week(shipped, "product-owner", monday, {"journeys"})
    assert rituals(page) == narrowed < everywhere
    assert any(len(each) == 2 for each in narrowed)


def test_a_swarm_that_is_over_counts_no_longer(reader: Reader, shipped: Playbook):
    page = reader("/mine/?role=product-owner&team=slipway")
    expect(page.locator(NOTE, has_text="ended on 28 August 2026")).to_be_visible()
    for_all = sum(each.hours_a_week for each in shipped.requiring["product-owner"] if each.id not in shipped.held_by)
    assert hours(page) == f"{number(for_all)} hours a week"
    chosen(page).click()
    assert "Slipway (ended 28 August 2026)" in page.get_by_label("My team").inner_text()


def test_todays_act_changes_with_the_day_and_rests_at_the_weekend(reader: Reader, shipped: Playbook):
    acts = shipped.roles["product-owner"].daily_actions
    shown = []
    for at in ("2026-11-24", "2026-11-25", "2026-11-28", "2026-11-30"):
        page = reader("/mine/?role=product-owner", at=f"{at}T12:00:00Z")
        shown.append(page.locator(".ob-mine__act").inner_text())
        if at == "2026-11-28":
            expect(page.locator(".ob-mine__today")).to_contain_text("It is the weekend: rest.")
    assert shown[0] == acts[(date(2026, 11, 24) - date(1970, 1, 1)).days % len(acts)]
    assert shown[1] == acts[(acts.index(shown[0]) + 1) % len(acts)]
    assert shown[2] == shown[3], "on Saturday stands what Monday will say"
    page.get_by_role("button", name="Another one").click()
    assert page.locator(".ob-mine__act").inner_text() == acts[(acts.index(shown[3]) + 1) % len(acts)]


def test_the_day_is_the_readers(reader: Reader):
    late = "2026-11-24T23:30:00Z"
    assert day(reader(BOTH, at=late), "Tuesday 24 November").locator("h3 .ob-mark").inner_text() == "today"
    page = reader(BOTH, at=late, zone="Asia/Tokyo")
    assert day(page, "Wednesday 25 November").locator("h3 .ob-mark").inner_text() == "today"


def test_a_tab_left_open_overnight_shows_the_new_day(reader: Reader):
    page = reader(BOTH)
    expect(page.locator(".ob-mine__today h2")).to_contain_text("24 November")
    page.clock.set_fixed_time("2026-11-25T08:00:00Z")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".ob-mine__today h2")).to_contain_text("25 November")


def test_the_week_says_time_zone_part_and_what_to_prepare(reader: Reader, shipped: Playbook):
    page = reader(BOTH)
    expect(page.locator(".ob-mine__week")).to_contain_text("Times of day are those of Europe/Lisbon.")
    sync = day(page, "Thursday 26 November").locator("li:has(> p)", has_text="Product-project sync")
    expect(sync).to_contain_text("10:00")
    expect(sync).not_to_contain_text("your time")
    expect(sync).to_contain_text("45 min · I am needed · held once for all teams")
    sync.get_by_text("Preparation").click()
    first = shipped.rituals["product-project-sync"].checklist.before[0].text
    expect(sync.get_by_text(first)).to_be_visible()
    page = reader("/mine/?role=program-manager&role=product-ops")
    leads = shipped.rituals["product-project-sync"].facilitator
    word = "I take turns to lead" if leads.rotates else "I lead"
    assert set(leads.roles) & {"program-manager", "product-ops"}
    expect(day(page, "Thursday 26 November")).to_contain_text(word)


@pytest.mark.parametrize(
    ("zone", "at", "shown"),
    [
        ("America/New_York", "2026-10-22", "05:00 your time"),
        (
            "America/New_York",
            "2026-10-29",
            "06:00 your time",
        ),  # Lisbon's clocks go back on 25 October, New York's later
        ("America/New_York", "2026-11-05", "05:00 your time"),
        ("Pacific/Auckland", "2026-11-26", "23:00 your time"),
        ("Pacific/Kiritimati", "2026-11-26", "Friday 00:00 your time"),
    ],
)
def test_local_time_holds_over_a_change_of_the_clocks(context: Opener, reader: Reader, zone: str, at: str, shown: str):
    own = context(timezone_id=zone)

    def earlier(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "first": "2026-10-01"})

    def more(route: Any) -> None:
        answer = route.fetch()
        role = answer.json()
        (sync,) = (each for each in role["sittings"] if each["ritual"] == "product-project-sync")
        role["days"][sync["days"]] += ["2026-10-22", "2026-10-29", "2026-11-05"]
        route.fulfill(response=answer, json=role)

    own.route("**/mine/index.json", earlier)
    own.route("**/mine/roles/*.json", more)
    page = reader("/mine/?role=product-owner", at=f"{at}T00:30:00Z", own=own)
    sync = page.locator(".ob-mine__week li:has(> p)", has_text="Product-project sync")
    expect(sync).to_contain_text("10:00")
    expect(sync).to_contain_text(shown)


def test_what_is_over_is_quiet(reader: Reader):
    page = reader(BOTH, at="2026-11-26T10:30:00Z")
    sync = page.locator(".ob-mine__week li:has(> p)", has_text="Product-project sync")
    expect(sync).not_to_have_class("ob-mine__past")
    page = reader(BOTH, at="2026-11-26T10:50:00Z")
    sync = page.locator(".ob-mine__week li:has(> p)", has_text="Product-project sync")
    expect(sync).to_have_class("ob-mine__past")


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["wide", "narrow"])
def test_today_comes_first_and_the_days_before_can_be_opened(reader: Reader, screen: dict[str, int]):
    page = reader(BOTH, at="2026-11-26T10:30:00Z", viewport=screen)
    expect(page.locator(".ob-mine__day:visible h3").first).to_contain_text("Thursday 26 November")
    earlier = page.get_by_text("Earlier this week")
    earlier.focus()
    page.keyboard.press("Enter")
    expect(day(page, "Wednesday 25 November")).to_have_class(re.compile("ob-mine__past"))
    chosen(page).click()
    choose(page, "Designer")
    expect(day(page, "Wednesday 25 November")).to_be_visible()
    page.get_by_role("button", name="Next week").click()
    expect(earlier).to_have_count(0)
    expect(day(page, "Monday 30 November")).to_be_visible()
    expect(reader(BOTH, at="2026-11-23T07:00:00Z").get_by_text("Earlier this week")).to_have_count(0)


def test_an_event_calls_apart_from_the_week(reader: Reader, shipped: Playbook):
    page = reader("/mine/?role=product-owner")
    part = page.locator(".ob-mine__more", has=page.get_by_role("heading", name="When it happens"))
    part.locator("> summary").click()
    called = [each for each in shipped.attended["product-owner"] if each.triggers]
    assert called
    for each in called:
        expect(part).to_contain_text(f"{each.triggers[0]}: {each.name}")


@pytest.mark.parametrize("at", ["2026-10-01", "2028-12-01", "2040-01-01"])
def test_outside_the_known_days_the_page_says_so(reader: Reader, at: str):
    page = reader(BOTH, at=f"{at}T12:00:00Z")
    expect(page.locator(".ob-mine__week")).to_contain_text(
        "This playbook was last published on 22 November 2026. Dates are known from 8 November 2026 to 22 November 2028"
    )
    assert page.get_by_role("link", name="the pages of the rituals").evaluate("(each) => each.pathname") == "/rituals/"
    assert rituals(page) == set()
    expect(page.locator(".ob-mine__act")).to_be_visible()


def test_the_rest_stands_in_sections_with_counts(reader: Reader, shipped: Playbook):
    page = reader(BOTH)
    roles = [shipped.roles["product-owner"], shipped.roles["project-manager"]]
    counts = {
        "My accountabilities": sum(len(each.accountabilities) + len(each.decision_rights) for each in roles),
        "My counterparts": sum(len(each.counterparts) for each in roles),
        "Into my calendar": 2,
    }
    for title, count in counts.items():
        part = page.locator(".ob-mine__more", has=page.get_by_role("heading", name=title))
        expect(part.locator(".ob-mine__count")).to_have_text(str(count))
        part.locator("> summary").click()
    expect(page.get_by_text(roles[1].decision_rights[0])).to_be_visible()
    expect(page.get_by_text(" ".join(roles[0].counterparts[0].how.split()))).to_be_visible()
    for each in roles:
        link = page.locator(f"a[href$='/data/calendar/roles/{each.id}.ics']")
        expect(link).to_have_text(each.name)
        assert page.request.get(link.get_attribute("href") or "").ok
    chosen(page).click()
    page.get_by_label("My team").select_option("Journeys")
    link = page.locator("a[href$='/data/calendar/teams/journeys.ics']")
    expect(link).to_have_text("Journeys")
    assert page.request.get(link.get_attribute("href") or "").ok
    lists = page.locator(".ob-mine__more", has=page.get_by_role("heading", name="My checklists"))
    lists.locator("> summary").click()
    lists.get_by_role("checkbox").first.check()
    expect(lists.locator(".ob-tools__done").first).to_have_text(re.compile("^1 of "))
    page.reload()
    lists.locator("> summary").click()
    expect(lists.get_by_role("checkbox").first).to_be_checked()


def test_every_link_leads_somewhere(reader: Reader):
    page = reader(BOTH)
    page.locator(".ob-mine__week").wait_for()
    links = page.evaluate(
        "[...new Set([...document.querySelectorAll('.ob-mine a')].map(({ href }) => href.split('#')[0]))]"
    )
    assert len(links) > 20
    assert not [each for each in links if not page.request.head(each).ok]


@contextmanager
def expected_failure(page: Page, pattern: str) -> Iterator[None]:
    page.route(pattern, lambda route: route.fulfill(status=200, body="no JSON"))
    yield
    page.unroute(pattern)


def test_a_file_that_does_not_come_is_said_and_asked_for_again(reader: Reader):
    page = reader()
    with expected_failure(page, "**/mine/roles/designer.json"):
        choose(page, "Designer")
        expect(page.locator(".ob-mine__result")).to_contain_text("could not be loaded")
    page.get_by_role("checkbox", name="Value Analyst").check()
    expect(page.locator(".ob-mine__week")).to_be_visible()
    expect(page.locator(".ob-mine__result")).not_to_contain_text("could not be loaded")


def test_what_was_opened_stays_open_when_the_choice_changes(reader: Reader):
    page = reader("/mine/?role=designer")
    part = page.locator(".ob-mine__more", has=page.get_by_role("heading", name="My checklists"))
    part.locator("> summary").click()
    chosen(page).click()
    choose(page, "Value Analyst")
    expect(chosen(page)).to_have_text(re.compile("Value Analyst"))
    expect(page.locator(".ob-mine__hours")).to_contain_text("may meet most")
    expect(part).to_have_attribute("open", "")


def test_on_paper_everything_is_open_and_closes_again(reader: Reader):
    page = reader(BOTH)
    closed = page.locator(":is(.ob-mine__more, .ob-mine__before):not([open])")
    page.locator(".ob-mine__week").wait_for()
    count = closed.count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(closed).to_have_count(0)
    expect(page.get_by_role("button", name="Next week")).not_to_be_visible()
    expect(page.locator("h2#roles")).not_to_be_visible()
    expect(page.get_by_text("This is a shared choice")).not_to_be_visible()
    expect(page.get_by_role("heading", name="Into my calendar")).not_to_be_visible()
    expect(page.get_by_role("heading", name="My checklists")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(closed).to_have_count(count)
    assert count > 5


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["wide", "narrow"])
def test_axe_finds_nothing_and_nothing_is_too_wide(reader: Reader, screen: dict[str, int]):
    page = reader(f"{BOTH}&role=nobody&team=lantern", viewport=screen)
    page.locator(".ob-mine__week").wait_for()
    chosen(page).click()
    page.evaluate("for (const each of document.querySelectorAll('.ob-mine details')) each.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") == screen["width"]
    small = page.evaluate(
        """() => [...document.querySelectorAll(".ob-mine :is(button, select, label, summary)")]
          .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 24)
          .map((each) => each.textContent)"""
    )
    assert not small
    assert violations(page) == []
