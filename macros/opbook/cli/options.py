"""Options that several subcommands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from opbook.cli.failure import CannotRun
from opbook.source.clock import today
from opbook.source.reading import NoPlaybook, Reading, read

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType):  # type: ignore[type-arg]  # generic only in the newest click
    """A calendar day, ``YYYY-MM-DD``."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day, or say how it is written."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date; write YYYY-MM-DD", param, ctx)


data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("playbook_data"),
    show_default=True,
    help="The folder that holds the playbook's YAML.",
)


def day_option(meaning: str) -> Callable[[F], F]:
    """Give a command ``--on``, a day, and say what it means there."""
    return click.option("--on", type=Day(), default=None, help=meaning)


on_option = day_option("Judge as on this day; else SOURCE_DATE_EPOCH, else today.")


def reading_in(data: Path) -> Reading:
    """Read the playbook in a folder.

    Raises:
        CannotRun: Where there is no such folder.
    """
    try:
        return read(data)
    except NoPlaybook as problem:
        raise CannotRun(f"{problem}; name the folder that holds playbook.yml with --data") from None


def day_or_today(on: date | None) -> date:
    """The day that was asked for, or today."""
    return on if on is not None else today()
