"""The scripts of CI, run as CI runs them: against a repository, and against a host that stands in for the real one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.cli.test_diff import git
from tests.conftest import ROOT
from tests.workbench import TinyPlaybook

MARKER = "<!-- opbook diff -->"
HEAD = "a" * 40
BOT = "github-actions[bot]"
TOKEN = "token-of-the-test"


class Host(ThreadingHTTPServer):
    """Answers like GitHub and GitLab, as far as the script asks, and remembers what was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.pull: dict[str, Any] = {"state": "open", "head": {"sha": HEAD, "repo": {"full_name": "fork/playbook"}}}
        self.comments: list[dict[str, Any]] = []
        self.asked: list[tuple[str, str]] = []
        self.refuses = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def written(self) -> list[tuple[str, str]]:
        return [(method, path) for method, path in self.asked if method != "GET"]

    def begin(self, author: str, body: str) -> dict[str, Any]:
        comment = {"id": len(self.comments) + 1, "user": {"login": author}, "author": {"username": author}}
        self.comments.append({**comment, "body": body})
        return self.comments[-1]


class Answer(BaseHTTPRequestHandler):
    server: Host

    def _answer(self) -> None:
        url = urlsplit(self.path)
        self.server.asked.append((self.command, url.path))
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "null")
        token = self.headers.get("PRIVATE-TOKEN") or (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        if self.server.refuses or token != TOKEN:
            self.send_response(403)
            self.end_headers()
            return
        found = self._found(url.path, parse_qs(url.query), body)
        self.send_response(200 if found is not None else 404)
        self.end_headers()
        self.wfile.write(json.dumps(found).encode())

    def _found(self, path: str, query: dict[str, list[str]], body: Any) -> Any:
        host, before = self.server, self.command
        if before == "GET" and path == "/repos/our/playbook/pulls/7":
            return host.pull
        if before == "GET" and path == "/user":
            return {"username": "playbook-bot"}
        if path in {"/repos/our/playbook/issues/7/comments", "/projects/42/merge_requests/7/notes"}:
            if before == "POST":
                return host.begin(BOT if "repos" in path else "playbook-bot", body["body"])
            size, page = int(query["per_page"][0]), int(query["page"][0])
            return host.comments[(page - 1) * size : page * size]
        where, _, id_ = path.rpartition("/")
        change = {"/repos/our/playbook/issues/comments": "PATCH", "/projects/42/merge_requests/7/notes": "PUT"}
        if change.get(where) == before:
            host.comments[int(id_) - 1]["body"] = body["body"]
            return host.comments[int(id_) - 1]
        return None

    do_GET = do_POST = do_PATCH = do_PUT = _answer  # noqa: N815 - the names that http.server asks for

    def log_message(self, format: str, *arguments: object) -> None:
        """Stay quiet."""


@pytest.fixture
def host() -> Iterator[Host]:
    with Host() as host:
        thread = threading.Thread(target=host.serve_forever, daemon=True)
        thread.start()
        yield host
        host.shutdown()
        thread.join()


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """What the checks of a proposal leave."""
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "diff.md").write_text(f"{MARKER}\n## What this changes\n\n- Owner does more\n", "utf-8")
    (folder / "number").write_text("7\n", "utf-8")
    return folder


def run(*words: object, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "SYSTEMROOT"}}
    return subprocess.run(
        [str(word) for word in words], cwd=cwd, env={**kept, **env}, capture_output=True, text=True, check=False
    )


def post(host: Host, left: Path, on: str = "github") -> subprocess.CompletedProcess[str]:
    env = {"GITHUB_API_URL": host.address, "GITHUB_REPOSITORY": "our/playbook", "GITHUB_TOKEN": TOKEN}
    env |= {"HEAD_REPOSITORY": "fork/playbook", "HEAD_SHA": HEAD}
    env |= {"CI_API_V4_URL": host.address, "CI_PROJECT_ID": "42", "CI_MERGE_REQUEST_IID": "7"}
    env |= {"OPBOOK_NOTE_TOKEN": TOKEN, "no_proxy": "*"}
    return run(sys.executable, ROOT / ".ci/post_diff.py", on, left, cwd=left, **env)


hosts = pytest.mark.parametrize(("on", "me"), [("github", BOT), ("gitlab", "playbook-bot")])


@hosts
def test_the_first_report_begins_a_comment(host: Host, left: Path, on: str, me: str):
    done = post(host, left, on)
    assert (done.returncode, done.stdout) == (0, "the comment is posted\n"), done.stderr
    (comment,) = host.comments
    assert comment["body"] == (left / "diff.md").read_text("utf-8")


