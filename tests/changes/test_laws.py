"""What holds of any two states of a playbook."""

from __future__ import annotations

import tempfile
from pathlib import Path

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opbook.changes.compare import differences
from opbook.changes.comparison import compared
from opbook.source.files import data_files
from opbook.source.reading import read
from tests.changes.edited import ON, SHIPPED, corpus, edited, shipped_reading

FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_a_playbook_differs_in_nothing_from_itself():
    again = read(SHIPPED, shown_as="playbook_data")
    assert compared(shipped_reading(), again, ON).is_empty


@FEW
@given(st.sampled_from(corpus()), st.sampled_from(corpus()))
def test_who_goes_back_sees_the_same_differences_the_other_way_round(one, other):
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        left, right = edited(Path(first), one["edits"]).playbook, edited(Path(second), other["edits"]).playbook
    assert left is not None
    assert right is not None
    there, back = set(differences(left, right)), set(differences(right, left))
    assert {each.reversed() for each in there} == back


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.booleans(), st.sampled_from([None, True, False]), st.sampled_from(["'", '"', None]), st.integers(20, 200))
def test_layout_is_no_change(is_sorted, is_flow, quotes, width):
    with tempfile.TemporaryDirectory() as folder:
        for file in data_files(SHIPPED):
            data = yaml.load(file.path.read_text("utf-8"), Loader=yaml.BaseLoader)
            options = {"sort_keys": is_sorted, "default_flow_style": is_flow, "default_style": quotes, "width": width}
            text = "# a comment\n" + yaml.safe_dump(data, allow_unicode=True, **options)
            path = Path(folder, file.inside)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        reading = read(Path(folder), shown_as="playbook_data")
    assert reading.findings == ()
    before = shipped_reading().playbook
    assert before is not None
    assert reading.playbook is not None
    assert list(differences(before, reading.playbook)) == []


def test_a_rename_is_a_rename_and_nothing_else(tmp_path: Path):
    for path in SHIPPED.rglob("*.yml"):
        target = tmp_path / path.relative_to(SHIPPED)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path.read_text("utf-8").replace("vmo-lead", "value-lead"), "utf-8")
    role = (tmp_path / "roles" / "vmo-lead.yml").rename(tmp_path / "roles" / "value-lead.yml")
    role.write_text(role.read_text("utf-8") + "renamed_from: [vmo-lead]\n", "utf-8")
    before, after = shipped_reading(), read(tmp_path, shown_as="playbook_data")
    assert after.findings == ()
    comparison = compared(before, after, ON)
    assert [(str(each.difference.subject), each.difference.route) for each in comparison.changes] == [
        ("role:value-lead", ("id",))
    ]
    assert comparison.rows == ()
    assert comparison.weeks == ()
