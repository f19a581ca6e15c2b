"""``opbook check``: what is wrong with the playbook."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from opbook.cli.failure import CannotRun
from opbook.model.diagnostic import Severity
from opbook.source.reading import NoPlaybook, Reading, read
from opbook.source.report import as_json, as_text


def report(reading: Reading, *, format: str, colour: bool) -> str:
    """What `check` prints for a reading."""
    if format == "json":
        return as_json(reading.findings)
    return as_text(reading.findings, reading.texts, colour=colour)


def exit_status(reading: Reading) -> int:
    """1 where an error was found, else 0."""
    return int(any(finding.severity is Severity.ERROR for finding in reading.findings))


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("playbook_data"),
    show_default=True,
    help="The folder that holds the playbook's YAML.",
)
@click.option(
    "--format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text: with the line concerned. json: for programs.",
)
def check(data: Path, format: str) -> None:
    """Say what is wrong with the playbook, and where.

    Exit status: 0 nothing at fault, 1 at least one error, 2 wrong usage, 3 there is no playbook to check.
    """
    try:
        reading = read(data)
    except NoPlaybook as problem:
        raise CannotRun(f"{problem}; name the folder that holds playbook.yml with --data") from None
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    click.echo(report(reading, format=format, colour=colour), nl=False)
    sys.exit(exit_status(reading))
