"""What all commands that change the YAML share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from opbook.cli.failure import CannotRun
from opbook.cli.options import reading_in
from opbook.source.edits.editing import CannotEdit, Edit, apply, preview
from opbook.source.reading import Reading
from opbook.source.report import as_text

F = TypeVar("F", bound=Callable[..., Any])


dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")


def edit_options(command: F) -> F:
    """Give a command ``--dry-run`` and ``--force``."""
    force = click.option("--force", is_flag=True, help="Change files too that have changes git does not hold yet.")
    return dry_run_option(force(command))


def whole_reading(data: Path, doing: str) -> Reading:
    """The playbook in a folder, with nothing wrong.

    Raises:
        CannotRun: Where there is none, or it has errors; these are told first, as `opbook check` tells them.
    """
    reading = reading_in(data)
    if reading.findings or reading.playbook is None:
        click.echo(as_text(reading.findings, reading.texts), err=True)
        raise CannotRun(f"nothing is {doing} before these errors are mended")
    return reading


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what cannot be edited into the end of the command."""
    try:
        yield
    except CannotEdit as problem:
        raise CannotRun(str(problem)) from None


def carry_out(edit: Edit, data: Path, *, dry_run: bool, force: bool) -> None:
    """Write an edit, or only show it.

    Raises:
        CannotRun: Where it cannot be written; then nothing is.
    """
    with refusals():
        if dry_run:
            click.echo(preview(edit), nl=False)
        else:
            apply(edit, data, force=force)
