"""The playbook as it was at a revision of git."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NoRevision(Exception):
    """Git is not there, the folder is in no repository, or it has no such revision."""


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise NoRevision("git is not installed") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NoRevision(said[-1].removeprefix("fatal: ") if said else "git failed")
    return done.stdout


@contextmanager
def at_revision(data: Path, revision: str) -> Iterator[Path]:
    """Give the data folder as it was at a revision, in a temporary place.

    Args:
        data: The data folder in the working tree.
        revision: Anything by which git knows a commit.

    Raises:
        NoRevision: Where git cannot give it; the message says why.
    """
    folder = data.resolve()
    if revision.startswith("-"):
        raise NoRevision(f"`{revision}` is no revision")
    top = Path(_git(folder, "rev-parse", "--show-toplevel").decode().strip())
    try:
        commit = _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").decode().strip()
    except NoRevision:
        shallow = _git(folder, "rev-parse", "--is-shallow-repository").decode().strip() == "true"
        hint = "; this clone is shallow, so fetch more of its history" if shallow else ""
        raise NoRevision(f"there is no revision `{revision}`{hint}") from None
    inside = folder.relative_to(top).as_posix()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary) / inside
        place.mkdir(parents=True, exist_ok=True)
        if _git(top, "ls-tree", "--name-only", commit, "--", f"{inside}/" if inside != "." else "."):
            archive = _git(top, "archive", "--format=tar", commit, "--", inside)
            with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
                tar.extractall(temporary, filter="data")
        yield place
