"""``opbook import``: what other programs hold, as changes to the YAML."""

from __future__ import annotations

from pathlib import Path

import click

from opbook.cli.edits import carry_out, edit_options, refusals, whole_reading
from opbook.cli.failure import CannotRun
from opbook.cli.options import data_option
from opbook.model.phrases import counted
from opbook.source.nearest import did_you_mean, shown, visible


@click.group("import")
def import_() -> None:
    """Take up in the YAML what other programs hold, for you to review."""


@import_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sheet", metavar="NAME", help="Only this sheet of a workbook; else all that look like a RACI.")
@data_option
@edit_options
def raci(file: Path, sheet: str | None, data: Path, dry_run: bool, force: bool) -> None:
    """Take up a matrix of who does what from a workbook (.xlsx) or a CSV.

    FILE is what `opbook export raci` wrote, or a table with activities down the first column, roles across the top
    and the letters A, R, S, C and I where they meet. A letter that is gone from a row is taken from the role; a role
    without a column keeps its parts. An activity that is new needs a column Group that says where it belongs.

    Everything that is wrong is told at once, by sheet and cell, and nothing is written before it is mended.

    Exit status: 0 done, 2 wrong usage, 3 the file is no matrix or something in it is wrong, or the playbook has errors.
    """
    from opbook.source.edits.raci_import import importing
    from opbook.source.edits.tables import tables_in

    with refusals():
        sheets = tables_in(file)
    if sheet is not None:
        names = [each.name for each in sheets]
        if sheet not in names:
            listed = ", ".join(map(shown, names))
            raise click.BadParameter(
                f"there is no sheet `{shown(sheet)}`{did_you_mean(sheet, names)}; sheets: {listed}",
                param_hint="--sheet",
            )
        sheets = tuple(each for each in sheets if each.name == sheet)
    reading = whole_reading(data, "imported")
    with refusals():
        found = importing(reading, data, sheets)
    for each in found.told:
        word = "error" if each.is_error else "warning"
        click.echo(f"{visible(each.place)}: {word}: {visible(each.message)}", err=True)
    if found.has_errors:
        errors = sum(each.is_error for each in found.told)
        raise CannotRun(f"nothing is imported before {'this is' if errors == 1 else f'these {errors} are'} mended")
    if not found.edit.texts:
        click.echo("Nothing to change: the playbook says the same.", err=dry_run)
        return
    carry_out(found.edit, data, dry_run=dry_run, force=force)
    done = ("Would change", "would add") if dry_run else ("Changed", "added")
    files = counted(len(found.edit.texts), "file")
    activities = f"{len(found.changed)} activit{'y' if len(found.changed) == 1 else 'ies'}"
    click.echo(f"{done[0]} who does what in {activities}, {done[1]} {len(found.added)}, in {files}:", err=dry_run)
    for address in (*found.changed, *found.added):
        click.echo(f"  {address}{' (new)' if address in found.added else ''}", err=dry_run)
