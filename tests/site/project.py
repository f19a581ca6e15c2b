"""Small projects to build and to serve, and MkDocs run on them as people run it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.error import HTTPError
from urllib.request import urlopen

from opbook.checks.rule import rules
from opbook.source.files import SETTINGS_FILE
from tests.site.built import Site
from tests.workbench import TinyPlaybook

ROOT = Path(__file__).resolve().parents[2]
DAY = 1795305600
"""What `SOURCE_DATE_EPOCH` is in every build: 22 November 2026."""
PATIENCE = 120.0
"""Seconds after which a server is given up."""

T = TypeVar("T")


def environment(**more: str) -> dict[str, str]:
    """The environment of every run: the day is fixed, and MkDocs keeps its advertising to itself."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": str(DAY), **more}


@dataclass(frozen=True, slots=True)
class Build:
    """What a run of `mkdocs build` did."""

    code: int
    output: str
    site: Site

    @property
    def told(self) -> list[str]:
        """What is wrong, each as ``path:line:column CODE message``."""
        found = re.findall(r"^(\S.*?:\d+:\d+): error\[(Y\d{3})\] (.*)$", self.output, re.MULTILINE)
        return [" ".join(each) for each in found]


def mkdocs_build(project: Path, *options: str, site: Path | None = None, **more: str) -> Build:
    """Run ``mkdocs build``."""
    site = site or project / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site), *options]
    done = subprocess.run(command, cwd=project, env=environment(**more), capture_output=True, text=True, check=False)
    return Build(done.returncode, done.stdout + done.stderr, Site(site))


LEAN = """\
def on_files(files, config):
    for file in list(files):
        if file.src_uri.startswith("rules/") and file.name != "index":
            files.remove(file)
"""
"""A hook that leaves out the pages of the rules: they are many, the same everywhere, and take half of a build."""


class QuietPlaybook(TinyPlaybook):
    """The tiny playbook with every rule switched off: what they say is tested elsewhere."""

    def write(self, inside: str, content: str | bytes) -> None:
        """Write a file; the settings get a last line that switches the rules off."""
        if inside == SETTINGS_FILE and isinstance(content, str):
            content += f"rules: {{{', '.join(f'{code}: {{severity: off}}' for code in rules())}}}\n"
        super().write(inside, content)


class Project:
    """A small project: the tiny playbook, one page, and the settings of this repository without its navigation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = QuietPlaybook(folder / "playbook_data")
        settings = (ROOT / "mkdocs.yml").read_text("utf-8")
        self.write("mkdocs.yml", settings[: settings.index("\nnav:") + 1] + "hooks: [lean.py]\n")
        self.write("lean.py", LEAN)
        self.write("docs/index.md", "# Home\n\nHere it begins.\n")

    def copied(self, folder: Path) -> Project:
        """A copy of the project as it stands, with its site."""
        copy = Project(folder)
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return copy

    def write(self, path: str, text: str) -> None:
        """Write a file of the project."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def configure(self, old: str, new: str) -> None:
        """Put other words in the place of some of the settings."""
        text = (self.folder / "mkdocs.yml").read_text("utf-8")
        assert text.count(old) == 1
        self.write("mkdocs.yml", text.replace(old, new))

    def build(self, *options: str, **more: str) -> Build:
        """Run ``mkdocs build``."""
        return mkdocs_build(self.folder, *options, **more)

    def built(self, *options: str) -> Site:
        """Build it; nothing may go wrong."""
        build = self.build("--strict", *options)
        assert build.code == 0, build.output
        return build.site

    @property
    def site(self) -> Site:
        """The site that stands there."""
        return Site(self.folder / "site")

    def built_bytes(self) -> dict[str, bytes]:
        """Every file of the site that stands there, and what is in it."""
        return self.site.bytes

    @property
    def leftovers(self) -> list[str]:
        """Hidden files of the project, which nobody put there."""
        return [path.name for path in self.folder.iterdir() if path.name.startswith(".")]


def until(ask: Callable[[], T | None], wanted: Callable[[T], bool] = bool) -> T:
    """Ask again and again for something until it is as wanted."""
    end = time.monotonic() + PATIENCE
    while True:
        answer = ask()
        if answer is not None and wanted(answer):
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"not in {PATIENCE:.0f} seconds; at last: {answer!r}")
        time.sleep(0.05)


class Server:
    """A running ``mkdocs serve``."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process = process
        self.root = f"http://127.0.0.1:{port}/"
        self._log = log

    @property
    def output(self) -> str:
        """What it has printed so far."""
        return self._log.read_text("utf-8", "replace")

    def get(self, address: str) -> str | None:
        """A file as a browser gets it, without the times of MkDocs' reloading; `None` where nothing answers."""
        assert self.process.poll() is None, self.output
        try:
            with urlopen(self.root + address, timeout=PATIENCE) as answer:
                return re.sub(r"livereload\(\d+, \d+\)", "livereload()", answer.read().decode("utf-8"))
        except (HTTPError, OSError):
            return None

    def shows(self, address: str, words: str) -> str:
        """Wait until a file contains words, and return it."""
        return until(lambda: self.get(address), lambda text: words in text)


@contextmanager
def serving(project: Path, *options: str, **more: str) -> Iterator[Server]:
    """Run ``mkdocs serve`` on a free port, and end it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = project.with_name(f"{project.name}-served")
    own.mkdir()
    log = own / "log"
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}", *options]
    settings = environment(TMPDIR=str(own), PYTHONUNBUFFERED="1", **more)
    with log.open("wb") as stream:
        process = subprocess.Popen(command, cwd=project, env=settings, stdout=stream, stderr=stream)
        try:
            yield Server(process, port, log)
        finally:
            process.terminate()
            process.wait()
