"""Load: how much of people's time the conversations take. What one conversation says of itself: `conversations`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta

from opbook.checks import conversations
from opbook.checks.rule import Breach, Case, Place, rule
from opbook.model.activity import Letter
from opbook.model.clashes import Clash, Sitting, better_time, clashes, people_in_both
from opbook.model.diagnostic import Severity
from opbook.model.meetings import hours_of_seats, hours_per_week, talked_over
from opbook.model.phrases import counted, in_quotes, listed
from opbook.model.playbook import Playbook
from opbook.model.portfolio import runs_on
from opbook.model.ritual import Ritual
from opbook.model.role import Role

assert conversations  # importing it declares its rules

_FARTHEST = 1096.0  # three years: beyond that nobody plans, and a count of days must end somewhere


@rule("L701", Severity.WARNING)
def too_many_meeting_hours(case: Case) -> Iterator[Breach]:
    """The required rituals leave a role, or a person, too little time to work.

    Counted are the hours a week of all rituals that require a role: for the role as if it took part in each once,
    and for a person whom teams name as holder in several of them as often as those teams hold the ritual. It fires
    above the `hours` of `playbook.yml`: by default 8 for practitioners, 10 for leads and 12 for executives. Teams that
    have ended, or have not begun, do not count, and nobody is told whose role is told already.

    Why: work that needs thought needs hours in a row. Somebody who is required everywhere is late everywhere, and
    the first thing to go is the talk with the other side that no calendar enforces.

    To mend it: make the role optional where it has nothing in hand; let two teams hold a ritual together; hold a long
    one less often. Give a seat to somebody else before you raise the limit.

    Smell: RI2
    """
    playbook = case.playbook.in_force
    told: set[str] = set()
    for role in playbook.roles.values():
        costs = hours_of(playbook, role.id)
        hours, limit = hours_per_week(playbook, role.id), case.playbook.settings.hours.limit(role.level)
        if round(hours, 2) <= limit:
            continue
        told.add(role.id)
        message = (
            f"rituals that require {role.name} take {_hours(hours)} a week; {limit} is the limit for {_a(role.level)}: "
            f"{_costliest(case, costs)}"
        )
        yield Breach(Place(role.address, ("name",)), message, _cheapest_cut(case, role, costs, limit))
    yield from _people(case, playbook, told)


def hours_of(playbook: Playbook, role: str) -> Mapping[str, float]:
    """The hours a week of each ritual that requires a role, by the ritual's id."""
    return {each.id: each.hours_a_week for each in playbook.requiring.get(role, ())}


def _people(case: Case, playbook: Playbook, told: set[str]) -> Iterator[Breach]:
    seats: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for team in playbook.teams.values():
        for role_id, each in team.roles.items() if runs_on(team, case.on) else ():
            for holder in dict.fromkeys(each.holders):
                seats[holder].append((role_id, team.id))
    for holder, own in seats.items():
        roles = [playbook.roles[role] for role, _ in own if role in playbook.roles]
        if len({team for _, team in own}) < 2 or not roles or told & {role for role, _ in own}:
            continue
        costs = hours_of_seats(playbook, own)
        hours = sum(costs.values())
        limit, level = max((case.playbook.settings.hours.limit(role.level), role.level) for role in roles)
        if round(hours, 2) <= limit:
            continue
        places = [
            Place(
                playbook.teams[team].address,
                ("roles", role, "holders", playbook.teams[team].roles[role].holders.index(holder)),
            )
            for role, team in own
        ]
        who = (
            f"{holder} ({_seats(case, own)})"
            if case.playbook.settings.show_holders
            else f"whoever is {_seats(case, own)}"
        )
        message = (
            f"rituals that require {who} take {_hours(hours)} a week; {limit} is the limit for {_a(level)}: "
            f"{_costliest(case, costs)}"
        )
        related = tuple(
            (f"the seat as {_seats(case, [seat])}", place) for seat, place in zip(own[:-1], places, strict=False)
        )
        yield Breach(places[-1], message, _lighter_seats(case, playbook, own, limit), related)


def _hours(hours: float) -> str:
    return f"{round(hours, 2):g} hours"


def _a(level: str) -> str:
    return f"{'an' if level[0] in 'aeiou' else 'a'} {level}"


def _costliest(case: Case, costs: Mapping[str, float]) -> str:
    """The three rituals that cost most."""
    first = sorted(costs, key=lambda id_: -costs[id_])[:3]
    return "most goes into " + listed(f"{case.name('ritual', id_)} ({round(costs[id_], 2):g})" for id_ in first)


