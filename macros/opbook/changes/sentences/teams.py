"""Sentences about teams: who sits in them, what they hold, how they end and whom they work with."""

from __future__ import annotations

from opbook.changes.difference import Difference, Value
from opbook.changes.naming import Naming
from opbook.changes.sentences.forms import (
    TOLD_ELSEWHERE,
    Sentences,
    added,
    field,
    part,
    prose,
    taken,
    text,
    texts,
    values,
)
from opbook.changes.sentences.holdings import holding
from opbook.changes.words import Piece, Words, filled, words
from opbook.model.team import Team


def _seats(t: Naming, d: Difference) -> Words | None:
    role = t.named("role", d.route[1])
    match d.route[2:]:
        case ():
            count = part(d.after or d.before, "count")
            if d.after is None:
                return words(t.subject(d), " no longer has a seat for ", role, " (had ", t.value(count), ")")
            named = part(d.after, "holders")
            held = words(", held by ", t.value(named)) if named is not None else words()
            return words(t.subject(d), " now has ", _count(count), " for ", role, held, " (had none)")
        case ("count",):
            return words(t.subject(d), " has ", _count(d.after), " for ", role, " (was ", t.value(d.before), ")")
        case ("holders",):
            return _holders(t, d, role)
    return None


def _holders(t: Naming, d: Difference, role: Piece) -> Words:
    """Who wears a hat in a team: only those who are new, and those who are gone."""
    come, gone = added(t, d), taken(t, d)
    about = words(role, " in ", t.subject(d))
    if not come:
        return words(about, " is no longer held by ", gone)
    if not gone:
        return words(about, " is also held by " if texts(d.before) else " is held by ", come)
    return words(about, " is held by ", come, " (was ", gone, ")")


def _count(value: Value) -> str:
    return f"{text(value) or 0} seat{'' if text(value) == '1' else 's'}"


def _transfer(t: Naming, d: Difference) -> Words | None:
    match d.route[1:]:
        case () if d.after is None:
            form = "It is no longer said to whom what {it} builds goes (was {was})"
            return filled(form, it=t.subject(d), was=t.value(part(d.before, "to")))
        case ():
            planned = part(d.after, "planned")
            day = words(", planned for ", t.value(planned)) if planned is not None else words()
            form = "What {it} builds is to go to {to}{day} (nobody was named)"
            return filled(form, it=t.subject(d), to=t.value(part(d.after, "to")), day=day)
        case ("to",):
            return values(t, d, "What {it} builds goes to {now} (was {was})", "", "")
        case ("ritual",):
            return values(
                t,
                d,
                "What {it} builds is accepted in {now} (was {was})",
                "What {it} builds is accepted in {now} (was not said)",
                "Where what {it} builds is accepted is no longer said (was {was})",
            )
        case ("planned",):
            return values(
                t,
                d,
                "The transfer of what {it} builds is planned {later}, for {now} (was {was})",
                "The transfer of what {it} builds is planned for {now} (no day was named)",
                "The transfer of what {it} builds is no longer planned for a day (was {was})",
            )
        case ("overlap_weeks",):
            weeks = f"{{now}} week{'' if text(d.after) == '1' else 's'}"
            return values(
                t,
                d,
                f"{{it}} works beside {{to}} for {weeks} (was {{was}})",
                f"{{it}} works beside {{to}} for {weeks} (was not said)",
                "For how many weeks {it} works beside {to} is no longer said (was {was})",
                to=_receiver(t, d),
            )
        case ("accepted", *_):
            return _accepted(t, d)
    return None


def _receiver(t: Naming, d: Difference) -> Piece:
    """The team to which a swarm gives what it built."""
    team = t.new(d.subject) if d.subject is not None else None
    assert isinstance(team, Team)
    assert team.transfer is not None
    return t.named("team", team.transfer.to)


