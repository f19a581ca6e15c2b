"""Findings as a Code Quality report of GitLab."""

from __future__ import annotations

import json
from collections.abc import Iterable

from opbook.exports.fingerprint import fingerprints
from opbook.model.diagnostic import Diagnostic, Severity

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def as_codequality(findings: Iterable[Diagnostic]) -> str:
    """A JSON list with what GitLab asks for: description, check name, fingerprint, severity, path and line."""
    issues = [
        {
            "description": each.message + (f". To mend it: {each.fix}" if each.fix else ""),
            "check_name": f"{each.code} {each.problem.name}",
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[each.severity],
            "location": {
                "path": each.location.path,
                "lines": {"begin": each.location.line, "end": each.location.end_line},
            },
        }
        for fingerprint, each in fingerprints(findings)
    ]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"
