"""Metrics: definitions of success."""

from __future__ import annotations

from typing import ClassVar, Literal

from opbook.model.entity import Entity
from opbook.model.scalars import Day, Line, Many, MetricId, Prose, RitualId, RoleId


class Metric(Entity):
    """A definition of success."""

    entity_kind: ClassVar[str] = "metric"

    definition: Prose
    """What is counted, and how."""
    unit: Line | None = None
    """In what."""
    direction: Literal["up", "down"]
    """Which way is better."""
    measures: Literal["outcome", "guardrail", "flow", "output"]
    """What sort of success it shows."""
    owners: Many[RoleId] = ()
    """Who answers for it together."""
    baseline: Line | None = None
    """Where it stood at the start."""
    target: Line | None = None
    """Where it is to be."""
    due: Day | None = None
    """Until when."""
    source: Prose | None = None
    """Where the number comes from."""
    reviewed_in: RitualId | None = None
    """The conversation in which it is looked at."""
    counter: MetricId | None = None
    """What would suffer if this one were chased alone."""
    conflicts_with: Many[MetricId] = ()
    """Which metrics pull the other way."""
