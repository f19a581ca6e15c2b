"""What changed, on pages and in feeds: told by the model, day by day."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from opbook.changes.concerns import Concern
from opbook.model.address import Address
from opbook.site.edition import Edition, edition, published
from opbook.site.feeds.changes import files, past_of
from opbook.site.views.changes import Past, past
from opbook.source.history import History, history
from opbook.source.reading import read
from tests.repository import Repository
from tests.site.built import Site, parsed
from tests.site.project import DAY, Project
from tests.workbench import TINY, TinyPlaybook

ON = date(2026, 11, 22)
ATOM = "{http://www.w3.org/2005/Atom}"
PUBLIC = "https://playbook.example/here/"
HOSTILE = "<img src=x onerror=alert(1)> & {{ 7 * 7 }} ]]> \x1d\x0b"
MANAGER = "name: Manager\ndiscipline: project\nlevel: lead\npurpose: Makes plans that hold.\n"
INVENTORY = "name: Inventory\noutcome: Everyone knows what there is.\n"
LAUNCH = TINY["stages/launch.yml"]


class Changing:
    """The tiny playbook in a repository of its own, with a manager beside the owner."""

    def __init__(self, folder: Path, data: TinyPlaybook | None = None) -> None:
        self.repository = Repository(folder)
        self.data = data if data is not None else TinyPlaybook(folder / "playbook_data")
        self.data.write("roles/manager.yml", MANAGER)

    def past(self, *, has_drafts: bool = True) -> Past:
        present = read(self.data.folder, shown_as="playbook_data")
        found = history(self.data.folder, present, ON)
        return past(found, partial(published, has_drafts=has_drafts, has_names=True))


@pytest.fixture
def changing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Changing:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))
    return Changing(tmp_path / "repository")


def shown(folder: Path) -> Edition:
    """The edition of a project, as a build has it."""
    found = edition(folder, {"opbook": {"data": "playbook_data"}})
    assert found is not None
    found.begin()
    return found


def told(known: Past) -> list[tuple[str, list[str]]]:
    """Each day, and its sentences."""
    return [
        (str(each.day), ["".join(piece.text for piece in one.sentence) for one in each.changes]) for each in known.days
    ]


def with_a_past(folder: Path) -> Project:
    """A small project whose playbook has changed on four days, beside a new form, a state with errors and a rename."""
    project = Project(folder)
    made = Changing(folder, project.data)
    project.write(".gitignore", "site/\n")
    made.data.write("roles/guest.yml", MANAGER.replace("Manager", "Guest"))
    made.repository.commit("2026-06-01", "Begin")
    made.data.swap("rituals/sync.yml", "minutes: 30", "minutes: 60")
    made.repository.commit("2026-09-14", "Half an hour was never enough")
    made.data.swap("stages/launch.yml", "accountable: owner", "accountable: manager")
    made.repository.commit("2026-10-02", HOSTILE)
    made.data.write("roles/manager.yml", f"# The same again\nrenamed_from: [planner]\n{MANAGER}")
    made.repository.commit("2026-10-03", "Write it otherwise")
    made.data.write("roles/owner.yml", "name: [broken\n")
    made.repository.commit("2026-10-04", "Break it")
    made.data.write("roles/owner.yml", TINY["roles/owner.yml"])
    made.data.write("practices/inventory.yml", INVENTORY.replace("Everyone", "Everybody"))
    made.repository.commit("2026-11-01", "Mend it")
    made.data.remove("practices/inventory.yml")
    made.data.write(
        "practices/register.yml",
        INVENTORY.replace("Everyone", "Everybody").replace("Inventory", "Register") + "renamed_from: [inventory]\n",
    )
    made.data.swap("roles/owner.yml", "Keeps it worth having.", "Keeps it worth having every day.")
    made.repository.commit("2026-11-20", "Call it what it is")
    return project


def test_each_state_is_told_against_the_one_before(changing: Changing):
    changing.repository.commit("2026-06-01")
    changing.data.swap("stages/launch.yml", "accountable: owner", "accountable: manager")
    changing.repository.commit("2026-11-10")
    changing.data.swap("rituals/sync.yml", "minutes: 30", "minutes: 60")
    changing.repository.commit("2026-11-20")
    known = changing.past()
    assert told(known) == [
        ("2026-11-20", ["Sync is 30 min longer: 60 min (was 30): Owner +0.5 h a week, now 1.0 of 10"]),
        ("2026-11-10", ["Manager becomes accountable for Begin (was Owner)"]),
    ]
    (longer,), (accountable,) = (each.changes for each in known.days)
    assert (longer.concern, longer.subject, longer.roles) == (Concern.TIME, Address("ritual", "sync"), ("owner",))
    assert accountable.roles == ("manager", "owner")
    assert (accountable.subject, accountable.home) == (Address("activity", "begin"), Address("stage", "launch"))
    assert accountable.sentence[accountable.named].text == "Begin"
    assert [(str(day.day), len(changes)) for day, changes in known.of_role("manager")] == [("2026-11-10", 1)]
    assert (known.since, known.count) == (date(2026, 8, 24), 2)


def test_changes_of_a_day_stand_in_the_order_of_what_they_concern(changing: Changing):
    changing.repository.commit("2026-06-01")
    changing.data.swap("roles/owner.yml", "Keeps it", "Keeps this")
    changing.data.swap("rituals/sync.yml", "minutes: 30", "minutes: 60")
    changing.data.swap("stages/launch.yml", "accountable: owner", "accountable: manager")
    changing.repository.commit("2026-11-20")
    (day,) = changing.past().days
    assert list(day.by_concern) == [Concern.ACCOUNTABILITY, Concern.TIME, Concern.WORDING]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("roles/manager.yml", "# Hello\nlevel: 'lead'\nname: \"Manager\"\npurpose: >-\n  Makes plans\n  that hold.\n"
         "discipline: project\n"),
        ("stages/launch.yml", LAUNCH.replace("rituals: [sync]", "rituals:\n      - sync")),
        ("terms/README.txt", "Nothing is read here.\n"),
    ],
)  # fmt: skip
def test_another_form_of_the_same_is_no_change(changing: Changing, inside: str, text: str):
    changing.repository.commit("2026-06-01")
    if inside.endswith(".txt"):
        (changing.data.folder / "README.txt").write_text(text)
    else:
        changing.data.write(inside, text)
    changing.repository.commit("2026-11-20", "Write it otherwise")
    known = changing.past()
    assert len(known.history.states) == 2
    assert not known.days
    assert not known.last


def test_what_has_been_renamed_is_told_under_the_name_of_today(changing: Changing):
    changing.repository.commit("2026-06-01")
    changing.data.write("practices/inventory.yml", INVENTORY.replace("Everyone", "Everybody"))
    changing.repository.commit("2026-11-01")
    for old, new, day in (("inventory", "register", "2026-11-02"), ("register", "ledger", "2026-11-03")):
        changing.data.remove(f"practices/{old}.yml")
        changing.data.write(
            f"practices/{new}.yml", INVENTORY.replace("Everyone", "Everybody") + f"renamed_from: [{old}]\n"
        )
        changing.repository.commit(day)
    known = changing.past()
    assert [str(each.day) for each in known.days] == ["2026-11-03", "2026-11-02", "2026-11-01"]
    assert {each.subject for day in known.days for each in day.changes} == {Address("practice", "ledger")}
    assert known.last == {Address("practice", "ledger"): date(2026, 11, 3)}


def test_a_renamed_ritual_is_no_news_for_those_who_come(changing: Changing):
    changing.repository.commit("2026-06-01")
    changing.data.remove("rituals/sync.yml")
    changing.data.write("rituals/weekly.yml", TINY["rituals/sync.yml"] + "renamed_from: [sync]\n")
    changing.data.swap("stages/launch.yml", "rituals: [sync]", "rituals: [weekly]")
    changing.repository.commit("2026-11-01")
    known = changing.past()
    assert told(known) == [("2026-11-01", ["Sync is renamed: its address is now ritual:weekly (was ritual:sync)"])]
    assert not list(known.of_role("owner"))


def test_a_withdrawn_ritual_gives_its_time_back(changing: Changing):
    changing.repository.commit("2026-06-01")
    changing.data.add("rituals/sync.yml", "withdrawn: {date: 2026-11-01, reason: Enough.}\n")
    changing.repository.commit("2026-11-01")
    ((_, (sentence,)),) = told(changing.past())
    assert sentence == "Sync is withdrawn since 2026-11-01: Enough.: Owner -0.5 h a week, now 0.0 of 10"


def test_roles_are_called_as_today_in_what_came_before_they_were_renamed(changing: Changing):
    changing.repository.commit("2026-06-01")
    changing.data.swap("stages/launch.yml", "accountable: owner", "accountable: manager")
    changing.repository.commit("2026-11-01")
    changing.data.remove("roles/manager.yml")
    changing.data.write("roles/planner.yml", MANAGER + "renamed_from: [manager]\n")
    changing.data.swap("stages/launch.yml", "accountable: owner", "accountable: planner")
    changing.repository.commit("2026-11-02")
    known = changing.past()
    assert known.days[-1].changes[0].roles == ("owner", "planner")
    assert [str(day.day) for day, _ in known.of_role("planner")] == ["2026-11-02", "2026-11-01"]


def test_an_entity_has_changed_when_it_or_an_activity_in_it_has(changing: Changing):
    changing.repository.commit("2026-06-01")
    changing.data.swap("stages/launch.yml", "name: Begin", "name: Start")
    changing.repository.commit("2026-11-01")
    changing.data.write("stages/launch.yml", LAUNCH.replace("name: Begin", "name: Start").replace(
        "accountable: owner", "accountable: manager"
    ))  # fmt: skip
    changing.repository.commit("2026-11-02")
    changing.data.swap("rituals/sync.yml", "minutes: 30", "minutes: 60")
    changing.repository.commit("2026-11-03")
    known = changing.past()
    assert {str(address): str(day) for address, day in known.last.items()} == {
        "ritual:sync": "2026-11-03",
        "stage:launch": "2026-11-02",
        "role:owner": "2026-11-02",
        "role:manager": "2026-11-02",
    }
    assert Address("practice", "inventory") in known.known


def test_an_activity_that_went_stands_where_it_stood(changing: Changing):
    changing.repository.commit("2026-06-01")
    changing.data.write("stages/launch.yml", LAUNCH.partition("activities:")[0])
    changing.repository.commit("2026-11-01")
    ((change,),) = (each.changes for each in changing.past().days)
    assert (change.subject, change.home) == (Address("activity", "begin"), Address("stage", "launch"))


def test_a_draft_is_told_of_when_it_is_published(changing: Changing):
    changing.repository.commit("2026-06-01")
    changing.data.write("terms/secret.yml", "name: Secret\ndefinition: Not yet.\ndraft: true\n")
    changing.repository.commit("2026-11-01")
    changing.data.write("terms/secret.yml", "name: Secret\ndefinition: Now.\n")
    changing.repository.commit("2026-11-20")
    assert [day for day, _ in told(changing.past(has_drafts=False))] == ["2026-11-20"]
    assert [day for day, _ in told(changing.past(has_drafts=True))] == ["2026-11-20", "2026-11-01"]


def test_who_holds_a_role_is_told_only_where_the_playbook_shows_names_today(changing: Changing):
    team = "name: Crew\nkind: standing\npurpose: P.\nroles:\n  owner: {count: 1, holders: [Ada Example]}\n"
    shows = TINY["playbook.yml"] + "show_holders: true\n"
    changing.data.write("playbook.yml", shows)
    changing.data.write("teams/crew.yml", team)
    changing.repository.commit("2026-11-01")
    changing.data.write("teams/crew.yml", team.replace("Ada", "Bo"))
    changing.repository.commit("2026-11-10")
    folder = changing.repository.folder
    assert "Bo Example" in str(told(past_of(shown(folder))))
    changing.data.write("playbook.yml", TINY["playbook.yml"])
    changing.repository.commit("2026-11-20")
    assert "Example" not in str(told(past_of(shown(folder))))


def test_without_a_history_there_is_nothing_to_tell():
    known = past(History(problem="it is in no git repository"), partial(published, has_drafts=False, has_names=True))
    assert (known.days, known.last, known.known, known.since, known.moment) == ((), {}, frozenset(), None, None)


def test_the_past_is_told_once_for_a_commit(changing: Changing):
    changing.repository.commit("2026-11-01")
    first = past_of(shown(changing.repository.folder))
    changing.data.swap("rituals/sync.yml", "minutes: 30", "minutes: 60")
    assert past_of(shown(changing.repository.folder)) is first
    assert not first.days
    changing.repository.commit("2026-11-02")
    assert [str(each.day) for each in past_of(shown(changing.repository.folder)).days] == ["2026-11-02"]


def feeds(folder: Path, site_url: str = PUBLIC) -> dict[str, ElementTree.Element]:
    """Every feed by its path, as a parser reads it, after it was held against RFC 4287."""
    found = {}
    for each in files(shown(folder), site_url):
        assert isinstance(each.content, str)
        found[each.path] = ElementTree.fromstring(each.content.encode())
        conforms(found[each.path], has_links=bool(site_url))
    return found


def conforms(feed: ElementTree.Element, *, has_links: bool) -> None:
    """What RFC 4287 demands of a feed whose entries have no author of their own (4.1.1, 4.1.2, 4.2)."""
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert [each.tag for each in feed][-len(entries) :] == [f"{ATOM}entry"] * len(entries) or not entries
    assert text(feed, "author/name")
    assert len({text(each, "id") for each in entries}) == len(entries)
    for each in (feed, *entries):
        assert urlsplit(text(each, "id")).scheme in ("https", "urn")
        assert text(each, "title")
        assert datetime.fromisoformat(text(each, "updated")).tzinfo is not None
        links = each.findall(f"{ATOM}link")
        assert all(link.attrib["href"].startswith(PUBLIC) for link in links)
        assert [link.attrib["rel"] for link in links].count("alternate") == int(has_links)
    for each in entries:
        (content,) = each.findall(f"{ATOM}content")
        assert content.attrib == {"type": "html"}
        assert content.text
        addresses = [link["href"] for link in parsed(content.text).all("a")]
        assert all(address.startswith(PUBLIC) for address in addresses)
        assert has_links or not addresses
        assert "\x1d" not in content.text
    updates = [datetime.fromisoformat(text(each, "updated")) for each in entries]
    assert updates == sorted(updates, reverse=True)


def text(element: ElementTree.Element, path: str) -> str:
    (found,) = element.findall("/".join(f"{ATOM}{each}" for each in path.split("/")))
    return found.text or ""


def entries(feed: ElementTree.Element) -> list[tuple[str, str]]:
    return [(text(each, "id"), text(each, "title")) for each in feed.findall(f"{ATOM}entry")]


def test_there_is_a_feed_of_all_and_one_of_each_role(changing: Changing):
    changing.repository.commit("2026-06-01")
    changing.data.swap("rituals/sync.yml", "minutes: 30", "minutes: 60")
    changing.repository.commit("2026-11-10")
    changing.data.swap("stages/launch.yml", "accountable: owner", "accountable: manager")
    changing.repository.commit("2026-11-20")
    found = feeds(changing.repository.folder)
    assert set(found) == {"changes/feed.xml", "changes/roles/owner.xml", "changes/roles/manager.xml"}
    begin = "20 November 2026: Manager becomes accountable for Begin (was Owner)"
    longer = "10 November 2026: Sync is 30 min longer: 60 min (was 30): Owner +0.5 h a week, now 1.0 of 10"
    assert entries(found["changes/feed.xml"]) == [
        (f"{PUBLIC}changes/#2026-11-20", begin),
        (f"{PUBLIC}changes/#2026-11-10", longer),
    ]
    assert entries(found["changes/roles/owner.xml"]) == [
        (f"{PUBLIC}changes/?role=owner#2026-11-20", begin),
        (f"{PUBLIC}changes/?role=owner#2026-11-10", longer.replace("Owner +0.5", "+0.5")),
    ]
    assert entries(found["changes/roles/manager.xml"]) == [(f"{PUBLIC}changes/?role=manager#2026-11-20", begin)]
    assert text(found["changes/roles/manager.xml"], "title") == "Tiny: what changed for Manager"
    assert text(found["changes/feed.xml"], "updated") == "2026-11-20T12:00:00+00:00"
    assert text(found["changes/feed.xml"], "author/name") == "Tiny Works"


def test_an_entry_keeps_its_id_when_its_day_gets_another_commit(changing: Changing):
    changing.repository.commit("2026-06-01")
    changing.data.swap("rituals/sync.yml", "minutes: 30", "minutes: 60")
    changing.repository.commit("2026-11-20T09:00:00+00:00")
    (morning,) = feeds(changing.repository.folder)["changes/feed.xml"].findall(f"{ATOM}entry")
    changing.data.swap("roles/owner.yml", "Keeps it", "Keeps this")
    changing.repository.commit("2026-11-20T17:00:00+00:00")
    (evening,) = feeds(changing.repository.folder)["changes/feed.xml"].findall(f"{ATOM}entry")
    assert text(morning, "id") == text(evening, "id")
    assert text(morning, "updated") < text(evening, "updated")
    assert text(evening, "title").endswith(" (and 1 more change)")


def test_without_an_address_of_its_own_a_feed_has_no_links_and_lasting_ids(changing: Changing):
    changing.repository.commit("2026-06-01")
    changing.data.swap("rituals/sync.yml", "minutes: 30", "minutes: 60")
    changing.repository.commit("2026-11-20")
    first, again = feeds(changing.repository.folder, ""), feeds(changing.repository.folder, "")
    ids = {path: [text(each, "id"), *(id_ for id_, _ in entries(each))] for path, each in first.items()}
    assert ids == {path: [text(each, "id"), *(id_ for id_, _ in entries(each))] for path, each in again.items()}
    every = [each for found in ids.values() for each in found]
    assert len(set(every)) == len(every)
    assert all(each.startswith("urn:uuid:") for each in every)


def test_without_a_history_feeds_are_empty_and_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))
    monkeypatch.setenv("PATH", str(tmp_path))
    TinyPlaybook(tmp_path / "playbook_data")
    for each in feeds(tmp_path).values():
        assert not entries(each)
        assert text(each, "updated") == "2026-11-22T00:00:00+00:00"


def test_hostile_text_is_text_in_a_feed(changing: Changing):
    changing.repository.commit("2026-06-01")
    name = "<b>&amp;\"' ]]> <!-- {{ 7 * 7 }} “x”\U0001f600"
    changing.data.write("roles/manager.yml", MANAGER.replace("Manager", json.dumps(name, ensure_ascii=False)))
    changing.repository.commit("2026-11-20", HOSTILE)
    for path in ("changes/feed.xml", "changes/roles/manager.xml"):
        ((_, title),) = entries(found := feeds(changing.repository.folder)[path])
        assert title == f"20 November 2026: Manager is now called {name}"
        content = parsed(found.findtext(f"{ATOM}entry/{ATOM}content") or "")
        assert content.one("li").text == f"Manager is now called {name}"
        assert {each.tag for each in content.all()} <= {"ul", "li", "a", "strong"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project with a past, built."""
    project = with_a_past(tmp_path_factory.mktemp("past") / "project")
    project.built()
    return project


