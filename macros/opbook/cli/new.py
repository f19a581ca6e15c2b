"""``opbook new``: a file to begin an entry from."""

from __future__ import annotations

from pathlib import Path

import click

from opbook.cli.arguments import known_kind, new_id, one_line
from opbook.cli.edits import carry_out, edit_options, refusals, whole_reading
from opbook.cli.options import data_option
from opbook.model.address import FOLDERS, Address
from opbook.source.nearest import visible
from opbook.source.reading import Reading


def refuse_activity(reading: Reading, id_: str) -> None:
    """Say where an activity is written: in the file of what it belongs to.

    Raises:
        click.BadParameter: Always.
    """
    assert reading.playbook is not None
    homes = reading.playbook.homes
    known = reading.playbook.activities.get(id_)
    home = known.home if known is not None else next((each.address for each in homes if each.activities), None)
    source = reading.source_of(home.kind, home.id) if home is not None else None
    words = "an activity has no file of its own; write it under `activities` in its stage, practice or ritual"
    if known is not None and source is not None:
        line = source.locate(("activities", id_), key=True).line
        words = f"activity:{id_} already exists: {visible(source.path)}:{line}"
    elif source is not None:
        words += f", as in {visible(source.path)}"
    raise click.BadParameter(words, param_hint="KIND")


@click.command()
@click.argument("kind")
@click.argument("id")
@click.option("--name", help="What people call it; else as the id says.")
@data_option
@edit_options
def new(kind: str, id: str, name: str | None, data: Path, dry_run: bool, force: bool) -> None:
    """Begin an entry, from a file with every field explained.

    KIND is a kind of entity, such as role; ID becomes the file's name and part of the page's address. What is needed
    is filled in, so that the playbook can be read as before; what can be left out stands below it as comments, with
    examples from the playbook. It is a draft until you take that out.

    Exit status: 0 done, 2 wrong usage, 3 the playbook is missing or has errors, the id is taken, or there is nothing
    yet that the entry would have to point at.
    """
    from opbook.source.edits.starting import starting  # here, so that other commands need not wait for it

    if kind != "activity":
        known_kind(kind, tuple(FOLDERS))
    address = Address(kind, new_id(id))
    called = one_line(name, "--name") if name is not None else None
    reading = whole_reading(data, "begun")
    if kind == "activity":
        refuse_activity(reading, id)
    with refusals():
        found = starting(reading, data, address, called)
    carry_out(found.edit, data, dry_run=dry_run, force=force)
    words = "Would begin" if dry_run else "Began"
    click.echo(f"{words} {address}, a draft, in {visible(found.path.as_posix())}.", err=dry_run)
    if not dry_run:
        click.echo("Fill in what is to be written, take out `draft: true`, then see what `opbook check` says.")
