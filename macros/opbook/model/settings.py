"""What holds for the whole playbook: ``playbook.yml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from opbook.model.cadence import Zone
from opbook.model.entity import Model
from opbook.model.role import SkillLevel
from opbook.model.scalars import AnyAddress, Count, Day, DisciplineId, Flag, Line, Many, Prose, wrong

_PUBLIC = re.compile(r"https://[^\s/?#]+(/[^\s?#]*)?\Z")
_COLOUR_DIGITS = set("0123456789abcdef")


def _colour(value: Any) -> str:
    text = str(value).lower()
    if len(text) != 7 or text[0] != "#" or not set(text[1:]) <= _COLOUR_DIGITS:
        raise wrong('a colour as "#rrggbb"')
    return text


def _template(value: Any) -> str:
    text = str(value)
    if not text.startswith("https://") or "{title}" not in text:
        raise wrong("an https:// address that contains {title}, and may contain {body}")
    return text


Colour = Annotated[str, BeforeValidator(_colour)]
"""A colour, ``#rrggbb``."""
FormUrl = Annotated[str, BeforeValidator(_template)]
"""An ``https:`` address with ``{title}`` in it, and ``{body}`` if the form has room for more."""


def _public(value: Any) -> str:
    text = str(value)
    if not _PUBLIC.match(text):
        raise wrong("an https:// address, without ? or #")
    return text


PublicUrl = Annotated[str, BeforeValidator(_public)]
"""An ``https:`` address of a site."""


class Discipline(Model):
    """Where roles come from."""

    name: Line
    """What people call it."""
    colour: Colour
    """Its colour in pictures; it never stands alone, a word or letter is always with it."""


class Hours(Model):
    """How many hours a week the required rituals may take from a role, by its level."""

    executive: Count = 12
    """For executives."""
    lead: Count = 10
    """For leads."""
    practitioner: Count = 8
    """For practitioners."""

    def limit(self, level: str) -> int:
        """The limit for a role of this level, in hours a week."""
        return int(getattr(self, level))


class Suppression(Model):
    """A finding that somebody has looked at and lets stand, for a reason."""

    rule: Line
    """The rule, by code or name."""
    address: AnyAddress
    """What it is about; a suppression on a stage does not cover its activities."""
    reason: Prose
    """Why this may stand, in words that a reader would accept."""
    until: Day | None = None
    """Until when; after that day the finding comes back."""


class Settings(Model):
    """What holds for the whole playbook."""

    title: Line
    """What the playbook is called."""
    organisation: Line
    """Whose it is."""
    description: Prose | None = None
    """What the organisation does, in a sentence."""
    language: Line = "en"
    """The language it is written in, as a BCP 47 tag."""
    timezone: Zone = "UTC"
    """The time zone of times of day that name none."""
    disciplines: Mapping[Line, Discipline]
    """Where roles come from, by id."""
    sides: Many[DisciplineId] = ("product", "project")
    """The two disciplines between which work falls down."""
    skill_levels: Mapping[SkillLevel, Line] = {1: "Awareness", 2: "Working", 3: "Practitioner", 4: "Expert"}
    """What the four levels of skill are called."""
    skill_groups: Mapping[Line, Line] = {}
    """How skills are grouped, by id."""
    hours: Hours = Hours()
    """How many hours of meetings a week are too many."""
    show_holders: Flag = False
    """Whether the names of those who hold roles are shown."""
    show_findings: Flag = True
    """Whether an entity's page shows what the rules say of it."""
    swarm_needs: Mapping[Line, Many[Line]] = {"strategy": ("program-manager",), "execution": ("product-ops",)}
    """What every swarm needs, each with the ids of the roles that can bring it."""
    rules: Mapping[Line, Mapping[Line, Line]] = {}
    """Rules by code or name: `severity` (off, info, warning, error) and the rule's own thresholds."""
    suppressions: tuple[Suppression, ...] = ()
    """Findings that are let stand."""
    feedback_url: FormUrl | None = None
    """Where readers report what is wrong: an address with ``{title}`` and ``{body}``."""
    public_url: PublicUrl | None = None
    """Where the site is reached without a login, calendar services included; calendars can then be subscribed to."""
