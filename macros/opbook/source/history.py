"""The states that a playbook has been in, as git knows them: its tags or, where there are none, its last days."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path, PurePosixPath

from opbook.source.files import SETTINGS_FILE
from opbook.source.nearest import visible
from opbook.source.reading import Reading, read

MOST = 40
"""How many states are read at most, beside the one that they begin from."""
WINDOW = timedelta(days=90)
"""How far back a history without tags goes."""


@dataclass(frozen=True, slots=True)
class State:
    """What the playbook said at the end of a day."""

    day: date
    """The day, where its commit was made."""
    moment: datetime
    """When its commit was made."""
    tags: tuple[str, ...]
    subjects: tuple[str, ...]
    """The first lines of what was said of the day's commits or tags, the last one first."""
    reading: Reading


@dataclass(frozen=True, slots=True)
class History:
    """The states of a playbook."""

    states: tuple[State, ...] = ()
    """The newest first; the last one is what the others begin from. All of them can be read without fault."""
    has_more: bool = False
    """Whether there were states before, which were left alone because there are so many."""
    unreadable: int = 0
    """How many states were passed over because something is wrong in them."""
    is_shallow: bool = False
    """Whether the copy of the repository holds its last commits only."""
    problem: str = ""
    """Why there are no states, as a clause."""


@dataclass(frozen=True, slots=True)
class _Commit:
    id: str
    day: date
    moment: datetime
    tags: tuple[str, ...]
    subjects: tuple[str, ...]


Tree = dict[str, bytes]
"""The files of a folder in a commit: from the path in the folder to the id of what stands there."""


class _NoHistory(Exception):
    """There is no history to be had; the message says why, as a clause."""


def version(data: Path) -> str:
    """What a history depends on: the last commit and the tags. Empty where git knows nothing of the folder."""
    try:
        return _git(data, "show-ref", "--head", "--tags").decode()
    except _NoHistory:
        return ""


def history(data: Path, present: Reading, on: date) -> History:
    """The states of a playbook up to the last commit; what is not committed yet is no history.

    Where a tag leads to the last commit, the states are those of the tags and of the last commit, else those of the
    last days. Commits of one day make one state.

    Args:
        data: The data folder in the working tree.
        present: What stands there now. Files that have not changed since are not read again.
        on: What day it is.
    """
    try:
        return _history(data.resolve(), present, on)
    except _NoHistory as problem:
        return History(problem=str(problem))
    except (OSError, ValueError) as error:  # a name that this system has not, a date that nobody has
        return History(problem=f"its history cannot be read: {error}")


def _history(data: Path, present: Reading, on: date) -> History:
    settings = present.sources.get(SETTINGS_FILE)
    if settings is None:
        raise _NoHistory("there is no playbook")
    top = Path(os.fsdecode(_git(data, "rev-parse", "--show-toplevel")).rstrip("\n")).resolve()
    head = _head(top)
    inside = data.relative_to(top)
    if SETTINGS_FILE not in _tree(top, head.id, inside):
        raise _NoHistory("it is not part of the last commit of its repository")
    days = _by_day(_tagged(top, head) or _recent(top, head, inside, on - WINDOW))
    trees = [(each, _tree(top, each.id, inside)) for each in days[: MOST + 1]]
    trees = [(each, tree) for each, tree in trees if SETTINGS_FILE in tree]  # before that there was no playbook
    contents = _contents(top, {blob for _, tree in trees for blob in tree.values()})
    shown_as = settings.path.removesuffix(SETTINGS_FILE)
    states: list[State] = []
    known, standing = present, Tree()
    with tempfile.TemporaryDirectory() as folder:
        for each, tree in trees:
            _put(Path(folder), standing, tree, contents)
            standing = tree
            reading = read(Path(folder), shown_as=shown_as, known=known)
            if reading.playbook is not None and not reading.findings:
                known = reading
                states.append(State(each.day, each.moment, each.tags, each.subjects, reading))
    if not states:
        raise _NoHistory("none of its states can be read without fault")
    is_cut_off = states[-1].day > on - WINDOW and _git(top, "rev-parse", "--is-shallow-repository").strip() == b"true"
    return History(tuple(states), len(days) > MOST + 1, len(trees) - len(states), is_cut_off)


def _head(top: Path) -> _Commit:
    try:
        return next(_log(top, "-1", "HEAD"))
    except _NoHistory:
        raise _NoHistory("its repository has no commit yet") from None


