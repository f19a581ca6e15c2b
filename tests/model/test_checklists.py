from __future__ import annotations

from opbook.model.checklists import checklists
from opbook.model.playbook import Playbook
from tests.workbench import entity, playbook, ritual


def test_it_finds_every_list_that_has_items():
    found = checklists(
        playbook(
            entity("role", "a", checklists={"On Monday": ["One"], "On Friday": []}),
            entity("stage", "build", entry=["Two"]),
            entity("practice", "count", checklist=["Three", "Four"]),
            ritual("sync", "a", checklist={"before": ["Five"], "after": ["Six"]}),
        )
    )
    assert [(each.address, [item.text for item in each.items]) for each in found] == [
        ("stage:build:entry", ["Two"]),
        ("ritual:sync:before", ["Five"]),
        ("ritual:sync:after", ["Six"]),
        ("practice:count:checklist", ["Three", "Four"]),
        ("role:a:on-monday", ["One"]),
    ]


def test_no_two_lists_of_the_shipped_playbook_are_kept_under_one_address(shipped: Playbook):
    addresses = [each.address for each in checklists(shipped)]
    assert len(set(addresses)) == len(addresses) > 50
