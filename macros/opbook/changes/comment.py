"""A comparison as a comment on a pull request, in the Markdown of GitHub and GitLab."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from opbook.changes.comparison import Comparison
from opbook.changes.findings import SHOWN, by_rule
from opbook.changes.hours import decimals
from opbook.changes.markdown import as_markdown, code, escaped, message
from opbook.changes.matrix import parts_in_words
from opbook.changes.report import NOTHING
from opbook.model.address import Address
from opbook.model.diagnostic import Diagnostic, Severity

MARKER = "<!-- opbook diff -->"
"""The first line, by which a comment on a pull request is found again and kept up to date."""


def as_markdown_comment(comparison: Comparison) -> str:
    """The comparison as a comment on a pull request."""
    lines = [MARKER, "## What this changes in the operating model", ""]
    if comparison.is_empty:
        return "\n".join([*lines, NOTHING, ""])
    lines += [_summary(comparison), ""]
    for concern, changes in comparison.by_concern.items():
        told = (each.short if comparison.weeks else each.sentence for each in changes)
        lines += [f"### {concern.value}", "", *(f"- {as_markdown(each)}" for each in told), ""]
    lines += _matrix(comparison)
    lines += _hours(comparison)
    if comparison.new_findings:
        lines += ["### Problems that are new", "", *_findings(comparison.new_findings, has_fix=True)]
    if comparison.gone_findings:
        lines += ["### Problems that are gone", "", *_findings(comparison.gone_findings, has_fix=False)]
    lines += _by_role(comparison)
    return "\n".join(lines)


def _summary(comparison: Comparison) -> str:
    found = [_counted(len(comparison.changes), "change")] if comparison.changes else []
    if comparison.new_findings:
        found.append(f"new findings: {_severities(comparison.new_findings)}")
    if comparison.gone_findings:
        found.append(f"findings that are gone: {_severities(comparison.gone_findings)}")
    over = [week for week in comparison.weeks if week.is_over and not week.was_over]
    if over:
        names = ", ".join(f"**{escaped(comparison.whose(week))}**" for week in over)
        found.append(f"over the limit of hours now: {names}")
    return "; ".join(found) + "."


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _severities(findings: Iterable[Diagnostic]) -> str:
    counts = Counter(each.severity for each in findings)
    return ", ".join(_counted(counts[each], each.value) for each in Severity if counts[each])


def _matrix(comparison: Comparison) -> Iterator[str]:
    if not comparison.rows:
        return
    yield from ("### The matrix, before and after", "", "| Activity | Before | After |", "| --- | --- | --- |")
    for row in comparison.rows:
        parts = (parts_in_words(each, comparison.name) for each in (row.before, row.after))
        cells = (escaped(each) for each in (comparison.name(row.activity), *parts))
        yield f"| {' | '.join(cells)} |"
    yield ""


def _hours(comparison: Comparison) -> Iterator[str]:
    if not comparison.weeks:
        return
    yield from ("### Hours a week in conversations", "", "| Role | Before | After | Limit |")
    yield "| --- | ---: | ---: | ---: |"
    places = decimals(comparison.weeks)
    for week in comparison.weeks:
        after = f"**{week.after:.{places}f}**, over the limit" if week.is_over else f"{week.after:.{places}f}"
        change = f" ({week.more:+.{places}f})" if round(week.more, places) else ""
        former = f" (was {week.former_limit})" if week.former_limit != week.limit else ""
        who = escaped(comparison.whose(week))
        yield f"| {who} | {week.before:.{places}f} | {after}{change} | {week.limit}{former} |"
    yield ""


def _findings(findings: Iterable[Diagnostic], *, has_fix: bool) -> Iterator[str]:
    """A list of findings; of a rule with many, all but the first stand in a fold of their own."""
    for group in by_rule(findings):
        yield from (_finding(each, has_fix=has_fix) for each in group[:SHOWN])
        if rest := group[SHOWN:]:
            more = _counted(len(rest), f"more {rest[0].severity.value}")
            yield from ("", f"<details><summary>{more} of {rest[0].code}</summary>", "")
            yield from (_finding(each, has_fix=has_fix) for each in rest)
            yield from ("", "</details>", "")
    yield ""


def _finding(finding: Diagnostic, *, has_fix: bool) -> str:
    place = finding.location
    fix = f" To mend it: {message(finding.fix)}." if finding.fix and has_fix else ""
    where = code(f"{place.path}:{place.line}")
    return f"- **{finding.severity.value} {finding.code}**: {message(finding.message)} ({where}).{fix}"


def _by_role(comparison: Comparison) -> Iterator[str]:
    """What matters to each role; roles to which all the same matters stand together."""
    if not comparison.roles:
        return
    yield from ("<details><summary>The same, role by role</summary>", "")
    alike: dict[tuple[str, ...], list[str]] = {}
    for role in comparison.roles:
        lines = tuple(f"- {as_markdown(each.for_role(role))}" for each in comparison.of_role(role))
        alike.setdefault(lines, []).append(f"**{escaped(comparison.name(Address('role', role)))}**")
    for lines, names in alike.items():
        yield from (", ".join(names), "", *lines, "")
    yield from ("</details>", "")
