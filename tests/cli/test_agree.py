from __future__ import annotations

from pathlib import Path

import pytest

from opbook.model.responsibility import fingerprint
from tests.cli.editing import EPOCH, committed, files, run, words
from tests.workbench import TINY, TinyPlaybook

ROLE = TINY["roles/owner.yml"]


@pytest.fixture(autouse=True)
def here(tiny: TinyPlaybook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the data folder has its usual name, on a day that stands still."""
    monkeypatch.chdir(tiny.folder.parent)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


def noted(tiny: TinyPlaybook) -> str:
    """What the role's file says of the agreement, which must be to what the role is now."""
    playbook = tiny.read().playbook
    assert playbook is not None
    agreed = playbook.roles["owner"].agreed
    assert agreed is not None
    assert agreed.fingerprint == fingerprint(playbook, "owner")
    return str(agreed.date)


def test_the_first_agreement(tiny: TinyPlaybook):
    before = files(tiny)
    result = run("agree", "owner")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "Noted that role:owner was agreed to on 2026-11-22: the first agreement.\n"
    assert noted(tiny) == "2026-11-22"
    now = files(tiny)
    assert now.pop("roles/owner.yml").startswith(before.pop("roles/owner.yml") + b"agreed: {date: 2026-11-22, finger")
    assert now == before


def test_a_role_that_has_changed(tiny: TinyPlaybook):
    run("agree", "owner", "--on", "2026-10-12")
    text = files(tiny)["roles/owner.yml"].decode()
    tiny.write("roles/owner.yml", text + "decision_rights: Choose.\n")
    result = run("agree", "owner", "--on", "2026-11-20")
    assert result.stdout == (
        "Noted that role:owner was agreed to on 2026-11-20: the agreement is renewed, since the role had changed since "
        "2026-10-12.\n"
    )
    assert noted(tiny) == "2026-11-20"


def test_a_role_that_has_not_changed(tiny: TinyPlaybook):
    run("agree", "owner", "--on", "2026-10-12")
    result = run("agree", "owner")
    assert result.stdout == (
        "Noted that role:owner was agreed to on 2026-11-22: nothing has changed since 2026-10-12, and the day is new.\n"
    )
    assert noted(tiny) == "2026-11-22"


def test_the_same_again(tiny: TinyPlaybook):
    run("agree", "owner")
    before = files(tiny)
    result = run("agree", "owner")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "Nothing to note: role:owner was agreed to on 2026-11-22, and has not changed.\n"
    assert files(tiny) == before


def test_a_dry_run_shows_the_change_and_writes_nothing(tiny: TinyPlaybook):
    tiny.write("roles/owner.yml", f"{ROLE}agreed:\n  date: 2026-10-12 # all\n  fingerprint: 4f0c9a1be27d\n")
    before = files(tiny)
    result = run("agree", "owner", "--dry-run")
    assert result.exit_code == 0
    assert "-  date: 2026-10-12 # all\n" in result.stdout
    assert "+  date: 2026-11-22 # all\n" in result.stdout
    assert result.stderr == (
        "Would note that role:owner was agreed to on 2026-11-22: the agreement is renewed, since the role had changed "
        "since 2026-10-12.\n"
    )
    assert files(tiny) == before


def test_what_git_does_not_hold_yet_is_changed_only_by_force(tiny: TinyPlaybook):
    committed(tiny)
    tiny.add("roles/owner.yml", "tags: [new]\n")
    before = files(tiny)
    result = run("agree", "owner")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "playbook_data/roles/owner.yml has changes that git does not hold yet" in result.stderr
    assert files(tiny) == before
    assert run("agree", "owner", "--force").exit_code == 0
    assert noted(tiny) == "2026-11-22"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ownr",), "ROLE: there is no role `ownr`; did you mean `owner`?"),
        (("role:owner",), "ROLE: there is no role `role:owner`; did you mean `owner`?"),
        (("boss",), "ROLE: there is no role `boss`; it is called `owner` now"),
        (("owner", "--on", "2026-11-23"), "--on: 2026-11-23 is still to come; today is 2026-11-22"),
        (("owner", "--on", "2026-02-30"), "'--on': '2026-02-30' is no date; write YYYY-MM-DD"),
        ((), "Missing argument 'ROLE'"),
    ],
)
def test_2_where_the_command_is_misused(tiny: TinyPlaybook, arguments: tuple[str, ...], said: str):
    tiny.add("roles/owner.yml", "renamed_from: boss\n")
    before = files(tiny)
    result = run("agree", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in words(result.stderr)
    assert files(tiny) == before


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            "agreed: {date: 2026-11-23, fingerprint: abc}\n",
            "Error: role:owner was agreed to on 2026-11-23, after 2026-11-22: playbook_data/roles/owner.yml:5; "
            "if the day there is wrong, mend it first\n",
        ),
        (
            "withdrawn: {date: 2026-01-02, reason: R.}\n",
            "Error: role:owner has been withdrawn since 2026-01-02; nobody holds it any more\n",
        ),
    ],
)
def test_3_where_nobody_can_have_agreed(tiny: TinyPlaybook, more: str, said: str):
    tiny.add("roles/owner.yml", more)
    before = files(tiny)
    result = run("agree", "owner", "--force")
    assert (result.exit_code, result.stdout, result.stderr) == (3, "", said)
    assert files(tiny) == before


def test_3_where_the_playbook_has_errors(tiny: TinyPlaybook):
    tiny.add("roles/owner.yml", "nonsense: 1\n")
    before = files(tiny)
    result = run("agree", "owner")
    assert result.exit_code == 3
    assert "nothing is agreed to before these errors are mended" in result.stderr
    assert files(tiny) == before


def test_3_where_there_is_no_playbook(tmp_path: Path):
    result = run("agree", "owner", "--data", str(tmp_path / "nowhere"))
    assert result.exit_code == 3
    assert "there is no folder" in result.stderr
