from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from opbook.cli.main import main
from opbook.source.report import as_json, as_text
from tests.workbench import TINY, TinyPlaybook


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["check", *arguments])
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def as_a_process(*arguments: str, folder: Path | None = None, **variables: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from opbook.cli.main import main; main()", "check", *arguments]
    return subprocess.run(command, capture_output=True, check=False, cwd=folder, env={**os.environ, **variables})


def in_a_terminal(*arguments: str, **variables: str | None) -> bytes:
    ours, theirs = os.openpty()
    environment = {name: value for name, value in {**os.environ, **variables}.items() if value is not None}
    command = [sys.executable, "-c", "from opbook.cli.main import main; main()", "check", *arguments]
    with subprocess.Popen(command, stdout=theirs, env=environment) as process:
        process.wait()
    os.close(theirs)
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        return terminal.read(65536) or b""


def test_0_where_nothing_is_wrong(tiny: TinyPlaybook):
    result = run("--data", str(tiny.folder), "--select", "R")
    assert (result.exit_code, result.output) == (0, "nothing is wrong\n")


def test_0_for_the_shipped_playbook(data: Path):
    result = run("--data", str(data), "--on", "2026-11-22", "--fail-on", "warning")
    assert result.exit_code == 0, result.output


def test_1_where_something_is_wrong(tiny: TinyPlaybook):
    tiny.swap("roles/owner.yml", "level: lead", "level: leed")
    result = run("--data", str(tiny.folder))
    assert result.exit_code == 1
    assert result.stdout == (
        f"{tiny.folder.as_posix()}/roles/owner.yml:3:8: error[Y013] `level` cannot be `leed`; did you mean `lead`?\n"
        "  3 | level: leed\n"
        "    |        ^^^^\n"
        "  to mend it: write one of executive, lead, practitioner\n"
        "\n"
        "1 error\n"
    )
    assert result.stderr == ""


@pytest.mark.parametrize("arguments", [["--format", "xml"], ["--nonsense"], ["stray"], ["--data"]])
def test_2_where_the_command_is_misused(arguments: list[str]):
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("name", ["nowhere", "file"])
def test_3_where_there_is_no_playbook(tmp_path: Path, name: str):
    (tmp_path / "file").write_text("x")
    result = run("--data", str(tmp_path / name))
    assert result.exit_code == 3
    assert result.stdout == ""
    assert result.stderr == (
        f"Error: there is no folder {(tmp_path / name).as_posix()}; "
        "name the folder that holds playbook.yml with --data\n"
    )


def test_a_folder_without_settings_is_a_playbook_with_something_wrong(tmp_path: Path):
    result = run("--data", str(tmp_path))
    assert result.exit_code == 1
    assert "playbook.yml:1:1: error[Y007] there is no playbook.yml" in result.stdout


def test_the_folder_is_playbook_data_unless_another_is_named(tiny: TinyPlaybook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tiny.folder.parent)
    tiny.write("roles/owner.yml", "")
    result = run()
    assert result.exit_code == 1
    assert result.stdout.startswith("playbook_data/roles/owner.yml:1:1: error[Y007] the file is empty\n")


def test_both_formats_hold_the_findings_of_the_reading(tiny: TinyPlaybook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tiny.folder)
    tiny.add("roles/owner.yml", "metrics: [🙂, b]\n")
    reading = tiny.read()
    text, document = run("--data", "."), run("--data", ".", "--format", "json")
    assert (text.exit_code, document.exit_code) == (1, 1)
    assert text.stdout.replace("./", "") == as_text(reading.findings, reading.texts)
    assert document.stdout.replace("./", "") == as_json(reading.findings)
    assert json.loads(document.stdout)["summary"] == {"error": 2, "warning": 0, "info": 0, "suppressed": 0}


def test_json_of_nothing_wrong(tiny: TinyPlaybook):
    result = run("--data", str(tiny.folder), "--format", "json", "--select", "R")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["findings"] == []


def test_help_tells_the_exit_statuses():
    result = run("--help")
    assert result.exit_code == 0
    told = (
        "0 nothing at fault, 1 something at or above --fail-on, 2 wrong usage, 3 there is no playbook to check, or no"
    )
    assert told in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    "content",
    [b"", b"\0", b"\xff\xfe", b"[" * 20_000, b"- a", b"a: *b", b"x" * 300_000, b"timezone: [a]\n", b"\x1b[2Jname: x"],
)
@pytest.mark.parametrize("inside", [*TINY, "roles/\x1b[31m.yml"])
def test_nobody_sees_a_traceback_or_a_control_character(tiny: TinyPlaybook, inside: str, content: bytes):
    tiny.write(inside, content)
    for form in ("text", "json"):
        result = run("--data", str(tiny.folder), "--format", form)
        assert result.exit_code == 1
        assert all(line.isprintable() for line in result.stdout.split("\n"))
        assert result.stderr == ""


class TestProcess:
    def test_two_runs_give_the_same_bytes(self, tiny: TinyPlaybook):
        for number in range(9):
            faults = f"tags:\nmetrics: [a, b, c{number}]\nskills: {{d: 9, e: 1}}\nzzz: 1\n"
            tiny.write(f"roles/role-{number}.yml", TINY["roles/owner.yml"] + faults)
        for form in ("text", "json"):
            runs = [
                as_a_process("--data", str(tiny.folder), "--format", form, PYTHONHASHSEED=seed) for seed in ("1", "2")
            ]
            assert runs[0].stdout == runs[1].stdout
            assert [each.returncode for each in runs] == [1, 1]
            assert runs[0].stdout.count(b"Y010") == 45
            assert runs[0].stderr == b""

    @pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
    def test_a_terminal_that_cannot_show_a_sign_gets_its_number(self, tiny: TinyPlaybook, encoding: str):
        tiny.write("roles/owner.yml", "name: 漢🙂\nlevel: é\n")
        for form in ("text", "json"):
            done = as_a_process("--data", str(tiny.folder), "--format", form, PYTHONIOENCODING=encoding)
            assert done.returncode == 1
            assert done.stderr == b""
            assert b"Y013" in done.stdout

    def test_colour_is_for_terminals(self, tiny: TinyPlaybook):
        tiny.write("roles/owner.yml", "")
        assert b"\x1b" not in as_a_process("--data", str(tiny.folder)).stdout

    @pytest.mark.parametrize(("no_color", "is_coloured"), [(None, True), ("", True), ("1", False)])
    def test_no_colour_is_heeded(self, tiny: TinyPlaybook, no_color: str | None, is_coloured: bool):
        tiny.write("roles/owner.yml", "")
        shown = in_a_terminal("--data", str(tiny.folder), NO_COLOR=no_color)
        assert (b"\x1b[31;1merror[Y007]\x1b[0m" in shown) == is_coloured
        assert b"error[Y007]" in shown
