"""``opbook rules`` and ``opbook explain``: what the checker looks for."""

from __future__ import annotations

import json
from itertools import groupby

import click

from opbook.checks.examples import example_of
from opbook.checks.rule import Rule
from opbook.checks.rule import rules as all_rules
from opbook.source import problems
from opbook.source.nearest import did_you_mean


def as_text() -> str:
    """Every rule, a line each, by family."""
    blocks = []
    for family, members in groupby(all_rules().values(), key=lambda rule: rule.family):
        lines = [f"{rule.code}  {rule.problem.severity.value:7}  {rule.name}" for rule in members]
        blocks.append("\n".join([family, *lines]))
    return "\n\n".join(blocks) + "\n"


def as_json() -> str:
    """Every rule for programs: ``{"version": 1, "rules": […]}``."""
    listed = [
        {
            "code": rule.code,
            "name": rule.name,
            "family": rule.family,
            "severity": rule.problem.severity.value,
            "thresholds": dict(rule.thresholds),
            "title": rule.title,
        }
        for rule in all_rules().values()
    ]
    return json.dumps({"version": 1, "rules": listed}, ensure_ascii=False, indent=2) + "\n"


def explanation(rule: Rule) -> str:
    """All that there is to know of a rule, its settings and its real output on an example included."""
    thresholds = ", ".join(f"{name}: {value:g}" for name, value in rule.thresholds.items())
    listed = ", ".join(filter(None, [f"severity: {rule.problem.severity.value}", thresholds]))
    settings = f"rules:\n  {rule.name}: {{{listed}}}"
    parts = [
        f"{rule.code} {rule.name} ({rule.problem.severity.value}, {rule.family})",
        rule.doc,
        "Its settings in playbook.yml, with their defaults:\n\n" + _indented(settings),
        "An example of what it says:\n\n" + _indented(example_of(rule.code).expected.rstrip()),
    ]
    return "\n\n".join(parts) + "\n"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.splitlines())


@click.command()
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rules(format: str) -> None:
    """List the rules: code, severity and name, by family."""
    click.echo(as_json() if format == "json" else as_text(), nl=False)


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """Explain a rule, by its code or name: what it holds, why, and how to mend what it finds."""
    found = next((rule for rule in all_rules().values() if code.upper() == rule.code or code == rule.name), None)
    if found is not None:
        click.echo(explanation(found), nl=False)
        return
    reading = next((each for each in problems.CATALOGUE if code.upper() == each.code or code == each.name), None)
    if reading is not None:
        told = "told while reading; its message says all"
        click.echo(f"{reading.code} {reading.name} ({reading.severity.value}): {told}.")
        return
    known = [word for rule in all_rules().values() for word in (rule.code, rule.name)]
    raise click.BadParameter(f"there is no rule `{code}`{did_you_mean(code, known)}; `opbook rules` lists them")
