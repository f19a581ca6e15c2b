"""The flow of a stage as a picture: where every box, line and label stands.

Rows of boxes go from top to bottom, each below all that it takes up. Between two of them stand labels: one for every
change of hands, and one for what comes from or goes to elsewhere. Labels have rows of their own, so that they lie
neither on boxes nor on each other, whatever the playbook says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from opbook.model.activity import Activity
from opbook.model.flow import Edge, edges, ranks
from opbook.model.playbook import Playbook
from opbook.site.views.layers import LANE, Item, Route, arrange, arrowhead, path
from opbook.site.views.lettering import text_width, wrapped

IN_A_ROW = 3
"""How many boxes stand side by side at most."""
ROOM = 684.0
"""How wide a picture may be without need: Material's column of text at 1280 px."""
_BOX_WIDTHS = {1: 280.0, 2: 236.0, 3: 204.0}
_PADDING = 12.0
_NAME, _ROLE, _LABEL = 14.0, 12.5, 12.5
"""Sizes of text; one unit is a pixel wherever the picture is shown at its own width."""
_LETTERS = 44.0
"""Where the names of roles begin, right of the letters A and R."""
_RITUALS = 3
"""How many rituals a label names; where there are more, one less and how many are left."""


class Hands(StrEnum):
    """What happens to the hands along a line."""

    STAY = "stay"
    """Somebody stays responsible."""
    SPANNED = "spanned"
    """They change, and a ritual spans the change."""
    HANDOFF = "handoff"
    """They change, and no ritual does."""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text, and where its baseline begins."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Holder:
    """A role that has an activity in hand."""

    role: str
    """The role's id."""
    name: str
    discipline: str
    accountable: bool
    responsible: bool
    lines: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """An activity."""

    activity: Activity
    x: float
    y: float
    width: float
    height: float
    name: tuple[Text, ...]
    mark: Text | None
    """The mark of a decision."""
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """One entry of a label, in one line or more, and what it links to."""

    lines: tuple[Text, ...]
    kind: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on a line, or at the end of one that leads elsewhere."""

    x: float
    y: float
    width: float
    height: float
    hands: Hands
    words: tuple[Words, ...]
    elsewhere: bool
    """Whether it is the end of a line that leads to or from another stage, practice or ritual."""
    tells: str
    """The same in a sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one activity takes up from another, as a line."""

    edges: tuple[Edge, ...]
    """The steps it stands for: one inside the stage, several where they lead to one place elsewhere."""
    hands: Hands
    path: str
    arrow: str
    """The path of the arrowhead."""


@dataclass(frozen=True, slots=True)
class Step:
    """One activity in words."""

    activity: Activity
    holders: tuple[Holder, ...]
    takes: tuple[Edge, ...]
    """What it takes up, in this stage and elsewhere."""
    gives: tuple[Edge, ...]
    """What takes up its result elsewhere."""


@dataclass(frozen=True, slots=True)
class FlowPicture:
    """The flow of work through a stage."""

    id: str
    """The stage's id."""
    title: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]
    steps: tuple[Step, ...]

    @property
    def description(self) -> str:
        """What the picture shows, in words."""
        hands = [hands_of(edge) for line in self.lines for edge in line.edges]
        spanned, handoffs = hands.count(Hands.SPANNED), hands.count(Hands.HANDOFF)
        steps = "; ".join(_step_in_words(step) for step in self.steps)
        changes = f"The work changes hands {_times(spanned + handoffs)}"
        if spanned + handoffs:
            changes += f": {spanned} in a conversation, {handoffs} without one"
        return f"{len(self.steps)} steps from top to bottom: {steps}. {changes}."


def hands_of(edge: Edge) -> Hands:
    """What happens to the hands at a step of the flow."""
    if edge.is_handoff:
        return Hands.HANDOFF
    return Hands.SPANNED if edge.changes_hands else Hands.STAY


