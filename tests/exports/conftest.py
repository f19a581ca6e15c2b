"""LibreOffice, in which spreadsheets are opened as readers open them."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Sheets = dict[str, list[list[str]]]
"""The cells of every sheet that has been opened in LibreOffice, as it shows them."""

_EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


class Office:
    """LibreOffice without a screen, and with a profile of its own."""

    def __init__(self, program: str, profile: Path) -> None:
        self._command = (program, f"-env:UserInstallation={profile.as_uri()}", "--headless")

    def convert(self, file: Path, to: str, folder: Path) -> None:
        command = (*self._command, "--convert-to", to, "--outdir", str(folder), str(file))
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def sheets(self, content: bytes, folder: Path) -> Sheets:
        """Open a workbook; what each sheet shows."""
        folder.mkdir()
        file = folder / "book.xlsx"
        file.write_bytes(content)
        self.convert(file, _EVERY_SHEET, folder)
        return {each.stem.removeprefix("book-"): list(_rows(each)) for each in folder.glob("*.csv")}

    def pdf(self, content: bytes, folder: Path) -> Path:
        """Print a workbook."""
        folder.mkdir()
        file = folder / "book.xlsx"
        file.write_bytes(content)
        self.convert(file, "pdf", folder)
        return folder / "book.pdf"


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice; the test is skipped where there is none."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("there is no LibreOffice here: install the package libreoffice-calc-nogui")
    return Office(program, tmp_path_factory.mktemp("office") / "profile")


Shown = Callable[[bytes], Sheets]


@pytest.fixture
def shown(office: Office, tmp_path: Path) -> Shown:
    """What LibreOffice shows of a workbook."""
    return lambda content: office.sheets(content, tmp_path / "shown")
