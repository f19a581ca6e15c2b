from __future__ import annotations

from pathlib import Path

import pytest

from opbook.model.address import FOLDERS
from tests.cli.editing import committed, files, run, words
from tests.workbench import TINY, TinyPlaybook


@pytest.fixture(autouse=True)
def here(tiny: TinyPlaybook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the data folder has its usual name."""
    monkeypatch.chdir(tiny.folder.parent)


@pytest.mark.parametrize("kind", FOLDERS)
def test_it_says_where_the_file_is_and_what_to_do(tiny: TinyPlaybook, kind: str):
    tiny.add("playbook.yml", "skill_groups: {craft: Craft}\n")
    result = run("new", kind, "launch-lead", "--name", "Launch: lead")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        f"Began {kind}:launch-lead, a draft, in playbook_data/{FOLDERS[kind]}/launch-lead.yml.\n"
        "Fill in what is to be written, take out `draft: true`, then see what `opbook check` says.\n"
    )
    assert tiny.told() == []
    playbook = tiny.read().playbook
    assert playbook is not None
    assert playbook.of_kind(kind)["launch-lead"].name == "Launch: lead"


def test_nothing_else_is_changed(tiny: TinyPlaybook):
    before = files(tiny)
    assert run("new", "ritual", "support-hour").exit_code == 0
    after = files(tiny)
    assert after.pop("rituals/support-hour.yml").startswith(b"# yaml-language-server: $schema=../../schemas/ritual")
    assert after == before


def test_a_dry_run_shows_the_file_and_writes_nothing(tiny: TinyPlaybook):
    before = files(tiny)
    result = run("new", "term", "swarm", "--dry-run")
    assert result.exit_code == 0
    assert result.stdout.startswith("--- /dev/null\n+++ playbook_data/terms/swarm.yml\n")
    assert "+name: Swarm\n" in result.stdout
    assert result.stderr == "Would begin term:swarm, a draft, in playbook_data/terms/swarm.yml.\n"
    assert files(tiny) == before
    assert not (tiny.folder / "terms").exists()


def test_what_others_have_not_committed_does_not_matter(tiny: TinyPlaybook):
    committed(tiny)
    tiny.add("roles/owner.yml", "tags: [new]\n")
    assert run("new", "term", "swarm").exit_code == 0


ACTIVITY = "write it under `activities` in its stage, practice or ritual"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rol", "a"), "there is no kind `rol`; did you mean `role`?"),
        (("roles", "a"), "there is no kind `roles`; did you mean `role`?"),
        (("playbook", "a"), "there is no kind `playbook`; kinds: role, ritual, practice, stage, team, product,"),
        (("\x1b[31m", "a"), "there is no kind `\\x1b[31m`"),
        (("role", "Launch Lead"), "`Launch Lead` cannot be an id; did you mean `launch-lead`?"),
        (("role", "launch_lead"), "`launch_lead` cannot be an id; did you mean `launch-lead`?"),
        (("role", "Früh-Leiter"), "`Früh-Leiter` cannot be an id; did you mean `fruh-leiter`?"),
        (("role", "../x"), "`../x` cannot be an id; did you mean `x`?"),
        (("role", "--", "-x"), "`-x` cannot be an id; did you mean `x`?"),
        (("role", "日本"), "`日本` cannot be an id; use lower-case letters, digits and single hyphens"),
        (("role", ""), "`` cannot be an id; use lower-case letters"),
        (("role", "a" * 201), "an id of 201 characters is too long for the name of a file"),
        (("role", "a", "--name", " "), "--name: it says nothing"),
        (("role", "a", "--name", "a\nb"), "--name: it has several lines; write it as one"),
        (("role", "a", "--name", "a\x1bb"), "--name: a control character, \\x1b, stands in it"),
        (("activity", "finish"), f"an activity has no file of its own; {ACTIVITY}, as in playbook_data/stages/launch"),
        (("activity", "begin"), "activity:begin already exists: playbook_data/stages/launch.yml:6"),
        (("role",), "Missing argument 'ID'"),
    ],
)
def test_2_where_the_command_is_misused(tiny: TinyPlaybook, arguments: tuple[str, ...], said: str):
    before = files(tiny)
    result = run("new", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in words(result.stderr)
    assert files(tiny) == before


def test_2_for_an_activity_where_there_is_none_yet(tiny: TinyPlaybook):
    tiny.write("stages/launch.yml", TINY["stages/launch.yml"].partition("activities")[0])
    result = run("new", "activity", "begin")
    assert result.exit_code == 2
    assert words(result.stderr).endswith(f"an activity has no file of its own; {ACTIVITY}")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("role", "owner"), "Error: role:owner already exists; choose another id\n"),
        (
            ("role", "boss"),
            "Error: `boss` was the id of role:owner before, and old links lead there; choose another id\n",
        ),
        (
            ("skill", "ask"),
            "Error: a skill needs a skill group for `group`, and there is none in force yet; add one first under "
            "`skill_groups` in playbook.yml\n",
        ),
    ],
)
def test_3_where_it_cannot_be(tiny: TinyPlaybook, arguments: tuple[str, ...], said: str):
    tiny.add("roles/owner.yml", "renamed_from: boss\n")
    before = files(tiny)
    for more in ((), ("--force",), ("--dry-run",)):
        result = run("new", *arguments, *more)
        assert (result.exit_code, result.stdout, result.stderr) == (3, "", said)
    assert files(tiny) == before


def test_3_where_the_playbook_has_errors(tiny: TinyPlaybook):
    tiny.add("roles/owner.yml", "nonsense: 1\n")
    before = files(tiny)
    result = run("new", "term", "swarm")
    assert result.exit_code == 3
    assert "unknown field `nonsense`" in result.stderr
    assert "nothing is begun before these errors are mended" in result.stderr
    assert files(tiny) == before


def test_3_where_there_is_no_playbook(tmp_path: Path):
    result = run("new", "role", "a", "--data", str(tmp_path / "nowhere"))
    assert result.exit_code == 3
    assert "there is no folder" in result.stderr


def test_3_where_the_disk_is_full(tiny: TinyPlaybook, monkeypatch: pytest.MonkeyPatch):
    def refuse(path: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    before = files(tiny)
    monkeypatch.setattr(Path, "replace", refuse)
    result = run("new", "term", "swarm")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "Error: nothing is changed: playbook_data/terms/swarm.yml: No space left on device\n"
    assert files(tiny) == before
    assert not (tiny.folder / "terms").exists()
