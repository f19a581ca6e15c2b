"""The files that CI reads: well formed, with no more rights than they need, and true about the commands they call."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from mkdocs.__main__ import cli as mkdocs
from ruamel.yaml import YAML

from opbook.cli.main import main as opbook
from tests.conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
GITLAB = ROOT / ".gitlab-ci.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
NO_JOBS = {"workflow", "stages", "variables", "default"}
POSTS = 'python3 .ci/post_diff.py github "$RUNNER_TEMP/report"'
workflows = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def loaded(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text("utf-8"))  # YAML 1.2, in which `on` is a word


def gitlab_jobs() -> dict[str, Any]:
    return {name: job for name, job in loaded(GITLAB).items() if name not in NO_JOBS}


def steps(path: Path) -> Iterator[Mapping[str, Any]]:
    for job in loaded(path)["jobs"].values():
        yield from job["steps"]


def writes(job: Mapping[str, Any]) -> set[str]:
    return {scope for scope, right in job["permissions"].items() if right == "write"}


def scripts() -> Iterator[tuple[str, str]]:
    """Each script of each file, with a name for it."""
    for path in WORKFLOWS:
        for step in steps(path):
            if "run" in step:
                yield f"{path.name}: {step['name']}", step["run"]
    for name, job in gitlab_jobs().items():
        for script in ("before_script", "script"):
            if script in job:
                yield f"{GITLAB.name}: {name}", "\n".join(job[script])
    for hook in loaded(HOOKS):
        yield f"{HOOKS.name}: {hook['id']}", hook["entry"]


def commands() -> Iterator[tuple[str, list[str]]]:
    for name, script in scripts():
        for line in script.splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                yield name, shlex.split(line)


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("custom.github-workflows-require-timeout", WORKFLOWS),
        ("vendor.dependabot", [ROOT / ".github/dependabot.yml"]),
        ("vendor.gitlab-ci", [GITLAB]),
    ],
)
def test_the_files_are_what_their_readers_expect(schema: str, paths: list[Path]):
    names = [str(path) for path in paths]
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *names],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_has_nothing_to_say():
    command = [str(Path(sys.executable).with_name("actionlint")), "-shellcheck=", "-pyflakes=", *map(str, WORKFLOWS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_every_workflow_is_there():
    assert [path.stem for path in WORKFLOWS] == ["check", "comment", "publish", "tests"]


@workflows
def test_no_right_is_given_but_to_the_job_that_needs_it(path: Path):
    workflow = loaded(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        assert isinstance(job["permissions"], dict), f"{name}: neither read-all nor write-all"
    allowed = {
        "check.yml": {"security-events"},
        "comment.yml": {"pull-requests"},
        "publish.yml": {"pages", "id-token"},
        "tests.yml": set(),
    }
    assert set().union(*(writes(job) for job in workflow["jobs"].values())) == allowed[path.name]


@workflows
def test_what_may_write_runs_nothing_that_a_proposal_can_change(path: Path):
    workflow = loaded(path)
    assert "pull_request_target" not in workflow["on"]
    for name, job in workflow["jobs"].items():
        if not writes(job):
            continue
        ran = [step["run"] for step in job["steps"] if "run" in step]
        assert ran == ([POSTS] if path.name == "comment.yml" else []), name
        if ran:
            assert set(workflow["on"]) == {"workflow_run"}
            assert not [step for step in job["steps"] if "ref" in step.get("with", {})], "main is checked out"


@workflows
def test_no_secret_is_used_and_no_credential_left_behind(path: Path):
    text = path.read_text("utf-8")
    assert "secrets." not in text
    assert "secrets: inherit" not in text
    checkouts = [step for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@workflows
def test_nothing_from_outside_becomes_a_part_of_a_script(path: Path):
    assert [step["run"] for step in steps(path) if "${{" in step.get("run", "")] == []


@workflows
def test_every_action_is_pinned(path: Path):
    uses = [step["uses"] for step in steps(path) if "uses" in step]
    assert uses
    for each in uses:
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@(v\d+(\.\d+){0,2}|[0-9a-f]{40})", each), each


def test_no_job_of_gitlab_can_hang():
    settings = loaded(GITLAB)
    assert "timeout" in settings["default"]
    assert re.search(r":\d", settings["default"]["image"]), "the image is pinned"


def test_the_token_of_gitlab_is_out_of_reach_of_a_fork():
    jobs = gitlab_jobs()
    with_token = [name for name, job in jobs.items() if "OPBOOK_NOTE_TOKEN" in str(job)]
    assert with_token == ["note"]
    (rule,) = jobs["note"]["rules"]
    assert rule == {"if": "$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID && $OPBOOK_NOTE_TOKEN"}
    assert jobs["note"]["script"] == ["python3 .ci/post_diff.py gitlab report"]
    assert "extends" not in jobs["note"], "nothing is installed beside the token"


def test_every_command_exists_with_its_options():
    seen = set()
    for where, words in commands():
        words = words[: words.index(">")] if ">" in words else words
        program, *rest = words
        seen.add(program)
        if program in {"opbook", "mkdocs"}:
            group = opbook if program == "opbook" else mkdocs
            command = group.commands.get(rest[0])
            assert command is not None, f"{where}: there is no `{program} {rest[0]}`"
            command.make_context(rest[0], rest[1:])  # raises where an option or a choice is unknown
        elif program.startswith(".ci/"):
            assert os.access(ROOT / program, os.X_OK), f"{where}: {program}"
        elif program == "python3":
            assert (ROOT / rest[0]).is_file(), f"{where}: {rest[0]}"
        else:
            assert program in {"pip", "cat", "echo"}, f"{where}: {program}"
    assert {"opbook", "mkdocs", ".ci/run", ".ci/diff_report.sh", "python3"} <= seen


def test_what_is_asked_is_asked():
    text = "\n".join(script for _, script in scripts())
    for wanted in ("--format github", "--format sarif", "--format codequality", "mkdocs build --strict"):
        assert wanted in text


def test_files_named_to_pip_exist():
    for where, words in commands():
        if "--requirement" in words:
            assert (ROOT / words[words.index("--requirement") + 1]).is_file(), where


@workflows
def test_two_runs_for_one_thing_do_not_get_in_each_others_way(path: Path):
    assert loaded(path)["concurrency"]["group"].startswith(path.stem)


@workflows
def test_full_history_is_there_where_two_states_are_compared(path: Path):
    for name, job in loaded(path)["jobs"].items():
        if any(word in str(step.get("run")) for step in job["steps"] for word in ("diff_report", "mkdocs", ".ci/run")):
            checkout = job["steps"][0]
            assert checkout["with"]["fetch-depth"] == 0, name
    assert loaded(GITLAB)["variables"]["GIT_DEPTH"] == "0"


def test_what_one_workflow_waits_for_and_fetches_is_made_by_another():
    check, comment = (loaded(ROOT / ".github/workflows" / f"{name}.yml") for name in ("check", "comment"))
    assert comment["on"]["workflow_run"]["workflows"] == [check["name"]]
    all_steps = [step for path in WORKFLOWS for step in steps(path)]
    made = {step["with"]["name"] for step in all_steps if step.get("uses", "").startswith("actions/upload-artifact")}
    got = {step["with"]["name"] for step in all_steps if step.get("uses", "").startswith("actions/download-artifact")}
    assert got == made == {"sarif", "diff"}


def test_all_use_the_day_and_the_python_of_the_project():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (day,) = re.findall(r"^export SOURCE_DATE_EPOCH \?= (\d+)$", makefile, re.MULTILINE)
    for path in WORKFLOWS:
        assert loaded(path).get("env", {}).get("SOURCE_DATE_EPOCH", day) == day
    assert loaded(GITLAB)["variables"]["SOURCE_DATE_EPOCH"] == day
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    used = {step["with"]["python-version"] for path in WORKFLOWS for step in steps(path) if "setup-python" in str(step)}
    assert {f">={version}" for version in used} == {wanted}
    assert loaded(GITLAB)["default"]["image"] == f"python:{next(iter(used))}"


@pytest.mark.parametrize("hook", loaded(HOOKS), ids=lambda hook: hook["id"])
def test_a_hook_can_be_used_by_another_repository(hook: Mapping[str, Any]):
    known = {"id", "name", "description", "entry", "language", "files", "pass_filenames", "require_serial"}
    assert {"id", "name", "entry", "language"} <= hook.keys() <= known
    assert hook["language"] == "python"  # pre-commit installs this repository by its pyproject.toml
    for matching in ("playbook_data/roles/owner.yml", "playbook_data/playbook.yml", "playbook_data/teams/x.yaml"):
        assert re.search(hook["files"], matching)
    for other in ("mkdocs.yml", "docs/playbook_data/x.yml", "playbook_data/notes.md"):
        assert not re.search(hook["files"], other)


def test_the_page_names_every_file():
    page = (ROOT / "docs/contribute/ci.md").read_text("utf-8")
    files = [*WORKFLOWS, GITLAB, HOOKS, *(ROOT / ".ci").iterdir(), ROOT / ".github/dependabot.yml"]
    assert [path.name for path in files if path.name not in page] == []
    for hook in loaded(HOOKS):
        assert f"id: {hook['id']}" in page
