"""What a rule is, and the registry of all rules."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from opbook.model.address import Address
from opbook.model.diagnostic import Problem, Route, Severity
from opbook.model.phrases import listed
from opbook.model.playbook import Playbook

FAMILIES = {
    "R": "Responsibility",
    "H": "Shared ownership",
    "P": "Planning",
    "M": "Success",
    "T": "Stewardship",
    "V": "Value",
    "L": "Load",
    "C": "Connection",
    "K": "Kept true",
}
"""The families of rules by the first letter of their codes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: a value inside an entity or an activity. Rules never speak of lines."""

    address: Address | None
    """The entity or activity; `None` for the playbook's settings."""
    route: Route = ()
    """The way to the value inside it; empty for the whole."""
    key: bool = False
    """Whether the key at the end of the route is meant, and not the value there."""


@dataclass(frozen=True, slots=True)
class Breach:
    """That a rule is broken somewhere."""

    place: Place
    message: str
    """What is wrong here, with the evidence: which roles, which activity, which missing ritual."""
    fix: str = ""
    """The cheapest way to mend it, in the imperative."""
    related: tuple[tuple[str, Place], ...] = ()
    """Other places that help to understand it, each with a short note."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule judges."""

    playbook: Playbook
    on: date
    """What day it is."""
    thresholds: Mapping[str, float] = field(default_factory=dict)
    """The rule's own thresholds, as set in ``playbook.yml`` or by default."""
    idle: tuple[int, ...] = ()
    """The suppressions that have covered nothing so far, by their place in the list."""

    def threshold(self, name: str) -> float:
        """A threshold of the rule."""
        return self.thresholds[name]

    def name(self, kind: str, id: str) -> str:
        """What people call an entity; its id where it has no name."""
        found = self.playbook.find(Address(kind, id))
        return found.name if found is not None else id

    def names(self, kind: str, ids: Iterator[str] | tuple[str, ...] | list[str] | set[str]) -> str:
        """Names in a row: ``A``, ``A and B``, ``A, B and C``. A set is put in the playbook's order."""
        if isinstance(ids, set):
            order = {id_: index for index, id_ in enumerate(self.playbook.of_kind(kind))}
            ids = sorted(ids, key=lambda id_: (order.get(id_, len(order)), id_))
        return listed(self.name(kind, id_) for id_ in ids)

    def sides_of(self, roles: tuple[str, ...] | set[str]) -> set[str]:
        """Which of the playbook's two sides some roles come from."""
        known = self.playbook.roles
        disciplines = {known[role].discipline for role in roles if role in known}
        return disciplines & set(self.playbook.settings.sides)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code and name, how bad it is to break it, its thresholds, and the function that looks."""

    problem: Problem
    function: Callable[[Case], Iterator[Breach]]
    thresholds: Mapping[str, float]
    looks_at_suppressions: bool = False
    """Whether it is asked last, when it is known which suppressions cover nothing."""

    @property
    def code(self) -> str:
        """The code, e.g. ``H201``."""
        return self.problem.code

    @property
    def name(self) -> str:
        """The name, which says the problem, e.g. ``handoff-without-conversation``."""
        return self.problem.name

    @property
    def family(self) -> str:
        """The name of its family."""
        return FAMILIES[self.code[0]]

    @property
    def doc(self) -> str:
        """The docstring: what, why, how to mend it, and the smell that it holds."""
        return inspect.getdoc(self.function) or ""

    @property
    def title(self) -> str:
        """The first sentence of the docstring."""
        return self.doc.split("\n", 1)[0]


_rules: dict[str, Rule] = {}


def rule(
    code: str, severity: Severity, *, looks_at_suppressions: bool = False, **thresholds: float
) -> Callable[[Callable[[Case], Iterator[Breach]]], Callable[[Case], Iterator[Breach]]]:
    """Declare a function as a rule. Its name is the function's, in kebab case.

    Args:
        code: The family's letter and three digits; never used again for anything else.
        severity: How bad it is by default.
        looks_at_suppressions: Ask it last, when it is known which suppressions cover nothing.
        thresholds: Numbers that a playbook may set otherwise, with their defaults.
    """

    def register(function: Callable[[Case], Iterator[Breach]]) -> Callable[[Case], Iterator[Breach]]:
        assert code not in _rules, code
        problem = Problem(code, function.__name__.replace("_", "-"), severity)
        _rules[code] = Rule(problem, function, thresholds, looks_at_suppressions)
        return function

    return register


def rules() -> Mapping[str, Rule]:
    """Every rule by code, in the order of codes."""
    from opbook.checks import (  # importing the families declares their rules
        connection,
        kept_true,
        load,
        planning,
        responsibility,
        shared_ownership,
        stewardship,
        success,
        value,
    )

    assert all((connection, kept_true, load, planning, responsibility, shared_ownership, stewardship, success, value))
    return dict(sorted(_rules.items()))
