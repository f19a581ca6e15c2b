"""What points at something that is withdrawn, or not yet there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from opbook.checks.phrases import in_quotes
from opbook.checks.rule import Breach, Case, Place, rule
from opbook.model.address import FOLDERS, Address
from opbook.model.bet import Bet
from opbook.model.diagnostic import Route, Severity
from opbook.model.entity import Entity
from opbook.model.marks import Marked, marked
from opbook.model.playbook import Playbook
from opbook.model.practice import Practice
from opbook.model.product import Product
from opbook.model.prose import links
from opbook.model.ritual import Ritual
from opbook.model.scalars import AddressMark, Reference
from opbook.model.stage import Stage
from opbook.model.team import Team


@dataclass(frozen=True, slots=True)
class Pointer:
    """That something in force points at an entity, or at an activity in its file."""

    source: Entity
    place: Place
    target: Entity
    as_written: Address
    """What is pointed at: the target or an activity that stands in it."""


def pointers(playbook: Playbook, on: date, targets: Iterable[Entity]) -> Iterator[Pointer]:
    """Yield whatever in force points at one of these entities, or at an activity in its file.

    What only records the past is left out: a team that has ended, a bet that is closed, a product that is retired, a
    stewardship or an interaction that is over. History may name what is no more.
    """
    wanted = _by_address(targets)
    if not wanted:
        return
    for source in playbook.in_force.entities:
        if _is_history(source, on):
            continue
        for each in marked(source):
            for address in _addresses(each):
                target = wanted.get(address)
                if target is not None and target is not source and not _is_past(source, each.route, on):
                    yield Pointer(source, _place(source, each), target, address)


def _by_address(entities: Iterable[Entity]) -> Mapping[Address, Entity]:
    """Entities by each address that leads to their files: their own, and those of the activities that stand in them."""
    found: dict[Address, Entity] = {}
    for entity in entities:
        found[entity.address] = entity
        if isinstance(entity, Stage | Practice | Ritual):
            found.update((activity.address, entity) for activity in entity.activities.values())
    return found


def _addresses(each: Marked) -> Iterator[Address]:
    if isinstance(each.mark, Reference):
        if each.mark.kind in FOLDERS or each.mark.kind == "activity":
            yield Address(each.mark.kind, each.text)
        return
    texts = (each.text,) if isinstance(each.mark, AddressMark) else (link.url for link in links(each.text))
    yield from dict.fromkeys(filter(None, map(Address.parse, texts)))


def _place(source: Entity, each: Marked) -> Place:
    if each.route[0] == "activities" and len(each.route) > 2:
        return Place(Address("activity", str(each.route[1])), each.route[2:], each.is_key)
    return Place(source.address, each.route, each.is_key)


def _is_history(source: Entity, on: date) -> bool:
    if isinstance(source, Team):
        return source.is_over(on)
    if isinstance(source, Product):
        return source.retired is not None and source.retired < on
    return isinstance(source, Bet) and not source.is_open


def _is_past(source: Entity, route: Route, on: date) -> bool:
    index = route[1] if len(route) > 1 else None
    until: date | None = None
    if isinstance(source, Product) and route[0] == "stewards" and isinstance(index, int):
        until = source.stewards[index].until
    elif isinstance(source, Team) and route[0] == "interactions" and isinstance(index, int):
        until = source.interactions[index].until
    return until is not None and until < on


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
        yield Breach(each.place, message, fix, related)


def _called(case: Case, address: Address, home: Entity) -> str:
    """What an entity is called, or an activity in its file."""
    if address == home.address:
        return home.name
    return f"{in_quotes([case.name(address.kind, address.id)])} in {home.name}"


def _source(case: Case, pointer: Pointer) -> str:
    address = pointer.place.address
    return _called(case, address if address is not None else pointer.source.address, pointer.source)


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
        yield Breach(each.place, message, fix, related)
