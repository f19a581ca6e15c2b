from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from opbook.exports.responsibility import raci_csv, raci_markdown, raci_workbook
from opbook.exports.spreadsheet import ACTIVE
from opbook.model.playbook import Playbook
from opbook.model.responsibility import groups
from opbook.site.views.matrix import WORDS
from tests.exports.conftest import Office, Shown
from tests.workbench import activity, entity, playbook

ON = date(2026, 11, 22)
HOSTILE = (
    "=1+1",
    '=HYPERLINK("https://bad.example","x")',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "'=1+1",
    "''plain",
    "{=1+1}",
    "42",
    "1/2",
    "https://bad.example",
    'a "b", c; d | e',
    "\uff1d1+1",
    "_x0041_ 漢字 🙂 <b>&amp;",
)
"""Names that a spreadsheet would rather calculate, link or change."""


def read_csv(content: bytes) -> list[dict[str, str]]:
    """A CSV file as a program reads it that knows where apostrophes come from."""
    text = content.decode("utf-8-sig")
    back = [
        [cell[1:] if cell.startswith("'") and ACTIVE.match(cell) else cell for cell in row]
        for row in csv.reader(io.StringIO(text))
    ]
    return [dict(zip(back[0], row, strict=True)) for row in back[1:]]


def hostile() -> Playbook:
    roles = [entity("role", f"r{index}", name=name) for index, name in enumerate(HOSTILE)]
    todo = {f"a{index}": activity(f"r{index}", "r0", name=name) for index, name in enumerate(HOSTILE)}
    return playbook(*roles, entity("stage", "s", name="=1+1", activities=todo), title="=T & co")


def sheet(content: bytes, name: str) -> Worksheet:
    return load_workbook(io.BytesIO(content))[name]


def cells(sheet: Worksheet) -> list[list[Any]]:
    return [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]


@pytest.fixture(scope="module")
def book(shipped: Playbook) -> bytes:
    return raci_workbook(shipped, ON, WORDS)


def test_csv_has_every_activity_with_every_letter(shipped: Playbook):
    rows = read_csv(raci_csv(shipped))
    assert [row["Address"] for row in rows] == [f"activity:{id_}" for id_ in shipped.activities]
    for row, each in zip(rows, shipped.activities.values(), strict=True):
        columns = {key: cell for key, cell in row.items() if "(role:" in key}
        parts = {re.findall(r"\(role:([a-z0-9-]+)\)", key)[-1]: cell.split() for key, cell in columns.items()}
        assert parts == {id_: [letter.value for letter in each.letters(id_)] for id_ in parts}
        assert set(each.roles) <= set(parts)
        assert re.findall(r"\(ritual:([a-z0-9-]+)\)", row["Rituals"]) == list(each.rituals)
        home = shipped.find(each.home)
        assert home is not None
        assert (row["Activity"], row["Kind"]) == (each.name, "decision" if each.is_decision else "work")
        assert (row["Group kind"], row["Group"], row["Group id"]) == (each.home.kind, home.name, each.home.id)


def test_csv_is_as_excel_and_rfc_4180_want_it(shipped: Playbook):
    content = raci_csv(shipped)
    assert content.startswith(b"\xef\xbb\xbfActivity,")
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == len(shipped.activities) + 1


def test_a_role_with_several_parts_and_a_daci():
    todo = {
        "a": activity("x", "x y", raci={"support": ["z"]}),
        "b": {"name": "B", "daci": {"driver": "x", "approver": ["y"], "contributors": "z"}},
    }
    first, second = read_csv(raci_csv(playbook(entity("stage", "s", activities=todo), roles="x y z")))
    assert (first["X (role:x)"], first["Y (role:y)"], first["Z (role:z)"]) == ("A R", "R", "S")
    assert (second["X (role:x)"], second["Y (role:y)"], second["Z (role:z)"]) == ("R", "A", "C")
    assert (first["Kind"], first["Matrix"]) == ("work", "raci")
    assert (second["Kind"], second["Matrix"]) == ("decision", "daci")


def test_what_is_withdrawn_has_no_row():
    gone = {"date": "2026-01-01", "reason": "Over."}
    made = playbook(
        entity("stage", "old", activities={"a": activity("x", "x")}, withdrawn=gone),
        entity("stage", "new", activities={"b": activity("x", "y")}),
        roles="x y z",
    )
    (row,) = read_csv(raci_csv(made))
    assert row["Address"] == "activity:b"
    assert "Z (role:z)" not in row
    assert "Old" not in raci_markdown(made, WORDS)
    assert load_workbook(io.BytesIO(raci_workbook(made, ON, WORDS))).sheetnames == [
        "Everything",
        "New",
        "Legend",
        "Roles",
    ]


