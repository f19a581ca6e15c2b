from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from opbook.cli.main import main
from tests.workbench import TINY, TinyPlaybook

LOOSE = "purpose:   Keeps it worth having.\nlevel: lead # so far\n# what they say\nname: Owner\ndiscipline: product\n"
NEAT = "# what they say\nname: Owner\ndiscipline: product\nlevel: lead # so far\npurpose: Keeps it worth having.\n"


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["fmt", *arguments])
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def texts(tiny: TinyPlaybook) -> dict[str, bytes]:
    return {
        str(path.relative_to(tiny.folder)): path.read_bytes() for path in tiny.folder.rglob("*.*") if path.is_file()
    }


def test_it_says_which_files_it_formatted(tiny: TinyPlaybook):
    tiny.write("roles/owner.yml", LOOSE)
    tiny.write("terms/a.yml", b"\xef\xbb\xbfname: A\r\ndefinition: D.\r\n")
    result = run("--data", str(tiny.folder))
    assert (result.exit_code, result.stderr) == (0, "")
    folder = tiny.folder.as_posix()
    assert result.stdout == f"Formatted 2 files:\n  {folder}/roles/owner.yml\n  {folder}/terms/a.yml\n"
    files = {inside: text.encode() for inside, text in TINY.items()}
    assert texts(tiny) == files | {"roles/owner.yml": NEAT.encode(), "terms/a.yml": b"name: A\ndefinition: D.\n"}
    again = run("--data", str(tiny.folder))
    assert (again.exit_code, again.stdout) == (0, "All 6 files are in their usual layout.\n")


def test_check_lists_and_writes_nothing(tiny: TinyPlaybook):
    tiny.write("roles/owner.yml", LOOSE)
    before = texts(tiny)
    result = run("--check", "--data", str(tiny.folder))
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == f"1 file is not in its usual layout:\n  {tiny.folder.as_posix()}/roles/owner.yml\n"
    assert texts(tiny) == before
    run("--data", str(tiny.folder))
    assert run("--check", "--data", str(tiny.folder)).exit_code == 0


def test_a_dry_run_shows_the_change_and_writes_nothing(tiny: TinyPlaybook):
    tiny.write("roles/owner.yml", LOOSE)
    tiny.write("terms/a.yml", "definition: D.\nname: A\n")
    before = texts(tiny)
    result = run("--dry-run", "--data", str(tiny.folder))
    assert result.exit_code == 0
    assert "-purpose:   Keeps it worth having.\n" in result.stdout
    assert "+purpose: Keeps it worth having.\n" in result.stdout
    assert result.stderr.startswith("2 files are not in their usual layout:\n")
    assert texts(tiny) == before
    both = run("--dry-run", "--check", "--data", str(tiny.folder))
    assert (both.exit_code, both.stdout) == (1, result.stdout)


def test_only_the_files_that_are_named(tiny: TinyPlaybook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tiny.folder.parent)
    for inside in ("roles/owner.yml", "roles/other.yml", "terms/a.yml", "terms/b.yml"):
        tiny.write(inside, "purpose: P.\nname: N\n")
    result = run("playbook_data/roles/other.yml", str(tiny.folder / "terms"), "playbook_data/playbook.yml")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "Formatted 3 files:",
        "  playbook_data/roles/other.yml",
        "  playbook_data/terms/a.yml",
        "  playbook_data/terms/b.yml",
    ]
    assert texts(tiny)["roles/owner.yml"] == b"purpose: P.\nname: N\n"
    assert run("playbook_data/roles/other.yml").stdout == "The file is in its usual layout.\n"


@pytest.mark.parametrize(
    "file", ["README.md", "roles/misnamed.yaml", "elsewhere/a.yml", "nowhere.yml", "../beside.yml"]
)
def test_2_for_what_is_no_file_of_the_playbook(tiny: TinyPlaybook, file: str):
    for inside in ("README.md", "roles/misnamed.yaml", "elsewhere/a.yml", "../beside.yml"):
        tiny.write(inside, "b: 1\nname: a\n")
    tiny.write("roles/owner.yml", LOOSE)
    before = texts(tiny)
    result = run(str(tiny.folder / "roles/owner.yml"), str(tiny.folder / file), "--data", str(tiny.folder))
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{file} is no file of the playbook in" in " ".join(result.stderr.split())
    assert texts(tiny) == before


