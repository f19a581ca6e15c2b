"""The flow of work, and what happens where it changes hands."""

from __future__ import annotations

from collections.abc import Iterator
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
