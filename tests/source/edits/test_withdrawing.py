"""Taking something out of force: a notice in its file, and what still points at it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opbook.checks.judge import judge
from opbook.model.address import FOLDERS, Address
from opbook.source.edits.editing import CannotEdit
from opbook.source.edits.trial import tried
from opbook.source.edits.withdrawing import Withdrawing, withdrawing
from opbook.source.nodes import control_in
from opbook.source.reading import Reading
from tests.workbench import TINY, TinyPlaybook

ON = date(2026, 11, 22)


def withdraw(
    tiny: TinyPlaybook, address: str, reason: str = "R.", instead: str | None = None, docs: Path | None = None
) -> tuple[Withdrawing, str]:
    """What withdrawing gives, and the text that it writes; nothing is written."""
    reading = tiny.read()
    assert reading.findings == ()
    found, other = Address.parse(address), Address.parse(instead) if instead is not None else None
    assert found is not None
    made = withdrawing(reading, tiny.folder, found, reason=reason, instead=other, on=ON, docs=docs)
    ((path, text),) = made.edit.texts.items()
    assert path == tiny.folder / FOLDERS[found.kind] / f"{found.id}.yml"
    assert text is not None
    return made, text


def told(tiny: TinyPlaybook, made: Withdrawing) -> list[str]:
    prefix = tiny.folder.as_posix() + "/"
    return [f"{each.place.path.removeprefix(prefix)}:{each.place.line} {each.by} {each.at}" for each in made.pointing]


def test_the_notice_stands_in_its_file_and_nothing_else_changes(tiny: TinyPlaybook):
    text = "# top\r\nname: Sync # so\r\n# why\r\n" + TINY["rituals/sync.yml"][11:].replace("\n", "\r\n")
    tiny.write("rituals/sync.yml", "\ufeff" + text)
    _, now = withdraw(tiny, "ritual:sync", "It is one: see #12.", "stage:launch")
    notice = 'withdrawn:\n  date: 2026-11-22\n  reason: "It is one: see #12."\n  instead: stage:launch\n'
    notice = notice.replace("\n", "\r\n")
    assert now == "\ufeff" + text.replace("# so\r\n", f"# so\r\n{notice}")
    tiny.write("rituals/sync.yml", now)
    playbook = tiny.read().playbook
    assert playbook is not None
    withdrawn = playbook.rituals["sync"].withdrawn
    assert withdrawn is not None
    assert (withdrawn.date, withdrawn.reason, withdrawn.instead) == (ON, "It is one: see #12.", "stage:launch")


def test_in_brackets_it_stands_in_brackets(tiny: TinyPlaybook):
    tiny.write("practices/inventory.yml", "{name: Inventory, outcome: O.} # end\n")
    _, now = withdraw(tiny, "practice:inventory", "Gone, for good.")
    notice = 'withdrawn: {date: 2026-11-22, reason: "Gone, for good."}'
    assert now == f"{{name: Inventory, {notice}, outcome: O.}} # end\n"


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    reason=st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
        lambda text: text.strip() != "" and not control_in(text) and not set(text) & set("\r\n<[!#")
    ),
    in_brackets=st.booleans(),
)
def test_any_reason_is_written_so_that_it_comes_back(tiny: TinyPlaybook, reason: str, in_brackets: bool):
    tiny.write("practices/inventory.yml", "{name: I, outcome: O.}\n" if in_brackets else "name: I\noutcome: O.\n")
    _, now = withdraw(tiny, "practice:inventory", reason)
    tiny.write("practices/inventory.yml", now)
    playbook = tiny.read().playbook
    assert playbook is not None
    withdrawn = playbook.practices["inventory"].withdrawn
    assert withdrawn is not None
    assert withdrawn.reason == reason.strip()


def test_everything_that_points_at_it_is_told_with_its_place(tiny: TinyPlaybook, tmp_path: Path):
    tiny.add(
        "playbook.yml",
        "swarm_needs:\n  strategy: [owner]\n"
        "suppressions:\n  - {rule: R101, address: role:owner, reason: 'See [it](role:owner).'}\n",
    )
    tiny.write("terms/a.yml", "name: A\ndefinition: >-\n  One\n  of [them](role:owner).\nsee: [role:owner]\n")
    gone = "withdrawn: {date: 2026-01-02, reason: R., instead: 'role:owner'}\n"
    tiny.write("terms/b.yml", f"name: B\ndefinition: D.\nowner: owner\n{gone}")
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.md").write_text('# A\nrole:owner, "role:owner"\n{{ link("role:owner") }} {{ link(\'role:owner\') }}\n')
    (docs / "b.md").write_bytes(b"\xff {{ link('role:owner') }}")
    made, _ = withdraw(tiny, "role:owner", docs=docs)
    assert told(tiny, made) == [
        f"{docs.as_posix()}/a.md:3 a macro of this page role:owner",
        "playbook.yml:7 the settings role:owner",
        "playbook.yml:9 the settings role:owner",
        "playbook.yml:9 the settings role:owner",
        "rituals/sync.yml:6 ritual:sync role:owner",
        "rituals/sync.yml:7 ritual:sync role:owner",
        "stages/launch.yml:9 activity:begin role:owner",
        "stages/launch.yml:9 activity:begin role:owner",
        "terms/a.yml:4 term:a role:owner",
        "terms/a.yml:5 term:a role:owner",
        "terms/b.yml:4 term:b role:owner",
    ]


def test_what_points_at_an_activity_in_it_is_told_too(tiny: TinyPlaybook):
    tiny.add("practices/inventory.yml", "steps: ['Then [begin](activity:begin).']\n")
    made, _ = withdraw(tiny, "stage:launch")
    assert told(tiny, made) == ["practices/inventory.yml:3 practice:inventory activity:begin"]


@pytest.mark.parametrize("kind", FOLDERS)
def test_what_is_told_is_what_the_rule_would_tell(kind: str, data: Path, harbourline: Reading):
    playbook = harbourline.playbook
    assert playbook is not None
    ids = list(playbook.of_kind(kind))
    address = Address(kind, ids[len(ids) // 2])
    made = withdrawing(harbourline, data, address, reason="R.", instead=None, on=ON)
    after = tried(harbourline, data, made.edit.texts)
    by_rule = sorted(each.entity for each in judge(after, ON).findings if each.code == "K907")
    assert sorted(each.by for each in made.pointing if each.by != "the settings") == by_rule


def test_what_is_out_of_force_already_is_refused(tiny: TinyPlaybook):
    tiny.add("practices/inventory.yml", "withdrawn: {date: 2026-01-02, reason: R.}\n")
    with pytest.raises(CannotEdit) as refused:
        withdraw(tiny, "practice:inventory")
    place = f"{tiny.folder.as_posix()}/practices/inventory.yml:3"
    assert str(refused.value) == f"practice:inventory has been withdrawn since 2026-01-02: {place}".replace(
        tiny.folder.as_posix() + "/", ""
    )


def test_what_the_reader_would_not_take_is_not_written(tiny: TinyPlaybook):
    with pytest.raises(
        CannotEdit, match=r"so nothing is written: .*/practices/inventory\.yml:4: this text contains HTML"
    ):
        withdraw(tiny, "practice:inventory", "Use <b>that</b>.")
    with pytest.raises(CannotEdit, match=r"there is no role `ownr`; did you mean `owner`\?"):
        withdraw(tiny, "practice:inventory", "Ask [them](role:ownr).")
