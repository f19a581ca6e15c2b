"""The playbook as a graph: every entity, by address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from opbook.model.activity import Activity
from opbook.model.address import FOLDERS, Address
from opbook.model.bet import Bet
from opbook.model.entity import Entity
from opbook.model.metric import Metric
from opbook.model.practice import Practice
from opbook.model.principle import Principle
from opbook.model.product import Product
from opbook.model.ritual import Ritual
from opbook.model.role import Role
from opbook.model.settings import Settings
from opbook.model.skill import Skill
from opbook.model.stage import Stage
from opbook.model.team import Team
from opbook.model.term import Term
from opbook.model.tool import Tool

ENTITY_TYPES: Mapping[str, type[Entity]] = {
    "role": Role,
    "ritual": Ritual,
    "practice": Practice,
    "stage": Stage,
    "team": Team,
    "product": Product,
    "bet": Bet,
    "metric": Metric,
    "skill": Skill,
    "tool": Tool,
    "principle": Principle,
    "term": Term,
}
"""The model of each kind that has a file per entity."""

assert list(ENTITY_TYPES) == list(FOLDERS)

_LEVELS = ("executive", "lead", "practitioner")

_T = TypeVar("_T")


def _by(pairs: Iterable[tuple[_T, Iterable[str]]]) -> Mapping[str, tuple[_T, ...]]:
    """Turn things with the ids that each names into ids with the things that name each, in the same order."""
    found: defaultdict[str, list[_T]] = defaultdict(list)
    for thing, ids in pairs:
        for id_ in dict.fromkeys(ids):
            found[id_].append(thing)
    return {id_: tuple(things) for id_, things in found.items()}


@dataclass(frozen=True)
class Playbook:
    """All entities of an operating model, and what holds for all of them.

    Each mapping goes from id to entity in reading order: roles by discipline and level, stages and their
    activities by `order`, everything else by name.
    """

    settings: Settings
    roles: Mapping[str, Role] = field(default_factory=dict)
    rituals: Mapping[str, Ritual] = field(default_factory=dict)
    practices: Mapping[str, Practice] = field(default_factory=dict)
    stages: Mapping[str, Stage] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)
    products: Mapping[str, Product] = field(default_factory=dict)
    bets: Mapping[str, Bet] = field(default_factory=dict)
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    skills: Mapping[str, Skill] = field(default_factory=dict)
    tools: Mapping[str, Tool] = field(default_factory=dict)
    principles: Mapping[str, Principle] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Settings, entities: Iterable[Entity]) -> Playbook:
        """Put entities in reading order, whatever order they come in."""
        playbook = cls(settings)
        disciplines = list(settings.disciplines)
        groups = list(settings.skill_groups)

        def order(entity: Entity) -> tuple[int, int, str, str]:
            first, second = 0, 0
            if isinstance(entity, Role):
                known = entity.discipline in disciplines
                first = disciplines.index(entity.discipline) if known else len(disciplines)
                second = _LEVELS.index(entity.level)
            elif isinstance(entity, Stage):
                first = entity.order
            elif isinstance(entity, Team):
                first = int(entity.is_swarm)
            elif isinstance(entity, Skill):
                first = groups.index(entity.group) if entity.group in groups else len(groups)
            return (first, second, entity.name.casefold(), entity.id)

        for entity in sorted(entities, key=order):
            mapping = playbook.of_kind(entity.entity_kind)
            assert isinstance(mapping, dict)
            mapping[entity.id] = entity
        return playbook

    def of_kind(self, kind: str) -> Mapping[str, Entity]:
        """All entities of a kind that has files of its own, by id."""
        mapping: Mapping[str, Entity] = getattr(self, FOLDERS[kind])
        return mapping

    @property
    def homes(self) -> tuple[Stage | Practice | Ritual, ...]:
        """Everything in which activities can stand: stages in their order, then practices, then rituals."""
        return (*self.stages.values(), *self.practices.values(), *self.rituals.values())

    @cached_property
    def activities(self) -> Mapping[str, Activity]:
        """Every activity by id: those of stages in their order, then of practices, then of rituals."""
        return {id_: activity for home in self.homes for id_, activity in home.activities.items()}

    @cached_property
    def in_force(self) -> Playbook:
        """The playbook without what is withdrawn. What still points at something withdrawn then leads nowhere."""
        if not any(each.withdrawn for each in self.entities):
            return self
        kept = {
            folder: {id_: each for id_, each in self.of_kind(kind).items() if each.withdrawn is None}
            for kind, folder in FOLDERS.items()
        }
        return replace(self, **kept)  # type: ignore[arg-type]

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        """Everything that has a file, kind by kind."""
        return tuple(entity for kind in FOLDERS for entity in self.of_kind(kind).values())

    @cached_property
    def requiring(self) -> Mapping[str, tuple[Ritual, ...]]:
        """The rituals that require a role, by the role's id."""
        return _by((ritual, ritual.participants.required) for ritual in self.rituals.values())

    @cached_property
    def attended(self) -> Mapping[str, tuple[Ritual, ...]]:
        """The rituals in which a role takes part, required or optional, by the role's id."""
        people = ((ritual, ritual.participants) for ritual in self.rituals.values())
        return _by((ritual, (*each.required, *each.optional)) for ritual, each in people)

    @cached_property
    def company(self) -> Mapping[str, frozenset[str]]:
        """Whom a role meets in any ritual, required or optional, itself included; by the role's id."""
        return {
            id_: frozenset(
                role for each in rituals for role in (*each.participants.required, *each.participants.optional)
            )
            for id_, rituals in self.attended.items()
        }

    @cached_property
    def held_by(self) -> Mapping[str, tuple[Team, ...]]:
        """The teams that hold a ritual themselves, by the ritual's id."""
        return _by((team, team.rituals) for team in self.teams.values())

    @cached_property
    def in_hand(self) -> Mapping[str, tuple[Activity, ...]]:
        """The activities among whose hands a role is, by the role's id."""
        return _by((activity, activity.hands) for activity in self.activities.values())

    @cached_property
    def talked_over(self) -> Mapping[str, tuple[Activity, ...]]:
        """The activities that link a ritual, and those that stand in it, by the ritual's id."""
        activities = ((each, each.home.id if each.home.kind == "ritual" else None) for each in self.activities.values())
        return _by((each, filter(None, (*each.rituals, home))) for each, home in activities)

    def find(self, address: Address) -> Entity | Activity | None:
        """The entity or activity at an address; `None` where nothing is."""
        if address.kind == "activity":
            return self.activities.get(address.id)
        return self.of_kind(address.kind).get(address.id)
