from __future__ import annotations

from pathlib import Path

import pytest

from opbook.site import block_macros, page_macros
from opbook.site.edition import Edition, edition
from opbook.site.registry import Call
from tests.site.built import Site
from tests.site.project import DAY, ROOT, Project

assert block_macros
assert page_macros


@pytest.fixture(scope="session")
def site(built_site: Path) -> Site:
    """The site of this repository."""
    return Site(built_site)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small project, with nothing wrong."""
    return Project(tmp_path / "project")


@pytest.fixture(scope="session")
def _built_once(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = Project(tmp_path_factory.mktemp("good") / "project")
    made.built()
    return made


@pytest.fixture
def good(_built_once: Project, tmp_path: Path) -> Project:
    """A small project whose site stands."""
    return _built_once.copied(tmp_path / "project")


@pytest.fixture
def shipped_edition(monkeypatch: pytest.MonkeyPatch) -> Edition:
    """The edition of this repository on 22 November 2026; nothing has been found wrong in its pages."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))
    found = edition(ROOT, {"opbook": {"data": "playbook_data"}})
    assert found is not None
    found.begin()
    return found


@pytest.fixture
def call(shipped_edition: Edition, tmp_path: Path) -> Call:
    """A call from a hand-written page ``guide.md`` of the shipped playbook."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "guide.md").write_text("# Guide\n", "utf-8")
    return Call(shipped_edition, "guide/", {}, docs, "https://git.example/edit/main/docs/{path}")
