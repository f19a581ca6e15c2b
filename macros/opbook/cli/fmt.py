"""``opbook fmt``: the usual order and layout of the YAML."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from opbook.cli.edits import carry_out, dry_run_option, refusals
from opbook.cli.failure import CannotRun
from opbook.cli.options import data_option, reading_in
from opbook.model.diagnostic import Diagnostic
from opbook.model.entity import Model
from opbook.model.playbook import ENTITY_TYPES
from opbook.model.settings import Settings
from opbook.source import problems
from opbook.source.edits.editing import Edit
from opbook.source.entries import Source
from opbook.source.files import KIND_OF_FOLDER, SETTINGS_FILE
from opbook.source.nearest import visible
from opbook.source.reading import Reading, without_collecting
from opbook.source.report import as_text

_OF_YAML = {
    problems.YAML_SYNTAX,
    problems.NOT_TEXT,
    problems.REFUSED_CONSTRUCT,
    problems.DUPLICATE_KEY,
    problems.OVER_LIMIT,
}
"""What keeps a file from being read at all. A file whose fields are wrong has a layout all the same."""


def asked(files: tuple[Path, ...], reading: Reading, data: Path) -> list[Source]:
    """The files that are meant; all where none is named, and all within where a folder is.

    Raises:
        click.BadParameter: Where one holds nothing of the playbook.
    """
    if not files:
        return list(reading.sources.values())
    places = {source.inside: (data / source.inside).resolve() for source in reading.sources.values()}
    meant: set[str] = set()
    for file in files:
        whole = file.resolve()
        found = {inside for inside, place in places.items() if whole == place or whole in place.parents}
        if not found:
            words = f"{visible(file.as_posix())} is no file of the playbook in {visible(data.as_posix())}"
            raise click.BadParameter(words, param_hint="FILES")
        meant |= found
    return [source for inside, source in reading.sources.items() if inside in meant]


def unreadable(sources: list[Source], reading: Reading) -> list[Diagnostic]:
    """What is wrong with the YAML of these files."""
    broken = {source.path: source.node is None for source in sources}
    return [
        each
        for each in reading.findings
        if each.location.path in broken and (broken[each.location.path] or each.problem in _OF_YAML)
    ]


def model_of(source: Source) -> type[Model]:
    """What a file is read as."""
    if source.inside == SETTINGS_FILE:
        return Settings
    return ENTITY_TYPES[KIND_OF_FOLDER[source.inside.partition("/")[0]]]


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; list the files that are not in their usual layout.")
@data_option
@dry_run_option
def fmt(files: tuple[Path, ...], check: bool, data: Path, dry_run: bool) -> None:
    """Put the YAML in its usual order and layout.

    Fields get their order, each level two spaces, and a comment moves with the field that it stands above or beside.
    Values, quotes, brackets, line breaks and the order of lists stay as they are. FILES are files of the playbook, or
    folders of them; without any, all files are meant.

    Other commands that change the YAML refuse files with changes that are not committed. This one does not: nothing
    that they say can change, and the time for it is right before a commit.

    Exit status: 0 done, 1 with --check: a file is not in its usual layout, 2 wrong usage, 3 a file cannot be read.
    """
    from opbook.source.edits.formatting import formatted  # here, so that other commands need not wait for it

    reading = reading_in(data)
    sources = asked(files, reading, data)
    faults = unreadable(sources, reading)
    if faults:
        click.echo(as_text(faults, reading.texts), err=True)
        raise CannotRun("nothing is written before these errors are mended")
    texts: dict[Path, str | None] = {}
    with refusals(), without_collecting():
        for source in sources:
            path, text = data / source.inside, formatted(source.path, source.text, model_of(source))
            if path.read_bytes() != text.encode():  # nor has the layout a byte order mark
                texts[path] = text
    if dry_run or not check:
        carry_out(Edit(texts), data, dry_run=dry_run, force=True)
    click.echo(told(list(texts), len(sources), is_done=not (check or dry_run)), err=dry_run)
    sys.exit(int(check and bool(texts)))


def told(changed: list[Path], count: int, *, is_done: bool) -> str:
    """What came of it, in words.

    Args:
        changed: The files that were not in their usual layout.
        count: How many files were looked at.
        is_done: Whether they are now.
    """
    if not changed:
        return "The file is in its usual layout." if count == 1 else f"All {count} files are in their usual layout."
    files = "1 file" if len(changed) == 1 else f"{len(changed)} files"
    are = "is not in its" if len(changed) == 1 else "are not in their"
    first = f"Formatted {files}:" if is_done else f"{files} {are} usual layout:"
    return "\n".join([first, *(f"  {visible(path.as_posix())}" for path in changed)])
