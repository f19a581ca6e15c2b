"""Changes to files: shown before they are made, and made all together or not at all."""

from __future__ import annotations

import difflib
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from opbook.source.nearest import visible

_ALIKE = 0.5
"""How much of a file another one has to say, from 0 to 1, to be the same file under a new name."""
_AFTER_BREAK = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
_BREAK_AT_END = re.compile(r"(?:\r\n|\r|\n)\Z")


class CannotEdit(Exception):
    """What was asked cannot be changed, or not safely; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What files are to say."""

    texts: Mapping[Path, str | None]
    """The new text of each file; `None` for one that goes."""


def preview(edit: Edit) -> str:
    """The edit as a unified diff, safe for a terminal; a file under a new name stands beside the old one."""
    before = {path: path.read_bytes().decode("utf-8", "replace") for path in edit.texts if path.is_file()}
    came_from = _came_from(edit, before)
    told: list[str] = []
    for path, text in edit.texts.items():
        if path in came_from.values():
            continue
        old = came_from.get(path, path)
        names = (old.as_posix() if old in before else "/dev/null", path.as_posix() if text is not None else "/dev/null")
        told += _diff(before.get(old, ""), text or "", *map(visible, names))
    return "".join(told)


def _came_from(edit: Edit, before: Mapping[Path, str]) -> dict[Path, Path]:
    """The former path of each file that only moves within its folder."""
    gone = [path for path, text in edit.texts.items() if text is None and path in before]
    found: dict[Path, Path] = {}
    for path, text in edit.texts.items():
        if text is None or path in before:
            continue
        for old in gone:
            alike = difflib.SequenceMatcher(None, before[old], text, autojunk=False).quick_ratio()
            if old.parent == path.parent and old not in found.values() and alike > _ALIKE:
                found[path] = old
                break
    return found


def _diff(before: str, after: str, old: str, new: str) -> Iterator[str]:
    lines = [_AFTER_BREAK.split(text) for text in (before, after)]
    kept = [[line for line in each if line] for each in lines]
    for line in difflib.unified_diff(kept[0], kept[1], old, new):
        # A line break is shown by beginning a line, whichever it is: no edit changes how lines end.
        yield f"{visible(_BREAK_AT_END.sub('', line))}\n"
        if not line.endswith(("\n", "\r")):
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
    making = _Making()
    at = data
    try:
        for at, text in edit.texts.items():
            making.prepare(at, text)
        for at in edit.texts:
            making.put(at)
    except BaseException as error:
        left = making.undo()
        if not isinstance(error, OSError):
            raise
        done = f"{', '.join(map(visible, left))} could not be put back" if left else "nothing is changed"
        raise CannotEdit(f"{done}: {visible(at.as_posix())}: {error.strerror or error}") from None
    making.finish()


@dataclass(slots=True)
class _Making:
    """An edit on its way: what has been done so far, so that it can be undone."""

    before: dict[Path, bytes | None] = field(default_factory=dict)
    """What each file said; `None` where there was none."""
    new: dict[Path, Path] = field(default_factory=dict)
    """Where the new text of a file waits to take its place."""
    old: dict[Path, Path] = field(default_factory=dict)
    """Where a file that goes is kept until all is done."""
    folders: list[Path] = field(default_factory=list)
    """The folders that were made for new files, the inner ones first."""
    begun: list[Path] = field(default_factory=list)

    def prepare(self, path: Path, text: str | None) -> None:
        """Write what a file is to say into one beside it, which may then take its place at once."""
        if text is None:
            self.before[path] = path.read_bytes()
            self.old[path] = path.with_name(f".{path.name}.{os.getpid()}.old")
            return
        self.before[path] = path.read_bytes() if path.is_file() else None
        target = path.resolve()  # where it is a link, what it leads to changes
        self.folders += [each for each in (target.parent, *target.parent.parents) if not each.exists()]
        target.parent.mkdir(parents=True, exist_ok=True)
        self.new[path] = target.with_name(f".{target.name}.{os.getpid()}.new")
        self.new[path].write_bytes(text.encode())
        if target.exists():
            self.new[path].chmod(target.stat().st_mode)

    def put(self, path: Path) -> None:
        """Let a file say what it is to say, or set it aside where it goes."""
        self.begun.append(path)
        if path in self.new:
            self.new[path].replace(path.resolve())
        else:
            path.replace(self.old[path])

    def undo(self) -> list[str]:
        """Put everything back; the files with which that fails."""
        left = []
        for path in reversed(self.begun):
            try:
                self._put_back(path)
            except OSError:  # what kept the edit from being made may do so again
                left.append(path.as_posix())
                self.old.pop(path, None)  # whoever mends it by hand needs it
        self.finish()
        for folder in self.folders:
            with suppress(OSError):  # somebody may have put something there meanwhile
                folder.rmdir()
        return left

    def _put_back(self, path: Path) -> None:
        content = self.before[path]
        if path in self.old:
            if self.old[path].exists():
                self.old[path].replace(path)
        elif not self.new[path].exists():  # else it has not taken its place yet
            if content is None:
                path.resolve().unlink()
            else:
                path.resolve().write_bytes(content)

    def finish(self) -> None:
        """Leave nothing beside the files."""
        for each in (*self.new.values(), *self.old.values()):
            with suppress(OSError):  # the edit is made all the same, and no reading looks at such names
                each.unlink()


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
        root, "--literal-pathspecs", "status", "--porcelain", "-z", "--no-renames", "--ignored=traditional",
        "--untracked-files=all", "--", *held,
    )  # fmt: skip
    if told is None:
        raise CannotEdit("git does not say which files it holds as they are; mend that first, or say --force")
    names = sorted(os.fsdecode(entry[3:]) for entry in told.split(b"\0") if entry)
    changed = [there[root / name].as_posix() for name in names if root / name in there]
    if changed:
        listed = ", ".join(map(visible, changed[:5])) + (f" and {len(changed) - 5} more" if len(changed) > 5 else "")
        has = "has" if len(changed) == 1 else "have"
        raise CannotEdit(f"{listed} {has} changes that git does not hold yet; commit them first, or say --force")


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git says; `None` where it is not installed or knows nothing of the folder."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
