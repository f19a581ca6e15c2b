"""Every rule is declared, documented and shown: its code, name, docstring and examples agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from opbook.checks.examples import ON, example_of
from opbook.checks.judge import judge
from opbook.checks.rule import FAMILIES, Rule, rules
from opbook.source.problems import CATALOGUE
from opbook.source.reading import read
from opbook.source.report import as_text
from tests.conftest import Golden

RULES = list(rules().values())

SMELLS = [
    *(f"RA{number}" for number in range(1, 16)),
    *(f"HO{number}" for number in range(1, 7)),
    *(f"ST{number}" for number in range(1, 11)),
    *(f"RI{number}" for number in range(1, 11)),
    *(f"ME{number}" for number in range(1, 8)),
    *(f"PF{number}" for number in range(1, 7)),
    *(f"TO{number}" for number in range(1, 3)),
    "TR1",
]
"""The smells of the field that a checker can look for."""

UNHELD = {
    "PF5": "how often money is rebalanced is said by no field: bets have tranches, and no funding interval",
}
"""The smells that no rule holds, with the reason."""


@pytest.fixture(params=RULES, ids=lambda rule: rule.code)
def rule(request: pytest.FixtureRequest) -> Rule:
    found: Rule = request.param
    return found


def test_there_are_at_least_55_rules_of_nine_families():
    assert len(RULES) >= 55
    assert {each.code[0] for each in RULES} == set(FAMILIES)


def test_a_code_or_name_means_one_thing():
    assert len({each.name for each in RULES}) == len(RULES)
    assert not {each.code for each in RULES} & {each.code for each in CATALOGUE}


def test_the_docstring_says_what_why_and_how_to_mend_it(rule: Rule):
    assert re.fullmatch(r"[A-Z][^\n]+\.", rule.title)
    assert "\nWhy: " in rule.doc
    assert "\nTo mend it: " in rule.doc
    smell = re.search(r"^Smell: (.+)$", rule.doc, re.MULTILINE)
    assert smell is not None
    assert smell[1] == "none" or set(smell[1].split(", ")) <= set(SMELLS)


def test_the_bad_example_is_told_as_expected(rule: Rule, golden: Golden):
    example = example_of(rule.code)
    reading = read(example.bad, shown_as="playbook_data")
    assert reading.findings == ()
    findings = judge(reading, ON, wanted=[rule]).findings
    assert findings
    assert {each.code for each in findings} == {rule.code}
    golden(example.bad.parent / "expected.txt", as_text(findings, reading.texts))


def test_a_finding_stands_in_its_file(rule: Rule):
    reading = read(example_of(rule.code).bad, shown_as="playbook_data")
    for each in judge(reading, ON, wanted=[rule]).findings:
        lines = reading.texts[each.location.path].splitlines()
        assert 1 <= each.location.line <= len(lines)
        assert each.location.column <= len(lines[each.location.line - 1]) + 1


def test_the_good_example_is_clean(rule: Rule):
    reading = read(example_of(rule.code).good, shown_as="playbook_data")
    assert reading.findings == ()
    assert judge(reading, ON, wanted=[rule]).findings == ()


def test_no_folder_of_examples_is_left_over():
    folders = {path.name for path in Path(example_of("R101").bad).parents[1].iterdir() if path.is_dir()}
    assert folders - {"__pycache__"} == {each.code for each in RULES}


def test_every_smell_is_held_by_a_rule_or_has_a_reason():
    held = {
        smell
        for each in RULES
        for found in re.findall(r"^Smell: (.+)$", each.doc, re.MULTILINE)
        for smell in found.split(", ")
    }
    assert set(SMELLS) - held == set(UNHELD)
    assert all(reason.strip() for reason in UNHELD.values())


def test_the_order_of_rules_is_the_order_of_codes():
    assert list(rules()) == sorted(rules())
