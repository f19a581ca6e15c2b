"""Connection: small daily acts, counterparts, tools and conversations that keep the sides in touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from opbook.checks.rule import Breach, Case, Place, rule
from opbook.model.common_ground import shared_skills, shared_tools
from opbook.model.diagnostic import Severity
from opbook.model.phrases import counted, in_quotes, listed
from opbook.model.playbook import Playbook
from opbook.model.responsibility import shared_work
from opbook.model.ritual import Ritual
from opbook.model.role import Role
from opbook.model.tool import Tool

KEYSTONES = {
    "alignment": "a conversation in which the sides agree on one definition of success",
    "retrospective": "a conversation in which people change how they work",
    "review": "a conversation in which it is looked at whether the value arrived",
    "transfer": "a conversation in which a steward accepts what a swarm has built",
    "sync": "a conversation that keeps the sides in touch between the large ones",
}
"""The kinds of ritual without which a loop of the operating model stays open, and what each is."""

_QUARTERLY = 4


@rule("C801", Severity.WARNING)
def role_without_daily_action(case: Case) -> Iterator[Breach]:
    """A role says nothing of the small acts that build trust from day to day.

    It fires for every role without `daily_actions`.

    Why: trust grows from small promises that are kept. Where it is left to the big meetings, it is first looked for in
    a crisis.

    To mend it: write down one act of two minutes that helps somebody on the other side, such as looking at their
    board before asking for a status.

    Smell: TR1
    """
    playbook = case.playbook.in_force
    for role in playbook.roles.values():
        if role.daily_actions:
            continue
        fix = "write one act of two minutes under `daily_actions`, one that helps somebody on the other side"
        other = next((playbook.roles[each.role] for each in role.counterparts if each.role in playbook.roles), None)
        if other is not None:
            tool = next((each for each in other.tools if each in playbook.tools), None)
            act = f"tell {other.name} one thing they could not know"
            if tool is not None:
                act = f"look at {case.name('tool', tool)} before you ask {other.name} how things stand"
            fix = f"write one act of two minutes under `daily_actions`, such as {in_quotes([act[0].upper() + act[1:]])}"
        message = f"{role.name} has no daily actions: nothing says how trust grows between the meetings"
        yield Breach(Place(role.address, ("name",)), message, fix)


@rule("C802", Severity.WARNING)
def counterpart_not_named_back(case: Case) -> Iterator[Breach]:
    """A role names a counterpart that does not name it.

    It fires for each of a role's `counterparts` that does not have this role among its own.

    Why: a pair of which one half does not know is no pair. The one waits for a talk on Monday, and the other has never
    heard of it.

    To mend it: sit down together, agree on what you do and when, and write it down on both sides.

    Smell: none
    """
    roles = case.playbook.in_force.roles
    for role in roles.values():
        for index, each in enumerate(role.counterparts):
            other = roles.get(each.role)
            if other is None or other.id == role.id or any(back.role == role.id for back in other.counterparts):
                continue
            message = f"{role.name} names {other.name} as counterpart, and {other.name} does not name {role.name}"
            fix = (
                f"add `role: {role.id}` with its `how` to the counterparts of {other.name}, in the words of that side; "
                f"or take {other.name} out here"
            )
            theirs = Place(other.address, ("counterparts",) if other.counterparts else ("name",), key=True)
            related = ((f"the counterparts of {other.name}", theirs),) if other.counterparts else ()
            yield Breach(Place(role.address, ("counterparts", index, "role")), message, fix, related)


@rule("C803", Severity.WARNING)
def counterparts_without_shared_tool(case: Case) -> Iterator[Breach]:
    """Two counterparts work with no tool in common.

    Compared are the `tools` of a role and of each counterpart it names. It fires once for each pair that shares none,
    in a playbook that has tools at all.

    Why: what the one side looks at all day the other never sees. Each then asks for reports, and trusts its own
    picture.

    To mend it: let one of them work with a tool of the other, best with one that is open to both already.

    Smell: TO2
    """
    playbook = case.playbook.in_force
    told: set[frozenset[str]] = set()
    for role in playbook.roles.values() if playbook.tools else ():
        for index, each in enumerate(role.counterparts):
            other = playbook.roles.get(each.role)
            if other is None or other.id == role.id or frozenset((role.id, other.id)) in told:
                continue
            told.add(frozenset((role.id, other.id)))
            if any(tool in playbook.tools for tool in shared_tools(playbook, role.id, other.id)):
                continue
            message = (
                f"{role.name} and {other.name} are counterparts and work with no tool in common: "
                f"{_tools_of(case, role)}; {_tools_of(case, other)}"
            )
            fix = _tool_to_share(playbook, role, other)
            yield Breach(Place(role.address, ("counterparts", index, "role")), message, fix)


def _tools_of(case: Case, role: Role) -> str:
    tools = listed(case.name("tool", tool) for tool in role.tools if tool in case.playbook.in_force.tools)
    return f"{role.name} has {tools or 'none'}"


def _tool_to_share(playbook: Playbook, a: Role, b: Role) -> str:
    """The cheapest way to a common tool: one that is open to the other already, else one that can be opened."""
    pairs = [
        (owner, guest, playbook.tools[id_])
        for owner, guest in ((a, b), (b, a))
        for id_ in owner.tools
        if id_ in playbook.tools
    ]
    if not pairs:
        tool = next(
            (each for each in playbook.tools.values() if {a.discipline, b.discipline} <= set(each.open_to)), None
        )
        name = f"{tool.name}, which is open to both" if tool is not None else "one tool in which both can see the work"
        return f"add {name}, to the tools of {a.name} and of {b.name}" if tool else f"give both {name}"
    owner, guest, tool = next((each for each in pairs if each[1].discipline in each[2].open_to), pairs[0])
    if guest.discipline in tool.open_to:
        return (
            f"add `{tool.id}` to the tools of {guest.name}: {owner.name} works with {tool.name}, which is open to "
            f"{_discipline(playbook, guest.discipline)} already"
        )
    return (
        f"open {tool.name}, with which {owner.name} works, to {_discipline(playbook, guest.discipline)} and add "
        f"`{tool.id}` to the tools of {guest.name}"
    )


def _discipline(playbook: Playbook, id_: str) -> str:
    known = playbook.settings.disciplines.get(id_)
    return known.name if known is not None else id_


@rule("C804", Severity.WARNING)
def two_systems_of_record(case: Case) -> Iterator[Breach]:
    """Two tools claim to be the one system of record for the same thing.

    Compared is the `record_of` of all tools, without regard to case and spaces. It fires for each tool but the one
    with which most roles work.

    Why: two records of one thing differ from the second day on, and every status talk begins with the question whose
    numbers are right.

    To mend it: choose one, write in the other where the record is, and take it out of its `record_of`.

    Smell: TO1
    """
    playbook = case.playbook.in_force
    records: defaultdict[str, list[tuple[Tool, int]]] = defaultdict(list)
    for tool in playbook.tools.values():
        spellings = {"".join(text.split()).casefold(): index for index, text in reversed([*enumerate(tool.record_of)])}
        for spelling, index in sorted(spellings.items(), key=lambda each: each[1]):
            records[spelling].append((tool, index))
    for claims in records.values():
        users = {tool.id: sum(tool.id in role.tools for role in playbook.roles.values()) for tool, _ in claims}
        kept, kept_index = max(claims, key=lambda claim: (users[claim[0].id], len(claim[0].open_to)))
        for tool, index in claims:
            if tool is kept:
                continue
            what = tool.record_of[index]
            message = f"{tool.name} and {kept.name} are both the system of record for {in_quotes([what])}"
            fix = (
                f"keep the record in {kept.name}, with which {counted(users[kept.id], 'role')} "
                f"{'works' if users[kept.id] == 1 else 'work'} ({users[tool.id]} with {tool.name}), and take it out of "
                f"the `record_of` of {tool.name}"
            )
            related = ((f"{kept.name} is the record of it too", Place(kept.address, ("record_of", kept_index))),)
            yield Breach(Place(tool.address, ("record_of", index)), message, fix, related)


@rule("C805", Severity.WARNING)
def record_closed_to_a_side(case: Case) -> Iterator[Breach]:
    """One of the sides cannot look into a system of record.

    Looked at are tools with `record_of`. It fires when one of the playbook's `sides` is not among `open_to`.

    Why: a plan that one side cannot see is a hidden plan. The other side then makes its own copy, and that is the
    beginning of two truths.

    To mend it: give access to read, and let somebody show the tool around for a quarter of an hour.

    Smell: TO2
    """
    playbook = case.playbook.in_force
    sides = [side for side in playbook.settings.sides if side in playbook.settings.disciplines]
    for tool in playbook.tools.values():
        closed = [side for side in sides if side not in tool.open_to]
        if not tool.record_of or not closed:
            continue
        names = listed(_discipline(playbook, side) for side in closed)
        record = in_quotes(tool.record_of, most=3)
        message = f"{tool.name} is the system of record for {record} and is not open to {names}"
        if not tool.open_to:
            message = f"{tool.name} is the system of record for {record} and does not say to whom it is open"
        ids = listed(f"`{side}`" for side in closed)
        fix = f"give {names} access to read and add {ids} to `open_to`"
        learners = [role.name for role in playbook.roles.values() if role.discipline in closed]
        if learners and tool.learn is None:
            fix += f"; say under `learn` how {learners[0]} finds the way in it"
        yield Breach(Place(tool.address, ("open_to",) if tool.open_to else ("record_of",), key=True), message, fix)


@rule("C806", Severity.WARNING)
def sides_without_trust_ritual(case: Case) -> Iterator[Breach]:
    """The sides have no regular conversation in which to build trust, or to learn from each other.

    Looked for is one ritual of kind `trust` and one of kind `learning`, each held at least quarterly, that require
    roles of both `sides`. It fires once for each kind that is missing, where both sides have roles.

    Why: people who only meet over work speak to each other only when something goes wrong. Where nobody has seen the
    other side's day, every delay looks like bad will.

    To mend it: let one that exists require the other side too, or hold it more often. Half an hour a month is enough.

    Smell: TR1
    """
    playbook = case.playbook.in_force
    sides = [side for side in playbook.settings.sides if side in playbook.settings.disciplines]
    people = {side: [role for role in playbook.roles.values() if role.discipline == side] for side in sides}
    if len(sides) < 2 or not all(people.values()):
        return
    for kind, minutes in (("trust", 30), ("learning", 60)):
        rituals = [each for each in playbook.rituals.values() if each.kind == kind]
        if any(_reaches(case, each, sides) and each.a_year >= _QUARTERLY for each in rituals):
            continue
        near = next((each for each in rituals if _reaches(case, each, sides)), rituals[0] if rituals else None)
        names = listed(_discipline(playbook, side) for side in sides)
        if near is None:
            pair = _closest(playbook, [people[side] for side in sides])
            message = f"there is no ritual of kind {kind} that requires roles of {names}"
            fix = (
                f"add a ritual of kind {kind}, {minutes} minutes once a month, that requires {case.names('role', pair)}"
            )
            yield Breach(_sides(playbook), message, fix)
        elif _reaches(case, near, sides):
            message = (
                f"{near.name} is the ritual of kind {kind} in which {names} meet, and takes place {near.a_year:g} "
                f"{'time' if near.a_year == 1 else 'times'} a year; quarterly is the least"
            )
            route = ("cadence", 0, "per_year") if near.triggers else ("cadence", 0, "every")
            yield Breach(Place(near.address, route), message, f"hold {near.name} once a quarter or more often")
        else:
            there = set(near.participants.required)
            missing = [side for side in sides if not case.sides_of(there) & {side}]
            pair = _closest(playbook, [[r for r in people[s] if s in missing or r.id in there] for s in sides])
            new = [role for role in pair if role not in there]
            message = (
                f"{near.name} is of kind {kind} and requires nobody of "
                f"{listed(_discipline(playbook, side) for side in missing)}"
            )
            fix = f"add {case.names('role', new)} to the required participants of {near.name}"
            yield Breach(Place(near.address, ("participants", "required"), key=True), message, fix)


def _reaches(case: Case, ritual: Ritual, sides: list[str]) -> bool:
    known = {role for role in ritual.participants.required if role in case.playbook.in_force.roles}
    return case.sides_of(known) >= set(sides)


def _closest(playbook: Playbook, people: list[list[Role]]) -> tuple[str, ...]:
    """One role of each side: those with most work in hand together."""

    def common(roles: tuple[Role, ...]) -> int:
        return len(shared_work(playbook, roles[0].id, roles[-1].id))

    return tuple(role.id for role in max(product(*people), key=common))


def _sides(playbook: Playbook) -> Place:
    is_written = "sides" in playbook.settings.model_fields_set
    return Place(None, ("sides",) if is_written else ("disciplines",), key=True)


@rule("C807", Severity.INFO)
def career_in_one_discipline(case: Case) -> Iterator[Breach]:
    """All next steps from a role stay within its own discipline.

    Looked at are roles with `next_roles`. It fires when every one of these belongs to the role's own discipline.

    Why: people who can only climb inside their own house learn what that house rewards. Leaders who have worked on
    both sides come from careers that crossed over.

    To mend it: add one step into another discipline, with what to do to grow into it; most easily into the role that
    needs most of the same skills.

    Smell: none
    """
    playbook = case.playbook.in_force
    for role in playbook.roles.values():
        steps = [playbook.roles[step.role] for step in role.next_roles if step.role in playbook.roles]
        if not steps or any(step.discipline != role.discipline for step in steps):
            continue
        home = _discipline(playbook, role.discipline)
        message = f"from {role.name} a career leads to {listed(step.name for step in steps)} only, within {home}"
        others = [other for other in playbook.roles.values() if other.discipline != role.discipline]
        fix = "add a step into another discipline to `next_roles`"
        if others:
            best = max(others, key=lambda other: len(shared_skills(playbook, role.id, other.id)))
            common = shared_skills(playbook, role.id, best.id)
            there = _discipline(playbook, best.discipline)
            fix = f"add a step to {best.name} ({there}) to `next_roles`"
            if common:
                fix += f", which needs {case.names('skill', [*common][:3])} too"
        yield Breach(Place(role.address, ("next_roles",), key=True), message, fix)


@rule("C808", Severity.WARNING, least=3)
def missing_keystone(case: Case) -> Iterator[Breach]:
    """A kind of conversation that closes one of the loops is missing.

    Looked at are playbooks with at least `least` rituals. It fires for each of the kinds `alignment`, `retrospective`,
    `review`, `transfer` and `sync` of which there is no ritual; for `transfer` only where there is a swarm.

    Why: each of these closes a loop: what success is, how we work, whether value arrived, who takes over, and what
    happens meanwhile. A loop that is left open is closed by accident, late and by those who shout.

    To mend it: see whether a ritual that exists is really of this kind, and say so. Otherwise start a short one.

    Smell: RI6
    """
    playbook = case.playbook.in_force
    if len(playbook.rituals) < case.threshold("least"):
        return
    kinds = {ritual.kind for ritual in playbook.rituals.values()}
    swarms = [team.name for team in playbook.teams.values() if team.is_swarm]
    for kind, what in KEYSTONES.items():
        if kind in kinds or (kind == "transfer" and not swarms):
            continue
        why = f", and {listed(swarms, most=3)} will need it" if kind == "transfer" else ""
        message = f"none of the {len(playbook.rituals)} rituals is of kind {kind}, {what}{why}"
        fix = f"add a ritual of kind {kind}, or give this kind to the ritual in which that is done already"
        yield Breach(Place(None, ("title",)), message, fix)
