"""Sentences about who looks after a product: whether that is another team now or soon, and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from opbook.changes.difference import Difference
from opbook.changes.naming import Naming
from opbook.changes.words import Piece, Words, joined, listed, words
from opbook.model.product import Product


@dataclass(frozen=True, slots=True)
class _Span:
    """That a team looks after a product, the team called as it is now."""

    team: str
    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


def stewards(t: Naming, d: Difference) -> Words | None:
    """The sentence about other stewards: first who follows whom, then whose days are different."""
    if d.subject is None:
        return None
    spans = []
    for product in (t.old(d.subject), t.new(d.subject)):
        if not isinstance(product, Product):
            return None
        spans.append([_Span(t.id_now("team", each.team), each.since, each.until) for each in product.stewards])
    old, new = spans
    details = joined(_details(t, old, new), "; ")
    if not details:
        return None  # one of them stands there twice
    return words(t.subject(d), *_headline(t, old, new), ": ", details)


def _headline(t: Naming, old: list[_Span], new: list[_Span]) -> Iterator[str | Words]:
    """Whether another team looks after the product, today or next."""
    was, now = _current(old, t.on), _current(new, t.on)
    if was != now:
        if not now:
            yield words(" has no steward today (was ", _teams(t, was), ")")
        elif not was:
            yield words(" has a steward today, ", _teams(t, now), " (had none)")
        else:
            yield words(" changes steward, from ", _teams(t, was), " to ", _teams(t, now))
        return
    following, followed = _next(new, t.on), _next(old, t.on)
    if (following and following.team) == (followed and followed.team):
        return
    if following is not None:
        start = words(", from ", _teams(t, now)) if now else words(",")
        yield words(f" will change steward on {following.since}", start, " to ", _name(t, following.team))
    elif now:
        yield words(" will not change steward, and ", _teams(t, now), " keeps it")


def _current(spans: list[_Span], on: date) -> tuple[str, ...]:
    return tuple(sorted({each.team for each in spans if each.covers(on)}))


def _next(spans: list[_Span], on: date) -> _Span | None:
    """The next to begin, of a team that does not look after the product already."""
    now = _current(spans, on)
    later = (each for each in spans if each.since > on and each.team not in now)
    return min(later, key=lambda each: each.since, default=None)


def _details(t: Naming, old: list[_Span], new: list[_Span]) -> Iterator[Words]:
    """Whose days are different, and how."""
    gone, come = [each for each in old if each not in new], [each for each in new if each not in old]
    pairs = []
    for is_alike in (_begins_alike, _is_of_same_team):
        for then in list(gone):
            now = next((each for each in come if is_alike(then, each)), None)
            if now is not None:
                pairs.append((then, now))
                gone.remove(then)
                come.remove(now)
    for then, now in sorted(pairs, key=lambda pair: pair[1].since):
        told = []
        if then.since != now.since:
            told.append(words(f"begins on {now.since} (was {then.since})"))
        if then.until != now.until:
            end, former = (f"until {each}" if each is not None else "" for each in (now.until, then.until))
            is_over = now.until is not None and now.until < t.on
            verb = "was" if is_over else "stays"
            told.append(words(f"{verb} steward {end or 'with no end'} (was {former or 'open-ended'})"))
        yield words(_name(t, now.team), " ", listed(told))
    for each in come:
        end = f" until {each.until}" if each.until is not None else ""
        is_over = each.until is not None and each.until < t.on
        verb = "is now said to have been steward" if is_over else "becomes steward"
        yield words(_name(t, each.team), f" {verb} from {each.since}{end or ' on'}")
    for each in gone:
        end = f" until {each.until}" if each.until is not None else ""
        yield words(_name(t, each.team), f" is no longer named as steward from {each.since}{end or ' on'}")


def _begins_alike(one: _Span, other: _Span) -> bool:
    return (one.team, one.since) == (other.team, other.since)


def _is_of_same_team(one: _Span, other: _Span) -> bool:
    return one.team == other.team


def _teams(t: Naming, teams: tuple[str, ...]) -> Words:
    return listed(_name(t, each) for each in teams) or words("nobody")


def _name(t: Naming, team: str) -> Piece:
    return t.named("team", team)
