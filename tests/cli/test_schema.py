from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from opbook.cli.main import main
from opbook.model.playbook import Playbook
from opbook.source.schemas import FILE_KINDS, as_text, schema
from opbook.source.writing import write_whole
from tests.workbench import TinyPlaybook


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["schema", *arguments])
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_one_is_printed(kind: str, tiny: TinyPlaybook):
    result = run(kind, "--data", str(tiny.folder))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == as_text(schema(kind, tiny.read().playbook))


def test_ids_come_from_the_folder_that_is_named(tiny: TinyPlaybook):
    written = json.loads(run("team", "--data", str(tiny.folder)).stdout)
    assert written["$defs"]["role-id"]["examples"] == ["owner"]


def test_the_folder_is_playbook_data_unless_another_is_named(tiny: TinyPlaybook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tiny.folder.parent)
    assert '"owner"' in run("team").stdout


def test_all_are_written(tiny: TinyPlaybook, tmp_path: Path):
    out = tmp_path / "made" / "schemas"
    result = run("--data", str(tiny.folder), "--out", str(out))
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [f"{out.as_posix()}/{kind}.schema.json" for kind in FILE_KINDS]
    assert sorted(path.name for path in out.iterdir()) == sorted(f"{kind}.schema.json" for kind in FILE_KINDS)
    playbook = tiny.read().playbook
    for kind in FILE_KINDS:
        assert (out / f"{kind}.schema.json").read_bytes() == as_text(schema(kind, playbook)).encode()


def test_one_is_written_over_what_was_there(tiny: TinyPlaybook, tmp_path: Path):
    (tmp_path / "role.schema.json").write_text("old")
    result = run("role", "--data", str(tiny.folder), "--out", str(tmp_path))
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path.as_posix()}/role.schema.json\n")
    assert json.loads((tmp_path / "role.schema.json").read_text("utf-8"))["title"] == "role"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["playbook_data", "role.schema.json"]


def test_a_faulty_file_does_not_stop_it(tiny: TinyPlaybook):
    tiny.write("roles/owner.yml", "name: [")
    assert run("role", "--data", str(tiny.folder)).exit_code == 0


@pytest.mark.parametrize(
    ("word", "meant"), [("rol", "role"), ("roles", "role"), ("Ritual", "ritual"), ("playbok", "playbook")]
)
def test_2_where_there_is_no_such_kind(tiny: TinyPlaybook, word: str, meant: str):
    result = run(word, "--data", str(tiny.folder))
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"there is no kind `{word}`; did you mean `{meant}`?" in result.stderr
    assert f"kinds: {', '.join(FILE_KINDS)}" in result.stderr


@pytest.mark.parametrize("arguments", [[], ["role", "ritual"], ["--out"], ["--nonsense"], ["activity"], ["\x1b[31m"]])
def test_2_where_the_command_is_misused(arguments: list[str]):
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert all(line.isprintable() for line in result.stderr.split("\n"))


@pytest.mark.parametrize("name", ["nowhere", "file", "empty"])
def test_3_where_there_is_no_playbook(tmp_path: Path, name: str):
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    out = tmp_path / "out"
    result = run("--data", str(tmp_path / name), "--out", str(out))
    assert (result.exit_code, result.stdout) == (3, "")
    assert (tmp_path / name).as_posix() in result.stderr
    assert not out.exists()


def test_3_where_the_settings_are_not_whole(tiny: TinyPlaybook):
    tiny.write("playbook.yml", "title: Tiny\n")
    result = run("role", "--data", str(tiny.folder))
    assert result.exit_code == 3
    assert "playbook.yml cannot be used; `opbook check` says why" in result.stderr


def test_3_where_nothing_can_be_written(tiny: TinyPlaybook, tmp_path: Path):
    (tmp_path / "file").write_text("x")
    result = run("role", "--data", str(tiny.folder), "--out", str(tmp_path / "file"))
    assert result.exit_code == 3
    assert "file/role.schema.json cannot be written: " in result.stderr
    assert (tmp_path / "file").read_text() == "x"


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.json"
    path.write_text("before")

    def fail(self: Path, target: Path) -> None:
        raise OSError("no")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no"):
        write_whole(path, "after")
    assert [each.name for each in tmp_path.iterdir()] == ["a.json"]
    assert path.read_text() == "before"


def test_the_shipped_playbook_offers_its_ids(data: Path, shipped: Playbook):
    written = json.loads(run("stage", "--data", str(data)).stdout)
    assert written["$defs"]["activity-id"]["examples"] == sorted(shipped.activities)
