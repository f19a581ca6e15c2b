"""Giving an entity or activity another id, everywhere at once.

An id stands in the name of a file, in fields that refer to it, in addresses and in the links of prose. Each place is
found by the type of its field and changed where it stands, so that comments and layout stay as they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from opbook.model.address import FOLDERS, Address
from opbook.model.diagnostic import Location
from opbook.model.entity import Entity
from opbook.model.marks import Marked, marked
from opbook.model.playbook import Playbook
from opbook.model.prose import links
from opbook.model.responsibility import fingerprint
from opbook.model.role import Role
from opbook.model.scalars import AddressMark, Reference
from opbook.model.settings import Settings
from opbook.source.edits.chapters import chapters, macros_in, quoted_in
from opbook.source.edits.editing import CannotEdit, Edit
from opbook.source.edits.field_splices import field_added, span_of, value_changed
from opbook.source.edits.splicing import Ruler, Splice, as_it_was, break_of, end_of_line, spliced
from opbook.source.edits.trial import tried
from opbook.source.entries import Source
from opbook.source.files import SETTINGS_FILE
from opbook.source.identities import taken
from opbook.source.reading import Reading


@dataclass(frozen=True, slots=True)
class Renaming:
    """Another id for something, and what follows from it."""

    edit: Edit
    files: int
    """How many files it changes."""
    places: int
    """How many places in them named the old id."""
    left: tuple[tuple[Location, str], ...]
    """Where the old id may still be meant, for a person to look at: the place, and what stands there."""


def renaming(reading: Reading, data: Path, old: Address, new_id: str, docs: Path | None = None) -> Renaming:
    """Find all that changes when something gets another id.

    Args:
        reading: The playbook, with nothing wrong.
        data: The data folder that was read.
        old: What it is called now; it must exist.
        new_id: What it is to be called; it must be an id.
        docs: The folder of hand-written pages, where there is one.

    Raises:
        CannotEdit: Where the new id is taken, or a place cannot be changed safely.
    """
    assert reading.playbook is not None
    new = Address(old.kind, new_id)
    if why := taken(reading.playbook, new, old):
        raise CannotEdit(f"{why}; choose another id")
    moved = {f"{FOLDERS[old.kind]}/{old.id}.yml": f"{FOLDERS[old.kind]}/{new.id}.yml"} if old.kind in FOLDERS else {}
    if any((data / inside).exists() for inside in moved.values()):
        raise CannotEdit(f"{(data / next(iter(moved.values()))).as_posix()} is already there")

    splices = {source: list(found) for source, found in _places(reading, old, new) if found}
    places = sum(map(len, splices.values()))
    left: list[tuple[Location, str]] = []
    if old.kind in FOLDERS:
        entity = reading.playbook.of_kind(old.kind)[old.id]
        source = reading.source_of(old.kind, old.id)
        assert source is not None
        splices.setdefault(source, []).append(_former_id(source, entity, old.id, new.id))
    texts: dict[Path, str | None] = {}
    for source, found in splices.items():
        inside = moved.get(source.inside, source.inside)
        if inside != source.inside:
            texts[data / source.inside] = None
        texts[data / inside] = as_it_was(data / source.inside, spliced(source.text, found))
    texts, kept = _with_agreements_kept(reading, data, texts, old, new)
    files = len({source.inside for source in splices} | kept)

    settings = reading.sources[SETTINGS_FILE]
    if _is_in_default(reading.playbook.settings, settings, old):
        place = Location(settings.path, 1, 1, 1, 1)
        left.append((place, f"`swarm_needs` is not set there, and what holds then names {old}"))
    for page, before in chapters(docs):
        text, count, unsure = _page(page, before, old, new)
        left += unsure
        if count:
            texts[page] = text
            files, places = files + 1, places + count
    return Renaming(Edit(texts), files, places, tuple(left))


def _places(reading: Reading, old: Address, new: Address) -> Iterator[tuple[Source, list[Splice]]]:
    """Yield each file with what names the old id there."""
    playbook = reading.playbook
    assert playbook is not None
    settings = reading.sources[SETTINGS_FILE]
    yield (
        settings,
        [
            *(splice for each in marked(playbook.settings) for splice in _changed(settings, each, old, new)),
            *_swarm_needs(playbook.settings, settings, old, new),
        ],
    )
    for entity in playbook.entities:
        source = reading.source_of(entity.entity_kind, entity.id)
        assert source is not None
        found = [splice for each in marked(entity) for splice in _changed(source, each, old, new)]
        if old.kind == "activity" and old.id in getattr(entity, "activities", {}):
            found.append(value_changed(source, ("activities", old.id), old.id, new.id, key=True))
        yield source, found


def _changed(source: Source, each: Marked, old: Address, new: Address) -> Iterator[Splice]:
    """Yield the changes of one marked text."""
    if isinstance(each.mark, Reference):
        if each.mark.kind == old.kind and each.text == old.id:
            yield value_changed(source, each.route, old.id, new.id, key=each.is_key)
    elif isinstance(each.mark, AddressMark):
        if each.text == str(old):
            yield value_changed(source, each.route, str(old), str(new))
    elif str(old) in each.text:
        yield from _links(source, each, old, new)


def _links(source: Source, each: Marked, old: Address, new: Address) -> Iterator[Splice]:
    """Yield the links of a prose text; the same words outside a link stay as they are."""
    wanted = _sought(str(old))
    before = [link.url for link in links(each.text)]
    if str(old) not in before:
        return
    places = list(wanted.finditer(each.text))
    are_links = []
    for place in places:
        text = each.text[: place.start()] + str(new) + each.text[place.end() :]
        are_links.append([link.url for link in links(text)] != before)
    start, end = span_of(source, each.route)
    written = list(wanted.finditer(source.text, start, end))
    changed = [Splice(*place.span(), str(new)) for place, is_link in zip(places, are_links, strict=True) if is_link]
    together = spliced(each.text, changed)
    if len(written) != len(places) or any(link.url == str(old) for link in links(together)):
        line = source.locate(each.route).line
        raise CannotEdit(
            f"{source.path}:{line}: a link to {old} is written with escapes here; write it plainly, as ]({old}), first"
        )
    for place, is_link in zip(written, are_links, strict=True):
        if is_link:
            yield Splice(*place.span(), str(new))


def _sought(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(words)}(?![\w-])")


def _swarm_needs(settings: Settings, source: Source, old: Address, new: Address) -> Iterator[Splice]:
    """Yield where the one setting names a role that holds ids without being typed so: its default may not exist."""
    if old.kind == "role" and "swarm_needs" in settings.model_fields_set:
        for need, roles in settings.swarm_needs.items():
            for index, role in enumerate(roles):
                if role == old.id:
                    yield value_changed(source, ("swarm_needs", need, index), old.id, new.id)


def _is_in_default(settings: Settings, source: Source, old: Address) -> bool:
    is_named = any(old.id in roles for roles in settings.swarm_needs.values())
    return old.kind == "role" and is_named and "swarm_needs" not in source.data


def _former_id(source: Source, entity: Entity, old: str, new: str) -> Splice:
    """The change that keeps the old id, so that old links still lead to the page."""
    if new in entity.renamed_from:  # it goes back to a former id, which no longer leads anywhere else
        return value_changed(source, ("renamed_from", entity.renamed_from.index(new)), new, old)
    root = source.node
    assert root is not None
    assert isinstance(root.value, dict)
    node = root.value.get("renamed_from")
    if node is None:
        return field_added(source, entity, "renamed_from", [old])
    start, end = Ruler(source.text).span(node.range)
    if isinstance(node.value, str):
        return Splice(start, end, f"[{source.text[start:end]}, {old}]")
    if not node.value:
        return Splice(start + 1, start + 1, old)
    assert isinstance(node.value, list)
    last = node.value[-1]
    start, end = Ruler(source.text).span(last.range)
    line_start = Ruler(source.text).offset(last.range[0])
    lead = source.text[line_start:start]
    if re.fullmatch(r"\s*-\s+", lead):
        end = end_of_line(source.text, end)
        return Splice(end, end, f"{break_of(source.text)}{lead}{old}")
    return Splice(end, end, f", {old}")


def _with_agreements_kept(
    reading: Reading, data: Path, texts: dict[Path, str | None], old: Address, new: Address
) -> tuple[dict[Path, str | None], set[str]]:
    """Mend the fingerprints that differ only for the new id: those who agreed to a role agreed to the same as before.

    Returns:
        The texts with these too, and the files concerned, by their path inside the data folder as it is now.
    """
    after = tried(reading, data, texts)
    assert reading.playbook is not None
    assert after.playbook is not None
    kept: set[str] = set()
    for role in after.playbook.roles.values():
        then = reading.playbook.roles[old.id if role.address == new else role.id]
        source = after.source_of("role", role.id)
        assert source is not None
        if not _held(reading.playbook, then) or _held(after.playbook, role):
            continue
        assert role.agreed is not None
        splice = value_changed(
            source, ("agreed", "fingerprint"), role.agreed.fingerprint, fingerprint(after.playbook, role.id)
        )
        now = reading.source_of("role", then.id)
        assert now is not None
        kept.add(now.inside)
        texts[data / source.inside] = as_it_was(data / now.inside, spliced(source.text, [splice]))
    return texts, kept


def _held(playbook: Playbook, role: Role) -> bool:
    return role.agreed is not None and role.agreed.fingerprint == fingerprint(playbook, role.id)


def _page(path: Path, text: str, old: Address, new: Address) -> tuple[str, int, list[tuple[Location, str]]]:
    """A hand-written page with the addresses that macros are given changed, how many, and what else may be meant."""
    macros = macros_in(text)
    splices = [Splice(*span, str(new)) for span in quoted_in(text, macros, str(old))]
    changed = {splice.start for splice in splices}
    unsure = [found.span() for found in _sought(str(old)).finditer(text) if found.start() not in changed]
    unsure += quoted_in(text, macros, old.id)
    if old.kind in FOLDERS:
        pages = "glossary(?:\\.md|/)#" if old.kind == "term" else f"{FOLDERS[old.kind]}/"
        unsure += [found.span() for found in re.finditer(rf"{pages}{re.escape(old.id)}(?![\w-])", text)]
    return spliced(text, splices), len(splices), _told(path, text, unsure)


def _told(path: Path, text: str, spans: list[tuple[int, int]]) -> list[tuple[Location, str]]:
    ruler = Ruler(text)
    lines: defaultdict[int, tuple[int, int]] = defaultdict(tuple)  # type: ignore[arg-type]
    for start, end in sorted(spans, reverse=True):
        lines[ruler.line(start)] = (start, end)
    told = []
    for line, (start, end) in sorted(lines.items()):
        first = ruler.offset(line)
        whole = text[first : end_of_line(text, first)].strip()
        told.append((Location(path.as_posix(), line, start - first + 1, line, end - first + 1), whole))
    return told
