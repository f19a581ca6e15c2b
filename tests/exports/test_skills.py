from __future__ import annotations

import io
from datetime import date

from openpyxl import load_workbook

from opbook.exports.plain_text import plain
from opbook.exports.skills import skills_workbook
from opbook.model.playbook import Playbook
from tests.exports.conftest import Shown
from tests.exports.test_responsibility import cells, sheet
from tests.workbench import entity, playbook

ON = date(2026, 11, 22)
GROUPS = {"craft": "Craft", "people": "People"}


def small() -> Playbook:
    return playbook(
        entity("skill", "b", group="people", definition="=1+1", levels={"1": "See [c](skill:c).", "4": "Lead."}),
        entity("skill", "c", group="craft"),
        entity("role", "x", skills={"b": "4"}, next_roles=[{"role": "y", "bridge": "Swap.", "ready_when": "*Asked.*"}]),
        entity("role", "y", discipline="project", skills={"b": "1", "c": "2"}),
        skill_groups=GROUPS,
    )


def test_every_role_needs_what_the_model_says(shipped: Playbook):
    head, *rows = cells(sheet(skills_workbook(shipped, ON), "Skills by role"))
    assert head == ["Skill", "Group", *(role.name for role in shipped.roles.values())]
    assert [row[0] for row in rows] == [skill.name for skill in shipped.skills.values()]
    for row, skill in zip(rows, shipped.skills.values(), strict=True):
        assert row[1] == shipped.settings.skill_groups[skill.group]
        assert row[2:] == [role.skills.get(skill.id, "") for role in shipped.roles.values()]


def test_levels_are_numbers_in_bold_and_each_has_its_shade():
    made = sheet(skills_workbook(small(), ON), "Skills by role")
    found = {cell.value: (cell.font.b, cell.fill.fgColor.rgb) for row in made["C2:D3"] for cell in row if cell.value}
    assert found.keys() == {1, 2, 4}
    assert all(bold for bold, _ in found.values())
    assert len({shade for _, shade in found.values()}) == 3


def test_skills_stand_by_group_and_the_first_row_and_column_stay():
    made = sheet(skills_workbook(small(), ON), "Skills by role")
    assert cells(made) == [["Skill", "Group", "X", "Y"], ["C", "Craft", "", 2], ["B", "People", 4, 1]]
    assert made.freeze_panes == "B2"
    assert [cell.alignment.textRotation for cell in made[1]] == [0, 0, 90, 90]


def test_what_the_levels_mean():
    assert cells(sheet(skills_workbook(small(), ON), "Levels")) == [
        ["Skill", "Group", "What it is", "1 Awareness", "2 Working", "3 Practitioner", "4 Expert"],
        ["C", "Craft", "D.", "", "", "", ""],
        ["B", "People", "=1+1", "See c.", "", "", "Lead."],
    ]


def test_where_careers_lead(shipped: Playbook):
    assert cells(sheet(skills_workbook(small(), ON), "Next roles")) == [
        ["From", "To", "Crosses to", "Bridge", "Ready when"],
        ["X", "Y", "Project", "Swap.", "Asked."],
    ]
    rows = cells(sheet(skills_workbook(shipped, ON), "Next roles"))[1:]
    steps = [(role, step) for role in shipped.roles.values() for step in role.next_roles]
    assert [row[:2] for row in rows] == [[role.name, shipped.roles[step.role].name] for role, step in steps]
    assert [row[3:] for row in rows] == [[plain(step.bridge), plain(step.ready_when)] for _, step in steps]


def test_what_is_withdrawn_is_left_out():
    gone = {"date": "2026-01-01", "reason": "Over."}
    made = playbook(
        entity("skill", "s", withdrawn=gone),
        entity("role", "x", next_roles=[{"role": "y", "bridge": "B.", "ready_when": "R."}]),
        entity("role", "y", withdrawn=gone),
    )
    content = skills_workbook(made, ON)
    assert cells(sheet(content, "Skills by role")) == [["Skill", "Group", "X"]]
    assert len(cells(sheet(content, "Next roles"))) == 1


def test_the_same_playbook_gives_the_same_bytes(shipped: Playbook):
    assert skills_workbook(shipped, ON) == skills_workbook(shipped, ON)


def test_libreoffice_shows_every_sheet_as_it_is_meant(shipped: Playbook, shown: Shown):
    content = skills_workbook(shipped, ON)
    made = load_workbook(io.BytesIO(content))
    assert shown(content) == {
        each.title: [[str(value) for value in row] for row in cells(each)] for each in made.worksheets
    }


def test_no_cell_is_a_formula_or_a_link():
    wrong = '=HYPERLINK("https://example.org")'
    book = playbook(
        entity("skill", "b", name=wrong, group="people", definition="+1", levels={"1": "@x", "4": "-1"}),
        entity(
            "role", "x", name=wrong, skills={"b": "4"}, next_roles=[{"role": "y", "bridge": "=1", "ready_when": "=1"}]
        ),
        entity("role", "y", name="-1", skills={"b": "1"}),
        skill_groups={"people": "=1"},
    )
    found = load_workbook(io.BytesIO(skills_workbook(book, ON)))
    texts = [
        cell for made in found.worksheets for row in made.iter_rows() for cell in row if isinstance(cell.value, str)
    ]
    assert {wrong, "+1", "@x", "-1", "=1"} <= {cell.value for cell in texts}
    assert {cell.data_type for cell in texts} == {"s"}
    assert not [cell for cell in texts if cell.hyperlink]
