"""Layered drawing: items in rows, lines from row to row, and nothing on top of anything else.

A line that passes a row has an item of its own in it, its lane. So lines can bend between rows only, where no item
is. The steps are those of Sugiyama, Tagawa and Toda (1981): an order of each row in which few lines cross, then
places across at which lines are straight, then places down.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Generic, TypeVar

LANE = 8.0
"""How wide the lane of a line is."""
ARROW = 9.0
"""How long the head of an arrow is."""
_PORTS = 16.0
"""How far apart lines meet a wide item."""
_CORNER = 15.0
"""How far from the corners of a wide item lines stay."""
_STARTS = 24
"""From how many orders of the rows the best one is sought."""

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Item(Generic[T]):
    """What stands in a row, or the lane of a line that passes it."""

    row: int
    content: T | None = None
    """What stands there; `None` in a lane."""
    width: float = LANE
    height: float = 0.0
    gap: float = 12.0
    """How much room it wants beside it."""
    is_wide: bool = False
    """Whether lines meet it side by side, all along its width; else they meet its middle."""
    x: float = 0.0
    """The middle."""
    y: float = 0.0
    """The upper edge."""
    above: list[Link[T]] = field(default_factory=list)
    below: list[Link[T]] = field(default_factory=list)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height


@dataclass(slots=True, eq=False)
class Link(Generic[T]):
    """A piece of a line, from an item to one in the next row."""

    upper: Item[T]
    lower: Item[T]
    leaves: float = 0.0
    """Where it leaves the upper item, from that item's middle."""
    enters: float = 0.0
    """Where it enters the lower one, likewise."""

    @property
    def start(self) -> float:
        """Where it begins, across."""
        return self.upper.x + self.leaves

    @property
    def end(self) -> float:
        """Where it ends, across."""
        return self.lower.x + self.enters

    @property
    def weight(self) -> float:
        """How much a bend in it hurts: most in the middle of a long line."""
        return (6.0, 3.0, 1.0)[self.upper.is_wide + self.lower.is_wide]