def _seats(case: Case, seats: list[tuple[str, str]]) -> str:
    """Seats in words: ``Product Owner in Fares and in Lantern``."""
    teams: defaultdict[str, list[str]] = defaultdict(list)
    for role, team in seats:
        teams[role].append(f"in {case.name('team', team)}")
    return listed(f"{case.name('role', role)} {listed(where)}" for role, where in teams.items())


def _cheapest_cut(case: Case, role: Role, costs: Mapping[str, float], limit: float) -> str:
    hours, playbook = sum(costs.values()), case.playbook.in_force
    free = sorted(
        (id_ for id_ in costs if _is_spectator(playbook, playbook.rituals[id_], role.id)), key=costs.__getitem__
    )
    enough = [id_ for id_ in free if round(hours - costs[id_], 2) <= limit]
    cut: list[str] = enough[:1]
    for id_ in reversed(free) if not cut else ():
        cut.append(id_)
        if round(hours - sum(map(costs.__getitem__, cut)), 2) <= limit:
            break
    if cut:
        left = hours - sum(map(costs.__getitem__, cut))
        more = "" if round(left, 2) <= limit else f"; then {_halved(case, costs, set(cut), left)}"
        return (
            f"move {role.name} to the optional participants of {case.names('ritual', cut)}, where it neither leads nor "
            f"has work in hand: that leaves {_hours(left)}{more}"
        )
    return f"{_halved(case, costs, set(), hours)}; {role.name} leads or has work in hand in every one of its rituals"


def _halved(case: Case, costs: Mapping[str, float], without: set[str], hours: float) -> str:
    longest = max((id_ for id_ in costs if id_ not in without), key=costs.__getitem__, default=None)
    if longest is None:
        return "look at the hours again"
    left = _hours(hours - costs[longest] / 2)
    return f"hold {case.name('ritual', longest)} half as often, or half as long, which leaves {left}"


def _is_spectator(playbook: Playbook, ritual: Ritual, role: str) -> bool:
    """Whether a role neither leads a ritual nor has anything in hand that is talked over there."""
    has_work = any(role in activity.hands for activity in talked_over(playbook, ritual))
    leads = role in (*ritual.facilitator.roles, *(item.lead for item in ritual.agenda))
    return not has_work and not leads


def _lighter_seats(case: Case, playbook: Playbook, seats: list[tuple[str, str]], limit: float) -> str:
    """What costs a person with several seats least: one conversation less, else one seat less."""
    costs = hours_of_seats(playbook, seats)
    hours = sum(costs.values())
    spared = {}
    for id_, cost in costs.items():
        ritual = playbook.rituals[id_]
        where = [t for _, t in seats if id_ in playbook.teams[t].rituals]
        if len(set(where)) > 1 and cost > ritual.hours_a_week:
            spared[id_] = cost - ritual.hours_a_week
    enough = [id_ for id_, saved in spared.items() if round(hours - saved, 2) <= limit]
    if enough:
        least = min(enough, key=spared.__getitem__)
        teams = [case.name("team", t) for t in dict.fromkeys(t for _, t in seats) if least in playbook.teams[t].rituals]
        name = case.name("ritual", least)
        return f"let {listed(teams)} hold {name} together, which leaves {_hours(hours - spared[least])}"

    left = {seat: sum(hours_of_seats(playbook, [each for each in seats if each != seat]).values()) for seat in seats}
    under = [seat for seat in seats if round(left[seat], 2) <= limit]
    seat = max(under, key=left.__getitem__) if under else min(seats, key=left.__getitem__)
    return f"let somebody else be {_seats(case, [seat])}, which leaves {_hours(left[seat])}"


