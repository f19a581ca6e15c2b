"""A tiny valid playbook to break, and models with everything filled in that a test does not speak of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from opbook.model.diagnostic import Diagnostic
from opbook.model.entity import Entity
from opbook.model.playbook import ENTITY_TYPES, Playbook
from opbook.model.settings import Settings
from opbook.source.reading import Reading, read

TINY = {
    "playbook.yml": """\
title: Tiny
organisation: Tiny Works
disciplines:
  product: {name: Product, colour: "#1f6feb"}
  project: {name: Project, colour: "#c2410c"}
""",
    "roles/owner.yml": """\
name: Owner
discipline: product
level: lead
purpose: Keeps it worth having.
""",
    "rituals/sync.yml": """\
name: Sync
kind: sync
purpose: Hear each other.
cadence: {every: week, day: tuesday, at: "10:00"}
minutes: 30
facilitator: owner
participants: {required: [owner]}
""",
    "practices/inventory.yml": """\
name: Inventory
outcome: Everyone knows what there is.
""",
    "stages/launch.yml": """\
name: Launch
order: 1
purpose: Begin.
team: both
activities:
  begin:
    name: Begin
    rituals: [sync]
    raci: {accountable: owner, responsible: owner}
""",
}
"""One role, one ritual, one practice and one stage, with nothing wrong."""


class TinyPlaybook:
    """A folder that holds `TINY`, and whatever a test makes of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for inside, text in TINY.items():
            self.write(inside, text)

    def write(self, inside: str, content: str | bytes) -> None:
        """Write a file, its line endings as given."""
        path = self.folder / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def add(self, inside: str, text: str) -> None:
        """Put text at the end of one of the tiny files."""
        self.write(inside, TINY[inside] + text)

    def swap(self, inside: str, old: str, new: str) -> None:
        """Put other words in the place of some of one of the tiny files."""
        assert TINY[inside].count(old) == 1
        self.write(inside, TINY[inside].replace(old, new))

    def remove(self, inside: str) -> None:
        (self.folder / inside).unlink()

    def read(self) -> Reading:
        """Read it; findings name files by their path inside the folder."""
        return read(self.folder, shown_as="")

    def told(self) -> list[str]:
        """What is wrong with it, each as ``path:line:column CODE``."""
        return [at(finding) for finding in self.read().findings]


def at(finding: Diagnostic) -> str:
    """Where a finding is and which it is: ``path:line:column CODE``."""
    place = finding.location
    return f"{place.path}:{place.line}:{place.column} {finding.code}"


_DISCIPLINES = {
    "product": {"name": "Product", "colour": "#1f6feb"},
    "project": {"name": "Project", "colour": "#c2410c"},
}

_NEEDED: dict[str, dict[str, Any]] = {
    "role": {"discipline": "product", "level": "lead", "purpose": "P."},
    "ritual": {
        "kind": "sync",
        "purpose": "P.",
        "cadence": {"every": "week"},
        "minutes": 60,
        "facilitator": "a",
        "participants": {"required": ["a"]},
    },
    "practice": {"outcome": "O."},
    "stage": {"order": 1, "purpose": "P.", "team": "both"},
    "team": {"kind": "standing", "purpose": "P."},
    "product": {"customers": "C."},
    "bet": {"stream": "product", "hypothesis": "H.", "state": "active"},
    "metric": {"definition": "D.", "direction": "up", "measures": "outcome"},
    "skill": {"group": "craft", "definition": "D."},
    "tool": {"used_for": "U."},
    "principle": {"statement": "S.", "rationale": "R."},
    "term": {"definition": "D."},
}


def settings(**fields: Any) -> Settings:
    """Settings with two disciplines."""
    return Settings.model_validate({"title": "T", "organisation": "O", "disciplines": _DISCIPLINES, **fields})


def entity(kind: str, id_: str, /, **fields: Any) -> Entity:
    """An entity with what its kind needs, and the fields a test speaks of."""
    made = ENTITY_TYPES[kind].model_validate({"name": id_.title(), **_NEEDED[kind], **fields}).placed(id_)
    for activity_id, activity in getattr(made, "activities", {}).items():
        activity.placed(activity_id, made.address)
    return made


def playbook(*entities: Entity, roles: str = "", **fields: Any) -> Playbook:
    """A playbook of these entities and, by their ids, roles that say nothing."""
    plain = [entity("role", id_) for id_ in roles.split()]
    return Playbook.of(settings(**fields), [*plain, *entities])


def ritual(id_: str, required: str, every: str = "week", minutes: int = 60, **fields: Any) -> Entity:
    """A ritual that requires these roles."""
    people = {"required": required.split()}
    cadence = {"every": every} | ({"starts": "2026-01-05"} if every == "2 weeks" else {})
    return entity("ritual", id_, minutes=minutes, **{"participants": people, "cadence": cadence, **fields})


def activity(accountable: str, responsible: str, **fields: Any) -> dict[str, Any]:
    """An activity, as YAML gives it, with an accountable role and responsible ones."""
    raci = {"accountable": accountable.split(), "responsible": responsible.split()}
    return {"name": "Do it", "raci": {**raci, **fields.pop("raci", {})}, **fields}
