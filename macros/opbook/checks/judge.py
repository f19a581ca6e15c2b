"""Judging a playbook by the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from opbook.checks.rule import Breach, Case, Place, Rule, rules
from opbook.model.activity import Activity
from opbook.model.address import Address
from opbook.model.diagnostic import Diagnostic, Location, Problem, Related, Severity
from opbook.model.playbook import Playbook
from opbook.model.settings import Suppression
from opbook.source.files import SETTINGS_FILE
from opbook.source.reading import Reading, without_collecting

OFF = "off"
SEVERITY_KEY = "severity"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of a playbook."""

    findings: tuple[Diagnostic, ...] = ()
    """What stands, reading errors included, in the order of every report."""
    suppressed: tuple[Diagnostic, ...] = ()
    """What ``playbook.yml`` lets stand, in the same order."""


def judge(reading: Reading, on: date, *, wanted: Iterable[Rule] | None = None) -> Verdict:
    """Judge what was read.

    Args:
        reading: The playbook; where it has errors, only these are told, since rules would speak of half of it.
        on: What day it is.
        wanted: The rules to judge by; all that are not switched off where absent.
    """
    playbook = reading.playbook
    if playbook is None or any(each.severity is Severity.ERROR for each in reading.findings):
        return Verdict(reading.findings)
    with without_collecting():
        return _judged(reading, playbook, on, wanted)


def _judged(reading: Reading, playbook: Playbook, on: date, wanted: Iterable[Rule] | None) -> Verdict:
    chosen = tuple(rules().values() if wanted is None else wanted)
    found: list[Diagnostic] = list(reading.findings)
    suppressed: list[Diagnostic] = []
    used: set[int] = set()
    last = [rule for rule in chosen if rule.looks_at_suppressions]
    for rule in (*(rule for rule in chosen if not rule.looks_at_suppressions), *last):
        severity = severity_of(rule, playbook)
        if severity is None:
            continue
        idle = tuple(index for index in range(len(playbook.settings.suppressions)) if index not in used)
        case = Case(playbook, on, thresholds_of(rule, playbook), idle if wanted is None else ())
        problem = replace(rule.problem, severity=severity)
        for breach in rule.function(case):
            finding = located(reading, problem, breach)
            index = _suppression(playbook, rule, breach, on)
            if index is None:
                found.append(finding)
            else:
                used.add(index)
                suppressed.append(finding)
    return Verdict(_sorted(found), _sorted(suppressed))


def _sorted(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(dict.fromkeys(findings), key=lambda each: each.order))


def settings_of(rule: Rule, playbook: Playbook) -> Mapping[str, str]:
    """What ``playbook.yml`` sets for a rule, by code or by name; by name where both are there."""
    given = playbook.settings.rules
    return {**given.get(rule.code, {}), **given.get(rule.name, {})}


def severity_of(rule: Rule, playbook: Playbook) -> Severity | None:
    """How bad it is to break a rule in this playbook; `None` where it is switched off."""
    said = settings_of(rule, playbook).get(SEVERITY_KEY, rule.problem.severity.value)
    if said == OFF:
        return None
    return Severity(said) if said in set(Severity) else rule.problem.severity


def thresholds_of(rule: Rule, playbook: Playbook) -> Mapping[str, float]:
    """The thresholds of a rule in this playbook; what is no number is told by a rule of its own."""
    given = settings_of(rule, playbook)
    return {name: _number(given.get(name), default) for name, default in rule.thresholds.items()}


def _number(text: str | None, default: float) -> float:
    try:
        return default if text is None else float(text)
    except ValueError:
        return default


def _suppression(playbook: Playbook, rule: Rule, breach: Breach, on: date) -> int | None:
    """The first suppression that covers a breach, by its place in the list."""
    for index, each in enumerate(playbook.settings.suppressions):
        if each.rule in (rule.code, rule.name) and each.address == str(breach.place.address) and is_in_force(each, on):
            return index
    return None


def is_in_force(suppression: Suppression, on: date) -> bool:
    """Whether a suppression still holds."""
    return suppression.until is None or on <= suppression.until


def located(reading: Reading, problem: Problem, breach: Breach) -> Diagnostic:
    """Turn a breach, which speaks of routes, into a diagnostic, which speaks of lines."""
    address = breach.place.address
    return Diagnostic(
        problem,
        breach.message,
        locate(reading, breach.place),
        breach.fix,
        str(address) if address is not None else "",
        tuple(Related(message, locate(reading, place)) for message, place in breach.related),
    )


def locate(reading: Reading, place: Place) -> Location:
    """Where a place stands: the one module that turns routes of rules into lines."""
    if place.address is None:
        source, route = reading.sources.get(SETTINGS_FILE), place.route
    else:
        home, route = _home(reading, place.address, place.route)
        source = reading.source_of(home.kind, home.id)
    if source is None:
        return Location(SETTINGS_FILE, 1, 1, 1, 1)
    return source.locate(route, key=place.key)


def _home(reading: Reading, address: Address, route: tuple[str | int, ...]) -> tuple[Address, tuple[str | int, ...]]:
    playbook = reading.playbook
    found = playbook.find(address) if playbook is not None else None
    if isinstance(found, Activity):
        return found.home, ("activities", address.id, *route)
    return address, route or ("name",)


def chosen(words: Iterable[str]) -> Iterator[Rule]:
    """The rules that words name: by code, by name, or by a family's letter or the start of a code.

    Raises:
        KeyError: With the first word that names none.
    """
    for word in words:
        named = [rule for rule in rules().values() if rule.name == word or rule.code.startswith(word.upper())]
        if not named:
            raise KeyError(word)
        yield from named