def test_what_git_does_not_hold_yet_is_formatted_too(tiny: TinyPlaybook):
    git = ["git", "-C", str(tiny.folder), "-c", "user.name=a", "-c", "user.email=a@b.example"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *arguments], check=True)
    tiny.write("roles/owner.yml", LOOSE)
    tiny.write("terms/new.yml", "definition: D.\nname: A\n")
    subprocess.run([*git, "add", "roles"], check=True)
    assert run("--data", str(tiny.folder)).exit_code == 0
    assert texts(tiny)["roles/owner.yml"] == NEAT.encode()
    assert run("--force", "--data", str(tiny.folder)).exit_code == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("name: 'a\n", "roles/bad.yml:1:7: error[Y001]"),
        ("name: a\nx_a: &b c\n", "roles/bad.yml:2:6: error[Y003]"),
        ("name: a\nname: b\n", "roles/bad.yml:2:1: error[Y004]"),
        ('name: a\nx_a: "\\x1b"\n', "roles/bad.yml:2:6: error[Y002]"),
        (b"name: \xff\n", "roles/bad.yml:1:7: error[Y002]"),
        ("- a\n", "roles/bad.yml:1:1: error[Y006]"),
        ("", "roles/bad.yml:1:1: error[Y007]"),
        ("# nothing\n", "roles/bad.yml:1:1: error[Y007]"),
        ("name: a\n" + "# much\n" * 50_000, "roles/bad.yml:1:1: error[Y011]"),
    ],
)
def test_3_where_a_file_cannot_be_read_and_nothing_is_written(tiny: TinyPlaybook, content: str | bytes, words: str):
    tiny.write("roles/owner.yml", LOOSE)
    tiny.write("roles/bad.yml", content)
    before = texts(tiny)
    for option in ([], ["--check"], ["--dry-run"], [str(tiny.folder / "roles")]):
        result = run("--data", str(tiny.folder), *option)
        assert (result.exit_code, result.stdout) == (3, "")
        assert words in result.stderr
        assert "roles/owner.yml" not in result.stderr
        assert "nothing is written before these errors are mended" in result.stderr
    assert texts(tiny) == before
    assert run("--data", str(tiny.folder), str(tiny.folder / "roles/owner.yml")).exit_code == 0
    assert texts(tiny)["roles/owner.yml"] == NEAT.encode()


def test_files_with_other_errors_are_formatted(tiny: TinyPlaybook):
    tiny.write("roles/owner.yml", "nmae: x\nskills: {ghost: 9}\ndiscipline: none\nname: [a, b]\n")
    tiny.remove("playbook.yml")
    assert run("--data", str(tiny.folder)).exit_code == 0
    assert texts(tiny)["roles/owner.yml"] == b"name: [a, b]\ndiscipline: none\nskills: {ghost: 9}\nnmae: x\n"


def test_3_for_a_field_that_has_no_usual_layout(tiny: TinyPlaybook):
    tiny.write("roles/owner.yml", LOOSE)
    tiny.write("terms/a.yml", "name: A\n? definition\n: D.\n")
    before = texts(tiny)
    result = run("--data", str(tiny.folder))
    assert (result.exit_code, result.stdout) == (3, "")
    assert "terms/a.yml:2: a field is written with `?`" in result.stderr
    assert texts(tiny) == before


def test_3_where_there_is_no_playbook(tmp_path: Path):
    result = run("--data", str(tmp_path / "nowhere"))
    assert result.exit_code == 3
    assert "there is no folder" in result.stderr


def test_the_shipped_playbook_is_in_its_layout(data: Path):
    result = run("--check", "--data", str(data))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("All ")
