"""Sentences about bets: where they stand, and who decides when whether they go on."""

from __future__ import annotations

from opbook.changes.difference import Difference
from opbook.changes.naming import Naming
from opbook.changes.sentences.forms import TOLD_ELSEWHERE, Sentences, both, field, part, prose, text, values
from opbook.changes.words import Words, filled, words
from opbook.model.bet import Bet


def _state(t: Naming, d: Difference) -> Words | None:
    days = t.beside(d, "state_since")
    since, former = (
        (f" since {text(each)}" if each is not None else "" for each in (days.after, days.before))
        if days is not None
        else ("", "")
    )
    bet = t.new(d.subject) if d.subject is not None else None
    team = t.named("team", bet.team) if isinstance(bet, Bet) and bet.team is not None else None
    who = words("; it is a bet of ", team) if team is not None else words()
    return values(t, d, f"{{it}} is now {{now}}{since} (was {{was}}{former}){{who}}", "", "", who=who)


def _state_since(t: Naming, d: Difference) -> Words | None:
    if t.beside(d, "state") is not None:
        return TOLD_ELSEWHERE
    bet = t.new(d.subject) if d.subject is not None else None
    assert isinstance(bet, Bet)
    return values(
        t,
        d,
        "{it} is {state} since {now} (was since {was})",
        "{it} is {state} since {now} (was not said)",
        "Since when {it} is {state} is no longer said (was {was})",
        state=bet.state,
    )


def _dependency(t: Naming, d: Difference) -> Words | None:
    other = t.named("bet", d.route[1].partition(" ")[0])
    parts = {"it": t.subject(d), "other": other}
    match d.route[2:]:
        case () if d.after is None:
            return filled("{it} no longer depends on {other}", **parts)
        case ():
            day, owner = part(d.after, "needed_by"), part(d.after, "owner")
            by = f", by {text(day)}" if day is not None else ""
            who = words("; ", t.value(owner), " sees to it") if owner is not None else words()
            return filled(f"{{it}} now depends on {{other}}{by}{{who}}", **parts, who=who)
        case ("needed_by",):
            return values(
                t,
                d,
                "{it} needs {other} {later}: by {now} (was {was})",
                "{it} needs {other} by {now} (no day was named)",
                "{it} no longer says by when it needs {other} (was {was})",
                **parts,
            )
        case ("owner",):
            return values(
                t,
                d,
                "{now} now sees to what {it} needs from {other} (was {was})",
                "{now} now sees to what {it} needs from {other} (nobody did)",
                "Nobody sees to what {it} needs from {other} any longer (was {was})",
                **parts,
            )
    return None


SENTENCES: Sentences = {
    ("bet", "stream"): field("{it} is now in the {now} stream (was in {was})", "", ""),
    ("bet", "hypothesis"): prose("hypothesis"),
    ("bet", "product"): field(
        "{it} is now for {now} (was for {was})",
        "{it} is now for {now} (was for no product)",
        "{it} is no longer for a product (was for {was})",
    ),
    ("bet", "team"): field(
        "{now} now works on {it} (was {was})",
        "{now} now works on {it} (no team did)",
        "No team works on {it} any longer (was {was})",
    ),
    ("bet", "state"): _state,
    ("bet", "state_since"): _state_since,
    ("bet", "metrics"): both("is now measured by", "is no longer measured by"),
    ("bet", "tranche"): field(
        "{it}: what money is released is reworded: {change}",
        "{it} now says what money is released: {now}",
        "{it} no longer says what money is released (was {was})",
    ),
    ("bet", "review_date"): field(
        "Whether {it} goes on is decided {later}: on {now} (was {was})",
        "Whether {it} goes on is decided on {now} (no day was named)",
        "No day is named any longer on which it is decided whether {it} goes on (was {was})",
    ),
    ("bet", "stop_rule"): prose("stop rule"),
    ("bet", "depends_on"): _dependency,
}
