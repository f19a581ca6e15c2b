"""Every checklist of the playbook."""

from __future__ import annotations

from dataclasses import dataclass

from opbook.model.item import Item, list_address
from opbook.model.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist, and where it stands."""

    kind: str
    id: str
    title: str
    """``Before``, ``During``, ``After``, ``Entry``, ``Exit``, ``Checklist`` or a role's own title."""
    items: tuple[Item, ...]

    @property
    def address(self) -> str:
        """What it is kept under, e.g. ``ritual:launch-readiness:before``."""
        return list_address(self.kind, self.id, self.title)


def checklists(playbook: Playbook) -> tuple[Checklist, ...]:
    """Every checklist of the playbook that has items: of stages, rituals, practices and roles."""
    found: list[Checklist] = []
    for stage in playbook.stages.values():
        found += [Checklist("stage", stage.id, "Entry", stage.entry), Checklist("stage", stage.id, "Exit", stage.exit)]
    for ritual in playbook.rituals.values():
        moments = ritual.checklist
        found += [
            Checklist("ritual", ritual.id, "Before", moments.before),
            Checklist("ritual", ritual.id, "During", moments.during),
            Checklist("ritual", ritual.id, "After", moments.after),
        ]
    for practice in playbook.practices.values():
        found.append(Checklist("practice", practice.id, "Checklist", practice.checklist))
    for role in playbook.roles.values():
        found += [Checklist("role", role.id, title, items) for title, items in role.checklists.items()]
    return tuple(each for each in found if each.items)
