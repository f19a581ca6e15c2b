from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from xlsxwriter import Workbook as Writer

from opbook.exports.spreadsheet import as_csv
from opbook.model.playbook import Playbook
from opbook.site.feeds.downloads import DOWNLOADS
from opbook.source.edits.editing import CannotEdit
from opbook.source.edits.id_lists import with_ids
from opbook.source.edits.raci_header import letters_in
from opbook.source.edits.raci_import import Import, importing
from opbook.source.edits.tables import Row, Sheet, tables_in
from opbook.source.reading import Reading
from tests.workbench import TINY, TinyPlaybook

LAUNCH = """\
name: Launch
order: 1
purpose: Begin.
team: both
activities:
  begin:
    name: Begin
    rituals: [sync]
    raci:
      accountable: owner # who else
      responsible: [owner, lead]
      # they ask
      consulted:
        - asked  # often
  decide:
    name: Decide
    aliases: [go or no-go]
    daci: {driver: owner, approver: lead, contributors: [asked, other]}

# the end
tags: [x]
"""
ROLES = {"owner": "Owner", "lead": "Team Lead", "asked": "Asked", "other": "Other"}


@pytest.fixture
def works(tiny: TinyPlaybook) -> TinyPlaybook:
    """The tiny playbook with four roles, an activity and a decision."""
    for id_, name in ROLES.items():
        aliases = "aliases: [boss, TL]\n" if id_ == "lead" else ""
        tiny.write(f"roles/{id_}.yml", TINY["roles/owner.yml"].replace("name: Owner\n", f"name: {name}\n{aliases}"))
    tiny.write("stages/launch.yml", LAUNCH)
    return tiny


def table(*rows: str, name: str = "Sheet1") -> Sheet:
    """A table, its cells between bars."""
    cells = [tuple(cell.strip() for cell in row.split("|")) for row in rows]
    return Sheet(name, tuple(Row(number, row) for number, row in enumerate(cells, 1) if any(row)))


def imported(works: TinyPlaybook, *sheets: Sheet) -> Import:
    reading = works.read()
    assert reading.findings == ()
    return importing(reading, works.folder, sheets)


def change(works: TinyPlaybook, *rows: str) -> str:
    """The new text of the stage, once nothing is told against the rows."""
    found = imported(works, table(*rows))
    assert [each for each in found.told if each.is_error] == []
    (text,) = found.edit.texts.values()
    assert text is not None
    return text


def told(works: TinyPlaybook, *rows: str, errors: bool = True) -> list[str]:
    """What is told against rows, of which nothing is written where it is an error."""
    found = imported(works, table(*rows))
    assert found.has_errors == errors
    assert not (errors and found.edit.texts)
    return [f"{each.place}: {each.message}" for each in found.told]


@pytest.mark.parametrize("name", ["raci.csv", "raci.xlsx"])
def test_what_was_exported_changes_nothing(
    name: str, data: Path, harbourline: Reading, shipped: Playbook, tmp_path: Path
):
    (tmp_path / name).write_bytes(DOWNLOADS[name](shipped, date(2026, 11, 22)))  # type: ignore[arg-type]
    found = importing(harbourline, data, tables_in(tmp_path / name))
    assert (found.edit.texts, found.changed, found.added, found.told) == ({}, (), (), ())


@pytest.mark.parametrize("name", ["raci.csv", "raci.xlsx"])
def test_what_was_exported_from_a_strange_playbook_changes_nothing(name: str, works: TinyPlaybook, tmp_path: Path):
    works.write("roles/owner.yml", TINY["roles/owner.yml"].replace("name: Owner", "name: \"=Owner; 'x'\""))
    works.write("roles/lead.yml", TINY["roles/owner.yml"].replace("name: Owner", "name: \"=Owner; 'x'\""))
    works.write(
        "stages/launch.yml", LAUNCH.replace("name: Begin", 'name: "-Begin, “now”"').replace("[owner, lead]", "[]")
    )
    playbook = works.read().playbook
    assert playbook is not None
    (tmp_path / name).write_bytes(DOWNLOADS[name](playbook, date(2026, 11, 22)))  # type: ignore[arg-type]
    sheets = tables_in(tmp_path / name)
    found = imported(works, *sheets)
    if name == "raci.csv":
        assert (found.edit.texts, found.told) == ({}, ())
    else:  # a workbook has names only, and two roles have the same
        assert found.edit.texts == {}
        assert "can be role:" in found.told[0].message


