"""Sentences about roles: what they answer for, what they need, whom they work with."""

from __future__ import annotations

from opbook.changes.difference import Difference
from opbook.changes.naming import Naming
from opbook.changes.sentences.forms import TOLD_ELSEWHERE, Sentences, both, field, part, text, values
from opbook.changes.trees import Branch
from opbook.changes.words import Words, code, filled

_LEVELS = {"executive": "an executive", "lead": "a lead", "practitioner": "a practitioner"}


def _level(t: Naming, d: Difference) -> Words | None:
    now, was = (side.settings.hours.limit(text(each)) for side, each in ((t.after, d.after), (t.before, d.before)))
    limit = f"; its limit is {now} h a week in conversations (was {was})" if now != was else ""
    form = f"{{it}} is now {{now}} (was {{was}}){limit}"
    return values(t, d, form, "", "", now=_LEVELS[text(d.after)], was=_LEVELS[text(d.before)])


def _skill(t: Naming, d: Difference) -> Words | None:
    return values(
        t,
        d,
        "{it} needs {skill} at level {now} (was {was})",
        "{it} needs {skill} at level {now} (was not needed)",
        "{it} no longer needs {skill} (was level {was})",
        skill=t.named("skill", d.route[1]),
    )


def _counterpart(t: Naming, d: Difference) -> Words | None:
    other = t.named("role", d.route[1])
    if d.route[2:] == ("how",):
        return values(t, d, "How {it} works with {other}, its counterpart, is reworded: {change}", "", "", other=other)
    if d.route[2:]:
        return None
    if d.after is None:
        return filled("{it} no longer has {other} as a counterpart", it=t.subject(d), other=other)
    how = t.value(part(d.after, "how"))
    return filled("{it} now has {other} as a counterpart: {how}", it=t.subject(d), other=other, how=how)


def _next_role(t: Naming, d: Difference) -> Words | None:
    parts = {"other": t.named("role", d.route[1])}
    match d.route[2:]:
        case ("bridge",):
            return values(t, d, "What to do to grow from {it} into {other} is reworded: {change}", "", "", **parts)
        case ("ready_when",):
            form = "What shows that somebody is ready to go from {it} to {other} is reworded: {change}"
            return values(t, d, form, "", "", **parts)
        case () if d.after is None:
            return filled("{it} no longer has {other} as a next role", it=t.subject(d), **parts)
        case ():
            bridge, ready = (t.value(part(d.after, each)) for each in ("bridge", "ready_when"))
            form = "{it} now has {other} as a next role: to grow into it {bridge}, ready when {ready}"
            return filled(form, it=t.subject(d), bridge=bridge, ready=ready, **parts)
    return None


def _agreed(t: Naming, d: Difference) -> Words | None:
    match d.route[1:]:
        case () if isinstance(d.after, Branch):
            form = "Those who hold {it} agreed to it on {day} (had not before)"
            return filled(form, it=t.subject(d), day=t.value(d.after.parts["date"]))
        case ():
            return filled("That those who hold {it} agreed to it is no longer said", it=t.subject(d))
        case ("date",):
            return values(t, d, "Those who hold {it} agreed to it on {now} (before: {was})", "", "")
        case ("fingerprint",):
            if t.beside(d, "date") is not None:
                return TOLD_ELSEWHERE  # whoever agrees anew agrees to what the role is by then
            form = "What those who hold {it} agreed to has the fingerprint {now} (was {was})"
            return filled(form, it=t.subject(d), now=code(text(d.after)), was=code(text(d.before)))
    return None


SENTENCES: Sentences = {
    ("role", "discipline"): field("{it} now belongs to {now} (was {was})", "", ""),
    ("role", "level"): _level,
    ("role", "skills"): _skill,
    ("role", "metrics"): both("is now measured by", "is no longer measured by"),
    ("role", "tools"): both("now works with", "no longer works with"),
    ("role", "counterparts"): _counterpart,
    ("role", "next_roles"): _next_role,
    ("role", "agreed"): _agreed,
}
