from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from opbook.cli import export
from opbook.cli.main import main
from opbook.exports.calendar import calendar
from opbook.model.address import Address
from opbook.model.playbook import Playbook
from opbook.site.feeds.downloads import DOWNLOADS
from tests.workbench import TinyPlaybook

ON = "2026-11-22"
DAY = date(2026, 11, 22)
COMMANDS = {
    "raci.csv": ("raci", "csv"),
    "raci.xlsx": ("raci", "xlsx"),
    "raci.md.txt": ("raci", "md"),
    "checklists.md.txt": ("checklists", "md"),
    "checklists.csv": ("checklists", "csv"),
    "skills.xlsx": ("skills", "xlsx"),
    "playbook.json": ("json", "json"),
    "playbook.schema.json": ("json", "schema"),
}


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["export", *arguments])
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def expected(name: str, playbook: Playbook | None) -> bytes:
    assert playbook is not None
    content = DOWNLOADS[name](playbook, DAY)
    return content.encode() if isinstance(content, str) else content


def test_every_download_has_its_command():
    assert COMMANDS.keys() == DOWNLOADS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_same_bytes_as_on_the_site_go_to_standard_output(name: str, data: Path, shipped: Playbook):
    command, wanted = COMMANDS[name]
    result = run(command, "--format", wanted, "--data", str(data), "--on", ON)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout_bytes == expected(name, shipped)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_same_bytes_go_to_a_file(name: str, tiny: TinyPlaybook, tmp_path: Path):
    command, wanted = COMMANDS[name]
    out = tmp_path / "new" / "file"
    result = run(command, "--format", wanted, "--data", str(tiny.folder), "--on", ON, "--out", str(out))
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{out.as_posix()}\n", "")
    assert out.read_bytes() == expected(name, tiny.read().playbook)
    assert list(out.parent.iterdir()) == [out]


@pytest.mark.parametrize(
    ("command", "out", "name"),
    [
        ("raci", "a.xlsx", "raci.xlsx"),
        ("raci", "a.MD", "raci.md.txt"),
        ("raci", "a.txt", "raci.csv"),
        ("checklists", "a", "checklists.md.txt"),
        ("checklists", "a.csv", "checklists.csv"),
    ],
)
def test_the_ending_of_the_file_says_the_format(command: str, out: str, name: str, tiny: TinyPlaybook, tmp_path: Path):
    assert run(command, "--data", str(tiny.folder), "--on", ON, "--out", str(tmp_path / out)).exit_code == 0
    assert (tmp_path / out).read_bytes() == expected(name, tiny.read().playbook)


def test_what_is_asked_for_comes_before_the_ending(tiny: TinyPlaybook, tmp_path: Path):
    out = tmp_path / "a.csv"
    run("raci", "--format", "md", "--data", str(tiny.folder), "--on", ON, "--out", str(out))
    assert out.read_bytes() == expected("raci.md.txt", tiny.read().playbook)


def test_a_file_is_written_over_what_was_there(tiny: TinyPlaybook, tmp_path: Path):
    out = tmp_path / "a.csv"
    out.write_text("old " * 10_000)
    assert run("raci", "--data", str(tiny.folder), "--on", ON, "--out", str(out)).exit_code == 0
    assert out.read_bytes() == expected("raci.csv", tiny.read().playbook)


def test_what_was_there_stays_where_writing_fails(tiny: TinyPlaybook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    out = tmp_path / "a.csv"
    out.write_text("old")

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    result = run("raci", "--data", str(tiny.folder), "--out", str(out))
    assert result.exit_code == 3
    assert result.stderr == f"Error: {out.as_posix()} cannot be written: No space left on device\n"
    assert out.read_text() == "old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.csv", "playbook_data"]


