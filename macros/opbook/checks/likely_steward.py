"""Which team could look after a product, as findings propose it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opbook.checks.rule import Case
from opbook.model.product import Product
from opbook.model.stewardship import is_live, products_of, stewards_of, swarms_on
from opbook.model.team import Team


@dataclass(frozen=True, slots=True)
class Proposal:
    """A team, and why it."""

    team: Team
    why: str
    """Ends the sentence "Fares, …"."""

    def __str__(self) -> str:
        return f"{self.team.name}, {self.why},"


def likely_steward(case: Case, product: Product, *, but: str = "") -> Proposal | None:
    """The standing team that is nearest to a product.

    Args:
        case: What is judged.
        product: The product.
        but: The id of a team that is not to be proposed.
    """
    found = (each for each in _proposals(case, product) if each.team.id != but)
    return next((each for each in found if not each.team.is_swarm and each.team.ends is None), None)


def _proposals(case: Case, product: Product) -> Iterator[Proposal]:
    playbook, on = case.playbook.in_force, case.on
    teams = playbook.teams
    for swarm in swarms_on(playbook, product.id):
        if swarm.transfer is not None and swarm.transfer.to in teams:
            yield Proposal(teams[swarm.transfer.to], f"to which {swarm.name} hands over")
    for each in sorted(product.stewards, key=lambda each: each.since, reverse=True):
        if each.team in teams:
            today = each.team in stewards_of(product, on)
            yield Proposal(teams[each.team], f"which {'looks after it today' if today else 'knows it'}")
    for bet in playbook.bets.values():
        if bet.product == product.id and bet.is_open and bet.team is not None and bet.team in teams:
            yield Proposal(teams[bet.team], f'which works on the bet "{bet.name}"')
    for other in playbook.products.values():
        if other.value_stream is not None and other.value_stream == product.value_stream:
            for id_ in stewards_of(other, on):
                if id_ in teams:
                    yield Proposal(teams[id_], f"which looks after {other.name} in the same value stream")

    def load(team: Team) -> int:
        return sum(is_live(playbook, each, on) for each in products_of(playbook, team.id, on))

    for team in sorted((team for team in teams.values() if load(team)), key=load):
        yield Proposal(team, f"which looks after {'one product' if load(team) == 1 else f'{load(team)} products'}")
    for team in teams.values():
        yield Proposal(team, "which looks after no product yet")
