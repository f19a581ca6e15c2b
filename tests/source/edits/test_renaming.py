from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from opbook.changes.compare import differences
from opbook.changes.difference import Difference
from opbook.changes.trees import Leaf
from opbook.model.address import KINDS, Address
from opbook.model.playbook import Playbook
from opbook.model.responsibility import fingerprint
from opbook.source.edits.editing import CannotEdit, Edit
from opbook.source.edits.renaming import Renaming, renaming
from opbook.source.reading import Reading, read
from tests.workbench import TINY, TinyPlaybook

_REST = "discipline: product\nlevel: lead\npurpose: P.\n"


def write(edit: Edit) -> None:
    for path, text in edit.texts.items():
        if text is None:
            path.unlink()
        else:
            path.write_bytes(text.encode())


def rename(tiny: TinyPlaybook, old: str, new: str, docs: Path | None = None) -> Renaming:
    """Rename in the tiny playbook, which must have nothing wrong before and after."""
    reading = tiny.read()
    assert reading.findings == ()
    address = Address.parse(old)
    assert address is not None
    found = renaming(reading, tiny.folder, address, new, docs)
    write(found.edit)
    assert tiny.told() == []
    return found


def text(tiny: TinyPlaybook, inside: str) -> str:
    return (tiny.folder / inside).read_bytes().decode()


