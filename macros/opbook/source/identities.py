"""Whether ids are ids, each of one thing only, and which there are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from opbook.model.address import FOLDERS, Address, is_id
from opbook.model.diagnostic import Diagnostic, Location, Related
from opbook.model.playbook import Playbook
from opbook.source import problems
from opbook.source.entries import Entry, Source
from opbook.source.files import KIND_OF_FOLDER, SETTINGS_FILE
from opbook.source.nearest import shown

_KEY = re.compile(r"^\s+([a-z0-9]+(?:-[a-z0-9]+)*)\s*:", re.MULTILINE)


def malformed(entry: Entry) -> Iterator[Diagnostic]:
    """Yield the ids in a file that cannot be ids: of activities, and former ones of the entity."""
    places = [(id_, entry.source.locate(("activities", id_), key=True)) for id_ in entry.activity_ids]
    for index, id_ in enumerate(entry.former_ids):
        if id_:
            places.append((id_, entry.source.locate(("renamed_from", index))))
    for id_, place in places:
        if not is_id(id_):
            message = f"`{shown(id_)}` cannot be an id"
            fix = "use lower-case letters, digits and single hyphens, such as go-no-go"
            yield Diagnostic(problems.INVALID_ID, message, place, fix, entry.address)


def twice(entries: Iterable[Entry]) -> Iterator[Diagnostic]:
    """Yield every use of an id that is taken: by an activity elsewhere, or by what has or had the id before."""
    present: dict[tuple[str, str], list[tuple[Location, str]]] = defaultdict(list)
    former: dict[tuple[str, str], list[tuple[Location, str]]] = defaultdict(list)
    for entry in entries:
        locate = entry.source.locate
        present[entry.kind, entry.id].append((locate(("name",), key=True), entry.address))
        for id_ in entry.activity_ids:
            present["activity", id_].append((locate(("activities", id_), key=True), entry.address))
        for index, id_ in enumerate(entry.former_ids):
            if id_:
                former[entry.kind, id_].append((locate(("renamed_from", index)), entry.address))
    for (kind, id_), uses in present.items():
        for use in uses[1:]:
            message = f"the {kind} `{shown(id_)}` is already the id of something"
            yield _taken(message, "give one of them another id", use, uses[0])
    for (kind, id_), uses in former.items():
        now = present.get((kind, id_), [])[:1]
        for use in uses if now else uses[1:]:
            message = f"`{shown(id_)}` {'is' if now else 'was'} already the id of something"
            yield _taken(message, "an old id redirects to one place only", use, (*now, uses[0])[0])


def _taken(message: str, fix: str, use: tuple[Location, str], first: tuple[Location, str]) -> Diagnostic:
    place, entity = use
    related = Related("it stands here first", first[0])
    message = f"{message}: {first[0].path}:{first[0].line}"
    return Diagnostic(problems.ID_TWICE, message, place, fix, entity, (related,))


def taken(playbook: Playbook, wanted: Address, now: Address | None = None) -> str:
    """Why something cannot get an address, as a clause; empty where it can.

    Args:
        playbook: The playbook.
        wanted: The address.
        now: What is to get it, where that is there already: its own former ids are its to take back.
    """
    if playbook.find(wanted) is not None:
        return f"{wanted} already exists"
    for entity in playbook.of_kind(wanted.kind).values() if wanted.kind in FOLDERS else ():
        if wanted.id in entity.renamed_from and entity.address != now:
            return f"`{wanted.id}` was the id of {entity.address} before, and old links lead there"
    return ""


def known_ids(sources: Mapping[str, Source], misnamed: Mapping[str, Iterable[str]]) -> Mapping[str, frozenset[str]]:
    """The ids that exist, by kind.

    Those of files that are not whole count too, so that one fault is told once and not at every reference.

    Args:
        sources: Every file that was read, by its path inside the data folder.
        misnamed: The ids of files that were passed over for the end of their name, by kind.
    """
    known: dict[str, set[str]] = {kind: set(misnamed.get(kind, ())) for kind in FOLDERS}
    known["activity"] = set()
    for inside, source in sources.items():
        folder, _, name = inside.rpartition("/")
        if not folder:
            continue
        known[KIND_OF_FOLDER[folder]].add(name[:-4])
        if source.node is None:
            # All that looks like a key: one quote too few must not make strangers of all its activities.
            known["activity"].update(_KEY.findall(source.text))
        else:
            known["activity"].update(Entry("", "", source, source.data).activity_ids)
    settings = sources.get(SETTINGS_FILE)
    for kind, field in (("discipline", "disciplines"), ("skill group", "skill_groups")):
        if settings is not None and settings.node is not None:
            ids = settings.data.get(field, {})
            known[kind] = set(ids) if isinstance(ids, Mapping) else set()
    return {kind: frozenset(ids) for kind, ids in known.items()}
