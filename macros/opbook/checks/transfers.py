"""Stewardship, the third part: what a swarm built comes into the care of those who were there."""

from __future__ import annotations

from collections.abc import Iterator

from opbook.checks.rule import Breach, Case, Place, rule
from opbook.model.diagnostic import Severity
from opbook.model.phrases import counted, listed
from opbook.model.ritual import Ritual
from opbook.model.team import Team, Transfer


def _transfers(case: Case) -> Iterator[tuple[Team, Transfer, Team]]:
    """The transfers that lie ahead: the swarm, its transfer, and the receiving team."""
    teams = case.playbook.in_force.teams
    for swarm in teams.values():
        if not swarm.is_swarm or swarm.is_over(case.on) or swarm.has_been_taken_over(case.on):
            continue  # what cannot be mended any more is not told
        if swarm.transfer is not None and swarm.transfer.to in teams:
            yield swarm, swarm.transfer, teams[swarm.transfer.to]


@rule("T512", Severity.ERROR)
def transfer_outside_conversation(case: Case) -> Iterator[Breach]:
    """A transfer takes place in no conversation that both teams hold.

    Looked at are transfers that lie ahead. It fires when `transfer` names no ritual that is in force, when one of the
    two teams does not list that ritual although some team does, and when the ritual requires no role of the receiving
    team. A ritual that no team lists is held once, for all.

    Why: a transfer by mail has a sender and no receiver. Only in a conversation can the receiver say what is missing.

    To mend it: name a ritual of kind `transfer`, list it under `rituals` of both teams, and require the role that
    accepts.

    Smell: HO1
    """
    playbook = case.playbook.in_force
    for swarm, transfer, receiver in _transfers(case):
        ritual = playbook.rituals.get(transfer.ritual or "")
        if ritual is None:
            named = f"{case.name('ritual', transfer.ritual)}, which is withdrawn" if transfer.ritual else "no ritual"
            fitting = next((each for each in playbook.rituals.values() if each.kind == "transfer"), None)
            yield Breach(
                Place(swarm.address, ("transfer", "ritual" if transfer.ritual else "to")),
                f"{swarm.name} hands over to {receiver.name} in {named}",
                f"name {fitting.name if fitting else 'a ritual of kind `transfer`'} under `transfer: ritual`",
            )
            continue
        is_held_by_teams = any(ritual.id in team.rituals for team in playbook.teams.values())
        absent = [team for team in (swarm, receiver) if is_held_by_teams and ritual.id not in team.rituals]
        if absent:
            yield Breach(
                Place(swarm.address, ("transfer", "ritual")),
                f"{swarm.name} hands over to {receiver.name} in {ritual.name}, which "
                + (f"{absent[0].name} does not hold" if len(absent) == 1 else "neither of the two holds"),
                f"list {ritual.name} under `rituals` of {listed(team.name for team in absent)}",
                tuple(
                    (f"the rituals that {team.name} holds", Place(team.address, ("rituals",), key=True))
                    for team in absent
                    if team.rituals
                ),
            )
        if receiver.roles and not set(receiver.roles) & set(ritual.participants.required):
            who = _likely_acceptor(case, receiver)
            yield Breach(
                Place(swarm.address, ("transfer", "ritual")),
                f"{ritual.name}, in which {swarm.name} hands over to {receiver.name}, requires no role of "
                f"{receiver.name}: required are {case.names('role', ritual.participants.required) or 'none at all'}",
                f"add {case.name('role', who)} to the required participants of {ritual.name}",
                (
                    (
                        f"who must be there in {ritual.name}",
                        Place(ritual.address, ("participants", "required"), key=True),
                    ),
                ),
            )


def _likely_acceptor(case: Case, team: Team) -> str:
    """The role of a team that answers for most once customers depend on a product."""
    live = [
        each for stage in case.playbook.in_force.stages.values() if stage.live for each in stage.activities.values()
    ]
    return max(team.roles, key=lambda role: sum(role in each.accountable for each in live))


@rule("T513", Severity.WARNING, weeks=4)
def transfer_without_overlap(case: Case) -> Iterator[Breach]:
    """The two teams of a transfer work side by side for too short a time, or not at all.

    Looked at are transfers that lie ahead. It fires when `overlap_weeks` is absent or below `weeks` (4).

    Why: what matters most was never written down, and is asked for only when something goes wrong. Then the people who
    know must still be there.

    To mend it: plan the overlap, and let the receiving team run a release and an incident drill in it.

    Smell: HO2
    """
    least = case.threshold("weeks")
    for swarm, transfer, receiver in _transfers(case):
        weeks = transfer.overlap_weeks or 0
        if weeks >= least:
            continue
        told = f"with an overlap of {counted(weeks, 'week')}" if weeks else "and plans no overlap"
        yield Breach(
            Place(swarm.address, ("transfer", "overlap_weeks") if weeks else ("transfer",), key=not weeks),
            f"{swarm.name} hands over to {receiver.name} {told}; {least:g} weeks is the least",
            f"write `overlap_weeks: {least:g}` and keep both teams on it for that long",
        )


