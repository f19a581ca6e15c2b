from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from opbook.model.playbook import Playbook
from opbook.source.reading import Reading, read
from tests.site.project import Build, mkdocs_build
from tests.workbench import TinyPlaybook

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "playbook_data"

# The same cases in every run: a red test is the fault of a change, never of a die. No deadline: machines differ.
settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.load_profile("repeatable")

Golden = Callable[[Path, str], None]
"""Hold a text against a golden file, or write it there where the run is to refresh them."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files anew instead of comparing")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """What `Golden` says; files are written with ``--update-golden`` only."""

    def hold(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.write_text(text, "utf-8", newline="\n")
        assert path.is_file(), f"{path} is missing: pytest --update-golden writes it"
        assert text == path.read_text("utf-8")

    return hold


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of the shipped playbook."""
    return DATA


@pytest.fixture(scope="session")
def harbourline() -> Reading:
    """The reading of the shipped playbook."""
    return read(DATA, shown_as="playbook_data")


@pytest.fixture(scope="session")
def shipped(harbourline: Reading) -> Playbook:
    """The shipped playbook."""
    assert harbourline.playbook is not None
    return harbourline.playbook


@pytest.fixture(scope="session")
def build_of_repository(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """What ``mkdocs build --strict`` does in this repository; it runs once."""
    return mkdocs_build(ROOT, "--strict", site=tmp_path_factory.mktemp("built") / "site")


@pytest.fixture(scope="session")
def built_site(build_of_repository: Build) -> Path:
    """The folder of the site of this repository, to be read only."""
    assert build_of_repository.code == 0, build_of_repository.output
    return build_of_repository.site.folder


@pytest.fixture
def tiny(tmp_path: Path) -> TinyPlaybook:
    """A tiny valid playbook, to be broken."""
    return TinyPlaybook(tmp_path / "playbook_data")
