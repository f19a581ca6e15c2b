"""The shipped playbook with one thing taken out of one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import yaml

from opbook.model.address import FOLDERS
from opbook.model.playbook import ENTITY_TYPES, Playbook
from opbook.source.entries import Source
from opbook.source.nodes import parse
from opbook.source.reading import Reading

Data = dict[str, Any]
"""What one file says, as YAML gives it."""
Files = Mapping[str, Mapping[str, Data]]
"""What all files say, by kind and id."""

_HOMES = ("stage", "practice", "ritual")
_HANDS = ("accountable", "responsible", "approver", "driver")


def files_of(reading: Reading) -> Files:
    """What every file of a reading says."""
    found: dict[str, dict[str, Data]] = {kind: {} for kind in FOLDERS}
    assert reading.playbook is not None
    for each in reading.playbook.entities:
        source = reading.source_of(each.entity_kind, each.id)
        assert source is not None
        found[each.entity_kind][each.id] = source.data
    return found


def many(value: Any) -> list[Any]:
    """What a file says, once or in a list, as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def activities(files: Files) -> dict[str, Data]:
    """Every activity by id."""
    return {
        id_: each
        for kind in _HOMES
        for data in files[kind].values()
        for id_, each in data.get("activities", {}).items()
    }


@dataclass(frozen=True)
class Removal:
    """That one thing is taken out of one file."""

    kind: str
    id: str
    route: tuple[str, ...]
    """The way to the list, or to the field that is taken out whole."""
    value: Any = None
    """What is taken out of the list; `None` for the whole field."""

    def __str__(self) -> str:
        return f"{self.kind}:{self.id} {'/'.join(self.route)} without {self.value or 'it'}"

    def from_data(self, data: Data) -> Data:
        """What the file says without it; a list of which nothing is left goes too."""
        changed = deepcopy(data)
        holder = changed
        for step in self.route[:-1]:
            holder = holder[step]
        left = [each for each in many(holder[self.route[-1]]) if each != self.value]
        if self.value is None or not left:
            del holder[self.route[-1]]
        else:
            holder[self.route[-1]] = left
        return changed

    def from_files(self, files: Files) -> Files:
        """What all files say without it."""
        return {**files, self.kind: {**files[self.kind], self.id: self.from_data(files[self.kind][self.id])}}

    def from_reading(self, reading: Reading, data: Data) -> Reading:
        """The reading of the playbook whose one file has been written anew, as `data` says."""
        assert reading.playbook is not None
        old = reading.source_of(self.kind, self.id)
        assert old is not None
        text = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
        parsed = parse(old.path, text)
        assert not parsed.found
        source = Source(old.path, old.inside, text, parsed.node)
        made = ENTITY_TYPES[self.kind].model_validate(source.data).placed(self.id)
        for id_, activity in getattr(made, "activities", {}).items():
            activity.placed(id_, made.address)
        entities = (made if each.address == made.address else each for each in reading.playbook.entities)
        playbook = Playbook.of(reading.playbook.settings, entities)
        return replace(reading, playbook=playbook, sources={**reading.sources, old.inside: source})


def _in_activities(files: Files, lists: Callable[[Data], Iterator[tuple[str, ...]]]) -> Iterator[Removal]:
    for kind in _HOMES:
        for id_, data in files[kind].items():
            for activity_id, activity in data.get("activities", {}).items():
                for route in lists(activity):
                    holder = activity
                    for step in route:
                        holder = holder[step]
                    for value in many(holder):
                        yield Removal(kind, id_, ("activities", activity_id, *route), value)


def parts(files: Files) -> Iterator[Removal]:
    """One role from one letter of one activity; of those who only listen or help, the first of each letter."""

    def lists(activity: Data) -> Iterator[tuple[str, ...]]:
        for matrix in ("raci", "daci"):
            yield from ((matrix, letter) for letter in activity.get(matrix, ()))

    seen: set[tuple[str, ...]] = set()
    for each in _in_activities(files, lists):
        if each.route[-1] in _HANDS or each.route not in seen:
            seen.add(each.route)
            yield each


def links(files: Files) -> Iterator[Removal]:
    """One ritual from one activity or one practice."""
    yield from _in_activities(files, lambda activity: iter([("rituals",)] if "rituals" in activity else []))
    for id_, data in files["practice"].items():
        yield from (Removal("practice", id_, ("rituals",), value) for value in many(data.get("rituals")))


def steps(files: Files) -> Iterator[Removal]:
    """One activity from the `after` of another."""
    return _in_activities(files, lambda activity: iter([("after",)] if "after" in activity else []))


def participants(files: Files) -> Iterator[Removal]:
    """One role from the required or the optional participants of one ritual."""
    for id_, data in files["ritual"].items():
        for field, roles in data["participants"].items():
            yield from (Removal("ritual", id_, ("participants", field), role) for role in many(roles))


def stewards(files: Files) -> Iterator[Removal]:
    """One stewardship from one product."""
    for id_, data in files["product"].items():
        yield from (Removal("product", id_, ("stewards",), each) for each in many(data.get("stewards")))


def transfers(files: Files) -> Iterator[Removal]:
    """The transfer of one swarm."""
    yield from (Removal("team", id_, ("transfer",)) for id_, data in files["team"].items() if "transfer" in data)


KINDS: Mapping[str, Callable[[Files], Iterator[Removal]]] = {
    "part": parts,
    "participant": participants,
    "steward": stewards,
    "transfer": transfers,
    "ritual link": links,
    "after": steps,
}
"""What can be taken out, one at a time."""
