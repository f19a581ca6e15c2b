"""Sentences about metrics: what counts as success, who answers for it, and what holds it in check."""

from __future__ import annotations

from opbook.changes.difference import Difference
from opbook.changes.naming import Naming
from opbook.changes.sentences.forms import Sentences, added, both, field, prose, taken, texts, verb
from opbook.changes.words import Words, words

_BETTER = {"up": "more", "down": "less"}
_MEASURES = {
    "outcome": "an outcome",
    "guardrail": "a guardrail",
    "flow": "a measure of flow",
    "output": "a measure of output",
}


def _owners(t: Naming, d: Difference) -> Words:
    come, gone = added(t, d), taken(t, d)
    old, new = texts(d.before), texts(d.after)
    answers = verb(len(new - old), " now answers for ", " now answer for ")
    if come and gone:
        return words(come, answers, t.subject(d), " (was ", gone, ")")
    if come:
        return words(come, answers, t.subject(d), " too" if old else " (nobody did)")
    no_longer = verb(len(old - new), " no longer answers for ", " no longer answer for ")
    return words(gone, no_longer, t.subject(d), "" if new else "; nobody does now")


SENTENCES: Sentences = {
    ("metric", "definition"): prose("definition"),
    ("metric", "unit"): field(
        "{it} is now counted in {now} (was in {was})",
        "{it} is now counted in {now} (was not said)",
        "In what {it} is counted is no longer said (was {was})",
    ),
    ("metric", "direction"): field("For {it}, {now} is now better (was {was})", "", "", _BETTER),
    ("metric", "measures"): field("{it} now counts as {now} (was {was})", "", "", _MEASURES),
    ("metric", "owners"): _owners,
    ("metric", "baseline"): field(
        "Where {it} stood at the start is now {now} (was {was})",
        "Where {it} stood at the start is now said: {now}",
        "Where {it} stood at the start is no longer said (was {was})",
    ),
    ("metric", "target"): field(
        "The target of {it} is now {now} (was {was})",
        "{it} now has a target: {now}",
        "{it} no longer has a target (was {was})",
    ),
    ("metric", "due"): field(
        "The target of {it} is due {later}: on {now} (was {was})",
        "The target of {it} is due on {now} (no day was named)",
        "By when the target of {it} is due is no longer said (was {was})",
    ),
    ("metric", "source"): field(
        "{it}: where the number comes from is reworded: {change}",
        "{it} now says where the number comes from: {now}",
        "{it} no longer says where the number comes from (was {was})",
    ),
    ("metric", "reviewed_in"): field(
        "{it} is now looked at in {now} (was in {was})",
        "{it} is now looked at in {now} (was in no conversation)",
        "{it} is looked at in no conversation any longer (was in {was})",
    ),
    ("metric", "counter"): field(
        "{now} now holds {it} in check, as its counter-metric (was {was})",
        "{now} now holds {it} in check, as its counter-metric (nothing did)",
        "{was} no longer holds {it} in check; it has no counter-metric now",
    ),
    ("metric", "conflicts_with"): both("now pulls the other way than", "no longer pulls the other way than"),
}
