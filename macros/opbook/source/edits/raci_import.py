"""A matrix from a spreadsheet as changes to the YAML, for somebody to review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from opbook.model.activity import Activity, Daci, Letter, Raci
from opbook.model.address import Address
from opbook.model.playbook import Playbook
from opbook.source.edits.editing import CannotEdit, Edit
from opbook.source.edits.id_lists import as_field, with_ids
from opbook.source.edits.raci_header import Header, Names, header_of, names_of
from opbook.source.edits.raci_rows import Told, Wanted, clashes, wanted
from opbook.source.edits.splicing import Ruler, Splice, as_it_was, break_of, spliced
from opbook.source.edits.tables import Sheet
from opbook.source.edits.trial import tried
from opbook.source.entries import Source
from opbook.source.nodes import parse
from opbook.source.reading import Reading

_DACI_LETTERS = (Letter.RESPONSIBLE, Letter.ACCOUNTABLE, Letter.CONSULTED, Letter.INFORMED)
_RACI_FIELDS = dict(zip(Letter, Raci.model_fields, strict=True))
_DACI_FIELDS = dict(zip(_DACI_LETTERS, Daci.model_fields, strict=True))


@dataclass(frozen=True, slots=True)
class Import:
    """What a spreadsheet changes, and what there is to say about it."""

    edit: Edit
    changed: tuple[Address, ...]
    """The activities that have other parts."""
    added: tuple[Address, ...]
    """The activities that are new."""
    told: tuple[Told, ...]
    """What is wrong, in the order of the tables; where any of it is an error, nothing is to be changed."""

    @property
    def has_errors(self) -> bool:
        """Whether anything is in the way."""
        return any(each.is_error for each in self.told)


def importing(reading: Reading, data: Path, sheets: Sequence[Sheet]) -> Import:
    """Compare tables with the playbook.

    Args:
        reading: The playbook, with nothing wrong.
        data: The data folder that was read.
        sheets: The tables; those that are no matrix are passed over where any is one.

    Raises:
        CannotEdit: Where none is a matrix, or a file cannot be changed safely.
    """
    playbook = reading.playbook
    assert playbook is not None
    roles = names_of(playbook, "role")
    rows, told = wanted(_matrices(sheets, roles), playbook, roles)
    parts = {one.address: _parts(one) for one in rows}
    changed: list[Wanted] = []
    added: list[Wanted] = []
    clashing: list[Told] = []
    for one in rows:
        if one.activity is None:
            added.append(one)
        elif parts[one.address] != _now(one.activity):
            changed.append(one)
        else:
            continue
        clashing += clashes(one, parts[one.address])
    told = (*told, *clashing)
    texts: dict[Path, str | None] = {}
    if not any(each.is_error for each in told):
        texts = _texts(reading, data, changed, added, parts)
    addresses = tuple(one.address for one in changed), tuple(one.address for one in added)
    return Import(Edit(texts), *addresses, told)


def _matrices(sheets: Sequence[Sheet], roles: Names) -> list[tuple[Sheet, Header]]:
    """The tables that are matrices, with how they are laid out."""
    found = [(sheet, header) for sheet in sheets if (header := header_of(sheet, roles)) is not None]
    with_roles = [(sheet, header) for sheet, header in found if header.roles]
    if not found:
        listed = ", ".join(sheet.name for sheet in sheets) or "it has no visible sheet"
        raise CannotEdit(
            f"there is no RACI in this file ({listed}): one row needs the names of roles, with letters below them"
        )
    return with_roles or found


def _now(activity: Activity) -> Mapping[Letter, list[str]]:
    return {letter: list(roles) for letter, roles in activity.parts.items()}


def _parts(one: Wanted) -> Mapping[Letter, list[str]]:
    """The roles of each part as they will be: who stays, in the order of the file, then who comes."""
    now = _now(one.activity) if one.activity is not None else {}
    found = {}
    for letter in Letter:
        before = now.get(letter, [])
        kept = [role for role in before if role not in one.letters or letter in one.letters[role]]
        found[letter] = kept + [
            role for role, letters in one.letters.items() if letter in letters and role not in before
        ]
    return found


def _fields(one: Wanted) -> Mapping[Letter, str]:
    return _DACI_FIELDS if one.is_daci else _RACI_FIELDS


def _texts(
    reading: Reading,
    data: Path,
    changed: Sequence[Wanted],
    added: Sequence[Wanted],
    parts: Mapping[Address, Mapping[Letter, list[str]]],
) -> dict[Path, str | None]:
    """What the files will say.

    Raises:
        CannotEdit: Where one cannot be changed safely.
    """
    texts: dict[str, str] = {}
    for one in (*changed, *added):
        source = reading.source_of(one.home.kind, one.home.id)
        assert source is not None
        text = texts.get(source.inside, source.text)
        if one.activity is None:
            text = _with_activity(source, text, one, parts[one.address])
        else:
            text = _with_parts(text, one, _now(one.activity), parts[one.address])
        texts[source.inside] = text
    edit: dict[Path, str | None] = {data / inside: as_it_was(data / inside, text) for inside, text in texts.items()}
    if edit:
        after = tried(reading, data, edit).playbook
        assert after is not None
        for one in (*changed, *added):
            _hold(after, one, parts[one.address])
    return edit


def _hold(after: Playbook, one: Wanted, parts: Mapping[Letter, list[str]]) -> None:
    """Make sure that the new text says what is wanted, however strangely the old one was written."""
    activity = after.activities.get(one.address.id)
    if activity is None or _now(activity) != parts:
        raise CannotEdit(f"{one.address} is written in a way that cannot be changed safely; change it by hand")


def _with_parts(text: str, one: Wanted, now: Mapping[Letter, list[str]], parts: Mapping[Letter, list[str]]) -> str:
    fields = _fields(one)
    route = ("activities", one.address.id, "daci" if one.is_daci else "raci")
    different = [letter for letter in fields if now[letter] != parts[letter]]
    # What comes goes first, so that the mapping is never empty on the way.
    for letter in sorted(different, key=lambda each: not parts[each]):
        text = with_ids(text, route, fields[letter], parts[letter], tuple(fields.values()))
    return text


def _with_activity(source: Source, text: str, one: Wanted, parts: Mapping[Letter, list[str]]) -> str:
    """The text of a file with one more activity, behind those that it has."""
    root = parse("", text).node
    assert root is not None
    ruler, end = Ruler(text), break_of(text)
    if text[ruler.offset(*root.range[:2])] == "{":
        raise CannotEdit(f"{source.path} is written in brackets; add {one.address} to it by hand")
    assert isinstance(root.value, dict)
    activities = root.value.get("activities")
    if activities is None:
        lead = "" if text.endswith(("\n", "\r")) else end
        return text + lead + end.join(["activities:", *_lines(one, parts, "  "), ""])
    if not activities.keys or text[ruler.offset(*activities.range[:2])] == "{":
        raise CannotEdit(f"{source.path} has its activities in brackets; add {one.address} to it by hand")
    indent = " " * (next(iter(activities.keys.values())).range[1] - 1)
    names = list(root.keys)
    later = names[names.index("activities") + 1 :]
    at = ruler.offset(root.keys[later[0]].range[0]) if later else len(text)
    while at and _is_beside(text[ruler.offset(ruler.line(at - 1)) : at]):
        at = ruler.offset(ruler.line(at - 1))
    lead = "" if text[:at].endswith(("\n", "\r")) else end
    return spliced(text, [Splice(at, at, lead + end.join([*_lines(one, parts, indent), ""]))])


def _is_beside(line: str) -> bool:
    """Whether a line belongs to what comes after it: a blank one, or a comment at the margin."""
    return not line.strip() or line.startswith("#")


def _lines(one: Wanted, parts: Mapping[Letter, list[str]], indent: str) -> list[str]:
    name = yaml.safe_dump(one.name, allow_unicode=True, width=1_000_000).removesuffix("...\n").strip()
    lines = [f"{one.address.id}:", f"  name: {name}"]
    if one.is_decision and not one.is_daci:
        lines.append("  kind: decision")
    lines.append("  daci:" if one.is_daci else "  raci:")
    for letter, field in _fields(one).items():
        ids = parts[letter]
        if ids:
            lines.append(f"    {as_field(field, ids)}")
    return [indent + line for line in lines]
