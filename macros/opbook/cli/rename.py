"""``opbook rename``: another id for something, everywhere at once."""

from __future__ import annotations

from pathlib import Path

import click

from opbook.cli.edits import carry_out, edit_options, refusals, whole_reading
from opbook.cli.options import data_option
from opbook.model.address import FOLDERS, KINDS, Address, is_id
from opbook.model.playbook import Playbook
from opbook.source.nearest import did_you_mean, shown, visible


def counted(count: int, word: str) -> str:
    """A number with its word: ``1 file``, ``2 files``."""
    return f"{count} {word}{'' if count == 1 else 's'}"


def present(playbook: Playbook, kind: str, id_: str) -> Address:
    """The address of something that is there.

    Raises:
        click.BadParameter: Where there is no such kind, or nothing is.
    """
    if kind not in KINDS:
        listed = ", ".join(KINDS)
        raise click.BadParameter(
            f"there is no kind `{shown(kind)}`{did_you_mean(kind, KINDS)}; kinds: {listed}", param_hint="KIND"
        )
    known = playbook.activities if kind == "activity" else playbook.of_kind(kind)
    if id_ not in known:
        now = [each.id for each in known.values() if id_ in getattr(each, "renamed_from", ())]
        hint = f"; it is called `{now[0]}` now" if now else did_you_mean(id_, known)
        raise click.BadParameter(f"there is no {kind} `{shown(id_)}`{hint}", param_hint="OLD")
    return Address(kind, id_)


def new_id(old: str, new: str) -> str:
    """The id that something is to get.

    Raises:
        click.BadParameter: Where it cannot be an id, or is the one that it has.
    """
    if not is_id(new):
        words = "use lower-case letters, digits and single hyphens, such as product-owner"
        raise click.BadParameter(f"`{shown(new)}` cannot be an id; {words}", param_hint="NEW")
    if new == old:
        raise click.BadParameter(f"`{new}` is the id that it has", param_hint="NEW")
    return new


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
    from opbook.source.renaming import renaming  # here, so that other commands need not wait for it

    new_id(old, new)
    reading = whole_reading(data, "renamed")
    assert reading.playbook is not None
    address = present(reading.playbook, kind, old)
    docs = data.resolve().parent / "docs"
    docs = docs.relative_to(Path.cwd()) if docs.is_relative_to(Path.cwd()) else docs
    with refusals():
        found = renaming(reading, data, address, new, docs if docs.is_dir() else None)
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
