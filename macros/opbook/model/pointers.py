"""What points where: from everything in force to other entities, and to the activities that stand in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from opbook.model.address import FOLDERS, Address
from opbook.model.bet import Bet
from opbook.model.diagnostic import Route
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
    at: Marked
    """The field of the source, or the prose in it."""
    target: Entity
    as_written: Address
    """What is pointed at: the target or an activity that stands in it."""

    @property
    def by(self) -> Address:
        """What points: the source, or an activity that stands in it."""
        return Address("activity", str(self.at.route[1])) if self.is_in_activity else self.source.address

    @property
    def route(self) -> Route:
        """Where it points, as seen from `by`."""
        return self.at.route[2:] if self.is_in_activity else self.at.route

    @property
    def is_in_activity(self) -> bool:
        """Whether it stands in an activity of the source."""
        return self.at.route[0] == "activities" and len(self.at.route) > 2


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
            for address in addresses_in(each):
                target = wanted.get(address)
                if target is not None and target is not source and not _is_past(source, each.route, on):
                    yield Pointer(source, each, target, address)


def addresses_in(each: Marked) -> Iterator[Address]:
    """Yield what a marked text points at, each address once: one for a field, the links of prose."""
    if isinstance(each.mark, Reference):
        if each.mark.kind in FOLDERS or each.mark.kind == "activity":
            yield Address(each.mark.kind, each.text)
        return
    texts = (each.text,) if isinstance(each.mark, AddressMark) else (link.url for link in links(each.text))
    yield from dict.fromkeys(filter(None, map(Address.parse, texts)))


def _by_address(entities: Iterable[Entity]) -> Mapping[Address, Entity]:
    """Entities by each address that leads to their files: their own, and those of the activities that stand in them."""
    found: dict[Address, Entity] = {}
    for entity in entities:
        found[entity.address] = entity
        if isinstance(entity, Stage | Practice | Ritual):
            found.update((activity.address, entity) for activity in entity.activities.values())
    return found


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
