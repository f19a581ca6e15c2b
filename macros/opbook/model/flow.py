"""The flow of work, and what happens where it changes hands."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from opbook.model.activity import Activity
from opbook.model.playbook import Playbook
from opbook.model.ritual import Ritual


@dataclass(frozen=True, slots=True)
class Edge:
    """One step of the flow: `second` takes up the result of `first`."""

    first: Activity
    second: Activity
    spanning: tuple[Ritual, ...]
    """The rituals that span it; only looked for where the work changes hands."""

    @property
    def changes_hands(self) -> bool:
        """Whether the two activities share no responsible role."""
        return not set(self.first.responsible) & set(self.second.responsible)

    @property
    def is_handoff(self) -> bool:
        """Whether the work changes hands and no ritual spans it."""
        return self.changes_hands and not self.spanning


def spans(ritual: Ritual, first: Activity, second: Activity) -> bool:
    """Tell whether a ritual requires one of the hands of `first` and one responsible of `second`."""
    required = set(ritual.participants.required)
    return bool(required & set(first.hands)) and bool(required & set(second.responsible))


def edges(playbook: Playbook, home: str | None = None) -> Iterator[Edge]:
    """Yield every step of the flow; with `home`, a stage's id, those that end in this stage."""
    for second in playbook.activities.values():
        if home is not None and (second.home.kind, second.home.id) != ("stage", home):
            continue
        for first_id in second.after:
            first = playbook.activities.get(first_id)
            if first is None:
                continue
            edge = Edge(first, second, ())
            if edge.changes_hands:
                linked = dict.fromkeys((*first.rituals, *second.rituals))
                rituals = (playbook.rituals[id_] for id_ in linked if id_ in playbook.rituals)
                edge = Edge(first, second, tuple(r for r in rituals if spans(r, first, second)))
            yield edge


def changes_of_hands(playbook: Playbook, stage: str | None = None) -> tuple[Edge, ...]:
    """The steps at which work changes hands, spanned by a ritual or not."""
    return tuple(edge for edge in edges(playbook, stage) if edge.changes_hands)


def handoffs(playbook: Playbook, stage: str | None = None) -> tuple[Edge, ...]:
    """The changes of hands that no ritual spans."""
    return tuple(edge for edge in edges(playbook, stage) if edge.is_handoff)


def circles(playbook: Playbook) -> tuple[tuple[Activity, ...], ...]:
    """The ways round in which activities wait for each other.

    Each activity that stands on some way round stands in at least one of those returned, which is as short as can be.
    Each begins with its first activity in the playbook's order; the others follow in the order of the work, so that
    the first takes up the result of the last.
    """
    order = {id_: index for index, id_ in enumerate(playbook.activities)}
    followers: dict[str, list[str]] = {id_: [] for id_ in order}
    for id_, activity in playbook.activities.items():
        for earlier in dict.fromkeys(activity.after):
            if earlier in followers:
                followers[earlier].append(id_)
    told: set[str] = set()
    found: dict[tuple[str, ...], None] = {}
    for id_ in _with_way_back(followers):
        way = () if id_ in told else _way_round(followers, id_)
        if way:
            first = way.index(min(way, key=order.__getitem__))
            found[(*way[first:], *way[:first])] = None
            told.update(way)
    return tuple(tuple(playbook.activities[id_] for id_ in way) for way in found)


def _with_way_back(followers: Mapping[str, list[str]]) -> list[str]:
    """What is left when everything is taken away, again and again, that nothing comes before."""
    waiting = dict.fromkeys(followers, 0)
    for after in followers.values():
        for id_ in after:
            waiting[id_] += 1
    ready = [id_ for id_, count in waiting.items() if count == 0]
    while ready:
        for id_ in followers[ready.pop()]:
            waiting[id_] -= 1
            if waiting[id_] == 0:
                ready.append(id_)
    return [id_ for id_, count in waiting.items() if count]


def _way_round(followers: Mapping[str, list[str]], start: str) -> tuple[str, ...]:
    """The shortest way from an activity back to itself; empty where there is none."""
    queue = deque([start])
    came_from: dict[str, str] = {}
    while queue:
        here = queue.popleft()
        for id_ in followers[here]:
            if id_ == start:
                way = [here]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if id_ not in came_from:
                came_from[id_] = here
                queue.append(id_)
    return ()


def ranks(playbook: Playbook, stage: str) -> tuple[tuple[Activity, ...], ...]:
    """The activities of a stage, column by column: each stands after all that it takes up.

    A loop does not stop this: activities on one stand in the column where the rest of the flow puts them.
    """
    activities = playbook.stages[stage].activities
    column: dict[str, int] = {}

    def place(id_: str, path: frozenset[str]) -> int:
        if id_ not in column:
            earlier = [a for a in activities[id_].after if a in activities and a not in path | {id_}]
            column[id_] = 1 + max((place(a, path | {id_}) for a in earlier), default=-1)
        return column[id_]

    for id_ in activities:
        place(id_, frozenset())
    width = 1 + max(column.values(), default=-1)
    return tuple(tuple(activities[id_] for id_ in activities if column[id_] == rank) for rank in range(width))
