from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from opbook.cli.main import main
from tests.workbench import TINY, TinyPlaybook


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["rename", *arguments])
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def texts(tiny: TinyPlaybook) -> dict[str, bytes]:
    return {str(path.relative_to(tiny.folder)): path.read_bytes() for path in tiny.folder.rglob("*.yml")}


def test_it_says_what_it_did(tiny: TinyPlaybook):
    result = run("role", "owner", "steward", "--data", str(tiny.folder))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "Renamed role:owner to role:steward in 3 files; 4 places.",
        f"Its file is {tiny.folder.as_posix()}/roles/steward.yml.",
    ]
    assert tiny.told() == []
    assert "roles/owner.yml" not in texts(tiny)
    assert b"renamed_from: [owner]\n" in texts(tiny)["roles/steward.yml"]


def test_an_activity_too(tiny: TinyPlaybook):
    result = run("activity", "begin", "start", "--data", str(tiny.folder))
    assert (result.exit_code, result.stdout) == (0, "Renamed activity:begin to activity:start in 1 file; 1 place.\n")
    assert b"  start:\n" in texts(tiny)["stages/launch.yml"]


def test_pages_beside_the_data_folder_follow_and_the_rest_is_listed(
    tiny: TinyPlaybook, monkeypatch: pytest.MonkeyPatch
):
    page = tiny.folder.parent / "docs" / "a" / "b.md"
    page.parent.mkdir(parents=True)
    page.write_text('{{ link("role:owner") }}\n{{ hours("owner") }}\n')
    monkeypatch.chdir(tiny.folder.parent)
    result = run("role", "owner", "steward")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[2:] == [
        "Left for you to look at, since the old id may be meant:",
        '  docs/a/b.md:2: {{ hours("owner") }}',
    ]
    assert page.read_text() == '{{ link("role:steward") }}\n{{ hours("owner") }}\n'


def test_a_dry_run_shows_the_change_and_writes_nothing(tiny: TinyPlaybook):
    before = texts(tiny)
    result = run("role", "owner", "steward", "--data", str(tiny.folder), "--dry-run")
    assert result.exit_code == 0
    assert "-facilitator: owner\n" in result.stdout
    assert "+facilitator: steward\n" in result.stdout
    assert "Would rename role:owner to role:steward in 3 files; 4 places." in result.stderr
    assert texts(tiny) == before


def test_what_git_does_not_hold_yet_is_changed_only_by_force(tiny: TinyPlaybook):
    git = ["git", "-C", str(tiny.folder), "-c", "user.name=a", "-c", "user.email=a@b.example"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *arguments], check=True)
    tiny.add("rituals/sync.yml", "tags: [new]\n")
    before = texts(tiny)
    arguments = ["role", "owner", "steward", "--data", str(tiny.folder)]
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "rituals/sync.yml" in result.stderr
    assert texts(tiny) == before
    assert run(*arguments, "--force").exit_code == 0
    assert (
        texts(tiny)["rituals/sync.yml"]
        == (TINY["rituals/sync.yml"] + "tags: [new]\n").replace("owner", "steward").encode()
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("rol", "owner", "a"), "there is no kind `rol`; did you mean `role`?"),
        (("playbook", "owner", "a"), "there is no kind `playbook`"),
        (("role", "ownr", "a"), "there is no role `ownr`; did you mean `owner`?"),
        (("role", "boss", "a"), "there is no role `boss`; it is called `owner` now"),
        (("role", "\x1b[31m", "a"), "there is no role `\\x1b[31m`"),
        (("activity", "beginn", "a"), "there is no activity `beginn`; did you mean `begin`?"),
        (("role", "owner", "The Owner"), "`The Owner` cannot be an id"),
        (("role", "owner", "../x"), "`../x` cannot be an id"),
        (("role", "owner", "owner"), "`owner` is the id that it has"),
        (("role", "owner"), "Missing argument"),
    ],
)
def test_2_where_the_command_is_misused(tiny: TinyPlaybook, arguments: tuple[str, ...], words: str):
    tiny.add("roles/owner.yml", "renamed_from: boss\n")
    before = texts(tiny)
    result = run(*arguments, "--data", str(tiny.folder))
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in " ".join(result.stderr.split())
    assert all(line.isprintable() for line in result.stderr.split("\n"))
    assert texts(tiny) == before


@pytest.mark.parametrize(
    ("new", "words"), [("other", "role:other already exists"), ("boss", "was the id of role:other")]
)
def test_3_where_the_new_id_is_taken(tiny: TinyPlaybook, new: str, words: str):
    tiny.write("roles/other.yml", TINY["roles/owner.yml"] + "renamed_from: boss\n")
    before = texts(tiny)
    result = run("role", "owner", new, "--data", str(tiny.folder))
    assert (result.exit_code, result.stdout) == (3, "")
    assert words in result.stderr
    assert texts(tiny) == before


def test_3_where_the_playbook_has_errors(tiny: TinyPlaybook):
    tiny.add("roles/owner.yml", "nonsense: 1\n")
    before = texts(tiny)
    result = run("role", "owner", "steward", "--data", str(tiny.folder))
    assert result.exit_code == 3
    assert "unknown field `nonsense`" in result.stderr
    assert "nothing is renamed before these errors are mended" in result.stderr
    assert texts(tiny) == before


def test_3_where_there_is_no_playbook(tmp_path: Path):
    result = run("role", "owner", "steward", "--data", str(tmp_path / "nowhere"))
    assert result.exit_code == 3
    assert "there is no folder" in result.stderr
