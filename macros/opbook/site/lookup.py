"""What a macro is asked for by id, address or tag; what is not to be had is said with the nearest that is."""

from __future__ import annotations

from opbook.model.address import FOLDERS, KINDS, Address
from opbook.model.entity import Entity
from opbook.site.pages import PageProblem
from opbook.site.registry import Call
from opbook.source.nearest import did_you_mean, shown
from opbook.source.problems import NOTHING_AT_ADDRESS


def find(call: Call, kind: str, id: str) -> Entity:
    """The entity with an id.

    Raises:
        PageProblem: Where there is none; names the nearest.
    """
    known = call.edition.playbook.of_kind(kind)
    entity = known.get(str(id))
    if entity is None:
        hint = did_you_mean(str(id), known)
        raise PageProblem(
            NOTHING_AT_ADDRESS, f"there is no {kind} `{shown(id)}`{hint}", f"use the name of a file in {FOLDERS[kind]}/"
        )
    return entity


def address_of(call: Call, text: str) -> Address:
    """An address that leads somewhere.

    Raises:
        PageProblem: Where it does not; names the nearest.
    """
    address = Address.parse(str(text))
    playbook = call.edition.playbook
    if address is not None and playbook.find(address) is not None:
        return address
    kind, colon, id_ = str(text).partition(":")
    if not colon or kind not in KINDS:
        hint = did_you_mean(kind, KINDS) if colon else ""
        raise PageProblem(
            NOTHING_AT_ADDRESS, f"`{shown(text)}` is not an address{hint}", "write KIND:ID, such as role:product-owner"
        )
    known = playbook.activities if kind == "activity" else playbook.of_kind(kind)
    raise PageProblem(NOTHING_AT_ADDRESS, f"there is no {kind} `{shown(id_)}`{did_you_mean(id_, known)}")


def known_tag(call: Call, tag: str) -> str:
    """A tag that something carries.

    Raises:
        PageProblem: Where nothing does; names the nearest.
    """
    playbook = call.edition.playbook
    known = {each for entity in playbook.entities for each in entity.tags}
    known |= {each for activity in playbook.activities.values() for each in activity.tags}
    if tag not in known:
        hint = did_you_mean(str(tag), known)
        raise PageProblem(
            NOTHING_AT_ADDRESS, f"nothing has the tag `{shown(tag)}`{hint}", "use a tag that stands in tags:"
        )
    return tag
