"""Changes to files: shown as they will be, made all or none, and never over what git does not hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from opbook.source.edits import editing
from opbook.source.edits.editing import CannotEdit, Edit, apply, preview
from tests.repository import Repository

Texts = Mapping[str, str | None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with three files, in no repository."""
    folder = tmp_path / "data"
    for name in ("a.yml", "b.yml", "c.yml"):
        (folder / "roles").mkdir(parents=True, exist_ok=True)
        (folder / "roles" / name).write_bytes(f"name: {name}\n".encode())
    return folder


@pytest.fixture
def repository(folder: Path) -> Repository:
    """The same folder inside a repository that holds it."""
    repository = Repository(folder.parent)
    repository.commit("2026-11-22")
    return repository


def edit(folder: Path, **texts: str | None) -> Edit:
    """An edit of files in ``roles/``, each by the stem of its name."""
    return Edit({folder / "roles" / f"{stem}.yml": text for stem, text in texts.items()})


def everything(folder: Path) -> dict[str, tuple[int, bytes | str]]:
    """Every name below a folder, hidden ones too, with its mode and what it says or leads to."""
    found: dict[str, tuple[int, bytes | str]] = {}
    for path in sorted(folder.rglob("*")):
        says: bytes | str = str(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else ""
        found[path.relative_to(folder).as_posix()] = (path.lstat().st_mode, says)
    return {name: each for name, each in found.items() if name.split("/")[0] != ".git"}


# Made all or none


def test_all_files_are_written_and_nothing_is_left_beside_them(folder: Path):
    apply(edit(folder, a="new a\n", b=None, d="new d\n"), folder, force=False)
    said = {name: says for name, (_, says) in everything(folder).items()}
    assert said == {
        "roles": "",
        "roles/a.yml": b"new a\n",
        "roles/c.yml": b"name: c.yml\n",
        "roles/d.yml": b"new d\n",
    }


def test_texts_are_written_as_they_are(folder: Path):
    apply(edit(folder, a="\ufeffeins\r\nzwei\rdrei ä “vier”"), folder, force=False)
    assert (folder / "roles/a.yml").read_bytes() == "\ufeffeins\r\nzwei\rdrei ä “vier”".encode()


def test_a_folder_that_is_not_there_is_made(folder: Path):
    apply(Edit({folder / "teams/x/new.yml": "name: N\n"}), folder, force=False)
    assert (folder / "teams/x/new.yml").read_bytes() == b"name: N\n"


def test_the_mode_of_a_file_stays(folder: Path):
    (folder / "roles/a.yml").chmod(0o640)
    apply(edit(folder, a="new\n"), folder, force=False)
    assert (folder / "roles/a.yml").stat().st_mode & 0o777 == 0o640


def test_what_a_link_leads_to_is_changed_and_the_link_stays(folder: Path):
    shared = folder.parent / "shared.yml"
    shared.write_bytes(b"name: Shared\n")
    (folder / "roles/link.yml").symlink_to("../../shared.yml")
    apply(edit(folder, link="name: Other\n"), folder, force=False)
    assert str((folder / "roles/link.yml").readlink()) == "../../shared.yml"
    assert shared.read_bytes() == b"name: Other\n"


def test_a_link_that_goes_leaves_what_it_leads_to(folder: Path):
    shared = folder.parent / "shared.yml"
    shared.write_bytes(b"name: Shared\n")
    (folder / "roles/link.yml").symlink_to("../../shared.yml")
    apply(edit(folder, link=None, other="name: Shared\n"), folder, force=False)
    assert not (folder / "roles/link.yml").is_symlink()
    assert shared.read_bytes() == b"name: Shared\n"


def test_a_folder_in_the_way_of_one_file_leaves_all_as_they_were(folder: Path):
    (folder / "roles/d.yml").mkdir()
    before = everything(folder)
    with pytest.raises(CannotEdit) as told:
        apply(edit(folder, a="new\n", b=None, d="new\n"), folder, force=False)
    assert str(told.value) == f"nothing is changed: {(folder / 'roles/d.yml').as_posix()}: Is a directory"
    assert everything(folder) == before


@pytest.mark.parametrize("texts", [{"a": "new\n", "gone": None}, {"gone": None, "a": "new\n"}])
def test_a_file_that_is_to_go_and_is_gone_already_leaves_all_as_they_were(folder: Path, texts: Texts):
    before = everything(folder)
    with pytest.raises(CannotEdit, match=r"nothing is changed: .*/gone\.yml: No such file or directory"):
        apply(edit(folder, **texts), folder, force=False)
    assert everything(folder) == before


def fail_at(call: int, of: Callable[..., object], error: BaseException) -> Callable[..., object]:
    """A function that does what another one does, and fails the first time after so many calls."""
    calls = 0

    def do(*arguments: object, **more: object) -> object:
        nonlocal calls
        calls += 1
        if calls == call:
            raise error
        return of(*arguments, **more)

    return do


CALLS = {"replace": 4, "write_bytes": 3, "mkdir": 3, "chmod": 2}
"""What making the edit below calls, and how often."""


@pytest.mark.parametrize(("name", "call"), [(name, call + 1) for name, calls in CALLS.items() for call in range(calls)])
def test_wherever_it_fails_everything_is_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, call: int):
    (folder / "roles/a.yml").chmod(0o600)
    (folder / "roles/c.yml").unlink()
    (folder / "roles/c.yml").symlink_to("b.yml")
    before = everything(folder)
    what = Edit({
        folder / "roles/a.yml": "new\n",
        folder / "roles/c.yml": None,
        folder / "teams/x/new.yml": "new\n",
        folder / "roles/b.yml": "new\n",
    })  # fmt: skip
    failing = fail_at(call, getattr(Path, name), OSError(28, "No space left on device"))
    monkeypatch.setattr(Path, name, failing)
    with pytest.raises(CannotEdit, match=r"^nothing is changed: .*\.yml: No space left on device$"):
        apply(what, folder, force=False)
    assert everything(folder) == before