def one_of_each_kind(playbook: Playbook) -> dict[str, str]:
    """Of each kind the one that most files name."""
    texts = [path.read_text("utf-8") for path in Path(__file__).parents[3].glob("playbook_data/*/*.yml")]
    kinds = {kind: playbook.activities if kind == "activity" else playbook.of_kind(kind) for kind in KINDS}
    return {kind: max(sorted(ids), key=lambda id_: sum(id_ in each for each in texts)) for kind, ids in kinds.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_rename_is_told_as_nothing_else_and_back_again_leaves_nothing_but_the_former_id(
    kind: str, data: Path, harbourline: Reading, shipped: Playbook, tmp_path: Path
):
    copy = tmp_path / "playbook_data"
    shutil.copytree(data, copy)
    old = Address(kind, one_of_each_kind(shipped)[kind])
    new = Address(kind, "quite-another")

    before = read(copy, shown_as="playbook_data", known=harbourline)
    write(renaming(before, copy, old, new.id).edit)
    after = read(copy, shown_as="playbook_data", known=before)
    assert after.findings == ()
    assert after.playbook is not None
    assert list(differences(shipped, after.playbook)) == [Difference(new, ("id",), Leaf(old.id), Leaf(new.id))]
    named = {path.relative_to(copy) for path in copy.rglob("*.yml") if str(new) in path.read_text("utf-8")}
    assert all(str(old) not in (copy / path).read_text("utf-8") for path in named)

    write(renaming(after, copy, new, old.id).edit)
    former = "renamed_from: [quite-another]\n" if kind != "activity" else ""
    for path in data.rglob("*.yml"):
        then, now = path.read_text("utf-8"), (copy / path.relative_to(data)).read_text("utf-8")
        assert now.replace(former, "", 1) == then
        assert (now != then) == (bool(former) and path.stem == old.id and path.parent.name == f"{old.kind}s")
    assert len(list(copy.rglob("*.yml"))) == len(list(data.rglob("*.yml")))


def test_every_reference_follows_where_it_stands(tiny: TinyPlaybook):
    tiny.write(
        "rituals/sync.yml",
        "name: Sync   # what people say\r\n"
        "kind: sync\r\n"
        "purpose: >-\r\n  Ask the [owner](role:owner), not role:owner in words; see <role:owner>\r\n"
        "  and `[x](role:owner)`.\r\n"
        "cadence: {every: week, day: tuesday, at: '10:00'}\r\n"
        "minutes: 30\r\n"
        'facilitator: "owner"   # "owner" of it\r\n'
        "participants:\r\n  required:\r\n    - 'owner' # who else\r\n  optional: [ owner ,]\r\n",
    )
    found = rename(tiny, "role:owner", "steward")
    assert text(tiny, "rituals/sync.yml") == (
        "name: Sync   # what people say\r\n"
        "kind: sync\r\n"
        "purpose: >-\r\n  Ask the [owner](role:steward), not role:owner in words; see <role:steward>\r\n"
        "  and `[x](role:owner)`.\r\n"
        "cadence: {every: week, day: tuesday, at: '10:00'}\r\n"
        "minutes: 30\r\n"
        'facilitator: "steward"   # "owner" of it\r\n'
        "participants:\r\n  required:\r\n    - 'steward' # who else\r\n  optional: [ steward ,]\r\n"
    )
    assert text(tiny, "stages/launch.yml") == TINY["stages/launch.yml"].replace("owner", "steward")
    assert (found.files, found.places) == (3, 7)
    assert not (tiny.folder / "roles/owner.yml").exists()


def test_keys_are_references_too(tiny: TinyPlaybook):
    tiny.write("skills/ask.yml", "name: Ask\ngroup: craft\ndefinition: Asks.\n")
    tiny.write("playbook.yml", TINY["playbook.yml"] + "skill_groups: {craft: Craft}\n")
    tiny.add("roles/owner.yml", "skills: {ask: 3}\n")
    tiny.write("teams/core.yml", "name: Core\nkind: standing\npurpose: P.\nroles:\n  owner: 2 # ask\n")
    rename(tiny, "skill:ask", "inquire")
    rename(tiny, "role:owner", "steward")
    assert text(tiny, "roles/steward.yml").endswith("skills: {inquire: 3}\n")
    assert text(tiny, "teams/core.yml").endswith("roles:\n  steward: 2 # ask\n")


def test_addresses_and_settings_follow(tiny: TinyPlaybook):
    tiny.add(
        "playbook.yml",
        "swarm_needs:\n  strategy: owner\n  execution: [ghost, owner]\n"
        "suppressions:\n  - {rule: R101, address: 'role:owner', reason: 'See [it](role:owner).'}\n",
    )
    tiny.write(
        "terms/a.yml",
        "name: A\ndefinition: D.\nsee: role:owner\nwithdrawn: {date: 2026-01-02, reason: R., instead: role:owner}\n",
    )
    found = rename(tiny, "role:owner", "steward")
    assert text(tiny, "playbook.yml").endswith(
        "swarm_needs:\n  strategy: steward\n  execution: [ghost, steward]\n"
        "suppressions:\n  - {rule: R101, address: 'role:steward', reason: 'See [it](role:steward).'}\n"
    )
    assert "see: role:steward\nwithdrawn: {date: 2026-01-02, reason: R., instead: role:steward}\n" in text(
        tiny, "terms/a.yml"
    )
    assert found.left == ()


def test_what_only_looks_alike_stays(tiny: TinyPlaybook):
    tiny.write("roles/owner-of-all.yml", TINY["roles/owner.yml"])
    tiny.write("rituals/owner.yml", TINY["rituals/sync.yml"].replace("[owner]", "[owner, owner-of-all]"))
    tiny.add(
        "practices/inventory.yml",
        "steps: ['[a](role:owner-of-all) [b](ritual:owner) [c](role:owner)']\nx_note: owner\n",
    )
    rename(tiny, "role:owner", "steward")
    assert "required: [steward, owner-of-all]" in text(tiny, "rituals/owner.yml")
    assert text(tiny, "practices/inventory.yml").endswith(
        "steps: ['[a](role:owner-of-all) [b](ritual:owner) [c](role:steward)']\nx_note: owner\n"
    )


def test_an_activity_is_a_key_and_keeps_no_former_id(tiny: TinyPlaybook):
    tiny.add(
        "stages/launch.yml",
        "  go:\n    name: Go\n    after: begin\n    summary: After [it](activity:begin).\n"
        "    raci: {accountable: owner}\n",
    )
    found = rename(tiny, "activity:begin", "start")
    now = text(tiny, "stages/launch.yml")
    assert now.count("begin") == 0
    assert "\n  start:\n    name: Begin\n" in now
    assert "    after: start\n    summary: After [it](activity:start).\n" in now
    assert "renamed_from" not in now
    assert (found.files, found.places) == (1, 3)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("name: O\n", "name: O\nrenamed_from: [owner]\n"),
        ("name: O # so\n\n# why\n", "name: O # so\nrenamed_from: [owner]\n\n# why\n"),
        ("name: O\naliases:\n  - P\n  # no more\n", "name: O\naliases:\n  - P\n  # no more\nrenamed_from: [owner]\n"),
        ("name: O\nsummary: |\n  #one\n\n", "name: O\nsummary: |\n  #one\nrenamed_from: [owner]\n\n"),
        ("name: O\nrenamed_from: boss\n", "name: O\nrenamed_from: [boss, owner]\n"),
        ("name: O\nrenamed_from: [boss] # x\n", "name: O\nrenamed_from: [boss, owner] # x\n"),
        ("name: O\nrenamed_from: []\n", "name: O\nrenamed_from: [owner]\n"),
        ("name: O\nrenamed_from:\n  - boss # x\n", "name: O\nrenamed_from:\n  - boss # x\n  - owner\n"),
        ("name: O\nrenamed_from: [boss, steward]\n", "name: O\nrenamed_from: [boss, owner]\n"),
        ("name: O\nrenamed_from: 'steward'\n", "name: O\nrenamed_from: 'owner'\n"),
    ],
)
def test_the_former_id_is_kept_in_the_way_of_the_file(tiny: TinyPlaybook, before: str, after: str):
    tiny.write("roles/owner.yml", before + _REST)
    rename(tiny, "role:owner", "steward")
    assert text(tiny, "roles/steward.yml") == after + _REST


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "{name: O, discipline: product, level: lead, purpose: P.}\n",
            "{name: O, renamed_from: [owner], discipline: product, level: lead, purpose: P.}\n",
        ),
        (f"{_REST}name: O", f"{_REST}name: O\nrenamed_from: [owner]\n"),
        (
            f"\ufeffname: O\n{_REST}".replace("\n", "\r\n"),
            f"\ufeffname: O\nrenamed_from: [owner]\n{_REST}".replace("\n", "\r\n"),
        ),
    ],
    ids=["brackets", "name last, no line break", "byte order mark, CRLF"],
)
def test_the_former_id_is_kept_however_the_file_is_written(tiny: TinyPlaybook, before: str, after: str):
    tiny.write("roles/owner.yml", before)
    rename(tiny, "role:owner", "steward")
    assert text(tiny, "roles/steward.yml") == after


