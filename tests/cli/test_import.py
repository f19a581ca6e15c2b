from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from opbook.cli.main import main
from tests.workbench import TINY, TinyPlaybook

HEADER = "Activity,owner\n"


def run(*arguments: str, command: str = "import") -> Result:
    result = CliRunner().invoke(main, [command, "raci", *arguments])
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def stage(tiny: TinyPlaybook) -> str:
    return (tiny.folder / "stages/launch.yml").read_bytes().decode()


def file_of(tiny: TinyPlaybook, text: str, name: str = "m.csv") -> str:
    path = tiny.folder.parent / name
    path.write_text(text, "utf-8")
    return str(path)


def test_it_says_what_it_did(tiny: TinyPlaybook):
    result = run(file_of(tiny, f"{HEADER}Launch,\nBegin,A\nEnd it,A R\n"), "--data", str(tiny.folder))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "Changed who does what in 1 activity, added 1, in 1 file:",
        "  activity:begin",
        "  activity:end-it (new)",
    ]
    added = "  end-it:\n    name: End it\n    raci:\n      accountable: owner\n      responsible: [owner]\n"
    assert stage(tiny) == TINY["stages/launch.yml"].replace(", responsible: owner", "") + added
    assert tiny.told() == []


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_there_and_back_again(tiny: TinyPlaybook, format: str):
    out = str(tiny.folder.parent / f"m.{format}")
    assert run("--data", str(tiny.folder), "--out", out, command="export").exit_code == 0
    result = run(out, "--data", str(tiny.folder))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "Nothing to change: the playbook says the same.\n"
    assert stage(tiny) == TINY["stages/launch.yml"]


def test_a_workbook_that_somebody_changed(tiny: TinyPlaybook):
    out = tiny.folder.parent / "m.xlsx"
    run("--data", str(tiny.folder), "--out", str(out), command="export")
    book = load_workbook(out)
    sheet = book["Everything"]
    (cell,) = [each for row in sheet.iter_rows() for each in row if each.value == "A R"]
    cell.value = "A C"
    book.save(out)
    result = run(str(out), "--data", str(tiny.folder))
    assert result.exit_code == 3
    assert (
        f"Launch!C2: error: activity:begin has other letters for role:owner in Everything!{cell.coordinate}"
        in result.stderr
    )
    result = run(str(out), "--sheet", "Everything", "--data", str(tiny.folder))
    assert result.exit_code == 0
    assert (
        f"Everything!{cell.coordinate}: warning: role:owner has several parts in activity:begin: A and C"
        in result.stderr
    )
    assert "raci: {accountable: owner, consulted: [owner]}" in stage(tiny)


def test_a_dry_run_shows_the_change_and_writes_nothing(tiny: TinyPlaybook):
    result = run(file_of(tiny, f"{HEADER}Begin,A\n"), "--data", str(tiny.folder), "--dry-run")
    assert result.exit_code == 0
    assert "\n-    raci: {accountable: owner, responsible: owner}\n+    raci: {accountable: owner}\n" in result.stdout
    assert "Would change who does what in 1 activity, would add 0, in 1 file:" in result.stderr
    assert stage(tiny) == TINY["stages/launch.yml"]


def test_3_with_all_that_is_wrong_and_nothing_written(tiny: TinyPlaybook):
    result = run(file_of(tiny, f"{HEADER}Begin,X\nBeginn,A\n\x1b[31m,A\n"), "--data", str(tiny.folder))
    assert (result.exit_code, result.stdout) == (3, "")
    lines = result.stderr.splitlines()
    assert [line.partition(" ")[0] for line in lines[:3]] == ["m!B2:", "m!A3:", "m!A4:"]
    assert lines[3] == "Error: nothing is imported before these 3 are mended"
    assert all(line.isprintable() for line in lines)
    assert stage(tiny) == TINY["stages/launch.yml"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("m.csv", "w,x\ny,z\n", "there is no RACI in this file (m)"),
        ("m.xlsx", "a,b\n", "is no spreadsheet that can be read"),
        ("m.csv", "", "is empty"),
    ],
)
def test_3_where_the_file_is_no_matrix(tiny: TinyPlaybook, name: str, text: str, words: str):
    result = run(file_of(tiny, text, name), "--data", str(tiny.folder))
    assert (result.exit_code, result.stdout) == (3, "")
    assert words in result.stderr


def test_3_where_there_is_no_file_or_no_playbook(tiny: TinyPlaybook, tmp_path: Path):
    assert run(str(tmp_path / "no.csv"), "--data", str(tiny.folder)).exit_code == 3
    assert run(str(tmp_path), "--data", str(tiny.folder)).exit_code == 3
    path = file_of(tiny, f"{HEADER}Begin,A\n")
    assert run(path, "--data", str(tmp_path / "nowhere")).exit_code == 3
    tiny.add("roles/owner.yml", "nonsense: 1\n")
    result = run(path, "--data", str(tiny.folder))
    assert result.exit_code == 3
    assert "nothing is imported before these errors are mended" in result.stderr


def test_2_where_there_is_no_such_sheet(tiny: TinyPlaybook, tmp_path: Path):
    book = Workbook()
    book.create_sheet("Launch")
    book.save(tmp_path / "m.xlsx")
    result = run(str(tmp_path / "m.xlsx"), "--sheet", "Lanch", "--data", str(tiny.folder))
    assert result.exit_code == 2
    assert "there is no sheet `Lanch`; did you mean `Launch`?; sheets: Sheet, Launch" in " ".join(result.stderr.split())
