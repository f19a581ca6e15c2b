"""``opbook agree``: those who hold a role have agreed to it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from opbook.cli.arguments import present
from opbook.cli.edits import carry_out, edit_options, refusals, whole_reading
from opbook.cli.options import data_option, day_option, day_or_today
from opbook.source.clock import today


def past_or_present(on: date | None) -> date:
    """The day of an agreement.

    Raises:
        click.BadParameter: Where it is still to come: nobody can have agreed on it.
    """
    day = day_or_today(on)
    if day > today():
        raise click.BadParameter(f"{day} is still to come; today is {today()}", param_hint="--on")
    return day


@click.command()
@click.argument("role")
@day_option("The day on which they agreed; else SOURCE_DATE_EPOCH, else today.")
@data_option
@edit_options
def agree(role: str, on: date | None, data: Path, dry_run: bool, force: bool) -> None:
    """Note that those who hold a role have agreed to it as it stands.

    Talk with them first: the note is a promise of theirs. It holds the day and a fingerprint of what the role answers
    for: its accountabilities, its decision rights, and the activities in which it is accountable or responsible. When
    one of these changes, `opbook check` tells that the agreement is to be renewed.

    Exit status: 0 done, 2 wrong usage, 3 the playbook is missing or has errors, or the role was agreed to later.
    """
    from opbook.source.edits.agreeing import agreeing  # here, so that other commands need not wait for it

    day = past_or_present(on)
    reading = whole_reading(data, "agreed to")
    assert reading.playbook is not None
    address = present(reading.playbook, "role", role, "ROLE")
    with refusals():
        found = agreeing(reading, data, address.id, day)
    before = found.before
    if not found.edit.texts:
        click.echo(f"Nothing to note: {address} was agreed to on {day}, and has not changed.", err=dry_run)
        return
    carry_out(found.edit, data, dry_run=dry_run, force=force)
    words = "Would note" if dry_run else "Noted"
    if before is None:
        since = "the first agreement"
    elif found.has_changed:
        since = f"the agreement is renewed, since the role had changed since {before.date}"
    else:
        since = f"nothing has changed since {before.date}, and the day is new"
    click.echo(f"{words} that {address} was agreed to on {day}: {since}.", err=dry_run)
