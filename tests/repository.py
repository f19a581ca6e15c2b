"""A git repository that a test makes, with commits on days of its choice."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

OWN = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@a.example",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@a.example",
}
"""What keeps the settings of this machine out."""


class Repository:
    """A repository; it has no commit yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch", "main")

    def git(self, *arguments: str, at: str = "2026-11-22T10:00:00+00:00") -> str:
        """Run git at a moment."""
        environment = {**os.environ, **OWN, "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def commit(self, at: str, subject: str = "Change", *options: str) -> str:
        """Commit all that stands there, at a moment or at noon of a day; gives its id."""
        moment = at if "T" in at else f"{at}T12:00:00+00:00"
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", subject, *options, at=moment)
        return self.git("rev-parse", "HEAD")

    def tag(self, name: str, message: str = "", at: str = "2026-11-22") -> None:
        """Tag the last commit; with a message the tag has a date of its own."""
        self.git("tag", *(("-a", "-m", message) if message else ()), name, at=f"{at}T12:00:00+00:00")
