"""``opbook export``: the playbook for other programs.

What makes the files is imported where it is needed: other commands need not wait for it.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from opbook.cli.failure import CannotRun
from opbook.cli.options import data_option, day_or_today, on_option, reading_in
from opbook.model.address import Address
from opbook.model.playbook import Playbook
from opbook.site.places import public_url
from opbook.source.nearest import did_you_mean, shown
from opbook.source.report import as_text
from opbook.source.writing import write_whole

_BINARY = ("xlsx",)

out_option = click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Write this file, over one that is there; else standard output.",
)


def playbook_in(data: Path) -> Playbook:
    """The playbook in a folder as it is published: without drafts, and with names where it shows them.

    Raises:
        CannotRun: Where there is none, or it has errors; these are told first, as `opbook check` tells them.
    """
    from opbook.site.edition import published

    reading = reading_in(data)
    if reading.findings or reading.playbook is None:
        click.echo(as_text(reading.findings, reading.texts), err=True)
        raise CannotRun("nothing is exported before these errors are mended")
    return published(reading.playbook, has_drafts=False, has_names=reading.playbook.settings.show_holders)


def chosen_format(format: str | None, out: Path | None, formats: tuple[str, ...]) -> str:
    """The format that was asked for: by its name, else by the ending of the file, else the first.

    Raises:
        click.UsageError: Where a terminal would get a file that is no text.
    """
    ending = out.suffix.removeprefix(".").lower() if out is not None else ""
    chosen = format or (ending if ending in formats else formats[0])
    if out is None and chosen in _BINARY and sys.stdout.isatty():
        raise click.UsageError(f"{chosen} is no text for a terminal; name a file with --out")
    return chosen


def deliver(content: str | bytes, out: Path | None) -> None:
    """Write a file, all of it or nothing, and say so; or send it to standard output, byte for byte.

    Raises:
        CannotRun: Where the file cannot be written.
    """
    whole = content.encode() if isinstance(content, str) else content
    if out is None:
        click.echo(whole, nl=False)
        return
    try:
        write_whole(out, whole)
    except OSError as error:
        raise CannotRun(f"{out.as_posix()} cannot be written: {error.strerror or error}") from None
    click.echo(out.as_posix())


@click.group()
def export() -> None:
    """Write the playbook in the formats of other programs, as the site offers them under Downloads.

    Drafts are left out. Text goes to standard output unless a file is named with --out.

    Exit status: 0 done, 2 wrong usage, 3 there is no playbook, it has errors, or a file cannot be written.
    """


def _download(name: str, help: str, formats: dict[str, str]) -> None:
    """Declare a subcommand for downloads of the site.

    Args:
        name: What it is called.
        help: What it writes.
        formats: The name of the download by format; the first is taken where nobody asks for another.
    """

    @export.command(name, help=help)
    @click.option(
        "--format",
        type=click.Choice(list(formats)),
        help=f"Else as the name of the file ends, else {next(iter(formats))}.",
    )
    @out_option
    @data_option
    @on_option
    def command(format: str | None, out: Path | None, data: Path, on: date | None) -> None:
        from opbook.site.feeds.downloads import DOWNLOADS

        chosen = chosen_format(format, out, tuple(formats))
        deliver(DOWNLOADS[formats[chosen]](playbook_in(data), day_or_today(on)), out)


_download(
    "raci",
    "Who does what. csv: a row for each activity, a column for each role. xlsx: a sheet for each stage. md: tables.",
    {"csv": "raci.csv", "xlsx": "raci.xlsx", "md": "raci.md.txt"},
)
_download(
    "checklists",
    "Every checklist. md: task lists. csv: a row for each item.",
    {"md": "checklists.md.txt", "csv": "checklists.csv"},
)
_download("skills", "The skills matrix, what the levels mean, and the next roles.", {"xlsx": "skills.xlsx"})
_download(
    "json",
    "The whole playbook for programs, or the JSON Schema that it keeps to.",
    {"json": "playbook.json", "schema": "playbook.schema.json"},
)


@export.command()
@click.option("--role", metavar="ID", help="Only what this role takes part in.")
@click.option("--team", metavar="ID", help="Only what this team holds or takes part in.")
@click.option("--ritual", metavar="ID", help="Only this ritual.")
@click.option("--format", type=click.Choice(["ics"]), default="ics", show_default=True)
@out_option
@data_option
@on_option
def calendar(
    role: str | None,
    team: str | None,
    ritual: str | None,
    format: str,
    out: Path | None,
    data: Path,
    on: date | None,
) -> None:
    """The rituals as a calendar (iCalendar): all of them, or those of one role, team or ritual.

    Links lead to the public_url of playbook.yml.
    """
    from opbook.exports.calendar import calendar as calendar_of

    wanted = [(kind, id_) for kind, id_ in (("role", role), ("team", team), ("ritual", ritual)) if id_ is not None]
    if len(wanted) > 1:
        raise click.UsageError("name one of --role, --team and --ritual, not several")
    playbook = playbook_in(data)
    address = known(playbook, *wanted[0]) if wanted else None
    content = calendar_of(playbook, address, public_url=public_url(playbook.settings, ""), on=day_or_today(on))
    deliver(content, out)


def known(playbook: Playbook, kind: str, id: str) -> Address:
    """The address of something that is there.

    Raises:
        click.BadParameter: Where nothing is.
    """
    ids = playbook.of_kind(kind)
    if id not in ids:
        raise click.BadParameter(f"there is no {kind} `{shown(id)}`{did_you_mean(id, ids)}", param_hint=f"--{kind}")
    return ids[id].address
