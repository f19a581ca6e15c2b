"""Sentences about rituals: how long they are, who comes, who leads, what is talked about. When: `cadences`."""

from __future__ import annotations

from opbook.changes.difference import Difference, Value
from opbook.changes.naming import Naming
from opbook.changes.sentences.cadences import when
from opbook.changes.sentences.forms import TOLD_ELSEWHERE, Sentences, field, text, verb
from opbook.changes.trees import Group, Leaf
from opbook.changes.words import Words, words
from opbook.model.address import Address


def _minutes(t: Naming, d: Difference) -> Words | None:
    if not isinstance(d.before, Leaf) or not isinstance(d.after, Leaf):
        return None
    more = int(d.after.text) - int(d.before.text)
    how = f" is {abs(more)} min {'longer' if more > 0 else 'shorter'}"
    return words(t.subject(d), how, f": {d.after.text} min (was {d.before.text})")


_HAD_TO = {"may come": "could stay away before", "is needed": "had to come before"}


def _participant(t: Naming, d: Difference) -> Words:
    role = t.named("role", d.route[1])
    is_new = t.old(Address("role", d.route[1])) is None
    was = _HAD_TO.get(text(d.before), "a new role" if is_new else "did not come before")
    if d.after is None:
        return words(role, " no longer comes to ", t.subject(d), f" ({was})")
    now = " must now come to " if text(d.after) == "is needed" else " may now come to "
    return words(role, now, t.subject(d), f" ({was})")


def _facilitator(t: Naming, d: Difference) -> Words | None:
    """Who leads; where who leads and whether it goes round are both different, the sentence about who tells both."""
    if d.route[1:] == ("rotates",):
        if t.beside(d, "roles") is not None:
            return TOLD_ELSEWHERE
        return words("The lead of ", t.subject(d), " now goes round" if _is(d.after) else " no longer goes round")
    if not isinstance(d.before, Group) or not isinstance(d.after, Group):
        return None
    turns = t.beside(d, "rotates")
    now = " in turn" if turns is not None and _is(turns.after) else ""
    was = " in turn" if turns is not None and _is(turns.before) else ""
    leads = verb(len(d.after.texts), " now leads ", " now lead ")
    return words(t.value(d.after), leads, t.subject(d), now, " (was ", t.value(d.before), was, ")")


def _is(value: Value) -> bool:
    return text(value) == "yes"


SENTENCES: Sentences = {
    ("ritual", "kind"): field("{it} is now of the kind {now} (was {was})", "", ""),
    ("ritual", "minutes"): _minutes,
    ("ritual", "cadence"): when,
    ("ritual", "participants"): _participant,
    ("ritual", "facilitator"): _facilitator,
}
