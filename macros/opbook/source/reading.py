"""Reading a playbook: all of it, and all that is wrong with it at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from opbook.model.address import FOLDERS, is_id
from opbook.model.diagnostic import Diagnostic, Location, Problem, Related, Route
from opbook.model.entity import Entity
from opbook.model.playbook import ENTITY_TYPES, Playbook
from opbook.model.settings import Settings
from opbook.source import problems
from opbook.source.files import KIND_OF_FOLDER, SETTINGS_FILE, DataFile, data_files
from opbook.source.nearest import did_you_mean, shown
from opbook.source.nodes import MAX_BYTES, Node, Range, parse
from opbook.source.references import faults
from opbook.source.translate import translate


M = TypeVar("M", bound=BaseModel)


class NoPlaybook(Exception):
    """The data folder does not exist, or is no folder."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it was read."""

    path: str
    """The path as diagnostics name it."""
    inside: str
    """The path inside the data folder."""
    text: str
    node: Node | None

    def locate(self, route: Route, *, key: bool = False, needle: str = "") -> Location:
        """Where the value (or the key) at a route stands; where `needle` stands once in it, only that."""
        if self.node is None:
            return Location(self.path, 1, 1, 1, 1)
        place = Location(self.path, *self.node.find(route, key=key))
        return self._narrowed(place, needle) if needle else place

    def _narrowed(self, place: Location, needle: str) -> Location:
        lines = self.text.splitlines()
        for number in range(place.line, min(place.end_line, len(lines)) + 1):
            start = place.column - 1 if number == place.line else 0
            column = lines[number - 1].find(needle, start)
            if column >= 0:
                return Location(self.path, number, column + 1, number, column + 1 + len(needle))
        return place


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


def read(data: Path, *, shown_as: str | None = None) -> Reading:
    """Read a data folder.

    Args:
        data: The folder that holds ``playbook.yml`` and a folder for each kind.
        shown_as: How diagnostics name the folder; as given where absent.

    Raises:
        NoPlaybook: Where the folder does not exist.
    """
    if not data.is_dir():
        raise NoPlaybook(f"there is no folder {data.as_posix()}")
    return _Reader(data, (shown_as if shown_as is not None else data.as_posix()).rstrip("/")).read()


