"""Stewardship, the second part: a swarm has both sides, an end, and somebody to whom it gives what it builds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from opbook.checks.likely_steward import likely_steward
from opbook.checks.rule import Breach, Case, Place, rule
from opbook.model.diagnostic import Severity
from opbook.model.phrases import counted, listed
from opbook.model.stewardship import built_by
from opbook.model.team import Team


def _swarms(case: Case) -> list[Team]:
    return [team for team in case.playbook.in_force.teams.values() if team.is_swarm]


def _at_work(case: Case) -> list[Team]:
    """The swarms that are not over; of the others, what cannot be mended any more is not told."""
    return [swarm for swarm in _swarms(case) if not swarm.is_over(case.on)]


@rule("T506", Severity.ERROR)
def swarm_without_end(case: Case) -> Iterator[Breach]:
    """A swarm has no day on which it ends.

    It fires where `ends` is absent; what `ends_when` says in words does not stand for a day.

    Why: a swarm without an end turns into a standing team that nobody has decided on, and its product waits for a
    steward until then.

    To mend it: write a day under `ends`, not before the planned transfer. If the team is to stay, make it a standing
    team and let it look after the product.

    Smell: ST5
    """
    for swarm in _swarms(case):
        if swarm.ends is not None:
            continue
        planned = swarm.transfer.planned if swarm.transfer is not None else None
        earliest = f", not before the planned transfer on {planned}" if planned is not None else ""
        began = f" began on {swarm.starts} and" if swarm.starts is not None and swarm.starts <= case.on else ""
        yield Breach(
            Place(swarm.address, ("ends_when",) if swarm.ends_when else ("kind",), key=swarm.ends_when is not None),
            f"{swarm.name} is a swarm that{began} has no day on which it ends"
            + ("; `ends_when` names a state and no day" if swarm.ends_when else ""),
            f"write a day under `ends`{earliest}; or make it a standing team",
        )


@rule("T507", Severity.ERROR)
def swarm_without_transfer(case: Case) -> Iterator[Breach]:
    """A swarm does not say to whom it gives what it builds, or when.

    It fires where `transfer` is absent, names a team that is withdrawn, or has no `planned` day.

    Why: a receiver who is named in the last week was not there when the choices were made, and gets a product and no
    reasons.

    To mend it: name the standing team under `transfer`, with the ritual in which it accepts, a planned day before the
    swarm ends, and some weeks of overlap.

    Smell: ST5
    """
    teams = case.playbook.in_force.teams
    for swarm in _swarms(case):
        transfer = swarm.transfer
        if transfer is None or transfer.to not in teams:
            products = built_by(case.playbook.in_force, swarm.id)
            what = f" ({listed(each.name for each in products)})" if products else ""
            proposed = next((found for each in products if (found := likely_steward(case, each))), None)
            yield Breach(
                Place(swarm.address, ("transfer", "to") if transfer else ("kind",)),
                f"{swarm.name} gives what it builds{what} to "
                + (
                    f"{case.name('team', transfer.to)}, which is withdrawn"
                    if transfer
                    else "no team: it has no transfer"
                ),
                f"name {proposed or 'the standing team that will look after it,'} under `transfer: to`, and a "
                "`planned` day"
                + (f" before {swarm.ends}, when the swarm ends" if swarm.ends and not swarm.is_over(case.on) else ""),
            )
        elif transfer.planned is None and not swarm.has_been_taken_over(case.on):
            yield Breach(
                Place(swarm.address, ("transfer",), key=True),
                f"{swarm.name} hands over to {teams[transfer.to].name}, and no day is planned for it",
                "write a day under `planned`"
                + (f", not after {swarm.ends}, when the swarm ends" if swarm.ends else ""),
            )


@rule("T508", Severity.WARNING)
def swarm_overdue(case: Case) -> Iterator[Breach]:
    """A swarm should have handed over by now, and nobody has accepted.

    It fires for a swarm with a transfer when the day is past `planned`, or past `ends`, and `accepted` is absent.

    Why: an overdue transfer is a decision that nobody takes. People are drawn into the next work, and for the product
    two teams are responsible, which is none.

    To mend it: hold the transfer and write down who accepted and when. If the receiver is not ready, plan a new day
    that both teams believe in, and move `ends` with it.

    Smell: ST6
    """
    teams = case.playbook.in_force.teams
    for swarm in _swarms(case):
        transfer = swarm.transfer
        if transfer is None or transfer.to not in teams or swarm.has_been_taken_over(case.on):
            continue
        to = teams[transfer.to].name
        ritual = case.playbook.in_force.rituals.get(transfer.ritual or "")
        hold = f"hold {ritual.name}" if ritual is not None else f"hold the conversation in which {to} accepts"
        if swarm.ends is not None and swarm.is_over(case.on):
            yield Breach(
                Place(swarm.address, ("ends",)),
                f"{swarm.name} ended on {swarm.ends}, {counted((case.on - swarm.ends).days, 'day')} ago, and {to} has "
                "not accepted what it built",
                f"{hold} and write `accepted` under `transfer`; until then move `ends`, so that somebody is there",
            )
        elif transfer.planned is not None and transfer.planned < case.on:
            late = counted((case.on - transfer.planned).days, "day")
            yield Breach(
                Place(swarm.address, ("transfer", "planned")),
                f"{swarm.name} was to hand over to {to} on {transfer.planned}, {late} ago, and {to} has not accepted",
                f"{hold} and write `accepted` under `transfer`; or plan a day that both teams believe in",
            )


@rule("T509", Severity.WARNING, weeks=26)
def swarm_too_long(case: Case) -> Iterator[Breach]:
    """A swarm is to last longer than a swarm should.

    Looked at are swarms that are not over. It fires when there are more than `weeks` (26) between `starts` and `ends`.

    Why: what takes longer than half a year is no burst of work. It is a standing team without a budget of its own,
    and its members have left their old places for good without being told.

    To mend it: end at the first result that customers can use and let the steward go on; or make it a standing team.

    Smell: ST6
    """
    weeks = case.threshold("weeks")
    for swarm in _at_work(case):
        if swarm.starts is None or swarm.ends is None or (swarm.ends - swarm.starts).days / 7 <= weeks:
            continue
        latest = swarm.starts + timedelta(weeks=max(weeks, 0))
        by = f"by {latest}, with what customers can use by then"
        if latest <= case.on:  # a day that has passed is no advice
            by = "with what customers can use today, as soon as a standing team can take it over"
        yield Breach(
            Place(swarm.address, ("ends",)),
            f"{swarm.name} is to last {(swarm.ends - swarm.starts).days / 7:.0f} weeks, from {swarm.starts} to "
            f"{swarm.ends}; {weeks:g} weeks is the limit",
            f"end it {by}; or make it a standing team",
            (("it starts here", Place(swarm.address, ("starts",))),),
        )


def _absent_sides(case: Case, swarm: Team) -> list[str]:
    """The sides of which the playbook has roles and a swarm has none."""
    roles = case.playbook.in_force.roles
    possible = case.sides_of(set(roles))
    present = case.sides_of(set(swarm.roles))
    return [side for side in case.playbook.settings.sides if side in possible - present]


@rule("T510", Severity.WARNING)
def swarm_of_one_side(case: Case) -> Iterator[Breach]:
    """A swarm has nobody of one of the two sides between which work falls down.

    Looked at are swarms that are not over, and the disciplines of their roles. It fires when one of `sides` (product
    and project) is missing, as long as the playbook has roles of it.

    Why: a swarm of one side is the old silo with a new name. It builds fast what nobody asked for, or asks for what
    nobody can deliver.

    To mend it: add a role of the missing side, one that also brings what every swarm needs.

    Smell: ST10
    """
    playbook = case.playbook.in_force
    needed = [role for roles in playbook.settings.swarm_needs.values() for role in roles]
    for swarm in _at_work(case):
        absent = _absent_sides(case, swarm)
        if not absent:
            continue
        proposed = []
        for side in absent:
            able = [role.id for role in playbook.roles.values() if role.discipline == side]
            proposed.append(next((role for role in needed if role in able), able[0]))
        sides = listed(playbook.settings.disciplines[side].name for side in absent)
        yield Breach(
            Place(swarm.address, ("roles",) if swarm.roles else ("kind",), key=True),
            f"{swarm.name} has no role of {sides}: "
            + (f"in it are {case.names('role', tuple(swarm.roles))}" if swarm.roles else "it has no roles at all"),
            f"add {case.names('role', proposed)} to its `roles`",
        )


@rule("T511", Severity.WARNING)
def swarm_without_need(case: Case) -> Iterator[Breach]:
    """A swarm has nobody for something that every swarm needs.

    Looked at are swarms that are not over, and the setting `swarm_needs`: strategy and execution, each with the roles
    that can bring it. Roles that the playbook does not have are passed over, and so is a need for which it has none.
    Where a whole side is missing that would bring the need, only that is told, by another rule.

    Why: somebody has to see how the pieces make one result, and somebody has to keep tools and data in order. What is
    nobody's part in a swarm is done last.

    To mend it: add one of the roles that can bring it.

    Smell: none
    """
    playbook = case.playbook.in_force
    for swarm in _at_work(case):
        absent = _absent_sides(case, swarm)
        for need, roles in playbook.settings.swarm_needs.items():
            able = [role for role in roles if role in playbook.roles]
            if not able or not swarm.roles or any(role in swarm.roles for role in able):
                continue
            if all(playbook.roles[role].discipline in absent for role in able):
                continue  # swarm_of_one_side proposes such a role
            who = " or ".join(case.name("role", role) for role in able)
            yield Breach(
                Place(swarm.address, ("roles",), key=True),
                f"{swarm.name} has nobody for {need}: no {who} is in it",
                f"add {case.name('role', able[0])} to its `roles`",
            )


@rule("T515", Severity.ERROR)
def disbanded_before_acceptance(case: Case) -> Iterator[Breach]:
    """A swarm ends before the receiving team accepts.

    It fires when `ends` lies before the day of `accepted`; and, while nobody has accepted and the swarm is not over,
    when it lies before the `planned` transfer. A swarm that is over and was never accepted is overdue: that is told by
    another rule.

    Why: between the two days the product belongs to nobody, and those who could answer questions sit in other teams.

    To mend it: move `ends` to the day of the transfer or later. If both days are past and true, note what happened and
    withdraw the swarm's page.

    Smell: ST8
    """
    for swarm in _swarms(case):
        transfer = swarm.transfer
        if transfer is None or swarm.ends is None:
            continue
        to = case.name("team", transfer.to)
        route: tuple[str, ...]
        if transfer.accepted is not None:
            day, told, route = transfer.accepted.date, f"{to} accepted only on", ("transfer", "accepted", "date")
        elif transfer.planned is not None and not swarm.is_over(case.on):
            day, told, route = transfer.planned, f"{to} is to accept only on", ("transfer", "planned")
        else:
            continue
        if swarm.ends >= day:
            continue
        is_past = max(day, swarm.ends) < case.on
        yield Breach(
            Place(swarm.address, ("ends",)),
            f"{swarm.name} {'ended' if swarm.is_over(case.on) else 'ends'} on {swarm.ends}, and {told} {day}: for "
            f"{counted((day - swarm.ends).days, 'day')} what it built is nobody's",
            f"correct the day that is wrong; if both are right, withdraw {swarm.name}, which is over"
            if is_past
            else f"move `ends` to {day} or later, or the transfer to {swarm.ends} or earlier",
            ((f"the day on which {to} accepts", Place(swarm.address, route)),),
        )
