"""Sentences about what people look up: skills, tools, principles, terms."""

from __future__ import annotations

from opbook.changes.difference import Difference
from opbook.changes.naming import Naming
from opbook.changes.sentences.forms import Sentences, both, field, prose, values
from opbook.changes.words import Words


def _level(t: Naming, d: Difference) -> Words | None:
    return values(
        t,
        d,
        "{it}: level {level} reworded: {change}",
        "{it} now says what level {level} is: {now}",
        "{it} no longer says what level {level} is (was {was})",
        level=d.route[1],
    )


SENTENCES: Sentences = {
    ("skill", "group"): field("{it} now belongs to the group {now} (was {was})", "", ""),
    ("skill", "definition"): prose("definition"),
    ("skill", "levels"): _level,
    ("tool", "url"): field(
        "{it} is now found at {now} (was at {was})",
        "{it} is now found at {now} (was not said)",
        "Where {it} is found is no longer said (was {was})",
    ),
    ("tool", "used_for"): field("{it}: what it is for is reworded: {change}", "", ""),
    ("tool", "record_of"): both("is now the one record of", "is no longer the one record of"),
    ("tool", "open_to"): both("is now open to", "is no longer open to"),
    ("tool", "learn"): field(
        "{it}: how the other side learns it is reworded: {change}",
        "{it} now says how the other side learns it: {now}",
        "{it} no longer says how the other side learns it (was {was})",
    ),
    ("principle", "statement"): prose("statement"),
    ("principle", "rationale"): prose("rationale"),
    ("principle", "instead_of"): field(
        "{it}: what it takes the place of is reworded: {change}",
        "{it} now says what it takes the place of: {now}",
        "{it} no longer says what it takes the place of (was {was})",
    ),
    ("principle", "shown_by"): both("is now shown by", "is no longer shown by"),
    ("principle", "rules"): both("is now held by", "is no longer held by"),
    ("term", "definition"): prose("definition"),
    ("term", "see"): both("now leads on to", "no longer leads on to"),
}
