"""What points at something that is withdrawn, or not yet there."""

from __future__ import annotations

from collections.abc import Iterator

from opbook.checks.rule import Breach, Case, Place, rule
from opbook.model.address import Address
from opbook.model.diagnostic import Severity
from opbook.model.entity import Entity
from opbook.model.phrases import in_quotes
from opbook.model.pointers import Pointer, pointers


@rule("K907", Severity.WARNING)
def pointing_at_withdrawn(case: Case) -> Iterator[Breach]:
    """Something in force points at something that is withdrawn.

    Looked at are all references, addresses and links in texts, of everything that is not withdrawn itself. It fires
    where they lead to an entity with `withdrawn`, or to an activity in its file. What only records the past is left
    out: teams that have ended, closed bets, retired products, and stewardships and interactions that are over.

    Why: a reader who follows it ends at a notice, and work that is given to a role that is gone is given to nobody.

    To mend it: point at what took its place; the notice names it. Where nothing did, take the reference out.

    Smell: none
    """
    gone = (each for each in case.playbook.entities if each.withdrawn is not None)
    for each in pointers(case.playbook, case.on, gone):
        withdrawn = each.target.withdrawn
        assert withdrawn is not None
        target = _called(case, each.as_written, each.target)
        message = f"{_source(case, each)} points at {target}, which was withdrawn on {withdrawn.date}"
        instead = Address.parse(withdrawn.instead) if withdrawn.instead is not None else None
        fix = f"take it out: the notice of {each.target.name} names nothing in its place"
        if instead is not None:
            found = case.playbook.find(instead)
            name = found.name if found is not None else instead.id
            is_same_kind = instead.kind == each.as_written.kind
            fix = f"point at {name} instead: write `{instead.id if is_same_kind else instead}`"
            if not is_same_kind:
                fix = f"take it out, or use {name} (`{instead}`), which the notice names in its place"
        related = ((f"{each.target.name} is withdrawn here", Place(each.target.address, ("withdrawn",), key=True)),)
        yield Breach(Place(each.by, each.route, each.at.is_key), message, fix, related)


def _called(case: Case, address: Address, home: Entity) -> str:
    """What an entity is called, or an activity in its file."""
    if address == home.address:
        return home.name
    return f"{in_quotes([case.name(address.kind, address.id)])} in {home.name}"


def _source(case: Case, pointer: Pointer) -> str:
    return _called(case, pointer.by, pointer.source)


@rule("K908", Severity.INFO)
def draft_in_use(case: Case) -> Iterator[Breach]:
    """Something published points at a draft.

    Looked at are all references, addresses and links in texts, of everything that is neither a draft nor withdrawn. It
    fires where they lead to an entity with `draft: true`, or to an activity in its file.

    Why: the published site leaves drafts out, so readers find a name with nothing behind it.

    To mend it: publish the draft, or take the reference out until it is ready.

    Smell: none
    """
    # What is withdrawn and a draft besides is told by K907.
    drafts = (each for each in case.playbook.in_force.entities if each.draft)
    for each in pointers(case.playbook, case.on, drafts):
        if each.source.draft:
            continue
        target = _called(case, each.as_written, each.target)
        message = f"{_source(case, each)} is published and points at {target}, which is a draft"
        fix = f"take `draft: true` out of {each.target.name} if it is ready, or take the reference out until then"
        related = ((f"{each.target.name} is a draft", Place(each.target.address, ("draft",))),)
        yield Breach(Place(each.by, each.route, each.at.is_key), message, fix, related)
