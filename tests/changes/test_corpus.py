"""Each of many seeded changes is told in one line, and nothing else is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from opbook.changes.compare import differences
from opbook.changes.words import as_plain
from tests.changes.edited import corpus, edited, shipped_reading, single, told


def test_there_are_enough():
    assert len(single()) >= 45
    assert all(len(each["tells"]) == 1 for each in single())
    assert len(corpus()) - len(single()) >= 5


@pytest.mark.parametrize("seeded", corpus(), ids=lambda each: each["tells"][0][:60])
def test_a_change_is_told_in_its_lines_and_nothing_else_is(tmp_path: Path, seeded: dict[str, Any]):
    before, after = shipped_reading().playbook, edited(tmp_path, seeded["edits"]).playbook
    assert before is not None
    assert after is not None
    assert [as_plain(each.sentence) for each in told(before, after)] == seeded["tells"]


def test_all_together_are_told_as_each_alone(tmp_path: Path):
    before = shipped_reading().playbook
    assert before is not None
    compatible, places = [], set[tuple[str, str]]()
    for seeded in single():
        ((inside, old, _),) = seeded["edits"]
        lines = {(inside, line) for line in old.strip("\n").split("\n")}
        if not lines & places:
            places |= lines
            compatible.append(seeded)
    assert len(compatible) >= 40
    alone = set()
    for number, seeded in enumerate(compatible):
        after = edited(tmp_path / str(number), seeded["edits"]).playbook
        assert after is not None
        (difference,) = differences(before, after)
        alone.add((difference.subject, difference.route))
    together = edited(tmp_path / "all", [edit for seeded in compatible for edit in seeded["edits"]]).playbook
    assert together is not None
    assert {(each.subject, each.route) for each in differences(before, together)} == alone
