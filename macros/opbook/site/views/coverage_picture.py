"""Who looks after which product when, as bars over time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from opbook.model.bet import Bet
from opbook.model.playbook import Playbook
from opbook.model.product import Product
from opbook.model.stewardship import Span, coverage, stewards_of
from opbook.model.team import Team
from opbook.site.views.lettering import text_width

YEARS_BACK = 6
MONTHS_AHEAD = 18
NARROWEST = 520.0
"""How many pixels wide the bars are at least; what fits into them is reckoned with this."""
_SIZE = 13.0
"""The size of text on bars, in pixels."""


class Care(StrEnum):
    """How a product is looked after in a stretch of days."""

    STEWARD = "steward"
    """By one team."""
    OVERLAP = "overlap"
    """By two or more at once."""
    GAP = "gap"
    """By nobody, though customers depend on it."""


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a year."""

    at: float
    """Where it stands, in percent of the width; as everywhere here."""
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of days on a product's bar."""

    care: Care
    teams: tuple[str, ...]
    """Ids of the teams."""
    start: date
    end: date
    """The last day that is shown."""
    left: float
    width: float
    has_room: bool
    """Whether its text fits into it; else it stands below, as a note."""
    from_before: bool
    """Whether it began before the days shown."""
    goes_on: bool
    """Whether it ends after the days shown, or has no end."""

    @property
    def days(self) -> int:
        """How many days are shown."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Note:
    """A text below a bar, with a tick at the place it speaks of."""

    kind: str
    """``steward``, ``overlap``, ``gap``, ``launched`` or ``retired``."""
    at: float
    row: int
    """In which row of notes, from 0."""
    leftwards: bool
    """Whether the text ends at its place, because there is no room on the right."""
    teams: tuple[str, ...]
    """Ids of the teams that it names before its text."""
    text: str


@dataclass(frozen=True, slots=True)
class SwarmBar:
    """A swarm that works on bets for the product."""

    team: Team
    bets: tuple[Bet, ...]
    left: float
    width: float
    leftwards: bool
    """Whether its name stands on the left of the bar."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One product."""

    product: Product
    today: tuple[str, ...]
    """Ids of the teams that look after it now."""
    segments: tuple[Segment, ...]
    notes: tuple[Note, ...]
    swarms: tuple[SwarmBar, ...]

    @property
    def note_rows(self) -> int:
        """How many rows of notes there are."""
        return 1 + max((note.row for note in self.notes), default=-1)


@dataclass(frozen=True, slots=True)
class CoveragePicture:
    """Who looks after which product when."""

    start: date
    end: date
    on: date
    today: float
    """Where the line of this day stands."""
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]

    @property
    def description(self) -> str:
        """What the picture shows, in words."""
        gaps = sum(segment.care is Care.GAP for lane in self.lanes for segment in lane.segments)
        return f"Who looks after each product from {self.start.year} to {self.end.year}; stretches with nobody: {gaps}"


def coverage_picture(playbook: Playbook, on: date, *, products: Collection[str] | None = None) -> CoveragePicture:
    """The picture of who looks after which product.

    Args:
        playbook: The playbook.
        on: What day it is.
        products: Ids of the products to show; all where absent.
    """
    shown = [each for each in playbook.products.values() if products is None or each.id in products]
    axis = _Axis(_first_day(shown, on), _last_day(on))
    return CoveragePicture(
        axis.start,
        axis.end,
        on,
        axis.at(on),
        tuple(Tick(axis.at(date(year, 1, 1)), str(year)) for year in range(axis.start.year, axis.end.year + 1)),
        tuple(_lane(playbook, product, axis, on) for product in shown),
    )


def _first_day(products: Iterable[Product], on: date) -> date:
    """The first of January of the earliest year that is needed."""
    farthest = on.year - YEARS_BACK + (on.month > 6)
    needed = [on]
    for product in products:
        needed += [each.since for each in product.stewards]
        needed += [day for day in (product.launched,) if day is not None]
    return date(max(min(needed).year, farthest), 1, 1)


