"""What makes a finding the same one in two runs."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from opbook.model.diagnostic import Diagnostic


def fingerprints(findings: Iterable[Diagnostic]) -> Iterator[tuple[str, Diagnostic]]:
    """Yield each finding with 64 hex digits that stay when lines above it come and go.

    Two findings that differ in their line only are told apart by their order.
    """
    seen: Counter[tuple[str, str, str, str]] = Counter()
    for each in findings:
        key = (each.code, each.entity, each.location.path, each.message)
        text = "\0".join((*key, str(seen[key])))
        seen[key] += 1
        yield hashlib.sha256(text.encode()).hexdigest(), each