def _times(count: int) -> str:
    return {0: "nowhere", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _step_in_words(step: Step) -> str:
    who = ", ".join(holder.name for holder in step.holders)
    after = ", ".join(edge.first.name for edge in step.takes)
    return f"{step.activity.name} ({who}{f'; after {after}' if after else ''})"


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a label says about one thing, before its place is known."""

    lines: tuple[str, ...]
    kind: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A label before its place is known."""

    edges: tuple[Edge, ...]
    entries: tuple[_Entry, ...]
    way: str
    """``from`` or ``to`` for the end of a line that leads elsewhere; else empty."""
    tells: str


_Content = Activity | _Draft
_Piece = Item[_Content]


def flow_picture(playbook: Playbook, stage_id: str) -> FlowPicture:
    """The picture of a stage's flow.

    Args:
        playbook: The playbook.
        stage_id: The id of the stage.
    """
    stage = playbook.stages[stage_id]
    own = stage.activities
    touching = [e for e in edges(playbook) if e.first.id != e.second.id and (e.first.id in own or e.second.id in own)]
    holders = {id_: _holders(playbook, activity) for id_, activity in own.items()}
    in_rows = rows(playbook, stage_id)
    width = _BOX_WIDTHS[max(map(len, in_rows), default=1)]
    boxes: dict[str, _Piece] = {
        each.id: Item(4 * (place + 1), each, width, _box_height(each, holders[each.id], width), 24.0, is_wide=True)
        for place, row in enumerate(in_rows)
        for each in row
    }
    items, lines = _pieces(playbook, boxes, touching)
    size = arrange(items, [route for _, route in lines], room=ROOM)
    return FlowPicture(
        id=stage_id,
        title=f"The flow of work in {stage.name}",
        width=round(size.width, 1),
        height=round(size.height, 1),
        boxes=tuple(_box(own[id_], item, holders[id_]) for id_, item in boxes.items()),
        lines=tuple(Line(group, hands_of(group[0]), path(route), arrowhead(route)) for group, route in lines),
        labels=tuple(_label(item.content, item) for item in items if isinstance(item.content, _Draft)),
        steps=tuple(
            Step(
                own[id_],
                holders[id_],
                tuple(edge for edge in touching if edge.second.id == id_),
                tuple(edge for edge in touching if edge.first.id == id_ and edge.second.id not in own),
            )
            for id_ in boxes
        ),
    )


def rows(playbook: Playbook, stage_id: str) -> tuple[tuple[Activity, ...], ...]:
    """The activities of a stage, row by row.

    They stand in the order of `opbook.model.flow.ranks`. What nothing in the stage comes before stands right above
    what takes it up, and a row of more than three becomes several.
    """
    order = [activity for rank in ranks(playbook, stage_id) for activity in rank]
    place = {activity.id: index for index, activity in enumerate(order)}
    uppers: dict[str, set[str]] = {id_: set() for id_ in place}
    lowers: dict[str, set[str]] = {id_: set() for id_ in place}
    for activity in order:
        for other in activity.after:
            if other in place and other != activity.id:
                first, second = sorted((other, activity.id), key=place.__getitem__)
                uppers[second].add(first)
                lowers[first].add(second)
    level: dict[str, int] = {}
    for id_ in place:
        level[id_] = 1 + max((level[each] for each in uppers[id_]), default=-1)
    for id_ in reversed(place):
        if len(lowers[id_]) > len(uppers[id_]):
            level[id_] = min(level[each] for each in lowers[id_]) - 1
    found: list[tuple[Activity, ...]] = []
    for number in sorted(set(level.values())):
        row = [activity for activity in order if level[activity.id] == number]
        parts = -(-len(row) // IN_A_ROW)
        size = -(-len(row) // parts)
        found += [tuple(row[start : start + size]) for start in range(0, len(row), size)]
    return tuple(found)


def _holders(playbook: Playbook, activity: Activity) -> tuple[Holder, ...]:
    return tuple(
        Holder(
            id_,
            playbook.roles[id_].name if id_ in playbook.roles else id_,
            playbook.roles[id_].discipline if id_ in playbook.roles else "",
            id_ in activity.accountable,
            id_ in activity.responsible,
        )
        for id_ in activity.hands
    )


def _pieces(
    playbook: Playbook, boxes: Mapping[str, _Piece], touching: Iterable[Edge]
) -> tuple[list[_Piece], list[tuple[tuple[Edge, ...], Route[_Content]]]]:
    """All that stands in rows, and the lines between them.

    Boxes stand in every fourth row. Of the three rows between, the first has what goes elsewhere, the second the
    changes of hands, the third what comes from elsewhere; all share the second where they have room in it.
    """
    inside = [edge for edge in touching if edge.first.id in boxes and edge.second.id in boxes]
    spots = [sorted((boxes[edge.first.id], boxes[edge.second.id]), key=lambda item: item.row) for edge in inside]
    tags = [
        _labelled(playbook, (edge,), low.row) if edge.changes_hands else None
        for edge, (_, low) in zip(inside, spots, strict=True)
    ]
    ends: list[tuple[tuple[Edge, ...], _Piece, _Piece]] = []
    for group in _elsewhere(boxes, touching):
        comes = group[0].second.id in boxes
        box = boxes[group[0].second.id if comes else group[0].first.id]
        label = _labelled(playbook, group, box.row if comes else box.row + 4, "from" if comes else "to")
        ends.append((group, box, label))
    labels = [tag for tag in tags if tag is not None] + [label for *_, label in ends]
    for row in {label.row for label in labels}:
        passing = sum(high.row < row <= low.row for high, low in spots)
        _share_rows([label for label in labels if label.row == row], passing)
    items = [*boxes.values(), *labels]
    used = sorted({item.row for item in items})
    lines: list[tuple[tuple[Edge, ...], Route[_Content]]] = []
    for edge, (high, low), tag in zip(inside, spots, tags, strict=True):
        middle: list[_Piece] = [
            tag if tag is not None and tag.row == row else Item(row) for row in used if high.row < row < low.row
        ]
        items += [item for item in middle if item is not tag]
        lines.append(((edge,), Route([high, *middle, low], upwards=boxes[edge.first.id] is low)))
    for group, box, label in ends:
        lines.append((group, Route([label, box] if label.row < box.row else [box, label])))
    return items, lines


def _elsewhere(boxes: Mapping[str, _Piece], touching: Iterable[Edge]) -> list[tuple[Edge, ...]]:
    """The steps that come from or lead to elsewhere: those of one box, one place and one sort together."""
    groups: dict[tuple[str, bool, str, Hands, tuple[str, ...]], list[Edge]] = {}
    for edge in touching:
        comes = edge.first.id not in boxes
        if comes or edge.second.id not in boxes:
            here, there = (edge.second, edge.first) if comes else (edge.first, edge.second)
            rituals = tuple(ritual.id for ritual in edge.spanning)
            groups.setdefault((here.id, comes, str(there.home), hands_of(edge), rituals), []).append(edge)
    return [tuple(group) for group in groups.values()]


def _share_rows(labels: Iterable[_Piece], passing: int) -> None:
    """Put the labels above a row of boxes into the row before it, or into up to three where one is too narrow."""
    by_way: dict[str, list[_Piece]] = {"": [], "to": [], "from": []}
    for label in labels:
        assert isinstance(label.content, _Draft)
        by_way[label.content.way].append(label)
        label.row -= 2
    room = ROOM - (passing - len(by_way[""])) * (LANE + 12)

    def needs(*ways: str) -> float:
        return sum(label.width + 12 for way in ways for label in by_way[way])

    if needs("", "to", "from") > room:
        for label in by_way["to"]:
            label.row -= 1
        if needs("", "from") > room:
            for label in by_way["from"]:
                label.row += 1


def _labelled(playbook: Playbook, group: tuple[Edge, ...], row: int, way: str = "") -> _Piece:
    """The label of a change of hands, or with `way` the end of a line that leads elsewhere."""
    edge = group[0]
    entries: list[_Entry] = []
    others = [each.first if way == "from" else each.second for each in group]
    tells = f"{edge.first.name} → {edge.second.name}"
    if way:
        home = others[0].home
        to = others[0].address if len(others) == 1 else home
        entity = playbook.find(home)
        name = entity.name if entity is not None else home.id
        entries.append(_Entry(wrapped(f"{way} {name}", 150, _LABEL), to.kind, to.id))
        tells = f"{way.capitalize()} {name}: {', '.join(other.name for other in others)}"
    if edge.is_handoff:
        entries.append(_Entry(("no conversation",)))
    shown = edge.spanning if len(edge.spanning) <= _RITUALS else edge.spanning[: _RITUALS - 1]
    entries += [_Entry(wrapped(each.name, 150, _LABEL, bold=True), "ritual", each.id) for each in shown]
    if len(shown) < len(edge.spanning):
        entries.append(_Entry((f"and {len(edge.spanning) - len(shown)} more",)))
    texts = [line for entry in entries for line in entry.lines]
    width = max(text_width(line, _LABEL, bold=True) for line in texts) + 20
    return Item(row, _Draft(group, tuple(entries), way, tells), width, len(texts) * 17 + 9)


def _box_height(activity: Activity, holders: Sequence[Holder], width: float) -> float:
    name = wrapped(activity.name, width - 2 * _PADDING, _NAME, bold=True)
    roles = sum(len(_role(holder, width)) for holder in holders)
    return _PADDING + (16 if activity.is_decision else 0) + len(name) * 18 + 4 + roles * 18 + _PADDING - 2


def _role(holder: Holder, width: float) -> tuple[str, ...]:
    return wrapped(holder.name, width - _LETTERS - _PADDING + 6, _ROLE, bold=holder.accountable)


def _box(activity: Activity, item: _Piece, holders: Iterable[Holder]) -> Box:
    left, y = item.x - item.width / 2, item.y + _PADDING
    mark = None
    if activity.is_decision:
        mark = Text(round(left + _PADDING, 1), round(y + 9, 1), "◆ decision")
        y += 16
    lines = wrapped(activity.name, item.width - 2 * _PADDING, _NAME, bold=True)
    name = tuple(_lines(lines, left + _PADDING, y + 12, 18))
    y += 18 * len(name) + 4
    placed = []
    for holder in holders:
        lines = _role(holder, item.width)
        placed.append(replace(holder, lines=tuple(_lines(lines, left + _LETTERS, y + 13, 18))))
        y += 18 * len(lines)
    return Box(activity, round(left, 1), round(item.y, 1), item.width, round(item.height, 1), name, mark, tuple(placed))


def _label(draft: _Draft, item: _Piece) -> Label:
    y, words = item.y + 17, []
    for entry in draft.entries:
        words.append(Words(tuple(_lines(entry.lines, item.x, y, 17)), entry.kind, entry.id))
        y += 17 * len(entry.lines)
    return Label(
        round(item.x - item.width / 2, 1),
        round(item.y, 1),
        round(item.width, 1),
        item.height,
        hands_of(draft.edges[0]),
        tuple(words),
        bool(draft.way),
        draft.tells,
    )


def _lines(texts: Iterable[str], x: float, y: float, step: float) -> Iterator[Text]:
    for number, text in enumerate(texts):
        yield Text(round(x, 1), round(y + number * step, 1), text)
