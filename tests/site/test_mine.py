from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from opbook.model.meetings import hours_per_week, rituals_of
from opbook.model.playbook import Playbook
from opbook.model.rhythm import occurrences
from opbook.site.edition import Edition
from opbook.site.feeds.mine import files
from opbook.site.markup import ROOT
from opbook.site.views.mine import known_days, mine, parts, sittings
from tests.site.built import Site, parsed
from tests.workbench import activity, entity, playbook, ritual

ON = date(2026, 11, 22)
TEN = {"every": "week", "day": "tuesday", "at": "10:00"}


def small(**fields: Any) -> Playbook:
    """An owner who meets others, in a team of their own too."""
    return playbook(
        entity("role", "owner", daily_actions=["Say *thanks*."], renamed_from=["keeper"], **fields),
        entity("role", "manager", discipline="project"),
        entity(
            "stage", "build", activities={"plan": activity("owner", "owner manager"), "ask": activity("manager", "")}
        ),
        ritual("sync", "owner manager", cadence=TEN, checklist={"before": ["Read <b>"]}),
        ritual("review", "manager", participants={"required": ["manager"], "optional": ["owner"]}, cadence=TEN),
        ritual("call", "owner", cadence={"trigger": "A launch"}),
        entity("team", "crew", roles={"owner": 1}, rituals={"sync": {"at": "11:00", "timezone": "Asia/Tokyo"}}),
        entity("team", "band", kind="swarm", starts="2026-11-30", ends="2026-12-08", rituals={"sync": {}}),
    )


def read(edition: Edition) -> dict[str, Any]:
    return {each.path: json.loads(each.content) for each in files(edition, "")}


@pytest.fixture
def told(shipped_edition: Edition) -> dict[str, Any]:
    """What the files say of a small playbook, by path."""
    return read(replace(shipped_edition, playbook=small()))


def test_there_is_a_file_for_each_role_and_one_that_lists_them(told: dict[str, Any]):
    assert set(told) == {"mine/index.json", "mine/roles/owner.json", "mine/roles/manager.json"}
    index = told["mine/index.json"]
    assert [(each["id"], each["group"]) for each in index["roles"]] == [("owner", "Product"), ("manager", "Project")]
    assert [(each["id"], each["starts"], each["ends"]) for each in index["teams"]] == [
        ("crew", "", ""),
        ("band", "2026-11-30", "2026-12-08"),
    ]
    assert index["renamed"] == {"role": {"keeper": "owner"}, "team": {}}
    assert (index["published"], index["first"], index["last"]) == ("2026-11-22", "2026-11-08", "2028-11-22")


def test_days_are_known_from_two_weeks_ago_for_two_years_even_on_a_leap_day():
    assert known_days(date(2028, 2, 29)) == (date(2028, 2, 15), date(2030, 2, 28))


def test_each_holding_has_its_own_days_and_hours():
    found = {(each.ritual, each.team): each for each in sittings(small(), ON, date(2026, 12, 31))}
    assert set(found) == {("sync", "crew"), ("sync", "band"), ("review", "")}
    assert (found["sync", "crew"].at, found["sync", "crew"].timezone) == ("11:00", "Asia/Tokyo")
    assert (found["sync", "band"].at, found["sync", "band"].timezone) == ("10:00", "UTC")
    assert found["sync", "band"].days == (date(2026, 12, 1), date(2026, 12, 8))
    assert len(found["review", ""].days) == 6


def test_a_role_knows_its_rituals_its_part_in_them_and_when_they_take_place(told: dict[str, Any]):
    owner = told["mine/roles/owner.json"]
    rituals = owner["rituals"]
    assert {id_: (each["part"], each["hours"]) for id_, each in rituals.items()} == {
        "call": ("takes part", 60 / 52 / 60),
        "review": ("may come", 0),
        "sync": ("takes part", 1),
    }
    assert (rituals["sync"]["teams"], rituals["call"]["triggers"]) == (["crew", "band"], ["A launch"])
    assert "Read &lt;b&gt;" in rituals["sync"]["before"]
    assert 'data-list="ritual:sync:before"' in rituals["sync"]["before"]
    assert owner["seats"] == ["crew"]
    held = {(each["ritual"], each["team"]): owner["days"][each["days"]] for each in owner["sittings"]}
    assert held["sync", "band"] == ["2026-12-01", "2026-12-08"]
    assert held["sync", "crew"] == held["review", ""], "the same days stand there once"
    assert len(owner["days"]) == 2


