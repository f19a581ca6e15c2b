"""Files as they were read, and the entities that stand in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from opbook.model.diagnostic import Location, Route
from opbook.model.entity import Entity
from opbook.source.files import lines_of
from opbook.source.nodes import Node


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it was read."""

    path: str
    """The path as diagnostics name it."""
    inside: str
    """The path inside the data folder."""
    text: str
    node: Node | None
    """Its fields; `None` where the text is no YAML, or none that we take."""

    @property
    def data(self) -> dict[str, Any]:
        """Its fields as plain values, made anew each time; none where the file could not be read."""
        data = self.node.data if self.node is not None else None
        return data if isinstance(data, dict) else {}

    def locate(self, route: Route, *, key: bool = False, needle: str = "") -> Location:
        """Where the value (or the key) at a route stands; where `needle` stands once in it, only that."""
        if self.node is None:
            return Location(self.path, 1, 1, 1, 1)
        place = Location(self.path, *self.node.find(route, key=key))
        return self._narrowed(place, needle) if needle else place

    def _narrowed(self, place: Location, needle: str) -> Location:
        lines = lines_of(self.text)
        address = re.escape(needle) + r"(?![\w-])"
        # The words of a link may name the same address as the link itself, so look for the link first.
        for pattern in (re.compile(r"(?<=[(<])" + address), re.compile(address)):
            for number in range(place.line, min(place.end_line, len(lines)) + 1):
                found = pattern.search(lines[number - 1], place.column - 1 if number == place.line else 0)
                if found is not None:
                    return Location(self.path, number, found.start() + 1, number, found.end() + 1)
        return place


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that holds an entity, whether it is whole or not."""

    kind: str
    id: str
    source: Source
    data: Mapping[str, Any]
    """What the file says, without ``x_…`` fields."""
    entity: Entity | None = None
    """The entity; `None` where the file does not hold a whole one."""

    @property
    def address(self) -> str:
        """The address of the entity, ``KIND:ID``."""
        return f"{self.kind}:{self.id}"

    @property
    def activity_ids(self) -> tuple[str, ...]:
        """The ids of the activities in the file, malformed ones too."""
        activities = self.data.get("activities")
        return tuple(activities) if isinstance(activities, Mapping) else ()

    @property
    def former_ids(self) -> tuple[str, ...]:
        """The ids that the entity had before, malformed ones too."""
        former = self.data.get("renamed_from", ())
        if isinstance(former, str):
            return (former.strip(),)
        return tuple(each.strip() if isinstance(each, str) else "" for each in former if former)
