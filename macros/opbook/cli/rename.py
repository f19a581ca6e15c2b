"""``opbook rename``: another id for something, everywhere at once."""

from __future__ import annotations

from pathlib import Path

import click

from opbook.cli.arguments import docs_beside, new_id, present
from opbook.cli.edits import carry_out, edit_options, refusals, whole_reading
from opbook.cli.options import data_option
from opbook.model.address import FOLDERS
from opbook.model.phrases import counted
from opbook.source.nearest import visible


@click.command()
@click.argument("kind")
@click.argument("old")
@click.argument("new")
@data_option
@edit_options
def rename(kind: str, old: str, new: str, data: Path, dry_run: bool, force: bool) -> None:
    """Give something another id, in every file that names it.

    KIND is a kind of entity, such as role, or activity. The file gets its new name; references, addresses and links
    in the YAML follow, and so do the addresses that macros are given in the pages of docs/, beside the data folder.
    The old id is kept in renamed_from, so that old links still lead to the page. What is left for you to look at is
    listed.

    Exit status: 0 done, 2 wrong usage, 3 the playbook is missing or has errors, or the new id is taken.
    """
    from opbook.source.edits.renaming import renaming  # here, so that other commands need not wait for it

    if new_id(new, "NEW") == old:
        raise click.BadParameter(f"`{new}` is the id that it has", param_hint="NEW")
    reading = whole_reading(data, "renamed")
    assert reading.playbook is not None
    address = present(reading.playbook, kind, old, "OLD")
    with refusals():
        found = renaming(reading, data, address, new, docs_beside(data))
    carry_out(found.edit, data, dry_run=dry_run, force=force)
    words = "Would rename" if dry_run else "Renamed"
    places = counted(found.places, "place")
    click.echo(f"{words} {address} to {kind}:{new} in {counted(found.files, 'file')}; {places}.", err=dry_run)
    if kind in FOLDERS and not dry_run:
        click.echo(f"Its file is {data.as_posix()}/{FOLDERS[kind]}/{new}.yml.")
    if found.left:
        click.echo("Left for you to look at, since the old id may be meant:", err=dry_run)
        for place, text in found.left:
            click.echo(f"  {visible(place.path)}:{place.line}: {visible(text)}", err=dry_run)
