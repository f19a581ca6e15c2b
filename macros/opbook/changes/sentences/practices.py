"""Sentences about practices and stages: how the work is done, step by step."""

from __future__ import annotations

from opbook.changes.difference import Difference
from opbook.changes.naming import Naming
from opbook.changes.sentences.forms import Sentences, both, field, flag, part, prose, values
from opbook.changes.words import Words, filled, words


def _level(t: Naming, d: Difference) -> Words | None:
    """What one level of maturity says; a sign of it is told as one of several texts."""
    it, level = t.subject(d), d.route[1]
    match d.route[2:]:
        case () if d.after is None:
            was = t.value(part(d.before, "statement"))
            return filled("{it} no longer says what level {level} is (was {was})", it=it, level=level, was=was)
        case ():
            signs = part(d.after, "looks_like")
            shows = words("; it shows by ", t.value(signs)) if signs is not None else words()
            now = t.value(part(d.after, "statement"))
            return filled("{it} now says what level {level} is: {now}{shows}", it=it, level=level, now=now, shows=shows)
        case ("statement",):
            return values(t, d, "{it}: level {level} reworded: {change}", "", "", level=level)
    return None


_TEAMS = {"standing": "standing teams", "swarm": "swarms", "both": "standing teams and swarms"}

SENTENCES: Sentences = {
    ("practice", "outcome"): prose("outcome", "an"),
    ("practice", "replaces"): field(
        "{it}: what the PMO did before is reworded: {change}",
        "{it} now says what the PMO did before: {now}",
        "{it} no longer says what the PMO did before (was {was})",
    ),
    ("practice", "levels"): _level,
    ("practice", "metrics"): both("is now measured by", "is no longer measured by"),
    ("practice", "rituals"): both("now serves", "no longer serves"),
    ("practice", "tools"): both("now works with", "no longer works with"),
    ("stage", "order"): field("{it} is now number {now} of the stages (was number {was})", "", ""),
    ("stage", "live"): flag("Customers now depend on what is in {it}", "Customers no longer depend on what is in {it}"),
    ("stage", "plans"): flag("Work is now planned in {it}", "Work is no longer planned in {it}"),
    ("stage", "team"): field("In {it}, {now} work now (was {was})", "", "", _TEAMS),
}
