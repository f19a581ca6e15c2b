"""The skills matrix as a workbook: which role needs what how well, what the levels mean, and where careers lead."""

from __future__ import annotations

from datetime import date

from opbook.exports.plain_text import plain
from opbook.exports.spreadsheet import Book, Column
from opbook.model.playbook import Playbook

_COLOURS = {
    "1": {"bg_color": "#EAF2FA", "font_color": "#000000"},
    "2": {"bg_color": "#B9D7F2", "font_color": "#000000"},
    "3": {"bg_color": "#2A6BA6", "font_color": "#FFFFFF"},
    "4": {"bg_color": "#0F4C81", "font_color": "#FFFFFF"},
}


def skills_workbook(playbook: Playbook, on: date) -> bytes:
    """The skills matrix; withdrawn roles and skills are left out."""
    book = Book(f"{playbook.settings.title}: skills", playbook.settings.organisation, on)
    current = playbook.in_force
    groups, names = current.settings.skill_groups, current.settings.skill_levels
    group = {skill.id: groups.get(skill.group, skill.group) for skill in current.skills.values()}
    book.sheet(
        "Skills by role",
        [
            *(Column("Skill", 34), Column("Group", 22)),
            *(Column(role.name, 4.5, is_upright=True) for role in current.roles.values()),
        ],
        [
            (skill.name, group[skill.id], *(role.skills.get(skill.id, "") for role in current.roles.values()))
            for skill in current.skills.values()
        ],
        _COLOURS,
    )
    book.sheet(
        "Levels",
        [
            *(Column("Skill", 34), Column("Group", 22), Column("What it is", 50)),
            *(Column(f"{level} {name}", 40) for level, name in sorted(names.items())),
        ],
        [
            (
                *(skill.name, group[skill.id], plain(skill.definition)),
                *(plain(skill.levels[level]) if level in skill.levels else "" for level in sorted(names)),
            )
            for skill in current.skills.values()
        ],
    )
    book.sheet(
        "Next roles",
        [
            *(Column("From", 28), Column("To", 28), Column("Crosses to", 18)),
            *(Column("Bridge", 60), Column("Ready when", 60)),
        ],
        [
            (
                role.name,
                to.name,
                _crossing(current, role.discipline, to.discipline),
                plain(step.bridge),
                plain(step.ready_when),
            )
            for role in current.roles.values()
            for step in role.next_roles
            if (to := current.roles.get(step.role)) is not None
        ],
    )
    return book.content()


def _crossing(playbook: Playbook, from_: str, to: str) -> str:
    """The discipline that a step leads to, where it is another one."""
    found = playbook.settings.disciplines.get(to)
    return found.name if found is not None and from_ != to else ""
