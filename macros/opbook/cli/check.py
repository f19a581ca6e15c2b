"""``opbook check``: what is wrong with the playbook."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import click

from opbook.checks.judge import Verdict, chosen, judge
from opbook.checks.rule import Rule, rules
from opbook.cli.failure import CannotRun
from opbook.cli.options import data_option, day_or_today, on_option, reading_in
from opbook.exports.codequality import as_codequality
from opbook.exports.fingerprint import fingerprints
from opbook.exports.github import as_github
from opbook.exports.sarif import as_sarif
from opbook.model.diagnostic import Severity
from opbook.source.nearest import did_you_mean
from opbook.source.reading import Reading, read
from opbook.source.report import as_json, as_text
from opbook.source.revisions import NoRevision, at_revision

_ORDER = (Severity.INFO, Severity.WARNING, Severity.ERROR)

FORMATS: Mapping[str, Callable[[Verdict, Mapping[str, str], bool], str]] = {
    "text": lambda verdict, texts, colour: as_text(
        verdict.findings, texts, suppressed=len(verdict.suppressed), colour=colour
    ),
    "json": lambda verdict, texts, colour: as_json(verdict.findings, suppressed=len(verdict.suppressed)),
    "github": lambda verdict, texts, colour: as_github(verdict.findings),
    "sarif": lambda verdict, texts, colour: as_sarif(verdict.findings, verdict.suppressed),
    "codequality": lambda verdict, texts, colour: as_codequality(verdict.findings),
}
"""What a verdict looks like in each format."""


def wanted_rules(select: tuple[str, ...], ignore: tuple[str, ...]) -> tuple[Rule, ...] | None:
    """The rules that the options leave; `None` where they leave all.

    Raises:
        click.BadParameter: Where a word names no rule and no family.
    """
    if not select and not ignore:
        return None
    try:
        left = list(chosen(select)) if select else list(rules().values())
        unwanted = {rule.code for rule in chosen(ignore)}
    except KeyError as unknown:
        word = str(unknown.args[0])
        names = [name for rule in rules().values() for name in (rule.name, rule.code)]
        raise click.BadParameter(
            f"`{word}` is no rule and no family{did_you_mean(word, names)}; `opbook rules` lists them"
        ) from None
    return tuple({rule.code: rule for rule in left if rule.code not in unwanted}.values())


def new_since(verdict: Verdict, before: Verdict) -> Verdict:
    """Only what was not there before. A finding that moved to another line is not new."""
    old = {mark for mark, _ in fingerprints(before.findings)}
    return Verdict(tuple(each for mark, each in fingerprints(verdict.findings) if mark not in old), verdict.suppressed)


def exit_status(verdict: Verdict, fail_on: str) -> int:
    """1 where something is at least as bad as `fail_on`, else 0."""
    bound = _ORDER.index(Severity(fail_on)) if fail_on != "never" else len(_ORDER)
    return int(any(_ORDER.index(finding.severity) >= bound for finding in verdict.findings))


@click.command()
@data_option
@click.option(
    "--format",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="text: with the line concerned. json: for programs. The others: for the tools they are named after.",
)
@click.option("--select", multiple=True, help="Only these: a code, the start of one (H, H2) or a name. Repeatable.")
@click.option("--ignore", multiple=True, help="All rules but these. Repeatable.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="error",
    show_default=True,
    help="From which severity on the exit status is 1.",
)
@click.option("--since", metavar="REVISION", help="Only findings that are new since a revision of git.")
@on_option
def check(
    data: Path,
    format: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    since: str | None,
    on: date | None,
) -> None:
    """Say what is wrong with the playbook, and where.

    Errors of reading are always told; the rules are asked once there are none.

    Exit status: 0 nothing at fault, 1 something at or above --fail-on, 2 wrong usage, 3 there is no playbook to check,
    or no such revision.
    """
    wanted = wanted_rules(select, ignore)
    day = day_or_today(on)
    reading = reading_in(data)
    verdict = judge(reading, day, wanted=wanted)
    if since is not None:
        try:
            with at_revision(data, since) as then:
                verdict = new_since(verdict, judge(read(then, shown_as=data.as_posix()), day, wanted=wanted))
        except NoRevision as problem:
            raise CannotRun(str(problem)) from None
    click.echo(report(reading, verdict, format), nl=False)
    sys.exit(exit_status(verdict, fail_on))


def report(reading: Reading, verdict: Verdict, format: str) -> str:
    """What `check` prints."""
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return FORMATS[format](verdict, reading.texts, colour)
