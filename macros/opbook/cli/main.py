"""The command and what all its subcommands share."""

from __future__ import annotations

import io
import sys

import click

from opbook.cli.agree import agree
from opbook.cli.check import check
from opbook.cli.diff import diff
from opbook.cli.export import export
from opbook.cli.fmt import fmt
from opbook.cli.import_ import import_
from opbook.cli.new import new
from opbook.cli.rename import rename
from opbook.cli.rules import explain, rules
from opbook.cli.schema import schema
from opbook.cli.withdraw import withdraw


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="opbook")
def main() -> None:
    """Work with an operating-model playbook."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # what a terminal's encoding lacks is shown by its number


for command in (check, diff, rules, explain, new, rename, withdraw, agree, fmt, import_, export, schema):
    main.add_command(command)
