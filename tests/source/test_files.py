from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from opbook.model.address import FOLDERS
from opbook.source.files import KIND_OF_FOLDER, data_files, digest, lines_of
from tests.workbench import TINY, TinyPlaybook


def test_files_come_in_the_order_of_their_paths(tiny: TinyPlaybook):
    tiny.write("roles/.hidden.yml", "x")
    tiny.write(".cache/x.yml", "x")
    assert [file.inside for file in data_files(tiny.folder)] == sorted(TINY)


def test_every_kind_has_a_folder_of_its_own():
    assert {kind: folder for folder, kind in KIND_OF_FOLDER.items()} == FOLDERS


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a\n", ["a", ""]),
        ("a\r\nb\rc\nd", ["a", "b", "c", "d"]),
        ("a\n\r\nb", ["a", "", "b"]),
        ("a\x0b\x0c\x1c\x85\u2028\u2029b", ["a\x0b\x0c\x1c\x85\u2028\u2029b"]),
    ],
)
def test_lines(text: str, lines: list[str]):
    assert lines_of(text) == lines


class TestDigest:
    def test_it_is_that_of_the_contents(self, tiny: TinyPlaybook, tmp_path: Path):
        shutil.copytree(tiny.folder, tmp_path / "copy")
        assert digest(tiny.folder) == digest(tmp_path / "copy")
        assert len(digest(tiny.folder)) == 64

    @pytest.mark.parametrize("inside", [*TINY, "roles/new.yml", "notes.txt"])
    def test_it_changes_with_every_file(self, tiny: TinyPlaybook, inside: str):
        before = digest(tiny.folder)
        tiny.write(inside, TINY.get(inside, "") + "#")
        assert digest(tiny.folder) != before

    def test_it_changes_with_a_name(self, tiny: TinyPlaybook):
        before = digest(tiny.folder)
        (tiny.folder / "roles/owner.yml").rename(tiny.folder / "roles/keeper.yml")
        assert digest(tiny.folder) != before

    def test_it_takes_no_notice_of_hidden_files_and_any_name(self, tiny: TinyPlaybook):
        before = digest(tiny.folder)
        tiny.write(".git/x", "x")
        assert digest(tiny.folder) == before
        (tiny.folder / b"own\xffer.yml".decode("utf-8", "surrogateescape")).write_text("x")
        assert digest(tiny.folder) != before
