"""Findings in the formats of GitHub, GitLab and SARIF, read as those tools read them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from opbook.checks.examples import ON, example_of
from opbook.checks.judge import Verdict, judge
from opbook.checks.rule import rules
from opbook.exports.codequality import as_codequality
from opbook.exports.fingerprint import fingerprints
from opbook.exports.github import as_github
from opbook.exports.sarif import as_sarif
from opbook.model.diagnostic import Diagnostic, Location, Problem, Related, Severity
from opbook.source.reading import Reading, read

SCHEMA = Path(__file__).parent / "vendor" / "sarif-2.1.0" / "sarif-2.1.0-rtm.5.json"
PLACE = Location("playbook_data/a,b: 100%.yml", 3, 5, 3, 9)
FOUND = Diagnostic(
    Problem("R102", "two-accountable", Severity.ERROR),
    "two are accountable: A, and B\nboth 100%",
    PLACE,
    "keep one of them",
    "activity:begin",
    (Related("the other is here", Location("playbook_data/c.yml", 1, 1, 1, 4)),),
)


@pytest.fixture(scope="module")
def verdict() -> tuple[Reading, Verdict]:
    """A verdict with a finding of every rule's example that is worth telling."""
    reading = read(example_of("R102").bad, shown_as="playbook_data")
    return reading, judge(reading, ON)


def unescaped(text: str) -> str:
    """What the runner makes of a workflow command's text."""
    return text.replace("%2C", ",").replace("%3A", ":").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


def test_a_workflow_command_is_one_line_that_the_runner_reads_back():
    (line,) = as_github([FOUND]).splitlines()
    command = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
    assert command is not None
    properties = dict(each.split("=", 1) for each in command[2].split(","))
    assert command[1] == "error"
    assert {name: unescaped(value) for name, value in properties.items()} == {
        "file": PLACE.path,
        "line": "3",
        "endLine": "3",
        "col": "5",
        "endColumn": "9",
        "title": "R102 two-accountable",
    }
    assert unescaped(command[3]) == f"{FOUND.message}\nTo mend it: keep one of them"


@pytest.mark.parametrize(
    ("severity", "command"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "notice")]
)
def test_every_severity_has_a_workflow_command(severity: Severity, command: str):
    finding = Diagnostic(Problem("X", "x", severity), "m", PLACE)
    assert as_github([finding]).startswith(f"::{command} ")


def test_nothing_found_is_nothing_said_to_github():
    assert as_github([]) == ""


def test_gitlab_gets_what_it_asks_for():
    (issue,) = json.loads(as_codequality([FOUND]))
    assert issue["check_name"] == "R102 two-accountable"
    assert issue["severity"] == "critical"
    assert issue["location"] == {"path": PLACE.path, "lines": {"begin": 3, "end": 3}}
    assert re.fullmatch("[0-9a-f]{64}", issue["fingerprint"])


def test_a_fingerprint_stays_when_the_line_moves_and_two_findings_never_share_one():
    moved = Diagnostic(FOUND.problem, FOUND.message, Location(PLACE.path, 30, 5, 30, 9), FOUND.fix, FOUND.entity)
    (first, _), (second, _) = fingerprints([FOUND, moved])
    assert first != second
    assert next(iter(fingerprints([moved])))[0] == first


def sarif(findings: tuple[Diagnostic, ...], suppressed: tuple[Diagnostic, ...] = ()) -> Any:
    document = json.loads(as_sarif(findings, suppressed))
    jsonschema.Draft7Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(document)
    return document["runs"][0]


def test_sarif_of_real_findings_is_valid_and_at_the_line(verdict: tuple[Reading, Verdict]):
    _, said = verdict
    run = sarif(said.findings, said.suppressed)
    assert [each["ruleId"] for each in run["results"]] == [each.code for each in said.findings]
    for result, finding in zip(run["results"], said.findings, strict=True):
        described = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert described["id"] == finding.code
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == finding.location.path
        assert place["region"]["startLine"] == finding.location.line
        assert place["region"]["startColumn"] == finding.location.column
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_describes_a_rule_by_its_docstring():
    run = sarif((FOUND,))
    (described,) = run["tool"]["driver"]["rules"]
    assert described["name"] == "two-accountable"
    assert described["shortDescription"]["text"] == rules()["R102"].title
    assert described["defaultConfiguration"] == {"level": "error"}


def test_sarif_quotes_a_path_and_names_the_other_place():
    (result,) = sarif((FOUND,))["results"]
    assert (
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "playbook_data/a%2Cb%3A%20100%25.yml"
    )
    (other,) = result["relatedLocations"]
    assert other["message"]["text"] == "the other is here"
    assert other["physicalLocation"]["artifactLocation"]["uri"] == "playbook_data/c.yml"


def test_what_is_let_stand_is_in_sarif_as_suppressed():
    run = sarif((), (FOUND,))
    assert [each["suppressions"] for each in run["results"]] == [[{"kind": "external", "status": "accepted"}]]


def test_nothing_found_is_a_valid_run_without_results():
    assert sarif(())["results"] == []