def test_a_letter_comes_and_goes_and_all_else_stays(works: TinyPlaybook):
    assert change(works, "|owner|lead|asked|other", "begin|A|R|I|C") == LAUNCH.replace(
        "      responsible: [owner, lead]\n      # they ask\n      consulted:\n        - asked  # often\n",
        "      responsible: [lead]\n      # they ask\n      consulted:\n        - other  # often\n"
        "      informed: [asked]\n",
    )


@pytest.mark.parametrize(
    ("row", "old", "new"),
    [
        ("R|A R|C|", "accountable: owner #", "accountable: lead #"),
        ("A R|A R|C|", "accountable: owner #", "accountable: [owner, lead] #"),
        ("A R|R|C|R", "[owner, lead]", "[owner, lead, other]"),
        ("A|R|C|", "[owner, lead]", "[lead]"),
        ("A R||C|", "[owner, lead]", "[owner]"),
        ("A|  |C|R", "[owner, lead]", "[other]"),
        ("A|  |C|", "      responsible: [owner, lead]\n", ""),
        ("A R|R|C|C", "- asked  # often\n", "- asked  # often\n        - other\n"),
        ("A R|R||", "      consulted:\n        - asked  # often\n", ""),
        ("A R|R|C|S", "[owner, lead]\n", "[owner, lead]\n      support: [other]\n"),
        ("  R|R|C|", "      accountable: owner # who else\n", ""),
    ],
)
def test_only_the_part_that_changed_is_written(works: TinyPlaybook, row: str, old: str, new: str):
    assert LAUNCH.count(old) == 1
    assert change(works, "|owner|lead|asked|other", f"begin|{row}") == LAUNCH.replace(old, new)


@pytest.mark.parametrize(
    ("row", "daci"),
    [
        ("R|A|C|C I", "{driver: owner, approver: lead, contributors: [asked, other], informed: [other]}"),
        ("D|A|S C|", "{driver: owner, approver: lead, contributors: [asked]}"),
        ("|A|C|R", "{driver: other, approver: lead, contributors: [asked]}"),
        ("A|||", "{approver: owner}"),
        ("I|||", "{informed: [owner]}"),
        ("C|||", "{contributors: [owner]}"),
    ],
)
def test_letters_of_a_daci_come_back_as_its_parts(works: TinyPlaybook, row: str, daci: str):
    old = "{driver: owner, approver: lead, contributors: [asked, other]}"
    assert change(works, "|owner|lead|asked|other", f"decide|{row}") == LAUNCH.replace(old, daci)


@pytest.mark.parametrize(
    "header",
    ["Owner|Team Lead|Asked", "role:owner|ROLE:LEAD|x (role:asked)", "OWNER|team  lead|asked", "owner|tl|asked"],
)
@pytest.mark.parametrize("activity", ["Begin", "BEGIN", "begin", "activity:begin", " Begin "])
def test_roles_and_activities_are_known_by_any_of_their_names(works: TinyPlaybook, header: str, activity: str):
    now = change(works, f"Task|{header}", f"{activity}|A R|R|I")
    assert now == LAUNCH.replace("consulted:\n        - asked  # often", "informed: [asked]")


@pytest.mark.parametrize(
    ("cell", "letters"),
    [
        ("A", "A"), ("a", "A"), ("A/R", "AR"), ("R,C", "RC"), ("RA", "RA"), ("a r", "AR"), ("R; C", "RC"),
        ("A + R", "AR"), ("R R", "R"), ("-", ""), ("\u2013", ""), ("", ""), ("D", "D"), ("R & I", "RI"),
        ("X", None), ("✓", None), ("1", None), ("RACI", None), ("yes", None), ("A?", None), ("A (R)", None),
        ("/", None),
    ],
)  # fmt: skip
def test_what_a_cell_may_say(cell: str, letters: str | None):
    assert letters_in(cell) == (None if letters is None else tuple(letters))


