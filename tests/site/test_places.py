from __future__ import annotations

import pytest

from opbook.model.address import FOLDERS, Address
from opbook.model.playbook import Playbook
from opbook.site.edition import published
from opbook.site.places import place
from tests.workbench import activity, entity, playbook


@pytest.fixture
def small() -> Playbook:
    return playbook(
        entity("stage", "launch", activities={"go": activity("a", "b")}),
        entity("practice", "inventory", activities={"list-all": activity("a", "b")}),
        entity("ritual", "sync", activities={"settle": activity("a", "b")}),
        entity("term", "bet"),
        entity("role", "written", draft=True),
        roles="a b",
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("role:a", "roles/a/"),
        ("stage:launch", "stages/launch/"),
        ("term:bet", "glossary/#bet"),
        ("activity:go", "stages/launch/#go"),
        ("activity:list-all", "practices/inventory/#list-all"),
        ("activity:settle", "rituals/sync/#settle"),
        ("role:nobody", None),
        ("activity:nothing", None),
        ("term:nothing", None),
    ],
)
def test_everything_has_its_place_and_nothing_has_none(small: Playbook, address: str, expected: str | None):
    parsed = Address.parse(address)
    assert parsed is not None
    assert place(small, parsed) == expected


def test_a_draft_has_a_place_only_where_drafts_are_shown(small: Playbook):
    draft = Address("role", "written")
    assert place(small, draft) == "roles/written/"
    assert place(published(small, has_drafts=False, has_names=True), draft) is None


def test_every_entity_and_activity_that_is_shipped_has_a_place_of_its_own(shipped: Playbook):
    found = [place(shipped, each.address) for each in (*shipped.entities, *shipped.activities.values())]
    assert None not in found
    assert len(set(found)) == len(found)


def test_every_kind_has_places():
    for kind in FOLDERS:
        assert place(playbook(entity(kind, "some")), Address(kind, "some")) is not None
