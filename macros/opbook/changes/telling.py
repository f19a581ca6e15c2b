"""Differences told in a sentence each: what changed, for whom, from what to what."""

from __future__ import annotations

from opbook.changes.difference import Difference
from opbook.changes.naming import Naming, label
from opbook.changes.sentences import (
    activities,
    any_kind,
    bets,
    metrics,
    practices,
    products,
    reference,
    rituals,
    roles,
    settings,
    teams,
)
from opbook.changes.sentences.forms import Sentences, added, taken
from opbook.changes.sentences.series import entry
from opbook.changes.trees import PROSE, Group, Leaf
from opbook.changes.words import Words, joined, reworded, words

SENTENCES: Sentences = {
    key: sentence
    for module in (
        any_kind,
        settings,
        activities,
        roles,
        rituals,
        practices,
        teams,
        products,
        bets,
        metrics,
        reference,
    )
    for key, sentence in module.SENTENCES.items()
}
"""By kind and field; under the kind "" what serves every kind without a sentence of its own for a field."""


def tell(t: Naming, difference: Difference) -> Words:
    """The sentence for a difference; empty where the sentence for another one tells it too."""
    kind = difference.subject.kind if difference.subject is not None else ""
    field = difference.route[0] if difference.route else ""
    for key in ((kind, field), ("", field)):
        sentence = SENTENCES.get(key)
        found = sentence(t, difference) if sentence is not None else None
        if found is not None:
            return found
    return entry(t, difference) or _alike(t, difference)


def _alike(t: Naming, d: Difference) -> Words:
    """What is told of a field that has no sentence of its own, such as those that an organisation adds."""
    before, after = d.before, d.after
    about = words(t.subject(d), ": ", label(d.route))
    if isinstance(before, Group) or isinstance(after, Group):
        come, gone = added(t, d), taken(t, d)
        parts = [words("now with ", come)] if come else []
        parts += [words("no longer with ", gone)] if gone else []
        return words(about, " ", joined(parts, ", "))
    if after is None:
        return words(about, " is gone (was ", t.value(before), ")")
    if before is None:
        return words(about, " is new: ", t.value(after))
    if isinstance(before, Leaf) and isinstance(after, Leaf) and PROSE in (before.sort, after.sort):
        return words(about, " reworded: ", reworded(before.text, after.text))
    return words(about, " is ", t.value(after), " (was ", t.value(before), ")")
