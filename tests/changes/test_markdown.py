"""Nothing that stands in the YAML is markup, a mention or a reference in a comment."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from opbook.changes.comment import MARKER, as_markdown_comment
from opbook.changes.comparison import compared
from opbook.changes.markdown import as_markdown, code, escaped, message
from opbook.changes.words import Style, name, quote, words
from opbook.changes.words import code as as_code
from tests.changes.edited import ON
from tests.workbench import TinyPlaybook

HOSTILE = (
    "`code` and ``more`` and a single ` one",
    "@somebody @org/team a@b.example",
    "#12 owner/repo#12 GH-12 gh-12 !12 &12 ~label ~\"a b\" %12 %{x} $12 ^alert#1 a1b2c3d 0123456789abcdef",
    "<img src=x onerror=alert(1)> <!-- x --> </details> <b>",
    "a | b || c \\| d",
    "[x](https://a.example) ![x](y) [[page]] [issue:12] [^1]",
    "https://a.example/b?c=d www.a.example HTTP://A.example",
    "*a* **b** __c__ ~~d~~ $e$ {+f+} [-g-] :tada: ==h==",
    "&#64;somebody &amp;12 &lt;b&gt;",
    "\u202eabc\u2066 \x1b[31m \u200b@x",
)  # fmt: skip
REFERENCES = (
    r"[@#!$%~^&][\w\"{]",
    r"\b(?:GH|GL)-\d",
    r":[\w+-]+:",
    r"://",
    r"www\.",
    r"\b[0-9a-f]{7,40}\b",
    r"\{[+-]",
    r"\[[+\-\[\w]",
)
"""What GitHub or GitLab make a link or a picture of, once entities are signs again."""
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
OURS = re.compile(r"\*\*|</?(?:del|ins)>|<details><summary>|</summary>|</details>|<!-- opbook diff -->")


def harmless(line: str) -> None:
    """Hold a line of a comment against what it may contain beside our own markup."""
    table = line.startswith("| ")
    bare = OURS.sub("", CODE.sub("", line))
    assert not re.search(r"[`*_\[\]<>\\~$@]" if table else r"[`*_\[\]<>\\~$@|]", bare), line
    assert not table or bare.count("|") in (4, 5), line
    assert not re.search(r"(?<!&)#", bare.lstrip("#")), line
    shown = html.unescape(bare)
    for reference in REFERENCES:
        assert not re.search(reference, shown, re.IGNORECASE), (reference, line)
    assert all(char.isprintable() or char in "\u200b" for char in shown), line


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_only_a_text(text: str):
    harmless(escaped(text))
    harmless(as_markdown(words(name(text), " is ", quote(text), " as ", as_code(text))))
    harmless(message(f"{text} says `x`, and {text}"))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_still_reads_the_same(text: str):
    shown = html.unescape(escaped(text)).replace("\u200b", "")
    if text.isprintable():
        assert shown == text


def test_lines_end_only_where_we_end_them():
    text = "a\n## b\r\n- c\u2028/close\x0b\x85d"
    for each in (escaped(text), code(text), message(text)):
        assert len(each.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a b", "`a b`"), ("a`b", "`` a`b ``"), ("``", "``` `` ```"), ("@x #1 <b>", "`@x #1 <b>`"), (" ", "")],
)
def test_code_is_code_whatever_is_in_it(text: str, expected: str):
    assert code(text) == expected


def test_backquotes_of_a_message_are_code():
    assert message("write `stop_rule:` in it") == "write `stop_rule:` in it"
    assert message("`a` and `b`") == "`a` and `b`"
    assert message("a ` b") == "a &#96; b"


def test_plain_words_stay_as_they_are():
    text = "Sync is 30 min longer: 60 min (was 30); under 10% of releases, 50 % & more!"
    assert escaped(text) == text.replace("&", "&amp;")


def test_every_style_is_set_off():
    assert set(Style) == {Style.PLAIN, Style.NAME, Style.QUOTE, Style.GONE, Style.NEW, Style.CODE}
    assert as_markdown(words(as_code("ritual:sync"))) == "`ritual:sync`"


def test_a_whole_comment_about_hostile_text_is_harmless(tmp_path: Path):
    before, after = TinyPlaybook(tmp_path / "before"), TinyPlaybook(tmp_path / "after")
    lines = "".join(f"  - {quoted(text)}\n" for text in HOSTILE[:-1])
    prose = "".join(f"  - {quoted(HOSTILE[index])}\n" for index in (0, 1, 2, 4))
    for number, text in enumerate(HOSTILE[:-1]):
        after.write(f"roles/r{number}.yml", f"name: {quoted(text)}\ndiscipline: product\nlevel: lead\npurpose: P.\n")
    after.write(
        "roles/owner.yml",
        f"name: {quoted(HOSTILE[1])}\naliases:\n{lines}discipline: project\nlevel: lead\n"
        f"purpose: {quoted(HOSTILE[1])}\n"
        f"accountabilities:\n{prose}checklists:\n  {quoted(HOSTILE[2])}:\n{prose}"
        f"x_note: {quoted(HOSTILE[4])}\n",
    )
    after.write(
        "stages/launch.yml",
        "name: Launch\norder: 1\npurpose: Begin.\nteam: both\nactivities:\n  begin:\n"
        f"    name: {quoted(HOSTILE[0])}\n    limit: {quoted(HOSTILE[2])}\n"
        "    raci: {accountable: r1, responsible: [owner, r2], consulted: [r3, r4, r5, r6, r7, r8]}\n",
    )
    after.write("tools/t.yml", f"name: T\nused_for: U.\nurl: https://a.example/@x\nrecord_of: [{quoted(HOSTILE[4])}]\n")
    found = compared(before.read(), after.read(), ON)
    assert len(found.new_findings) > 10
    comment = as_markdown_comment(found)
    assert comment.startswith(f"{MARKER}\n")
    for line in comment.splitlines():
        harmless(line)
    assert comment.count("<details>") == comment.count("</details>")


def quoted(text: str) -> str:
    """A text as YAML has it between double quotes."""
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\u{ord(c):04x}" for c in text) + '"'
