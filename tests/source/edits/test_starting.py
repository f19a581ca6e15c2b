"""Files to begin an entry from: they can be read at once, explain every field, and every example in them works."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opbook.checks.judge import judge
from opbook.model.address import FOLDERS, Address
from opbook.model.diagnostic import Severity
from opbook.model.docs import field_docs
from opbook.model.entity import Entity, Model
from opbook.model.field_types import takes
from opbook.model.marks import marked
from opbook.model.playbook import ENTITY_TYPES
from opbook.source.edits.editing import CannotEdit
from opbook.source.edits.formatting import formatted
from opbook.source.edits.start_text import EXAMPLE, EXPLAINED
from opbook.source.edits.start_values import TO_BE_WRITTEN
from opbook.source.edits.starting import modeline, starting
from opbook.source.identities import known_ids
from opbook.source.nodes import control_in, parse
from opbook.source.order import fields
from opbook.source.reading import Reading, read
from opbook.source.references import faults_of
from tests.workbench import TINY, TinyPlaybook

ON = date(2026, 11, 22)
ID = "launch-lead"
GROUPS = TINY["playbook.yml"] + "skill_groups: {craft: Craft}\n"

every_kind = pytest.mark.parametrize("kind", FOLDERS)


@pytest.fixture
def small(tiny: TinyPlaybook) -> TinyPlaybook:
    """The tiny playbook with what every kind needs."""
    tiny.write("playbook.yml", GROUPS)
    return tiny


def begun(reading: Reading, data: Path, kind: str, name: str | None = None) -> str:
    """The text of a file to begin from."""
    found = starting(reading, data, Address(kind, ID), name)
    assert found.path == data / FOLDERS[kind] / f"{ID}.yml"
    (text,) = found.edit.texts.values()
    assert text is not None
    return text


def blocks(text: str) -> Iterator[tuple[str, int, int]]:
    """Every optional field of a text: its name, and between which lines its example stands."""
    lines = text.split("\n")
    start = None
    for number, line in enumerate([*lines, ""]):
        is_example = line.startswith(EXAMPLE) and start is not None
        if line.startswith(EXPLAINED):
            start = number + 1
        elif not is_example and start is not None:
            yield lines[start].removeprefix(EXAMPLE).partition(":")[0], start, number
            start = None


def with_example(text: str, start: int, end: int) -> str:
    lines = text.split("\n")
    lines[start:end] = [line.removeprefix(EXAMPLE) for line in lines[start:end]]
    return "\n".join(lines)


def said(text: str) -> Mapping[str, Any]:
    parsed = parse("", text)
    assert parsed.found == []
    assert parsed.node is not None
    assert isinstance(parsed.node.data, dict)
    return parsed.node.data


def parts_of(model: type[Model]) -> Iterator[type[Model]]:
    yield model
    for annotation in fields(model).values():
        _, part = takes(annotation)
        if part is not None:
            yield from parts_of(part)


def comments(text: str) -> str:
    """What all comments say, on one line."""
    return " ".join(re.sub(r"(?m)^#+ *|^[^#\n].*$", "", text).split())


# It can be read


@every_kind
def test_it_can_be_read_at_once_and_is_a_draft(small: TinyPlaybook, kind: str):
    small.write(f"{FOLDERS[kind]}/{ID}.yml", begun(small.read(), small.folder, kind))
    reading = small.read()
    assert reading.findings == ()
    assert reading.playbook is not None
    entity = reading.playbook.of_kind(kind)[ID]
    assert entity.draft
    assert entity.name == "Launch lead"
    needed = {name for name, field in type(entity).model_fields.items() if field.is_required()}
    assert entity.model_fields_set == needed | {"draft"}


@every_kind
def test_in_a_whole_playbook_rules_have_hardly_an_error_to_tell(
    kind: str, data: Path, harbourline: Reading, tmp_path: Path
):
    copy = tmp_path / "playbook_data"
    shutil.copytree(data, copy)
    (copy / FOLDERS[kind] / f"{ID}.yml").write_text(begun(harbourline, data, kind), "utf-8")
    reading = read(copy, shown_as="playbook_data", known=harbourline)
    assert reading.findings == ()
    errors = [each.code for each in judge(reading, ON).findings if each.severity is Severity.ERROR]
    # By which outcome a bet would show is the first thing to think of, and nobody else can.
    assert errors == (["M404"] if kind == "bet" else [])


@every_kind
def test_its_first_line_is_that_of_other_files(kind: str, data: Path, harbourline: Reading):
    first = {path.read_text("utf-8").split("\n")[0] for path in data.glob(f"{FOLDERS[kind]}/*.yml")}
    assert {begun(harbourline, data, kind).split("\n")[0]} == first


@every_kind
def test_it_is_in_its_usual_layout(small: TinyPlaybook, kind: str):
    text = begun(small.read(), small.folder, kind)
    assert formatted("", text, ENTITY_TYPES[kind]) == text


@pytest.mark.parametrize("name", ["Support hour", "Plan: first", "#1", "- x", "no", "1.0", "Ö “quoted” 'name'", "[x"])
def test_a_name_may_be_any_line(small: TinyPlaybook, name: str):
    assert said(begun(small.read(), small.folder, "ritual", name))["name"] == name


def test_a_stage_comes_behind_those_that_are_there(small: TinyPlaybook):
    assert said(begun(small.read(), small.folder, "stage"))["order"] == "2"
    small.swap("stages/launch.yml", "order: 1", "order: 999999")
    assert said(begun(small.read(), small.folder, "stage"))["order"] == "999999"


def test_editors_find_the_schema_where_other_files_find_theirs(small: TinyPlaybook):
    assert modeline(small.read(), "term") == "# yaml-language-server: $schema=../../schemas/term.schema.json"
    for first, expected in [
        ("# yaml-language-server: $schema=https://s.example/v1/role.schema.json", "https://s.example/v1/"),
        ("# yaml-language-server: $schema=role.schema.json", ""),
        ("# yaml-language-server: $schema=../../own/hats.json", "../../schemas/"),
    ]:
        small.write("roles/owner.yml", f"{first}\n{TINY['roles/owner.yml']}")
        assert modeline(small.read(), "term") == f"# yaml-language-server: $schema={expected}term.schema.json"


# It explains every field, and every example works


@every_kind
def test_every_field_is_explained_in_the_words_of_its_docstring(small: TinyPlaybook, kind: str):
    text = begun(small.read(), small.folder, kind)
    told = comments(text)
    model = ENTITY_TYPES[kind]
    for part in parts_of(model):
        for name, meaning in field_docs(part).items():
            assert " ".join(meaning.replace("``", "`").split()) in told, (part, name)
    optional = {name for name, field in model.model_fields.items() if not field.is_required()} - {"draft"}
    assert sorted(name for name, _, _ in blocks(text)) == sorted(optional)
    assert all(len(line) <= 110 for line in text.split("\n"))


@every_kind
def test_each_example_alone_can_be_read_in_a_tiny_playbook(small: TinyPlaybook, kind: str):
    reading = small.read()
    text = begun(reading, small.folder, kind)
    for name, start, end in blocks(text):
        small.write(f"{FOLDERS[kind]}/{ID}.yml", with_example(text, start, end))
        found = read(small.folder, shown_as="", known=reading)
        # It has nothing of some kinds yet at which an example could point.
        missing = {re.sub(r"there is no [a-z]+ `some-[a-z]+`.*", "", each.message) for each in found.findings}
        assert missing <= {""}, name
        if not found.findings:
            assert found.playbook is not None
            assert name in found.playbook.of_kind(kind)[ID].model_fields_set


def faults(text: str, kind: str, known: Mapping[str, frozenset[str]]) -> tuple[Entity, list[str]]:
    """The entity that a text holds, and what is wrong with its references and prose."""
    entity = ENTITY_TYPES[kind].model_validate(said(text))
    return entity, [each.message for each in faults_of(marked(entity), known)]


@every_kind
def test_each_example_alone_and_all_together_can_be_read_in_a_whole_playbook(
    kind: str, data: Path, harbourline: Reading, tmp_path: Path
):
    known = known_ids(harbourline.sources, {})
    text = begun(harbourline, data, kind)
    for name, start, end in blocks(text):
        entity, wrong = faults(with_example(text, start, end), kind, known)
        assert wrong == [], name
        assert name in entity.model_fields_set
    whole = text
    for _, start, end in blocks(text):
        whole = with_example(whole, start, end)
    copy = tmp_path / "playbook_data"
    shutil.copytree(data, copy)
    (copy / FOLDERS[kind] / f"{ID}.yml").write_text(whole, "utf-8")
    assert read(copy, shown_as="playbook_data", known=harbourline).findings == ()


@every_kind
def test_an_explanation_stays_a_comment_where_an_editor_takes_one_sign_away(small: TinyPlaybook, kind: str):
    text = begun(small.read(), small.folder, kind)
    before = said(text).keys()
    for name, start, end in blocks(text):
        lines = text.split("\n")
        first = max(number for number, line in enumerate(lines[:start]) if not line) + 1
        lines[first:end] = [re.sub("^#(?: (?!#))?", "", line) for line in lines[first:end]]
        assert said("\n".join(lines)).keys() == before | {name}


def test_examples_are_those_of_their_kind_first(small: TinyPlaybook):
    small.add("rituals/sync.yml", "aliases: [weekly]\ntags: [rhythm]\n")
    small.add("roles/owner.yml", "aliases: [boss]\ntags: [people]\nowner: owner\n")
    role, term = (begun(small.read(), small.folder, kind) for kind in ("role", "term"))
    assert "# aliases: [boss]\n" in role
    assert "# tags: [people]\n" in role
    assert f"# aliases: [{TO_BE_WRITTEN}]\n" in term  # what a role or a ritual is called is no name for a term
    assert "# tags: [people]\n" in term
    assert "# owner: owner\n" in term


def test_examples_name_no_people(small: TinyPlaybook):
    small.write("teams/a.yml", "name: A\nkind: standing\npurpose: P.\nroles: {owner: {count: 2, holders: [Jo Doe]}}\n")
    text = begun(small.read(), small.folder, "team")
    assert "Jo Doe" not in text
    assert "# roles: {owner: 2}\n" in text


def test_what_is_withdrawn_or_a_draft_is_no_good_example(small: TinyPlaybook):
    role = TINY["roles/owner.yml"]
    small.write("roles/a.yml", role.replace("Owner", "A") + "withdrawn: {date: 2026-01-02, reason: R.}\n")
    small.write("roles/b.yml", role.replace("Owner", "B") + "draft: true\n")
    assert said(begun(small.read(), small.folder, "ritual"))["facilitator"] == "owner"


def test_ids_in_examples_are_new(small: TinyPlaybook):
    small.add("roles/owner.yml", f"renamed_from: [former-{ID}, former-{ID}-2]\n")
    small.add("stages/launch.yml", f"  {ID}-work:\n    name: N\n    raci: {{accountable: owner}}\n")
    text = begun(small.read(), small.folder, "role")
    assert f"# renamed_from: [former-{ID}-3]\n" in text
    assert f"#   {ID}-work-2:\n" in begun(small.read(), small.folder, "stage")


_LINES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=150).filter(
    lambda text: text.strip() != "" and not control_in(text) and not set(text) & set("\r\n<![\t")
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=_LINES, paragraphs=st.lists(_LINES, min_size=1, max_size=3))
def test_whatever_others_say_is_no_harm_as_an_example(small: TinyPlaybook, line: str, paragraphs: list[str]):
    from opbook.source.field_text import block

    more = block("aliases", [line, "b"]) + "\n" + block("accountabilities", ["\n\n".join(paragraphs), "b"]) + "\n"
    small.write("roles/owner.yml", TINY["roles/owner.yml"] + more)
    reading = small.read()
    if reading.findings:  # markup that is refused, such as a heading
        return
    text = begun(reading, small.folder, "role")
    assert [name for name, _, _ in blocks(text)].count("aliases") == 1
    for name, start, end in blocks(text):
        data = said(with_example(text, start, end))
        if name == "aliases":
            assert [each.strip() for each in data["aliases"]] == [line.strip(), "b"]


# What cannot be begun


@pytest.mark.parametrize(
    ("remove", "kind", "words"),
    [
        (
            ["roles/owner.yml", "rituals/sync.yml", "stages/launch.yml"],
            "ritual",
            "a ritual needs a role for `facilitator`, and there is none in force yet; begin one first with "
            "`opbook new role ID`",
        ),
        (
            [],
            "skill",
            "a skill needs a skill group for `group`, and there is none in force yet; add one first under "
            "`skill_groups` in playbook.yml",
        ),
    ],
)
def test_what_it_would_have_to_point_at_comes_first(tiny: TinyPlaybook, remove: list[str], kind: str, words: str):
    for inside in remove:
        tiny.remove(inside)
    with pytest.raises(CannotEdit, match=f"^{re.escape(words)}$"):
        begun(tiny.read(), tiny.folder, kind)


def test_a_role_needs_a_discipline(tiny: TinyPlaybook):
    for inside in ("roles/owner.yml", "rituals/sync.yml", "stages/launch.yml"):
        tiny.remove(inside)
    tiny.write("playbook.yml", "title: T\norganisation: O\ndisciplines: {}\nsides: []\n")
    with pytest.raises(CannotEdit, match=r"add one first under `disciplines` in playbook\.yml"):
        begun(tiny.read(), tiny.folder, "role")


def test_an_id_that_is_or_was_taken_is_refused(tiny: TinyPlaybook):
    tiny.add("roles/owner.yml", "renamed_from: boss\n")
    with pytest.raises(CannotEdit, match=r"^role:owner already exists; choose another id$"):
        starting(tiny.read(), tiny.folder, Address("role", "owner"))
    words = r"^`boss` was the id of role:owner before, and old links lead there; choose another id$"
    with pytest.raises(CannotEdit, match=words):
        starting(tiny.read(), tiny.folder, Address("role", "boss"))
    assert starting(tiny.read(), tiny.folder, Address("tool", "boss")).path == tiny.folder / "tools/boss.yml"


def test_what_is_in_the_way_is_left_alone(tiny: TinyPlaybook):
    (tiny.folder / "roles/launch-lead.yml").mkdir()
    with pytest.raises(CannotEdit, match=r"roles/launch-lead\.yml is already there$"):
        begun(tiny.read(), tiny.folder, "role")