def days(site: Site) -> list[str]:
    return [each["id"] for each in site.article("changes/").all("h2")]


def test_the_page_lists_days_with_what_changed_for_whom_and_why(built: Project):
    site = built.site
    article = site.article("changes/")
    assert days(site) == ["2026-11-20", "2026-11-01", "2026-10-02", "2026-09-14"]
    assert "6 changes on 4 days since 24 August 2026." in article.text
    assert "One state is passed over" in article.text
    assert "Write it otherwise" not in article.text
    second = next(each for each in article.all("div") if each["data-day"] == "2026-10-02")
    (change,) = second.all("li")
    assert change.one("p").text == "Manager becomes accountable for Begin (was Owner)"
    assert change["data-concerns"] == "manager owner"
    assert [each["href"] for each in change.all("a")] == [
        "../stages/launch/#begin",
        "../roles/manager/",
        "../roles/owner/",
    ]
    assert "“<img src=x onerror=alert(1)> & {{ 7 * 7 }} ]]> \\x1d\\x0b”" in second.text
    assert not list(article.all("img"))


def test_every_link_of_the_page_leads_somewhere(built: Project):
    site = built.site
    links = [each["href"] for each in site.article("changes/").all("a") if ":" not in each["href"]]
    assert len(links) > 10
    for link in links:
        target, anchor = urldefrag(urljoin("changes/", link))
        assert target in site, link
        assert not anchor or anchor in {each["id"] for each in site.page(target).all()}, link


