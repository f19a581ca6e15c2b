"""An edition: the playbook as one build of the site shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from opbook.checks.judge import Verdict, judge
from opbook.model.address import Address
from opbook.model.diagnostic import Diagnostic
from opbook.model.entity import Entity
from opbook.model.playbook import Playbook
from opbook.model.team import Seats, Team
from opbook.site.markup import ROOT, Prose
from opbook.site.places import place
from opbook.site.templating import Templates
from opbook.site.views.rules import by_page
from opbook.source.clock import today
from opbook.source.files import digest
from opbook.source.reading import Reading, read


@dataclass
class Edition:
    """The playbook, the day it is read on, and what its pages have found wrong so far."""

    project: Path
    data: Path
    reading: Reading
    playbook: Playbook
    """What is shown, see `published`."""
    on: date
    """What day it is."""
    has_drafts: bool = False
    """Whether drafts are shown too."""
    problems: dict[str, list[Diagnostic]] = field(default_factory=dict)
    """What macros found wrong in pages, by the page's path."""

    def begin(self) -> None:
        """Begin a build: nothing has been found wrong yet, and templates may have changed since the last one."""
        self.problems.clear()
        self.__dict__.pop("templates", None)

    def record(self, url: str, finding: Diagnostic) -> None:
        """Record what is wrong in a page, once."""
        found = self.problems.setdefault(url, [])
        if finding not in found:
            found.append(finding)

    def href(self, address: Address) -> str | None:
        """Where a link to an entity goes, from the root's placeholder on; `None` where it has no page."""
        found = place(self.playbook, address)
        return None if found is None else ROOT + found

    @cached_property
    def verdict(self) -> Verdict:
        """What the rules say of the playbook."""
        return judge(self.reading, self.on)

    @cached_property
    def findings(self) -> Mapping[str, tuple[Diagnostic, ...]]:
        """What the rules say, by the address of the entity on whose page it belongs."""
        return by_page(self.playbook, self.verdict.findings)

    @cached_property
    def prose(self) -> Prose:
        """The renderer of prose."""
        return Prose(self.href)

    @cached_property
    def templates(self) -> Templates:
        """The templates, those of the project first."""
        return Templates(self)

    def file_of(self, address: Address) -> Path | None:
        """The YAML file of an entity, for edit links; `None` for what has no file of its own."""
        source = self.reading.source_of(address.kind, address.id)
        return None if source is None else self.data / source.inside


def data_folder(project: Path, extra: Mapping[str, Any]) -> Path:
    """The data folder: what ``extra: opbook: data:`` in ``mkdocs.yml`` says, else ``playbook_data``."""
    return project / str((extra.get("opbook") or {}).get("data", "playbook_data"))


def edition(project: Path, extra: Mapping[str, Any]) -> Edition | None:
    """The edition that the data of a project gives right now; the same object until the data changes.

    Args:
        project: The folder of ``mkdocs.yml``.
        extra: The ``extra`` of ``mkdocs.yml``.

    Returns:
        `None` where the data has errors.

    Raises:
        NoPlaybook: Where the data folder does not exist.
    """
    data = data_folder(project, extra)
    drafts = bool((extra.get("opbook") or {}).get("drafts"))
    state = _state(data)
    reading = _reading(project, data, state)
    if reading.findings or reading.playbook is None:
        return None
    return _edition(project, data, state, today(), drafts)


def reading_of(project: Path, data: Path) -> Reading:
    """Read the data folder; the same object until a file changes.

    Raises:
        NoPlaybook: Where the data folder does not exist.
    """
    return _reading(project, data, _state(data))


def _state(data: Path) -> str:
    return digest(data) if data.is_dir() else ""


@lru_cache(maxsize=2)
def _reading(project: Path, data: Path, state: str) -> Reading:
    shown_as = data.relative_to(project).as_posix() if data.is_relative_to(project) else data.as_posix()
    return read(data, shown_as=shown_as)


@lru_cache(maxsize=2)
def _edition(project: Path, data: Path, state: str, on: date, drafts: bool) -> Edition:
    reading = _reading(project, data, state)
    assert reading.playbook is not None
    playbook = published(reading.playbook, has_drafts=drafts, has_names=reading.playbook.settings.show_holders)
    return Edition(project, data, reading, playbook, on, drafts)


def published(playbook: Playbook, *, has_drafts: bool, has_names: bool) -> Playbook:
    """What the world sees of a playbook.

    Args:
        playbook: The whole one.
        has_drafts: Whether to show drafts: while somebody writes them.
        has_names: Whether to show who holds a role. Nothing that is made from the result can then name them.
    """
    shown = [entity for entity in playbook.entities if has_drafts or not entity.draft]
    return Playbook.of(playbook.settings, shown if has_names else map(_without_names, shown))


def _without_names(entity: Entity) -> Entity:
    if not isinstance(entity, Team) or not any(each.holders for each in entity.roles.values()):
        return entity
    roles = {role: Seats.model_construct(count=each.count) for role, each in entity.roles.items()}
    return entity.model_copy(update={"roles": roles}).placed(entity.id, entity.extras)
