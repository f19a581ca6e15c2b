"""Who looks after a product when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from opbook.model.playbook import Playbook
from opbook.model.product import Product, Stewardship
from opbook.model.team import Team


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends included, in which one team, or nobody, looks after a product."""

    start: date
    end: date
    teams: tuple[str, ...]
    """Ids of the teams; two during an overlap, none in a gap."""

    @property
    def is_gap(self) -> bool:
        """Whether nobody looks after the product."""
        return not self.teams


def stewards_of(product: Product, on: date) -> tuple[str, ...]:
    """The ids of the teams that look after a product on a day; two during an overlap."""
    return tuple(each.team for each in product.stewards if _covers(each, on))


def _covers(stewardship: Stewardship, on: date) -> bool:
    return stewardship.since <= on and (stewardship.until is None or on <= stewardship.until)


def steward_of(playbook: Playbook, product: str, *, on: date) -> Team | None:
    """The team in whose days a day lies, the latest to have begun where there are two; `None` in a gap."""
    found = [each for each in playbook.products[product].stewards if _covers(each, on)]
    return playbook.teams.get(max(found, key=lambda each: each.since).team) if found else None


def products_of(playbook: Playbook, team: str, on: date) -> tuple[Product, ...]:
    """The products that a team looks after on a day."""
    return tuple(product for product in playbook.products.values() if team in stewards_of(product, on))


def is_live(playbook: Playbook, product: Product, on: date) -> bool:
    """Whether customers depend on a product: its stage says so, and it is not retired by that day."""
    stage = playbook.stages.get(product.stage) if product.stage is not None else None
    is_gone = product.retired is not None and product.retired <= on
    return stage is not None and stage.live and not is_gone


def live_products(playbook: Playbook, on: date) -> tuple[Product, ...]:
    """The products on which customers depend on a day."""
    return tuple(product for product in playbook.products.values() if is_live(playbook, product, on))


def built_by(playbook: Playbook, team: str) -> tuple[Product, ...]:
    """The products for which a team has bets, whatever their state, each once."""
    ids = dict.fromkeys(bet.product or "" for bet in playbook.bets.values() if bet.team == team)
    return tuple(playbook.products[id_] for id_ in ids if id_ in playbook.products)


def swarms_on(playbook: Playbook, product: str) -> tuple[Team, ...]:
    """The swarms that have bets on a product that are not over, each once."""
    ids = dict.fromkeys(bet.team or "" for bet in playbook.bets.values() if bet.product == product and bet.is_open)
    teams = (playbook.teams[id_] for id_ in ids if id_ in playbook.teams)
    return tuple(team for team in teams if team.is_swarm)


def coverage(product: Product, start: date, end: date) -> tuple[Span, ...]:
    """Who looks after a product between two days, both included, as stretches without a seam.

    Days before the launch on which nobody does are left out, and so are those after retirement: only a product
    on which customers depend can be unattended.
    """
    one = timedelta(days=1)
    edges = {start, end + one}
    for each in product.stewards:
        edges.add(each.since)
        if each.until is not None:
            edges.add(each.until + one)
    edges.update(day for day in (product.launched, product.retired) if day is not None)
    days = sorted(day for day in edges if start <= day <= end + one)
    spans: list[Span] = []
    for first, after in pairwise(days):
        teams = stewards_of(product, first)
        live = product.launched is not None and product.launched <= first
        gone = product.retired is not None and first >= product.retired
        if not teams and (not live or gone):
            continue
        last = spans[-1] if spans else None
        if last is not None and last.teams == teams and last.end + one == first:
            spans[-1] = Span(last.start, after - one, teams)
        else:
            spans.append(Span(first, after - one, teams))
    return tuple(spans)
