"""Sentences about activities: who has which part, who decides, how it is done."""

from __future__ import annotations

from opbook.changes.difference import Difference, Value
from opbook.changes.naming import Naming
from opbook.changes.sentences.forms import (
    TOLD_ELSEWHERE,
    Sentences,
    added,
    both,
    field,
    kept,
    part,
    taken,
    text,
    texts,
    values,
    verb,
)
from opbook.changes.words import Words, filled, words
from opbook.model.activity import Activity, Letter

_PARTS = {
    Letter.RESPONSIBLE: "responsible for",
    Letter.SUPPORT: "supporting",
    Letter.CONSULTED: "consulted on",
    Letter.INFORMED: "informed of",
}


def _accountable(t: Naming, d: Difference) -> Words:
    come, gone, stay = added(t, d), taken(t, d), kept(t, d)
    old, new = texts(d.before), texts(d.after)
    becomes = verb(len(new - old), " becomes", " become")
    if come and gone:
        beside = words(", beside ", stay) if stay else words()
        return words(come, becomes, " accountable for ", t.subject(d), " (was ", gone, ")", beside)
    if come:
        was = words("beside ", stay) if stay else words("was nobody")
        return words(come, becomes, " accountable for ", t.subject(d), " (", was, ")")
    no_longer = verb(len(old - new), " is no longer", " are no longer")
    left = words("; ", stay, verb(len(old & new), " stays", " stay")) if stay else words("; nobody is now")
    return words(gone, no_longer, " accountable for ", t.subject(d), left)


def _part(t: Naming, d: Difference) -> Words:
    role = t.named("role", d.route[1])
    old, new = _letters(d.before), _letters(d.after)
    if not old:
        return words(role, " is now ", new, " ", t.subject(d), " (had no part in the work)")
    if not new:
        return words(role, " is no longer ", old, " ", t.subject(d))
    return words(role, " is now ", new, " ", t.subject(d), f" (was {old.rpartition(' ')[0] or old})")


def _letters(value: Value) -> str:
    return " and ".join(_PARTS[Letter(each)] for each in text(value))


def _escalate(t: Naming, d: Difference) -> Words | None:
    """Who decides what is stuck; where who and when are both different, the sentence about who tells both."""
    it = t.subject(d)
    if d.route[1:] == ():
        to, after = (t.value(part(d.after or d.before, each)) for each in ("to", "after"))
        came = "When {it} is stuck for {after}, {to} decides (nobody was named)"
        gone = "Nobody is named any more who decides when {it} is stuck (was {to} after {after})"
        return filled(came if d.after is not None else gone, it=it, to=to, after=after)
    assert d.subject is not None
    activity = t.new(d.subject)
    assert isinstance(activity, Activity)
    assert activity.escalate is not None
    if d.route[1:] == ("to",):
        wait = t.beside(d, "after")
        former = f" after {text(wait.before)}" if wait is not None else ""
        form = f"When {{it}} is stuck for {activity.escalate.after}, {{now}} decides (was {{was}}{former})"
        return values(t, d, form, "", "")
    if t.beside(d, "to") is not None:
        return TOLD_ELSEWHERE
    who = t.named("role", activity.escalate.to)
    return values(t, d, "{it} may now be stuck for {now} before {who} decides (was {was})", "", "", who=who)


SENTENCES: Sentences = {
    ("activity", "accountable"): _accountable,
    ("activity", "parts"): _part,
    ("activity", "home"): field("{it} moves to {now} (was in {was})", "", ""),
    ("activity", "kind"): field("{it} is now {now} (was {was})", "", ""),
    ("activity", "written as"): field("{it} is now written as {now} (was {was})", "", ""),
    ("activity", "reversible"): field(
        "{it} can be taken back {now} (was {was})",
        "{it} can be taken back {now} (was not said)",
        "{it} no longer says whether it can be taken back (was {was})",
        {"yes": "at little cost", "no": "only at great cost, or not at all"},
    ),
    ("activity", "limit"): field(
        "{it}: up to where the accountable role decides alone is reworded: {change}",
        "{it} now says up to where the accountable role decides alone: {now}",
        "{it} no longer says up to where the accountable role decides alone (was {was})",
    ),
    ("activity", "escalate"): _escalate,
    ("activity", "after"): both("now takes up the results of", "no longer takes up the results of"),
    ("activity", "rituals"): both("is now talked over in", "is no longer talked over in"),
}
