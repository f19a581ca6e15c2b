"""What the rules say now and did not say before, and the other way round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from opbook.changes.trees import Renames
from opbook.checks.judge import judge
from opbook.model.address import Address
from opbook.model.diagnostic import Diagnostic, Severity
from opbook.source.reading import Reading

SHOWN = 3
"""How many findings of one rule are shown before the others are folded."""


def findings(
    before: Reading, after: Reading, renames: Renames, on: date
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """The findings that are new, and those that are gone; one that moved to another line is neither."""

    def key(finding: Diagnostic, names: Renames) -> tuple[str, str, str]:
        address = Address.parse(finding.entity)
        about = names.get(address, address) if address is not None else finding.entity
        return finding.code, str(about), finding.message

    old, new = judge(before, on).findings, judge(after, on).findings
    were, are = Counter(key(each, renames) for each in old), Counter(key(each, {}) for each in new)
    come = _beyond([(key(each, {}), each) for each in new], are - were)
    return come, _beyond([(key(each, renames), each) for each in old], were - are)


def _beyond(
    found: list[tuple[tuple[str, str, str], Diagnostic]], left: Counter[tuple[str, str, str]]
) -> tuple[Diagnostic, ...]:
    kept = []
    for key, finding in found:
        if left[key] > 0:
            left[key] -= 1
            kept.append(finding)
    return tuple(kept)


def by_rule(found: Iterable[Diagnostic]) -> Iterator[tuple[Diagnostic, ...]]:
    """Yield findings of the same rule and severity together: errors first, then warnings, then what is worth knowing.

    Rules stand in the order in which files name them first.
    """
    groups: dict[tuple[int, str], list[Diagnostic]] = {}
    order = list(Severity)
    for each in found:
        groups.setdefault((order.index(each.severity), each.code), []).append(each)
    for _, group in sorted(groups.items(), key=lambda item: item[0][0]):
        yield tuple(group)
