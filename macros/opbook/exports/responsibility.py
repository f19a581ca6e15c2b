"""The responsibility matrix for other programs: CSV, a workbook, Markdown.

What is withdrawn has no row. A DACI stands in RACI letters, as on every page.

The CSV is made to be read again: its headings and what stands below `Address`, `Group kind`, `Group id`, `Kind` and
`Matrix` stay the same whatever things are called.

===================  =================================================================================================
heading              cell
===================  =================================================================================================
Activity             its name
Address              ``activity:go-no-go``
Group kind           ``stage``, ``practice`` or ``ritual``: what the activity stands in
Group                the name of that
Group id             the id of that
Kind                 ``work`` or ``decision``
Matrix               ``raci`` or ``daci``: how its parts are written in YAML
NAME (role:ID)       for each role with a part, its letters with blanks between: ``A R``
Rituals              where it is talked over, ``NAME (ritual:ID)``, with ``; `` between
===================  =================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from opbook.exports.markdown import escaped
from opbook.exports.spreadsheet import Book, Column, as_csv
from opbook.model.activity import Activity, Letter
from opbook.model.playbook import Playbook
from opbook.model.responsibility import Group, groups
from opbook.model.role import Role

Legend = Mapping[Letter, tuple[str, str]]
"""The word of each letter, and what it means."""

_FIXED = ("Activity", "Address", "Group kind", "Group", "Group id", "Kind", "Matrix")

_COLOURS = {
    "A": {"bg_color": "#0F4C81", "font_color": "#FFFFFF"},
    "R": {"bg_color": "#B9D7F2", "font_color": "#000000"},
    "S": {"bg_color": "#C5E8DD", "font_color": "#000000"},
    "C": {"bg_color": "#FBE8C0", "font_color": "#000000"},
    "I": {"bg_color": "#F0F0F0", "font_color": "#000000"},
}


@dataclass(frozen=True, slots=True)
class _Table:
    """Some of the matrix: its activities with what they stand in, and the roles that have a part in them."""

    rows: tuple[tuple[Group, Activity], ...]
    roles: tuple[Role, ...]


def _table(playbook: Playbook, wanted: Iterable[Group]) -> _Table:
    rows = tuple((group, activity) for group in wanted for activity in group.activities)
    used = {role for _, activity in rows for role in activity.roles}
    return _Table(rows, tuple(role for role in playbook.roles.values() if role.id in used))


def _groups(playbook: Playbook) -> tuple[Group, ...]:
    return tuple(groups(playbook.in_force))


def _letters(activity: Activity, role: str) -> str:
    return " ".join(letter.value for letter in activity.letters(role))


def _kind(activity: Activity) -> str:
    return "decision" if activity.is_decision else "work"


def raci_csv(playbook: Playbook) -> bytes:
    """The whole matrix: a row for each activity, a column for each role."""
    table = _table(playbook, _groups(playbook))
    rows = [[*_FIXED, *(f"{role.name} ({role.address})" for role in table.roles), "Rituals"]]
    for group, activity in table.rows:
        rituals = (playbook.rituals[id_] for id_ in activity.rituals if id_ in playbook.rituals)
        rows.append(
            [
                *(activity.name, str(activity.address), group.home.kind, group.name, group.home.id),
                *(_kind(activity), "raci" if activity.daci is None else "daci"),
                *(_letters(activity, role.id) for role in table.roles),
                "; ".join(f"{ritual.name} ({ritual.address})" for ritual in rituals),
            ]
        )
    return as_csv(rows)


def raci_workbook(playbook: Playbook, on: date, legend: Legend) -> bytes:
    """The matrix as a workbook: everything, then a sheet for each stage, for practices and rituals, and a legend."""
    book = Book(f"{playbook.settings.title}: who does what", playbook.settings.organisation, on)
    found = _groups(playbook)
    _sheet(book, playbook, "Everything", found)
    for group in found:
        if group.home.kind == "stage":
            _sheet(book, playbook, group.name, (group,), is_one=True)
    for kind, name in (("practice", "Practices"), ("ritual", "Rituals")):
        of_kind = tuple(group for group in found if group.home.kind == kind)
        if of_kind:
            _sheet(book, playbook, name, of_kind)
    letters = [(letter.value, word, meaning) for letter, (word, meaning) in legend.items()]
    book.sheet("Legend", [Column("Letter", 8), Column("Word", 16), Column("Meaning", 80)], letters)
    columns = [Column("Role", 30), Column("Address", 34), Column("Discipline", 20)]
    disciplines = playbook.settings.disciplines
    roles = [
        (role.name, str(role.address), disciplines[role.discipline].name if role.discipline in disciplines else "")
        for role in _table(playbook, found).roles
    ]
    book.sheet("Roles", columns, roles)
    return book.content()


def _sheet(book: Book, playbook: Playbook, name: str, wanted: Sequence[Group], *, is_one: bool = False) -> None:
    """Add a sheet of some of the matrix; where it is all of one stage, no row says in which it stands."""
    table = _table(playbook, wanted)
    columns = [
        Column("Activity", 42),
        *([] if is_one else [Column("In", 24)]),
        Column("Kind", 10),
        *(Column(role.name, 4.5, is_upright=True) for role in table.roles),
        Column("Talked over in", 32),
        Column("Address", 34),
    ]
    rows = [
        (
            activity.name,
            *([] if is_one else [group.name]),
            _kind(activity),
            *(_letters(activity, role.id) for role in table.roles),
            "\n".join(playbook.rituals[id_].name for id_ in activity.rituals if id_ in playbook.rituals),
            str(activity.address),
        )
        for group, activity in table.rows
    ]
    book.sheet(name, columns, rows, _COLOURS, unprinted=1)


def raci_markdown(playbook: Playbook, legend: Legend) -> str:
    """The matrix as a table for each stage, practice and ritual, as wikis and repositories show them."""
    found = _groups(playbook)
    used = {
        letter for _, activity in _table(playbook, found).rows for letter in activity.parts if activity.parts[letter]
    }
    lines = [f"# {escaped(playbook.settings.title)}: who does what", ""]
    lines += [
        f"- **{letter.value}** {word}: {legend[letter][1]}" for letter, (word, _) in legend.items() if letter in used
    ]
    for group in found:
        table = _table(playbook, (group,))
        lines += ["", f"## {escaped(group.name)} ({group.home.kind})", ""]
        lines.append(_row(["Activity", *(escaped(role.name) for role in table.roles)]))
        lines.append(_row(["---", *(":-:" for _ in table.roles)]))
        for _, activity in table.rows:
            mark = " (decision)" if activity.is_decision else ""
            lines.append(_row([escaped(activity.name) + mark, *(_letters(activity, role.id) for role in table.roles)]))
    return "\n".join(lines) + "\n"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