def test_a_playbook_without_activities():
    empty = playbook(roles="x")
    assert read_csv(raci_csv(empty)) == []
    assert cells(sheet(raci_workbook(empty, ON, WORDS), "Everything"))[0] == [
        *("Activity", "In", "Kind", "Talked over in", "Address"),
    ]
    assert raci_markdown(empty, WORDS) == "# T: who does what\n\n"


def test_no_cell_of_the_csv_begins_like_a_formula_and_none_is_changed():
    content = raci_csv(hostile())
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
        assert not [cell for cell in row if re.match("[=+\\-@\t\r\n\uff1d]", cell)]
    rows = read_csv(content)
    assert [row["Activity"] for row in rows] == list(HOSTILE)
    assert {row["Group"] for row in rows} == {"=1+1"}
    assert [key for key in rows[0] if "(role:" in key] == [
        f"{each.name} (role:{each.id})" for each in hostile().roles.values()
    ]


def test_the_workbook_has_a_sheet_for_each_stage(book: bytes, shipped: Playbook):
    made = load_workbook(io.BytesIO(book))
    stages = [each.name for each in shipped.stages.values() if each.activities]
    assert made.sheetnames == ["Everything", *stages, "Practices", "Rituals", "Legend", "Roles"]
    found = {each: [row[-1] for row in cells(made[each])[1:]] for each in made.sheetnames[:-2]}
    assert found["Everything"] == [f"activity:{id_}" for id_ in shipped.activities]
    for each in shipped.stages.values():
        assert found[each.name] == [f"activity:{id_}" for id_ in each.activities]
    for kind, name in (("practice", "Practices"), ("ritual", "Rituals")):
        ids = [id_ for group in groups(shipped) if group.home.kind == kind for id_ in (a.id for a in group.activities)]
        assert found[name] == [f"activity:{id_}" for id_ in ids]


def test_the_letters_of_the_workbook(book: bytes, shipped: Playbook):
    head, *rows = cells(sheet(book, "Everything"))
    names = [
        role.name for role in shipped.roles.values() if any(role.id in a.roles for a in shipped.activities.values())
    ]
    assert head == ["Activity", "In", "Kind", *names, "Talked over in", "Address"]
    ids = {role.name: role.id for role in shipped.roles.values()}
    for row, each in zip(rows, shipped.activities.values(), strict=True):
        for name, letters in zip(names, row[3:-2], strict=True):
            assert letters == " ".join(each.letters(ids[name]))


def test_how_the_workbook_looks(book: bytes):
    for made in load_workbook(io.BytesIO(book)).worksheets:
        assert made.freeze_panes == "B2"
        assert made.auto_filter.ref == f"A1:{made.cell(made.max_row, made.max_column).coordinate}"
        assert (made.page_setup.orientation, made.page_setup.paperSize) == ("landscape", 9)
        assert (made.sheet_properties.pageSetUpPr.fitToPage, made.page_setup.fitToHeight) == (True, 0)
        assert made.print_title_rows == "$1:$1"
    launch = sheet(book, "Launch")
    printed = launch.cell(launch.max_row, launch.max_column - 1)  # addresses are for programs
    assert launch.print_area == f"'Launch'!$A$1:${printed.column_letter}${printed.row}"
    assert [cell.alignment.textRotation for cell in launch[1]] == [0, 0, *[90] * (launch.max_column - 4), 0, 0]
    colours = {}
    for row in launch.iter_rows(min_row=2, min_col=3, max_col=launch.max_column - 2):
        for cell in row:
            assert cell.font.b or cell.value is None
            colours.setdefault(str(cell.value or "")[:1], set()).add(cell.fill.fgColor.rgb)
    assert all(len(each) == 1 for each in colours.values())
    assert len({next(iter(each)) for each in colours.values()}) == len(colours) == 5  # A, R, C, I and nothing


def test_the_legend_says_what_letters_and_roles_are(book: bytes, shipped: Playbook):
    assert cells(sheet(book, "Legend"))[1:] == [[letter.value, *words] for letter, words in WORDS.items()]
    roles = cells(sheet(book, "Roles"))[1:]
    assert ["Product Owner", "role:product-owner", "Product"] in roles
    assert len(roles) == len(shipped.roles)


def test_the_same_playbook_gives_the_same_bytes(book: bytes, shipped: Playbook):
    assert raci_workbook(shipped, ON, WORDS) == book
    core = ZipFile(io.BytesIO(book)).read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-11-22T00:00:00Z"}