def foot(site: Site, address: str) -> str:
    return site.article(address).one("footer", class_="ob-foot").text


def test_the_foot_of_a_page_says_when_it_changed_last(built: Project):
    site = built.site
    assert "Last changed on 20 November 2026." in foot(site, "roles/owner/")
    assert "Last changed on 14 September 2026." in foot(site, "rituals/sync/")
    assert "Last changed on 2 October 2026." in foot(site, "stages/launch/")
    assert "Last changed on 20 November 2026." in foot(site, "practices/register/")
    assert "Last changed on 2 October 2026." in foot(site, "roles/manager/"), "its form is another since the day after"
    (link,) = [each["href"] for each in site.article("rituals/sync/").all("a") if "changes/#" in each["href"]]
    assert link == "../../changes/#2026-09-14"


def test_the_page_and_those_of_roles_lead_to_their_feeds(built: Project):
    site = built.site
    for address, path in (("changes/", "../changes/feed.xml"), ("roles/owner/", "../../changes/roles/owner.xml")):
        link = site.article(address).one("a", rel="alternate")
        assert (link["href"], link["type"]) == (path, "application/atom+xml")


def test_each_role_brings_its_changes_to_a_readers_own_page(built: Project):
    site = built.site
    index: dict[str, Any] = json.loads(site.html("mine/index.json"))
    assert index["history"]["since"] == "2026-08-24"
    manager = json.loads(site.html("mine/roles/manager.json"))["changes"]
    assert [each["day"] for each in manager] == ["2026-10-02"]
    assert parsed(manager[0]["html"]).text == "Manager becomes accountable for Begin (was Owner)"
    owner = json.loads(site.html("mine/roles/owner.json"))["changes"]
    assert [each["day"] for each in owner] == ["2026-11-20", "2026-10-02", "2026-09-14"]
    assert owner[0]["moment"] == index["history"]["moment"]


