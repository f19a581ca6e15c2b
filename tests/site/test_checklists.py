"""What pages give to the script, and to readers without it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from opbook.model.address import FOLDERS
from opbook.model.checklists import checklists
from opbook.model.playbook import Playbook
from opbook.site.edition import edition
from opbook.site.registry import Call
from tests.site.built import Element, Site, parsed
from tests.site.project import Project
from tests.site.test_registry import use


def lists(element: Element) -> Iterator[Element]:
    return (each for each in element.all("ul") if each["data-list"])


def keys(list_: Element) -> list[str]:
    return [each["data-item"] for each in list_.all("li") if each["data-item"]]


def is_part(list_: Element) -> bool:
    return "data-part" in list_.attributes


def test_every_list_stands_on_its_own_page_and_among_all_of_them(site: Site, shipped: Playbook):
    together = {each["data-list"]: each for each in lists(site.article("checklists/")) if not is_part(each)}
    for expected in checklists(shipped):
        page = site.article(f"{FOLDERS[expected.kind]}/{expected.id}/")
        (own,) = [each for each in lists(page) if each["data-list"] == expected.address]
        for found in (own, together[expected.address]):
            assert keys(found) == [each.key for each in expected.items]
            assert not is_part(found)


def test_every_list_says_what_it_is(site: Site):
    titles = {each["data-list"]: each["data-title"] for each in lists(site.article("checklists/"))}
    assert titles["ritual:launch-readiness:before"] == "Launch readiness, before"
    assert titles["stage:launch:exit"] == "Launch, exit"
    assert titles["practice:cost-of-delay:checklist"] == "Cost of delay"
    assert titles["role:product-owner:before-the-demo"] == "Product Owner, Before the demo"


@pytest.mark.parametrize(
    ("macro", "arguments"), [("entity_page", ("role", "owner")), ("overview_page", ("checklists",))]
)
def test_items_for_a_role_are_a_part_of_the_list_that_they_stand_in(
    project: Project, macro: str, arguments: tuple[str, ...]
):
    project.data.add(
        "rituals/sync.yml", "checklist: {before: [Come, {text: Read, for: owner}, {text: Come, for: owner}]}\n"
    )
    found = edition(project.folder, {"opbook": {"data": "playbook_data"}})
    assert found is not None
    (ritual,) = found.playbook.rituals.values()
    _, read, come_again = (each.key for each in ritual.checklist.before)
    assert come_again.endswith("-2")
    page = parsed(use(Call(found, "page/", {}, project.folder / "docs", ""), macro, *arguments))
    (part,) = [each for each in lists(page) if is_part(each)]
    assert (part["data-list"], part["data-title"]) == ("ritual:sync:before", "Sync, before")
    assert keys(part) == [read, come_again]


def test_a_list_in_a_hand_written_page_is_the_same_list(call: Call):
    moments = call.edition.playbook.rituals["demo"].checklist
    found = list(lists(parsed(use(call, "checklist", "ritual:demo"))))
    assert [each["data-list"] for each in found] == [f"ritual:demo:{each}" for each in ("before", "during", "after")]
    assert keys(found[0]) == [each.key for each in moments.before]


def test_all_lists_can_be_taken_along(site: Site):
    links = [each["href"] for each in site.article("checklists/").all("a")]
    assert {"../data/checklists.md.txt", "../data/checklists.csv"} <= set(links)
