"""By what success shows, and where it is looked at."""

from __future__ import annotations

from collections.abc import Iterable

from opbook.model.bet import Bet
from opbook.model.entity import Entity
from opbook.model.metric import Metric
from opbook.model.playbook import Playbook
from opbook.model.product import Product
from opbook.model.ritual import Ritual


def metrics_in_force(playbook: Playbook, ids: Iterable[str]) -> tuple[Metric, ...]:
    """The metrics with these ids, each once and in this order; withdrawn ones are left out."""
    found = (playbook.metrics[id_] for id_ in dict.fromkeys(ids) if id_ in playbook.metrics)
    return tuple(metric for metric in found if metric.withdrawn is None)


def outcomes(playbook: Playbook, ids: Iterable[str]) -> tuple[Metric, ...]:
    """Those of the metrics with these ids that measure an outcome and are in force."""
    return tuple(metric for metric in metrics_in_force(playbook, ids) if metric.measures == "outcome")


def open_bets_on(playbook: Playbook, product: Product) -> tuple[Bet, ...]:
    """The bets on a product about which something may still be decided."""
    bets = (bet for bet in playbook.bets.values() if bet.product == product.id)
    return tuple(bet for bet in bets if bet.is_open and bet.withdrawn is None)


def users_of(playbook: Playbook, metric: str) -> tuple[Entity, ...]:
    """The roles, practices, products and bets whose success a metric shows, and the metrics that it counters."""
    users: list[Entity] = [
        *(each for each in playbook.roles.values() if metric in each.metrics),
        *(each for each in playbook.practices.values() if metric in each.metrics),
        *(each for each in playbook.products.values() if metric in each.metrics),
        *(each for each in playbook.bets.values() if metric in each.metrics),
        *(each for each in playbook.metrics.values() if metric == each.counter),
    ]
    return tuple(each for each in users if each.withdrawn is None)


_LOOKED_AT_IN = ("review", "alignment", "sync", "demo", "retrospective")


def place_to_review(playbook: Playbook, roles: Iterable[str]) -> Ritual | None:
    """The ritual in which roles would best look at a metric: most of them required, a review first; else `None`."""
    wanted = set(roles)

    def fitness(ritual: Ritual) -> tuple[int, int]:
        rank = _LOOKED_AT_IN.index(ritual.kind) if ritual.kind in _LOOKED_AT_IN else len(_LOOKED_AT_IN)
        return len(wanted & set(ritual.participants.required)), -rank

    known = [ritual for ritual in playbook.rituals.values() if ritual.withdrawn is None]
    best = max(known, key=fitness, default=None)
    return best if best is not None and fitness(best)[0] else None
