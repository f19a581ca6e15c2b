"""Where on the site everything is found."""

from __future__ import annotations

from opbook.model.address import FOLDERS, Address
from opbook.model.playbook import Playbook


def place(playbook: Playbook, address: Address) -> str | None:
    """The address below the site's root at which an entity is found, e.g. ``roles/product-owner/``.

    A term stands in the glossary, an activity on the page of its stage, practice or ritual. `None` where the
    playbook has nothing at the address: what is only a draft has no place on the published site.
    """
    found = playbook.find(address)
    if found is None:
        return None
    if address.kind == "activity":
        home = playbook.activities[address.id].home
        return f"{FOLDERS[home.kind]}/{home.id}/#{address.id}"
    if address.kind == "term":
        return f"glossary/#{address.id}"
    return f"{FOLDERS[address.kind]}/{address.id}/"
