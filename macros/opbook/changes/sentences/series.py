"""Sentences about texts in order: one that is new, gone, in other words, or in another place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opbook.changes.compare import ORDER
from opbook.changes.difference import Difference
from opbook.changes.naming import Naming, label
from opbook.changes.trees import Entry
from opbook.changes.words import Words, filled, listed, quote, reworded, words

_ONE = {
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
}
_ALL = {
    "entry": "conditions to come in",
    "exit": "conditions to go on",
    "checklist": "the checklist",
    "agenda": "the agenda",
    "evidence": "evidence",
    "anti_patterns": "ways in which it goes wrong",
    "daily_actions": "daily acts",
    "looks_like": "signs",
}


def entry(t: Naming, d: Difference) -> Words | None:
    """The sentence about one of several texts, or about their order; `None` where the difference is in none."""
    about = words(t.subject(d), ": ")
    if d.route[-1:] == (ORDER,):
        return words(about, "another order of ", _place(_ALL, d.route[:-1]))
    before, after = d.before, d.after
    what = _place(_ONE, d.route)
    if isinstance(before, Entry) and isinstance(after, Entry):
        more = listed(_more(t, before, after))
        if before.text == after.text:
            text = quote(after.text)
            which = words(text, " of ", _place(_ALL, d.route)) if _is_titled(d) else words(what, " ", text)
            return words(about, which, " ", more)
        told = words(about, what, " reworded: ", reworded(before.text, after.text))
        return words(told, "; it ", more) if more else told
    if isinstance(after, Entry):
        return words(about, "new ", what, ": ", t.value(after))
    if isinstance(before, Entry):
        return words(about, what, " dropped: ", t.value(before))
    return None


def _is_titled(d: Difference) -> bool:
    """Whether the texts stand in one of several checklists, each with a title."""
    return d.route[0] in ("checklist", "checklists") and len(d.route) == 2


def _place(names: Mapping[str, str], route: tuple[str, ...]) -> Words:
    """What one of the texts is called, or all of them, and of which list."""
    match route:
        case ("checklists" | "checklist", title):
            one = "item of the " if names is _ONE else "the "
            return words(f"{one}checklist ", quote(title if route[0] == "checklists" else title.capitalize()))
        case ("levels", level, field):
            return words(f"{names.get(field, label((field,)))} of level {level}")
    return words(names.get(route[0], label(route[:1])))


_MORE = {
    "minutes": ("now takes {now} min (was {was})", ""),
    "lead": ("is now led by {now} (was {was})", "whoever leads the whole"),
    "for": ("is now for {now} (was for {was})", "everyone"),
    "source": ("is now said by {now} (was by {was})", "nobody"),
    "url": ("is now found at {now} (was at {was})", "no address"),
    "confirmed": ("is now {now} (was {was})", ""),
}
"""What else is said of one of several texts: how another value is told, and what stands for none."""


def _more(t: Naming, before: Entry, after: Entry) -> Iterator[Words]:
    """What else is different about one of several texts."""
    old, new = dict(before.more), dict(after.more)
    for field, (form, none) in _MORE.items():
        if old.get(field) != new.get(field):
            now, was = (
                words(none) if each is None else t.detail(field, each) if field == "confirmed" else t.value(each)
                for each in (new.get(field), old.get(field))
            )
            yield filled(form, now=now, was=was)
