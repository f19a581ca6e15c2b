"""Responsibility: who answers for an activity and who does it. What else belongs here stands in three more modules."""

from __future__ import annotations

from collections.abc import Iterator

from opbook.checks import burdens, crowds, decisions
from opbook.checks.parts import each_once, linked, part, quoted, rows, word
from opbook.checks.rule import Breach, Case, Place, rule
from opbook.model.activity import Activity, Letter
from opbook.model.diagnostic import Severity
from opbook.model.phrases import listed

assert all((burdens, crowds, decisions))  # importing them declares their rules

_LEVELS = ("practitioner", "lead", "executive")

# Of a DACI, R113 and R114 say whether it has one driver and one approver; R101 to R104 are silent about it.


@rule("R101", Severity.ERROR)
def nobody_accountable(case: Case) -> Iterator[Breach]:
    """Somebody does the work and nobody answers for it.

    Looked at is every activity with a `raci` that has a responsible role. It fires when no role is accountable.

    Why: work for which nobody answers drifts. Each who does a part of it believes that somebody else sees the whole,
    and when it is late there is nobody to ask.

    To mend it: name one role under `accountable`, the lowest that may say yes or no and knows enough to do so. It may
    be one of those who are responsible already.

    Smell: RA1
    """
    for activity in rows(case):
        if activity.daci is not None or activity.accountable or not activity.responsible:
            continue
        doing = each_once(activity.responsible)
        is_or_are = "is" if len(doing) == 1 else "are"
        yield Breach(
            part(activity, Letter.ACCOUNTABLE),
            f"nobody answers for {quoted(activity)}: {case.names('role', doing)} {is_or_are} responsible, "
            "and no role is accountable",
            _who_could_answer(case, doing),
        )


def _who_could_answer(case: Case, doing: tuple[str, ...]) -> str:
    if len(doing) == 1:
        return f"make {case.name('role', doing[0])} accountable too, if it may say yes or no; else name who may"
    level = {role: _LEVELS.index(case.playbook.roles[role].level) for role in doing if role in case.playbook.roles}
    below = {role: rank for role, rank in level.items() if _LEVELS[rank] != "executive"} or level  # R109 guards the top
    highest = [role for role in below if below[role] == max(below.values())]
    if len(highest) == 1:
        one = case.name("role", highest[0])
        return f"make {one} accountable too: of those who do the work it has the most authority"
    return f"make one of {case.names('role', doing)} accountable too: the one that may say yes or no"


@rule("R102", Severity.ERROR)
def two_accountable(case: Case) -> Iterator[Breach]:
    """More than one role is accountable for the same activity.

    Looked at is every activity with a `raci`. It fires when two or more different roles are accountable.

    Why: with two bosses each waits for the other, or each decides and the team hears two answers. Shared
    accountability is what people say when they have not yet talked about who decides.

    To mend it: keep the one role that may say yes or no, and make the other responsible or consulted. Where each
    answers for something of its own, make two activities of it.

    Smell: RA2
    """
    for activity in rows(case):
        bosses = each_once(activity.accountable)
        if activity.daci is not None or len(bosses) < 2:
            continue
        related = (
            ("accountable here too", part(activity, Letter.ACCOUNTABLE, role)) for role in (bosses[0], *bosses[2:])
        )
        yield Breach(
            part(activity, Letter.ACCOUNTABLE, bosses[1]),
            f"{len(bosses)} roles are accountable for {quoted(activity)}: {case.names('role', bosses)}",
            _which_to_keep(case, activity, bosses),
            tuple(related),
        )


def _which_to_keep(case: Case, activity: Activity, bosses: tuple[str, ...]) -> str:
    doing = [role for role in bosses if role in activity.responsible]
    if len(doing) == 1:
        rest = tuple(role for role in bosses if role != doing[0])
        return (
            f"keep {case.name('role', doing[0])}, who is responsible as well, and move {case.names('role', rest)} to "
            "consulted; if each answers for something of its own, make two activities of it"
        )
    return (
        f"ask {case.names('role', bosses)} who of them says yes or no, keep that role and consult the rest; "
        "if each answers for something of its own, make two activities of it"
    )