def test_titles_empty_rows_and_headings_are_passed_over(works: TinyPlaybook):
    rows = [
        "Who does what||",
        "||",
        "2026||",
        "|owner|lead|asked",
        "Phase one||",
        "||",
        "Begin|R|A R|C",
        "A note at the end||",
    ]
    assert "accountable: lead" in change(works, *rows)


def test_tables_that_are_no_matrix_are_passed_over(works: TinyPlaybook):
    legend = table("Letter|Word", "A|accountable", "R|responsible", name="Legend")
    status = table("Work|Status", "Begin|R", "Decide|A", name="Status")
    roles = table("Role|Address|Of", "Owner|role:owner|product", "Team Lead|role:lead|project", name="Roles")
    matrix = table("|owner|lead|asked", "begin|R|A R|C", name="M")
    found = imported(works, legend, status, roles, matrix)
    assert ([str(each) for each in found.changed], found.told) == (["activity:begin"], ())
    with pytest.raises(CannotEdit, match=r"there is no RACI in this file \(Legend, Roles\)"):
        imported(works, legend, roles)


def test_everything_that_is_wrong_is_told_at_once_by_cell(works: TinyPlaybook):
    rows = [
        "Activity|owner|Team Leed|Astronaut|Notes",
        "Begin|X|C|I|soon",
        "Beginn|A|||",
        "Fly to the moon|A|Y||",
        "|R|||",
        "Begin|A?|||",
        "Begin|D|||",
    ]
    assert told(works, *rows) == [
        "Sheet1!C1: there is no role `Team Leed`; did you mean `Team Lead`?",
        "Sheet1!D1: there is no role `Astronaut`",
        "Sheet1!E1: `Notes` is no role; the column is passed over",
        "Sheet1!B2: `X` does not say which part the role has; write A, R, S, C or I, several with blanks between",
        "Sheet1!A3: there is no activity `Beginn`; did you mean `Begin`? one that is new needs a column "
        "`Group` with the stage, practice or ritual to which it belongs",
        "Sheet1!A4: there is no activity `Fly to the moon`; one that is new needs a column `Group` with the stage, "
        "practice or ritual to which it belongs",
        "Sheet1!C4: `Y` does not say which part the role has; write A, R, S, C or I, several with blanks between",
        "Sheet1!A5: there are letters in this row and no activity",
        "Sheet1!B6: `A?` does not say which part the role has; write A, R, S, C or I, several with blanks between",
        "Sheet1!B7: D is a driver, and activity:begin is written as a RACI; write R for who does the work",
        "Sheet1!A1: no column for lead, asked: what these have a part in stays as it is",
    ]


def test_a_name_that_two_have_is_asked_for(works: TinyPlaybook):
    works.write("roles/twin.yml", TINY["roles/owner.yml"])
    works.write("stages/launch.yml", LAUNCH.replace("name: Decide", "name: Begin"))
    assert told(works, "|Owner|lead|asked", "BEGIN|A|R|C")[:2] == [
        "Sheet1!B1: `Owner` can be role:owner, role:twin; write the one that is meant",
        "Sheet1!A2: `BEGIN` can be activity:begin, activity:decide; say which in a column `Address`",
    ]
    assert told(works, "Task|Address|role:owner|lead", "BEGIN|activity:begin|A|", errors=False)


def test_a_role_with_two_columns_is_told(works: TinyPlaybook):
    assert (
        told(works, "|owner|Owner|lead|asked", "begin|A|R|R|C")[0]
        == "Sheet1!C1: role:owner has a column already: Sheet1!B1"
    )


def test_two_rows_that_say_different_things_are_told(works: TinyPlaybook):
    one = table("|owner|lead|asked", "begin|A R|R|C", name="One")
    other = table("||", "|lead|owner|asked", "Begin|A|R|C", name="Other")
    found = imported(works, one, other)
    assert found.has_errors
    mend = "mend one of the two, or name one sheet with --sheet"
    assert [(each.place, each.message) for each in found.told] == [
        ("Other!B3", f"activity:begin has other letters for role:lead in One!C2; {mend}"),
        ("Other!C3", f"activity:begin has other letters for role:owner in One!B2; {mend}"),
    ]


def test_what_a_playbook_may_hold_and_should_not_is_a_warning(works: TinyPlaybook):
    assert told(works, "|owner|lead|asked", "begin|A R|A|C I", errors=False) == [
        "Sheet1!C2: activity:begin has 2 accountable roles: owner, lead",
        "Sheet1!D2: role:asked has several parts in activity:begin: C and I",
    ]


