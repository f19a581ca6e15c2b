"""Writing files so that nobody ever finds half of one."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write a file as UTF-8 with LF line ends: all of it, or nothing.

    Its folder is made where there is none.

    Raises:
        OSError: Where it cannot be written; what was there before is still there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_text(text, "utf-8", newline="\n")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
