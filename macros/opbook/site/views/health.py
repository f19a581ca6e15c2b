"""What the health page shows: findings and measures of the whole playbook. There is no score."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from opbook.checks.judge import Verdict, is_in_force, severity_of
from opbook.checks.rule import FAMILIES, rules
from opbook.model.address import Address
from opbook.model.diagnostic import Diagnostic, Severity
from opbook.model.flow import Edge, changes_of_hands
from opbook.model.meetings import hours_per_week
from opbook.model.playbook import Playbook
from opbook.model.product import Product
from opbook.model.responsibility import accountable_for
from opbook.model.role import Role
from opbook.model.settings import Suppression
from opbook.model.stewardship import Span, coverage, stewards_of
from opbook.site.views.rules import shown

CHEAPEST = 3
"""How many fixes are shown first."""
_ONE_VALUE = re.compile(
    r"(?:add|change|correct|delete|drop|link|list|lower|make|move|name|pause|raise|remove|replace|say|set|take|write)\b",
    re.IGNORECASE,
)
"""What a fix begins with that adds, removes or changes one value."""
_MORE = re.compile(
    r"""^\w+\ (?:an?|one)\ (?:\w+\ )?(?:role|ritual|practice|stage|team|product|bet|metric|skill|tool)\b  # its own file
    | ^write\ an?\ `  # a list or mapping, such as an agenda
    | (?:,\ and|;|,\ then)\ (?!or\b)(?:add|agree|ask|give|hold|keep|let|link|look|name|put|read|remove|write)\b
    | ^\w+\ (?:\d*[02-9]|two|three|four|five|metrics|roles)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""What a fix says that asks for more than that."""
_ONE_DAY = timedelta(days=1)
_SEVERITIES = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Fix:
    """A finding that has a fix, with what makes the fix cheap."""

    finding: Diagnostic
    is_one_value: bool
    """Whether its words say that it adds, removes or changes one thing."""
    files: int
    """How many files the finding concerns."""
    alike: int
    """How many findings of the same rule there are."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A role with a length."""

    role: Role
    value: float
    width: float
    """How long the bar is, in percent of the whole width."""


@dataclass(frozen=True, slots=True)
class HoursBar(Bar):
    """The hours a week that a role spends in conversations that need it."""

    limit: int
    limit_at: float
    """Where the limit stands, in percent of the whole width."""

    @property
    def is_over(self) -> bool:
        """Whether the hours are over the limit."""
        return self.value > self.limit


@dataclass(frozen=True, slots=True)
class ShareBar(Bar):
    """How many activities a role is accountable for."""

    share: float
    """In percent of all activities."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Where work changes hands on its way to the activities of one stage, practice or ritual."""

    home: Address
    name: str
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Care:
    """Who looks after a product, and when nobody did."""

    product: Product
    gaps: tuple[Span, ...]
    """Stretches in which nobody looked after it, or will; the last day of one that has no end is the day after which
    nothing is known."""
    today: tuple[str, ...]
    """Ids of the teams that look after it today."""
    state: str
    """``idea``, ``live``, ``undated`` (customers depend on it, and no day of launch is written) or ``retired``."""
    known_until: date
    """The last day of which anything is known: no steward begins or ends after it."""


@dataclass(frozen=True, slots=True)
class Health:
    """All that the health page shows."""

    counts: Mapping[Severity, int]
    """Of every severity, the worst first."""
    asked: int
    """How many rules are asked."""
    off: int
    """How many are switched off."""
    cheapest: tuple[Fix, ...]
    families: Mapping[str, Mapping[str, tuple[Diagnostic, ...]]]
    """The findings by the name of their family and by the address of what they are about."""
    let_stand: tuple[Diagnostic, ...]
    hours: tuple[HoursBar, ...]
    """The role nearest to its limit, or farthest over it, first."""
    accountable: tuple[ShareBar, ...]
    """The role with the most first; only those with any."""
    unaccountable: tuple[Role, ...]
    """The roles that answer for no activity."""
    activities: int
    changes: tuple[Changes, ...]
    care: tuple[Care, ...]

    @property
    def total(self) -> int:
        """How many findings there are."""
        return sum(self.counts.values())

    @property
    def over(self) -> tuple[HoursBar, ...]:
        """The roles over their limit."""
        return tuple(bar for bar in self.hours if bar.is_over)

    @property
    def crossings(self) -> tuple[Edge, ...]:
        """Every change of hands."""
        return tuple(edge for group in self.changes for edge in group.edges)


def health(playbook: Playbook, verdict: Verdict, on: date) -> Health:
    """All that the health page shows."""
    findings = shown(playbook, verdict.findings)
    severities = [severity_of(rule, playbook) for rule in rules().values()]
    accountable = accountability(playbook)
    return Health(
        {severity: sum(each.severity is severity for each in findings) for severity in _SEVERITIES},
        sum(severity is not None for severity in severities),
        severities.count(None),
        cheapest(findings),
        by_family(findings),
        shown(playbook, verdict.suppressed),
        hours(playbook),
        tuple(bar for bar in accountable if bar.value),
        tuple(bar.role for bar in accountable if not bar.value),
        len(playbook.activities),
        changes(playbook),
        tuple(care(playbook, product, on) for product in playbook.products.values() if product.withdrawn is None),
    )


def cheapest(findings: Iterable[Diagnostic]) -> tuple[Fix, ...]:
    """The fixes that cost least.

    What counts, in this order: how bad it is, the worst first; whether the fix changes one value; how few files it
    concerns; how few findings its rule has, for mending the last one settles the rule; how short the fix is in words.
    """
    found = tuple(findings)
    alike = Counter(each.code for each in found)
    fixes = [Fix(each, is_one_value(each.fix), _files(each), alike[each.code]) for each in found if each.fix]
    return tuple(
        sorted(
            fixes,
            key=lambda fix: (
                _SEVERITIES.index(fix.finding.severity),
                not fix.is_one_value,
                fix.files,
                fix.alike,
                len(fix.finding.fix.split()),
                fix.finding.order,
            ),
        )[:CHEAPEST]
    )


def is_one_value(fix: str) -> bool:
    """Whether a fix says that it adds, removes or changes one thing."""
    return _ONE_VALUE.match(fix) is not None and _MORE.search(fix) is None


def _files(finding: Diagnostic) -> int:
    return len({finding.location.path, *(each.location.path for each in finding.related)})


def by_family(findings: Iterable[Diagnostic]) -> Mapping[str, Mapping[str, tuple[Diagnostic, ...]]]:
    """Findings by the name of their family and the address of what they are about, the worst first."""
    ordered = sorted(findings, key=lambda each: (_SEVERITIES.index(each.severity), *each.order))
    families: dict[str, dict[str, list[Diagnostic]]] = {name: {} for name in (*FAMILIES.values(), "Reading")}
    for each in ordered:
        families[FAMILIES.get(each.code[0], "Reading")].setdefault(each.entity, []).append(each)
    return {
        name: {entity: tuple(members) for entity, members in entities.items()}
        for name, entities in families.items()
        if entities
    }


def suppression_of(playbook: Playbook, finding: Diagnostic, on: date) -> Suppression | None:
    """The suppression that lets a finding stand."""
    for each in playbook.settings.suppressions:
        if (
            each.rule in (finding.code, finding.problem.name)
            and each.address == finding.entity
            and is_in_force(each, on)
        ):
            return each
    return None


def hours(playbook: Playbook) -> tuple[HoursBar, ...]:
    """The hours a week of every role beside its limit."""
    found = [
        (role, hours_per_week(playbook, role.id), playbook.settings.hours.limit(role.level))
        for role in playbook.roles.values()
        if role.withdrawn is None
    ]
    longest = max((max(value, limit) for _, value, limit in found), default=0) or 1
    ordered = sorted(found, key=lambda each: (-(each[1] - each[2]), each[0].name.casefold()))
    return tuple(
        HoursBar(role, value, round(100 * value / longest, 2), limit, round(100 * limit / longest, 2))
        for role, value, limit in ordered
    )


def accountability(playbook: Playbook) -> tuple[ShareBar, ...]:
    """How many activities each role answers for, and which share of all that is."""
    found = [(role, len(accountable_for(playbook, role.id))) for role in playbook.roles.values() if not role.withdrawn]
    longest = max((count for _, count in found), default=0) or 1
    total = len(playbook.activities) or 1
    return tuple(
        ShareBar(role, count, round(100 * count / longest, 2), 100 * count / total)
        for role, count in sorted(found, key=lambda each: (-each[1], each[0].name.casefold()))
    )


def changes(playbook: Playbook) -> tuple[Changes, ...]:
    """Every change of hands, by the stage, practice or ritual in which the work is taken up."""
    found: dict[Address, list[Edge]] = {}
    for edge in changes_of_hands(playbook):
        found.setdefault(edge.second.home, []).append(edge)
    return tuple(
        Changes(home.address, home.name, tuple(found[home.address])) for home in playbook.homes if home.address in found
    )


def care(playbook: Playbook, product: Product, on: date) -> Care:
    """Who looks after a product on a day, and the stretches with nobody, as far as anything is known."""
    named = [day for each in product.stewards for day in (each.since, each.until) if day is not None]
    known_until = max((on, *(day + _ONE_DAY for day in named)))
    teams = stewards_of(product, on)
    stage = playbook.stages.get(product.stage or "")
    if product.retired is not None and product.retired <= on:
        state, teams = "retired", ()
    elif product.launched is not None and product.launched <= on:
        state = "live"
    elif product.launched is None and stage is not None and stage.live:
        state = "undated"
    else:
        state = "idea"
    gaps: tuple[Span, ...] = ()
    if product.launched is not None and product.launched <= on:
        gaps = tuple(span for span in coverage(product, product.launched, known_until) if span.is_gap)
    return Care(product, gaps, teams, state, known_until)
