"""Reading a playbook: all of it, and all that is wrong with it at once."""

from __future__ import annotations

import codecs
import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from opbook.model.address import FOLDERS, is_id
from opbook.model.cadence import Cadence
from opbook.model.diagnostic import Diagnostic, Location, Problem
from opbook.model.marks import Marked, marked, marked_in
from opbook.model.meetings import as_held
from opbook.model.playbook import ENTITY_TYPES, Playbook
from opbook.model.ritual import Ritual
from opbook.model.settings import Settings
from opbook.model.team import Team
from opbook.source import identities, problems
from opbook.source.entries import Entry, Source
from opbook.source.files import KIND_OF_FOLDER, SETTINGS_FILE, DataFile, data_files, lines_of
from opbook.source.nearest import did_you_mean, shown
from opbook.source.nodes import MAX_BYTES, Parsed, parse
from opbook.source.references import faults_of
from opbook.source.translate import translate

M = TypeVar("M", bound=BaseModel)


class NoPlaybook(Exception):
    """The data folder does not exist, or is no folder."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a data folder gave."""

    playbook: Playbook | None
    """All entities that are whole; `None` where the settings are not."""
    findings: tuple[Diagnostic, ...]
    """All that is wrong, in the order of every report."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """Every file that was read, by its path inside the data folder."""

    @property
    def texts(self) -> Mapping[str, str]:
        """The text of every file that was read, by the path that diagnostics name."""
        return {source.path: source.text for source in self.sources.values()}

    def source_of(self, kind: str, id_: str) -> Source | None:
        """The file in which an entity stands."""
        return self.sources.get(f"{FOLDERS[kind]}/{id_}.yml")


def read(data: Path, *, shown_as: str | None = None, known: Reading | None = None) -> Reading:
    """Read a data folder.

    Args:
        data: The folder that holds ``playbook.yml`` and a folder for each kind.
        shown_as: How diagnostics name the folder; as given where absent.
        known: Another state of the same playbook; files that have the same text are not read again.

    Raises:
        NoPlaybook: Where the folder does not exist.
    """
    if not data.is_dir():
        raise NoPlaybook(f"there is no folder {data.as_posix()}")
    with without_collecting():
        prefix = (shown_as if shown_as is not None else data.as_posix()).rstrip("/")
        return _Reader(data, prefix, known if known is not None and not known.findings else None).read()


@contextmanager
def without_collecting() -> Iterator[None]:
    """Pause the garbage collector: reading and judging make many objects and hardly any garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Reader:
    def __init__(self, data: Path, prefix: str, known: Reading | None) -> None:
        self.data = data
        self.prefix = prefix
        self.known = known
        self.found: list[Diagnostic] = []
        self.sources: dict[str, Source] = {}
        self.misnamed: defaultdict[str, set[str]] = defaultdict(set)
        """Ids of files that are passed over for the end of their name, by kind."""

    def read(self) -> Reading:
        for file in data_files(self.data):
            self._read_file(file)
        settings = self._settings()
        entries = list(self._entries())
        self.found.extend(identities.twice(entries))
        self._references(settings, entries)
        self._holdings(entries)
        whole = (entry.entity for entry in entries if entry.entity is not None)
        playbook = Playbook.of(settings, whole) if settings else None
        findings = tuple(sorted(dict.fromkeys(self.found), key=lambda each: each.order))
        return Reading(playbook, findings, self.sources)

    def _tell(
        self,
        problem: Problem,
        message: str,
        location: Location,
        fix: str = "",
        entity: str = "",
    ) -> None:
        self.found.append(Diagnostic(problem, message, location, fix, entity))

    def _read_file(self, file: DataFile) -> None:
        path = self._path(file.inside)
        whole = Location(path, 1, 1, 1, 1)
        if not self._is_in_place(file, whole):
            return
        text, is_readable = self._text(file, whole)
        known = self.known.sources.get(file.inside) if self.known is not None else None
        if known is not None and (known.path, known.text) == (path, text):
            self.sources[file.inside] = known
            return
        parsed = parse(path, text) if is_readable else Parsed(None, [])
        self.found.extend(parsed.found)
        self.sources[file.inside] = Source(path, file.inside, text, parsed.node)

    def _path(self, inside: str) -> str:
        return f"{self.prefix}/{inside}" if self.prefix else inside

    def _text(self, file: DataFile, whole: Location) -> tuple[str, bool]:
        """The text of a file, and whether there is any use in reading it; where not, it serves for excerpts only."""
        try:
            raw = file.path.read_bytes().removeprefix(codecs.BOM_UTF8)
        except OSError as error:
            self._tell(problems.NOT_TEXT, f"the file cannot be read: {error.strerror or error}", whole)
            return "", False
        text = raw.decode("utf-8", "replace")
        if len(raw) > MAX_BYTES:
            self._tell(
                problems.OVER_LIMIT,
                f"the file has {len(raw) // 1024} KiB; {MAX_BYTES // 1024} KiB is the limit",
                whole,
                "one file holds one entity; split it, or move long texts to a page in docs/",
            )
            return text, False
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as error:
            before = lines_of(raw[: error.start].decode("utf-8"))
            line, column = len(before), len(before[-1]) + 1
            place = Location(whole.path, line, column, line, column + 1)
            fix = "save the file as UTF-8; in most editors: Save with encoding"
            self._tell(problems.NOT_TEXT, "this is not UTF-8 text", place, fix)
            return text, False
        return text, True

    def _is_in_place(self, file: DataFile, whole: Location) -> bool:
        folder, _, name = file.inside.rpartition("/")
        if file.inside == SETTINGS_FILE:
            return True
        fix = f"put it in one of {', '.join(KIND_OF_FOLDER)}"
        if not folder:
            if name.lower().endswith((".md", ".txt")):
                return False
            hint = did_you_mean(name, [SETTINGS_FILE])
            self._tell(problems.MISPLACED_FILE, f"`{shown(name)}` is not read here{hint}", whole, fix)
        elif folder not in KIND_OF_FOLDER:
            hint = did_you_mean(folder, KIND_OF_FOLDER)
            self._tell(problems.MISPLACED_FILE, f"the folder `{shown(folder)}` is not read{hint}", whole, fix)
        elif not name.endswith(".yml"):
            stem = name.rpartition(".")[0] or name
            self.misnamed[KIND_OF_FOLDER[folder]].add(stem)
            self._tell(
                problems.MISPLACED_FILE, f"`{shown(name)}` does not end in .yml", whole, f"name it {shown(stem)}.yml"
            )
        elif not is_id(name[:-4]):
            self._tell(
                problems.INVALID_ID,
                f"`{shown(name[:-4])}` cannot be an id",
                whole,
                "name the file with lower-case letters, digits and single hyphens, such as product-owner.yml",
            )
        else:
            return True
        return False

    def _settings(self) -> Settings | None:
        source = self.sources.get(SETTINGS_FILE)
        if source is None:
            place = Location(self._path(SETTINGS_FILE), 1, 1, 1, 1)
            fix = "add it, with at least title, organisation and disciplines"
            self._tell(problems.MISSING_FIELD, f"there is no {SETTINGS_FILE}", place, fix)
            return None
        if source.node is None:
            return None
        return self._validated(Settings, source, source.data, "")

    def _validated(self, model: type[M], source: Source, data: object, entity: str) -> M | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for problem, message, fix, route, at_key in translate(error, model):
                self._tell(problem, message, source.locate(route, key=at_key), fix, entity)
            return None

    def _entries(self) -> Iterator[Entry]:
        for source in self.sources.values():
            folder, _, name = source.inside.rpartition("/")
            if source.inside == SETTINGS_FILE or source.node is None:
                continue
            kind, id_ = KIND_OF_FOLDER[folder], name[:-4]
            data, address = source.data, f"{kind}:{id_}"
            if self.known is not None and self.known.sources.get(source.inside) is source:
                assert self.known.playbook is not None
                yield Entry(kind, id_, source, data, self.known.playbook.of_kind(kind)[id_])
                continue
            extras = self._extras(source, data, address)
            wrong_ids = list(identities.malformed(Entry(kind, id_, source, data)))
            self.found.extend(wrong_ids)
            entity = self._validated(ENTITY_TYPES[kind], source, data, address)
            if entity is not None:
                entity.placed(id_, extras)
                for activity_id, activity in getattr(entity, "activities", {}).items():
                    activity.placed(activity_id, entity.address)
            yield Entry(kind, id_, source, data, None if wrong_ids else entity)

    def _extras(self, source: Source, data: dict[str, object], entity: str) -> dict[str, str | tuple[str, ...]]:
        """Take the organisation's own ``x_…`` fields out of the data."""
        extras: dict[str, str | tuple[str, ...]] = {}
        for key in [key for key in data if key.startswith("x_")]:
            value = data.pop(key)
            if isinstance(value, str) and value:
                extras[key] = value
            elif isinstance(value, list) and value and all(isinstance(each, str) for each in value):
                extras[key] = tuple(value)
            else:
                place = source.locate((key,), key=True)
                self._tell(problems.WRONG_TYPE, "expected a text or a list of texts", place, "", entity)
        return extras

    def _references(self, settings: Settings | None, entries: Iterable[Entry]) -> None:
        known = identities.known_ids(self.sources, self.misnamed)
        source = self.sources.get(SETTINGS_FILE)
        if source is not None:
            marks = marked(settings) if settings is not None else marked_in(Settings, source.data)
            self._faults(marks, source, known, "")
        for entry in entries:
            whole = entry.entity
            marks = marked(whole) if whole is not None else marked_in(ENTITY_TYPES[entry.kind], entry.data)
            self._faults(marks, entry.source, known, entry.address)

    def _faults(
        self, marks: Iterable[Marked], source: Source, known: Mapping[str, frozenset[str]], entity: str
    ) -> None:
        for fault in faults_of(marks, known):
            place = source.locate(fault.at.route, key=fault.at.is_key, needle=fault.needle)
            self._tell(fault.problem, fault.message, place, fault.fix, entity)

    def _holdings(self, entries: Iterable[Entry]) -> None:
        """Tell where what differs in a team does not fit the cadence of the ritual that it holds."""
        whole = [(entry.entity, entry.source) for entry in entries]
        rituals = {entity.id: entity for entity, _ in whole if isinstance(entity, Ritual)}
        for team, source in whole:
            if not isinstance(team, Team):
                continue
            for id_, own in team.rituals.items():
                for cadence in rituals[id_].cadence if id_ in rituals else ():
                    held = as_held(cadence, own).model_dump(exclude_none=True)
                    try:
                        Cadence.model_validate(held)
                    except ValidationError as error:
                        message = (
                            f"what differs here does not fit the cadence of `{id_}`, which {error.errors()[0]['msg']}"
                        )
                        place = source.locate(("rituals", id_, "day" if own.day else "starts"))
                        self._tell(problems.CONTRADICTION, message, place, "", str(team.address))
