"""`opbook check` with the rules: what to judge by, when to fail, and what is new."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from opbook.cli.main import main
from tests.workbench import TINY, TinyPlaybook

TWO_BOSSES = TINY["stages/launch.yml"].replace("accountable: owner", "accountable: [owner, owner2]")
OWNER2 = TINY["roles/owner.yml"].replace("name: Owner", "name: Second owner")


def run(*arguments: str):
    return CliRunner().invoke(main, ["check", "--on", "2026-11-22", *arguments])


@pytest.fixture
def broken(tiny: TinyPlaybook) -> TinyPlaybook:
    """A playbook with two accountable roles for one activity."""
    tiny.write("roles/owner2.yml", OWNER2)
    tiny.write("stages/launch.yml", TWO_BOSSES)
    return tiny


def codes(*arguments: str) -> list[str]:
    return [each["code"] for each in json.loads(run("--format", "json", *arguments).stdout)["findings"]]


def test_a_broken_rule_is_told_at_its_line(broken: TinyPlaybook):
    result = run("--data", str(broken.folder), "--select", "R102")
    assert result.exit_code == 1
    assert "stages/launch.yml:9:" in result.stdout
    assert "error[R102]" in result.stdout
    assert "Second owner" in result.stdout


@pytest.mark.parametrize("word", ["R102", "r102", "R1", "R", "two-accountable"])
def test_select_takes_a_code_the_start_of_one_or_a_name(broken: TinyPlaybook, word: str):
    assert "R102" in codes("--data", str(broken.folder), "--select", word)


def test_ignore_leaves_all_but_these(broken: TinyPlaybook):
    everything, rest = codes("--data", str(broken.folder)), codes("--data", str(broken.folder), "--ignore", "R102")
    assert "R102" in everything
    assert rest == [code for code in everything if code != "R102"]


def test_an_unknown_rule_is_wrong_usage_and_names_the_nearest(broken: TinyPlaybook):
    result = run("--data", str(broken.folder), "--select", "two-acountable")
    assert result.exit_code == 2
    assert "did you mean `two-accountable`?" in result.stderr


@pytest.mark.parametrize(("fail_on", "status"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_fail_on_says_from_which_severity_on(tiny: TinyPlaybook, fail_on: str, status: int):
    result = run("--data", str(tiny.folder), "--select", "role-without-daily-action", "--fail-on", fail_on)
    assert "warning[C801]" in result.stdout
    assert result.exit_code == status


def test_a_setting_switches_a_rule_off(broken: TinyPlaybook):
    broken.add("playbook.yml", "rules: {two-accountable: {severity: off}}\n")
    assert "R102" not in codes("--data", str(broken.folder))


def test_the_summary_counts_what_is_let_stand(broken: TinyPlaybook):
    broken.add("playbook.yml", "suppressions:\n  - {rule: R102, address: activity:begin, reason: They are twins.}\n")
    result = run("--data", str(broken.folder), "--select", "R102")
    assert result.exit_code == 0
    assert result.stdout == "nothing is wrong; 1 let stand by playbook.yml\n"


def test_a_day_that_is_none_is_wrong_usage(tiny: TinyPlaybook):
    result = CliRunner().invoke(main, ["check", "--data", str(tiny.folder), "--on", "tomorrow"])
    assert result.exit_code == 2
    assert "write YYYY-MM-DD" in result.stderr


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tiny: TinyPlaybook) -> TinyPlaybook:
    """A repository whose only commit holds the tiny playbook."""
    top = tiny.folder.parent
    git(top, "init", "--initial-branch=main")
    git(top, "add", ".")
    git(top, "commit", "--message=begin")
    return tiny


def test_since_tells_only_what_is_new(repository: TinyPlaybook):
    before = codes("--data", str(repository.folder))
    assert codes("--data", str(repository.folder), "--since", "HEAD") == []
    repository.write("roles/owner2.yml", OWNER2)
    repository.write("stages/launch.yml", "# a new line, which moves all others\n" + TWO_BOSSES)
    new = codes("--data", str(repository.folder), "--since", "HEAD")
    assert "R102" in new
    assert before
    assert not set(before) & {"R102"}


def test_a_finding_that_moved_is_not_new(repository: TinyPlaybook):
    repository.write("roles/owner.yml", "# moved\n\n" + TINY["roles/owner.yml"])
    assert codes("--data", str(repository.folder), "--since", "HEAD") == []


@pytest.mark.parametrize("revision", ["nowhere", "--help", "HEAD~99"])
def test_an_unknown_revision_could_not_be_read(repository: TinyPlaybook, revision: str):
    result = run("--data", str(repository.folder), f"--since={revision}")
    assert result.exit_code == 3
    assert f"`{revision}`" in result.stderr
    assert "Traceback" not in result.output


def test_since_needs_a_repository(tiny: TinyPlaybook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tiny.folder.parent.parent))
    result = run("--data", str(tiny.folder), "--since", "HEAD")
    assert result.exit_code == 3
    assert "not a git repository" in result.stderr


def test_rules_are_silent_while_the_playbook_cannot_be_read(broken: TinyPlaybook):
    broken.write("rituals/sync.yml", "name: [\n")
    assert codes("--data", str(broken.folder)) == ["Y001"]