def _last_day(on: date) -> date:
    month = on.month + MONTHS_AHEAD
    return date(on.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Axis:
    start: date
    end: date

    def at(self, day: date) -> float:
        days = (self.end - self.start).days + 1
        return round(min(max((day - self.start).days / days, 0), 1) * 100, 2)


def _lane(playbook: Playbook, product: Product, axis: _Axis, on: date) -> Lane:
    end = axis.end if product.retired is None else min(axis.end, product.retired)
    spans = coverage(product, axis.start, end) if end >= axis.start else ()
    segments = tuple(_segment(playbook, product, span, axis) for span in spans)
    wanted = [(each.care.value, each.left, each.teams, _words(each)) for each in segments if not each.has_room]
    for kind, day in (("launched", product.launched), ("retired", product.retired)):
        if day is not None and axis.start <= day <= axis.end:
            word = "retires" if kind == "retired" and day > on else kind
            wanted.append((kind, axis.at(day), (), f"{word} {_day(day)}"))
    return Lane(
        product,
        stewards_of(product, on) if product.retired is None or on <= product.retired else (),
        segments,
        _notes(playbook, wanted),
        _swarms(playbook, product, axis),
    )


def _segment(playbook: Playbook, product: Product, span: Span, axis: _Axis) -> Segment:
    care = Care.GAP if span.is_gap else Care.OVERLAP if len(span.teams) > 1 else Care.STEWARD
    left = axis.at(span.start)
    width = round(axis.at(span.end + timedelta(days=1)) - left, 2)
    words = "nobody" if span.is_gap else _names(playbook, span.teams)
    before = span.start - timedelta(days=1)
    began = product.launched is not None and product.launched < span.start
    return Segment(
        care,
        span.teams,
        span.start,
        span.end,
        left,
        width,
        text_width(words, _SIZE, bold=True) + 16 <= width / 100 * NARROWEST,
        span.start == axis.start and (began if span.is_gap else stewards_of(product, before) == span.teams),
        span.end == axis.end and stewards_of(product, span.end + timedelta(days=1)) == span.teams,
    )


def _words(segment: Segment) -> str:
    if segment.care is Care.STEWARD:
        return ""
    who = "nobody " if segment.care is Care.GAP else ""
    return f"{who}{_day(segment.start)} to {_day(segment.end)}"


def _names(playbook: Playbook, teams: Iterable[str]) -> str:
    return " and ".join(playbook.teams[id_].name if id_ in playbook.teams else id_ for id_ in teams)


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _notes(playbook: Playbook, wanted: Iterable[tuple[str, float, tuple[str, ...], str]]) -> tuple[Note, ...]:
    """Texts below the bar, each in the first row where it does not lie on another."""
    taken: list[list[tuple[float, float]]] = []
    notes = []
    for kind, at, teams, text in sorted(wanted, key=lambda each: each[1]):
        width = (text_width(f"{_names(playbook, teams)} {text}", _SIZE, bold=True) + 26) / NARROWEST * 100
        leftwards = at + width > 100
        low, high = (at - width, at) if leftwards else (at, at + width)
        free = (number for number, row in enumerate(taken) if all(high <= start or end <= low for start, end in row))
        row = next(free, len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append((low, high))
        notes.append(Note(kind, at, row, leftwards, teams, text))
    return tuple(notes)


def _swarms(playbook: Playbook, product: Product, axis: _Axis) -> tuple[SwarmBar, ...]:
    found = []
    for team in playbook.teams.values():
        bets = tuple(bet for bet in playbook.bets.values() if bet.product == product.id and bet.team == team.id)
        start, end = team.starts or axis.start, team.ends or axis.end
        if not team.is_swarm or not bets or start > axis.end or end < axis.start:
            continue
        left, right = axis.at(start), axis.at(end + timedelta(days=1))
        name = (text_width(f"{team.name}, swarm", _SIZE) + 12) / NARROWEST * 100
        found.append(SwarmBar(team, bets, left, round(right - left, 2), right + name > 100))
    return tuple(found)