def _tagged(top: Path, head: _Commit) -> list[_Commit]:
    """The commits with tags, and the last commit; empty where there are no tags."""
    fields = ("refname:short", "objectname", "committerdate:iso-strict", "*objectname", "*committerdate:iso-strict")
    form = "%00".join(f"%({each})" for each in (*fields, "contents:subject"))
    found = []
    for line in _git(top, "for-each-ref", "--merged=HEAD", f"--format={form}", "refs/tags").splitlines():
        name, id_, when, target, target_when, subject = (each.decode("utf-8", "replace") for each in line.split(b"\0"))
        if target_when or when:
            moment = datetime.fromisoformat(target_when or when)
            found.append(_Commit(target or id_, moment.date(), moment, (visible(name),), (visible(subject),)))
    found.sort(key=lambda each: each.moment, reverse=True)
    return [replace(head, subjects=()), *found] if found else []


def _recent(top: Path, head: _Commit, inside: Path, start: date) -> list[_Commit]:
    """The commits after a day that touch the folder, the last one first, and the state at the end of that day.

    Followed are first parents only: what a branch said before it was merged was never in force.
    """
    since = f"--since={start - timedelta(days=1)}"  # git counts by its own clock, we by the clock of each commit
    found = []
    for each in _log(top, "--first-parent", since, "HEAD", *_only(inside)):
        if each.day <= start:
            break
        found.append(each)
    try:
        base = next(_log(top, "-1", f"{found[-1].id}^")) if found else head
    except _NoHistory:
        return found  # it began in these days
    return [*found, replace(base, day=start, subjects=())]


def _by_day(commits: Iterable[_Commit]) -> list[_Commit]:
    """One commit for each day, the last one; they come in the order in which they followed each other, back in time."""
    found: list[_Commit] = []
    for each in commits:
        last = found[-1] if found else each
        if last is not each and each.day >= last.day:  # later only by a wrong clock
            tags, subjects = (*last.tags, *each.tags), (*last.subjects, *each.subjects)
            found[-1] = replace(last, tags=tuple(dict.fromkeys(tags)), subjects=tuple(dict.fromkeys(subjects)))
        else:
            found.append(each)
    return found


def _log(top: Path, *arguments: str) -> Iterator[_Commit]:
    form = "--format=%H%x00%cI%x00%s"
    told = _git(top, "--literal-pathspecs", "log", "--no-show-signature", "--encoding=UTF-8", form, *arguments)
    for line in told.decode("utf-8", "replace").split("\n")[:-1]:
        id_, when, subject = line.split("\0")
        moment = datetime.fromisoformat(when)
        yield _Commit(id_, moment.date(), moment, (), (visible(subject),))


def _tree(top: Path, commit: str, inside: Path) -> Tree:
    found = Tree()
    for line in _git(top, "--literal-pathspecs", "ls-tree", "-r", "-z", commit, *_only(inside)).split(b"\0")[:-1]:
        facts, _, name = line.partition(b"\t")
        mode, _, blob = facts.split(b" ")
        path = PurePosixPath(os.fsdecode(name))
        if mode.startswith(b"100") and ".." not in path.parts:  # no links, which could lead anywhere
            found[str(path.relative_to(inside.as_posix()))] = blob
    return found


def _contents(top: Path, blobs: Iterable[bytes]) -> Mapping[bytes, bytes]:
    told = _git(top, "cat-file", "--batch", put_in=b"".join(each + b"\n" for each in sorted(blobs)))
    found, at = {}, 0
    while at < len(told):
        head, at = told[at : (end := told.index(b"\n", at))].split(b" "), end + 1
        if len(head) == 3:  # else it is missing: a clone may leave out what nobody has looked at yet
            size = int(head[2])
            found[head[0]] = told[at : at + size]
            at += size + 1
    return found


def _put(place: Path, standing: Tree, tree: Tree, contents: Mapping[bytes, bytes]) -> None:
    """Put a tree into a folder in which another one stands, writing only what differs."""
    for path in standing.keys() - tree.keys():
        (place / path).unlink()
    for path, blob in tree.items():
        if standing.get(path) != blob:
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(contents.get(blob, b""))


def _only(inside: Path) -> tuple[str, ...]:
    """What tells git to look at a folder only."""
    return () if inside == Path() else ("--", f"{inside.as_posix()}/")


def _git(folder: Path, *arguments: str, put_in: bytes = b"") -> bytes:
    # Nothing is fetched: what a clone has left out stays out.
    environment = {**os.environ, "LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1"}
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, input=put_in, capture_output=True, check=False, env=environment)
    except FileNotFoundError:
        raise _NoHistory("git is not installed where the site was built") from None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace").strip()
    if "not a git repository" in said:
        raise _NoHistory("it is in no git repository")
    raise _NoHistory(f"git says: {visible(said.splitlines()[0].removeprefix('fatal: ') if said else 'nothing')}")
