"""Responsibility: parts of an activity that too many roles have."""

from __future__ import annotations

from collections.abc import Iterator

from opbook.checks.parts import each_once, linked, part, quoted, rows
from opbook.checks.rule import Breach, Case, rule
from opbook.model.activity import Activity, Letter
from opbook.model.diagnostic import Severity
from opbook.model.phrases import listed
from opbook.model.responsibility import roles_in_force


def _is_required(case: Case, activity: Activity, role: str) -> bool:
    return any(role in ritual.participants.required for ritual in linked(case, activity))


@rule("R106", Severity.WARNING, most=4, ratio=2)
def too_many_consulted(case: Case) -> Iterator[Breach]:
    """Too many roles must be asked before the work can be done.

    Looked at is every activity that somebody has in hand. It fires when more than `most` roles are consulted, or
    more than `ratio` for each role that is accountable or responsible.

    Why: being consulted is two-way and comes before the act, so each name adds a wait. Work that asks everyone is
    decided by whoever answers last, and those who were asked for courtesy learn that their answer changes nothing.

    To mend it: move whoever only needs to know the result to `informed`. Hear the rest in one conversation to which
    the activity is linked, and not one by one.

    Smell: RA6
    """
    most, ratio = case.threshold("most"), case.threshold("ratio")
    for activity in rows(case):
        asked = each_once(activity.parts[Letter.CONSULTED])
        hands = activity.hands
        if not hands:  # R104, or R113 and R114, say that nobody has it in hand
            continue
        over = []
        if len(asked) > most:
            over.append(f"{most:g} is the most")
        if len(asked) > ratio * len(hands):
            have = f"{case.names('role', hands)} have" if len(hands) > 1 else f"only {case.name('role', hands[0])} has"
            over.append(f"{have} it in hand, and {ratio:g} consulted for each hand is the most")
        if over:
            yield Breach(
                part(activity, Letter.CONSULTED),
                f"{len(asked)} roles are consulted on {quoted(activity)} ({case.names('role', asked)}): "
                + "; ".join(over),
                _whom_to_ask_less(case, activity, asked),
            )


def _whom_to_ask_less(case: Case, activity: Activity, asked: tuple[str, ...]) -> str:
    aside = tuple(role for role in asked if not _is_required(case, activity, role))
    talks = linked(case, activity)
    if talks and aside:
        names = listed(ritual.name for ritual in talks)
        require = f"{names} does not require" if len(talks) == 1 else f"none of {names} requires"
        return f"move to informed whoever cannot change the result, first {case.names('role', aside)}, whom {require}"
    if talks:
        return f"move to informed whoever cannot change the result; {talks[0].name} hears the others at once"
    return "move to informed whoever cannot change the result, and link a ritual in which the others are heard at once"


@rule("R107", Severity.INFO, most=4, share=0.7, least=8)
def too_many_informed(case: Case) -> Iterator[Breach]:
    """Too many roles are told of one piece of work.

    Looked at is every activity. It fires when more than `most` roles are informed, or when more than `share` of all
    roles have some part and at least one of them is only informed. The share is asked only where there are at least
    `least` roles: in a small organisation it is normal that all know.

    Why: a message to everyone is read by nobody. Those who really wait for it cannot tell it from the rest.

    To mend it: publish the result once, in the decision log or on the board, and let roles look it up. Keep under
    `informed` only those who do something else once they know.

    Smell: RA7
    """
    most, share = case.threshold("most"), case.threshold("share")
    all_roles = roles_in_force(case.playbook)
    for activity in rows(case):
        told = each_once(activity.parts[Letter.INFORMED])
        over = []
        if len(told) > most:
            over.append(f"{most:g} is the most")
        part_of_all = len(activity.roles) / len(all_roles) if len(all_roles) >= case.threshold("least") else 0
        if told and part_of_all > share:
            over.append(
                f"{len(activity.roles)} of the {len(all_roles)} roles have a part in it ({part_of_all:.0%}), "
                f"and {share:.0%} is the most"
            )
        if not over:
            continue
        roles = "1 role is" if len(told) == 1 else f"{len(told)} roles are"
        yield Breach(
            part(activity, Letter.INFORMED),
            f"{roles} informed of {quoted(activity)} ({case.names('role', told)}): " + "; ".join(over),
            _whom_to_tell_less(case, activity, told),
        )


def _whom_to_tell_less(case: Case, activity: Activity, told: tuple[str, ...]) -> str:
    fix = "publish the result once, where all can find it, and keep under informed only those who then act"
    hearing = {r.name: [role for role in told if role in r.participants.required] for r in linked(case, activity)}
    where = max(hearing, key=lambda name: len(hearing[name]), default=None)
    if where is None or not hearing[where]:
        return fix
    hear = "hears" if len(hearing[where]) == 1 else "hear"
    return f"{fix}; {case.names('role', hearing[where])} {hear} it anyway in {where}"


@rule("R108", Severity.WARNING, most=3)
def too_many_responsible(case: Case) -> Iterator[Breach]:
    """Too many roles do the same piece of work.

    Looked at is every activity with a `raci`. It fires when more than `most` roles are responsible.

    Why: a row in which everybody works holds several pieces of work, or a few people who do it and several who
    help. Nobody can tell from it what is theirs, and it is finished when the slowest says so.

    To mend it: move whoever lends a hand to `support`. Where each makes a thing of its own, split the activity along
    its outputs.

    Smell: RA8
    """
    most = case.threshold("most")
    for activity in rows(case):
        doing = each_once(activity.responsible)
        if activity.daci is not None or len(doing) <= most:  # a DACI has one driver, or R113 says so
            continue
        outputs = len(activity.outputs)
        along = f"along its {outputs} outputs" if outputs > 1 else "into one for each thing that is made"
        keep = next((role for role in activity.accountable if role in doing), None)
        kept = (
            f"keep {case.name('role', keep)}, who answers for it, and one or two more" if keep else "keep two or three"
        )
        yield Breach(
            part(activity, Letter.RESPONSIBLE),
            f"{len(doing)} roles are responsible for {quoted(activity)} ({case.names('role', doing)}): "
            f"{most:g} is the most",
            f"{kept}, and move to support whoever lends a hand; or split it {along}",
        )
