"""Sentences about what came or went as a whole: with as much of it as tells a reader what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from opbook.changes.difference import Difference
from opbook.changes.effects import NAMED
from opbook.changes.hours import NOTICEABLE
from opbook.changes.naming import Naming
from opbook.changes.sentences.cadences import in_words
from opbook.changes.trees import Branch, Leaf
from opbook.changes.words import Piece, Words, listed, quote, words
from opbook.model.activity import Activity
from opbook.model.bet import Bet
from opbook.model.entity import Entity
from opbook.model.metric import Metric
from opbook.model.practice import Practice
from opbook.model.principle import Principle
from opbook.model.product import Product
from opbook.model.ritual import Ritual
from opbook.model.role import Role
from opbook.model.skill import Skill
from opbook.model.stage import Stage
from opbook.model.team import Team
from opbook.model.term import Term
from opbook.model.tool import Tool

_KINDS = {"term": "glossary term"}
"""What a kind is called in a sentence, where that is not its own name."""


def whole(t: Naming, d: Difference) -> Words | None:
    """The sentence about an entity or activity that came or went."""
    if d.subject is None:
        return None
    if d.subject.kind == "activity":
        return _activity(t, d)
    kind = _KINDS.get(d.subject.kind, d.subject.kind)
    entity = t.new(d.subject) or t.old(d.subject)
    assert isinstance(entity, Entity)
    if d.before is not None:
        state = " (was withdrawn)" if entity.withdrawn else " (was a draft)" if entity.draft else ""
        return words(f"The {kind} ", t.subject(d), f" is gone{state}")
    draft = ", as a draft" if entity.draft else ""
    return words(f"New {kind}{draft}: ", t.subject(d), *_ABOUT[type(entity)](t, entity))


def _activity(t: Naming, d: Difference) -> Words:
    whole = d.after if d.after is not None else d.before
    activity = (t.new if d.after is not None else t.old)(d.subject) if d.subject is not None else None
    assert isinstance(whole, Branch)
    assert isinstance(activity, Activity)
    home = whole.parts["home"]
    accountable, does = whole.parts.get("accountable"), whole.parts.get("parts")
    answers = t.value(accountable) if accountable is not None else words("nobody")
    doers = does.parts if isinstance(does, Branch) else {}
    work = [role for role, part in doers.items() if isinstance(part, Leaf) and "R" in part.text]
    responsible = listed(t.named("role", each) for each in work) or words("nobody")
    hands = words(answers, " accountable, ", responsible, " responsible")
    if d.before is None:
        new = "New decision in " if activity.is_decision else "New in "
        return words(new, t.value(home), ": ", t.subject(d), "; ", hands)
    return words(t.subject(d), " is no longer done in ", t.value(home), " (was: ", hands, ")")


def _listed(t: Naming, kind: str, ids: Any) -> Words:
    return listed(t.named(kind, each) for each in ids)


def _role(t: Naming, role: Role) -> Words:
    level = {"executive": "an executive", "lead": "a lead", "practitioner": "a practitioner"}[role.level]
    others = _listed(t, "role", (each.role for each in role.counterparts))
    closest = words("; works most closely with ", others) if others else words()
    return words(f", {level} of ", t.named("discipline", role.discipline), ", ", quote(role.purpose), closest)


def _ritual(t: Naming, ritual: Ritual) -> Words:
    leads = _listed(t, "role", ritual.facilitator.roles)
    required = ritual.participants.required
    # What it takes of their weeks stands behind this, with the names of those who are few.
    are_named = len(required) <= NAMED and not ritual.draft and ritual.hours_a_week >= NOTICEABLE
    needed = words("; needed: ", _listed(t, "role", required)) if required and not are_named else words()
    return words(", ", in_words(ritual, t.after), f", {ritual.minutes} min, led by ", leads, needed)


def _team(t: Naming, team: Team) -> Words:
    days = [f" {word} {day}" for word, day in (("from", team.starts), ("until", team.ends)) if day is not None]
    kind = "a swarm" if team.is_swarm else "a standing team"
    seats = _listed(t, "role", team.roles)
    return words(f", {kind}{''.join(days)}", words("; with ", seats) if seats else "")


def _product(t: Naming, product: Product) -> Words:
    stage = words("; in ", t.named("stage", product.stage)) if product.stage is not None else words("; an idea so far")
    spans = [words(t.named("team", each.team), f" from {each.since} on") for each in product.stewards]
    stewards = words("; looked after by ", listed(spans)) if spans else words("; nobody looks after it yet")
    return words(", for ", quote(product.customers), stage, stewards)


def _bet(t: Naming, bet: Bet) -> Words:
    since = f" since {bet.state_since}" if bet.state_since is not None else ""
    team = words("; ", t.named("team", bet.team), " works on it") if bet.team is not None else words()
    return words(f", {bet.state}{since}, in the {bet.stream} stream", team)


def _metric(t: Naming, metric: Metric) -> Words:
    target: list[str | Piece] = ["; target ", metric.target] if metric.target is not None else []
    owners = _listed(t, "role", metric.owners)
    answers = " answers for it" if len(metric.owners) == 1 else " answer for it"
    return words(", ", quote(metric.definition), *target, words("; ", owners, answers) if owners else words())


def _about(field: str) -> Callable[[Naming, Any], Words]:
    return lambda t, entity: words(", ", quote(getattr(entity, field)))


def _skill(t: Naming, skill: Skill) -> Words:
    return words(", in the group ", t.named("skill group", skill.group))


_ABOUT: Mapping[type[Entity], Callable[[Naming, Any], Words]] = {
    Role: _role,
    Ritual: _ritual,
    Practice: _about("outcome"),
    Stage: _about("purpose"),
    Team: _team,
    Product: _product,
    Bet: _bet,
    Metric: _metric,
    Skill: _skill,
    Tool: _about("used_for"),
    Principle: _about("statement"),
    Term: _about("definition"),
}
"""What is said of something new, by its kind."""
