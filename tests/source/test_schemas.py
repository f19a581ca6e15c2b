from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from opbook.model.address import FOLDERS, is_id
from opbook.model.diagnostic import Diagnostic
from opbook.model.entity import Model
from opbook.model.playbook import Playbook
from opbook.source.entries import Source
from opbook.source.files import KIND_OF_FOLDER, SETTINGS_FILE
from opbook.source.nodes import parse
from opbook.source.reading import Reading, read
from opbook.source.schemas import FILE_KINDS, SETTINGS, as_text, file_name, schema
from tests.conftest import DATA, ROOT
from tests.source.editor import as_an_editor_reads
from tests.workbench import TINY, TinyPlaybook

FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.yml"))
VALIDATORS = {kind: Draft202012Validator(schema(kind)) for kind in FILE_KINDS}

CREW = "name: Crew\nkind: swarm\npurpose: Build.\n"
ALL_FILES = {
    **TINY,
    "teams/crew.yml": CREW,
    "products/boat.yml": "name: Boat\ncustomers: Sailors.\n",
    "bets/sail.yml": "name: Sail\nstream: product\nhypothesis: It floats.\nstate: idea\n",
    "metrics/speed.yml": "name: Speed\ndefinition: Knots.\ndirection: up\nmeasures: flow\n",
    "skills/knots.yml": "name: Knots\ngroup: craft\ndefinition: Tie.\n",
    "tools/rope.yml": "name: Rope\nused_for: Knots.\n",
    "principles/calm.yml": "name: Calm\nstatement: Calm.\nrationale: It is.\n",
    "terms/aft.yml": "name: Aft\ndefinition: Behind.\n",
}


def kind_of(inside: str) -> str:
    return SETTINGS if inside == SETTINGS_FILE else KIND_OF_FOLDER[inside.partition("/")[0]]


def refusals(inside: str, text: str) -> list[str]:
    """What the schema of a file refuses, as an editor would tell."""
    return [error.message for error in VALIDATORS[kind_of(inside)].iter_errors(as_an_editor_reads(text))]


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in a schema."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(each)


def without_ids(written: dict[str, Any]) -> dict[str, Any]:
    """A schema without the examples that depend on a playbook, and without all others."""
    bare = copy.deepcopy(written)
    for node in nodes(bare):
        if isinstance(node.get("examples"), list):
            del node["examples"]
    return bare


