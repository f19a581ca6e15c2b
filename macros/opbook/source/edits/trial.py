"""What the playbook would be after an edit, before anything is written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from opbook.source.edits.editing import CannotEdit
from opbook.source.files import data_files
from opbook.source.reading import Reading, read


def tried(reading: Reading, data: Path, texts: Mapping[Path, str | None]) -> Reading:
    """Read the playbook as it would be.

    Args:
        reading: The playbook as it is, with nothing wrong.
        data: The data folder.
        texts: What each file will say; `None` for one that goes.

    Raises:
        CannotEdit: Where something would be wrong with it.
    """
    with tempfile.TemporaryDirectory() as folder:
        for file in data_files(data):
            if file.path not in texts:
                target = Path(folder, file.path.relative_to(data))
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.path, target)
        for path, text in texts.items():
            if text is not None and path.is_relative_to(data):
                target = Path(folder, path.relative_to(data))
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(text.encode())
        after = read(Path(folder), shown_as=data.as_posix(), known=reading)
    if after.findings:
        first = after.findings[0]
        place = f"{first.location.path}:{first.location.line}"
        raise CannotEdit(f"this would leave an error behind, so nothing is written: {place}: {first.message}")
    return after