def test_a_row_without_letters_changes_nothing(works: TinyPlaybook):
    found = imported(works, table("|owner|lead|asked|other", "begin||||", "decide|R|A|C|C"))
    assert found.edit.texts == {}
    assert [(each.place, each.is_error) for each in found.told] == [("Sheet1!A2", False)]


def test_a_role_without_a_column_keeps_its_parts(works: TinyPlaybook):
    found = imported(works, table("|owner", "begin|A"))
    assert list(found.edit.texts.values()) == [LAUNCH.replace("[owner, lead]", "[lead]")]
    assert [each.message for each in found.told] == [
        "no column for lead, asked: what these have a part in stays as it is"
    ]


NEW = "  fly:\n    name: Fly\n    raci:\n      accountable: owner\n      responsible: [owner, lead]\n"


@pytest.mark.parametrize(
    "rows",
    [
        ["Activity|Group|owner|lead", "Fly|Launch|A R|R"],
        ["Activity|Stage|owner|lead", "Fly|launch|A R|R"],
        ["Activity|Address|Group kind|Group id|owner|lead", "Fly|activity:fly|stage|launch|A R|R"],
        ["Activity|owner|lead", "Launch||", "Fly|A R|R"],
    ],
)
def test_an_activity_that_is_new_stands_where_the_table_says(works: TinyPlaybook, rows: Sequence[str]):
    found = imported(works, table(*rows))
    assert [str(each) for each in found.added] == ["activity:fly"]
    assert list(found.edit.texts.values()) == [LAUNCH.replace("\n# the end", f"{NEW}\n# the end")]


def test_a_sheet_that_is_called_like_a_stage_says_it_too(works: TinyPlaybook):
    found = imported(works, table("|owner|lead", "Fly|A R|R", name="Launch"))
    assert list(found.edit.texts.values()) == [LAUNCH.replace("\n# the end", f"{NEW}\n# the end")]


def test_a_new_decision_and_a_place_without_activities(works: TinyPlaybook):
    rows = ["Activity|Group id|Group kind|Kind|Matrix|owner|lead", "Stop: now|inventory|practice|decision|raci|A|R"]
    rows.append("Go|inventory|practice|decision|daci|A|R")
    assert change(works, *rows) == TINY["practices/inventory.yml"] + (
        "activities:\n"
        "  stop-now:\n    name: 'Stop: now'\n    kind: decision\n"
        "    raci:\n      accountable: owner\n      responsible: [lead]\n"
        "  go:\n    name: Go\n    daci:\n      driver: lead\n      approver: owner\n"
    )


def test_a_new_activity_is_not_a_misspelt_one(works: TinyPlaybook):
    assert told(works, "Activity|Group|owner", "Begn|Launch|A") == [
        "Sheet1!A2: there is no activity `Begn`; did you mean `Begin`? if it is new, give it an id in a column "
        "`Address`, such as activity:go-no-go"
    ]
    found = imported(works, table("Activity|Address|Group|owner", "Begn|activity:begn|Launch|A"))
    assert [str(each) for each in found.added] == ["activity:begn"]


def test_a_new_activity_needs_an_id(works: TinyPlaybook):
    assert "give it an id in a column `Address`" in told(works, "Activity|Group|owner", "開始|Launch|A")[0]
    assert "is no activity's address" in told(works, "Activity|Address|Group|owner", "X|role:x|Launch|A")[0]


def test_another_name_beside_an_address_is_told(works: TinyPlaybook):
    found = imported(works, table("Activity|Address|owner|lead|asked", "Start|activity:begin|A R|R|C"))
    assert [(each.place, each.message, each.is_error) for each in found.told] == [
        ("Sheet1!A2", "activity:begin is called `Begin`; names are not imported", False)
    ]


IDS = st.lists(st.sampled_from(["a", "b", "c", "d-e"]), max_size=4, unique=True)
STYLES = st.sampled_from(["plain", "flow", "wide", "lines", "indented"])
ORDER = ("accountable", "responsible", "support", "consulted", "informed")


