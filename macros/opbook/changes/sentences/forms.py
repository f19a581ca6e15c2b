"""The forms that sentences about single values take, whatever they are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from dateutil.relativedelta import relativedelta

from opbook.changes.difference import Difference, Value
from opbook.changes.naming import Naming
from opbook.changes.trees import PLAIN, Branch, Group, Leaf
from opbook.changes.words import Piece, Words, filled, joined, listed, reworded, words

Sentence: TypeAlias = Callable[[Naming, Difference], Words | None]
"""Tells a difference; `None` where it is to be told like any other, nothing where another sentence tells it too."""
Sentences: TypeAlias = Mapping[tuple[str, str], Sentence]
"""Sentences by kind and field; under the kind "" those that serve every kind without one of its own."""

TOLD_ELSEWHERE: Words = ()
"""What a sentence is where another one tells the same difference too."""


def field(changed: str, came: str, gone: str, called: Mapping[str, str] | None = None) -> Sentence:
    """A sentence about a single value that stands directly in what it is about.

    Args:
        changed: As for `values`, like the two that follow.
        came: Where there was no value before.
        gone: Where there is none any more.
        called: What values are called in sentences, where that is not what is written.
    """

    def tell(t: Naming, d: Difference) -> Words | None:
        if len(d.route) != 1:
            return None
        pairs = (("now", d.after), ("was", d.before))
        own = {slot: called[text(value)] for slot, value in pairs if value is not None} if called is not None else {}
        return values(t, d, changed, came, gone, **own)

    return tell


def values(t: Naming, d: Difference, changed: str, came: str, gone: str, **parts: str | Piece | Words) -> Words | None:
    """A sentence about a single value.

    Args:
        t: The two states.
        d: The difference.
        changed: Its form where there is another value. ``{it}`` is whose value it is, ``{now}`` and ``{was}`` are the
            two. ``{change}`` shows a text and what became of it, ``{later}`` how much later one day is than the other.
        came: Its form where there was no value before; empty where there always is one.
        gone: Its form where there is none any more; empty where there always is one.
        parts: Whatever else stands in the forms, or is to stand there in place of the values.
    """
    before, after = d.before, d.after
    if not isinstance(before or after, Leaf) or not isinstance(after or before, Leaf):
        return None
    form = gone if after is None else came if before is None else changed
    more: dict[str, str | Piece | Words] = {"it": t.subject(d)}
    if "{change}" in form:
        more["change"] = reworded(text(before), text(after))
    if "{later}" in form:
        more["later"] = later(text(before), text(after))
    for slot, value in (("now", after), ("was", before)):
        if value is not None:
            more[slot] = t.value(value)
    return filled(form, **(more | parts)) if form else None


def prose(what: str, article: str = "a") -> Sentence:
    """A sentence about a text that has a name in sentences."""
    return field(
        f"{{it}}: {what} reworded: {{change}}",
        f"{{it}} now has {article} {what}: {{now}}",
        f"{{it}} no longer has {article} {what} (was {{was}})",
    )


def both(come: str, gone: str) -> Sentence:
    """A sentence about what was added to a set and what was taken away: these stand after ``come`` and ``gone``."""

    def tell(t: Naming, d: Difference) -> Words | None:
        if len(d.route) != 1 or not isinstance(d.before or d.after, Group):
            return None
        plus, minus = added(t, d), taken(t, d)
        told = [words(f" {come} ", plus)] if plus else []
        told += [words(f" {gone} ", minus)] if minus else []
        return words(t.subject(d), joined(told, " and"))

    return tell


def added(t: Naming, d: Difference) -> Words:
    """What is in a set now and was not; nothing where there is no set."""
    return _only_in(t, d.after, d.before)


def taken(t: Naming, d: Difference) -> Words:
    """What was in a set and no longer is; nothing where there is no set."""
    return _only_in(t, d.before, d.after)


def kept(t: Naming, d: Difference) -> Words:
    """What was in a set and still is."""
    old, new = texts(d.before), texts(d.after)
    return listed(t.named(_sort(d.before, d.after), each) for each in sorted(old & new))


def _only_in(t: Naming, one: Value, other: Value) -> Words:
    sort = _sort(one, other)
    return listed(t.named(sort, each) for each in sorted(texts(one) - texts(other)))


def _sort(one: Value, other: Value) -> str:
    sorts = (each.sort for each in (one, other) if isinstance(each, Group))
    return next((each for each in sorts if each), PLAIN)


def texts(value: Value) -> frozenset[str]:
    """What is in a set."""
    return value.texts if isinstance(value, Group) else frozenset()


def text(value: Value) -> str:
    """A single value as it is; empty where there is none."""
    return value.text if isinstance(value, Leaf) else ""


def part(value: Value, name: str) -> Value:
    """One of the values of a record; `None` where it has none of this name."""
    return value.parts.get(name) if isinstance(value, Branch) else None


def later(before: str, after: str) -> str:
    """How much later one day is than another: ``4 weeks later``, ``1 day earlier``, ``about 3 months later``."""
    then, now = date.fromisoformat(before), date.fromisoformat(after)
    days, way = abs((now - then).days), "later" if now > then else "earlier"
    months = round(days / _DAYS_OF_MONTH)
    is_exact = min(then, now) + relativedelta(months=months) == max(then, now)
    if days % 7 == 0 and days < _LONG:
        length = _counted(days // 7, "week")
    elif days < _LONG and not is_exact:
        length = _counted(days, "day")
    else:
        about = "" if is_exact else "about "
        length = about + (_counted(months, "month") if months % 12 else _counted(months // 12, "year"))
    return f"{length} {way}"


_LONG = 85
"""From how many days on a length of time is said in months that are not exact."""
_DAYS_OF_MONTH = 365.25 / 12


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"


def verb(count: int, one: str, several: str) -> str:
    """The form of a verb after so many."""
    return one if count == 1 else several


def flag(yes: str, no: str) -> Sentence:
    """A sentence about something that holds now, or holds no longer."""

    def tell(t: Naming, d: Difference) -> Words | None:
        return filled(yes if text(d.after) == "yes" else no, it=t.subject(d)) if len(d.route) == 1 else None

    return tell
