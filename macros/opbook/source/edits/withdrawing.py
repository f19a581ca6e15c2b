"""Taking an entity out of force: its page stays as a notice, and what still points at it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from opbook.model.address import Address
from opbook.model.diagnostic import Location
from opbook.model.marks import marked
from opbook.model.pointers import addresses_in, pointers
from opbook.model.scalars import AddressMark, Reference
from opbook.source.edits.chapters import chapters, macros_in, quoted_in
from opbook.source.edits.editing import CannotEdit, Edit
from opbook.source.edits.field_splices import field_added
from opbook.source.edits.splicing import Ruler, as_it_was, spliced
from opbook.source.edits.trial import tried
from opbook.source.files import SETTINGS_FILE
from opbook.source.reading import Reading

_SETTINGS = "the settings"


@dataclass(frozen=True, slots=True)
class Pointing:
    """A place that still points at what is withdrawn."""

    by: str
    """The address of what points; in words for the settings and for a page."""
    place: Location
    at: Address
    """What it points at: the entity, or an activity that stands in it."""


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """An entity out of force, and what is left to do."""

    edit: Edit
    pointing: tuple[Pointing, ...]
    """What still points at it, in the order of files and lines."""


def withdrawing(
    reading: Reading,
    data: Path,
    address: Address,
    *,
    reason: str,
    instead: Address | None,
    on: date,
    docs: Path | None = None,
) -> Withdrawing:
    """Take something out of force.

    Args:
        reading: The playbook, with nothing wrong.
        data: The data folder that was read.
        address: What it is; it must exist, and have a file of its own.
        reason: Why, on one line.
        instead: What to use instead; it must exist.
        on: Since when.
        docs: The folder of hand-written pages, where there is one.

    Raises:
        CannotEdit: Where it is out of force already, or the file cannot be changed safely.
    """
    assert reading.playbook is not None
    entity = reading.playbook.of_kind(address.kind)[address.id]
    source = reading.source_of(address.kind, address.id)
    assert source is not None
    if entity.withdrawn is not None:
        line = source.locate(("withdrawn",), key=True).line
        raise CannotEdit(f"{address} has been withdrawn since {entity.withdrawn.date}: {source.path}:{line}")
    notice = {"date": on, "reason": reason, **({"instead": str(instead)} if instead is not None else {})}
    text = spliced(source.text, [field_added(source, entity, "withdrawn", notice, short=0)])
    path = data / source.inside
    edit = Edit({path: as_it_was(path, text)})
    after = tried(reading, data, edit.texts)
    pointing = [*_pointing(after, address, on), *_in_chapters(docs, address)]
    return Withdrawing(edit, tuple(sorted(pointing, key=lambda each: each.place)))


def _pointing(reading: Reading, address: Address, on: date) -> Iterator[Pointing]:
    """Yield what points at something: in force, in the notices of what is not, and in the settings."""
    playbook = reading.playbook
    assert playbook is not None
    entity = playbook.of_kind(address.kind)[address.id]
    for each in pointers(playbook, on, [entity]):
        source = reading.source_of(each.source.entity_kind, each.source.id)
        assert source is not None
        # A field is all address or id, and its place is that of the value; of prose only the link is meant.
        needle = "" if isinstance(each.at.mark, Reference | AddressMark) else str(each.as_written)
        place = source.locate(each.at.route, key=each.at.is_key, needle=needle)
        yield Pointing(str(each.by), place, each.as_written)
    for other in playbook.entities:
        if other.withdrawn is not None and other.withdrawn.instead == str(address):
            source = reading.source_of(other.entity_kind, other.id)
            assert source is not None
            yield Pointing(str(other.address), source.locate(("withdrawn", "instead")), address)
    settings = reading.sources[SETTINGS_FILE]
    for mark in marked(playbook.settings):
        if address in addresses_in(mark):
            yield Pointing(_SETTINGS, settings.locate(mark.route, key=mark.is_key), address)
    # These are ids of roles, and not typed so: their default may not exist.
    needs = playbook.settings.swarm_needs if "swarm_needs" in playbook.settings.model_fields_set else {}
    for need, roles in needs.items():
        for index, role in enumerate(roles):
            if Address("role", role) == address:
                yield Pointing(_SETTINGS, settings.locate(("swarm_needs", need, index)), address)


def _in_chapters(docs: Path | None, address: Address) -> Iterator[Pointing]:
    """Yield the hand-written pages whose macros name something."""
    for path, text in chapters(docs):
        ruler = Ruler(text)
        for line in dict.fromkeys(ruler.line(start) for start, _ in quoted_in(text, macros_in(text), str(address))):
            yield Pointing("a macro of this page", Location(path.as_posix(), line, 1, line, 1), address)
