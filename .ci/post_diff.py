"""Keep one comment on a pull or merge request that says what it changes in the operating model.

Usage: ``post_diff.py github|gitlab FOLDER``. The folder holds what the checks of the proposal left: the report
`diff.md` and, for GitHub, the pull request's `number`. Anyone who may propose a change can have written both. They are
therefore read as data, up to a size, and whatever the host knows is asked of the host. Only the standard library is
used: where a token is at hand, nothing is installed.

Exit status: 0 posted, or nothing to post; 1 refused, or the host said no.
"""

from __future__ import annotations

import json
import os
import re
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MARKER = "<!-- opbook diff -->"
"""The first line of the report, by which the comment is found again."""
NOTHING = "Nothing in the operating model is different."
"""What the report says where there is nothing to tell; no comment is begun for that."""
MOST_BYTES = 1_000_000
"""A larger report was not written by `opbook diff`."""
MOST_CHARACTERS = 60_000
"""GitHub takes 65,536 in a comment."""
CUT = "*The report is cut here: it is too long for a comment. `opbook diff` shows all of it.*"
PAGE = 100
MOST_PAGES = 50


class Refused(Exception):
    """What was left is not what the checks leave."""


class Outdated(Exception):
    """There is nothing to post, and nobody is at fault."""


@dataclass(frozen=True)
class Thread:
    """The comments of one request, and how its host wants to be spoken to."""

    api: str
    headers: Mapping[str, str]
    comments: str
    """Path of the list of comments, which also takes new ones."""
    comment: str
    """Path of a comment, before its id."""
    author: tuple[str, str]
    """The keys in a comment that lead to its author's name."""
    me: str
    """The name under which we comment."""
    change: str
    """The HTTP method that replaces a comment's text."""

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """The host's answer to one request."""
        return ask(self.api, self.headers, method, path, body)

    def ours(self) -> int | None:
        """The id of our comment. One that somebody else began with our first line is theirs, and left alone."""
        outer, inner = self.author
        for each in self._all():
            if each[outer][inner] == self.me and str(each["body"]).startswith(MARKER):
                return int(each["id"])
        return None

    def _all(self) -> Iterator[Any]:
        for page in range(1, MOST_PAGES + 1):
            found = self.ask("GET", f"{self.comments}?per_page={PAGE}&page={page}")
            yield from found
            if len(found) < PAGE:
                return


def ask(api: str, headers: Mapping[str, str], method: str, path: str, body: object = None) -> Any:
    """Send one request to an API that speaks JSON."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        f"{api}{path}", data, {**headers, "Content-Type": "application/json", "User-Agent": "opbook"}, method=method
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def left(folder: Path, name: str, most: int) -> str:
    """A file that the checks left, as text.

    Raises:
        Outdated: Where there is none: the checks failed before they came to it.
        Refused: Where it is no plain file, or larger than it can be.
    """
    path = folder / name
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise Refused(f"`{name}` is no plain file")
    if not path.exists():
        raise Outdated(f"the checks left no `{name}`")
    with path.open("rb") as file:
        found = file.read(most + 1)
    if len(found) > most:
        raise Refused(f"`{name}` is larger than {most} bytes")
    return found.decode("utf-8", "replace")


def report(folder: Path) -> str:
    """The report, fit to be posted under our name.

    It notifies nobody (`@somebody`), gives GitLab no orders (a line that begins with `/`), and is short enough.

    Raises:
        Refused: Where it is no report of `opbook diff`.
    """
    lines = left(folder, "diff.md", MOST_BYTES).splitlines()
    if lines[:1] != [MARKER]:
        raise Refused(f"`diff.md` does not begin with the line {MARKER}")
    text = "\n".join(harmless(line) for line in lines) + "\n"
    return text if len(text) <= MOST_CHARACTERS else shortened(text)


def harmless(line: str) -> str:
    """A line that notifies nobody and orders nothing, and looks the same."""
    if line.lstrip().startswith("/"):
        line = line.replace("/", "\\/", 1)
    return line.replace("@", "@\N{ZERO WIDTH SPACE}")


def shortened(text: str) -> str:
    """As much of the text as fits, in whole lines."""
    kept, _, _ = text[:MOST_CHARACTERS].rpartition("\n")
    if kept.count("<details>") > kept.count("</details>"):
        kept += "\n\n</details>"
    return f"{kept}\n\n{CUT}\n"


def on_github(folder: Path, env: Mapping[str, str]) -> Thread:
    """The comments of the pull request whose checks have run.

    The number was written by those checks, so it is believed only where GitHub says that this pull request has the very
    head that was checked.
    """
    written = left(folder, "number", 20).strip()
    if not re.fullmatch(r"[1-9][0-9]{0,9}", written):
        raise Refused("`number` is not the number of a pull request")
    api, repository = env["GITHUB_API_URL"], env["GITHUB_REPOSITORY"]
    headers = {"Authorization": f"Bearer {env['GITHUB_TOKEN']}", "Accept": "application/vnd.github+json"}
    pull = ask(api, headers, "GET", f"/repos/{repository}/pulls/{written}")
    if (pull["head"]["repo"] or {}).get("full_name") != env["HEAD_REPOSITORY"]:
        raise Refused(f"pull request {written} does not come from the repository whose checks have run")
    if pull["state"] != "open" or pull["head"]["sha"] != env["HEAD_SHA"]:
        raise Outdated(f"pull request {written} has moved on since its checks have run")
    return Thread(
        api,
        headers,
        comments=f"/repos/{repository}/issues/{written}/comments",
        comment=f"/repos/{repository}/issues/comments/",
        author=("user", "login"),
        me="github-actions[bot]",
        change="PATCH",
    )


def on_gitlab(env: Mapping[str, str]) -> Thread:
    """The notes on the merge request whose pipeline this is."""
    api = env["CI_API_V4_URL"]
    headers = {"PRIVATE-TOKEN": env["OPBOOK_NOTE_TOKEN"]}
    notes = f"/projects/{env['CI_PROJECT_ID']}/merge_requests/{env['CI_MERGE_REQUEST_IID']}/notes"
    return Thread(
        api,
        headers,
        comments=notes,
        comment=f"{notes}/",
        author=("author", "username"),
        me=ask(api, headers, "GET", "/user")["username"],
        change="PUT",
    )


def post(thread: Thread, text: str) -> str:
    """Bring the comment up to date, or begin it; what was done, in words."""
    known = thread.ours()
    if known is not None:
        thread.ask(thread.change, f"{thread.comment}{known}", {"body": text})
        return "the comment is up to date"
    if NOTHING in text.splitlines():
        return "nothing is different, and there is no comment to keep up to date"
    thread.ask("POST", thread.comments, {"body": text})
    return "the comment is posted"


def main(host: str, folder: Path, env: Mapping[str, str]) -> int:
    """Do it, and say on one line what came of it."""
    try:
        text = report(folder)
        done = post(on_github(folder, env) if host == "github" else on_gitlab(env), text)
    except Outdated as why:
        print(f"nothing posted: {why}")
        return 0
    except Refused as why:
        print(f"nothing posted: {why}", file=sys.stderr)
        return 1
    except (OSError, json.JSONDecodeError) as problem:
        print(f"nothing posted: the host answers {problem}", file=sys.stderr)
        return 1
    print(done)
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in {"github", "gitlab"}:
        sys.exit(str(__doc__))
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), os.environ))
