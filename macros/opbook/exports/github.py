"""Findings as workflow commands of GitHub Actions, which become annotations on the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable

from opbook.model.diagnostic import Diagnostic, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_github(findings: Iterable[Diagnostic]) -> str:
    """One workflow command a line; the runner turns each into an annotation."""
    return "".join(_command(each) + "\n" for each in findings)


def _command(finding: Diagnostic) -> str:
    place = finding.location
    properties = {
        "file": place.path,
        "line": place.line,
        "endLine": place.end_line,
        "col": place.column,
        "endColumn": place.end_column,
        "title": f"{finding.code} {finding.problem.name}",
    }
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    text = finding.message + (f"\nTo mend it: {finding.fix}" if finding.fix else "")
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