@hosts
def test_the_next_report_takes_its_place(host: Host, left: Path, on: str, me: str):
    host.begin("reviewer", "Looks good")
    host.begin(me, f"{MARKER}\nold")
    done = post(host, left, on)
    assert (done.returncode, done.stdout) == (0, "the comment is up to date\n"), done.stderr
    assert [comment["body"].splitlines()[-1] for comment in host.comments] == ["Looks good", "- Owner does more"]


@hosts
def test_our_comment_is_found_behind_a_hundred_others(host: Host, left: Path, on: str, me: str):
    for index in range(100):
        host.begin("reviewer", f"No. {index}")
    host.begin(me, f"{MARKER}\nold")
    assert post(host, left, on).stdout == "the comment is up to date\n"
    assert len(host.comments) == 101


@hosts
def test_a_comment_of_somebody_else_is_left_alone_whatever_it_begins_with(host: Host, left: Path, on: str, me: str):
    host.begin("joker", f"{MARKER}\nmine")
    assert post(host, left, on).stdout == "the comment is posted\n"
    assert host.comments[0]["body"] == f"{MARKER}\nmine"


@hosts
def test_nothing_different_begins_no_comment_but_ends_an_older_report(host: Host, left: Path, on: str, me: str):
    (left / "diff.md").write_text(f"{MARKER}\n\nNothing in the operating model is different.\n", "utf-8")
    done = post(host, left, on)
    assert (done.returncode, host.written) == (0, [])
    assert done.stdout == "nothing is different, and there is no comment to keep up to date\n"
    host.begin(me, f"{MARKER}\nold")
    assert post(host, left, on).stdout == "the comment is up to date\n"


@pytest.mark.parametrize(
    "number",
    [
        "",
        "seven",
        "-7",
        "07",
        "7.0",
        "7/../8",
        "7\n8",
        "../issues/7",
        "\N{ARABIC-INDIC DIGIT SEVEN}",
        "1" * 21,
        "$(id)",
    ],
)
def test_what_is_no_number_is_refused_before_anyone_is_asked(host: Host, left: Path, number: str):
    (left / "number").write_text(number, "utf-8")
    done = post(host, left)
    assert (done.returncode, done.stdout, host.asked) == (1, "", [])
    assert done.stderr.startswith("nothing posted: `number` is ")


def test_a_number_of_nothing_is_told(host: Host, left: Path):
    (left / "number").write_text("8", "utf-8")
    done = post(host, left)
    assert (done.returncode, host.written) == (1, [])
    assert done.stderr == "nothing posted: the host answers HTTP Error 404: Not Found\n"


def test_the_number_of_somebody_elses_pull_request_is_refused(host: Host, left: Path):
    for repository in ({"full_name": "our/playbook"}, None):  # None: the fork is gone
        host.pull["head"]["repo"] = repository
        done = post(host, left)
        assert (done.returncode, host.written) == (1, [])
        assert "does not come from the repository whose checks have run" in done.stderr


@pytest.mark.parametrize("change", [{"state": "closed"}, {"head": {"sha": "b" * 40}}])
def test_a_report_that_newer_commits_overtook_is_left_out(host: Host, left: Path, change: dict[str, Any]):
    for key, value in change.items():
        host.pull[key] = {**host.pull[key], **value} if isinstance(value, dict) else value
    done = post(host, left)
    assert (done.returncode, host.written) == (0, [])
    assert done.stdout == "nothing posted: pull request 7 has moved on since its checks have run\n"


@hosts
def test_a_report_without_the_first_line_is_refused(host: Host, left: Path, on: str, me: str):
    for text in ("", "Buy here\n", f"\n{MARKER}\n", f"{MARKER} and more\n"):
        (left / "diff.md").write_text(text, "utf-8")
        done = post(host, left, on)
        assert (done.returncode, host.asked) == (1, [])
        assert f"does not begin with the line {MARKER}" in done.stderr


@hosts
def test_a_report_too_long_for_a_comment_is_cut_at_a_line_and_says_so(host: Host, left: Path, on: str, me: str):
    lines = [MARKER, "<details><summary>All</summary>", "", *(f"- change {index:06}" for index in range(20_000))]
    (left / "diff.md").write_text("\n".join(lines), "utf-8")
    assert post(host, left, on).returncode == 0
    body = host.comments[0]["body"]
    assert 59_000 < len(body) < 65_536
    whole, end = body.split("\n\n</details>\n\n")
    assert set(whole.splitlines()) <= set(lines)
    assert end.startswith("*The report is cut here")