def written(name: str, ids: Sequence[str], style: str) -> str:
    if style == "plain" and len(ids) == 1:
        return f"      {name}: '{ids[0]}' # x\n"
    if style in ("plain", "flow") or not ids:
        return f"      {name}: [{', '.join(ids)}] # x\n"
    if style == "wide":
        return f"      {name}: [\n" + ",\n".join(f"        {id_} # y\n" for id_ in ids) + "      ]\n"
    indent = "      " if style == "lines" else "          "
    return f"      {name}:\n" + "".join(f"{indent}-  {id_}  # y\n" for id_ in ids)


@given(st.dictionaries(st.sampled_from(ORDER), st.tuples(IDS, STYLES), min_size=1), st.sampled_from(ORDER), IDS)
def test_a_list_of_ids_becomes_another_whatever_its_style(before, name, ids):
    text = "# top\nx:\n  y:\n    raci:\n"
    text += "".join(written(each, *before[each]) for each in ORDER if each in before) + "    # below\n    z: 1\n"
    now = with_ids(text, ("x", "y", "raci"), name, ids, ORDER)
    found = yaml.load(now, Loader=yaml.BaseLoader)["x"]["y"]
    assert found.pop("z") == "1"
    expected = {each: ids_ for each, (ids_, _) in before.items()} | {name: ids}
    got = {each: [value] if isinstance(value, str) else value for each, value in (found["raci"] or {}).items() if value}
    assert {each: sorted(value) for each, value in got.items()} == {k: sorted(v) for k, v in expected.items() if v}
    for each in before.keys() - {name}:
        assert written(each, *before[each]) in now
    assert now.startswith("# top\n")
    assert now.endswith("    # below\n    z: 1\n")


@given(st.dictionaries(st.sampled_from(ORDER), IDS, min_size=1), st.sampled_from(ORDER), IDS)
def test_a_list_of_ids_becomes_another_in_brackets(before, name, ids):
    text = "raci: {" + ", ".join(f"{each}: [{', '.join(before[each])}]" for each in ORDER if each in before) + "} # x\n"
    now = with_ids(text, ("raci",), name, ids, ORDER)
    found = yaml.load(now, Loader=yaml.BaseLoader)["raci"]
    got = {each: [value] if isinstance(value, str) else value for each, value in found.items() if value}
    expected = {each: sorted(value) for each, value in (before | {name: ids}).items() if value}
    assert {each: sorted(value) for each, value in got.items()} == expected
    assert now.startswith("raci: {")
    assert now.endswith("} # x\n")


# Reading spreadsheets


def csv_file(folder: Path, content: bytes | str, name: str = "m.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


ROWS = (("", "owner", "größer"), ("Begin", "A", "C"))


@pytest.mark.parametrize(
    "content",
    [
        ",owner,größer\nBegin,A,C\n".encode(),
        "\ufeff;owner;größer\r\nBegin;A;C\r\n".encode(),
        ";owner;größer\r\nBegin;A;C\r\n".encode("cp1252"),
        "sep=;\r\n;owner;größer\r\nBegin;A;C\r\n".encode(),
        "\towner\tgrößer\r\nBegin\tA\tC\r\n".encode("utf-16"),
        '\n,"owner"," größer "\n\n"Begin", A ,C'.encode(),
    ],
    ids=["comma", "byte order mark and semicolon", "western", "sep=", "Unicode text", "quotes and blanks"],
)
def test_csv_as_programs_write_it(content: bytes, tmp_path: Path):
    (sheet,) = tables_in(csv_file(tmp_path, content))
    assert sheet.name == "m"
    assert tuple(row.cells for row in sheet.rows) == ROWS


@given(st.lists(st.lists(st.text("a'=+-@;,\"=\uff1d \t", max_size=4), min_size=2, max_size=2), min_size=1, max_size=3))
def test_the_apostrophe_that_export_puts_before_a_cell_is_taken_away(rows):
    with tempfile.TemporaryDirectory() as folder:
        (sheet,) = tables_in(csv_file(Path(folder), as_csv([["top", "left"], *rows])))
    expected = [tuple(" ".join(cell.split()) for cell in row) for row in rows]
    assert [row.cells for row in sheet.rows[1:]] == [row for row in expected if any(row)]


def test_cells_are_named_as_the_program_names_them(tmp_path: Path):
    (sheet,) = tables_in(csv_file(tmp_path, "\n\na" + "," * 30 + "b\n"))
    assert [sheet.place(sheet.rows[0], column) for column in (0, 25, 26, 30)] == ["m!A3", "m!Z3", "m!AA3", "m!AE3"]


def workbook(folder: Path, fill) -> Path:
    book = Workbook()
    fill(book)
    book.save(folder / "m.xlsx")
    return folder / "m.xlsx"


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path):
    def fill(book: Workbook) -> None:
        sheet = book.active
        sheet.title = "My matrix"
        sheet.merge_cells("A1:C1")
        sheet["A1"] = "Title"
        sheet["B3"], sheet["C3"], sheet["A4"], sheet["B4"] = "owner", 2.0, "Begin\nnow", "A"
        book.create_sheet("Hidden").sheet_state = "hidden"
        book.create_sheet("Empty")

    first, second = tables_in(workbook(tmp_path, fill))
    assert [(row.number, *(row.at(column) for column in range(4))) for row in first.rows] == [
        (1, "Title", "", "", ""),
        (3, "", "owner", "2", ""),
        (4, "Begin now", "A", "", ""),
    ]
    assert (first.name, second.name, second.rows) == ("My matrix", "Empty", ())