def test_an_interruption_leaves_everything_as_it_was_too(folder: Path, monkeypatch: pytest.MonkeyPatch):
    before = everything(folder)
    monkeypatch.setattr(Path, "replace", fail_at(2, Path.replace, KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        apply(edit(folder, a="new\n", b="new\n"), folder, force=False)
    assert everything(folder) == before


def test_what_cannot_be_put_back_is_named_and_kept_beside(folder: Path, monkeypatch: pytest.MonkeyPatch):
    real, calls = Path.replace, 0

    def only_once(path: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise OSError(5, "Input/output error")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", only_once)
    with pytest.raises(CannotEdit) as told:
        apply(edit(folder, b=None, a="new\n"), folder, force=False)
    roles = folder.as_posix() + "/roles"
    assert str(told.value) == f"{roles}/b.yml could not be put back: {roles}/a.yml: Input/output error"
    said = [says for name, (_, says) in everything(folder).items() if name.startswith("roles/.")]
    assert said == [b"name: b.yml\n"]


# Never over what git does not hold


def refused(folder: Path, what: Edit) -> str:
    """Why an edit is refused; then nothing is written, and force writes it."""
    before = everything(folder)
    with pytest.raises(CannotEdit) as told:
        apply(what, folder, force=False)
    assert everything(folder) == before
    apply(what, folder, force=True)
    assert all(path.read_text() == text if text is not None else not path.exists() for path, text in what.texts.items())
    return str(told.value)


HAS = "has changes that git does not hold yet; commit them first, or say --force"


def test_files_that_git_holds_are_changed(folder: Path, repository: Repository):
    (folder / "roles/c.yml").write_bytes(b"changed, and not concerned\n")
    apply(edit(folder, a="new\n", b=None, d="new\n"), folder, force=False)
    assert (folder / "roles/a.yml").read_bytes() == b"new\n"


def test_a_file_changed_since_the_last_commit_is_refused(folder: Path, repository: Repository):
    (folder / "roles/a.yml").write_bytes(b"changed\n")
    assert refused(folder, edit(folder, a="new\n", b="new\n")) == f"{folder.as_posix()}/roles/a.yml {HAS}"


def test_a_staged_change_is_refused(folder: Path, repository: Repository):
    (folder / "roles/b.yml").write_bytes(b"changed\n")
    repository.git("add", ".")
    assert refused(folder, edit(folder, b=None)) == f"{folder.as_posix()}/roles/b.yml {HAS}"


def test_a_file_that_git_does_not_know_is_refused(folder: Path, repository: Repository):
    (folder / "roles/d.yml").write_bytes(b"never added\n")
    assert refused(folder, edit(folder, d="new\n")) == f"{folder.as_posix()}/roles/d.yml {HAS}"


@pytest.mark.parametrize("pattern", ["d.yml", "data/roles/*", "roles/", "data/", "*"])
def test_a_file_that_git_ignores_is_refused(folder: Path, pattern: str):
    repository = Repository(folder.parent)
    (folder.parent / ".gitignore").write_text(f"{pattern}\n")
    (folder / "roles/d.yml").write_bytes(b"ignored\n")
    repository.commit("2026-11-22")
    assert refused(folder, edit(folder, d="new\n")) == f"{folder.as_posix()}/roles/d.yml {HAS}"


def test_a_repository_without_commits_holds_nothing(folder: Path):
    Repository(folder.parent).git("add", "--all")
    assert refused(folder, edit(folder, a="new\n")) == f"{folder.as_posix()}/roles/a.yml {HAS}"


def test_what_a_link_leads_to_is_what_would_be_lost(folder: Path, repository: Repository):
    (folder.parent / "shared.yml").write_bytes(b"not committed\n")
    (folder / "roles/link.yml").symlink_to("../../shared.yml")
    assert refused(folder, edit(folder, link="new\n")) == f"{folder.as_posix()}/roles/link.yml {HAS}"


def test_many_files_are_counted_and_names_are_shown_safely(folder: Path, repository: Repository):
    stems = ["x\x1b[31m", *"pqrstu"]
    for stem in stems:
        (folder / f"roles/{stem}.yml").write_bytes(b"new\n")
    said = refused(folder, edit(folder, **dict.fromkeys(stems, "newer\n")))
    roles = folder.as_posix() + "/roles"
    listed = ", ".join(f"{roles}/{stem}.yml" for stem in "pqrst")
    assert said == f"{listed} and 2 more have changes that git does not hold yet; commit them first, or say --force"
    assert "x\\x1b[31m.yml has changes" in refused(folder, edit(folder, **{stems[0]: "again\n"}))


def test_a_folder_in_no_repository_is_written_to(folder: Path):
    apply(edit(folder, a="new\n"), folder, force=False)
    assert (folder / "roles/a.yml").read_bytes() == b"new\n"


def test_a_computer_without_git_writes_too(folder: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch):
    (folder / "roles/a.yml").write_bytes(b"changed\n")
    monkeypatch.setenv("PATH", os.devnull)
    apply(edit(folder, a="new\n"), folder, force=False)
    assert (folder / "roles/a.yml").read_bytes() == b"new\n"


def test_where_git_does_not_answer_nothing_is_taken_for_held(
    folder: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch
):
    real = editing._git
    monkeypatch.setattr(editing, "_git", lambda at, *words: None if "status" in words else real(at, *words))
    assert "git does not say which files it holds" in refused(folder, edit(folder, a="new\n"))


# Shown as they will be


def shown(folder: Path, what: Edit) -> list[str]:
    return preview(what).replace(folder.as_posix() + "/roles/", "").split("\n")[:-1]


def test_a_change_is_shown_as_a_diff_and_nothing_is_written(folder: Path):
    before = everything(folder)
    assert shown(folder, edit(folder, a="name: other\ntags: [x]\n", b="name: b.yml\n")) == [
        "--- a.yml",
        "+++ a.yml",
        "@@ -1 +1,2 @@",
        "-name: a.yml",
        "+name: other",
        "+tags: [x]",
    ]
    assert everything(folder) == before


def test_new_files_and_those_that_go_have_nothing_on_the_other_side(folder: Path):
    assert shown(folder, edit(folder, a=None, d="quite another text\n")) == [
        "--- a.yml",
        "+++ /dev/null",
        "@@ -1 +0,0 @@",
        "-name: a.yml",
        "--- /dev/null",
        "+++ d.yml",
        "@@ -0,0 +1 @@",
        "+quite another text",
    ]


def test_a_file_that_is_there_and_empty_is_no_new_file(folder: Path):
    (folder / "roles/a.yml").write_bytes(b"")
    assert shown(folder, edit(folder, a="name: A\n"))[:2] == ["--- a.yml", "+++ a.yml"]


@pytest.mark.parametrize("order", [("a", "d"), ("d", "a")])
def test_a_file_under_a_new_name_stands_beside_the_old_one(folder: Path, order: tuple[str, str]):
    texts = {"a": None, "d": "name: a.yml\nrenamed_from: [a]\n"}
    assert shown(folder, edit(folder, **{stem: texts[stem] for stem in order})) == [
        "--- a.yml",
        "+++ d.yml",
        "@@ -1 +1,2 @@",
        " name: a.yml",
        "+renamed_from: [a]",
    ]


def test_a_last_line_without_a_break_is_told(folder: Path):
    (folder / "roles/a.yml").write_bytes(b"name: A\nx")
    assert shown(folder, edit(folder, a="name: A\ny")) == [
        "--- a.yml",
        "+++ a.yml",
        "@@ -1,2 +1,2 @@",
        " name: A",
        "-x",
        "\\ No newline at end of file",
        "+y",
        "\\ No newline at end of file",
    ]


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r"])
def test_lines_are_those_of_an_editor_however_they_end(folder: Path, break_: str):
    (folder / "roles/a.yml").write_bytes(f"one{break_}two{break_}".encode())
    assert shown(folder, edit(folder, a=f"one{break_}zwei{break_}"))[2:] == [
        "@@ -1,2 +1,2 @@",
        " one",
        "-two",
        "+zwei",
    ]


def test_what_a_terminal_would_obey_is_made_visible(folder: Path):
    (folder / "roles/a.yml").write_bytes(b"name: \x1b[31m\x0cA\xff\n")
    diff = preview(edit(folder, a="name: A\u2028\u202e\x85\n"))
    assert all(line.isprintable() for line in diff.split("\n"))
    assert shown(folder, edit(folder, a="name: A\u2028\u202e\x85\n"))[3:] == [
        "-name: \\x1b[31m\\x0cA\ufffd",
        "+name: A\\u2028\\u202e\\x85",
    ]
