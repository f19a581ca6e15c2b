"""Kept true: owners, reviews, agreements, and what the settings let stand. What points where: `pointers`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import isfinite

from opbook.checks import pointers
from opbook.checks.judge import OFF, SEVERITY_KEY, is_in_force, severity_of, thresholds_of
from opbook.checks.rule import Breach, Case, Place, Rule, rule, rules
from opbook.model.activity import Activity
from opbook.model.address import Address
from opbook.model.diagnostic import Severity
from opbook.model.entity import Entity
from opbook.model.metric import Metric
from opbook.model.phrases import counted, in_quotes, listed
from opbook.model.playbook import Playbook
from opbook.model.practice import Practice
from opbook.model.responsibility import fingerprint
from opbook.model.ritual import Ritual
from opbook.model.role import Role
from opbook.model.settings import Suppression
from opbook.model.tool import Tool
from opbook.source.nearest import did_you_mean, shown

assert pointers  # importing it declares its rules

OWNED = ("role", "ritual", "practice", "metric", "tool")
"""The kinds whose pages go stale where nobody owns them."""


@rule("K901", Severity.WARNING)
def page_without_owner(case: Case) -> Iterator[Breach]:
    """Nobody keeps a page true.

    It fires for every role, ritual, practice, metric and tool without an `owner`.

    Why: a page that belongs to everybody is corrected by nobody. After half a year people ask a colleague instead,
    and then the playbook is dead.

    To mend it: name the role that notices first when the page is wrong.

    Smell: none
    """
    playbook = case.playbook.in_force
    for kind in OWNED:
        for entity in playbook.of_kind(kind).values():
            if entity.owner is not None:
                continue
            role, why = _likely_owner(playbook, entity)
            fix = "name under `owner` the role that notices first when this is wrong"
            if role is not None:
                fix = f"ask {case.name('role', role)}, {why}, and write `owner: {role}`"
            message = f"{entity.name} has no owner: no role keeps this page true"
            yield Breach(Place(entity.address, ("name",)), message, fix)


def _likely_owner(playbook: Playbook, entity: Entity) -> tuple[str | None, str]:
    """The role that most likely notices when a page is wrong, and why."""
    candidates: tuple[str, ...] = ()
    why = ""
    if isinstance(entity, Ritual):
        candidates, why = entity.facilitator.roles, "who leads it"
    elif isinstance(entity, Metric):
        candidates, why = entity.owners, "who answers for the number already"
    elif isinstance(entity, Practice):
        hands = Counter(role for each in entity.activities.values() for role in each.accountable)
        candidates, why = tuple(role for role, _ in hands.most_common()), "who answers for the work it consists of"
    elif isinstance(entity, Tool):
        users = [role for role in playbook.roles.values() if entity.id in role.tools]
        candidates, why = tuple(role.id for role in users), "who works with it"
    elif isinstance(entity, Role):
        candidates, why = (
            tuple(each.role for each in entity.counterparts),
            "who is the first to notice what has changed",
        )
    return next((role for role in candidates if role in playbook.roles), None), why


@rule("K902", Severity.WARNING)
def review_overdue(case: Case) -> Iterator[Breach]:
    """The last review of a page no longer holds.

    Looked at is everything with `review_every`. It fires on the day after `reviewed` and `review_every` have passed,
    and where `reviewed` is missing.

    Why: roles and rituals drift away from what is written. Readers cannot see by how much, so one page that is wrong
    makes them doubt all.

    To mend it: read the page with those it is about, mend what is no longer true, and set `reviewed` to that day.

    Smell: none
    """
    for entity in case.playbook.in_force.entities:
        every = entity.review_every
        if every is None:
            continue
        who = f"let {case.name('role', entity.owner)} read" if entity.owner is not None else "read"
        fix = f"{who} {entity.name} again, mend what is no longer true, then write `reviewed: {case.on}`"
        if entity.reviewed is None:
            message = f"{entity.name} is to be reviewed every {every}, and nothing says when it last was"
            yield Breach(Place(entity.address, ("review_every",)), message, fix)
        elif (due := every.after(entity.reviewed)) < case.on:
            message = (
                f"{entity.name} was last reviewed on {entity.reviewed}, which holds for {every}: the next review was "
                f"due on {due}, {counted((case.on - due).days, 'day')} ago"
            )
            yield Breach(Place(entity.address, ("reviewed",)), message, fix)


@rule("K903", Severity.WARNING)
def role_changed_since_agreed(case: Case) -> Iterator[Breach]:
    """A role is no longer what its holders agreed to.

    Looked at are roles with `agreed`. It fires when the fingerprint there is not that of the role today, which is made
    of its accountabilities, its decision rights, and the activities in which it is accountable or responsible.

    Why: people keep promises that they have made, not those that were written in later. Work that lands on somebody
    by a change of a file is work that nobody took on.

    To mend it: go through what has changed with those who hold the role. Once they agree, write down the day and the
    new fingerprint.

    Smell: none
    """
    playbook = case.playbook
    for role in playbook.in_force.roles.values():
        if role.agreed is None:
            continue
        now = fingerprint(playbook, role.id)
        if role.agreed.fingerprint == now:
            continue
        message = (
            f"{role.name} has changed since its holders agreed to it on {role.agreed.date}: the fingerprint then was "
            f"{shown(role.agreed.fingerprint)}, and is {now} now"
        )
        fix = (
            f"go through accountabilities, decision rights and activities with those who hold {role.name}; once they "
            f"agree, write `agreed: {{date: {case.on}, fingerprint: {now}}}`"
        )
        yield Breach(Place(role.address, ("agreed", "fingerprint")), message, fix)


@rule("K904", Severity.WARNING)
def suppression_past_its_day(case: Case) -> Iterator[Breach]:
    """A suppression is past the day until which it held.

    Looked at are the `suppressions` of `playbook.yml`. It fires on the day after `until`; what was suppressed is told
    again from that day on.

    Why: somebody let a finding stand for a time. That time is over, and whoever promised to mend it may have
    forgotten.

    To mend it: mend what it let stand and delete it. Where there is still a reason, write that reason and a new day.

    Smell: none
    """
    for index, each in enumerate(case.playbook.settings.suppressions):
        if is_in_force(each, case.on) or each.until is None:
            continue
        message = (
            f"the suppression of {_named(each)} for {_about(case.playbook, each)} held until {each.until}, "
            f"{counted((case.on - each.until).days, 'day')} ago; its reason was {in_quotes([shown(each.reason)])}"
        )
        fix = "mend what it let stand and delete the suppression, or set a later `until` and say why it may still stand"
        yield Breach(Place(None, ("suppressions", index, "until")), message, fix)


@rule("K905", Severity.WARNING, looks_at_suppressions=True)
def suppression_of_nothing(case: Case) -> Iterator[Breach]:
    """A suppression lets nothing stand.

    Looked at are the `suppressions` of `playbook.yml` that are in force and name a rule there is. It fires when the
    rule finds nothing at the address.

    Why: what was wrong has been mended, or the address was never right. Left behind, the suppression would silently
    cover the next thing that goes wrong there.

    To mend it: delete it. Where the finding is still told, the address is not the one that the finding names.

    Smell: none
    """
    suppressions = case.playbook.settings.suppressions
    idle = case.idle or tuple(index for index, each in enumerate(suppressions) if not _covers(case, each))
    for index in idle:
        each = suppressions[index]
        found = _rule_of(each)
        # K904 tells of those past their day, and K906 of those that name no rule.
        if found is None or not is_in_force(each, case.on):
            continue
        about = _about(case.playbook, each)
        message = f"nothing is let stand here: {_named(each)} finds nothing at {each.address}"
        if severity_of(found, case.playbook) is None:
            message = f"nothing is let stand here: {_named(each)} is switched off in the settings"
        fix = f"delete the suppression; {about} is as the rule wants it"
        elsewhere = _addresses(case, found)
        if severity_of(found, case.playbook) is None:
            fix = "delete the suppression, or switch the rule on again"
        elif elsewhere:
            fix = f"delete the suppression, or give it the address that is meant; the rule tells of {elsewhere}"
        yield Breach(Place(None, ("suppressions", index, "address")), message, fix)


def _rule_of(suppression: Suppression) -> Rule | None:
    return next((each for each in rules().values() if suppression.rule in (each.code, each.name)), None)


def _breaches(case: Case, found: Rule) -> Iterator[Breach]:
    if not found.looks_at_suppressions and severity_of(found, case.playbook) is not None:
        yield from found.function(Case(case.playbook, case.on, thresholds_of(found, case.playbook)))


def _covers(case: Case, suppression: Suppression) -> bool:
    """Whether a suppression covers something: asked where only some rules are judged, so that nobody has counted."""
    found = _rule_of(suppression)
    return found is not None and any(str(each.place.address) == suppression.address for each in _breaches(case, found))


def _addresses(case: Case, found: Rule) -> str:
    """The addresses at which a rule finds something, a few of them in words."""
    addresses = (each.place.address for each in _breaches(case, found))
    return listed(dict.fromkeys(str(address) for address in addresses if address is not None), most=4)


def _named(suppression: Suppression) -> str:
    found = _rule_of(suppression)
    return f"{found.code} {found.name}" if found is not None else f"`{shown(suppression.rule)}`"


def _about(playbook: Playbook, suppression: Suppression) -> str:
    address = Address.parse(suppression.address)
    found: Entity | Activity | None = playbook.find(address) if address is not None else None
    return found.name if found is not None else suppression.address


@rule("K906", Severity.ERROR)
def unknown_rule_in_settings(case: Case) -> Iterator[Breach]:
    """The settings speak of a rule, a threshold or a severity that does not exist.

    Looked at are the `rules` and `suppressions` of `playbook.yml`. It fires for a rule that is named neither by a code
    nor by a name, for a threshold that the rule does not have or that is no number, and for a severity other than
    `off`, `info`, `warning` and `error`.

    Why: a setting that nothing reads looks like a decision and is none. The rule judges on as before, and nobody
    notices.

    To mend it: write the code or the name as `opbook check` prints it.

    Smell: none
    """
    settings = case.playbook.settings
    known = {word: each for each in rules().values() for word in (each.code, each.name)}
    for word, given in settings.rules.items():
        if word not in known:
            yield _no_rule(word, known, Place(None, ("rules", word), key=True))
            continue
        for name, text in given.items():
            route = ("rules", word, name)
            if name == SEVERITY_KEY:
                yield from _severity(text, route)
            elif name not in known[word].thresholds:
                yield _no_threshold(known[word], name, route)
            elif not _is_number(text):
                message = f"the threshold `{name}` of {word} takes a number, and `{shown(text)}` is none"
                fix = f"write a number; by default it is {known[word].thresholds[name]:g}"
                yield Breach(Place(None, route), message, fix)
    for index, each in enumerate(settings.suppressions):
        if each.rule not in known:
            yield _no_rule(each.rule, known, Place(None, ("suppressions", index, "rule")))


def _no_rule(word: str, known: dict[str, Rule], place: Place) -> Breach:
    message = f"there is no rule `{shown(word)}`{did_you_mean(word, known)}"
    fix = "write the code or the name of a rule, as a finding shows it: H201 or handoff-without-conversation"
    if word[:1].upper() == "Y" and word[1:].isdigit():
        message = f"`{shown(word)}` is no rule: what is wrong with the reading of a file cannot be set or suppressed"
        fix = "take it out, and mend what the reading tells"
    return Breach(place, message, fix)


def _no_threshold(found: Rule, name: str, route: tuple[str, ...]) -> Breach:
    known = (SEVERITY_KEY, *found.thresholds)
    message = f"{found.code} {found.name} has no threshold `{shown(name)}`{did_you_mean(name, known)}"
    takes = listed(f"`{each}`" for each in known)
    return Breach(Place(None, route, key=True), message, f"take it out; the rule takes {takes}")


def _severity(text: str, route: tuple[str, ...]) -> Iterator[Breach]:
    allowed = (OFF, *(each.value for each in reversed(Severity)))
    if text not in allowed:
        message = f"`{shown(text)}` is no severity{did_you_mean(text, allowed)}"
        yield Breach(Place(None, route), message, f"write one of {', '.join(allowed)}")


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False
