"""Five organisations with an illness each: the diagnosis names it, and says little else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from opbook.checks.examples import ON
from opbook.checks.judge import Verdict, judge
from opbook.checks.rule import rules
from opbook.source.reading import Reading, read
from opbook.source.report import as_text
from tests.conftest import Golden

HERE = Path(__file__).parent / "organisations"

SMELLS = {
    "project-led": ("ST1", "ST8", "ME2"),
    "feature-factory": ("RI1", "RI9", "ME3"),
    "pmo-in-disguise": ("RA9", "RI7", "PF6"),
    "eternal-swarm": ("ST5", "ST6", "HO2"),
    "meeting-swamp": ("RI2", "RI5", "RA6"),
}
"""What each organisation suffers from."""

MOST = 25
"""A diagnosis that is longer is read by nobody."""

ORGANISATIONS = sorted(path.parent.name for path in HERE.glob("*/playbook_data"))


def codes_of(smell: str) -> set[str]:
    """The rules that hold a smell, as their docstrings say."""
    found = ((each.code, re.search(r"^Smell: (.+)$", each.doc, re.MULTILINE)) for each in rules().values())
    return {code for code, line in found if line is not None and smell in line[1].split(", ")}


@pytest.fixture(params=ORGANISATIONS)
def organisation(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def reading(organisation: str) -> Reading:
    return read(HERE / organisation / "playbook_data", shown_as="playbook_data")


@pytest.fixture
def verdict(reading: Reading) -> Verdict:
    return judge(reading, ON)


def test_every_organisation_of_the_table_is_here_and_no_other():
    assert set(ORGANISATIONS) == set(SMELLS)


def test_reads_without_findings(reading: Reading):
    assert reading.findings == ()


def test_every_rule_of_its_smells_is_broken(organisation: str, verdict: Verdict):
    told = {each.code for each in verdict.findings}
    for smell in SMELLS[organisation]:
        codes = codes_of(smell)
        assert codes
        assert codes <= told, smell


def test_most_of_what_is_told_belongs_to_its_illness(organisation: str, verdict: Verdict):
    codes = {code for smell in SMELLS[organisation] for code in codes_of(smell)}
    assert len(verdict.findings) <= MOST
    assert sum(each.code in codes for each in verdict.findings) > len(verdict.findings) / 2


def test_no_organisation_shows_the_illness_of_another(organisation: str, verdict: Verdict):
    told = {each.code for each in verdict.findings}
    for other in set(SMELLS) - {organisation}:
        assert not all(codes_of(smell) <= told for smell in SMELLS[other]), other


def test_the_readme_names_the_rules_that_should_tell_it(organisation: str):
    text = (HERE / organisation / "README.md").read_text("utf-8")
    for smell in SMELLS[organisation]:
        assert smell in text
        assert all(code in text for code in codes_of(smell))


def test_the_report_is_the_golden_one(organisation: str, reading: Reading, verdict: Verdict, golden: Golden):
    golden(HERE / organisation / "report.txt", as_text(verdict.findings, reading.texts))