@pytest.mark.parametrize("out", ["", "file/below"])
def test_3_where_a_file_cannot_be_written(out: str, tiny: TinyPlaybook, tmp_path: Path):
    (tmp_path / "file").write_text("x")
    result = run("raci", "--data", str(tiny.folder), "--out", str(tmp_path / out))
    assert (result.exit_code, result.stdout) == (3, "")
    assert f"{(tmp_path / out).as_posix()} cannot be written: " in result.stderr


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_2_where_a_terminal_would_get_a_workbook(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdout", Terminal())
    with pytest.raises(export.click.UsageError) as told:
        export.chosen_format("xlsx", None, ("csv", "xlsx"))
    assert (told.value.exit_code, str(told.value)) == (2, "xlsx is no text for a terminal; name a file with --out")
    assert export.chosen_format("xlsx", Path("a"), ("csv", "xlsx")) == "xlsx"
    assert export.chosen_format(None, None, ("csv", "xlsx")) == "csv"


@pytest.mark.parametrize("command", ["raci", "checklists", "skills", "calendar", "json"])
def test_2_where_there_is_no_such_format(command: str):
    result = run(command, "--format", "docx")
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize("command", ["raci", "checklists", "skills", "calendar", "json"])
def test_3_where_there_is_no_playbook(command: str, tmp_path: Path):
    result = run(command, "--data", str(tmp_path / "none"), "--out", str(tmp_path / "out"))
    assert (result.exit_code, result.stdout) == (3, "")
    assert "there is no folder" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["raci", "checklists", "skills", "calendar", "json"])
def test_3_where_the_playbook_has_errors(command: str, tiny: TinyPlaybook, tmp_path: Path):
    tiny.swap("stages/launch.yml", "accountable: owner", "accountable: ownr")
    result = run(command, "--data", str(tiny.folder), "--out", str(tmp_path / "out"))
    assert (result.exit_code, result.stdout) == (3, "")
    assert "launch.yml:9:25: error[Y010] there is no role `ownr`; did you mean `owner`?" in result.stderr
    assert result.stderr.endswith("Error: nothing is exported before these errors are mended\n")
    assert not (tmp_path / "out").exists()


def test_drafts_are_left_out(tiny: TinyPlaybook):
    tiny.write("roles/later.yml", "name: Later\ndiscipline: product\nlevel: lead\npurpose: P.\ndraft: true\n")
    data = json.loads(run("json", "--data", str(tiny.folder), "--on", ON).stdout)
    assert list(data["roles"]) == ["owner"]


def test_the_day_is_told(tiny: TinyPlaybook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert json.loads(run("json", "--data", str(tiny.folder)).stdout)["generated_on"] == "1970-01-01"
    run("skills", "--data", str(tiny.folder), "--on", ON, "--out", str(tmp_path / "a.xlsx"))
    assert load_workbook(tmp_path / "a.xlsx").properties.created.date() == DAY


@pytest.mark.parametrize(
    ("option", "address"),
    [
        ((), None),
        (("--role", "product-owner"), Address("role", "product-owner")),
        (("--team", "slipway"), Address("team", "slipway")),
        (("--ritual", "product-project-sync"), Address("ritual", "product-project-sync")),
    ],
)
def test_calendars(option: tuple[str, ...], address: Address | None, data: Path, shipped: Playbook):
    assert address is None or shipped.find(address) is not None
    result = run("calendar", *option, "--data", str(data), "--on", ON)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout_bytes == calendar(shipped, address, public_url=shipped.settings.public_url or "", on=DAY)
    assert b"BEGIN:VEVENT" in result.stdout_bytes


@pytest.mark.parametrize("kind", ["role", "ritual"])
def test_2_where_there_is_nothing_with_such_an_id(kind: str, tiny: TinyPlaybook):
    near = {"role": "ownr", "ritual": "synk"}[kind]
    result = run("calendar", f"--{kind}", near, "--data", str(tiny.folder))
    assert (result.exit_code, result.stdout) == (2, "")
    meant = {"role": "owner", "ritual": "sync"}[kind]
    assert f"--{kind}: there is no {kind} `{near}`; did you mean `{meant}`?" in result.stderr


def test_2_where_two_are_named(tiny: TinyPlaybook):
    result = run("calendar", "--role", "owner", "--ritual", "sync", "--data", str(tiny.folder))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "not several" in result.stderr
