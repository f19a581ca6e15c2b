"""Findings as text with a source excerpt, and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TextIO
from unicodedata import combining, east_asian_width

from opbook.model.diagnostic import Diagnostic, Location, Severity
from opbook.source.files import lines_of
from opbook.source.nearest import visible

JSON_VERSION = 1
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_WIDTH = 120


def summary(findings: Iterable[Diagnostic]) -> Mapping[str, int]:
    """How many findings there are of each severity."""
    counted = Counter(finding.severity.value for finding in findings)
    return {severity.value: counted[severity.value] for severity in Severity}


def summary_line(findings: Iterable[Diagnostic]) -> str:
    """The summary in words, e.g. ``2 errors, 1 warning``."""
    parts = [f"{count} {name}{'' if count == 1 else 's'}" for name, count in summary(findings).items() if count]
    return ", ".join(parts) or "nothing is wrong"


def excerpt(place: Location, text: str) -> list[str]:
    """The line of a file that a finding is about, with a caret below; empty where there is no such line."""
    lines = lines_of(text)
    if not 1 <= place.line <= len(lines) or not lines[place.line - 1].strip():
        return []
    line = lines[place.line - 1].replace("\t", " ")
    start = place.column - 1
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    first = max(0, start - _WIDTH // 2)
    last = first + _WIDTH
    before, about = visible(line[first:start]), visible(line[start : min(end, last)])
    lead, tail = "…" * bool(first), "…" * (len(line) > last)
    gutter = str(place.line)
    caret = " " * _cells(lead + before) + "^" * max(1, _cells(about))
    return [f"  {gutter} | {lead}{visible(line[first:last])}{tail}", f"  {' ' * len(gutter)} | {caret}"]


def _cells(text: str) -> int:
    """How many columns a text takes in a terminal: two for a wide character, none for one that joins the last."""
    return sum(0 if combining(char) else 1 + (east_asian_width(char) in "WF") for char in text)


def as_text(
    findings: Iterable[Diagnostic], texts: Mapping[str, str], *, suppressed: int = 0, colour: bool = False
) -> str:
    """Every finding with its place, its words, the line it is about and how to mend it; then a summary.

    Args:
        findings: What was found, in order.
        texts: The text of each file, by path.
        suppressed: How many findings the playbook lets stand.
        colour: Whether to use ANSI colours.
    """
    findings = tuple(findings)
    blocks = []
    for each in findings:
        place = each.location
        label = f"{each.severity.value}[{each.code}]"
        if colour:
            label = f"\x1b[{_COLOURS[each.severity]};1m{label}\x1b[0m"
        lines = [f"{visible(place.path)}:{place.line}:{place.column}: {label} {visible(each.message)}"]
        lines += excerpt(place, texts.get(place.path, ""))
        lines += [f"  see {visible(r.location.path)}:{r.location.line}: {visible(r.message)}" for r in each.related]
        if each.fix:
            lines.append(f"  to mend it: {visible(each.fix)}")
        blocks.append("\n".join(lines))
    let_stand = f"; {suppressed} let stand by playbook.yml" if suppressed else ""
    return "\n\n".join([*blocks, summary_line(findings) + let_stand]) + "\n"


def as_json(findings: Iterable[Diagnostic], *, suppressed: int = 0) -> str:
    """Findings for programs: ``{"version": 1, "findings": […], "summary": {…}}``."""
    findings = tuple(findings)
    document: Mapping[str, object] = {
        "version": JSON_VERSION,
        "findings": [_plain(finding) for finding in findings],
        "summary": {**summary(findings), "suppressed": suppressed},
    }
    text = json.dumps(document, ensure_ascii=False, indent=2)
    # JSON escapes few of the characters that a terminal or a log should never be sent.
    return "".join(char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text) + "\n"


def _plain(finding: Diagnostic) -> dict[str, object]:
    return {
        "code": finding.code,
        "name": finding.problem.name,
        "severity": finding.severity.value,
        "message": finding.message,
        **_place(finding.location),
        "entity": finding.entity,
        "related": [{"message": each.message, **_place(each.location)} for each in finding.related],
        "fix": finding.fix,
    }


def _place(place: Location) -> dict[str, object]:
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }


def write(findings: Iterable[Diagnostic], texts: Mapping[str, str], stream: TextIO, *, colour: bool = False) -> None:
    """Write the text report to a stream."""
    stream.write(as_text(findings, texts, colour=colour))
