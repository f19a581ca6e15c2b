"""The files of a playbook: which there are, and what they say."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from opbook.model.address import FOLDERS

SETTINGS_FILE = "playbook.yml"
KIND_OF_FOLDER = {folder: kind for kind, folder in FOLDERS.items()}
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file in the data folder."""

    path: Path
    """Where it is."""
    inside: str
    """Its path inside the data folder, with forward slashes."""


def data_files(data: Path) -> Iterator[DataFile]:
    """Yield every visible file under the data folder, in the order of its path."""
    found = []
    for folder, folders, names in os.walk(
        data
    ):  # several times as fast as Path.rglob, and asked for hundreds of folders
        folders[:] = [each for each in folders if not each.startswith(".")]
        within = os.path.relpath(folder, data).replace(os.sep, "/")
        for name in names:
            if not name.startswith(".") and os.path.isfile(os.path.join(folder, name)):  # noqa: PTH113, PTH118 - as above
                found.append((name if within == "." else f"{within}/{name}", folder, name))
    for inside, folder, name in sorted(found):
        # A name that is no Unicode text is shown with marks in the place of what is not.
        yield DataFile(Path(folder, name), os.fsencode(inside).decode("utf-8", "replace"))


def lines_of(text: str) -> list[str]:
    """The lines of a file as editors count them: those that end in LF, CRLF or CR, and the rest."""
    return _LINE_BREAK.split(text)


def digest(data: Path) -> str:
    """A digest that changes with any file of the data folder: names and contents, 64 hex digits."""
    total = hashlib.sha256()
    for file in data_files(data):
        total.update(file.inside.encode() + b"\0" + hashlib.sha256(file.path.read_bytes()).digest())
    return total.hexdigest()
