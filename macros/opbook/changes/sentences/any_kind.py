"""Sentences about what entities of every kind have."""

from __future__ import annotations

from opbook.changes.difference import Difference
from opbook.changes.naming import Naming
from opbook.changes.sentences.arrivals import whole
from opbook.changes.sentences.forms import Sentences, both, field, prose, text, values
from opbook.changes.trees import Branch, Leaf
from opbook.changes.words import Words, code, filled, name, words


def _id(t: Naming, d: Difference) -> Words:
    assert d.subject is not None
    now, was = (code(f"{d.subject.kind}:{text(each)}") for each in (d.after, d.before))
    return filled("{it} is renamed: its address is now {now} (was {was})", it=t.subject(d), now=now, was=was)


def _name(t: Naming, d: Difference) -> Words | None:
    if not isinstance(d.before, Leaf) or not isinstance(d.after, Leaf):
        return None
    return words(name(d.before.text), " is now called ", name(d.after.text))


def _withdrawn(t: Naming, d: Difference) -> Words | None:
    match d.route[1:]:
        case ("date",):
            return values(t, d, "{it} counts as withdrawn since {now} (was since {was})", "", "")
        case ("reason",):
            return values(t, d, "{it}: why it is withdrawn is reworded: {change}", "", "")
        case ("instead",):
            return values(
                t,
                d,
                "What to use in place of {it} is now {now} (was {was})",
                "What to use in place of {it} is now {now} (was not said)",
                "What to use in place of {it} is no longer said (was {was})",
            )
        case () if isinstance(d.after, Branch):
            parts = d.after.parts
            instead = words("; use ", t.value(parts["instead"]), " instead") if "instead" in parts else words()
            since = t.value(parts["date"])
            return words(t.subject(d), " is withdrawn since ", since, ": ", t.value(parts["reason"]), instead)
    return words(t.subject(d), " is in force again (was withdrawn)")


def _draft(t: Naming, d: Difference) -> Words:
    if text(d.after) == "yes":
        return words(t.subject(d), " is now a draft and no longer published")
    return words(t.subject(d), " is now published (was a draft)")


def _review_every(t: Naming, d: Difference) -> Words | None:
    now, was = (text(each).removeprefix("1 ") for each in (d.after, d.before))
    return values(
        t,
        d,
        "{it} is now to be reviewed every {span} (was every {former})",
        "{it} is now to be reviewed every {span} (no time was set)",
        "{it} is no longer to be reviewed at set times (was every {former})",
        span=now,
        former=was,
    )


SENTENCES: Sentences = {
    ("", ""): whole,
    ("", "id"): _id,
    ("", "name"): _name,
    ("", "aliases"): both("is now also called", "is no longer also called"),
    ("", "summary"): prose("summary"),
    ("", "purpose"): prose("purpose"),
    ("", "tags"): both("is now tagged", "is no longer tagged"),
    ("", "withdrawn"): _withdrawn,
    ("", "draft"): _draft,
    ("", "owner"): field(
        "{now} now keeps {it} true (was {was})",
        "{now} now keeps {it} true (nobody did)",
        "Nobody keeps {it} true any longer (was {was})",
    ),
    ("", "reviewed"): field(
        "{it} was reviewed on {now} (before: {was})",
        "{it} was reviewed on {now} (had not been before)",
        "{it} no longer says when it was reviewed (was {was})",
    ),
    ("", "review_every"): _review_every,
}
