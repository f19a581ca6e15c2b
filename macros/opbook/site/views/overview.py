"""The pages that look at the whole playbook: which there are, and what each shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from opbook.model.address import FOLDERS
from opbook.model.bet import STATES
from opbook.model.checklists import checklists
from opbook.model.common_ground import career_paths
from opbook.model.meetings import hours_per_week
from opbook.model.playbook import Playbook
from opbook.model.role import Role
from opbook.model.stewardship import stewards_of
from opbook.site.views import matrix, reference, rhythm_picture
from opbook.site.views.assessment import assessment
from opbook.site.views.cards import cards
from opbook.site.views.chapters import chapters
from opbook.site.views.coverage_picture import coverage_picture
from opbook.site.views.downloads import downloads
from opbook.site.views.maturity import maturity
from opbook.site.views.mine import mine
from opbook.site.words import KIND_WORDS


@dataclass(frozen=True, slots=True)
class Overview:
    """One generated page that is no entity's."""

    path: str
    """Its file below ``docs/``."""
    title: str
    template: str
    """The template in ``pages/``, without ``.html``."""
    values: Callable[[Playbook, date], Mapping[str, Any]]
    is_wide: bool = False
    """Whether it needs the room of the sidebars."""

    @property
    def address(self) -> str:
        """Its address below the site's root, e.g. ``raci/``."""
        return f"{self.path.removesuffix('.md').removesuffix('index').rstrip('/')}/"


def overview(playbook: Playbook, name: str, on: date) -> Mapping[str, Any]:
    """The values that the template of an overview takes, by name."""
    return OVERVIEWS[name].values(playbook, on)


def _nothing(playbook: Playbook, on: date) -> Mapping[str, Any]:
    return {}


def _roles(playbook: Playbook, on: date) -> Mapping[str, Any]:
    by_discipline: dict[str, list[Role]] = {id_: [] for id_ in playbook.settings.disciplines}
    for role in playbook.roles.values():
        by_discipline.setdefault(role.discipline, []).append(role)
    hours = {id_: hours_per_week(playbook, id_) for id_ in playbook.roles}
    return {"by_discipline": {id_: roles for id_, roles in by_discipline.items() if roles}, "hours": hours}


def _rituals(playbook: Playbook, on: date) -> Mapping[str, Any]:
    return {
        "rituals": sorted(playbook.rituals.values(), key=lambda each: (bool(each.triggers), -each.a_year, each.name))
    }


def _bets(playbook: Playbook, on: date) -> Mapping[str, Any]:
    by_state = {state: [each for each in playbook.bets.values() if each.state == state] for state in STATES}
    return {"by_state": by_state, "streams": ("product", "project")}


def _skills(playbook: Playbook, on: date) -> Mapping[str, Any]:
    groups = {
        id_: (name, [each for each in playbook.skills.values() if each.group == id_])
        for id_, name in playbook.settings.skill_groups.items()
    }
    roles = [role for role in playbook.roles.values() if role.skills]
    crossings = [
        (role, step) for role in playbook.roles.values() for step in role.next_roles if step.role in playbook.roles
    ]
    sides = playbook.settings.sides
    ways = [
        (start, end, career_paths(playbook, start.id, end.id))
        for start in playbook.roles.values()
        for end in playbook.roles.values()
        if start.discipline in sides and end.discipline in sides and start.discipline != end.discipline
    ]
    return {"groups": groups, "roles": roles, "crossings": crossings, "ways": [way for way in ways if way[2]]}


def _register(playbook: Playbook, on: date) -> Mapping[str, Any]:
    rows = []
    for product in playbook.products.values():
        teams = stewards_of(product, on)
        current = [each for each in product.stewards if each.team in teams and each.since <= on]
        rows.append((product, [(each.team, each.since) for each in current if each.until is None or on <= each.until]))
    transfers = [team for team in playbook.teams.values() if team.transfer is not None]
    return {"rows": rows, "transfers": transfers, "picture": coverage_picture(playbook, on)}


def _checklists(playbook: Playbook, on: date) -> Mapping[str, Any]:
    found = checklists(playbook)
    by_role = defaultdict(list)
    for each in found:
        if each.kind == "role":
            by_role[each.id].append((each, each.items))
    for each in found:
        if each.kind != "role":
            leads = playbook.rituals[each.id].facilitator.roles if each.kind == "ritual" else ()
            for role in playbook.roles:
                named = tuple(item for item in each.items if item.role == role)
                if named:
                    by_role[role].append((each, named))
                elif role in leads:
                    by_role[role].append((each, ()))
    moments = {
        moment: [each for each in found if each.kind == "ritual" and each.title == moment]
        for moment in ("Before", "During", "After")
    }
    return {
        "moments": moments,
        "stages": [each for each in found if each.kind == "stage"],
        "practices": [each for each in found if each.kind == "practice"],
        "by_role": {role: by_role[role] for role in playbook.roles if by_role[role]},
    }


def _index(kind: str, values: Callable[[Playbook, date], Mapping[str, Any]] = _nothing) -> Overview:
    return Overview(f"{FOLDERS[kind]}/index.md", KIND_WORDS[kind], f"index_{FOLDERS[kind]}", values)


OVERVIEWS: Mapping[str, Overview] = {
    "index_role": _index("role", _roles),
    "index_ritual": _index("ritual", _rituals),
    "index_practice": _index("practice", maturity),
    "index_stage": _index("stage"),
    "index_team": _index("team"),
    "index_product": _index("product", _register),
    "index_bet": _index("bet", _bets),
    "index_metric": _index("metric"),
    "index_skill": _index("skill", _skills),
    "index_tool": _index("tool"),
    "index_principle": _index("principle"),
    "glossary": Overview("glossary.md", "Glossary", "glossary", _nothing),
    "raci": Overview(
        "raci.md", "Who does what", "raci", lambda playbook, on: {"matrix": matrix.matrix(playbook)}, is_wide=True
    ),
    "decisions": Overview(
        "decisions.md", "Who decides what", "decisions", lambda playbook, on: {"rows": matrix.decisions(playbook)}
    ),
    "rhythm": Overview(
        "rhythm.md",
        "The rhythm",
        "rhythm",
        lambda playbook, on: {scale: rhythm_picture.of_scale(playbook, scale, on) for scale in rhythm_picture.SCALES},
    ),
    "checklists": Overview("checklists.md", "Checklists", "checklists", _checklists),
    "vmo": Overview("vmo.md", "From PMO to VMO", "vmo", _nothing),
    "portfolio": Overview("portfolio.md", "The value portfolio", "portfolio", _bets),
    "stewardship": Overview("stewardship.md", "The stewardship register", "stewardship", _register),
    "skills_matrix": Overview("skills/matrix.md", "Skills and career paths", "skills_matrix", _skills, is_wide=True),
    "mine": Overview("mine.md", "My playbook", "mine", mine),
    "changes": Overview("changes.md", "What changed", "changes", _nothing),
    "assessment": Overview("assessment.md", "Where do we stand?", "assessment", assessment),
    "data": Overview("data.md", "Downloads", "data", downloads),
    "cards": Overview("cards.md", "Cards for the wall", "cards", cards),
    "chapters": Overview("print/index.md", "To print", "chapters", chapters),
    "macros": Overview("contribute/macros.md", "Macros", "macros", _nothing),
    "fields": Overview("contribute/fields.md", "Kinds and fields", "fields", reference.fields_reference),
}
"""Every overview by name."""