@rule("L702", Severity.INFO, most=10)
def crowded_decision(case: Case) -> Iterator[Breach]:
    """A decision is taken in a ritual that requires a crowd.

    Looked at are rituals in which a decision is taken: one that links the ritual, or stands in it. It fires above
    `most` required roles; rituals of kind `planning` are exempt, since planning together is their point.

    Why: with many in the room the talk turns into reports, and those who decide meet again afterwards to decide.

    To mend it: make those optional who have no part in what is decided there, and send them the decision. Where all
    have one, take the decision in a smaller ritual.

    Smell: RI5
    """
    playbook = case.playbook.in_force
    for ritual in playbook.rituals.values():
        required = ritual.participants.required
        taken = [each for each in talked_over(playbook, ritual) if each.is_decision]
        if not taken or ritual.kind == "planning" or not len(required) > case.threshold("most"):
            continue
        surplus = len(required) - int(case.threshold("most"))
        needed = {
            role for each in taken for role in (*each.hands, *each.parts[Letter.CONSULTED], *ritual.facilitator.roles)
        }
        idle = [role for role in required if role not in needed]
        message = (
            f"{ritual.name} requires {counted(len(required), 'role')}, {surplus} more than the limit of "
            f"{case.threshold('most'):g}, and decides on {in_quotes(each.name for each in taken)}"
        )
        if len(idle) >= surplus:
            few = "" if len(idle) == surplus else f"{'one' if surplus == 1 else surplus} of "
            fix = f"move {few}{case.names('role', idle)} to the optional participants: no decision there asks for them"
        elif idle:
            rest = surplus - len(idle)
            fix = (
                f"move {case.names('role', idle)} to the optional participants, whom no decision there asks for, and "
                f"{counted(rest, 'role')} more whose word can be had in writing before"
            )
        else:
            fix = f"all have a part in a decision here: decide on {in_quotes([taken[-1].name])} in a smaller ritual"
        yield Breach(Place(ritual.address, ("participants", "required"), key=True), message, fix)


@rule("L707", Severity.WARNING, days=92)
def two_rituals_at_once(case: Case) -> Iterator[Breach]:
    """Two rituals require the same people at the same time.

    Looked at is what takes place by the calendar in the next `days` days: each ritual as each team holds it, or as it
    is held once for all, in its own time zone. It fires where two of them overlap and require the same role, if the
    role sits in the teams that hold them, and if one person holds it in both where both name their holders. Each pair
    is told once, with the first day.

    Why: whoever is due in two places is absent from one of them, and it is always the one of the other side.

    To mend it: move the one that fewer people attend, or that one team holds for itself.

    Smell: none
    """
    playbook = case.playbook.in_force
    days = min(max(0.0, case.threshold("days")), _FARTHEST)
    last = case.on + timedelta(days=days)
    for clash in clashes(playbook, case.on, last):
        in_order = sorted((clash.first, clash.second), key=_weight)
        times = ((each, better_time(playbook, each, case.on, last)) for each in in_order)
        moved, time = next((pair for pair in times if pair[1] is not None), (in_order[0], None))
        other = clash.second if moved is clash.first else clash.first
        message = f"{_sitting(moved)} and {_sitting(other)} both require {_wanted(case, clash)}"
        fix = f"hold one of them on another day: on this one there is no hour at which {_title(moved)} meets nothing"
        if time is not None:
            fix = (
                f'hold {_title(moved)} at {time} (`at: "{time}"`): then it meets nothing else that requires its people '
                f"until {last}"
            )
        yield Breach(_where(case, moved), message, fix, ((_title(other), _where(case, other)),))


def _weight(each: Sitting) -> tuple[bool, int, tuple[str, str]]:
    """How hard a holding is to move: harder if it is held for all, harder with more people."""
    return (each.team is None, len(each.ritual.participants.required), each.holding)


def _title(each: Sitting) -> str:
    return f"{each.ritual.name} of {each.team.name}" if each.team is not None else each.ritual.name


def _sitting(each: Sitting) -> str:
    day = f"{each.starts:%A} {each.starts.date()}"
    return f"{_title(each)} ({day}, {each.starts:%H:%M} to {each.ends:%H:%M} {each.starts.tzinfo})"


def _wanted(case: Case, clash: Clash) -> str:
    """Who is wanted twice, by name where the playbook shows names."""
    words = []
    for role in clash.roles:
        names = people_in_both(role, clash.first.team, clash.second.team)
        shown = f" ({listed(names)})" if names and case.playbook.settings.show_holders else ""
        words.append(case.name("role", role) + shown)
    return listed(words, most=5)


def _where(case: Case, each: Sitting) -> Place:
    """Where a holding's time stands: with the team that has its own, else with the ritual."""
    ritual, team = each.ritual, each.team
    if team is not None and team.rituals[ritual.id].at is not None:
        return Place(team.address, ("rituals", ritual.id, "at"))
    if team is not None:
        return Place(team.address, ("rituals", ritual.id), key=True)
    at = f"{each.starts:%H:%M}"
    index = next((index for index, cadence in enumerate(ritual.cadence) if cadence.at == at), 0)
    return Place(ritual.address, ("cadence", index, "at"))
