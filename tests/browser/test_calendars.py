"""Calendars as Mozilla's parser reads them, and the links by which a reader takes them along."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from opbook.model.cadence import Cadence
from opbook.model.playbook import Playbook
from opbook.model.rhythm import occurrences
from tests.browser.axe import violations
from tests.browser.conftest import PHONE, Opener

PARSER = Path(__file__).parent / "vendor" / "ical.js" / "ical.min.js"
START, END = date(2026, 10, 1), date(2027, 4, 30)
"""A stretch in which Lisbon changes its clocks twice: on 25 October 2026 and on 28 March 2027."""

READ = """async ([script, files, start, end]) => {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const { default: ICAL } = await import(address);
  const read = (text) => {
    ICAL.TimezoneService.reset();
    const whole = new ICAL.Component(ICAL.parse(text));
    for (const zone of whole.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
    return whole.getAllSubcomponents("vevent").flatMap((each) => {
      const event = new ICAL.Event(each);
      const found = [];
      const days = event.iterator();
      for (let day = days.next(); day && day.toString() <= end; day = days.next()) {
        const { startDate } = event.getOccurrenceDetails(day);
        const when = startDate.toJSDate().toISOString();
        if (day.toString() >= start) found.push([event.uid, when, event.duration.toSeconds()]);
      }
      return found;
    });
  };
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, read(text)]));
}"""


@pytest.fixture(scope="module")
def calendars(built_site: Path) -> dict[str, str]:
    """The text of every calendar of the site, by its name."""
    folder = built_site / "data" / "calendar"
    return {each.relative_to(folder).as_posix(): each.read_bytes().decode() for each in sorted(folder.rglob("*.ics"))}


def told(calendars: dict[str, str], page: Page) -> dict[str, list[tuple[str, str, int]]]:
    """What takes place in each calendar: whose it is, when in UTC, and for how many seconds."""
    page.goto("/404.html")
    end = END + timedelta(days=1)
    arguments = [PARSER.read_text("utf-8"), calendars, START.isoformat(), end.isoformat()]
    return {name: sorted(map(tuple, found)) for name, found in page.evaluate(READ, arguments).items()}


def test_another_parser_finds_in_every_calendar_what_the_model_says(
    shipped: Playbook, calendars: dict[str, str], page: Page
):
    found = told(calendars, page)
    expected: list[tuple[str, str, int]] = []
    for each in occurrences(shipped, START, END):
        zone = ZoneInfo(each.timezone or shipped.settings.timezone)
        moment = datetime.fromisoformat(f"{each.day}T{each.at}").replace(tzinfo=zone).astimezone(UTC)
        series = f"{each.ritual}.{each.team}" if each.team else each.ritual
        seconds = shipped.rituals[each.ritual].minutes * 60
        expected.append((series, f"{moment:%Y-%m-%dT%H:%M:%S.000Z}", seconds))
    series_of = {
        name: sorted((uid.rpartition("@")[0].rpartition(".")[0], *rest) for uid, *rest in each)
        for name, each in found.items()
    }
    assert series_of["all.ics"] == sorted(expected)
    for ritual in shipped.rituals.values():
        if any(map(_recurs, ritual.cadence)):
            own = [each for each in expected if each[0].partition(".")[0] == ritual.id]
            assert series_of[f"rituals/{ritual.id}.ics"] == sorted(own)
    assert len(expected) > 300


def test_a_ritual_on_call_is_one_meeting_to_be_moved(shipped: Playbook, calendars: dict[str, str], page: Page):
    found = told(calendars, page)
    on_call = [each for each in shipped.rituals.values() if not any(map(_recurs, each.cadence))]
    assert on_call
    for each in on_call:
        ((_, when, seconds),) = found[f"rituals/{each.id}.ics"]
        assert (when, seconds) == ("2026-11-23T10:00:00.000Z", each.minutes * 60)


def _recurs(cadence: Cadence) -> bool:
    return bool(cadence.rule)


LINKED = {
    "/rituals/demo/": "rituals/demo.ics",
    "/roles/product-owner/": "roles/product-owner.ics",
    "/teams/lantern/": "teams/lantern.ics",
    "/rhythm/": "all.ics",
}


@pytest.mark.parametrize(("path", "name"), LINKED.items())
def test_a_calendar_can_be_downloaded_subscribed_to_and_pasted(
    page: Page, shipped: Playbook, calendars: dict[str, str], path: str, name: str
):
    page.goto(path)
    box = page.locator(".ob-calendar")
    with page.expect_download() as downloading:
        box.get_by_role("link", name="download").click()
    assert downloading.value.suggested_filename == name.rpartition("/")[2]
    assert Path(downloading.value.path()).read_bytes().decode() == calendars[name]
    public = str(shipped.settings.public_url)
    box.locator("summary").click()
    pasted = box.locator("code").inner_text()
    assert pasted == f"{public}data/calendar/{name}"
    subscribed = urlsplit(str(box.get_by_role("link", name="subscribe").get_attribute("href")))
    assert subscribed.scheme == "webcal"
    assert subscribed._replace(scheme="https").geturl() == pasted


def test_the_keyboard_downloads_too(phone: Page):
    phone.goto("/rituals/demo/")
    link = phone.locator(".ob-calendar").get_by_role("link", name="download")
    link.focus()
    with phone.expect_download() as downloading:
        phone.keyboard.press("Enter")
    assert downloading.value.suggested_filename == "demo.ics"
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.textContent") == "subscribe"
    assert phone.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_a_ritual_on_call_offers_one(page: Page):
    page.goto("/rituals/pre-mortem/")
    (link,) = page.locator(".ob-calendar a").all()
    assert link.inner_text() == "Take one into your calendar"
    with page.expect_download() as downloading:
        link.click()
    assert downloading.value.suggested_filename == "pre-mortem.ics"


@pytest.mark.parametrize("path", [*LINKED, "/rituals/pre-mortem/"])
def test_the_links_are_easy_to_hit_and_stay_on_the_screen(context: Opener, path: str):
    for viewport, least in ((PHONE, 44), ({"width": 1280, "height": 900}, 24)):
        page = context(viewport=viewport).new_page()
        page.goto(path)
        boxes = [each.bounding_box() for each in page.locator(".ob-calendar a").all()]
        assert boxes
        assert all(box is not None and box["height"] >= least for box in boxes)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_axe_finds_nothing_on_a_ritual_on_call(phone: Page):
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text))
    phone.goto("/rituals/pre-mortem/")
    assert violations(phone) == []
    assert said == []


def test_search_does_not_know_the_words_of_the_links(built_site: Path):
    index = json.loads((built_site / "search" / "search_index.json").read_text("utf-8"))
    assert not [each["location"] for each in index["docs"] if "Subscribe from web" in each["text"]]
