"""What the rows of a spreadsheet say about who does what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from opbook.model.activity import Activity, Letter
from opbook.model.address import Address, is_id
from opbook.model.playbook import Playbook
from opbook.source.edits.raci_header import DRIVER, NOTHING, Header, Names, letters_in, names_of, plain
from opbook.source.edits.tables import Row, Sheet
from opbook.source.nearest import as_id, did_you_mean, shown

ALIKE = 0.85
"""From which likeness on a name counts as one misspelt, and not as a new one."""


@dataclass(frozen=True, slots=True)
class Told:
    """Something to say about a cell."""

    place: str
    message: str
    is_error: bool = True


@dataclass(slots=True)
class Wanted:
    """What the spreadsheet says of one activity."""

    address: Address
    name: str
    home: Address
    place: str
    """The first cell that speaks of it."""
    activity: Activity | None
    """The activity; `None` where it is new."""
    is_decision: bool = False
    is_daci: bool = False
    letters: dict[str, tuple[Letter, ...]] = field(default_factory=dict)
    """For each role that has a column its parts, possibly none, in the order of the columns."""
    places: dict[str, str] = field(default_factory=dict)
    """For each of these roles the cell."""


def wanted(
    sheets: Sequence[tuple[Sheet, Header]], playbook: Playbook, roles: Names
) -> tuple[tuple[Wanted, ...], tuple[Told, ...]]:
    """What some tables say together, and all that is wrong with them."""
    reader = _Rows(playbook, roles)
    for sheet, header in sheets:
        reader.take(sheet, header)
    return tuple(reader.found.values()), tuple(reader.told)


class _Rows:
    def __init__(self, playbook: Playbook, roles: Names) -> None:
        self.playbook = playbook
        self.roles = roles
        self.activities = names_of(playbook, "activity")
        self.found: dict[Address, Wanted] = {}
        self.told: list[Told] = []

    def tell(self, place: str, message: str, *, is_error: bool = True) -> None:
        self.told.append(Told(place, message, is_error))

    def take(self, sheet: Sheet, header: Header) -> None:
        """Take up one table."""
        self.columns(sheet, header)
        standing = self.homes(sheet.name)
        without_column: dict[str, None] = {}
        for row in sheet.rows[sheet.rows.index(header.row) + 1 :]:
            text = row.at(header.activity)
            columns = (*header.roles, *header.strangers)
            empty = all(row.at(column) in NOTHING and column not in row.uncalculated for column in columns)
            if empty and not any(row.at(column) for column in header.fields.values()):
                heading = text or next((cell for cell in row.cells if cell), "")
                if len(self.activities.find(heading)) != 1:
                    standing = self.homes(heading)
                    continue
            one = self.one(sheet, header, row, standing, is_empty=empty)
            cells = self.cells(sheet, header, row)
            if one is None:
                continue
            letters = self.letters(sheet, header, row, one, cells)
            if empty:
                if one.activity is not None and one.activity.roles:
                    message = f"there is no letter in the row of {one.address}; it stays as it is"
                    self.tell(sheet.place(row, header.activity), message, is_error=False)
                continue
            self.merge(one, letters, {role: sheet.place(row, column) for column, role in header.roles.items()})
            if one.activity is not None:
                without_column |= dict.fromkeys(
                    each for each in one.activity.roles if each not in header.roles.values()
                )
        if without_column:
            listed = ", ".join(without_column)
            message = f"no column for {listed}: what these have a part in stays as it is"
            self.tell(sheet.place(header.row, header.activity), message, is_error=False)

    def columns(self, sheet: Sheet, header: Header) -> None:
        """Tell what is wrong with the headings."""
        for column in header.strangers:
            text = header.row.at(column)
            several = self.roles.find(text)
            if several:
                listed = ", ".join(f"role:{id_}" for id_ in several)
                message = f"`{shown(text)}` can be {listed}; write the one that is meant"
            else:
                message = f"there is no role `{shown(text)}`{did_you_mean(text, self.roles.words)}"
            self.tell(sheet.place(header.row, column), message)
        first: dict[str, int] = {}
        for column, role in header.roles.items():
            if role in first:
                other = sheet.place(header.row, first[role])
                self.tell(sheet.place(header.row, column), f"role:{role} has a column already: {other}")
            first.setdefault(role, column)
        for column in header.ignored:
            text = header.row.at(column)
            words = f"`{shown(text)}` is no role" if text else "this column has no heading"
            self.tell(sheet.place(header.row, column), f"{words}; the column is passed over", is_error=False)

    def homes(self, text: str) -> tuple[Address, ...]:
        """The stages, practices and rituals that a name or id can mean."""
        key = plain(text)
        return tuple(
            each.address for each in self.playbook.homes if key in (plain(each.name), each.id, str(each.address))
        )

    def one(
        self, sheet: Sheet, header: Header, row: Row, standing: tuple[Address, ...], *, is_empty: bool
    ) -> Wanted | None:
        """The activity that a row speaks of; `None` where it speaks of none, which is told if it has letters."""
        text = row.at(header.activity)
        place = sheet.place(row, header.activity)
        said = {name: row.at(column) for name, column in header.fields.items()}
        homes = standing
        if said.get("group id"):
            homes = self.homes(f"{said.get('group kind', 'stage').lower()}:{said['group id']}")
        elif said.get("group"):
            homes = self.homes(said["group"])
        address = said.get("address", "")
        if address:
            parsed = Address.parse(address)
            if parsed is None or parsed.kind != "activity":
                self.tell(
                    sheet.place(row, header.fields["address"]),
                    f"`{shown(address)}` is no activity's address, such as activity:go-no-go",
                )
                return None
            known = self.playbook.activities.get(parsed.id)
            if known is not None:
                if text and plain(text) not in (plain(known.name), known.id, str(parsed)):
                    message = f"{parsed} is called `{shown(known.name)}`; names are not imported"
                    self.tell(place, message, is_error=False)
                return self.existing(known, place)
        found = self.activities.find(text) if not address else []
        if len(found) > 1:
            here = [id_ for id_ in found if self.playbook.activities[id_].home in homes]
            found = here if len(here) == 1 else found
        if len(found) == 1:
            return self.existing(self.playbook.activities[found[0]], place)
        if is_empty:
            return None
        if len(found) > 1:
            listed = ", ".join(f"activity:{id_}" for id_ in found)
            self.tell(place, f"`{shown(text)}` can be {listed}; say which in a column `Address`")
            return None
        return self.new(text, address, homes, said, place)

    def existing(self, activity: Activity, place: str) -> Wanted:
        known = self.found.get(activity.address)
        if known is not None:
            return known
        return Wanted(
            activity.address,
            activity.name,
            activity.home,
            place,
            activity,
            activity.is_decision,
            activity.daci is not None,
        )

    def new(
        self, text: str, address: str, homes: tuple[Address, ...], said: Mapping[str, str], place: str
    ) -> Wanted | None:
        """An activity that the playbook does not have, if the row says all that one needs."""
        if not text:
            self.tell(place, "there are letters in this row and no activity")
            return None
        id_ = address.removeprefix("activity:") or as_id(text)
        parsed = Address("activity", id_)
        if parsed in self.found:
            return self.found[parsed]
        words = address or text
        message = f"there is no activity `{shown(words)}`"
        near = self.near(id_ if address else text, homes)
        if near and (not address or not homes):
            self.tell(place, f"{message}; did you mean `{near}`? {self.how_to_add(homes)}")
        elif len(homes) != 1:
            self.tell(place, f"{message}; {self.how_to_add(homes)}")
        elif not is_id(id_):
            self.tell(place, f"{message}; give it an id in a column `Address`, such as activity:go-no-go")
        else:
            is_daci = said.get("matrix", "").lower() == "daci"
            is_decision = is_daci or said.get("kind", "").lower() == "decision"
            return Wanted(parsed, text, homes[0], place, None, is_decision, is_daci)
        return None

    def near(self, text: str, homes: tuple[Address, ...]) -> str | None:
        """The activity that a text looks like; only one that is much like it where the row could add a new one."""
        words = {plain(word): word for word in self.activities.words}
        found = get_close_matches(plain(text), words, n=1, cutoff=ALIKE if len(homes) == 1 else 0.6)
        by_id = get_close_matches(as_id(text), list(self.playbook.activities), n=1, cutoff=ALIKE)
        return next(iter([*(words[each] for each in found), *by_id]), None)

    def how_to_add(self, homes: tuple[Address, ...]) -> str:
        if len(homes) == 1:
            return "if it is new, give it an id in a column `Address`, such as activity:go-no-go"
        if homes:
            listed = " or ".join(map(str, homes))
            return f"it would stand in {listed}: say which in columns `Group kind` and `Group id`"
        return "one that is new needs a column `Group` with the stage, practice or ritual to which it belongs"

    def cells(self, sheet: Sheet, header: Header, row: Row) -> dict[int, tuple[str, ...]]:
        """The letters of a row by column; cells that hold anything else are told."""
        found = {}
        for column in (*header.roles, *header.strangers):
            place, text = sheet.place(row, column), row.at(column)
            letters = letters_in(text)
            if column in row.uncalculated:
                self.tell(place, "the file does not hold the result of this formula; open it, save it, and try again")
            elif letters is None:
                taken = "A, R, S, C or I, several with blanks between"
                self.tell(place, f"`{shown(text)}` does not say which part the role has; write {taken}")
            else:
                found[column] = letters
        return found

    def letters(
        self, sheet: Sheet, header: Header, row: Row, one: Wanted, cells: Mapping[int, tuple[str, ...]]
    ) -> dict[str, tuple[Letter, ...]]:
        """The parts that a row gives in an activity, by role."""
        if one.activity is None:
            one.is_daci = one.is_daci or any(DRIVER in letters for letters in cells.values())
        found: dict[str, tuple[Letter, ...]] = {}
        for column, letters in cells.items():
            if DRIVER in letters and not one.is_daci:
                message = f"D is a driver, and {one.address} is written as a RACI; write R for who does the work"
                self.tell(sheet.place(row, column), message)
            elif column in header.roles:
                parts = {_part(letter, is_daci=one.is_daci) for letter in letters}
                found[header.roles[column]] = tuple(letter for letter in Letter if letter in parts)
        return found

    def merge(self, one: Wanted, letters: Mapping[str, tuple[Letter, ...]], places: Mapping[str, str]) -> None:
        """Add what a row says to what others have said of the same activity."""
        self.found.setdefault(one.address, one)
        for role, parts in letters.items():
            if role in one.letters and one.letters[role] != parts:
                message = f"{one.address} has other letters for role:{role} in {one.places[role]}"
                self.tell(places[role], f"{message}; mend one of the two, or name one sheet with --sheet")
                continue
            one.letters[role] = parts
            one.places[role] = places[role]


def _part(letter: str, *, is_daci: bool) -> Letter:
    if is_daci and letter in (DRIVER, "S"):  # a DACI knows no support; whoever helps contributes
        return Letter.RESPONSIBLE if letter == DRIVER else Letter.CONSULTED
    return Letter(letter)


def clashes(one: Wanted, parts: Mapping[Letter, Sequence[str]]) -> Iterator[Told]:
    """Yield what a playbook may hold and should not: more than one accountable role, a role in parts that clash."""
    accountable = parts[Letter.ACCOUNTABLE]
    if len(accountable) > 1:
        message = f"{one.address} has {len(accountable)} accountable roles: {', '.join(accountable)}"
        yield Told(one.places.get(accountable[-1], one.place), message, is_error=False)
    for role in dict.fromkeys(role for roles in parts.values() for role in roles):
        held = {letter.value for letter, roles in parts.items() if role in roles}
        if len(held) > 1 and held != {"A", "R"}:
            message = f"role:{role} has several parts in {one.address}: {' and '.join(sorted(held))}"
            yield Told(one.places.get(role, one.place), message, is_error=False)
