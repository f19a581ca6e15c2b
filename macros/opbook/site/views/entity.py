"""What the page of each kind of entity shows beyond the entity's own fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from opbook.checks.rule import rules
from opbook.model.activity import Activity
from opbook.model.address import Address
from opbook.model.flow import Edge, edges
from opbook.model.meetings import holdings, hours_in_teams
from opbook.model.playbook import Playbook
from opbook.model.stewardship import coverage, products_of, stewards_of
from opbook.site.views import matrix
from opbook.site.views.flow_picture import flow_picture
from opbook.site.views.role import role_page


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The steps of the flow that lead to an activity, and those that lead on from it."""

    before: tuple[Edge, ...]
    after: tuple[Edge, ...]


def view_of(playbook: Playbook, address: Address, on: date) -> dict[str, Any]:
    """The values that the template of an entity's kind takes, by name."""
    return _VIEWS[address.kind](playbook, address.id, on)


def _role(playbook: Playbook, id: str, on: date) -> dict[str, Any]:
    return {"v": role_page(playbook, id), "groups": matrix.of_role(playbook, id)}


def _ritual(playbook: Playbook, id: str, on: date) -> dict[str, Any]:
    return {
        "matrix": matrix.of_home(playbook, "ritual", id),
        "held": tuple(each for each in holdings(playbook) if each.ritual.id == id),
        "metrics": tuple(each for each in playbook.metrics.values() if each.reviewed_in == id),
        "practices": tuple(each for each in playbook.practices.values() if id in each.rituals),
        "flow": _neighbours(playbook, playbook.rituals[id].activities.values()),
    }


def _practice(playbook: Playbook, id: str, on: date) -> dict[str, Any]:
    return {
        "matrix": matrix.of_home(playbook, "practice", id),
        "teams": tuple(each for each in playbook.teams.values() if id in each.maturity),
        "flow": _neighbours(playbook, playbook.practices[id].activities.values()),
    }


def _stage(playbook: Playbook, id: str, on: date) -> dict[str, Any]:
    stages = list(playbook.stages)
    at = stages.index(id)
    return {
        "matrix": matrix.of_home(playbook, "stage", id),
        "picture": flow_picture(playbook, id),
        "products": tuple(each for each in playbook.products.values() if each.stage == id),
        "previous": playbook.stages[stages[at - 1]] if at else None,
        "next": playbook.stages[stages[at + 1]] if at + 1 < len(stages) else None,
        "flow": _neighbours(playbook, playbook.stages[id].activities.values()),
    }


def _team(playbook: Playbook, id: str, on: date) -> dict[str, Any]:
    team = playbook.teams[id]
    return {
        "matrix": matrix.of_team(playbook, id),
        "products": products_of(playbook, id, on),
        "former": tuple(
            product
            for product in playbook.products.values()
            if any(each.team == id for each in product.stewards) and id not in stewards_of(product, on)
        ),
        "bets": tuple(each for each in playbook.bets.values() if each.team == id),
        "held": {each.ritual.id: each for each in holdings(playbook) if each.team is not None and each.team.id == id},
        "hours": {role: hours_in_teams(playbook, role, (id,)) for role in team.roles},
        "receives": tuple(
            each for each in playbook.teams.values() if each.transfer is not None and each.transfer.to == id
        ),
        "counterparties": tuple(
            (other, each) for other in playbook.teams.values() for each in other.interactions if each.team == id
        ),
    }


def _product(playbook: Playbook, id: str, on: date) -> dict[str, Any]:
    product = playbook.products[id]
    first = min((each.since for each in product.stewards), default=on)
    if product.launched is not None:
        first = min(first, max(product.launched, date(first.year - 5, 1, 1)))
    stewards = stewards_of(product, on)
    return {
        "bets": tuple(each for each in playbook.bets.values() if each.product == id),
        "spans": coverage(product, first, on),
        "stewards": stewards,
        "is_live": product.stage is not None
        and product.stage in playbook.stages
        and playbook.stages[product.stage].live,
    }


def _bet(playbook: Playbook, id: str, on: date) -> dict[str, Any]:
    return {
        "needed_by": tuple((bet, each) for bet in playbook.bets.values() for each in bet.depends_on if each.bet == id)
    }


def _metric(playbook: Playbook, id: str, on: date) -> dict[str, Any]:
    return {
        "roles": tuple(each for each in playbook.roles.values() if id in each.metrics),
        "practices": tuple(each for each in playbook.practices.values() if id in each.metrics),
        "products": tuple(each for each in playbook.products.values() if id in each.metrics),
        "bets": tuple(each for each in playbook.bets.values() if id in each.metrics),
        "countered": tuple(each for each in playbook.metrics.values() if each.counter == id),
    }


def _skill(playbook: Playbook, id: str, on: date) -> dict[str, Any]:
    roles = [each for each in playbook.roles.values() if id in each.skills]
    return {"by_level": {level: [each for each in roles if each.skills[id] == level] for level in (4, 3, 2, 1)}}


def _tool(playbook: Playbook, id: str, on: date) -> dict[str, Any]:
    return {
        "roles": tuple(each for each in playbook.roles.values() if id in each.tools),
        "practices": tuple(each for each in playbook.practices.values() if id in each.tools),
    }


def _principle(playbook: Playbook, id: str, on: date) -> dict[str, Any]:
    addresses = (Address.parse(text) for text in playbook.principles[id].shown_by)
    known = rules()
    return {
        "shown_by": tuple(each for each in addresses if each is not None),
        "held_by": tuple(known[code] for code in playbook.principles[id].rules if code in known),
    }


_VIEWS: dict[str, Callable[[Playbook, str, date], dict[str, Any]]] = {
    "role": _role,
    "ritual": _ritual,
    "practice": _practice,
    "stage": _stage,
    "team": _team,
    "product": _product,
    "bet": _bet,
    "metric": _metric,
    "skill": _skill,
    "tool": _tool,
    "principle": _principle,
}


def _neighbours(playbook: Playbook, activities: Iterable[Activity]) -> dict[str, Neighbours]:
    steps = tuple(edges(playbook))
    return {
        each.id: Neighbours(
            tuple(step for step in steps if step.second.id == each.id),
            tuple(step for step in steps if step.first.id == each.id),
        )
        for each in activities
    }
