"""What hand-written pages show is true: commands can be typed, and output is what the tool says."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import click
import pytest
from click.testing import CliRunner

from opbook.cli.main import main
from tests.conftest import DATA, ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
_CODE = re.compile(r"`(?:\.venv/bin/)?(opbook [^`\n]+)`")
_TYPED = re.compile(r"^\s*(?:\$ )?(?:\.venv/bin/)?(opbook [^\n]+)$", re.MULTILINE)
_FENCE = re.compile(r"^ *```(?:console|bash|sh|shell)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def typed(text: str) -> Iterator[str]:
    """The lines of a page that begin with ``opbook``: in backquotes, and in blocks of what is typed."""
    yield from _CODE.findall(_FENCE.sub("", text))
    for block in _FENCE.findall(text):
        yield from _TYPED.findall(block)


def fault(line: str) -> str:
    """Why a line could not be typed; empty where it could. Nothing is run."""
    words = shlex.split(line, comments=True)[1:]
    command: click.Command = main
    context = click.Context(main, info_name="opbook")
    while isinstance(command, click.Group):
        if not words or words[0].startswith("-"):
            return ""
        found = command.get_command(context, words[0])
        if found is None:
            return f"there is no command `{words[0]}`"
        command, context = found, click.Context(found, info_name=words[0], parent=context)
        words = words[1:]
    if not words and any(each.required for each in command.params):
        return ""  # a page speaks of the command, and shows no call
    try:
        command.make_context(context.info_name, list(words), parent=context.parent)
    except click.BadParameter as error:
        is_file = error.param is not None and isinstance(error.param.type, click.Path | click.File)
        return "" if is_file and not isinstance(error, click.MissingParameter) else error.format_message()
    except click.UsageError as error:
        return error.format_message()
    return ""


CHAPTER = (ROOT / "docs/contribute/first-change.md").read_text("utf-8")
ON = "2026-11-22"
OLD = "  - Order the live backlog.\n"
"""The line that the chapter changes."""

LINES = [
    pytest.param(line, id=f"{page.relative_to(ROOT)}: {line}")
    for page in PAGES
    for line in dict.fromkeys(typed(page.read_text("utf-8")))
]


@pytest.mark.parametrize("line", LINES)
def test_a_command_that_a_page_shows_is_there(line: str):
    assert fault(line) == ""


def test_lines_are_found_in_backquotes_and_in_blocks_and_comments_are_left_out():
    block = "```console\n$ .venv/bin/opbook diff main  # why\nopbook rules\n```"
    page = f"Run `opbook check`.\n\n{block}\n\n```text\nopbook x\n```\n"
    assert list(typed(page)) == ["opbook check", "opbook diff main  # why", "opbook rules"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("opbook chekc", "no command"),
        ("opbook check --form json", "No such option"),
        ("opbook check --format jsn", "jsn"),
        ("opbook export racy", "no command"),
        ("opbook diff main other third", "unexpected extra"),
        ("opbook diff --format json", "Missing argument"),
    ],
)
def test_a_line_that_could_not_be_typed_is_told(line: str, why: str):
    assert why in fault(line)


def test_readme_lists_every_command():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in main.commands if f"`opbook {name}" not in readme] == []


def proposed(folder: Path, line: str) -> Path:
    """The shipped playbook with the line of the example in place of the one that is there."""
    data = folder / "playbook_data"
    shutil.copytree(DATA, data)
    file = data / "roles/product-owner.yml"
    before = file.read_text("utf-8")
    assert before.count(OLD) == 1
    file.write_text(before.replace(OLD, line), "utf-8")
    return data


def test_the_change_of_the_example_is_told_as_the_chapter_shows(tmp_path: Path):
    (old,) = re.findall(r"Before:\n\n +```yaml\n +decision_rights:\n +(.*)\n", CHAPTER)
    (new,) = re.findall(r"After:\n\n +```yaml\n +decision_rights:\n +(.*)\n", CHAPTER)
    assert f"  {old}\n" == OLD
    data = proposed(tmp_path, f"  {new}\n")
    told = CliRunner().invoke(main, ["diff", str(DATA), str(data), "--format", "markdown", "--on", ON])
    assert told.exit_code == 0
    before_details = told.stdout.split("\n", 1)[1].split("\n<details>")[0].rstrip("\n")
    bold = re.sub(r"^#+ (.*)$", r"**\1**", before_details, flags=re.MULTILINE)
    quoted = "\n".join(f"> {line}".rstrip() for line in bold.split("\n"))
    assert f"\n{quoted}\n\n" in CHAPTER


def test_the_mistake_of_the_example_is_told_as_the_chapter_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (mistake,) = re.findall(r"written like this:\n\n```yaml\ndecision_rights:\n(.*\n)", CHAPTER)
    proposed(tmp_path, mistake)
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(main, ["check", "--on", ON])
    assert told.exit_code == 1
    (shown,) = re.findall(r"```text\n(.*?)```", CHAPTER, re.DOTALL)
    assert dedent(shown).rstrip() == told.stdout.split("\n\n")[0]