def test_two_builds_of_a_commit_are_the_same_and_the_working_tree_is_no_history(built: Project, tmp_path: Path):
    copy = built.copied(tmp_path / "project")
    copy.data.remove("practices/inventory.yml")
    before = built.built_bytes()
    copy.data.add("roles/owner.yml", "summary: Somebody.\n")
    copy.built()
    after = copy.built_bytes()
    same = [path for path in before if path.startswith("changes/") and not path.endswith(".html")]
    assert len(same) == 4
    assert {path: before[path] for path in same} == {path: after[path] for path in same}
    assert days(copy.site) == days(built.site)
    copy.data.write(
        "roles/owner.yml", TINY["roles/owner.yml"].replace("Keeps it worth having.", "Keeps it worth having every day.")
    )
    copy.built()
    assert copy.built_bytes().keys() == before.keys()
    assert [path for path, content in copy.built_bytes().items() if content != before[path]] == []


def test_without_a_repository_the_site_is_built_and_says_so(good: Project):
    site = good.site
    text = site.article("changes/").text
    assert re.search(r"What changed is not known: .+\.", text)
    assert "Last changed" not in foot(site, "roles/owner/")
    assert "Not changed since" not in foot(site, "roles/owner/")
    assert json.loads(site.html("mine/index.json"))["history"] is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            "reviewed: 2026-11-01\nreview_every: 3 months\n",
            "every 3 months; the next review is due on 1 February 2027.",
        ),
        ("reviewed: 2026-01-01\nreview_every: 3 months\n", "every 3 months; the next review was due on 1 April 2026."),
        (
            "reviewed: 2026-08-22\nreview_every: 3 months\n",
            "every 3 months; the next review is due on 22 November 2026.",
        ),
        ("reviewed: 2026-01-01\n", "Reviewed on 1 January 2026. Not changed since 1 November 2026."),
    ],
)
def test_the_foot_of_a_page_says_when_it_is_reviewed_next(changing: Changing, fields: str, expected: str):
    changing.data.add("roles/owner.yml", fields)
    changing.repository.commit("2026-11-01")
    current = shown(changing.repository.folder)
    page = current.templates.page(
        "pages/_entity.html",
        e=current.playbook.roles["owner"],
        folder="roles",
        edit_url="",
        feedback_url="",
        public="",
        findings=(),
        rules={},
        edit=None,
        past=past_of(current),
    )
    assert expected in parsed(page).one("footer").text