def test_a_role_knows_its_letters_in_the_order_of_the_playbook(told: dict[str, Any]):
    manager = told["mine/roles/manager.json"]
    assert [(each["place"], each["letters"]) for each in manager["activities"]] == [(0, "R"), (1, "A")]
    assert manager["activities"][0]["link"] == f'<a href="{ROOT}stages/build/#plan">Do it</a>'
    assert [each.letters for each in parts(small())["owner"]] == [("A", "R")]


def test_prose_comes_as_html(told: dict[str, Any]):
    assert told["mine/roles/owner.json"]["acts"] == ["Say <em>thanks</em>."]


def test_what_is_withdrawn_cannot_be_chosen_and_its_page_is_named(shipped_edition: Edition):
    gone = small(withdrawn={"date": "2026-11-01", "reason": "R."})
    found = read(replace(shipped_edition, playbook=gone))
    assert "mine/roles/owner.json" not in found
    assert [each["id"] for each in found["mine/index.json"]["roles"]] == ["manager"]
    assert found["mine/index.json"]["withdrawn"]["role"] == {"owner": f'<a href="{ROOT}roles/owner/">Owner</a>'}
    assert mine(gone, ON)["by_discipline"].keys() == {"project"}


def test_the_shipped_files_agree_with_the_model(shipped_edition: Edition):
    book = shipped_edition.playbook
    found = read(shipped_edition)
    first, last = known_days(shipped_edition.on)
    for id_ in book.roles:
        role = found[f"mine/roles/{id_}.json"]
        assert sum(each["hours"] for each in role["rituals"].values()) == pytest.approx(hours_per_week(book, id_))
        own = {each.id for each in rituals_of(book, id_)}
        days = {
            (each["ritual"], each["team"], each["at"], day)
            for each in role["sittings"]
            for day in role["days"][each["days"]]
        }
        wanted = {
            (each.ritual, each.team, each.at, each.day.isoformat())
            for each in occurrences(book, first, last)
            if each.ritual in own
        }
        assert days == wanted


def test_no_file_is_too_large_for_a_phone(shipped_edition: Edition):
    sizes = {each.path: len(each.content) for each in files(shipped_edition, "")}
    assert max(sizes.values()) < 100_000, sizes


def test_nothing_is_only_there(site: Site, shipped_edition: Edition):
    """What the file of a role leads to stands on the role's own page, and its words do too."""
    told = read(shipped_edition)
    for id_ in shipped_edition.playbook.roles:
        role = told[f"mine/roles/{id_}.json"]
        page = site.article(f"roles/{id_}/")
        there = {each["href"].removeprefix("../../") for each in page.all("a")}
        held = {piece: role[piece]["html"] for piece in ("answers", "lists", "pairs")}
        links = [*held.values(), role["link"], *(each["link"] for each in role["rituals"].values())]
        links += [each["link"] for each in role["activities"]]
        asked = {each["href"].removeprefix(ROOT) for each in parsed("".join(links)).all("a")}
        assert asked - {f"roles/{id_}/"} <= there, id_
        words = page.text
        for text in (*role["acts"], *held.values()):
            for item in parsed(text).all("li"):
                assert item.text in words, id_
        assert all(parsed(act).text in words for act in role["acts"])


def test_the_page_of_a_role_leads_here_and_to_its_columns_of_the_matrix(site: Site, shipped: Playbook):
    for id_ in shipped.roles:
        links = {each["href"] for each in site.article(f"roles/{id_}/").all("a")}
        assert {f"../../mine/?role={id_}", f"../../raci/?role={id_}"} <= links
        assert {f"../../raci/?compare={id_},{each.role}" for each in shipped.roles[id_].counterparts} <= links


def test_the_page_leads_to_every_role_without_a_script(site: Site, shipped: Playbook):
    article = site.article("mine/")
    for role in shipped.roles.values():
        assert any(each["href"] == f"../roles/{role.id}/" and each.text == role.name for each in article.all("a"))
    assert "choosing needs JavaScript" in site.html("mine/")
    assert any(each["href"] == "mine/" for each in site.article("").all("a"))
