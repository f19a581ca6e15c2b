"""Edit links: from a page to the file that it is made from."""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from urllib.parse import quote

_LAST_FOLDER = re.compile(r"(?<![:/])([/=])[^/=?&#]+/\Z")


def edit_url(template: str, file: Path, docs: Path) -> str:
    """Where a file is edited on the host of the repository.

    Args:
        template: MkDocs' ``edit_uri_template``; its ``{path}`` is a path below the folder of hand-written pages.
        file: Any file of the project.
        docs: The folder of hand-written pages.
    """
    path = Path(os.path.relpath(file, docs)).as_posix()
    head, brace, tail = template.partition("{path")
    while path.startswith("../") and _LAST_FOLDER.search(head):
        head, path = _LAST_FOLDER.sub(r"\1", head), path.removeprefix("../")
    values = {"path": path, "path_noext": posixpath.splitext(path)[0]}
    values |= {f"{name}!q": quote(value, safe="") for name, value in values.items()}
    return re.sub(r"\{([^{}]*)\}", lambda field: values.get(field[1], field[0]), head + brace + tail)
