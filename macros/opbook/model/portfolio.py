"""The value portfolio: what is invested in, what that waits for, and who may end it."""

from __future__ import annotations

from datetime import date
from itertools import islice

from opbook.model.activity import Activity
from opbook.model.bet import Bet, Dependency
from opbook.model.playbook import Playbook
from opbook.model.ritual import Ritual
from opbook.model.team import Team

MONEY_STATES = ("funded", "active", "paused")
"""The states in which money has been released to a bet and may still be spent."""


def open_bets(playbook: Playbook) -> tuple[Bet, ...]:
    """The bets about which something may still be decided."""
    return tuple(bet for bet in playbook.bets.values() if bet.is_open and bet.withdrawn is None)


def bets_with_money(playbook: Playbook) -> tuple[Bet, ...]:
    """The bets to which money has been released and that are not over: funded, active or paused."""
    return tuple(bet for bet in open_bets(playbook) if bet.state in MONEY_STATES)


def bets_of_team(playbook: Playbook, team: str) -> tuple[Bet, ...]:
    """The bets that name a team, whatever their state."""
    return tuple(bet for bet in playbook.bets.values() if bet.team == team and bet.withdrawn is None)


def runs_on(swarm: Team, day: date) -> bool:
    """Whether a swarm is at work on a day; one without dates is."""
    return (swarm.starts is None or swarm.starts <= day) and (swarm.ends is None or day <= swarm.ends)


def dependencies(playbook: Playbook, bet: Bet) -> tuple[tuple[int, Dependency, Bet], ...]:
    """What a bet still waits for: the place in its list, the dependency and the other bet, while that is open."""
    found = ((index, each, playbook.bets.get(each.bet)) for index, each in enumerate(bet.depends_on))
    return tuple(
        (index, each, other)
        for index, each, other in found
        if other is not None and other.is_open and other.withdrawn is None
    )


def people_of(ritual: Ritual) -> tuple[str, ...]:
    """Every role that takes part in a ritual, each once: required, optional and those who lead it."""
    people = ritual.participants
    return tuple(dict.fromkeys((*people.required, *people.optional, *ritual.facilitator.roles)))


def meet_anywhere(playbook: Playbook, a: str, b: str) -> bool:
    """Whether two roles take part in a ritual together, required or optional. A role meets itself."""
    if a == b:
        return True
    rituals = (ritual for ritual in playbook.rituals.values() if ritual.withdrawn is None)
    return any({a, b} <= set(people_of(ritual)) for ritual in rituals)


def irreversible_decisions(playbook: Playbook) -> tuple[Activity, ...]:
    """The decisions that cannot be taken back at little cost, such as to release money or to stop."""
    homes = (home for home in playbook.homes if home.withdrawn is None)
    activities = (activity for home in homes for activity in home.activities.values())
    return tuple(each for each in activities if each.is_decision and each.reversible is False)


def next_review(playbook: Playbook, after: date) -> tuple[Ritual, date] | None:
    """The first review after a day by the calendar in which somebody can take an irreversible decision.

    Where the playbook has no such decision, any review counts; `None` where no review has a calendar.
    """
    deciders = {role for each in irreversible_decisions(playbook) for role in each.accountable}
    found: list[tuple[date, Ritual]] = []
    for ritual in playbook.rituals.values():
        if ritual.kind != "review" or ritual.withdrawn is not None:
            continue
        if deciders and not deciders & set(people_of(ritual)):
            continue
        for cadence in ritual.cadence:
            days = (day for day in cadence.dates(after) if day > after)
            found.extend((day, ritual) for day in islice(days, 1))
    if not found:
        return None
    day, ritual = min(found, key=lambda each: (each[0], each[1].id))
    return ritual, day
