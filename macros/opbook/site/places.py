"""Where on the site everything is found."""

from __future__ import annotations

from opbook.model.address import FOLDERS, Address
from opbook.model.playbook import Playbook
from opbook.model.settings import Settings


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


def public_url(settings: Settings, site_url: str) -> str:
    """The lasting address of the playbook, for calendars, cards and feeds that are read elsewhere.

    Args:
        settings: The playbook's settings; their ``public_url`` comes first.
        site_url: The site's own address, from ``mkdocs.yml``.

    Returns:
        An address that ends in a slash; empty where nobody says it.
    """
    found = settings.public_url or site_url
    return f"{found.rstrip('/')}/" if found else ""
