"""Skills: what people can do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from opbook.model.entity import Entity
from opbook.model.role import SkillLevel
from opbook.model.scalars import Prose, SkillGroupId


class Skill(Entity):
    """Something that people can do, better or less well."""

    entity_kind: ClassVar[str] = "skill"

    group: SkillGroupId
    """The group it belongs to."""
    definition: Prose
    """What it is."""
    levels: Mapping[SkillLevel, Prose] = {}
    """What somebody can do at each level, from 1 to 4."""
