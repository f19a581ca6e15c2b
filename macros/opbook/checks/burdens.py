"""Responsibility: what one role carries over all activities, too high up, too much or nothing at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from opbook.checks.parts import each_once, part, quoted, row_of, rows, word
from opbook.checks.rule import Breach, Case, Place, rule
from opbook.model.activity import Activity, Letter
from opbook.model.diagnostic import Severity
from opbook.model.meetings import rituals_in_force
from opbook.model.phrases import listed
from opbook.model.responsibility import roles_in_force
from opbook.model.role import Role


@rule("R109", Severity.WARNING)
def accountability_too_high(case: Case) -> Iterator[Breach]:
    """An executive answers for what a lead does and could answer for.

    Looked at is every activity with one accountable role. It fires when this is an executive, some responsible role is
    a lead, and nothing says that it takes an executive: a decision with `reversible: false` and anything with a `limit`
    are left alone.

    Why: what is decided at the top waits for the top. Those who know most about it stop deciding, and the executive
    spends an hour a week on what could have been taken back anyway.

    To mend it: make the lead accountable and inform the executive. Where it does take an executive, say why: the
    `limit` up to where others may decide, or `reversible: false`.

    Smell: RA9
    """
    for activity in rows(case):
        answering = each_once(activity.accountable)
        if len(answering) != 1 or activity.limit is not None:  # two accountable are told by R102 and R114
            continue
        if activity.is_decision and activity.reversible is False:
            continue
        if _level(case, answering[0]) != "executive":
            continue
        leads = tuple(role for role in each_once(activity.responsible) if _level(case, role) == "lead")
        if not leads:
            continue
        top, lead = case.name("role", answering[0]), case.name("role", leads[0])
        limit = f"say in its `limit` from where on it takes {top}"
        if not activity.is_decision:
            why, way_out = "it is work, no decision", limit
        elif activity.reversible:
            why, way_out = "it can be taken back", limit
        else:
            why, way_out = (
                "nothing says that it cannot be taken back",
                f"write `reversible: false` if it cannot, or {limit}",
            )
        at = "accountable for" if activity.daci is None else "approver of"
        yield Breach(
            part(activity, Letter.ACCOUNTABLE),
            f"{top}, an executive, is {at} {quoted(activity)}, though {lead}, a lead, brings it about and {why}",
            f"make {lead} the one who answers, and {top} informed; or {way_out}",
        )


def _level(case: Case, role: str) -> str:
    found = case.playbook.roles.get(role)
    return found.level if found is not None else ""


@rule("R110", Severity.WARNING, share=0.2, hands=0.4, least=10, even=2)
def accountability_hoarded(case: Case) -> Iterator[Breach]:
    """One role carries so much that all else queues behind it.

    Looked at is every role, where the playbook has at least `least` activities. It fires when the role holds more than
    `share` of all accountabilities, or is among the hands (accountable or responsible) of more than `hands` of all
    activities. Where there are so few roles that even shares are large, a role may have `even` times an even share.

    Why: a role that answers for everything is one queue for everything. It is also the one person who must not be ill,
    and nobody else learns to decide.

    To mend it: hand accountability for some activities to a role that does the work there already. If that is not
    possible yet, name a deputy and let the deputy answer for the small ones.

    Smell: RA10
    """
    activities = rows(case)
    roles = roles_in_force(case.playbook)
    if not roles or len(activities) < case.threshold("least"):
        return
    held = Counter(role for activity in activities for role in each_once(activity.accountable))
    in_hand = Counter(role for activity in activities for role in activity.hands)
    even = case.threshold("even") / len(roles)
    most_held = max(case.threshold("share"), even)
    most_in_hand = max(case.threshold("hands"), even * in_hand.total() / len(activities))
    for role in roles:
        said: list[str] = []
        fixes: list[str] = []
        heirs: list[tuple[Activity, str]] = []
        if held[role.id] > most_held * held.total():
            said.append(
                f"holds {held[role.id]} of the {held.total()} accountabilities "
                f"({held[role.id] / held.total():.0%}, and {most_held:.0%} is the most)"
            )
            away = held[role.id] - int(most_held * held.total())
            heirs = sorted(_heirs(role, activities, held), key=lambda each: held[each[1]])[: min(away, 3)]
            fixes.append(_hand_over(case, away, heirs))
        if in_hand[role.id] > most_in_hand * len(activities):
            said.append(
                f"has a hand in {in_hand[role.id]} of the {len(activities)} activities "
                f"({in_hand[role.id] / len(activities):.0%}, and {most_in_hand:.0%} is the most)"
            )
            fixes.append(_let_go(role, in_hand[role.id] - int(most_in_hand * len(activities)), activities))
        if said:
            yield Breach(
                Place(role.address),
                f"{role.name} {' and '.join(said)}",
                "; ".join(fixes),
                tuple(
                    (f"{case.name('role', heir)} does {quoted(each)} already", part(each, Letter.RESPONSIBLE, heir))
                    for each, heir in heirs
                ),
            )


def _heirs(role: Role, activities: tuple[Activity, ...], held: Counter[str]) -> Iterator[tuple[Activity, str]]:
    """The activities that a role could hand over, each with who does it already and answers for least."""
    for activity in activities:
        others = [each for each in each_once(activity.responsible) if each != role.id]
        if role.id in activity.accountable and others:
            yield activity, min(others, key=lambda each: held[each])


def _hand_over(case: Case, away: int, heirs: list[tuple[Activity, str]]) -> str:
    if not heirs:
        return f"find others who can answer for {away} of them; for a start, name a deputy for the small ones"
    by_heir: dict[str, list[Activity]] = {}
    for activity, heir in heirs:
        by_heir.setdefault(heir, []).append(activity)
    words = ", and ".join(f"{row_of(given)} to {case.name('role', heir)}" for heir, given in by_heir.items())
    return f"hand over {away} of them, for a start {words}"


def _let_go(role: Role, away: int, activities: tuple[Activity, ...]) -> str:
    helping = [each for each in activities if role.id in each.hands and role.id not in each.accountable]
    if not helping:
        return f"leave {away} of them to others"
    return f"leave {away} of them to others, for a start where others answer: {row_of(helping, most=4)}"


@rule("R111", Severity.WARNING)
def role_without_part(case: Case) -> Iterator[Breach]:
    """A role has nothing in hand, and no conversation counts on it.

    Looked at is every role, where the playbook has activities at all. It fires when the role is accountable or
    responsible for nothing, no decision escalates to it, no ritual requires it and it leads none. A role that only
    advises and sits in a ritual is left alone.

    Why: whoever is given such a role cannot tell on Monday what to do, and others do not know when to turn to it.

    To mend it: name the activity that it does, or the ritual that does not take place without it. If there is neither,
    withdraw the role, and say who has its work now.

    Smell: RA11
    """
    activities = rows(case)
    if not activities:
        return
    counted_on = {role for ritual in rituals_in_force(case.playbook) for role in ritual.counts_on}
    in_hand = {role for activity in activities for role in activity.hands}
    in_hand |= {activity.escalate.to for activity in activities if activity.escalate is not None}
    for role in roles_in_force(case.playbook):
        if role.id in in_hand | counted_on:
            continue
        watched = [activity for activity in activities if role.id in activity.roles]
        if watched:
            activity = watched[0]
            last = f"it only has a lesser part in {row_of(watched)}"
            fix = (
                f"make {role.name} responsible for something, perhaps for {quoted(activity)}, in which it is "
                f"{listed(word(activity, letter) for letter in activity.letters(role.id))} now"
            )
        else:
            last = "it stands in no activity at all"
            fix = f"name an activity that {role.name} does, or a ritual that requires it"
        yield Breach(
            Place(role.address),
            f"{role.name} is accountable or responsible for nothing and required in no ritual; {last}",
            f"{fix}; if there is none, withdraw the role",
        )
