from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from opbook.changes.comment import MARKER
from opbook.cli.main import main
from tests.workbench import TinyPlaybook


def git(folder: Path, *arguments: str) -> None:
    names = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@a.example", "GIT_COMMITTER_NAME": "A"}
    names |= {"GIT_COMMITTER_EMAIL": "a@a.example", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, env={**os.environ, **names})


@pytest.fixture
def repository(tiny: TinyPlaybook, tmp_path: Path) -> TinyPlaybook:
    """The tiny playbook in a repository with one commit."""
    git(tmp_path, "init", "--initial-branch", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "Begin")
    return tiny


def diff(tiny: TinyPlaybook, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", *arguments, "--data", str(tiny.folder), "--on", "2026-11-22"])


def test_the_working_tree_is_compared_with_a_revision(repository: TinyPlaybook):
    repository.swap("rituals/sync.yml", "minutes: 30", "minutes: 60")
    done = diff(repository, "main")
    assert done.exit_code == 0
    assert "Sync is 30 min longer: 60 min (was 30): Owner +0.5 h a week, now 1.0 of 10" in done.stdout
    assert "Owner: 1.0 of 10 (was 0.5, +0.5)" in done.stdout


def test_two_revisions_are_compared(repository: TinyPlaybook, tmp_path: Path):
    repository.swap("roles/owner.yml", "name: Owner", "name: Keeper")
    git(tmp_path, "commit", "--all", "-m", "Change")
    assert "Owner is now called Keeper" in diff(repository, "main~1", "main").stdout
    assert "Keeper is now called Owner" in diff(repository, "main", "main~1").stdout


def test_two_folders_are_compared_without_git(tiny: TinyPlaybook, tmp_path: Path):
    other = TinyPlaybook(tmp_path / "other")
    other.swap("stages/launch.yml", "accountable: owner", "accountable: []")
    done = diff(tiny, str(tiny.folder), str(other.folder))
    assert done.exit_code == 0
    assert "Owner is no longer accountable for Begin; nobody is now" in done.stdout
    assert "R101" in done.stdout


def test_no_difference_is_said(repository: TinyPlaybook):
    done = diff(repository, "HEAD")
    assert (done.exit_code, done.stdout) == (0, "Nothing in the operating model is different.\n")


def test_markdown_is_found_again_and_nothing_in_it_is_markup(repository: TinyPlaybook):
    repository.swap("roles/owner.yml", "name: Owner", 'name: "@all <img src=x> #1 [x](https://a.example) | `y`"')
    told = diff(repository, "main", "--format", "markdown").stdout
    assert told.startswith(MARKER + "\n")
    (line,) = [line for line in told.split("\n") if "is now called" in line and line.startswith("- ")][:1]
    for sign in ("@all", "<img", " #1 ", "[x]", "| `"):
        assert sign not in line


def test_json_has_a_version(repository: TinyPlaybook):
    repository.swap("rituals/sync.yml", "minutes: 30", "minutes: 60")
    told = json.loads(diff(repository, "main", "--format", "json").stdout)
    assert told["version"] == 1
    (change,) = told["changes"]
    assert (change["concern"], change["address"], change["field"]) == ("time", "ritual:sync", ["minutes"])
    assert change["roles"] == ["owner"]
    assert told["hours"] == [{"role": "owner", "before": 0.5, "after": 1.0, "limit": 10}]


@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_an_unknown_revision_is_told(repository: TinyPlaybook, format: str):
    done = diff(repository, "nowhere", "--format", format)
    assert done.exit_code == 3
    assert "there is no revision `nowhere`" in done.stderr
    assert done.stdout == ""


def test_a_folder_in_no_repository_is_told(tiny: TinyPlaybook):
    done = diff(tiny, "main")
    assert done.exit_code == 3
    assert "not a git repository" in done.stderr


def test_without_git_it_says_so(repository: TinyPlaybook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    done = diff(repository, "main")
    assert done.exit_code == 3
    assert "git is not installed" in done.stderr


def test_a_shallow_clone_is_told_to_fetch_more(repository: TinyPlaybook, tmp_path: Path):
    git(tmp_path, "commit", "--allow-empty", "-m", "More")
    git(tmp_path, "clone", "--depth", "1", tmp_path.as_uri(), "shallow")
    done = CliRunner().invoke(main, ["diff", "HEAD~1", "--data", str(tmp_path / "shallow" / "playbook_data")])
    assert done.exit_code == 3
    assert "this clone is shallow" in done.stderr


def test_a_state_with_errors_is_told_with_its_errors(repository: TinyPlaybook):
    repository.swap("roles/owner.yml", "level: lead", "level: boss")
    done = diff(repository, "main")
    assert done.exit_code == 3
    assert "cannot be compared before its errors are mended" in done.stderr
    assert "roles/owner.yml:3:8" in done.stderr


def test_a_revision_without_a_playbook_is_told(tmp_path: Path):
    git(tmp_path, "init", "--initial-branch", "main")
    git(tmp_path, "commit", "--allow-empty", "-m", "Nothing")
    tiny = TinyPlaybook(tmp_path / "playbook_data")
    done = diff(tiny, "main")
    assert done.exit_code == 3
    assert "there is no playbook in" in done.stderr


def test_no_data_folder_is_told(tmp_path: Path):
    done = CliRunner().invoke(main, ["diff", "main", "--data", str(tmp_path / "nowhere")])
    assert done.exit_code == 3
    assert "there is no playbook in" in done.stderr