def test_a_huge_file_is_refused(host: Host, left: Path):
    (left / "diff.md").write_text(f"{MARKER}\n" + "x" * 1_000_000, "utf-8")
    done = post(host, left)
    assert (done.returncode, host.asked) == (1, [])
    assert done.stderr == "nothing posted: `diff.md` is larger than 1000000 bytes\n"


def test_only_a_plain_file_is_read(host: Host, left: Path, tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text(f"{MARKER}\nsecret\n", "utf-8")
    (left / "diff.md").unlink()
    (left / "diff.md").symlink_to(secret)
    done = post(host, left)
    assert (done.returncode, host.asked) == (1, [])
    assert done.stderr == "nothing posted: `diff.md` is no plain file\n"


def test_where_the_checks_left_nothing_there_is_nothing_to_post(host: Host, left: Path):
    (left / "diff.md").unlink()
    done = post(host, left)
    assert (done.returncode, done.stdout) == (0, "nothing posted: the checks left no `diff.md`\n")


@hosts
def test_a_report_notifies_nobody_and_orders_nothing(host: Host, left: Path, on: str, me: str):
    orders = "@everyone \\@team\n/merge\n  /close\r/approve\u2028/label x\n- a/b\n"
    (left / "diff.md").write_text(f"{MARKER}\n{orders}", "utf-8", newline="")
    assert post(host, left, on).returncode == 0
    assert host.comments[0]["body"].splitlines()[1:] == [
        "@\u200beveryone \\@\u200bteam",
        "\\/merge",
        "  \\/close",
        "\\/approve",
        "\\/label x",
        "- a/b",
    ]


@hosts
def test_a_host_that_says_no_is_told_without_a_traceback(host: Host, left: Path, on: str, me: str):
    host.refuses = True
    done = post(host, left, on)
    assert done.returncode == 1
    assert done.stderr == "nothing posted: the host answers HTTP Error 403: Forbidden\n"
    assert TOKEN not in done.stdout + done.stderr


@pytest.fixture
def proposal(tmp_path: Path) -> TinyPlaybook:
    """A playbook in a repository, on a branch that has left main."""
    tiny = TinyPlaybook(tmp_path / "repository/playbook_data")
    top = tiny.folder.parent
    for words in (
        ("init", "--initial-branch", "main"),
        ("add", "."),
        ("commit", "-m", "Begin"),
        ("checkout", "-b", "proposal"),
    ):
        git(top, *words)
    return tiny


def told(tiny: TinyPlaybook, file: Path, base: str = "main", **env: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", **env}
    return run(ROOT / ".ci/diff_report.sh", base, file, cwd=tiny.folder.parent, **env)


def test_a_changed_branch_is_told_and_posted(proposal: TinyPlaybook, host: Host, left: Path):
    proposal.swap("rituals/sync.yml", "minutes: 30", "minutes: 60")
    done = told(proposal, left / "diff.md")
    assert done.returncode == 0, done.stderr
    assert post(host, left).stdout == "the comment is posted\n"
    assert "**Sync** is 30 min longer" in host.comments[0]["body"]


def test_a_branch_that_changes_nothing_is_posted_nowhere(proposal: TinyPlaybook, host: Host, left: Path):
    assert told(proposal, left / "diff.md").returncode == 0
    assert post(host, left).stdout.startswith("nothing is different")


@pytest.mark.parametrize("base", ["main", "nowhere", ""])
def test_what_cannot_be_compared_is_said_in_place_of_the_report(
    proposal: TinyPlaybook, host: Host, left: Path, base: str
):
    if base == "main":
        proposal.swap("rituals/sync.yml", "facilitator: owner", "facilitator: onwer")
    done = told(proposal, left / "deeper/diff.md", base)
    assert done.returncode == 0
    assert done.stderr, "the log says why"
    text = (left / "deeper/diff.md").read_text("utf-8")
    assert text.startswith(f"{MARKER}\n")
    assert "This cannot be told yet." in text
    (left / "diff.md").write_text(text, "utf-8")
    host.begin(BOT, f"{MARKER}\nold")
    assert post(host, left).stdout == "the comment is up to date\n"


def test_any_other_failure_stays_one(proposal: TinyPlaybook, tmp_path: Path):
    broken = tmp_path / "bin/opbook"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\nexit 2\n", "utf-8")
    broken.chmod(0o755)
    path = f"{broken.parent}{os.pathsep}{os.environ['PATH']}"
    assert told(proposal, tmp_path / "diff.md", PATH=path).returncode == 2
