"""Responsibility: decisions, and whether there is somebody who can take them."""

from __future__ import annotations

from collections.abc import Iterator

from opbook.checks.parts import each_once, linked, part, quoted, row_of, rows
from opbook.checks.rule import Breach, Case, Place, rule
from opbook.model.activity import Activity, Letter
from opbook.model.diagnostic import Severity
from opbook.model.meetings import rituals_in_force
from opbook.model.phrases import listed
from opbook.model.responsibility import roles_in_force
from opbook.model.ritual import Ritual


@rule("R112", Severity.ERROR)
def decider_absent(case: Case) -> Iterator[Breach]:
    """A decision is talked over where nobody who decides has to be.

    Looked at is every decision with an accountable role that is linked to rituals. It fires when none of these rituals
    requires the accountable role or is led by it. Being welcome does not suffice: whoever is optional stays away in the
    week that matters.

    Why: what is decided without the one who answers for it is decided again, usually by message and by somebody who
    has not heard the arguments. Next time people keep their arguments to themselves.

    To mend it: require the accountable role in the ritual, or link the decision to a ritual that requires it already.

    Smell: RA14
    """
    for activity in rows(case):
        talks = linked(case, activity)
        deciders = each_once(activity.accountable)
        if not activity.is_decision or not deciders or not talks:
            continue
        if any(set(deciders) & set(ritual.counts_on) for ritual in talks):
            continue
        names = listed(ritual.name for ritual in talks)
        who = case.names("role", deciders)
        none_of = "which does not require" if len(talks) == 1 else "and none of these requires"
        closest = next((r for r in talks if set(deciders) & set(r.participants.optional)), talks[0])
        yield Breach(
            Place(activity.address, ("rituals",)),
            f"{quoted(activity)} is talked over in {names}, {none_of} {who}, who must decide it",
            _how_to_be_there(case, activity, deciders[0], closest),
            ((f"whom {closest.name} requires", Place(closest.address, ("participants", "required"))),),
        )


def _how_to_be_there(case: Case, activity: Activity, decider: str, closest: Ritual) -> str:
    name = case.name("role", decider)
    now = "where it is optional now" if decider in closest.participants.optional else ""
    fix = f"add {name} to the required participants of {closest.name}" + (f", {now}" if now else "")
    others = [r for r in rituals_in_force(case.playbook) if decider in r.counts_on and r.id not in activity.rituals]
    hands = set(activity.hands)
    better = max(others, key=lambda ritual: len(hands & set(ritual.counts_on)), default=None)
    if better is None:
        return fix
    return f"{fix}; or link {better.name}, which requires {name} already"


@rule("R113", Severity.ERROR)
def daci_without_one_driver(case: Case) -> Iterator[Breach]:
    """A DACI decision has no driver, or more than one.

    Looked at is every activity with a `daci`. It fires when the number of different roles under `driver` is not one.

    Why: the driver brings the decision about, collects what is needed and sets the day. Without one it does not come
    about; with two, each thinks that the other has sent the invitation.

    To mend it: name one role that is free to drive it this month, and make others who were named contributors.

    Smell: none
    """
    for activity in rows(case):
        if activity.daci is None:
            continue
        yield from _not_one(case, activity, Letter.RESPONSIBLE, "brings it about", activity.daci.contributors)


@rule("R114", Severity.ERROR)
def daci_without_one_approver(case: Case) -> Iterator[Breach]:
    """A DACI decision has no approver, or more than one.

    Looked at is every activity with a `daci`. It fires when the number of different roles under `approver` is not one.
    R101 and R102 say the same of a `raci`.

    Why: several approvers are several vetoes. The decision takes as long as the slowest, comes out as what nobody
    minds, and nobody answers for it.

    To mend it: name the one role that says yes or no. Others whose view is needed are contributors.

    Smell: RA2
    """
    for activity in rows(case):
        if activity.daci is not None:
            yield from _not_one(case, activity, Letter.ACCOUNTABLE, "says yes or no", activity.daci.driver)


def _not_one(case: Case, activity: Activity, letter: Letter, does: str, near: tuple[str, ...]) -> Iterator[Breach]:
    """Tell that a part of a DACI, which exactly one role should have, is held by none or by several."""
    named = each_once(activity.parts[letter])
    field = activity.route(letter)[1]
    if not named:
        candidates = f", perhaps {case.name('role', near[0])}" if near else ""
        fix = f"name one role under {field}{candidates}"
        yield Breach(part(activity, letter), f"{quoted(activity)} has no {field}: nobody {does}", fix)
    elif len(named) > 1:
        rest = "the other" if len(named) == 2 else "the others"
        yield Breach(
            part(activity, letter, named[1]),
            f"{quoted(activity)} has {len(named)} {field}s: {case.names('role', named)}",
            f"keep the one who {does}, and move {rest} to contributors",
            tuple((f"{field} here too", part(activity, letter, role)) for role in (named[0], *named[2:])),
        )


@rule("R115", Severity.INFO)
def decision_without_way_out(case: Case) -> Iterator[Breach]:
    """A decision that is stuck has no way out.

    Looked at is every decision. It fires when it has no `escalate`, or one that leads back to its own accountable role.

    Why: a decision that nobody dares to take costs more per week than a wrong one. If it is agreed beforehand whom to
    ask and after how many days, asking is no complaint about anybody.

    To mend it: write `escalate` with the role that decides then and the time after which it may be asked, such as
    `{to: executive-sponsor, after: 3 days}`.

    Smell: none
    """
    for activity in rows(case):
        if not activity.is_decision:
            continue
        own = each_once(activity.accountable)
        if activity.escalate is None:
            yield Breach(
                Place(activity.address, ("kind",) if activity.kind == "decision" else ("daci",)),
                f"{quoted(activity)} has no escalate: if "
                f"{case.names('role', own) or 'the accountable role'} cannot decide, nobody does",
                _another_way_out(case, activity),
            )
        elif activity.escalate.to in own:
            name = case.name("role", activity.escalate.to)
            yield Breach(
                Place(activity.address, ("escalate", "to")),
                f"{quoted(activity)} is decided by {name}, and when it is stuck it is decided by {name} again",
                _another_way_out(case, activity),
            )


def _another_way_out(case: Case, activity: Activity) -> str:
    """To whom the same role escalates other decisions, or who has more authority."""
    own = set(activity.accountable)
    alike = [
        (each, each.escalate.to)
        for each in rows(case)
        if each.escalate is not None and own & set(each.accountable) and each.escalate.to not in own
    ]
    if alike:
        to = alike[0][1]
        same = [each for each, way_out in alike if way_out == to]
        return f"escalate it to {case.name('role', to)}, as {row_of(same)} {'is' if len(same) == 1 else 'are'}"
    tops = [role for role in roles_in_force(case.playbook) if role.level == "executive" and role.id not in own]
    near = [role for role in tops if role.id in activity.roles]
    for role in (*near, *tops):
        return (
            f"escalate it to {role.name}, or to another role that the accountable one would listen to, after a few days"
        )
    return "name in escalate the role that decides then, and after how many days"
