"""What tests of the commands that change the YAML share."""

from __future__ import annotations

from click.testing import CliRunner, Result

from opbook.cli.main import main
from tests.repository import Repository
from tests.workbench import TinyPlaybook

EPOCH = "1795305600"
"""22 November 2026."""


def run(*arguments: str) -> Result:
    """Run a command, which must not end with a traceback."""
    result = CliRunner().invoke(main, arguments)
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def words(text: str) -> str:
    """What is said, however it is broken into lines; none of it may move a cursor."""
    assert all(line.isprintable() for line in text.split("\n"))
    return " ".join(text.split())


def files(tiny: TinyPlaybook) -> dict[str, bytes]:
    """All that stands in the folder, hidden files too."""
    return {str(path.relative_to(tiny.folder)): path.read_bytes() for path in tiny.folder.rglob("*") if path.is_file()}


def committed(tiny: TinyPlaybook) -> Repository:
    """A repository around the folder that holds what stands there."""
    repository = Repository(tiny.folder.parent)
    repository.commit("2026-11-22")
    return repository