def test_a_formula_without_its_result_is_told(works: TinyPlaybook, tmp_path: Path):
    def fill(book: Workbook) -> None:
        sheet = book.active
        sheet.title = "M"
        for row in (["", "owner", "lead", "asked"], ["Begin", "=A1", "R", "C"]):
            sheet.append(row)

    found = imported(works, *tables_in(workbook(tmp_path, fill)))
    assert [(each.place, each.message) for each in found.told] == [
        ("M!B2", "the file does not hold the result of this formula; open it, save it, and try again")
    ]


def test_a_formula_with_its_result_is_as_good_as_the_result(tmp_path: Path):
    file = io.BytesIO()
    book = Writer(file, {"in_memory": True})
    sheet = book.add_worksheet("M")
    sheet.write_row(0, 0, ["", "owner", "lead"])
    sheet.write_string(1, 0, "Begin")
    sheet.write_formula(1, 1, '="A"', None, "A")
    sheet.write_formula(1, 2, '=IF(1,"","R")', None, "")
    book.close()
    with ZipFile(file) as made, ZipFile(tmp_path / "m.xlsx", "w") as as_excel_does:
        for name in made.namelist():
            as_excel_does.writestr(name, made.read(name).replace(b'<c r="C2">', b'<c r="C2" t="str">'))
    (table_,) = tables_in(tmp_path / "m.xlsx")
    assert table_.rows[1] == Row(2, ("Begin", "A", ""), frozenset())


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("m.csv", b"", "m.csv is empty"),
        ("m.xlsx", b"", "m.xlsx is empty"),
        ("m.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "old format (.xls); save it as .xlsx"),
        (
            "m.xlsx",
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        ("m.xlsx", b"PK\3\4 nothing more", "is damaged, or no workbook"),
        ("m.ods", b"PK\3\4" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "LibreOffice"),
        ("m.pdf", b"%PDF-1.7", "is no spreadsheet that can be read"),
        ("m.csv", b"a\0b", "is no text"),
        ("m.csv", b"\xff\xfea", "is no text"),
        ("m.csv", b'"' + b"a" * 200_000, "is no CSV"),
    ],
)
def test_what_is_no_spreadsheet_gets_a_sentence(name: str, content: bytes, words: str, tmp_path: Path):
    with pytest.raises(CannotEdit) as refused:
        tables_in(csv_file(tmp_path, content, name))
    assert words in str(refused.value)


def test_a_damaged_workbook_gets_a_sentence_wherever_it_breaks(tmp_path: Path):
    path = workbook(tmp_path, lambda book: book.active.append(["", "owner"]))
    whole = path.read_bytes()
    for cut in range(4, len(whole), max(1, len(whole) // 25)):
        path.write_bytes(whole[:cut])
        with pytest.raises(CannotEdit, match="is damaged, or no workbook"):
            tables_in(path)


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path: Path):
    with pytest.raises(CannotEdit, match=r"none\.csv cannot be read: No such file"):
        tables_in(tmp_path / "none.csv")
