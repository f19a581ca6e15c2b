"""Sentences about when a ritual takes place: only what is different, as people say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from opbook.changes.difference import Difference
from opbook.changes.naming import Naming
from opbook.changes.words import Words, listed, quote, reworded, words
from opbook.model.cadence import MONTHS, WEEKDAYS, Cadence
from opbook.model.cadence_words import cadence_in_words
from opbook.model.playbook import Playbook
from opbook.model.ritual import Ritual

_OF_QUARTER = ("first", "second", "third")


def when(t: Naming, d: Difference) -> Words | None:
    """The sentence about another cadence, field by field where one took the place of one."""
    assert d.subject is not None
    then, now = t.old(d.subject), t.new(d.subject)
    if not isinstance(then, Ritual) or not isinstance(now, Ritual):
        return None
    gone = list((Counter(then.cadence) - Counter(now.cadence)).elements())
    come = list((Counter(now.cadence) - Counter(then.cadence)).elements())
    if len(gone) == len(come) == 1:
        return words(t.subject(d), *_one(t, gone[0], come[0]))
    news = listed(_whole(each, t.after) for each in come)
    olds = listed(_whole(each, t.before) for each in gone)
    if not olds:
        return words(t.subject(d), " also takes place ", news)
    if not news:
        return words(t.subject(d), " no longer takes place ", olds, " as well")
    return words(t.subject(d), " now takes place ", news, " (was ", olds, ")")


def _one(t: Naming, then: Cadence, now: Cadence) -> Iterator[str | Words]:
    """What follows the name of the ritual."""
    if then.trigger is not None and now.trigger is not None:
        told = []
        if then.trigger != now.trigger:
            told.append(words("is called for by something else: ", reworded(then.trigger, now.trigger)))
        if then.a_year != now.a_year:
            told.append(words(f"is expected {_often(now)} (was {_often(then, is_short=True)})"))
        if then.starts != now.starts:
            told.append(words(f"counts {_from(now)} (was {_from(then)})"))
        yield words(" ", listed(told))
        return
    if then.every != now.every or then.rrule != now.rrule:
        is_same_hour = _hour(then, t.before) == _hour(now, t.after)
        now_words, was_words = (
            _whole(each, side, has_hour=not is_same_hour, has_start=then.starts != now.starts)
            for each, side in ((now, t.after), (then, t.before))
        )
        yield words(" now takes place ", now_words, " (was ", was_words, ")")
        return
    yield from _same_interval(t, then, now)


def _same_interval(t: Naming, then: Cadence, now: Cadence) -> Iterator[str | Words]:
    """Another day, month, hour, zone or first day, in the same interval."""
    news, olds = [], []
    if _days(then) != _days(now):
        news.append(_days(now))
        olds.append(_days(then))
    elif _changes_weeks(then, now):
        news.append("in the other of two weeks")
        olds.append("")
    if then.month != now.month and (then.month or 1) != (now.month or 1):
        news.append(_month(now))
        olds.append(_month(then))
    if then.at != now.at or (now.at is not None and then.timezone != now.timezone):
        is_zone = then.at == now.at or _zone(then, t.before) != _zone(now, t.after)
        news.append(_at(now, t.after, has_zone=is_zone))
        olds.append(_at(then, t.before, has_zone=is_zone))
    if then.starts != now.starts:
        news.append(_from(now))
        olds.append(_from(then))
    now_words, was_words = (" ".join(filter(None, each)) for each in (news, olds))
    if now_words == was_words:  # the playbook's own zone, written out or not
        yield f" now {'names' if now.timezone else 'leaves out'} its time zone, which is the playbook's own"
        return
    yield f" now takes place {now_words} (was {was_words})"


def _whole(cadence: Cadence, playbook: Playbook, *, has_hour: bool = True, has_start: bool = True) -> Words:
    """A cadence as people say it, with its hour and its first day where they matter."""
    if cadence.trigger is not None:
        often = f", {_often(cadence)}" if cadence.per_year is not None else ""
        return words("on call: ", quote(cadence.trigger), often)
    bare = cadence.model_copy(update={"at": None, "timezone": None})
    found = cadence_in_words(bare, "")
    if cadence.rrule is not None:
        found += f", {_often(cadence)}"
    if has_hour and cadence.at is not None:
        found += f" {_at(cadence, playbook)}"
    if has_start and cadence.starts is not None:
        found += f" {_from(cadence)}"
    return words(found)


def _often(cadence: Cadence, *, is_short: bool = False) -> str:
    """How often a year: ``about 6 times a year``, in short ``6``."""
    times = round(cadence.a_year)
    if is_short:
        return str(times) if cadence.per_year is not None else f"not said, which counts as {times}"
    return "about once a year" if times == 1 else f"about {times} times a year"


def _days(cadence: Cadence) -> str:
    """On which days: ``on Tuesdays``, ``on the third Wednesday``; those of the first day where none is named."""
    if cadence.every == "workday":
        return ""
    if cadence.day is None:
        if cadence.every not in ("week", "2 weeks"):
            return "on the first day of the month"
        starts = cadence.starts or date.min
        return f"on {WEEKDAYS[starts.weekday()].capitalize()}s"
    return on_days(cadence.day)


def on_days(day: str) -> str:
    """On which days, for a day of the week, counted within a month or not: ``on Tuesdays``, ``on the last Friday``."""
    nth, _, weekday = day.rpartition(" ")
    return f"on the {nth} {weekday.capitalize()}" if nth else f"on {weekday.capitalize()}s"


def _changes_weeks(then: Cadence, now: Cadence) -> bool:
    """Whether what takes place every other week does so in the other weeks now."""
    if now.every != "2 weeks" or then.starts is None or now.starts is None:
        return False
    mondays = [day - timedelta(days=day.weekday()) for day in (then.starts, now.starts)]
    return (mondays[1] - mondays[0]).days // 7 % 2 == 1


def _month(cadence: Cadence) -> str:
    month = (cadence.month or 1) - 1
    return f"in {MONTHS[month]}" if cadence.every == "year" else f"in the {_OF_QUARTER[month]} month of the quarter"


def _at(cadence: Cadence, playbook: Playbook, *, has_zone: bool = False) -> str:
    """At what time of day: ``at 10:00``; its zone where it is another one than the playbook's, or is asked for."""
    if cadence.at is None:
        return "at no set time"
    zone = _zone(cadence, playbook)
    return f"at {cadence.at}" + (f" in {zone}" if has_zone or zone != playbook.settings.timezone else "")


def _zone(cadence: Cadence, playbook: Playbook) -> str:
    return cadence.timezone or playbook.settings.timezone


def _hour(cadence: Cadence, playbook: Playbook) -> tuple[str | None, str]:
    return cadence.at, _zone(cadence, playbook)


def _from(cadence: Cadence) -> str:
    return f"from {cadence.starts} on" if cadence.starts is not None else "with no first day"


def in_words(ritual: Ritual, playbook: Playbook) -> Words:
    """When a ritual takes place."""
    return listed(_whole(each, playbook, has_start=False) for each in ritual.cadence)