def test_no_cell_of_the_workbook_is_a_formula_or_a_link_and_none_is_changed():
    content = raci_workbook(hostile(), ON, WORDS)
    made = load_workbook(io.BytesIO(content))
    for each in made.worksheets:
        assert {cell.data_type for row in each.iter_rows() for cell in row} <= {"s", "n"}
        assert not [cell for row in each.iter_rows() for cell in row if cell.hyperlink]
        assert not [cell.value for row in each.iter_rows() for cell in row if isinstance(cell.value, int | float)]
    assert [row[0] for row in cells(made["Everything"])[1:]] == list(HOSTILE)
    assert made.properties.title == "=T & co: who does what"
    parts = ZipFile(io.BytesIO(content))
    assert not [name for name in parts.namelist() if b"<f>" in parts.read(name)]


def test_sheets_have_names_that_excel_takes():
    names = ["Everything", "everything", "History", "a/b", "a?b", "'quoted'", "x" * 40, "x" * 41, "🙂" * 20, "[]:*?/\\"]
    stages = [
        entity("stage", f"s{index}", name=name, order=index + 1, activities={f"a{index}": activity("r", "r")})
        for index, name in enumerate(names)
    ]
    content = raci_workbook(playbook(*stages, roles="r"), ON, WORDS)
    assert load_workbook(io.BytesIO(content)).sheetnames[1:-2] == [
        *("Everything (2)", "everything (3)", "History (1)", "a b", "a b (2)", "quoted"),
        *("x" * 31, "x" * 27 + " (2)", "🙂" * 15, "Sheet"),
    ]


def test_libreoffice_shows_every_cell_as_it_is_meant(shown: Shown):
    content = raci_workbook(hostile(), ON, WORDS)
    found = shown(content)
    made = load_workbook(io.BytesIO(content))
    assert len(found) == len(made.sheetnames)
    assert found["Everything"] == [[str(value) for value in row] for row in cells(made["Everything"])]
    assert [row[0] for row in found["Everything"][1:]] == list(HOSTILE)


def test_libreoffice_prints_every_column_and_the_headings_on_every_page(
    book: bytes, shipped: Playbook, office: Office, tmp_path: Path
):
    pages = PdfReader(office.pdf(book, tmp_path / "printed")).pages
    texts = [" ".join(page.extract_text().split()) for page in pages]
    everything = [text for text in texts if f"{shipped.settings.title}: who does what: Everything" in text]
    assert len(everything) > 1
    assert all("Talked over in" in text and "Activity" in text for text in everything)
    assert all(page.mediabox.width > page.mediabox.height for page in pages)
    titles = (text.partition(": who does what: ")[2] for text in texts)
    assert all(titles), "a sheet is wider than its page"


def tables(markdown: str) -> dict[str, list[list[str]]]:
    """The tables of a Markdown file by the heading before each, as a program shows their cells."""
    found: dict[str, list[list[str]]] = {}
    heading, inside = "", ""
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        if token.type in ("heading_open", "th_open", "td_open"):
            inside = token.type
        elif token.type == "tr_open":
            found.setdefault(heading, []).append([])
        elif token.type == "inline" and inside:
            text = "".join(each.content for each in token.children or [])
            if inside == "heading_open":
                heading = text
            else:
                found[heading][-1].append(text)
            inside = ""
    return found


def test_markdown_has_a_table_for_each_group(shipped: Playbook):
    found = tables(raci_markdown(shipped, WORDS))
    assert list(found) == [f"{group.name} ({group.home.kind})" for group in groups(shipped)]
    ids = {role.name: role.id for role in shipped.roles.values()}
    for group, (head, *rows) in zip(groups(shipped), found.values(), strict=True):
        for row, each in zip(rows, group.activities, strict=True):
            assert row[0] == each.name + (" (decision)" if each.is_decision else "")
            assert row[1:] == [" ".join(each.letters(ids[name])) for name in head[1:]]
            assert set(each.roles) <= {ids[name] for name in head[1:]}


def test_markdown_shows_hostile_names_exactly():
    (head, *rows) = tables(raci_markdown(hostile(), WORDS))["=1+1 (stage)"]
    assert [row[0] for row in rows] == list(HOSTILE)
    assert sorted(head[1:]) == sorted(HOSTILE)


def test_markdown_explains_the_letters_that_occur():
    made = playbook(entity("stage", "s", activities={"a": activity("x", "x")}), roles="x")
    legend = [line for line in raci_markdown(made, WORDS).splitlines() if line.startswith("- ")]
    assert [line[:6] for line in legend] == ["- **A*", "- **R*"]
