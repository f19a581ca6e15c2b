"""``opbook schema``: JSON Schemas of the YAML files, for editors."""

from __future__ import annotations

from pathlib import Path

import click

from opbook.cli.arguments import known_kind
from opbook.cli.failure import CannotRun
from opbook.cli.options import data_option, reading_in
from opbook.model.playbook import Playbook
from opbook.source.schemas import FILE_KINDS, as_text, file_name
from opbook.source.schemas import schema as schema_of
from opbook.source.writing import write_whole


def playbook_in(data: Path) -> Playbook:
    """The playbook in a folder, as far as its files are whole.

    Raises:
        CannotRun: Where there is none.
    """
    playbook = reading_in(data).playbook
    if playbook is None:
        raise CannotRun(f"{data.as_posix()}/playbook.yml cannot be used; `opbook check` says why")
    return playbook


def write_schemas(kinds: tuple[str, ...], playbook: Playbook, folder: Path) -> tuple[Path, ...]:
    """Write the schemas of some kinds into a folder; the paths of the files.

    Raises:
        CannotRun: Where one cannot be written.
    """
    paths = tuple(folder / file_name(kind) for kind in kinds)
    for kind, path in zip(kinds, paths, strict=True):
        try:
            write_whole(path, as_text(schema_of(kind, playbook)))
        except OSError as error:
            raise CannotRun(f"{path.as_posix()} cannot be written: {error.strerror or error}") from None
    return paths


@click.command()
@click.argument("kind", required=False)
@data_option
@click.option("--out", type=click.Path(path_type=Path), help="Write <kind>.schema.json into this folder.")
def schema(kind: str | None, data: Path, out: Path | None) -> None:
    """Print the JSON Schema of a kind of file, or write those of all kinds with --out.

    With it an editor completes fields, says what they mean and marks what does not fit. KIND is a kind of entity,
    such as role, or playbook for playbook.yml. The ids that the playbook has are offered as examples.

    Exit status: 0 done, 2 wrong usage, 3 there is no playbook, or a file cannot be written.
    """
    if kind is None and out is None:
        raise click.UsageError(f"name a kind to print, or a folder for all with --out; kinds: {', '.join(FILE_KINDS)}")
    kinds = (known_kind(kind, FILE_KINDS),) if kind is not None else FILE_KINDS
    playbook = playbook_in(data)
    if out is not None:
        for path in write_schemas(kinds, playbook, out):
            click.echo(path.as_posix())
    else:
        click.echo(as_text(schema_of(kinds[0], playbook)), nl=False)
