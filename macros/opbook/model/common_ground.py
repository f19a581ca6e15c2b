"""What two roles share, and how a career leads from one to the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from opbook.model.activity import Activity
from opbook.model.meetings import shared_rituals
from opbook.model.metric import Metric
from opbook.model.playbook import Playbook
from opbook.model.responsibility import shared_work
from opbook.model.ritual import Ritual
from opbook.model.role import NextRole


def shared_metrics(playbook: Playbook, a: str, b: str) -> tuple[Metric, ...]:
    """The metrics that both roles own or are measured by."""

    def held(role: str) -> set[str]:
        owned = {metric.id for metric in playbook.metrics.values() if role in metric.owners}
        return owned | set(playbook.roles[role].metrics)

    common = held(a) & held(b)
    return tuple(metric for metric in playbook.metrics.values() if metric.id in common)


def shared_skills(playbook: Playbook, a: str, b: str) -> Mapping[str, tuple[int, int]]:
    """The skills that both roles need, by id, with the level that each needs."""
    first, second = playbook.roles[a].skills, playbook.roles[b].skills
    return {id_: (first[id_], second[id_]) for id_ in playbook.skills if id_ in first and id_ in second}


def shared_tools(playbook: Playbook, a: str, b: str) -> tuple[str, ...]:
    """The ids of the tools with which both roles work."""
    return tuple(id_ for id_ in playbook.roles[a].tools if id_ in playbook.roles[b].tools)


@dataclass(frozen=True, slots=True)
class CommonGround:
    """All that two roles share."""

    activities: tuple[Activity, ...]
    rituals: tuple[Ritual, ...]
    metrics: tuple[Metric, ...]
    skills: Mapping[str, tuple[int, int]]
    tools: tuple[str, ...]


def common_ground(playbook: Playbook, a: str, b: str) -> CommonGround:
    """All that two roles share: work, conversations, measures of success, skills and tools."""
    return CommonGround(
        shared_work(playbook, a, b),
        shared_rituals(playbook, a, b),
        shared_metrics(playbook, a, b),
        shared_skills(playbook, a, b),
        shared_tools(playbook, a, b),
    )


def career_paths(playbook: Playbook, a: str, b: str) -> tuple[NextRole, ...]:
    """The shortest way from one role to another, step by step; empty where there is none."""
    queue: deque[tuple[str, tuple[NextRole, ...]]] = deque([(a, ())])
    seen = {a}
    while queue:
        here, path = queue.popleft()
        if here == b:
            return path
        for step in playbook.roles[here].next_roles:
            if step.role in playbook.roles and step.role not in seen:
                seen.add(step.role)
                queue.append((step.role, (*path, step)))
    return ()
