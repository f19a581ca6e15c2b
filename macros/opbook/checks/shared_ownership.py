"""Shared ownership: work that stays in a conversation while it moves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from opbook.checks.rule import Breach, Case, Place, rule
from opbook.checks.ways_to_meet import cheapest_way, missing, present
from opbook.model.activity import Activity, Letter
from opbook.model.diagnostic import Route, Severity
from opbook.model.flow import Edge, circles, edges, handoffs
from opbook.model.meetings import meets, rituals_of
from opbook.model.phrases import listed
from opbook.model.playbook import Playbook
from opbook.model.stage import Stage


@rule("H201", Severity.ERROR)
def handoff_without_conversation(case: Case) -> Iterator[Breach]:
    """Work passes from some hands to others, and no conversation spans the step.

    Looked at is every entry of `after` whose two activities share no responsible role: there the work changes hands.
    A ritual spans the step when one of the two activities links it and it requires both somebody who has the first
    activity in hand (accountable or responsible) and somebody responsible for the second.

    Why: what is not written down stays behind. People who take up work from others whom they never hear find out what
    was meant from the faults, weeks later, and call it bad input.

    To mend it: link a ritual that requires both already. If there is none, make one role of the missing side a
    required participant of the linked ritual. Naming one responsible role for both activities mends it too.

    Smell: HO1
    """
    for edge in handoffs(case.playbook.in_force):
        first, second = edge.first, edge.second
        if not first.responsible or not second.responsible:
            continue  # nobody does it: the family of responsibility says so
        groups = (first.hands, second.responsible)
        linked = tuple(dict.fromkeys((*first.rituals, *second.rituals)))
        yield Breach(
            Place(second.address, ("after", second.after.index(first.id))),
            f'"{second.name}" takes up the result of "{first.name}": the work changes hands from '
            f"{case.names('role', first.responsible)} to {case.names('role', second.responsible)}, and "
            + _why_unspanned(case, edge, linked),
            cheapest_way(case, groups, linked, f'"{second.name}" or "{first.name}"'),
            ((f'here "{first.name}" is in hand', Place(first.address)),),
        )


def _why_unspanned(case: Case, edge: Edge, linked: tuple[str, ...]) -> str:
    rituals = case.playbook.in_force.rituals
    groups = (edge.first.hands, edge.second.responsible)
    lacking = []
    for ritual in (rituals[id_] for id_ in linked if id_ in rituals):
        who = case.names("role", missing(ritual, groups))
        there = case.names("role", present(ritual, groups))
        lacking.append(f"{ritual.name} requires {there} but not {who}" if there else f"{ritual.name} requires neither")
    if not lacking:
        return "neither activity links a ritual"
    return f"no linked ritual requires both: {'; '.join(lacking)}"


@rule("H202", Severity.ERROR)
def accountable_never_meets_responsible(case: Case) -> Iterator[Breach]:
    """Whoever answers for an activity never meets somebody who does it.

    Looked at is every activity with one accountable role. It meets a responsible role where some ritual requires both
    and either takes place monthly or more often by the calendar, or is linked from the activity.

    Why: to answer for work without hearing those who do it means to learn of trouble from a report. The yes or no
    then comes late, and from somebody who has not seen what it is about.

    To mend it: link a ritual that requires both already, or make the missing role a required participant of a linked
    one. If the two have no reason to talk, one of them is in the wrong part.

    Smell: RA12
    """
    playbook = case.playbook.in_force
    for activity in playbook.activities.values():
        if len(activity.accountable) != 1:
            continue  # nobody or too many: the family of responsibility says so
        head = activity.accountable[0]
        unmet = [role for role in activity.responsible if role != head and not meets(playbook, head, role, activity)]
        if not unmet:
            continue
        links = [playbook.rituals[id_].name for id_ in activity.rituals if id_ in playbook.rituals]
        linked = (
            f"nor does {links[0]}, which is linked" if len(links) == 1 else f"nor does any linked one: {listed(links)}"
        )
        yield Breach(
            Place(activity.address, _entry(activity, Letter.RESPONSIBLE, unmet)),
            f'{case.name("role", head)} answers for "{activity.name}" and never meets {case.names("role", unmet)}, '
            f"who {'does' if len(unmet) == 1 else 'do'} it: no ritual held monthly or more often requires both"
            + (f", {linked}" if links else ", and none is linked"),
            cheapest_way(
                case, [(head,), *((role,) for role in unmet)], activity.rituals, "the activity", often_is_enough=True
            ),
            (
                (
                    f"{case.name('role', head)} is accountable",
                    Place(activity.address, activity.route(Letter.ACCOUNTABLE)),
                ),
            ),
        )


def _entry(activity: Activity, letter: Letter, roles: list[str]) -> Route:
    """The way to a role in its part, or to the whole part where several are concerned."""
    route = activity.route(letter)
    return (*route, activity.parts[letter].index(roles[0])) if len(roles) == 1 else route


@rule("H203", Severity.WARNING)
def consulted_on_paper(case: Case) -> Iterator[Breach]:
    """Somebody is to be consulted by people whom they meet in no ritual at all.

    Looked at is every consulted role of an activity. It fires when no ritual has both that role and one of those who
    have the activity in hand (accountable or responsible) among its participants, required or optional.

    Why: to consult means to ask before the act and to hear the answer. Without a place to ask, the letter C turns
    into a mail after the decision, and those who were not asked stop answering.

    To mend it: invite the role, as an optional participant, to a ritual that those in charge hold anyway. If nothing
    would be asked, make the role informed.

    Smell: RA13
    """
    playbook = case.playbook.in_force
    for activity in playbook.activities.values():
        if not activity.hands:
            continue
        heard = frozenset(activity.hands).union(*(playbook.company.get(hand, ()) for hand in activity.hands))
        unheard = [role for role in activity.parts[Letter.CONSULTED] if role not in heard]
        if not unheard:
            continue
        who = case.names("role", unheard)
        yield Breach(
            Place(activity.address, _entry(activity, Letter.CONSULTED, unheard)),
            f'{who} {"is" if len(unheard) == 1 else "are"} to be consulted on "{activity.name}" and '
            f"{'shares' if len(unheard) == 1 else 'share'} no ritual with {case.names('role', activity.hands)}, "
            "who would have to ask",
            _way_to_be_heard(playbook, activity, who),
        )


def _way_to_be_heard(playbook: Playbook, activity: Activity, who: str) -> str:
    """The ritual to which those in charge could invite somebody: one that is linked, else the most frequent."""
    held = {ritual.id: ritual for hand in activity.hands for ritual in rituals_of(playbook, hand)}
    best = min(held.values(), key=lambda each: (each.id not in activity.rituals, -each.a_year), default=None)
    if best is None:
        return f"add a ritual in which {who} can be asked, and link it from the activity; or make {who} informed"
    return f"add {who} to the optional participants of {best.name}; or make {who} informed"


@rule("H204", Severity.ERROR)
def stages_without_common_hands(case: Case) -> Iterator[Breach]:
    """Nobody who has one stage in hand has the next one in hand.

    Compared are neighbouring stages, by `order`, stages without activities left out, and also stages that lie further
    apart where an activity of the later one takes up a result of the earlier one. It fires when no role is accountable
    or responsible in both.

    Why: a boundary that nobody crosses is where the reasons are lost. The plan arrives, and the people who knew what
    it was for do not.

    To mend it: make one role that has the earlier stage in hand responsible for one activity of the later one, first
    of all a role that is consulted there already.

    Smell: HO5
    """
    playbook = case.playbook.in_force
    for earlier, later in _bordering(playbook):
        before, after = _hands(earlier), _hands(later)
        if not before or not after or set(before) & set(after):
            continue
        yield Breach(
            Place(later.address, ("activities",), key=True),
            f"no role has both {earlier.name} and {later.name} in hand: {earlier.name} is done by "
            f"{case.names('role', set(before))}; {later.name} by {case.names('role', set(after))}",
            _who_goes_on(case, earlier, later),
            ((f"the activities of {earlier.name}", Place(earlier.address, ("activities",), key=True)),),
        )


def _bordering(playbook: Playbook) -> Iterator[tuple[Stage, Stage]]:
    """The stages between which a product, or its work, passes."""
    stages = [stage for stage in playbook.stages.values() if stage.activities]
    orders = sorted({stage.order for stage in stages})
    following = dict(pairwise(orders))
    by_flow = {
        (edge.first.home.id, edge.second.home.id)
        for edge in edges(playbook)
        if edge.first.home.kind == edge.second.home.kind == Stage.entity_kind
    }
    for earlier in stages:
        for later in stages:
            if earlier.order < later.order and (
                following[earlier.order] == later.order or (earlier.id, later.id) in by_flow
            ):
                yield earlier, later


def _hands(stage: Stage) -> tuple[str, ...]:
    return tuple(dict.fromkeys(role for activity in stage.activities.values() for role in activity.hands))


def _who_goes_on(case: Case, earlier: Stage, later: Stage) -> str:
    """Which role could be responsible for what: one with another part there, at an activity that comes from here."""
    activities = list(later.activities.values())
    taking_up = {each.id for each in activities if any(id_ in earlier.activities for id_ in each.after)}
    hands = _hands(earlier)
    pairs = [(role, activity) for activity in activities for role in hands]

    def cost(pair: tuple[str, Activity]) -> tuple[bool, bool, int]:
        role, activity = pair
        return role not in activity.roles, activity.id not in taking_up, len(activity.responsible)

    role, activity = min(pairs, key=cost)
    part = next(iter(activity.letters(role)), None)
    today = f", where it is {part.name.lower()} today" if part in (Letter.CONSULTED, Letter.INFORMED) else ""
    return f'make {case.name("role", role)} of {earlier.name} responsible for "{activity.name}"{today}'


@rule("H205", Severity.WARNING)
def builder_gone_after_launch(case: Case) -> Iterator[Breach]:
    """Somebody who answers for building takes part in no conversation after launch.

    Builders are the roles that are accountable for an activity in the last stage before the `live` ones in which a
    swarm works (`team` is `swarm` or `both`). It fires for those who take part, required or optional, in none of the
    rituals that activities of live stages link.

    Why: who decides what is built and never sees what it did for customers cannot learn from it, and the next thing
    is built in the same way.

    To mend it: invite the role, as an optional participant, to the review that takes place after a launch.

    Smell: HO6
    """
    playbook = case.playbook.in_force
    live = [stage for stage in playbook.stages.values() if stage.live]
    building = [
        stage
        for stage in playbook.stages.values()
        if stage.team != "standing" and stage.activities and live and stage.order < live[0].order
    ]
    activities = [activity for stage in live for activity in stage.activities.values()]
    if not building or not activities:
        return
    linked = tuple(dict.fromkeys(id_ for each in activities for id_ in each.rituals if id_ in playbook.rituals))
    stages = listed(stage.name for stage in live if stage.activities)
    answered: dict[str, list[Activity]] = {}
    for activity in building[-1].activities.values():
        for role in activity.accountable:
            answered.setdefault(role, []).append(activity)
    for role, built in answered.items():
        own = rituals_of(playbook, role)
        if any(ritual.id in linked for ritual in own):
            continue
        rituals = [playbook.rituals[id_] for id_ in linked]
        review = next((each for each in rituals if each.kind == "review"), next(iter(rituals), None))
        who = case.name("role", role)
        fix = f"link a ritual in which {who} takes part from an activity of {stages}"
        if review is not None:
            fix = f"add {who} to the optional participants of {review.name}"
        route = built[0].route(Letter.ACCOUNTABLE)
        yield Breach(
            Place(built[0].address, (*route, built[0].accountable.index(role))),
            f"{who} answers for {listed((_quoted(each) for each in built), most=3)} in {building[-1].name} and takes "
            + (
                f"part in none of the rituals linked from {stages} ({listed((each.name for each in rituals), most=4)})"
                if rituals
                else f"part in no ritual linked from {stages}, which link none"
            ),
            fix,
        )


def _quoted(activity: Activity) -> str:
    return f'"{activity.name}"'


@rule("H206", Severity.ERROR)
def flow_in_a_circle(case: Case) -> Iterator[Breach]:
    """Activities wait for each other in a circle, so that none of them can begin.

    Looked at is `after` of all activities, those of practices and rituals too. Each way round is told once, as short
    as can be.

    Why: a circle is either a mistake or a loop of learning. The first stops the work on paper; the second is no order
    of work, and readers of the flow cannot tell where to start.

    To mend it: take out the one entry of `after` that leads back. What comes round again belongs into the summary or
    into a ritual.

    Smell: none
    """
    for circle in circles(case.playbook.in_force):
        first, last = circle[0], circle[-1]
        way = ", which takes up ".join(_quoted(each) for each in (*reversed(circle[1:]), first))
        told = "its own result" if first is last else f"the result of {way}"
        yield Breach(
            Place(first.address, ("after", first.after.index(last.id))),
            f"{_quoted(first)} takes up {told}: nobody can begin",
            f"take {_quoted(last)} out of `after` of {_quoted(first)}",
            tuple(
                (
                    f"{_quoted(each)} takes up {_quoted(before)}",
                    Place(each.address, ("after", each.after.index(before.id))),
                )
                for before, each in pairwise(circle)
            ),
        )


@rule("H207", Severity.INFO)
def flow_with_dead_end(case: Case) -> Iterator[Breach]:
    """An activity ends in nothing: no other takes it up, and it says no outputs.

    Looked at are the activities of all stages but the last, in a playbook that uses `after` at all. It fires for an
    activity that no `after` names, in any stage, practice or ritual, and that has no `outputs`.

    Why: work whose result nobody takes up is either not needed, or it is handed on without anybody having said so.

    To mend it: write under `outputs` what exists afterwards, or name the activity in `after` of the one that uses it.
    If nobody can say what it is for, leave it out.

    Smell: none
    """
    playbook = case.playbook.in_force
    taken_up = {id_ for activity in playbook.activities.values() for id_ in activity.after}
    if not taken_up:
        return
    last = max((stage.order for stage in playbook.stages.values()), default=0)
    for stage in playbook.stages.values():
        for activity in stage.activities.values():
            if stage.order == last or activity.id in taken_up or activity.outputs:
                continue
            yield Breach(
                Place(activity.address),
                f"{_quoted(activity)} in {stage.name} says no outputs, and no activity takes up its result",
                f"write under `outputs` what exists afterwards, or {_next_step(playbook, stage, activity)}",
            )


def _next_step(playbook: Playbook, stage: Stage, activity: Activity) -> str:
    """The activity that could take up another: the first later one in which one of its hands has a part."""
    inside = list(stage.activities.values())
    later = inside[inside.index(activity) + 1 :]
    later += [
        each for other in playbook.stages.values() if other.order > stage.order for each in other.activities.values()
    ]
    fitting = next((each for each in later if set(each.roles) & set(activity.hands)), None)
    if fitting is None:
        return "name it in `after` of the activity that uses it"
    return f"name it in `after` of the activity that uses it, perhaps {_quoted(fitting)}"
