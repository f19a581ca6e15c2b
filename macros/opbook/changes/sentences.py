"""Sentences of their own for the differences that matter most; all others are told alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from opbook.changes.difference import Difference, Value
from opbook.changes.naming import Naming, label
from opbook.changes.trees import ADDRESS, PROSE, Branch, Group, Leaf
from opbook.changes.words import Piece, Words, listed, name, reworded, words
from opbook.model.activity import Letter

Sentence = Callable[[Naming, Difference], Words | None]
"""Tells a difference; `None` where it is to be told like any other."""

_KINDS = {"term": "glossary term"}
"""What a kind is called in a sentence, where that is not its own name."""

_PARTS = {
    Letter.RESPONSIBLE: "responsible for",
    Letter.SUPPORT: "supporting",
    Letter.CONSULTED: "consulted on",
    Letter.INFORMED: "informed of",
}


def _whole(t: Naming, d: Difference) -> Words | None:
    if d.subject is None:
        return None
    kind = _KINDS.get(d.subject.kind, d.subject.kind)
    whole = d.after if d.after is not None else d.before
    if d.subject.kind == "activity" and isinstance(whole, Branch):
        home = whole.parts["home"]
        assert isinstance(home, Leaf)
        accountable, does = whole.parts.get("accountable"), whole.parts.get("parts")
        answers = t.value(accountable) if accountable is not None else words("nobody")
        doers = does.parts if isinstance(does, Branch) else {}
        work = [role for role, part in doers.items() if isinstance(part, Leaf) and "R" in part.text]
        hands = words(
            answers, " accountable, ", listed(t.named("role", each) for each in work) or "nobody", " responsible"
        )
        if d.before is None:
            return words("New in ", t.value(home), ": ", t.subject(d), "; ", hands)
        return words(t.subject(d), " is no longer done in ", t.value(home), " (was: ", hands, ")")
    if d.before is None:
        return words(f"New {kind}: ", t.subject(d))
    return words(f"The {kind} ", t.subject(d), " is gone")


def _id(t: Naming, d: Difference) -> Words:
    assert d.subject is not None
    assert isinstance(d.before, Leaf)
    assert isinstance(d.after, Leaf)
    kind = d.subject.kind
    return words(t.subject(d), f" is renamed: its address is now {kind}:{d.after.text} (was {kind}:{d.before.text})")


def _name(t: Naming, d: Difference) -> Words | None:
    if not isinstance(d.before, Leaf) or not isinstance(d.after, Leaf):
        return None
    return words(name(d.before.text), " is now called ", name(d.after.text))


def _withdrawn(t: Naming, d: Difference) -> Words | None:
    if d.route != ("withdrawn",):
        return None
    if not isinstance(d.after, Branch):
        return words(t.subject(d), " is in force again (was withdrawn)")
    parts = d.after.parts
    instead = words("; use ", t.value(parts["instead"]), " instead") if "instead" in parts else words()
    return words(t.subject(d), " is withdrawn since ", t.value(parts["date"]), ": ", t.value(parts["reason"]), instead)


def _draft(t: Naming, d: Difference) -> Words:
    is_draft = isinstance(d.after, Leaf) and d.after.text == "yes"
    return words(t.subject(d), " is now a draft" if is_draft else " is no longer a draft: it is published")


def _owner(t: Naming, d: Difference) -> Words:
    if d.after is None:
        return words("Nobody keeps ", t.subject(d), " true any longer (was ", t.value(d.before), ")")
    was = t.value(d.before) if d.before is not None else words("nobody")
    return words(t.value(d.after), " now keeps ", t.subject(d), " true (was ", was, ")")


def _reviewed(t: Naming, d: Difference) -> Words | None:
    if d.after is None:
        return None
    was = words(" (before: ", t.value(d.before), ")") if d.before is not None else words()
    return words(t.subject(d), " was reviewed on ", t.value(d.after), was)


def _accountable(t: Naming, d: Difference) -> Words:
    old = d.before.texts if isinstance(d.before, Group) else frozenset[str]()
    new = d.after.texts if isinstance(d.after, Group) else frozenset[str]()
    come = listed(t.named("role", each) for each in sorted(new - old))
    gone = listed(t.named("role", each) for each in sorted(old - new))
    stay = listed(t.named("role", each) for each in sorted(old & new))
    becomes = " becomes" if len(new - old) == 1 else " become"
    if come and gone:
        kept = words(", beside ", stay) if stay else words()
        return words(come, becomes, " accountable for ", t.subject(d), " (was ", gone, ")", kept)
    if come:
        was = words("beside ", stay) if stay else words("was nobody")
        return words(come, becomes, " accountable for ", t.subject(d), " (", was, ")")
    no_longer = " is no longer" if len(old - new) == 1 else " are no longer"
    left = words("; ", stay, " stays" if len(old & new) == 1 else " stay") if stay else words("; nobody is now")
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
    letters = value.text if isinstance(value, Leaf) else ""
    return " and ".join(_PARTS[Letter(each)] for each in letters)


def _home(t: Naming, d: Difference) -> Words:
    return words(t.subject(d), " moves to ", t.value(d.after), " (was in ", t.value(d.before), ")")


def _kind_of_activity(t: Naming, d: Difference) -> Words:
    return words(t.subject(d), " is now ", t.value(d.after), " (was ", t.value(d.before), ")")


def _written_as(t: Naming, d: Difference) -> Words:
    return words(t.subject(d), " is now written as ", t.value(d.after), " (was ", t.value(d.before), ")")


_TAKEN_BACK = {"yes": "at little cost", "no": "only at great cost, or not at all"}


def _reversible(t: Naming, d: Difference) -> Words:
    was = _TAKEN_BACK[d.before.text] if isinstance(d.before, Leaf) else "not said"
    if not isinstance(d.after, Leaf):
        return words(t.subject(d), f" no longer says whether it can be taken back (was {was})")
    return words(t.subject(d), f" can be taken back {_TAKEN_BACK[d.after.text]} (was {was})")


def _both(come: str, gone: str) -> Sentence:
    """A sentence about what was added to a set and what was taken away: ``{}`` stands for these."""

    def tell(t: Naming, d: Difference) -> Words | None:
        if len(d.route) != 1:
            return None
        old = d.before if isinstance(d.before, Group) else Group(frozenset())
        new = d.after if isinstance(d.after, Group) else Group(frozenset())
        if not isinstance(d.before or old, Group) or not isinstance(d.after or new, Group):
            return None
        sort = old.sort or new.sort
        plus = listed(t.named(sort, each) for each in sorted(new.texts - old.texts))
        minus = listed(t.named(sort, each) for each in sorted(old.texts - new.texts))
        told = [words(f" {come} ", plus)] if plus else []
        told += [words(f" {gone} ", minus)] if minus else []
        return words(
            t.subject(d), *(part for i, each in enumerate(told) for part in ((" and", each) if i else (each,)))
        )

    return tell


def _skill(t: Naming, d: Difference) -> Words:
    skill = t.named("skill", d.route[1])
    if d.after is None:
        return words(t.subject(d), " no longer needs ", skill, " (was level ", t.value(d.before), ")")
    was = words(" (was ", t.value(d.before), ")") if d.before is not None else words(" (was not needed)")
    return words(t.subject(d), " needs ", skill, " at level ", t.value(d.after), was)


def _new_or_gone(what: str, kind: str) -> Sentence:
    """A sentence about one of several records that came or went."""

    def tell(t: Naming, d: Difference) -> Words | None:
        if len(d.route) != 2 or (d.before is not None and d.after is not None):
            return None
        other = t.named(kind, d.route[1])
        if d.after is None:
            return words(t.subject(d), " no longer has ", other, f" as {what}")
        texts = d.after.parts if isinstance(d.after, Branch) else {}
        details = Branch({key: each for key, each in texts.items() if key != kind})
        return words(t.subject(d), " now has ", other, f" as {what}: ", t.value(details))

    return tell


def _within(what: str, kind: str) -> Sentence:
    """A sentence about a record that stays, of which something is different."""
    whole = _new_or_gone(what, kind)

    def tell(t: Naming, d: Difference) -> Words | None:
        told = whole(t, d)
        if told is not None or len(d.route) != 3:
            return told
        about = words(t.subject(d), ", ", t.named(kind, d.route[1]), f" as {what}: ", label(d.route[2:]))
        if isinstance(d.before, Leaf) and isinstance(d.after, Leaf):
            if PROSE in (d.before.sort, d.after.sort):
                return words(about, " reworded: ", reworded(d.before.text, d.after.text))
            return words(about, " is ", t.value(d.after), " (was ", t.value(d.before), ")")
        if d.after is None:
            return words(about, " is no longer said (was ", t.value(d.before), ")")
        return words(about, " is ", t.value(d.after), " (was not said)")

    return tell


def _agreed(t: Naming, d: Difference) -> Words | None:
    who = words("Those who hold ", t.subject(d))
    match d.route[1:]:
        case () if isinstance(d.after, Branch):
            return words(who, " agreed to it on ", t.value(d.after.parts["date"]), " (had not before)")
        case ():
            return words("That those who hold ", t.subject(d), " agreed to it is no longer said")
        case ("date",):
            return words(who, " agreed to it on ", t.value(d.after), " (before: ", t.value(d.before), ")")
        case ("fingerprint",):
            return words(
                "What those who hold ",
                t.subject(d),
                " agreed to is fingerprint ",
                t.value(d.after),
                " (was ",
                t.value(d.before),
                ")",
            )
    return None


def _minutes(t: Naming, d: Difference) -> Words | None:
    if not isinstance(d.before, Leaf) or not isinstance(d.after, Leaf):
        return None
    more = int(d.after.text) - int(d.before.text)
    how = f" is {abs(more)} min {'longer' if more > 0 else 'shorter'}"
    return words(t.subject(d), how, f": {d.after.text} min (was {d.before.text})")


def _cadence(t: Naming, d: Difference) -> Words:
    return words(t.subject(d), " takes place ", t.value(d.after), " (was ", t.value(d.before), ")")


_HAD_TO = {"may come": "could stay away before", "is needed": "had to come before"}


def _participant(t: Naming, d: Difference) -> Words:
    role = t.named("role", d.route[1])
    was = _HAD_TO[d.before.text] if isinstance(d.before, Leaf) else "did not come before"
    if d.after is None:
        return words(role, " no longer comes to ", t.subject(d), f" ({was})")
    now = " must now come to " if isinstance(d.after, Leaf) and d.after.text == "is needed" else " may now come to "
    return words(role, now, t.subject(d), f" ({was})")


def _facilitator(t: Naming, d: Difference) -> Words | None:
    if d.route == ("facilitator", "rotates"):
        goes_round = isinstance(d.after, Leaf) and d.after.text == "yes"
        return words("The lead of ", t.subject(d), " now goes round" if goes_round else " no longer goes round")
    if d.route == ("facilitator", "roles") and isinstance(d.before, Group) and isinstance(d.after, Group):
        leads = " now leads " if len(d.after.texts) == 1 else " now lead "
        return words(t.value(d.after), leads, t.subject(d), " (was ", t.value(d.before), ")")
    return None


def _seats(t: Naming, d: Difference) -> Words | None:
    role = t.named("role", d.route[1])
    if len(d.route) == 2:
        whole = d.after if d.after is not None else d.before
        assert isinstance(whole, Branch)
        count = whole.parts.get("count")
        if d.after is None:
            return words(t.subject(d), " no longer has ", role, " (was ", t.value(count), ")")
        held = words(", held by ", t.value(whole.parts["holders"])) if "holders" in whole.parts else words()
        return words(t.subject(d), " now has ", _count(count), " for ", role, held, " (had none)")
    if d.route[2] == "count":
        return words(t.subject(d), " has ", _count(d.after), " for ", role, " (was ", t.value(d.before), ")")
    if d.route[2] == "holders":
        now = t.value(d.after) if d.after is not None else words("nobody by name")
        was = t.value(d.before) if d.before is not None else words("nobody by name")
        return words(role, " in ", t.subject(d), " is held by ", now, " (was ", was, ")")
    return None


def _count(value: Value) -> str:
    count = value.text if isinstance(value, Leaf) else "0"
    return f"{count} seat{'' if count == '1' else 's'}"


_HELD = {"at": "at", "day": "on", "timezone": "in the time zone", "starts": "from", "ends": "until"}
"""How a team holds a ritual in its own way, by field."""


def _holding(t: Naming, d: Difference) -> Words | None:
    ritual = t.named("ritual", d.route[1])
    if len(d.route) == 2:
        if d.after is None:
            return words(t.subject(d), " no longer holds ", ritual, " itself")
        own = d.after.parts if isinstance(d.after, Branch) else {}
        return words(
            t.subject(d), " now holds ", ritual, " itself", *(f" {_HELD[key]} {_held(own[key])}" for key in own)
        )
    how = _HELD[d.route[2]]
    now = words(f"{how} ", _held(d.after)) if d.after is not None else words("when all others do")
    was = words(f"{how} ", _held(d.before)) if d.before is not None else words("when all others do")
    return words(t.subject(d), " now holds ", ritual, " ", now, " (was ", was, ")")


def _held(value: Value) -> str:
    return (
        " ".join(each.capitalize() if each.endswith("day") else each for each in value.text.split())
        if isinstance(value, Leaf)
        else ""
    )


def _transfer(t: Naming, d: Difference) -> Words | None:
    if d.route == ("transfer", "to"):
        return words("What ", t.subject(d), " builds goes to ", t.value(d.after), " (was ", t.value(d.before), ")")
    if d.route == ("transfer", "accepted") and isinstance(d.after, Branch) and d.before is None:
        by, day = d.after.parts["by"], d.after.parts["date"]
        return words("What ", t.subject(d), " built was accepted by ", t.value(by), " on ", t.value(day))
    return None


def _stewards(t: Naming, d: Difference) -> Words:
    def line(value: Value) -> Words:
        if not isinstance(value, Leaf):
            return words("nobody")
        parts: list[str | Piece] = []
        for index, each in enumerate(value.text.split("; ")):
            address, _, days = each.partition(" ")
            parts += ["; " if index else "", t.named(ADDRESS, address), f" {days}"]
        return words(*parts)

    return words(t.subject(d), " changes stewards: ", line(d.after), " (was ", line(d.before), ")")


def _maturity(t: Naming, d: Difference) -> Words | None:
    practice = t.named("practice", d.route[1])
    if len(d.route) == 2 and isinstance(d.after, Branch):
        return words(
            t.subject(d), " says it is at level ", t.value(d.after.parts["level"]), " in ", practice, " (said nothing)"
        )
    if len(d.route) == 2:
        return words(t.subject(d), " no longer says at which level it is in ", practice)
    if d.route[2] == "level":
        return words(
            t.subject(d), " is at level ", t.value(d.after), " in ", practice, " (was ", t.value(d.before), ")"
        )
    return None


def _state(t: Naming, d: Difference) -> Words:
    return words(t.subject(d), " is now ", t.value(d.after), " (was ", t.value(d.before), ")")


def _owners(t: Naming, d: Difference) -> Words:
    old = d.before.texts if isinstance(d.before, Group) else frozenset[str]()
    new = d.after.texts if isinstance(d.after, Group) else frozenset[str]()
    come = listed(t.named("role", each) for each in sorted(new - old))
    gone = listed(t.named("role", each) for each in sorted(old - new))
    if come and gone:
        return words(
            come, " now answers" if len(new - old) == 1 else " now answer", " for ", t.subject(d), " (was ", gone, ")"
        )
    if come:
        return words(come, " now answers" if len(new - old) == 1 else " now answer", " for ", t.subject(d), " too")
    return words(gone, " no longer answers" if len(old - new) == 1 else " no longer answer", " for ", t.subject(d))


SENTENCES: Mapping[tuple[str, str], Sentence] = {
    ("", ""): _whole,
    ("", "id"): _id,
    ("", "name"): _name,
    ("", "withdrawn"): _withdrawn,
    ("", "draft"): _draft,
    ("", "owner"): _owner,
    ("", "reviewed"): _reviewed,
    ("activity", "accountable"): _accountable,
    ("activity", "parts"): _part,
    ("activity", "home"): _home,
    ("activity", "kind"): _kind_of_activity,
    ("activity", "written as"): _written_as,
    ("activity", "reversible"): _reversible,
    ("activity", "after"): _both("now takes up", "no longer takes up"),
    ("activity", "rituals"): _both("is now talked over in", "is no longer talked over in"),
    ("role", "skills"): _skill,
    ("role", "metrics"): _both("is now measured by", "is no longer measured by"),
    ("role", "tools"): _both("now works with", "no longer works with"),
    ("role", "counterparts"): _within("counterpart", "role"),
    ("role", "next_roles"): _within("next role", "role"),
    ("role", "agreed"): _agreed,
    ("ritual", "minutes"): _minutes,
    ("ritual", "cadence"): _cadence,
    ("ritual", "participants"): _participant,
    ("ritual", "facilitator"): _facilitator,
    ("practice", "metrics"): _both("is now measured by", "is no longer measured by"),
    ("practice", "rituals"): _both("now serves", "no longer serves"),
    ("practice", "tools"): _both("now works with", "no longer works with"),
    ("team", "roles"): _seats,
    ("team", "rituals"): _holding,
    ("team", "transfer"): _transfer,
    ("team", "interactions"): _within("team it works with", "team"),
    ("team", "maturity"): _maturity,
    ("product", "stewards"): _stewards,
    ("product", "metrics"): _both("is now measured by", "is no longer measured by"),
    ("bet", "metrics"): _both("is now measured by", "is no longer measured by"),
    ("bet", "state"): _state,
    ("bet", "depends_on"): _within("bet it depends on", "bet"),
    ("metric", "owners"): _owners,
}
"""By kind and field; under the kind "" for every kind that has no sentence of its own for a field."""
