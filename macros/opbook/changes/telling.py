"""Differences told in a sentence each: what changed, for whom, from what to what."""

from __future__ import annotations

from collections.abc import Iterator

from opbook.changes.compare import ORDER
from opbook.changes.difference import Difference, Value
from opbook.changes.naming import Naming, label
from opbook.changes.sentences import SENTENCES
from opbook.changes.trees import PROSE, Branch, Entry, Group, Leaf
from opbook.changes.words import Words, listed, quote, reworded, words
from opbook.model.ritual import Ritual

_LABELS = {
    "accountabilities": "accountability",
    "decision_rights": "decision right",
    "daily_actions": "daily act",
    "anti_patterns": "way in which it goes wrong",
    "evidence": "evidence",
    "inputs": "input",
    "outputs": "output",
    "steps": "step",
    "entry": "condition to come in",
    "exit": "condition to go on",
    "agenda": "agenda item",
    "checklist": "checklist item",
    "looks_like": "sign",
    "activities": "activity",
    "due": "date by which the target is to be reached",
    "reviewed_in": "conversation in which it is looked at",
    "depends_on": "dependency",
    "state_since": "date of its state",
    "ends_when": "condition on which it ends",
}


def tell(t: Naming, difference: Difference) -> Words:
    """The sentence for a difference."""
    kind = difference.subject.kind if difference.subject is not None else ""
    field = difference.route[0] if difference.route else ""
    for key in ((kind, field), ("", field)):
        sentence = SENTENCES.get(key)
        found = sentence(t, difference) if sentence is not None else None
        if found is not None:
            return found
    return _generic(t, difference)


def _generic(t: Naming, difference: Difference) -> Words:
    before, after = difference.before, difference.after
    about = t.subject(difference)
    where = _where(t, difference, difference.route)
    if difference.route[-1:] == (ORDER,):
        return words(about, ": ", _where(t, difference, difference.route[:-1]), " in another order")
    if isinstance(before, Entry) or isinstance(after, Entry):
        return words(about, ": ", _entry(t, difference))
    if isinstance(before, Group) or isinstance(after, Group):
        return words(about, ": ", where, " ", _group(t, before, after))
    if isinstance(before, Leaf) and isinstance(after, Leaf):
        if PROSE in (before.sort, after.sort):
            return words(about, ": ", where, " reworded: ", reworded(before.text, after.text))
        return words(about, ": ", where, " is ", t.value(after), " (was ", t.value(before), ")")
    if after is None:
        return words(about, ": ", where, " is gone (was ", t.value(before), ")")
    if before is None:
        return words(about, ": ", where, " is new: ", t.value(after))
    return words(about, ": ", where, " is ", t.value(after), " (was ", t.value(before), ")")


def _group(t: Naming, before: Value, after: Value) -> Words:
    old = before if isinstance(before, Group) else Group(frozenset())
    new = after if isinstance(after, Group) else Group(frozenset())
    sort = old.sort or new.sort
    come = listed(t.named(sort, each) for each in sorted(new.texts - old.texts))
    gone = listed(t.named(sort, each) for each in sorted(old.texts - new.texts))
    if come and gone:
        return words("now with ", come, ", no longer with ", gone)
    return words("now with ", come) if come else words("no longer with ", gone)


def _entry(t: Naming, difference: Difference) -> Words:
    before, after = difference.before, difference.after
    field, *rest = difference.route
    label = words(_one(field), f" in {rest[-1].lower() if field == 'checklist' else rest[-1]}" if rest else "")
    if field == "checklists" and rest:
        label = words("item of the checklist ", quote(rest[0]))
    if isinstance(before, Entry) and isinstance(after, Entry):
        if before.text == after.text:
            return words(label, " ", quote(after.text), ": ", *_more(t, before, after))
        told = words(label, " reworded: ", reworded(before.text, after.text))
        changed = tuple(_more(t, before, after))
        return words(told, "; ", *changed) if changed else told
    if isinstance(after, Entry):
        return words("new ", label, ": ", t.value(after))
    return words(label, " dropped: ", t.value(before))


def _more(t: Naming, before: Entry, after: Entry) -> Iterator[str | Words]:
    old, new = dict(before.more), dict(after.more)
    for index, key in enumerate(key for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key)):
        if index:
            yield "; "
        was = words(" (was ", t.value(old[key]), ")") if key in old else words(" (was not said)")
        yield words(f"{key} is ", t.value(new[key]) if key in new else "no longer said", was)


_KEYS = {
    ("role", "skills"): "skill",
    ("role", "counterparts"): "role",
    ("role", "next_roles"): "role",
    ("team", "roles"): "role",
    ("team", "rituals"): "ritual",
    ("team", "interactions"): "team",
    ("team", "maturity"): "practice",
    ("bet", "depends_on"): "bet",
}
"""Of which kind the ids are that tell the values of a field apart."""


def _where(t: Naming, difference: Difference, route: tuple[str, ...]) -> Words:
    """Which field, in words: ``maturity, Value tracking, evidence``."""
    kind = difference.subject.kind if difference.subject is not None else ""
    keys = _KEYS.get((kind, route[0]))
    if keys is None or len(route) == 1:
        return words(label(route))
    rest = words(f", {label(route[2:])}") if route[2:] else words()
    return words(f"{label(route[:1])}, ", t.named(keys, route[1]), rest)


def _one(field: str) -> str:
    return _LABELS.get(field, field.replace("_", " "))


def concerned(t: Naming, difference: Difference) -> frozenset[str]:
    """The ids of the roles whom a difference concerns, as they are called now."""
    found = set(_roles_in(difference.before)) | set(_roles_in(difference.after))
    address, route = difference.subject, difference.route
    if address is None:
        return frozenset(found)
    if address.kind == "role":
        found.add(address.id)
    if len(route) > 1 and (address.kind, route[0]) in _KEYED_BY_ROLE:
        found.add(route[1])
    if address.kind == "ritual" and (not route or route[0] not in ("participants", "owner")):
        for playbook in (t.before, t.after):
            ritual = playbook.find(address)
            if isinstance(ritual, Ritual):
                found.update((*ritual.participants.required, *ritual.facilitator.roles))
    if address.kind == "activity":
        activity = t.after.activities.get(address.id) or t.before.activities.get(address.id)
        if activity is not None and route[:1] not in (("accountable",), ("parts",)):
            found.update(activity.hands)
    if address.kind == "metric":
        metric = t.after.metrics.get(address.id) or t.before.metrics.get(address.id)
        found.update(metric.owners if metric is not None else ())
    if address.kind == "team" and route[:1] != ("roles",):
        team = t.after.teams.get(address.id) or t.before.teams.get(address.id)
        found.update(team.roles if team is not None else ())
    return frozenset(found)


_KEYED_BY_ROLE = {("activity", "parts"), ("ritual", "participants"), ("team", "roles"), ("role", "counterparts")}


def _roles_in(value: Value) -> Iterator[str]:
    if isinstance(value, Leaf) and value.sort == "role":
        yield value.text
    elif isinstance(value, Group) and value.sort == "role":
        yield from value.texts
    elif isinstance(value, Branch):
        if value.sort == "role":
            yield from value.parts
        for each in value.parts.values():
            yield from _roles_in(each)
    elif isinstance(value, Entry):
        for _, leaf in value.more:
            yield from _roles_in(leaf)