@rule("R103", Severity.ERROR)
def nobody_responsible(case: Case) -> Iterator[Breach]:
    """Somebody answers for an activity and nobody does it.

    Looked at is every activity with a `raci` that has an accountable role. It fires when no role is responsible; roles
    in support do not count, since they only help those who do the work.

    Why: a promise without hands. The accountable role is asked how it goes, and learns then that nobody has begun.

    To mend it: name who does the work. The accountable role may do it itself, and then stands in both parts. Where
    nobody is ready to do it, strike the activity: it is a wish.

    Smell: RA3
    """
    for activity in rows(case):
        if activity.daci is not None or activity.responsible or not activity.accountable:
            continue
        answering = case.names("role", each_once(activity.accountable))
        helping = each_once(activity.parts[Letter.SUPPORT])
        message = f"nobody does {quoted(activity)}: no role is responsible, though {answering} answers for it"
        if helping:
            message += f" and {case.names('role', helping)} would lend a hand"
            fix = (
                f"move {case.name('role', helping[0])} from support to responsible, or make {answering} responsible too"
            )
        else:
            fix = (
                f"make {answering} responsible too, if that role does the work itself; else name who does, or strike it"
            )
        yield Breach(part(activity, Letter.RESPONSIBLE), message, fix)


@rule("R104", Severity.ERROR)
def only_spectators(case: Case) -> Iterator[Breach]:
    """An activity has spectators only: nobody answers for it and nobody does it.

    Looked at is every activity with a `raci`. It fires when no role is accountable and none is responsible, whoever
    else supports it, is consulted or is informed.

    Why: what is only talked about is an item on an agenda. As a row of a matrix it gives everyone the feeling that
    somebody is on it.

    To mend it: name one role that does it and one that answers for it; one role may do both. Where there is none,
    strike the activity and put the topic on the agenda of a ritual.

    Smell: RA4
    """
    for activity in rows(case):
        if activity.daci is not None or activity.hands:
            continue
        watching = (Letter.SUPPORT, Letter.CONSULTED, Letter.INFORMED)
        present = {letter: each_once(activity.parts[letter]) for letter in watching if activity.parts[letter]}
        said = listed(f"{case.names('role', roles)} {word(activity, letter)}" for letter, roles in present.items())
        first = next((role for roles in present.values() for role in roles), None)
        fix = "name who does it and who answers for it"
        if first is not None:
            fix = f"make {case.name('role', first)} or whoever really does it responsible, and one role accountable"
        talks = linked(case, activity)
        agenda = (
            f"and put the topic on the agenda of {talks[0].name}" if talks else "if it is only a topic to talk over"
        )
        yield Breach(
            Place(activity.address, ("raci",)),
            f"nobody does {quoted(activity)} and nobody answers for it; "
            + (f"it has only {said}" if said else "no role has a part in it"),
            f"{fix}; or strike the activity {agenda}",
        )


@rule("R105", Severity.ERROR)
def role_in_two_parts(case: Case) -> Iterator[Breach]:
    """A role stands in two parts of one activity that contradict each other.

    Looked at is every role in every activity, RACI and DACI. It fires when a role has more than one part; only
    accountable and responsible at once is normal.

    Why: who is consulted is asked before, who is informed is told after, and who does the work needs neither. A role
    in two parts makes readers guess which of them is meant, and counts twice in every table.

    To mend it: keep the strongest part and strike the others.

    Smell: RA5
    """
    for activity in rows(case):
        for role in activity.roles:
            letters = activity.letters(role)
            kept = tuple(each for each in letters if each in (Letter.ACCOUNTABLE, Letter.RESPONSIBLE)) or letters[:1]
            extra = tuple(each for each in letters if each not in kept)
            if not extra:
                continue
            words = listed(word(activity, letter) for letter in letters)
            too_many = listed(word(activity, letter) for letter in extra)
            kept_words = listed(word(activity, letter) for letter in kept)
            name = case.name("role", role)
            yield Breach(
                part(activity, extra[0], role),
                f"{name} stands in {len(letters)} parts of {quoted(activity)}: {words}",
                f"take {name} out of {too_many}; as {kept_words} it has a stronger part already",
                tuple((f"{name} is {word(activity, each)} here", part(activity, each, role)) for each in kept),
            )
