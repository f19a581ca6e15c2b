"""Whom a difference concerns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from opbook.changes.difference import Difference, Value
from opbook.changes.naming import Naming
from opbook.changes.trees import Branch, Entry, Group, Leaf
from opbook.model.activity import Activity
from opbook.model.address import Address
from opbook.model.bet import Bet
from opbook.model.metric import Metric
from opbook.model.product import Product
from opbook.model.ritual import Ritual
from opbook.model.team import Team

_KEYED_BY_ROLE = {("activity", "parts"), ("ritual", "participants"), ("team", "roles"), ("role", "counterparts")}
_OF_THE_TEAM = {("bet", ""), ("bet", "state"), ("bet", "team")}
"""What concerns everyone in the team that works on a bet."""


def concerned(t: Naming, d: Difference) -> frozenset[str]:
    """The ids of the roles whom a difference concerns, as they are called now."""
    address, route = d.subject, d.route
    if address is not None and route == ("id",):
        # Whoever works with something that has another address does so as before.
        return frozenset({address.id} if address.kind == "role" else ())
    found = {*_roles_in(d.before), *_roles_in(d.after)}
    if address is None:
        return frozenset(found | _let_stand(route))
    if address.kind == "role":
        found.add(address.id)
    if len(route) > 1 and (address.kind, route[0]) in _KEYED_BY_ROLE:
        found.add(route[1])
    found.update(_around(t, d))
    return frozenset(found)


def _let_stand(route: tuple[str, ...]) -> set[str]:
    """The role of which the playbook lets something stand, where it is one."""
    about = Address.parse(route[1].partition(" of ")[2]) if route[:1] == ("suppressions",) else None
    return {about.id} if about is not None and about.kind == "role" else set()


def _around(t: Naming, d: Difference) -> Iterator[str]:
    """The roles that have to do with what is different, although the difference does not name them."""
    assert d.subject is not None
    field = d.route[0] if d.route else ""
    then, now = t.old(d.subject), t.new(d.subject)
    for each in (then, now):
        if isinstance(each, Ritual) and field not in ("participants", "owner"):
            yield from _now(t, each is then, (*each.participants.required, *each.facilitator.roles))
        elif isinstance(each, Bet) and (d.subject.kind, field) in _OF_THE_TEAM and each.team is not None:
            yield from _seats(t, each is then, each.team)
    last = now or then
    if isinstance(last, Activity) and field not in ("accountable", "parts"):
        yield from _now(t, now is None, last.hands)
    elif isinstance(last, Metric):
        yield from _now(t, now is None, last.owners)
    elif isinstance(last, Team) and field != "roles":
        yield from _now(t, now is None, tuple(last.roles))
    elif isinstance(last, Product) and field == "stewards":
        spans = [_stewards(t, each) for each in (then, now) if isinstance(each, Product)]
        for team, _, _ in set.symmetric_difference(*spans) if len(spans) == 2 else ():
            yield from _seats(t, False, team)


def _stewards(t: Naming, product: Product) -> set[tuple[str, date, date | None]]:
    """Which teams look after a product, as they are called now, and from when to when."""
    return {(t.id_now("team", each.team), each.since, each.until) for each in product.stewards}


def _seats(t: Naming, is_then: bool, team: str) -> Iterator[str]:
    """The roles in a team."""
    found = t.before.teams.get(team) if is_then else t.after.teams.get(team)
    yield from _now(t, is_then, tuple(found.roles) if found is not None else ())


def _now(t: Naming, is_then: bool, roles: tuple[str, ...]) -> Iterator[str]:
    """Roles as they are called now."""
    for role in roles:
        yield t.id_now("role", role) if is_then else role


def _roles_in(value: Value) -> Iterator[str]:
    if isinstance(value, Leaf) and value.sort == "role":
        yield value.text
    elif isinstance(value, Group) and value.sort == "role":
        yield from value.texts
    elif isinstance(value, Branch):
        if value.sort == "role":
            yield from value.parts
        for each in value.parts.values():
            yield from _roles_in(each)
    elif isinstance(value, Entry):
        for _, leaf in value.more:
            yield from _roles_in(leaf)