@rule("T514", Severity.ERROR)
def accepted_by_sender(case: Case) -> Iterator[Breach]:
    """A transfer was accepted by a role that the receiving team does not have.

    Compared is `accepted: by` with the roles of the receiving team, where it lists any; in swarms that are over too.

    Why: who gives cannot say for the other that it has arrived. An acceptance that the receiver has not spoken is a
    notice, and the first incident will show it.

    To mend it: let a role of the receiving team accept, and write down who did. If the acceptance was real, correct
    the roles of the team.

    Smell: HO3
    """
    playbook = case.playbook.in_force
    for swarm in playbook.teams.values():
        accepted = swarm.transfer.accepted if swarm.transfer is not None else None
        receiver = playbook.teams.get(swarm.transfer.to) if swarm.transfer is not None else None
        if not swarm.is_swarm or accepted is None or receiver is None or not receiver.roles:
            continue
        if accepted.by in receiver.roles:
            continue
        by = case.name("role", accepted.by)
        whose = f", a role of {swarm.name}," if accepted.by in swarm.roles else ""
        ritual = playbook.rituals.get(swarm.transfer.ritual or "") if swarm.transfer is not None else None
        able = _accepting(case, ritual, receiver) if ritual is not None else ()
        who = case.name("role", able[0] if able else _likely_acceptor(case, receiver))
        yield Breach(
            Place(swarm.address, ("transfer", "accepted", "by")),
            f"{by}{whose} accepted for {receiver.name}, which has no {by}",
            f"let {who} of {receiver.name} accept, and write that role under `by`",
            ((f"the roles of {receiver.name}", Place(receiver.address, ("roles",), key=True)),),
        )


@rule("T517", Severity.ERROR)
def steward_not_in_swarm(case: Case) -> Iterator[Breach]:
    """Whoever will accept the product is not in the swarm that builds it.

    Looked at are transfers that lie ahead. Those who will accept are the roles of the receiving team that lead the
    transfer ritual; where none does, those that are accountable for a decision that links this ritual. It fires when
    none of them is among the swarm's roles, or when both teams name the holders of such a role and share nobody.

    Why: a steward who watches from outside learns the product from a document at the end. One who sits in the swarm
    shapes what must be kept alive later.

    To mend it: add the steward's role to the swarm, worn by the person who wears it in the receiving team.

    Smell: ST7
    """
    for swarm, transfer, receiver in _transfers(case):
        ritual = case.playbook.in_force.rituals.get(transfer.ritual or "")
        accepting = _accepting(case, ritual, receiver) if ritual is not None else ()
        if not accepting or not swarm.roles or ritual is None:
            continue
        who = case.names("role", accepting)
        place = Place(swarm.address, ("roles",), key=True)
        seated = [role for role in accepting if role in swarm.roles]
        if not seated:
            yield Breach(
                place,
                f"{who} of {receiver.name} will accept in {ritual.name}, and {swarm.name} has no {who}",
                f"add {case.name('role', accepting[0])} of {receiver.name} to the `roles` of {swarm.name}",
                ((f"the roles of {receiver.name}", Place(receiver.address, ("roles",), key=True)),),
            )
        elif all(_other_people(swarm, receiver, role) for role in seated):
            role = seated[0]
            yield Breach(
                Place(swarm.address, ("roles", role, "holders")),
                f"{case.name('role', role)} is somebody else in {swarm.name} than in {receiver.name}, which will "
                f"accept in {ritual.name}",
                f"give the {case.name('role', role)} of {receiver.name} a place in {swarm.name}",
                ((f"who it is in {receiver.name}", Place(receiver.address, ("roles", role, "holders"))),),
            )


def _accepting(case: Case, ritual: Ritual, receiver: Team) -> tuple[str, ...]:
    """The roles of the receiving team that accept in a ritual, as far as the playbook tells."""
    leading = tuple(role for role in ritual.facilitator.roles if role in receiver.roles)
    if leading:
        return leading
    decisions = (each for each in case.playbook.in_force.activities.values() if each.is_decision)
    deciders = (role for each in decisions if ritual.id in each.rituals for role in each.accountable)
    return tuple(dict.fromkeys(role for role in deciders if role in receiver.roles))


def _other_people(swarm: Team, receiver: Team, role: str) -> bool:
    here, there = swarm.roles[role].holders, receiver.roles[role].holders
    return bool(here) and bool(there) and not set(here) & set(there)


@rule("T519", Severity.WARNING)
def relay_of_swarms(case: Case) -> Iterator[Breach]:
    """A swarm hands over to another swarm.

    Looked at are transfers that lie ahead; it fires when the receiving team is a swarm.

    Why: every change of hands loses something, and what the second swarm never understood it cannot pass on. The
    product comes to its steward by hearsay.

    To mend it: hand over to the standing team at once, and let the people who are needed further on go along; or make
    one swarm of the two.

    Smell: HO4
    """
    teams = case.playbook.in_force.teams
    for swarm, _, receiver in _transfers(case):
        if not receiver.is_swarm:
            continue
        last = teams.get(receiver.transfer.to) if receiver.transfer is not None else None
        steward = f"{last.name}, which gets it in the end" if last and not last.is_swarm else "a standing team"
        yield Breach(
            Place(swarm.address, ("transfer", "to")),
            f"{swarm.name} hands over to {receiver.name}, which is a swarm too",
            f"hand over to {steward}, and let those who are needed further on go along",
            ((f"{receiver.name} is a swarm", Place(receiver.address, ("kind",))),),
        )
