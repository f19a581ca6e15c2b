"""Every folder in ``broken/`` is a playbook with something wrong; its ``expected.txt`` says what is told of it.

A line there is ``path:line:column CODE part of the message``; there is one for each finding, in the order of a report.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from opbook.source.problems import CATALOGUE
from opbook.source.reading import read
from tests.workbench import at

CASES = sorted((Path(__file__).parent / "broken").iterdir())
DATA_CODES = sorted(problem.code for problem in CATALOGUE if not problem.code.startswith("Y05"))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_it_tells_what_is_expected_and_nothing_else(folder: Path):
    expected = [line.split(" ", 2) for line in (folder / "expected.txt").read_text("utf-8").splitlines()]
    findings = read(folder, shown_as="").findings
    assert [at(finding) for finding in findings] == [f"{place} {code}" for place, code, _ in expected]
    for finding, (_, _, words) in zip(findings, expected, strict=True):
        assert words in finding.message


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_folder_is_named_for_a_code_that_it_shows(folder: Path):
    code = folder.name.partition("-")[0]
    assert re.fullmatch(r"Y[0-9]{3}-[a-z0-9-]+", folder.name)
    assert code in {finding.code for finding in read(folder, shown_as="").findings}


@pytest.mark.parametrize("code", DATA_CODES)
def test_every_code_of_data_has_a_folder(code: str):
    assert any(folder.name.startswith(f"{code}-") for folder in CASES)


def test_a_code_stands_for_one_problem_and_has_one_name():
    codes, names = [each.code for each in CATALOGUE], [each.name for each in CATALOGUE]
    assert len(set(codes)) == len(codes)
    assert len(set(names)) == len(names)
    assert codes == sorted(codes)
    assert all(re.fullmatch(r"Y[0-9]{3}", code) for code in codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)
