"""``opbook withdraw``: something is no longer in force, and its page says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from opbook.cli.arguments import anywhere, docs_beside, known_kind, one_line, present
from opbook.cli.edits import carry_out, edit_options, refusals, whole_reading
from opbook.cli.options import data_option, day_option, day_or_today
from opbook.model.address import FOLDERS, Address
from opbook.model.phrases import counted
from opbook.model.playbook import Playbook
from opbook.source.nearest import visible
from opbook.source.reading import Reading


def with_a_page(reading: Reading, kind: str, id_: str) -> Address:
    """The address of something that has a page of its own.

    Raises:
        click.BadParameter: Where there is none.
    """
    assert reading.playbook is not None
    address = present(reading.playbook, kind, id_)
    if kind not in FOLDERS:
        home = reading.playbook.activities[id_].home
        source = reading.source_of(home.kind, home.id)
        assert source is not None
        place = f"{source.path}:{source.locate(('activities', id_), key=True).line}"
        words = f"an activity has no page to keep as a notice; take it out of {visible(place)}"
        raise click.BadParameter(words, param_hint="KIND")
    return address


def in_its_place(playbook: Playbook, text: str, address: Address) -> Address:
    """What is to be used instead.

    Raises:
        click.BadParameter: Where it does not exist, or a reader who followed it would end at a notice again.
    """
    instead = anywhere(playbook, text, "--instead")
    found = playbook.find(instead if instead.kind in FOLDERS else playbook.activities[instead.id].home)
    if instead == address or (instead.kind not in FOLDERS and playbook.activities[instead.id].home == address):
        raise click.BadParameter(f"{instead} is what is withdrawn", param_hint="--instead")
    withdrawn = getattr(found, "withdrawn", None)
    if withdrawn is not None:
        near = f"; did you mean `{withdrawn.instead}`, which its notice names?" if withdrawn.instead else ""
        raise click.BadParameter(f"{instead} has been withdrawn since {withdrawn.date}{near}", param_hint="--instead")
    return instead


@click.command()
@click.argument("kind")
@click.argument("id")
@click.option("--reason", required=True, help="Why, in a sentence that a reader who comes by an old link understands.")
@click.option("--instead", metavar="ADDRESS", help="What to use instead, as KIND:ID.")
@day_option("Since when; else SOURCE_DATE_EPOCH, else today.")
@data_option
@edit_options
def withdraw(
    kind: str, id: str, reason: str, instead: str | None, on: date | None, data: Path, dry_run: bool, force: bool
) -> None:
    """Take something out of force, and keep its page as a notice.

    KIND is a kind of entity, such as role. Its file stays and says since when, why, and what to use instead, so that
    old links still lead somewhere. What still points at it is listed with its place, for you to move.

    Exit status: 0 done, 2 wrong usage, 3 the playbook is missing or has errors, or it is out of force already.
    """
    from opbook.source.edits.withdrawing import withdrawing  # here, so that other commands need not wait for it

    known_kind(kind)
    reason = one_line(reason, "--reason")
    reading = whole_reading(data, "withdrawn")
    assert reading.playbook is not None
    address = with_a_page(reading, kind, id)
    other = in_its_place(reading.playbook, instead, address) if instead is not None else None
    day = day_or_today(on)
    with refusals():
        found = withdrawing(reading, data, address, reason=reason, instead=other, on=day, docs=docs_beside(data))
    carry_out(found.edit, data, dry_run=dry_run, force=force)
    words = "Would withdraw" if dry_run else "Withdrew"
    click.echo(f"{words} {address} since {day}; its page stays as a notice.", err=dry_run)
    if not found.pointing:
        click.echo("Nothing points at it.", err=dry_run)
        return
    points = "points" if len(found.pointing) == 1 else "point"
    click.echo(f"{counted(len(found.pointing), 'place')} still {points} at it:", err=dry_run)
    for each in found.pointing:
        at = "" if each.at == address else f" points at {each.at}, which stands in it"
        click.echo(f"  {visible(each.place.path)}:{each.place.line}: {each.by}{at}", err=dry_run)
