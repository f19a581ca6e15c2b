"""Planning: whether both sides plan together, or one plans and the other is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from math import ceil

from opbook.checks.parts import part, quoted, row_of, word
from opbook.checks.rule import Breach, Case, Place, rule
from opbook.model.activity import Activity, Letter
from opbook.model.bet import Bet
from opbook.model.diagnostic import Severity
from opbook.model.meetings import hours_together, rituals_in_force
from opbook.model.phrases import listed
from opbook.model.responsibility import roles_in_force, shared_work
from opbook.model.ritual import Ritual
from opbook.model.role import Role
from opbook.model.stage import Stage
from opbook.model.team import Team

PLANNING_KINDS = ("planning", "alignment", "kickoff")
"""The kinds of ritual in which a plan is made: of a quarter, of what success is, of a swarm."""


def _sides(case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys(case.playbook.settings.sides))


def _missing(case: Case, present: set[str]) -> str | None:
    """The first side that is not present, where no more than one of several is; else `None`."""
    sides = _sides(case)
    if len(sides) < 2 or len(present) > 1:
        return None
    return next(side for side in sides if side not in present)


def _side(case: Case, side: str) -> str:
    known = case.playbook.settings.disciplines.get(side)
    return f"the {known.name.lower() if known is not None else side} side"


def _of(case: Case, side: str) -> tuple[Role, ...]:
    return tuple(role for role in roles_in_force(case.playbook) if role.discipline == side)


def _peer(case: Case, side: str, present: Iterable[str]) -> str:
    """Who of a side would join these roles most naturally: a counterpart of one of them, else a lead, else anyone.

    Returns:
        The name of the role, with the reason in brackets; empty where the side has no role.
    """
    present = tuple(present)
    known = _of(case, side)
    for role in known:
        partner = next((each for each in present if _are_counterparts(case, each, role.id)), None)
        if partner is not None:
            return f"{role.name} (counterpart of {case.name('role', partner)})"
    leads = [role for role in known if role.level == "lead"]
    return next((role.name for role in (*leads, *known)), "")


def _are_counterparts(case: Case, a: str, b: str) -> bool:
    """Whether at least one of two roles names the other."""
    roles = case.playbook.roles
    pairs = ((a, b), (b, a))
    return any(each.role == to for name, to in pairs if name in roles for each in roles[name].counterparts)


def _side_is_empty(case: Case, side: str) -> str:
    return f"describe the role of {_side(case, side)} that has to be there; this playbook has none yet"


@rule("P301", Severity.ERROR)
def planning_alone(case: Case) -> Iterator[Breach]:
    """A planning ritual can take place with one side only, or with neither.

    Looked at is every ritual of kind `planning`. It fires when the roles that it requires come from no more than one of
    the playbook's `sides`. Optional participants do not count: a plan that can be made without them is made without
    them.

    Why: a plan made by one side is a wish list or a schedule. The other side finds out what was promised in its name,
    and spends the quarter explaining why it cannot be so.

    To mend it: require a role of the other side, best one that is optional there already or is a counterpart of
    somebody who is required.

    Smell: RI1
    """
    for ritual, missing in _planned_alone(case):
        required = ritual.participants.required
        by_side = {side: tuple(role for role in required if case.sides_of((role,)) == {side}) for side in _sides(case)}
        said = listed(
            f"{case.names('role', roles) or 'nobody'} of {_side(case, side)}" for side, roles in by_side.items()
        )
        yield Breach(
            Place(ritual.address, ("participants", "required")),
            f"{ritual.name} requires {said}",
            _whom_to_require(case, ritual, missing),
        )


def _planned_alone(case: Case) -> Iterator[tuple[Ritual, str]]:
    """The planning rituals that require one side at most, each with the side to bring in first."""
    for ritual in rituals_in_force(case.playbook):
        missing = _missing(case, case.sides_of(ritual.participants.required))
        if ritual.kind == "planning" and missing is not None:
            yield ritual, missing


def _whom_to_require(case: Case, ritual: Ritual, missing: str) -> str:
    welcome = [role.name for role in _of(case, missing) if role.id in ritual.participants.optional]
    if welcome:
        return f"move {welcome[0]} from the optional participants of {ritual.name} to the required ones"
    peer = _peer(case, missing, ritual.participants.required)
    if not peer:
        return _side_is_empty(case, missing)
    return f"add {peer} to the required participants of {ritual.name}"


@rule("P302", Severity.WARNING)
def one_side_plans(case: Case) -> Iterator[Breach]:
    """In a stage that plans, one side settles an activity without hearing the other.

    Looked at is every activity of a stage with `plans: true`. It fires when exactly one of the playbook's `sides` is
    among those who are accountable, responsible or consulted. Roles of other disciplines count for no side, and to be
    informed is too late. A stage whose hands are all of one side is told once, by P303.

    Why: what is planned alone is paid for together. The other side meets the plan when it is finished, and can only
    obey it or fight it.

    To mend it: consult a role of the other side, first one that is informed now.

    Smell: RA15
    """
    for stage in _planning_stages(case):
        if _hands_of_one_side(case, stage) is not None:  # P303 says this of the whole stage
            continue
        for activity in stage.activities.values():
            heard = tuple(dict.fromkeys((*activity.hands, *activity.parts[Letter.CONSULTED])))
            present = case.sides_of(heard)
            missing = _missing(case, present)
            if missing is None or not present:
                continue
            ours = tuple(role for role in heard if case.sides_of((role,)))
            yield Breach(
                part(activity, Letter.CONSULTED),
                f"{quoted(activity)}, planned in {stage.name}, hears {case.names('role', ours)} of "
                f"{_side(case, next(iter(present)))} and nobody of {_side(case, missing)}",
                _whom_to_hear(case, activity, missing, ours),
            )


def _planning_stages(case: Case) -> Iterator[Stage]:
    return (stage for stage in case.playbook.stages.values() if stage.plans and stage.withdrawn is None)


def _whom_to_hear(case: Case, activity: Activity, missing: str, ours: tuple[str, ...]) -> str:
    consulted = activity.route(Letter.CONSULTED)[1]
    told = [role.name for role in _of(case, missing) if role.id in activity.parts[Letter.INFORMED]]
    if told:
        return f"move {told[0]} from informed to {consulted}"
    peer = _peer(case, missing, ours)
    return f"add {peer} to {consulted}" if peer else _side_is_empty(case, missing)


@rule("P303", Severity.ERROR)
def planning_stage_of_one_side(case: Case) -> Iterator[Breach]:
    """A whole stage of planning is in the hands of one side.

    Looked at is every stage with `plans: true`. It fires when over all its activities exactly one of the playbook's
    `sides` is among those who are accountable or responsible.

    Why: a side that is at most consulted during planning has no work in the plan, so it learns the plan's reasons from
    a document. The first real conversation then takes place when something is late.

    To mend it: make a role of the other side responsible for one activity of the stage, best one for which it is
    consulted already.

    Smell: none
    """
    for stage in _planning_stages(case):
        present = _hands_of_one_side(case, stage)
        missing = _missing(case, {present}) if present is not None else None
        if present is None or missing is None:
            continue
        hands = {role for activity in stage.activities.values() for role in activity.hands}
        ours = {role for role in hands if case.sides_of((role,))}
        activities = tuple(stage.activities.values())
        there = f"there {'is' if len(ours) == 1 else 'are'} {case.names('role', ours)}"
        number = "its one activity" if len(activities) == 1 else f"its {len(activities)} activities"
        yield Breach(
            Place(stage.address, ("plans",)),
            f"{stage.name} plans, and among those who have {number} in hand {there} "
            f"of {_side(case, present)} and nobody of {_side(case, missing)}",
            _what_to_hand_over(case, activities, missing, ours),
        )


def _hands_of_one_side(case: Case, stage: Stage) -> str | None:
    """The side that has the whole stage in hand; `None` where both do or neither does."""
    present = case.sides_of({role for activity in stage.activities.values() for role in activity.hands})
    return next(iter(present)) if len(present) == 1 and _missing(case, present) is not None else None


def _what_to_hand_over(case: Case, activities: tuple[Activity, ...], missing: str, ours: set[str]) -> str:
    theirs = _of(case, missing)
    for letter in (Letter.SUPPORT, Letter.CONSULTED, Letter.INFORMED):
        for activity in activities:
            for role in theirs:
                if activity.daci is None and role.id in activity.parts[letter]:
                    now = word(activity, letter)
                    return f"make {role.name} responsible for {quoted(activity)} as well, where it is {now} now"
    peer = _peer(case, missing, sorted(ours))
    return f"make {peer} responsible for one of them as well" if peer else _side_is_empty(case, missing)


@rule("P304", Severity.WARNING)
def counterparts_who_never_plan(case: Case) -> Iterator[Breach]:
    """Two counterparts from both sides share work, and never plan together.

    Looked at are roles of different `sides` of which one names the other as a counterpart, and which are both
    accountable or responsible in at least one activity. It fires when no ritual of kind `planning`, `alignment` or
    `kickoff` requires both. Where one of the two is required in a planning ritual of one side only, P301 says it.

    Why: counterparts who meet only over work in progress argue about consequences of a plan that neither has seen the
    other make. The hour before the work begins is the cheapest one they will ever share.

    To mend it: require both where one of them is required already.

    Smell: none
    """
    alone = [set(ritual.participants.required) for ritual, _ in _planned_alone(case)]
    plans = [ritual for ritual in rituals_in_force(case.playbook) if ritual.kind in PLANNING_KINDS]
    for role, index, other in _counterparts_across(case):
        pair = {role.id, other.id}
        shared = shared_work(case.playbook.in_force, role.id, other.id)
        together = any(pair <= set(ritual.participants.required) for ritual in plans)
        if not shared or together or any(pair & required for required in alone):  # the last is left to P301
            continue
        yield Breach(
            Place(role.address, ("counterparts", index, "role")),
            f"{role.name} and {other.name} are counterparts and both have {row_of(shared)} in hand, "
            "and no planning, alignment or kick-off ritual requires both",
            _where_to_plan(role, other, plans),
        )


def _counterparts_across(case: Case) -> Iterator[tuple[Role, int, Role]]:
    """Every pair of counterparts from different sides, once, with the place in the list of the first who names it."""
    seen: set[frozenset[str]] = set()
    for role in roles_in_force(case.playbook):
        for index, each in enumerate(role.counterparts):
            other = case.playbook.roles.get(each.role)
            pair = frozenset((role.id, each.role))
            if other is None or other.withdrawn is not None or pair in seen or len(case.sides_of(set(pair))) < 2:
                continue
            seen.add(pair)
            yield role, index, other


def _where_to_plan(role: Role, other: Role, plans: list[Ritual]) -> str:
    for ritual in plans:
        for here, away in ((role, other), (other, role)):
            if here.id in ritual.participants.required:
                return (
                    f"add {away.name} to the required participants of {ritual.name}, which requires {here.name} already"
                )
    if plans:
        return f"add {role.name} and {other.name} to the required participants of {plans[0].name}"
    return f"describe the ritual in which {role.name} and {other.name} plan, with kind planning, and require both"


@rule("P305", Severity.WARNING, minutes=30)
def strangers_on_one_bet(case: Case) -> Iterator[Breach]:
    """The leads of both sides work on one bet and hardly ever talk.

    Looked at is the team of every open bet. It fires when two of its roles, both of level `lead` and from different
    `sides` of the playbook, spend less than `minutes` a week in rituals that require both. Counted are rituals that the
    team holds and those that are held once for all. A team with several bets is told once.

    Why: the two who could settle a question in five minutes settle it through three others in five days. Conversation
    that is not in the calendar stops in the week in which it is needed most.

    To mend it: require both in a short weekly ritual that one of them attends anyway.

    Smell: RI9
    """
    minutes = case.threshold("minutes")
    for team_id, bets in _bets_by_team(case).items():
        team = case.playbook.teams[team_id]
        leads = [role for id_ in team.roles if (role := case.playbook.roles.get(id_)) and role.level == "lead"]
        leads = [role for role in leads if role.withdrawn is None and role.discipline in _sides(case)]
        for first, second in combinations(leads, 2):
            together = hours_together(case.playbook, first.id, second.id, team.id) * 60
            if first.discipline == second.discipline or together >= minutes:
                continue
            yield Breach(
                Place(bets[0].address, ("team",)),
                f"{first.name} and {second.name} lead {bets[0].name} from both sides in {team.name}, and share "
                f"{_minutes(together)} a week in rituals that require both; {minutes:g} is the least",
                _where_to_talk(case, team, first, second, minutes - together),
                tuple((f"{team.name} works on this bet too", Place(bet.address, ("team",))) for bet in bets[1:]),
            )


def _bets_by_team(case: Case) -> dict[str, list[Bet]]:
    found: dict[str, list[Bet]] = {}
    for bet in case.playbook.bets.values():
        team = case.playbook.teams.get(bet.team or "")
        if bet.is_open and bet.withdrawn is None and team is not None and team.withdrawn is None:
            found.setdefault(team.id, []).append(bet)
    return found


def _minutes(number: float) -> str:
    whole = int(number)  # rounded down, so that 29.6 is not told as the 30 that it falls short of
    return "no time" if number == 0 else f"{whole} minute{'' if whole == 1 else 's'}"


def _where_to_talk(case: Case, team: Team, first: Role, second: Role, short: float) -> str:
    """The ritual that one of the two attends anyway and that gives enough time, the shortest of them."""
    talks = sorted(rituals_in_force(case.playbook, team.id), key=lambda ritual: ritual.hours_a_week)
    for ritual in talks:
        for here, away in ((first, second), (second, first)):
            required = ritual.participants.required
            minutes = ritual.hours_a_week * 60
            if here.id in required and away.id not in required and minutes >= short:
                return (
                    f"add {away.name} to the required participants of {ritual.name}, which requires {here.name} "
                    f"already and gives them {_minutes(minutes)} a week"
                )
    return f"hold a weekly ritual of {ceil(short)} minutes that requires {first.name} and {second.name}"