class _Reader:
    def __init__(self, data: Path, prefix: str) -> None:
        self.data = data
        self.prefix = prefix
        self.found: list[Diagnostic] = []
        self.sources: dict[str, Source] = {}

    def read(self) -> Reading:
        for file in data_files(self.data):
            self._read_file(file)
        settings = self._settings()
        entities = list(self._entities())
        self._ids_twice(entities)
        self._references(settings, entities)
        playbook = Playbook.of(settings, (entity for entity, _ in entities)) if settings else None
        findings = tuple(sorted(set(self.found), key=lambda each: each.order))
        return Reading(playbook, findings, self.sources)

    def _tell(
        self,
        problem: Problem,
        message: str,
        location: Location,
        fix: str = "",
        entity: str = "",
        related: tuple[Related, ...] = (),
    ) -> None:
        self.found.append(Diagnostic(problem, message, location, fix, entity, related))

    def _read_file(self, file: DataFile) -> None:
        path = f"{self.prefix}/{file.inside}" if self.prefix else file.inside
        whole = Location(path, 1, 1, 1, 1)
        if not self._is_in_place(file, whole):
            return
        raw = file.path.read_bytes()
        if len(raw) > MAX_BYTES:
            self._tell(
                problems.OVER_LIMIT,
                f"the file has {len(raw) // 1024} KiB; {MAX_BYTES // 1024} KiB is the limit",
                whole,
                "one file holds one entity; split it, or move long texts to a page in docs/",
            )
            return
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            before = raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")
            place = Location(path, line, len(before) + 1, line, len(before) + 2)
            fix = "save the file as UTF-8; in most editors: Save with encoding"
            self._tell(problems.NOT_TEXT, "this is not UTF-8 text", place, fix)
            return
        parsed = parse(path, text)
        self.found.extend(parsed.found)
        self.sources[file.inside] = Source(path, file.inside, text, parsed.node)

    def _is_in_place(self, file: DataFile, whole: Location) -> bool:
        folder, _, name = file.inside.rpartition("/")
        if file.inside == SETTINGS_FILE:
            return True
        fix = f"put it in one of {', '.join(KIND_OF_FOLDER)}"
        if not folder:
            if name.lower().endswith((".md", ".txt")):
                return False
            self._tell(problems.MISPLACED_FILE, f"`{shown(name)}` is not read here", whole, fix)
        elif folder not in KIND_OF_FOLDER:
            hint = did_you_mean(folder, KIND_OF_FOLDER)
            self._tell(problems.MISPLACED_FILE, f"the folder `{shown(folder)}` is not read{hint}", whole, fix)
        elif not name.endswith(".yml"):
            stem = name.rpartition(".")[0] or name
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
            if not any(each.location.path.endswith(f"/{SETTINGS_FILE}") for each in self.found):
                place = Location(f"{self.prefix}/{SETTINGS_FILE}", 1, 1, 1, 1)
                fix = "add it, with at least title, organisation and disciplines"
                self._tell(problems.MISSING_FIELD, f"there is no {SETTINGS_FILE}", place, fix)
            return None
        if source.node is None:
            return None
        settings = self._validated(Settings, source, source.node.data(), "")
        return settings

    def _validated(self, model: type[M], source: Source, data: object, entity: str) -> M | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for problem, message, fix, route, at_key in translate(error, model):
                self._tell(problem, message, source.locate(route, key=at_key), fix, entity)
            return None

    def _entities(self) -> Iterable[tuple[Entity, Source]]:
        for source in self.sources.values():
            folder, _, name = source.inside.rpartition("/")
            if source.inside == SETTINGS_FILE or source.node is None:
                continue
            kind, id_ = KIND_OF_FOLDER[folder], name[:-4]
            data = source.node.data()
            assert isinstance(data, dict)
            address = f"{kind}:{id_}"
            extras = self._extras(source, data, address)
            is_whole = self._activity_ids_are_ids(source, data, address)
            entity = self._validated(ENTITY_TYPES[kind], source, data, address)
            if entity is not None and is_whole:
                entity.placed(id_, extras)
                for activity_id, activity in getattr(entity, "activities", {}).items():
                    activity.placed(activity_id, entity.address)
                yield entity, source

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

    def _activity_ids_are_ids(self, source: Source, data: dict[str, object], entity: str) -> bool:
        activities = data.get("activities")
        wrong = [id_ for id_ in activities if not is_id(id_)] if isinstance(activities, dict) else []
        for id_ in wrong:
            self._tell(
                problems.INVALID_ID,
                f"`{shown(id_)}` cannot be an id",
                source.locate(("activities", id_), key=True),
                "use lower-case letters, digits and single hyphens, such as go-no-go",
                entity,
            )
        return not wrong

    def _ids_twice(self, entities: list[tuple[Entity, Source]]) -> None:
        places: dict[tuple[str, str], list[tuple[Location, str, str]]] = defaultdict(list)
        for entity, source in entities:
            own = source.locate(("name",), key=True)
            places[entity.entity_kind, entity.id].append((own, str(entity.address), ""))
            for index, old in enumerate(entity.renamed_from):
                place = source.locate(("renamed_from", index))
                places[entity.entity_kind, old].append((place, str(entity.address), "renamed_from"))
            for id_ in getattr(entity, "activities", {}):
                place = source.locate(("activities", id_), key=True)
                places["activity", id_].append((place, str(entity.address), ""))
        for (kind, id_), uses in places.items():
            first = uses[0]
            for place, entity_address, how in uses[1:]:
                former = f"`{shown(id_)}` was" if how else f"the {kind} `{shown(id_)}` is"
                message = f"{former} already the id of something: {first[0].path}:{first[0].line}"
                fix = "an old id redirects to one place only" if how else "give one of them another id"
                self._tell(
                    problems.ID_TWICE, message, place, fix, entity_address, (Related("it stands here first", first[0]),)
                )

    def _references(self, settings: Settings | None, entities: list[tuple[Entity, Source]]) -> None:
        known = self._known(settings)
        if settings is not None:
            self._faults(settings, self.sources[SETTINGS_FILE], known, "")
        for entity, source in entities:
            self._faults(entity, source, known, str(entity.address))

    def _faults(self, model: Entity | Settings, source: Source, known: Mapping[str, frozenset[str]], entity: str) -> None:
        for fault in faults(model, known):
            place = source.locate(fault.at.route, key=fault.at.is_key, needle=fault.needle)
            self._tell(fault.problem, fault.message, place, fault.fix, entity)

    def _known(self, settings: Settings | None) -> Mapping[str, frozenset[str]]:
        """The ids that exist: those of files that are not whole too, so that one fault is told once."""
        known: dict[str, set[str]] = {kind: set() for kind in FOLDERS}
        known["activity"] = set()
        for inside, source in self.sources.items():
            folder, _, name = inside.rpartition("/")
            if folder:
                known[KIND_OF_FOLDER[folder]].add(name[:-4])
            if source.node is not None and isinstance(source.node.value, dict):
                activities = source.node.value.get("activities")
                if activities is not None and isinstance(activities.value, dict):
                    known["activity"].update(activities.value)
        if settings is not None:
            known["discipline"] = set(settings.disciplines)
            known["skill group"] = set(settings.skill_groups)
        return {kind: frozenset(ids) for kind, ids in known.items()}