@dataclass(slots=True, eq=False)
class Route(Generic[T]):
    """A line: the items that it touches, from top to bottom."""

    items: list[Item[T]]
    upwards: bool = False
    """Whether it closes a loop, and so points upwards."""
    links: list[Link[T]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a drawing is."""

    width: float
    height: float


def arrange(items: Iterable[Item[T]], routes: Sequence[Route[T]], *, room: float, margin: float = 4.0) -> Size:
    """Give every item its place, and every line its pieces.

    Args:
        items: All items; each row has at least one. Their order is kept where nothing speaks against it.
        routes: All lines; each touches one item of every row from its first to its last.
        room: How wide the drawing may be without need.
        margin: How much to leave free around it.
    """
    for route in routes:
        for upper, lower in pairwise(route.items):
            link = Link(upper, lower)
            route.links.append(link)
            upper.below.append(link)
            lower.above.append(link)
    by_row: dict[int, list[Item[T]]] = {}
    for item in items:
        by_row.setdefault(item.row, []).append(item)
    sheet = [by_row[row] for row in sorted(by_row)]
    if not sheet:
        return Size(0.0, 0.0)
    _order(sheet)
    _spread_out(sheet, room - 2 * margin)
    for _ in range(3):
        _straighten(sheet, routes)
        _set_ports(sheet)
    left = min(item.x - item.width / 2 for row in sheet for item in row) - margin
    for row in sheet:
        for item in row:
            item.x -= left
    right = max(item.x + item.width / 2 for row in sheet for item in row)
    return Size(right + margin, _stack(sheet, margin) + margin)


def crossings(sheet: Iterable[Sequence[Item[T]]]) -> int:
    """How often lines cross between the rows."""
    sheet = list(sheet)
    place = {item: index for row in sheet for index, item in enumerate(row)}
    total = 0
    for row in sheet:
        ends = [(place[link.upper], place[link.lower]) for item in row for link in item.below]
        total += sum((a - c) * (b - d) < 0 for index, (a, b) in enumerate(ends) for c, d in ends[index + 1 :])
    return total


def _order(sheet: list[list[Item[T]]]) -> None:
    """Find an order of each row in which few lines cross: barycentres, then neighbours that gain by changing places."""
    chance = random.Random(0)  # the same picture every time
    best, least = [list(row) for row in sheet], crossings(sheet)
    for start in range(_STARTS):
        if start:
            for row in sheet:
                chance.shuffle(row)
        for sweep in range(8):
            upwards = sweep % 2 == 1
            for row in reversed(sheet) if upwards else sheet:
                _by_barycentre(row, sheet, upwards)
            place = {item: index for row in sheet for index, item in enumerate(row)}
            for row in sheet:
                _swap_neighbours(row, place)
            found = crossings(sheet)
            if found < least:
                best, least = [list(row) for row in sheet], found
        if least == 0:
            break
    sheet[:] = best


def _by_barycentre(row: list[Item[T]], sheet: Iterable[Sequence[Item[T]]], upwards: bool) -> None:
    place = {item: index for each in sheet for index, item in enumerate(each)}

    def mean(item: Item[T]) -> float:
        near = [link.lower for link in item.below] if upwards else [link.upper for link in item.above]
        return sum(place[each] for each in near) / len(near) if near else place[item]

    row.sort(key=mean)


def _swap_neighbours(row: list[Item[T]], place: dict[Item[T], int]) -> None:
    def cost(left: Item[T], right: Item[T]) -> int:
        above = sum(place[a.upper] > place[b.upper] for a in left.above for b in right.above)
        return above + sum(place[a.lower] > place[b.lower] for a in left.below for b in right.below)

    for index in range(len(row) - 1):
        left, right = row[index], row[index + 1]
        if cost(right, left) < cost(left, right):
            row[index], row[index + 1] = right, left
            place[left], place[right] = index + 1, index


def _gap(left: Item[T], right: Item[T]) -> float:
    """How far apart the middles of two neighbours are at least."""
    return (left.width + right.width) / 2 + min(left.gap, right.gap)


def spread(
    wanted: Sequence[float], weights: Sequence[float], gaps: Sequence[float], low: float, high: float
) -> list[float]:
    """Places near the wanted ones, in order, with the gaps kept: least squares, by pooling adjacent violators.

    Args:
        wanted: Where each would like to be.
        weights: How strongly.
        gaps: The least distance between each and the next.
        low: The lowest place of the first.
        high: The highest place of the last; given up where the gaps need more.
    """
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    pools: list[tuple[float, float, int]] = []
    for want, weight, offset in zip(wanted, weights, offsets, strict=True):
        mean, total, count = want - offset, weight, 1
        while pools and pools[-1][0] > mean:
            other, mass, size = pools.pop()
            mean, total, count = (mean * total + other * mass) / (total + mass), total + mass, count + size
        pools.append((mean, total, count))
    high = max(high - offsets[-1], low)
    flat = [min(max(mean, low), high) for mean, _, count in pools for _ in range(count)]
    return [value + offset for value, offset in zip(flat, offsets, strict=True)]


def _spread_out(sheet: Sequence[Sequence[Item[T]]], room: float) -> None:
    """Give every item its place across, so that lines are straight where they can be."""
    needed = [sum(_gap(a, b) for a, b in pairwise(row)) + (row[0].width + row[-1].width) / 2 for row in sheet]
    room = max([room, *needed])
    for row, need in zip(sheet, needed, strict=True):
        for index, item in enumerate(row):
            before = row[index - 1].x + _gap(row[index - 1], item) if index else (room - need + item.width) / 2
            item.x = before
    for sweep in range(48):
        _set_ports(sheet)
        for row in reversed(sheet) if sweep % 2 else sheet:
            wanted, weights = [], []
            for item in row:
                pulls = [(link.start - link.enters, link.weight) for link in item.above]
                pushes = [(link.end - link.leaves, link.weight) for link in item.below]
                one_way = pushes if sweep % 2 else pulls
                pulled = one_way if one_way and sweep < 32 else pulls + pushes
                mass = sum(weight for _, weight in pulled)
                wanted.append(sum(x * weight for x, weight in pulled) / mass if mass else item.x)
                weights.append(mass or 0.1)
            gaps = [_gap(a, b) for a, b in pairwise(row)]
            places = spread(wanted, weights, gaps, row[0].width / 2, room - row[-1].width / 2)
            for item, x in zip(row, places, strict=True):
                item.x = x
    _set_ports(sheet)


def _set_ports(sheet: Iterable[Sequence[Item[T]]]) -> None:
    """Let lines meet each wide item as straight as they can, in the order in which they arrive."""
    place = {item: index for row in sheet for index, item in enumerate(row)}
    for item in place:
        if item.is_wide:
            half = item.width / 2 - _CORNER
            below = sorted(item.below, key=lambda link: place[link.lower])
            for link, offset in zip(below, _ports([link.end - item.x for link in below], half), strict=True):
                link.leaves = offset
            above = sorted(item.above, key=lambda link: place[link.upper])
            for link, offset in zip(above, _ports([link.start - item.x for link in above], half), strict=True):
                link.enters = offset


def _ports(wanted: Sequence[float], half: float) -> list[float]:
    if not wanted:
        return []
    step = min(_PORTS, 2 * half / max(len(wanted) - 1, 1))
    return spread(wanted, [1.0] * len(wanted), [step] * (len(wanted) - 1), -half, half)


def _straighten(sheet: Iterable[Sequence[Item[T]]], routes: Iterable[Route[T]]) -> None:
    """Move what stands on a line right below where the line begins or right above where it ends, if there is room."""
    beside: dict[Item[T], tuple[Item[T] | None, Item[T] | None]] = {}
    for row in sheet:
        for index, item in enumerate(row):
            beside[item] = (row[index - 1] if index else None, row[index + 1] if index + 1 < len(row) else None)

    def fits(item: Item[T], x: float) -> bool:
        left, right = beside[item]
        return (left is None or left.x + _gap(left, item) <= x + 0.01) and (
            right is None or x + _gap(item, right) <= right.x + 0.01
        )

    def bends(route: Route[T], x: float) -> int:
        """How many of a line's ends cannot come straight to a place."""
        ends = (route.items[0], route.items[-1])
        return sum(each.is_wide and abs(x - each.x) > each.width / 2 - _CORNER + 0.01 for each in ends)

    for route in routes:
        moved = [item for item in route.items if not item.is_wide]
        places = [route.links[0].start] if route.items[0].is_wide else []
        places += [route.links[-1].end] if route.items[-1].is_wide else []
        places.sort(key=lambda x: (bends(route, x), sum(abs(item.x - x) for item in moved)))
        for x in places:
            if all(fits(item, x) for item in moved):
                for item in moved:
                    item.x = x
                break


def _stack(sheet: Sequence[Sequence[Item[T]]], margin: float) -> float:
    """Give every row its place from the top; return where the last ends. Wide items and lanes fill their row."""
    y = margin
    for row in sheet:
        height = max(item.height for item in row)
        for item in row:
            if item.is_wide or item.content is None:
                item.height = height
            item.y = y + (height - item.height) / 2
        y += height
        bends = [abs(link.start - link.end) for item in row for link in item.below]
        if bends:
            y += 20 + min(max(bends) * 0.14, 36)
    return y


def path(route: Route[T]) -> str:
    """The line as an SVG path, broken where it passes behind something that stands on it."""
    first, last = route.links[0], route.links[-1]
    parts = [f"M{first.start:.1f} {first.upper.bottom + (ARROW if route.upwards else 0):.1f}"]
    for link in route.links:
        x, to = link.start, link.end
        top = link.upper.bottom + (ARROW if link is first and route.upwards else 0)
        bottom = link.lower.y - (ARROW if link is last and link.lower.is_wide and not route.upwards else 0)
        if abs(x - to) < 0.3:
            parts.append(f"V{bottom:.1f}")
        else:
            middle = (top + bottom) / 2
            parts.append(f"V{top:.1f}C{x:.1f} {middle:.1f} {to:.1f} {middle:.1f} {to:.1f} {bottom:.1f}")
        if link is not last:
            parts.append(f"{'V' if link.lower.content is None else f'M{to:.1f} '}{link.lower.bottom:.1f}")
    return "".join(parts)


def arrowhead(route: Route[T]) -> str:
    """The head of the arrow as an SVG path; empty where the line does not end at a wide item."""
    if route.upwards:
        link = route.links[0]
        return _head(link.start, link.upper.bottom, 1) if link.upper.is_wide else ""
    link = route.links[-1]
    return _head(link.end, link.lower.y, -1) if link.lower.is_wide else ""


def _head(x: float, y: float, way: int) -> str:
    return f"M{x:.1f} {y:.1f}l-5.5 {way * (ARROW + 1):.1f}h11z"
