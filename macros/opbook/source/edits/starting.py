"""Beginning an entry: a file of its own that can be read at once, and that explains what else it may say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from opbook.model.address import FOLDERS, Address
from opbook.model.playbook import ENTITY_TYPES
from opbook.source.edits.editing import CannotEdit, Edit
from opbook.source.edits.start_text import start_text
from opbook.source.edits.start_values import StartValues
from opbook.source.edits.trial import tried
from opbook.source.files import KIND_OF_FOLDER
from opbook.source.identities import taken
from opbook.source.reading import Reading
from opbook.source.schemas import file_name

_MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S*/)?(\S+)")


@dataclass(frozen=True, slots=True)
class Starting:
    """A file to begin an entry from."""

    edit: Edit
    path: Path
    """Where it is to be."""


def starting(reading: Reading, data: Path, address: Address, name: str | None = None) -> Starting:
    """Begin an entry.

    Args:
        reading: The playbook, with nothing wrong.
        data: The data folder that was read.
        address: What is to be there; a kind that has a file for each entity, and an id.
        name: What people call it; else as the id says.

    Raises:
        CannotEdit: Where it is there already or was once, or needs something that is not there yet.
    """
    assert reading.playbook is not None
    path = data / FOLDERS[address.kind] / f"{address.id}.yml"
    if why := taken(reading.playbook, address):
        raise CannotEdit(f"{why}; choose another id")
    if path.exists():
        raise CannotEdit(f"{path.as_posix()} is already there")
    called = name if name is not None else address.id.replace("-", " ").capitalize()
    values = StartValues(reading.playbook, address)
    text = start_text(ENTITY_TYPES[address.kind], called, values, modeline(reading, address.kind))
    edit = Edit({path: text})
    tried(reading, data, edit.texts)
    return Starting(edit, path)


def modeline(reading: Reading, kind: str) -> str:
    """The line that leads editors to the schema of a kind: where other files find theirs."""
    folder = "../../schemas/"
    for source in reading.sources.values():
        found = _MODELINE.match(source.text)
        own = KIND_OF_FOLDER.get(source.inside.rpartition("/")[0])
        if found is not None and own is not None and found[2] == file_name(own):
            folder = found[1] or ""
            break
    return f"# yaml-language-server: $schema={folder}{file_name(kind)}"