@pytest.mark.parametrize("kind", FILE_KINDS)
class TestEverySchema:
    def test_is_one(self, kind: str, shipped: Playbook):
        Draft202012Validator.check_schema(schema(kind))
        Draft202012Validator.check_schema(schema(kind, shipped))

    def test_says_which_it_is(self, kind: str):
        written = schema(kind)
        assert written["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert (written["$id"], written["title"]) == (f"{kind}.schema.json", kind)
        assert written["description"].endswith(".")

    def test_says_what_every_field_means(self, kind: str):
        fields = [
            (name, field)
            for node in nodes(schema(kind))
            for group in ("properties", "patternProperties")
            for name, field in node.get(group, {}).items()
            if group == "properties" or name == "^x_"
        ]
        assert len(fields) >= 12
        for name, field in fields:
            assert field["title"], name
            assert field["description"].endswith("."), name
            assert "``" not in field["description"], name

    def test_says_what_every_pattern_expects(self, kind: str):
        for node in nodes(schema(kind)):
            if isinstance(node.get("pattern"), str):
                assert node["patternErrorMessage"].startswith("expected ")
                assert not re.search(r"\\[^sSn{}]", node["pattern"]), "another meaning in ECMAScript"

    def test_is_closed_to_unknown_fields(self, kind: str):
        written = schema(kind)
        for node in (written, *written["$defs"].values()):
            if "properties" in node:
                assert node["additionalProperties"] is False

    def test_offers_ids_and_takes_others(self, kind: str, shipped: Playbook):
        with_ids = schema(kind, shipped)
        assert without_ids(with_ids) == without_ids(schema(kind))
        known = {str(each.address) for each in (*shipped.entities, *shipped.activities.values())}
        for name, definition in with_ids["$defs"].items():
            offered = definition.get("examples", [])
            of_kind = name.removesuffix("-id")
            if of_kind in (*FOLDERS, "activity"):
                assert {f"{of_kind}:{id_}" for id_ in offered} == {
                    each for each in known if each.startswith(f"{of_kind}:")
                }
            elif name == "address":
                assert set(offered) == known
            if name.endswith("-id") or name in ("address", "id"):
                assert "enum" not in definition
                assert name == "id" or offered

    def test_is_written_the_same_each_time(self, kind: str, shipped: Playbook):
        assert as_text(schema(kind, shipped)) == as_text(schema(kind, shipped))
        assert as_text(schema(kind)).endswith("}\n")


def test_there_is_one_for_every_folder_and_one_for_the_settings():
    assert set(FILE_KINDS) == {*FOLDERS, "playbook"}


def test_disciplines_and_skill_groups_are_offered_too(shipped: Playbook):
    assert schema("role", shipped)["$defs"]["discipline-id"]["examples"] == [*shipped.settings.disciplines]
    assert schema("skill", shipped)["$defs"]["skill-group-id"]["examples"] == [*shipped.settings.skill_groups]


def test_no_two_parts_of_files_have_one_name():
    def below(model: type[Model]) -> Iterator[type[Model]]:
        for each in model.__subclasses__():
            yield each
            yield from below(each)

    names = [each.__name__ for each in below(Model) if each.__module__.startswith("opbook.")]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_what_is_committed_is_fresh_in_all_but_ids(kind: str):
    committed = json.loads((ROOT / "schemas" / file_name(kind)).read_text("utf-8"))
    assert without_ids(committed) == without_ids(schema(kind)), "run `make schemas`"


def test_nothing_else_is_committed():
    assert {path.name for path in (ROOT / "schemas").iterdir()} == {file_name(kind) for kind in FILE_KINDS}


@pytest.mark.parametrize("inside", FILES)
class TestShippedFiles:
    def test_an_editor_finds_nothing_wrong(self, inside: str):
        assert refusals(inside, (DATA / inside).read_text("utf-8")) == []

    def test_the_first_line_leads_an_editor_to_the_schema(self, inside: str):
        path = DATA / inside
        mark = "# yaml-language-server: $schema="
        first = path.read_text("utf-8").split("\n")[0]
        assert first.startswith(mark), f"begin {inside} with `{mark}…`, as its neighbours do"
        assert (path.parent / first.removeprefix(mark)).resolve() == ROOT / "schemas" / file_name(kind_of(inside))


@pytest.mark.parametrize("inside", sorted(ALL_FILES))
def test_the_least_that_a_file_needs(inside: str, tiny: TinyPlaybook):
    for name, text in ALL_FILES.items():
        tiny.write(name, text)
    tiny.write("playbook.yml", TINY["playbook.yml"] + "skill_groups: {craft: Craft}\n")
    assert tiny.told() == []
    assert refusals(inside, ALL_FILES[inside]) == []


RIGHT = {
    "numbers and dates where a text belongs": ("bets/sail.yml", "tags: [2026, 1.5, 2026-01-01]\ntranche: 40000\n"),
    "a number in quotes": ("stages/launch.yml", {"order: 1": 'order: "1"'}),
    "true in quotes": ("roles/owner.yml", 'draft: "true"\n'),
    "one value for a list": ("roles/owner.yml", "aliases: PO\nmetrics: speed\ntools: [rope]\ntags: []\n"),
    "a time without quotes": ("rituals/sync.yml", {'"10:00"': "10:00"}),
    "a time that is a number in YAML 1.1": ("rituals/sync.yml", {'"10:00"': "12:30"}),
    "a list of cadences": (
        "rituals/sync.yml",
        {'{every: week, day: tuesday, at: "10:00"}': "[{every: week, day: monday}, {trigger: Alarm, per_year: 4}]"},
    ),
    "facilitators": ("rituals/sync.yml", {"facilitator: owner": "facilitator: [owner]"}),
    "facilitators who rotate": (
        "rituals/sync.yml",
        {"facilitator: owner": "facilitator: {roles: owner, rotates: true}"},
    ),
    "items of both sorts": ("stages/launch.yml", "exit:\n  - Look\n  - {text: Look again, id: again, for: owner}\n"),
    "an item that stands for a list": ("stages/launch.yml", "exit: Look\nentry: {text: Look}\n"),
    "levels": ("skills/knots.yml", "levels:\n  1: Ties.\n  '4': Invents.\n"),
    "skills of a role": ("roles/owner.yml", "skills: {knots: 4}\n"),
    "seats": ("teams/crew.yml", "roles: {owner: {count: 2, holders: [Ada, Bo]}}\n"),
    "seats by number": ("teams/crew.yml", "roles: {owner: 2}\n"),
    "own fields": ("tools/rope.yml", "x_cost: 40\nx_owners: [a, 2]\nx_old: true\n"),
    "an id that is a number": ("teams/crew.yml", "owner: 2026\n"),
    "an id that nobody has": ("teams/crew.yml", "owner: nobody\n"),
    "a rule with thresholds": ("playbook.yml", "rules: {R106: {severity: off, most: 4}}\nhours: {lead: 9}\n"),
    "a form": ("playbook.yml", "feedback_url: https://a.example/new?title={title}&body={body}\n"),
    "a text of several lines": (
        "roles/owner.yml",
        {"purpose: Keeps it worth having.": "purpose: |\n  Two\n  lines.\n"},
    ),
    "a folded line": ("roles/owner.yml", {"name: Owner": "name: >\n  Owner\n"}),
}

WRONG = {
    "unknown field": ("roles/owner.yml", "nmae: Owner\n"),
    "field of another kind": ("stages/launch.yml", "minutes: 30\n"),
    "unknown field in a part": ("stages/launch.yml", {"rituals: [sync]": "ritual: [sync]"}),
    "own field in a part": ("rituals/sync.yml", {"required: [owner]": "x_a: b"}),
    "own field with fields": ("roles/owner.yml", "x_a: {b: c}\n"),
    "own field in the settings": ("playbook.yml", "x_a: b\n"),
    "missing field": ("roles/owner.yml", {"level: lead\n": ""}),
    "missing name of an activity": ("stages/launch.yml", {"    name: Begin\n": ""}),
    "missing text of an item": ("stages/launch.yml", "exit: [{for: owner}]\n"),
    "no value": ("roles/owner.yml", "aliases:\n"),
    "no text": ("roles/owner.yml", {"name: Owner": 'name: " "'}),
    "list for one value": ("roles/owner.yml", {"level: lead": "level: [lead]"}),
    "fields for a text": ("roles/owner.yml", {"name: Owner": "name: {a: b}"}),
    "text for fields": ("rituals/sync.yml", {"participants: {required: [owner]}": "participants: owner"}),
    "text for a list": ("rituals/sync.yml", "agenda: Talk\n"),
    "list for a mapping": ("stages/launch.yml", {"activities:\n  begin:\n": "activities:\n  -\n"}),
    "list in a list": ("roles/owner.yml", "aliases: [[PO]]\n"),
    "wrong word": ("roles/owner.yml", {"level: lead": "level: boss"}),
    "wrong word in a part": ("rituals/sync.yml", {"every: week": "every: fortnight"}),
    "wrong weekday": ("rituals/sync.yml", {"day: tuesday": "day: fifth tuesday"}),
    "wrong time": ("rituals/sync.yml", {'"10:00"': "24:00"}),
    "time without minutes": ("rituals/sync.yml", {'"10:00"': "10"}),
    "wrong time zone": ("playbook.yml", "timezone: GMT + 1\n"),
    "wrong date": ("roles/owner.yml", "reviewed: 2026-1-5\n"),
    "date without a day": ("roles/owner.yml", "reviewed: 2026\n"),
    "date of a thirteenth month": ("roles/owner.yml", "reviewed: 2026-13-01\n"),
    "wrong id": ("teams/crew.yml", "owner: Product Owner\n"),
    "wrong id of an activity": ("stages/launch.yml", {"begin:": "Begin_it:"}),
    "wrong former id": ("roles/owner.yml", "renamed_from: [Old Id]\n"),
    "wrong id as a key": ("teams/crew.yml", "roles: {The owner: 1}\n"),
    "wrong address": ("terms/aft.yml", "see: [role/owner]\n"),
    "address of no kind": ("terms/aft.yml", "see: rol:owner\n"),
    "words for a number": ("rituals/sync.yml", {"minutes: 30": "minutes: half an hour"}),
    "number out of bounds": ("rituals/sync.yml", {"minutes: 30": "minutes: 0"}),
    "broken number": ("stages/launch.yml", {"order: 1": "order: 1.5"}),
    "number in quotes out of bounds": ("roles/owner.yml", 'skills: {knots: "5"}\n'),
    "level that does not exist": ("skills/knots.yml", "levels: {5: Too good.}\n"),
    "yes for true": ("roles/owner.yml", "draft: yes\n"),
    "wrong length of time": ("roles/owner.yml", "review_every: 2 years\n"),
    "web address without encryption": ("tools/rope.yml", "url: http://rope.example\n"),
    "wrong colour": ("playbook.yml", {'"#1f6feb"': "blue"}),
    "colour without quotes": (
        "playbook.yml",
        {'{name: Product, colour: "#1f6feb"}': "\n    name: P\n    colour: #1f6feb"},
    ),
    "form without a title": ("playbook.yml", "feedback_url: https://a.example/new\n"),
    "list at the top": ("roles/owner.yml", {TINY["roles/owner.yml"]: "- name: Owner\n"}),
    "nothing": ("roles/owner.yml", {TINY["roles/owner.yml"]: ""}),
}


def changed(inside: str, change: str | dict[str, str]) -> str:
    """One of the files with something at its end, or with other words in the place of some."""
    text = ALL_FILES[inside]
    if isinstance(change, str):
        return text + change
    ((old, new),) = change.items()
    assert text.count(old) == 1
    return text.replace(old, new)


def structural(finding: Diagnostic) -> bool:
    """Whether a finding is of something that shows in one file alone.

    Whether an id exists does not; that what should be one cannot be any does.
    """
    if finding.code == "Y010":
        named = re.fullmatch("there is no (.*?) `(.*?)`.*", finding.message)
        if named is None:
            return finding.message.startswith("`")  # … is not an address
        return named[1] not in ("discipline", "skill group") and not is_id(named[2])
    return finding.code in ("Y005", "Y006", "Y007", "Y008", "Y013")


def told_of(folder: Path, inside: str, text: str) -> list[str]:
    """What our reader refuses for structure in a file that stands alone in a folder with settings."""
    path = folder / inside
    before = path.read_bytes() if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    try:
        reading: Reading = read(folder, shown_as="")
    finally:
        path.unlink() if before is None else path.write_bytes(before)
    return [
        f"{each.code} {each.message}" for each in reading.findings if each.location.path == inside and structural(each)
    ]


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with settings, for one file more."""
    folder = tmp_path_factory.mktemp("alone")
    (folder / SETTINGS_FILE).write_text(TINY[SETTINGS_FILE])
    return folder


@pytest.mark.parametrize("case", RIGHT)
def test_right(alone: Path, case: str):
    inside, change = RIGHT[case]
    text = changed(inside, change)
    assert told_of(alone, inside, text) == []
    assert refusals(inside, text) == []


@pytest.mark.parametrize("case", WRONG)
def test_wrong(alone: Path, case: str):
    inside, change = WRONG[case]
    text = changed(inside, change)
    assert told_of(alone, inside, text) != []
    assert refusals(inside, text) != []


ONLY_THE_READER_REFUSES = {
    "an editor sees the number, not how it is spelt": ("rituals/sync.yml", {"minutes: 30": "minutes: 030"}),
    "a whole number is a whole number with a point, too": ("rituals/sync.yml", {"minutes: 30": "minutes: 30.0"}),
    "nor how true is spelt": ("roles/owner.yml", "draft: True\n"),
    "which days there are is no matter of spelling": ("roles/owner.yml", "reviewed: 2026-02-30\n"),
    "time zones differ from machine to machine": ("playbook.yml", "timezone: Europe/Lisboa\n"),
    "fields that contradict each other": ("teams/crew.yml", "starts: 2026-02-01\nends: 2026-01-01\n"),
    "fields of which one is needed": (
        "stages/launch.yml",
        {"    raci: {accountable: owner, responsible: owner}\n": ""},
    ),
    "which ids there are": ("roles/owner.yml", "owner: nobody\n"),
    "what Markdown stands in a text": ("roles/owner.yml", "summary: <b>Bold</b>\n"),
    "how a text looks in which a number is too large": (
        "rituals/sync.yml",
        {'every: week, day: tuesday, at: "10:00"': 'trigger: Alarm, per_year: "367"'},
    ),
}

ONLY_THE_SCHEMA_REFUSES = {
    "true is no text to an editor": ("roles/owner.yml", {"name: Owner": "name: true"}),
    "nor is null": ("roles/owner.yml", {"name: Owner": "name: null"}),
    "an id with spaces around it": ("teams/crew.yml", 'renamed_from: " old "\n'),
    "an item of nothing in an own field": ("roles/owner.yml", "x_a: [a, ]\nx_b:\n  -\n"),
    "https in capitals": ("tools/rope.yml", "url: HTTPS://rope.example\n"),
}


@pytest.mark.parametrize("reason", ONLY_THE_READER_REFUSES)
def test_only_the_reader_refuses(alone: Path, reason: str):
    inside, change = ONLY_THE_READER_REFUSES[reason]
    text = changed(inside, change)
    (alone / inside).parent.mkdir(exist_ok=True)
    before = (alone / inside).read_text() if (alone / inside).exists() else None
    (alone / inside).write_text(text)
    assert [each for each in read(alone, shown_as="").findings if each.location.path == inside] != []
    (alone / inside).unlink() if before is None else (alone / inside).write_text(before)
    assert refusals(inside, text) == []


@pytest.mark.parametrize("reason", ONLY_THE_SCHEMA_REFUSES)
def test_only_the_schema_refuses(alone: Path, reason: str):
    inside, change = ONLY_THE_SCHEMA_REFUSES[reason]
    text = changed(inside, change)
    assert told_of(alone, inside, text) == []
    assert refusals(inside, text) != []


class Plain(str):
    """A value without quotes."""


PLAIN = ["", "0", "1", "4", "5", "13", "99999999", "1.5", "-1", "10:00", "2026-01-12", "no", "owner", "two words"]
QUOTED = [
    "",
    " ",
    "0",
    "4",
    "99999999",
    "true",
    "two\nlines",
    "Not An Id",
    "role:owner",
    "https://a.example",
    "2 weeks",
]
VALUES: list[Any] = [
    *map(Plain, PLAIN),
    *QUOTED,
    [],
    {},
    [Plain("a")],
    [[Plain("a")]],
    {"a": Plain("b")},
    {"text": "a"},
]
KEYS = ["name", "nmae", "kind", "x_a", "a", "A b", "1", "9", "roles", "count", "text", "for", "activities", ""]


def places(tree: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield at
    for step, value in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        yield from places(value, (*at, step))


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, str]:
    """A shipped file in which some values are others, elsewhere, in a list or gone, and some keys are others or new."""
    inside = draw(st.sampled_from(FILES))
    text = (DATA / inside).read_text("utf-8")
    tree: Any = copy.deepcopy(Source(inside, inside, text, parse(inside, text).node).data)
    for _ in range(draw(st.integers(1, 2))):
        *way, last = draw(st.sampled_from(list(places(tree))[1:] or [("name",)]))
        home = tree
        for step in way:
            home = home[step]
        what = draw(st.sampled_from(["value", "value", "list", "fields", "gone", "key", "new"]))
        if what == "value":
            home[last] = copy.deepcopy(draw(st.sampled_from(VALUES)))
        elif what == "list":
            home[last] = [home[last]]
        elif what == "fields":
            home[last] = {draw(st.sampled_from(KEYS)): home[last]}
        elif isinstance(home, dict) and what == "new":
            home[draw(st.sampled_from(KEYS))] = copy.deepcopy(draw(st.sampled_from(VALUES)))
        elif isinstance(home, dict) and what == "key":
            home[draw(st.sampled_from(KEYS))] = home.pop(last)
        else:
            del home[last]
    return inside, written(tree)


def written(value: Any) -> str:
    """YAML in brackets: what was read from a file is in quotes, so that it means the same to both."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    # Nothing at all is no item of a list in brackets; two quotes are.
    return str(value) if isinstance(value, Plain) and value else json.dumps(value, ensure_ascii=False)


@settings(max_examples=600)
@given(case=mutated())
def test_reader_and_schema_refuse_the_same(alone: Path, case: tuple[str, str]):
    inside, text = case
    told, refused = told_of(alone, inside, text), refusals(inside, text)
    told = [each for each in told if "a time zone of the IANA list" not in each]
    assert bool(told) == bool(refused), (told, refused)
