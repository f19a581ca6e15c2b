"""A comparison as people read it in a terminal, and as programs read it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from textwrap import fill
from typing import Any

from opbook.changes.comparison import Comparison
from opbook.changes.findings import SHOWN, by_rule
from opbook.changes.hours import decimals
from opbook.changes.matrix import parts_in_words
from opbook.changes.words import as_plain
from opbook.model.activity import Letter
from opbook.model.diagnostic import Diagnostic
from opbook.source.nearest import visible

VERSION = 1
"""The version of the JSON format: it grows when a program that reads it would have to change."""
NOTHING = "Nothing in the operating model is different."
"""What is said where there is nothing to tell."""
_WIDTH = 100
"""How many columns a line of text takes at most, unless a word is longer."""


def as_text(comparison: Comparison) -> str:
    """The comparison for a terminal."""
    if comparison.is_empty:
        return f"{NOTHING}\n"
    lines: list[str] = []
    for concern, changes in comparison.by_concern.items():
        told = (each.short if comparison.weeks else each.sentence for each in changes)
        lines += ["", concern.value, *(_line(as_plain(each)) for each in told)]
    if comparison.rows:
        lines += ["", "The matrix, before and after"]
        for row in comparison.rows:
            lines.append(_line(comparison.name(row.activity)))
            lines.append(_line(f"before: {parts_in_words(row.before, comparison.name)}", 4))
            lines.append(_line(f"after:  {parts_in_words(row.after, comparison.name)}", 4))
    if comparison.weeks:
        lines += ["", "Hours a week in conversations", *_hours(comparison)]
    if comparison.new_findings:
        lines += ["", "Problems that are new", *_findings(comparison.new_findings, has_fix=True)]
    if comparison.gone_findings:
        lines += ["", "Problems that are gone", *_findings(comparison.gone_findings, has_fix=False)]
    return "\n".join(lines).lstrip("\n") + "\n"


def _line(text: str, indent: int = 2) -> str:
    """One entry, on as many lines as it takes; each but the first begins further in."""
    first, others = " " * indent, " " * (indent + 2)
    text = visible(" ".join(text.split()))
    return fill(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _hours(comparison: Comparison) -> Iterator[str]:
    places = decimals(comparison.weeks)
    for week in comparison.weeks:
        was = [f"was {week.before:.{places}f}, {week.more:+.{places}f}"] if round(week.more, places) else []
        was += [f"limit was {week.former_limit}"] if week.limit != week.former_limit else []
        over = "; over the limit" if week.is_over else ""
        yield _line(f"{comparison.whose(week)}: {week.after:.{places}f} of {week.limit} ({'; '.join(was)}){over}")


def _findings(findings: Iterable[Diagnostic], *, has_fix: bool) -> Iterator[str]:
    """A list of findings; of a rule with many, only the places of all but the first."""
    for group in by_rule(findings):
        for finding in group[:SHOWN]:
            fix = f" To mend it: {finding.fix}." if finding.fix and has_fix else ""
            told = f"{finding.severity.value} {finding.code} {finding.message} ({_place(finding)}).{fix}"
            yield _line(told)
        if rest := group[SHOWN:]:
            places = ", ".join(_place(each) for each in rest)
            yield _line(f"{rest[0].severity.value} {rest[0].code} {len(rest)} more: {places}")


def _place(finding: Diagnostic) -> str:
    return f"{finding.location.path}:{finding.location.line}"


def as_json(comparison: Comparison) -> str:
    """The comparison for programs; a new version only when one of them would have to change."""
    return json.dumps(as_data(comparison), indent=2, ensure_ascii=False) + "\n"


def as_data(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain values."""
    return {
        "version": VERSION,
        "changes": [
            {
                "concern": each.concern.name.lower(),
                "address": str(each.difference.subject) if each.difference.subject is not None else None,
                "field": list(each.difference.route),
                "text": as_plain(each.sentence),
                "roles": sorted(each.roles),
            }
            for each in comparison.changes
        ],
        "matrix": [
            {"address": str(row.activity), "before": _letters(row.before), "after": _letters(row.after)}
            for row in comparison.rows
        ],
        "hours": [
            {
                "role": week.role,
                **({"team": week.team} if week.team else {}),
                "before": round(week.before, 2),
                "after": round(week.after, 2),
                "limit": week.limit,
            }
            for week in comparison.weeks
        ],
        "findings": {
            "new": [_finding_as_data(each) for each in comparison.new_findings],
            "gone": [_finding_as_data(each) for each in comparison.gone_findings],
        },
    }


def _finding_as_data(finding: Diagnostic) -> dict[str, Any]:
    place = finding.location
    return {
        "code": finding.code,
        "name": finding.problem.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "fix": finding.fix,
        "entity": finding.entity,
        "path": place.path,
        "line": place.line,
        "column": place.column,
    }


def _letters(parts: Mapping[str, tuple[Letter, ...]]) -> dict[str, str]:
    return {role: "".join(letter.value for letter in letters) for role, letters in parts.items()}
