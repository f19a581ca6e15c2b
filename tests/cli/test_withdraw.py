from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.editing import EPOCH, committed, files, run, words
from tests.workbench import TINY, TinyPlaybook


@pytest.fixture(autouse=True)
def here(tiny: TinyPlaybook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the data folder has its usual name, on a day that stands still."""
    monkeypatch.chdir(tiny.folder.parent)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


def test_it_says_what_it_did(tiny: TinyPlaybook):
    before = files(tiny)
    result = run("withdraw", "practice", "inventory", "--reason", "Nobody looks.", "--instead", "ritual:sync")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "Withdrew practice:inventory since 2026-11-22; its page stays as a notice.\nNothing points at it.\n"
    )
    assert tiny.told() == []
    now = files(tiny)
    assert now.pop("practices/inventory.yml").decode() == (
        "name: Inventory\n"
        "withdrawn:\n  date: 2026-11-22\n  reason: Nobody looks.\n  instead: ritual:sync\n"
        "outcome: Everyone knows what there is.\n"
    )
    del before["practices/inventory.yml"]
    assert now == before


def test_what_still_points_at_it_is_listed(tiny: TinyPlaybook):
    tiny.add("practices/inventory.yml", "steps: ['As in [Launch](stage:launch).']\n")
    tiny.write("terms/go.yml", "name: Go\ndefinition: D.\nsee: activity:begin\n")
    (tiny.folder.parent / "docs").mkdir()
    (tiny.folder.parent / "docs/a.md").write_text('{{ link("stage:launch") }}\n')
    result = run("withdraw", "stage", "launch", "--reason", "R.", "--on", "2026-11-30")
    assert result.stdout.splitlines() == [
        "Withdrew stage:launch since 2026-11-30; its page stays as a notice.",
        "3 places still point at it:",
        "  docs/a.md:1: a macro of this page",
        "  playbook_data/practices/inventory.yml:3: practice:inventory",
        "  playbook_data/terms/go.yml:3: term:go points at activity:begin, which stands in it",
    ]


def test_one_place_points(tiny: TinyPlaybook):
    result = run("withdraw", "ritual", "sync", "--reason", "R.")
    assert result.stdout.splitlines()[1:] == [
        "1 place still points at it:",
        "  playbook_data/stages/launch.yml:8: activity:begin",
    ]


def test_a_dry_run_shows_the_change_and_writes_nothing(tiny: TinyPlaybook):
    before = files(tiny)
    result = run("withdraw", "ritual", "sync", "--reason", "Plan: \"none\" of #it, 'really' ö", "--dry-run")
    assert result.exit_code == 0
    assert "+  reason: 'Plan: \"none\" of #it, ''really'' ö'\n" in result.stdout
    assert result.stderr.splitlines() == [
        "Would withdraw ritual:sync since 2026-11-22; its page stays as a notice.",
        "1 place still points at it:",
        "  playbook_data/stages/launch.yml:8: activity:begin",
    ]
    assert files(tiny) == before


def test_what_git_does_not_hold_yet_is_changed_only_by_force(tiny: TinyPlaybook):
    committed(tiny)
    tiny.add("practices/inventory.yml", "tags: [new]\n")
    before = files(tiny)
    arguments = ("withdraw", "practice", "inventory", "--reason", "R.")
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "playbook_data/practices/inventory.yml has changes that git does not hold yet" in result.stderr
    assert files(tiny) == before
    assert run(*arguments, "--force").exit_code == 0
    assert b"withdrawn:" in files(tiny)["practices/inventory.yml"]
    assert run("withdraw", "ritual", "sync", "--reason", "R.").exit_code == 0  # which git holds


GONE = "withdrawn: {date: 2026-01-02, reason: R., instead: 'ritual:sync'}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rol", "owner", "--reason", "R."), "there is no kind `rol`; did you mean `role`?"),
        (("role", "ownr", "--reason", "R."), "ID: there is no role `ownr`; did you mean `owner`?"),
        (("role", "boss", "--reason", "R."), "ID: there is no role `boss`; it is called `owner` now"),
        (
            ("activity", "begin", "--reason", "R."),
            "an activity has no page to keep as a notice; take it out of playbook_data/stages/launch.yml:6",
        ),
        (("activity", "beginn", "--reason", "R."), "there is no activity `beginn`; did you mean `begin`?"),
        (("role", "owner"), "Missing option '--reason'"),
        (("role", "owner", "--reason", " "), "--reason: it says nothing"),
        (("role", "owner", "--reason", "a\nb"), "--reason: it has several lines; write it as one"),
        (("role", "owner", "--reason", "a\x1b[31m"), "--reason: a control character, \\x1b, stands in it"),
        (("role", "owner", "--reason", "a\u2028b"), "--reason: a control character, \\u2028, stands in it"),
        (("role", "owner", "--reason", "R.", "--on", "soon"), "'--on': 'soon' is no date; write YYYY-MM-DD"),
        (
            ("role", "owner", "--reason", "R.", "--instead", "ritual:synk"),
            "--instead: there is nothing at `ritual:synk`; did you mean `ritual:sync`?",
        ),
        (
            ("role", "owner", "--reason", "R.", "--instead", "rituals:sync"),
            "--instead: there is nothing at `rituals:sync`; did you mean `ritual:sync`?",
        ),
        (
            ("role", "owner", "--reason", "R.", "--instead", "sync"),
            "--instead: write KIND:ID, such as role:product-owner, not `sync`; did you mean `ritual:sync`?",
        ),
        (("role", "owner", "--reason", "R.", "--instead", "role:owner"), "--instead: role:owner is what is withdrawn"),
        (
            ("stage", "launch", "--reason", "R.", "--instead", "activity:begin"),
            "--instead: activity:begin is what is withdrawn",
        ),
        (
            ("role", "owner", "--reason", "R.", "--instead", "term:gone"),
            "--instead: term:gone has been withdrawn since 2026-01-02; did you mean `ritual:sync`, which its notice",
        ),
    ],
)
def test_2_where_the_command_is_misused(tiny: TinyPlaybook, arguments: tuple[str, ...], said: str):
    tiny.add("roles/owner.yml", "renamed_from: boss\n")
    tiny.write("terms/gone.yml", f"name: Gone\ndefinition: D.\n{GONE}")
    before = files(tiny)
    result = run("withdraw", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in words(result.stderr)
    assert files(tiny) == before


def test_3_where_it_is_out_of_force_already(tiny: TinyPlaybook):
    tiny.write("terms/gone.yml", f"name: Gone\ndefinition: D.\n{GONE}")
    before = files(tiny)
    result = run("withdraw", "term", "gone", "--reason", "R.", "--force")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "Error: term:gone has been withdrawn since 2026-01-02: playbook_data/terms/gone.yml:3\n"
    assert files(tiny) == before


def test_3_where_the_reason_is_no_prose(tiny: TinyPlaybook):
    before = files(tiny)
    result = run("withdraw", "ritual", "sync", "--reason", "Use <b>that</b>.")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == (
        "Error: this would leave an error behind, so nothing is written: playbook_data/rituals/sync.yml:4: "
        "this text contains HTML, which is shown as written\n"
    )
    assert files(tiny) == before


def test_3_where_the_playbook_has_errors(tiny: TinyPlaybook):
    tiny.add("roles/owner.yml", "nonsense: 1\n")
    before = files(tiny)
    result = run("withdraw", "ritual", "sync", "--reason", "R.")
    assert result.exit_code == 3
    assert "nothing is withdrawn before these errors are mended" in result.stderr
    assert files(tiny) == before


def test_3_where_there_is_no_playbook(tmp_path: Path):
    result = run("withdraw", "ritual", "sync", "--reason", "R.", "--data", str(tmp_path / "nowhere"))
    assert result.exit_code == 3
    assert "there is no folder" in result.stderr


def test_an_activity_elsewhere_may_stand_in_its_place(tiny: TinyPlaybook):
    assert TINY["rituals/sync.yml"].startswith("name: Sync\n")
    result = run("withdraw", "ritual", "sync", "--reason", "R.", "--instead", "activity:begin")
    assert result.exit_code == 0
    assert b"  instead: activity:begin\n" in files(tiny)["rituals/sync.yml"]