def test_who_agreed_to_a_role_agreed_to_the_same_as_before(tiny: TinyPlaybook):
    playbook = tiny.read().playbook
    assert playbook is not None
    then = fingerprint(playbook, "owner")
    agreed = f"agreed: {{date: 2026-01-02, fingerprint: {then}}}\n"
    tiny.add("roles/owner.yml", agreed)
    tiny.write("roles/other.yml", TINY["roles/owner.yml"] + agreed)  # whose holders agreed to something else
    found = rename(tiny, "activity:begin", "start")
    after = tiny.read().playbook
    assert after is not None
    owner = after.roles["owner"].agreed
    assert owner is not None
    assert owner.fingerprint == fingerprint(after, "owner") != then
    assert text(tiny, "roles/other.yml") == TINY["roles/owner.yml"] + agreed
    assert (found.files, found.places) == (2, 1)
    rename(tiny, "role:owner", "steward")
    assert f"fingerprint: {owner.fingerprint}" in text(tiny, "roles/steward.yml")


def test_a_default_that_names_it_is_told(tiny: TinyPlaybook):
    tiny.write("roles/program-manager.yml", TINY["roles/owner.yml"])
    found = rename(tiny, "role:program-manager", "steward")
    assert [(place.path, place.line) for place, _ in found.left] == [("playbook.yml", 1)]
    assert "swarm_needs" in found.left[0][1]


def test_pages_follow_where_a_macro_is_given_the_address(tiny: TinyPlaybook, tmp_path: Path):
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.md").write_bytes(
        b"# A\r\n{{ link(\"role:owner\", 'the owner') }} and {{ link('role:owner-of-all') }}\r\n"
        b'{{ role_card("owner") }}\r\n[page](roles/owner.md) role:owner roles/owner-of-all/ "owner"\r\n'
    )
    (docs / "b.md").write_bytes(b"\xff role:owner")
    found = rename(tiny, "role:owner", "steward", docs)
    assert (docs / "a.md").read_bytes() == (
        b"# A\r\n{{ link(\"role:steward\", 'the owner') }} and {{ link('role:owner-of-all') }}\r\n"
        b'{{ role_card("owner") }}\r\n[page](roles/owner.md) role:owner roles/owner-of-all/ "owner"\r\n'
    )
    assert [(Path(place.path).name, place.line, place.column) for place, _ in found.left] == [
        ("a.md", 3, 15),
        ("a.md", 4, 8),
    ]
    assert found.left[0][1] == '{{ role_card("owner") }}'
    assert (found.files, found.places) == (4, 5)


def test_an_id_that_is_taken_is_refused(tiny: TinyPlaybook):
    tiny.write("roles/other.yml", TINY["roles/owner.yml"] + "renamed_from: [boss]\n")
    reading = tiny.read()
    owner, begin = Address("role", "owner"), Address("activity", "begin")
    with pytest.raises(CannotEdit, match="role:other already exists"):
        renaming(reading, tiny.folder, owner, "other")
    with pytest.raises(CannotEdit, match="`boss` was the id of role:other before"):
        renaming(reading, tiny.folder, owner, "boss")
    with pytest.raises(CannotEdit, match="activity:begin already exists"):
        renaming(reading, tiny.folder, begin, "begin")


def test_a_link_that_cannot_be_found_in_the_file_is_refused_with_its_place(tiny: TinyPlaybook):
    tiny.add("practices/inventory.yml", 'steps: ["See [it](role:\\x6fwner)."]\n')
    reading = tiny.read()
    assert reading.findings == ()
    with pytest.raises(CannotEdit, match=r"practices/inventory\.yml:3: a link to role:owner is written with escapes"):
        renaming(reading, tiny.folder, Address("role", "owner"), "steward")


def test_an_id_written_with_escapes_is_written_plainly(tiny: TinyPlaybook):
    tiny.swap("rituals/sync.yml", "facilitator: owner", 'facilitator: "\\x6fwner"')
    rename(tiny, "role:owner", "steward")
    assert "facilitator: steward\n" in text(tiny, "rituals/sync.yml")
