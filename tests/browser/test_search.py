"""Search, as a reader uses it: the real index in the real browser. The first hit is the one that Enter opens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from opbook.model.address import FOLDERS
from opbook.model.entity import Entity
from opbook.model.playbook import Playbook
from tests.browser.conftest import opener, served
from tests.site.project import Project

Hits = list[str]
Search = Callable[[list[str]], Mapping[str, Hits]]

LINK = re.compile(r"\[([^]]*)]\([^)]*\)")

LISTEN = """
window.Worker = class extends Worker {
  asked = [];
  constructor(...args) {
    super(...args);
    this.addEventListener("message", ({ data: { type } }) => {
      if (type === 1) window.isReady = true;
      const asked = type === 3 && this.asked.shift();
      if (type === 3) window.onAnswer?.(asked);
    });
  }
  postMessage(message) {
    if (message.type === 2) this.asked.push(message.data); // answers come in the order of the questions
    super.postMessage(message);
  }
};
"""
TYPE = """async (queries) => {
  const input = document.querySelector("[data-md-component=search-query]");
  const found = {};
  input.focus();
  for (const query of queries) {
    const answer = new Promise((resolve) => { window.onAnswer = (asked) => asked === query && resolve(); });
    input.value = query;
    input.dispatchEvent(new KeyboardEvent("keyup", { key: "a", bubbles: true }));
    await answer;
    await new Promise((resolve) => setTimeout(resolve)); // until the theme has shown it
    const links = [...document.querySelectorAll(".md-search-result__link")];
    const score = (link) => Number(link.firstElementChild.dataset.mdScore);
    found[query] = links.sort((one, other) => score(other) - score(one)).map((link) => link.href);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def results(browser: Browser, built_site: Path) -> Iterator[Page]:
    """A page whose search is ready."""
    with served(built_site) as origin, opener(browser, origin) as open_context:
        page = open_context().new_page()
        page.add_init_script(LISTEN)
        page.goto("/")
        page.wait_for_function("window.isReady")
        yield page


@pytest.fixture
def search(results: Page) -> Search:
    """Types queries, one after the other; gives where the hits of each lead, best first, without a query string."""

    def ask(queries: list[str]) -> Mapping[str, Hits]:
        found: dict[str, Hits] = results.evaluate(TYPE, queries)
        return {query: [_place(link) for link in links] for query, links in found.items()}

    return ask


def _place(link: str) -> str:
    url = urlsplit(link)
    return url.path + (f"#{url.fragment}" if url.fragment else "")


def _own(entity: Entity) -> str:
    return f"/glossary/#{entity.id}" if entity.entity_kind == "term" else f"/{FOLDERS[entity.entity_kind]}/{entity.id}/"


def _pages(hits: Hits) -> list[str]:
    return list(dict.fromkeys(hit.partition("#")[0] for hit in hits))


def _told(wrong: list[tuple[str, str, Hits]]) -> str:
    lines = (f"{query!r} should find {own}, and finds {', '.join(hits[:3]) or 'nothing'}" for query, own, hits in wrong)
    return f"{len(wrong)} queries miss their page:\n" + "\n".join(lines)


def test_every_name_and_alias_finds_its_own_page_first(search: Search, shipped: Playbook):
    owners: dict[str, list[str]] = {}
    spelled: dict[str, str] = {}
    for entity in shipped.entities:
        for name in (entity.name, *entity.aliases):
            owners.setdefault(name.casefold(), []).append(_own(entity))
            spelled[name.casefold()] = name
    found = search(list(spelled.values()))
    assert len(found) == len(owners) > 200
    wrong = []
    for folded, name in spelled.items():
        hits = list(dict.fromkeys(found[name]))
        own = set(owners[folded])  # a name that two share finds both before all else
        if set(hits[: len(own)]) != own:
            wrong.append((name, " and ".join(sorted(own)), hits))
    assert not wrong, _told(wrong)


def test_words_with_digits_are_not_mixed_up(results: Page):
    # The way on from "c" is "2" to node 232, from "a" it is "2" to node 2 and "3" to node 2.
    known = ["0", "a2", "a3", "b" + "z" * 224, "c28"]
    (worker,) = results.workers
    again = "(words) => { lunr.TokenSet._nextId = 1; return lunr.TokenSet.fromArray(words).toArray().sort(); }"
    assert worker.evaluate(again, known) == known


def test_every_activity_finds_its_own_section_first_or_second(search: Search, shipped: Playbook):
    own = {each.name: f"/{FOLDERS[each.home.kind]}/{each.home.id}/#{each.id}" for each in shipped.activities.values()}
    assert len(own) == len(shipped.activities)
    found = search(list(own))
    wrong = [(name, place, found[name]) for name, place in own.items() if place not in found[name][:2]]
    assert not wrong, _told(wrong)


def test_the_first_words_of_daily_acts_and_of_each_checklist_find_their_page(search: Search, shipped: Playbook):
    own: dict[str, set[str]] = {}

    def add(entity: Entity, *texts: str) -> None:
        for text in texts:
            words = LINK.sub(r"\1", text).split()[:7]
            own.setdefault(" ".join(words), set()).add(_own(entity))

    for role in shipped.roles.values():
        add(role, *role.daily_actions, *(items[0].text for items in role.checklists.values()))
    for ritual in shipped.rituals.values():
        lists = (ritual.checklist.before, ritual.checklist.during, ritual.checklist.after)
        add(ritual, *(items[0].text for items in lists if items))
    for practice in shipped.practices.values():
        add(practice, *(item.text for item in practice.checklist[:1]))
    for stage in shipped.stages.values():
        add(stage, *(items[0].text for items in (stage.entry, stage.exit) if items))
    assert len(own) > 100
    found = search(list(own))
    # the page of all checklists has the words as well
    wrong = [
        (text, " or ".join(sorted(places)), found[text])
        for text, places in own.items()
        if not places & set(_pages(found[text])[:3])
    ]
    assert not wrong, _told(wrong)


def test_case_and_hyphens_do_not_matter(search: Search):
    found = search(["product OWNER", "kick off", "Kick-Off", "pre mortem"])
    assert {query: hits[0] for query, hits in found.items()} == {
        "product OWNER": "/roles/product-owner/",
        "kick off": "/rituals/swarm-kick-off/",
        "Kick-Off": "/rituals/swarm-kick-off/",
        "pre mortem": "/rituals/pre-mortem/",
    }


def test_half_a_word_finds_something(search: Search):
    assert "/roles/product-owner/" in search(["product own"])["product own"][:5]


def test_what_is_nowhere_is_not_found(search: Search, results: Page):
    assert search(["xyzzyplugh"]) == {"xyzzyplugh": []}
    expect(results.locator(".md-search-result__meta")).to_have_text("No matching documents")


def test_a_keyboard_is_enough(browser: Browser, built_site: Path):
    with served(built_site) as origin, opener(browser, origin) as open_context:
        page = open_context().new_page()
        page.goto("/why/")
        page.keyboard.press("/")
        page.keyboard.type("steward")
        first = page.locator(".md-search-result__link").first
        expect(first).to_have_attribute("href", f"{origin}/roles/product-owner/?h=steward")
        expect(first.locator(".md-tag", has_text="steward")).to_be_visible()
        page.keyboard.press("Enter")
        page.wait_for_url("**/roles/product-owner/**")


def test_a_term_is_shown_with_its_own_section_below_the_glossary(results: Page, search: Search):
    search(["tranche"])
    shown = results.locator(".md-search-result__item").first.locator(":scope > .md-search-result__link")
    assert [_place(each.get_attribute("href") or "") for each in shown.all()] == ["/glossary/", "/glossary/#tranche"]


def test_names_stay_text_in_the_results(browser: Browser, tmp_path: Path):
    project = Project(tmp_path / "project")
    hostile = "<img src=x onerror='window.isBroken = true'>"
    project.data.swap("roles/owner.yml", "name: Owner\n", f'name: "Owner {hostile}"\naliases: ["keeper {hostile}"]\n')
    project.data.write("terms/hat.yml", f'name: "Hat {hostile}"\naliases: ["cap {hostile}"]\ndefinition: D.\n')
    with served(project.built().folder) as origin, opener(browser, origin) as open_context:
        page = open_context().new_page()
        page.add_init_script(LISTEN)
        page.goto("/")
        page.wait_for_function("window.isReady")
        for query, own in {"owner": "/roles/owner/", "keeper": "/roles/owner/", "cap": "/glossary/#hat"}.items():
            links = page.evaluate(TYPE, [query])[query]
            assert _place(links[0]) == own
            shown = page.locator(".md-search-result__list")
            expect(shown).to_contain_text(hostile)
            assert shown.locator("img").count() == 0
        assert page.evaluate("window.isBroken") is None
