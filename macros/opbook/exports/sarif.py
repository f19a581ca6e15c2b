"""Findings as SARIF 2.1.0 (OASIS), for code scanning."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import PurePath
from urllib.parse import quote

from opbook.checks.rule import Rule, rules
from opbook.exports.fingerprint import fingerprints
from opbook.model.diagnostic import Diagnostic, Location, Problem, Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(findings: Iterable[Diagnostic], suppressed: Iterable[Diagnostic] = ()) -> str:
    """One run with every finding; what the playbook lets stand is there too, marked as suppressed."""
    findings, suppressed = tuple(findings), tuple(suppressed)
    problems: dict[str, Problem] = {}
    for each in (*findings, *suppressed):
        problems.setdefault(each.code, each.problem)
    order = sorted(problems)
    results = [_result(mark, each, order) for mark, each in fingerprints(findings)]
    for mark, each in fingerprints(suppressed):
        results.append({**_result(mark, each, order), "suppressions": [{"kind": "external", "status": "accepted"}]})
    known = rules()
    run = {
        "tool": {
            "driver": {
                "name": "opbook",
                "version": version("opbook"),
                "rules": [_rule(problems[code], known.get(code)) for code in order],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _rule(problem: Problem, rule: Rule | None) -> Mapping[str, object]:
    described = {
        "id": problem.code,
        "name": problem.name,
        "shortDescription": {"text": rule.title if rule else problem.name.replace("-", " ")},
        "defaultConfiguration": {"level": _LEVELS[problem.severity]},
    }
    if rule is not None:
        described["help"] = {"text": rule.doc}
    return described


def _result(mark: str, finding: Diagnostic, order: list[str]) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": order.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message + (f"\nTo mend it: {finding.fix}" if finding.fix else "")},
        "locations": [{"physicalLocation": _place(finding.location)}],
        "partialFingerprints": {"opbook/v1": mark},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": index, "message": {"text": each.message}, "physicalLocation": _place(each.location)}
            for index, each in enumerate(finding.related)
        ]
    return result


def _place(place: Location) -> Mapping[str, object]:
    path = PurePath(place.path)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    return {
        "artifactLocation": {"uri": uri},
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        },
    }