def _accepted(t: Naming, d: Difference) -> Words | None:
    """Whether what a swarm built was accepted, by whom and when."""
    it = t.subject(d)
    if d.route[2:] == ():
        by, day = (t.value(part(d.after or d.before, each)) for each in ("by", "date"))
        if d.after is None:
            form = "What {it} built no longer counts as accepted (was accepted by {by} on {day})"
            return filled(form, it=it, by=by, day=day)
        form = "What {it} built was accepted by {by} for {to} on {day}"
        return filled(form, it=it, by=by, to=_receiver(t, d), day=day)
    if d.route[2:] == ("by",):
        return values(t, d, "What {it} built was accepted by {now} (was {was})", "", "")
    return values(t, d, "What {it} built was accepted on {now} (was {was})", "", "")


_MODES = {
    "collaboration": "works on one thing with {other}",
    "service": "uses what {other} offers",
    "facilitating": "helps {other} to learn",
}


def _interaction(t: Naming, d: Difference) -> Words | None:
    parts = {"it": t.subject(d), "other": t.named("team", d.route[1].partition(" ")[0])}
    match d.route[2:]:
        case () if d.after is None:
            form = "{it} no longer works with {other} (was in the mode {mode})"
            return filled(form, **parts, mode=text(part(d.before, "mode")))
        case ():
            until = part(d.after, "until")
            end = f" until {text(until)}" if until is not None else ""
            form = f"{{it}} now {_MODES[text(part(d.after, 'mode'))]}{end}: {{purpose}}"
            return filled(form, **parts, purpose=t.value(part(d.after, "purpose")))
        case ("mode",):
            return filled(f"{{it}} now {_MODES[text(d.after)]}: {text(d.after)} (was {text(d.before)})", **parts)
        case ("purpose",):
            return values(t, d, "What {it} works with {other} for is reworded: {change}", "", "", **parts)
        case ("until",):
            return values(
                t,
                d,
                "{it} works with {other} until {now} (was until {was})",
                "{it} works with {other} until {now} (was open-ended)",
                "{it} works with {other} with no end (was until {was})",
                **parts,
            )
    return None


def _maturity(t: Naming, d: Difference) -> Words | None:
    """How far a team has come; a level and its day that are both different are told by the sentence of the level."""
    parts = {"it": t.subject(d), "practice": t.named("practice", d.route[1])}
    match d.route[2:]:
        case () if d.after is None:
            return filled("{it} no longer says at which level it is in {practice}", **parts)
        case ():
            level = t.value(part(d.after, "level"))
            return filled("{it} says it is at level {level} in {practice} (said nothing)", **parts, level=level)
        case ("level",):
            day = t.beside(d, "date")
            since = f" since {text(day.after)}" if day is not None else ""
            return values(t, d, f"{{it}} is at level {{now}} in {{practice}}{since} (was {{was}})", "", "", **parts)
        case ("date",):
            if t.beside(d, "level") is not None:
                return TOLD_ELSEWHERE
            return values(t, d, "{it} agreed on its level in {practice} on {now} (before: {was})", "", "", **parts)
        case ("evidence",):
            return values(
                t,
                d,
                "By what the level of {it} in {practice} can be seen is reworded: {change}",
                "{it} now says by what its level in {practice} can be seen: {now}",
                "{it} no longer says by what its level in {practice} can be seen (was {was})",
                **parts,
            )
    return None


_KINDS = {"standing": "a standing team", "swarm": "a swarm"}

SENTENCES: Sentences = {
    ("team", "kind"): field("{it} is now {now} (was {was})", "", "", _KINDS),
    ("team", "roles"): _seats,
    ("team", "contact"): field(
        "{it}: where to reach it is reworded: {change}",
        "{it} now says where to reach it: {now}",
        "{it} no longer says where to reach it (was {was})",
    ),
    ("team", "rituals"): holding,
    ("team", "interactions"): _interaction,
    ("team", "maturity"): _maturity,
    ("team", "mission"): prose("mission"),
    ("team", "starts"): field(
        "{it} starts {later}: on {now} (was {was})",
        "{it} starts on {now} (no day was named)",
        "{it} no longer says when it starts (was {was})",
    ),
    ("team", "ends"): field(
        "{it} ends {later}: on {now} (was {was})",
        "{it} ends on {now} (no day was named)",
        "{it} no longer says when it ends (was {was})",
    ),
    ("team", "ends_when"): prose("condition on which it ends"),
    ("team", "transfer"): _transfer,
}
