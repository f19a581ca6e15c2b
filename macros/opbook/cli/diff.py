"""``opbook diff``: what changed, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from opbook.changes.comment import as_markdown_comment
from opbook.changes.comparison import Comparison, compared
from opbook.changes.report import as_json, as_text
from opbook.cli.failure import CannotRun
from opbook.cli.options import data_option, day_or_today, on_option
from opbook.model.diagnostic import Severity
from opbook.source.files import SETTINGS_FILE
from opbook.source.reading import Reading, read
from opbook.source.report import as_text as findings_as_text
from opbook.source.revisions import NoRevision, at_revision

FORMATS: Mapping[str, Callable[[Comparison], str]] = {
    "text": as_text,
    "markdown": as_markdown_comment,
    "json": as_json,
}
"""What a comparison looks like in each format."""


@contextmanager
def state(name: str, data: Path, known: Reading | None = None) -> Iterator[Reading]:
    """One of the two states: a folder that holds a playbook, or a revision of git.

    Args:
        name: The folder or the revision.
        data: The data folder in the working tree.
        known: The other state, so that what is the same in both is read once.

    Raises:
        CannotRun: Where it is neither, or cannot be compared because it has errors.
    """
    folder = Path(name)
    if (folder / SETTINGS_FILE).is_file():
        yield whole(read(folder, shown_as=data.as_posix(), known=known), name)
        return
    try:
        with at_revision(data, name) as then:
            reading = read(then, shown_as=data.as_posix(), known=known)
            if not reading.sources:
                raise CannotRun(f"there is no playbook in {data.as_posix()} at {name}")
            yield whole(reading, name)
    except NoRevision as problem:
        raise CannotRun(f"{problem}; name a revision of git, or a folder that holds {SETTINGS_FILE}") from None


def whole(reading: Reading, name: str) -> Reading:
    """The reading, once it is sure that all of the playbook is there."""
    errors = [each for each in reading.findings if each.severity is Severity.ERROR]
    if errors:
        raise CannotRun(
            f"{name} cannot be compared before its errors are mended\n\n{findings_as_text(errors, reading.texts)}"
        )
    return reading


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--format",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="text: for reading here. markdown: for a comment on a pull request. json: for programs.",
)
@data_option
@on_option
def diff(base: str, head: str | None, format: str, data: Path, on: date | None) -> None:
    """Say what changed between two states of the playbook, and what follows from it.

    BASE and HEAD are revisions of git, or folders that hold a playbook; without HEAD the working tree is looked at.

    Exit status: 0 compared, with or without differences; 2 wrong usage; 3 one of the two cannot be had or has errors.
    """
    if head is None and not (data / SETTINGS_FILE).is_file():
        raise CannotRun(
            f"there is no playbook in {data.as_posix()}; name the folder that holds {SETTINGS_FILE} with --data"
        )
    day = day_or_today(on)
    with state(base, data) as before, state(head if head is not None else str(data), data, before) as after:
        comparison = compared(before, after, day)
    click.echo(FORMATS[format](comparison), nl=False)
