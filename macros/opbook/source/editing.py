"""Changes to files: shown before they are made, and made all together or not at all."""

from __future__ import annotations

import difflib
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from opbook.source.nearest import visible

_ALIKE = 0.5
"""How much of a file another one has to say, from 0 to 1, to be the same file under a new name."""


class CannotEdit(Exception):
    """What was asked cannot be changed, or not safely; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What files are to say."""

    texts: Mapping[Path, str | None]
    """The new text of each file; `None` for one that goes."""


def preview(edit: Edit) -> str:
    """The edit as a unified diff, safe for a terminal; a file under a new name stands beside the old one."""
    before = {path: _text(path) if path.is_file() else "" for path in edit.texts}
    came_from = _came_from(edit, before)
    told: list[str] = []
    for path, text in edit.texts.items():
        if path in came_from.values():
            continue
        old = came_from.get(path, path)
        names = (old.as_posix() if before[old] else "/dev/null", path.as_posix() if text is not None else "/dev/null")
        told += _diff(before[old], text or "", *map(visible, names))
    return "".join(told)


def _came_from(edit: Edit, before: Mapping[Path, str]) -> dict[Path, Path]:
    """The former path of each file that only moves within its folder."""
    gone = [path for path, text in edit.texts.items() if text is None]
    found: dict[Path, Path] = {}
    for path, text in edit.texts.items():
        if text is None or before[path]:
            continue
        for old in gone:
            alike = difflib.SequenceMatcher(None, before[old], text, autojunk=False).quick_ratio()
            if old.parent == path.parent and old not in found.values() and alike > _ALIKE:
                found[path] = old
                break
    return found


def _diff(before: str, after: str, old: str, new: str) -> Iterator[str]:
    for line in difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), old, new):
        yield f"{visible(line.removesuffix(chr(10)))}\n"
        if not line.endswith("\n"):
            yield "\\ No newline at end of file\n"


def apply(edit: Edit, data: Path, *, force: bool) -> None:
    """Write all files of an edit, or none.

    Args:
        edit: What is to be written.
        data: The data folder; its repository is asked.
        force: Whether to write over what git does not hold.

    Raises:
        CannotEdit: Where git does not hold what would be written over, or the system refuses to write.
    """
    if not force:
        _refuse_unheld(edit, data)
    before = {path: path.read_bytes() if path.is_file() else None for path in edit.texts}
    beside: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for path, text in edit.texts.items():
            if text is not None:
                beside[path] = _written_beside(path, text)
        for path in edit.texts:
            if path in beside:
                beside[path].replace(path.resolve())  # where it is a link, what it leads to changes
            else:
                path.unlink()
            done.append(path)
    except OSError as error:
        for path in done:
            _put_back(path, before[path])
        raise CannotEdit(f"nothing is changed: {error.filename or 'a file'}: {error.strerror or error}") from None
    finally:
        for each in beside.values():
            each.unlink(missing_ok=True)


def _written_beside(path: Path, text: str) -> Path:
    """Write what a file is to say into one beside it, which may then take its place at once."""
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    beside.write_bytes(text.encode())
    if target.exists():
        beside.chmod(target.stat().st_mode)
    return beside


def _put_back(path: Path, content: bytes | None) -> None:
    with suppress(OSError):  # what kept the edit from being made may do so again
        if content is None:
            path.unlink()
        else:
            path.resolve().write_bytes(content)


def _refuse_unheld(edit: Edit, data: Path) -> None:
    """Refuse where a file would be lost that git does not hold as it is; where there is no git, nothing can be asked.

    Raises:
        CannotEdit: Naming the files.
    """
    top = _git(data, "rev-parse", "--show-toplevel")
    if top is None:
        return
    root = Path(os.fsdecode(top).removesuffix("\n")).resolve()
    there = {path.resolve(): path for path in edit.texts if path.exists()}
    held = [str(path) for path in there if path.is_relative_to(root)]
    if not held:
        return
    told = _git(
        root, "--literal-pathspecs", "status", "--porcelain", "-z", "--no-renames", "--ignored=matching",
        "--untracked-files=all", "--", *held,
    )  # fmt: skip
    names = sorted(os.fsdecode(entry[3:]) for entry in (told or b"").split(b"\0") if entry)
    changed = [there[root / name].as_posix() for name in names if root / name in there]
    if changed:
        listed = ", ".join(map(visible, changed[:5])) + (f" and {len(changed) - 5} more" if len(changed) > 5 else "")
        has = "has" if len(changed) == 1 else "have"
        raise CannotEdit(f"{listed} {has} changes that git does not hold yet; commit them first, or say --force")


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git says; `None` where it is not installed or knows nothing of the folder."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")
