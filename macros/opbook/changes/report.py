"""A comparison as people and programs read it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from opbook.changes.comparison import Comparison
from opbook.changes.hours import more_hours
from opbook.changes.words import as_markdown, as_plain, escaped
from opbook.model.activity import Letter
from opbook.model.address import Address
from opbook.model.diagnostic import Diagnostic

VERSION = 1
"""The version of the JSON format: it grows when a program that reads it would have to change."""
MARKER = "<!-- opbook diff -->"
"""The first line of the Markdown, by which a comment on a pull request is found again and kept up to date."""
_NOTHING = "Nothing in the operating model is different."


def as_text(comparison: Comparison) -> str:
    """The comparison for a terminal."""
    if comparison.is_empty:
        return f"{_NOTHING}\n"
    lines: list[str] = []
    for concern, changes in comparison.by_concern.items():
        lines += ["", concern.value, *(f"  {as_plain(each.sentence)}" for each in changes)]
    if comparison.rows:
        lines += ["", "The matrix, before and after"]
        for row in comparison.rows:
            lines.append(f"  {_name(comparison, row.activity)}")
            lines.append(f"    before: {_parts(comparison, row.before)}")
            lines.append(f"    after:  {_parts(comparison, row.after)}")
    if comparison.weeks:
        lines += ["", "Hours a week in conversations"]
        for week in comparison.weeks:
            over = "  over the limit" if week.after > week.limit else ""
            who = _name(comparison, Address("role", week.role))
            lines.append(
                f"  {who}: {week.after:.1f} of {week.limit} (was {week.before:.1f}, {more_hours(week.more)}){over}"
            )
    for title, findings in _finding_groups(comparison):
        lines += ["", title, *(f"  {_finding(each)}" for each in findings)]
    return "\n".join(lines).lstrip("\n") + "\n"


def as_markdown_comment(comparison: Comparison) -> str:
    """The comparison as a comment on a pull request."""
    lines = [MARKER, "## What this changes in the operating model", ""]
    if comparison.is_empty:
        return "\n".join([*lines, _NOTHING, ""])
    lines += [_summary(comparison), ""]
    for concern, changes in comparison.by_concern.items():
        lines += [f"### {concern.value}", "", *(f"- {as_markdown(each.sentence)}" for each in changes), ""]
    if comparison.rows:
        lines += ["### The matrix, before and after", "", "| Activity | Before | After |", "| --- | --- | --- |"]
        for row in comparison.rows:
            cells = (_name(comparison, row.activity), _parts(comparison, row.before), _parts(comparison, row.after))
            lines.append(f"| {' | '.join(escaped(each) for each in cells)} |")
        lines.append("")
    if comparison.weeks:
        lines += ["### Hours a week in conversations", ""]
        lines += ["| Role | Before | After | Limit |", "| --- | ---: | ---: | ---: |"]
        for week in comparison.weeks:
            who = escaped(_name(comparison, Address("role", week.role)))
            after = f"**{week.after:.1f}**, over the limit" if week.after > week.limit else f"{week.after:.1f}"
            lines.append(f"| {who} | {week.before:.1f} | {after} ({more_hours(week.more)}) | {week.limit} |")
        lines.append("")
    for title, findings in _finding_groups(comparison):
        lines += [f"### {title}", "", *(f"- {escaped(_finding(each))}" for each in findings), ""]
    lines += _by_role(comparison)
    return "\n".join(lines)


def _summary(comparison: Comparison) -> str:
    count = len(comparison.changes)
    found = [f"{count} change{'' if count == 1 else 's'}"]
    if comparison.new_findings:
        found.append(f"{len(comparison.new_findings)} new finding{'' if len(comparison.new_findings) == 1 else 's'}")
    if comparison.gone_findings:
        found.append(f"{len(comparison.gone_findings)} gone")
    over = [week for week in comparison.weeks if week.after > week.limit >= week.before]
    if over:
        names = ", ".join(escaped(_name(comparison, Address("role", week.role))) for week in over)
        found.append(f"over their limit of hours now: {names}")
    return "; ".join(found) + "."


def _by_role(comparison: Comparison) -> Iterator[str]:
    roles = [id_ for id_ in comparison.after.roles if comparison.of_role(id_)]
    roles += [id_ for id_ in comparison.before.roles if id_ not in comparison.after.roles and comparison.of_role(id_)]
    if not roles:
        return
    yield from ("<details><summary>The same, role by role</summary>", "")
    for role in roles:
        yield f"**{escaped(_name(comparison, Address('role', role)))}**"
        yield ""
        yield from (f"- {as_markdown(each.sentence)}" for each in comparison.of_role(role))
        yield ""
    yield from ("</details>", "")


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


def _finding_groups(comparison: Comparison) -> Iterator[tuple[str, Iterable[Diagnostic]]]:
    if comparison.new_findings:
        yield "Problems that are new", comparison.new_findings
    if comparison.gone_findings:
        yield "Problems that are gone", comparison.gone_findings


def _finding(finding: Diagnostic) -> str:
    place = finding.location
    fix = f" To mend it: {finding.fix}." if finding.fix else ""
    return f"{finding.severity.value} {finding.code} {finding.message} ({place.path}:{place.line}).{fix}"


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


def _name(comparison: Comparison, address: Address) -> str:
    found = comparison.after.find(address) or comparison.before.find(address)
    return found.name if found is not None else address.id


def _parts(comparison: Comparison, parts: Mapping[str, tuple[Letter, ...]]) -> str:
    if not parts:
        return "not there"
    by_letter = ((letter, [role for role, letters in parts.items() if letter in letters]) for letter in Letter)
    return "; ".join(
        f"{letter.value}: {', '.join(_name(comparison, Address('role', role)) for role in roles)}"
        for letter, roles in by_letter
        if roles
    )


def _letters(parts: Mapping[str, tuple[Letter, ...]]) -> dict[str, str]:
    return {role: "".join(letter.value for letter in letters) for role, letters in parts.items()}
