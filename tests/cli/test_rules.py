from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from opbook.checks.examples import example_of
from opbook.checks.rule import rules
from opbook.cli.main import main


def run(*arguments: str):
    return CliRunner().invoke(main, arguments)


def test_rules_lists_every_rule_once_with_its_severity_and_name():
    lines = run("rules").stdout.splitlines()
    listed = [line.split() for line in lines if line[:1].isupper() and line[1:4].isdigit()]
    assert listed == [[each.code, each.problem.severity.value, each.name] for each in rules().values()]


def test_rules_for_programs():
    document = json.loads(run("rules", "--format", "json").stdout)
    assert document["version"] == 1
    assert [each["code"] for each in document["rules"]] == list(rules())
    consulted = next(each for each in document["rules"] if each["code"] == "R106")
    assert consulted["thresholds"] == {"most": 4, "ratio": 2}


@pytest.mark.parametrize("code", rules())
def test_explain_says_what_why_how_and_what_it_prints(code: str):
    rule = rules()[code]
    result = run("explain", code)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{code} {rule.name} (")
    assert "\nWhy: " in result.stdout
    assert "\nTo mend it: " in result.stdout
    for line in example_of(code).expected.splitlines():
        assert line in result.stdout


def test_explain_takes_a_name_and_any_case():
    assert run("explain", "handoff-without-conversation").stdout == run("explain", "h201").stdout


def test_explain_knows_the_codes_of_reading():
    assert run("explain", "Y010").stdout.startswith("Y010 unknown-reference (error)")


def test_explain_names_the_nearest_rule():
    result = run("explain", "handoff-without-conversaton")
    assert result.exit_code == 2
    assert "did you mean `handoff-without-conversation`?" in result.stderr
