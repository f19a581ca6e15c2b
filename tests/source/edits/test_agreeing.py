"""Noting agreements to roles."""

from __future__ import annotations

import re
from datetime import date

import pytest

from opbook.model.responsibility import fingerprint
from opbook.source.edits.agreeing import Agreeing, agreeing
from opbook.source.edits.editing import CannotEdit
from tests.workbench import TINY, TinyPlaybook

ON = date(2026, 11, 22)
ROLE = TINY["roles/owner.yml"]


def mark(tiny: TinyPlaybook) -> str:
    playbook = tiny.read().playbook
    assert playbook is not None
    return fingerprint(playbook, "owner")


def agree(tiny: TinyPlaybook, on: date = ON) -> tuple[Agreeing, str]:
    """Note an agreement; what came of it, and what the file says then."""
    reading = tiny.read()
    assert reading.findings == ()
    found = agreeing(reading, tiny.folder, "owner", on)
    for path, text in found.edit.texts.items():
        assert path == tiny.folder / "roles/owner.yml"
        assert text is not None
        path.write_bytes(text.encode())
    playbook = tiny.read().playbook
    assert playbook is not None
    agreed = playbook.roles["owner"].agreed
    assert agreed is not None
    assert (agreed.date, agreed.fingerprint) == (on, mark(tiny))
    return found, (tiny.folder / "roles/owner.yml").read_bytes().decode()


def test_the_first_agreement_stands_before_tags_and_owner(tiny: TinyPlaybook):
    tiny.write("roles/owner.yml", f"# top\n{ROLE}# who\ntags: [x] # y\nowner: owner\n")
    found, text = agree(tiny)
    line = f"agreed: {{date: 2026-11-22, fingerprint: {mark(tiny)}}}\n"
    assert text.replace('"', "") == f"# top\n{ROLE}{line}# who\ntags: [x] # y\nowner: owner\n"
    assert (found.before, found.has_changed) == (None, False)


@pytest.mark.parametrize(
    "written",
    [
        "agreed: {date: DAY, fingerprint: MARK} # so\n",
        "agreed: {fingerprint: 'MARK',   date: \"DAY\"}\n",
        "agreed:\n  # with both of them\n  date: DAY # a Monday\n\n  fingerprint: MARK\ntags: [x]\n",
        "agreed:\r\n    fingerprint: MARK\r\n    date: 'DAY'\r\n",
    ],
)
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_an_agreement_is_renewed_where_and_as_it_stands(tiny: TinyPlaybook, written: str, start: str):
    text = start + ROLE.replace("\n", "\r\n" if "\r\n" in written else "\n") + written
    tiny.write("roles/owner.yml", text.replace("DAY", "2026-10-12").replace("MARK", "4f0c9a1be27d"))
    found, now = agree(tiny)
    assert now == text.replace("DAY", "2026-11-22").replace("MARK", mark(tiny))
    assert found.before is not None
    assert (found.before.date, found.before.fingerprint, found.has_changed) == (
        date(2026, 10, 12),
        "4f0c9a1be27d",
        True,
    )


def test_where_nothing_has_changed_the_day_alone_is_new(tiny: TinyPlaybook):
    _, text = agree(tiny, date(2026, 10, 12))
    found, now = agree(tiny)
    assert now == text.replace("2026-10-12", "2026-11-22")
    assert not found.has_changed
    assert found.before is not None


def test_the_same_again_changes_nothing(tiny: TinyPlaybook):
    _, text = agree(tiny)
    found, now = agree(tiny)
    assert (found.edit.texts, now) == ({}, text)


def test_what_a_role_answers_for_elsewhere_counts(tiny: TinyPlaybook):
    before = mark(tiny)
    agree(tiny, date(2026, 10, 12))
    tiny.add("stages/launch.yml", "  end:\n    name: End\n    raci: {accountable: owner}\n")
    found, _ = agree(tiny)
    assert found.has_changed
    assert found.now.fingerprint != before


def test_brackets_stay_brackets(tiny: TinyPlaybook):
    tiny.write("roles/owner.yml", "{name: O, discipline: product, level: lead, purpose: P.}\n")
    _, text = agree(tiny)
    agreed = f"agreed: {{date: 2026-11-22, fingerprint: {mark(tiny)}}}"
    assert text.replace('"', "") == f"{{name: O, {agreed}, discipline: product, level: lead, purpose: P.}}\n"


def test_an_agreement_before_the_last_one_is_refused(tiny: TinyPlaybook):
    tiny.write("roles/owner.yml", ROLE + "agreed: {date: 2026-11-23, fingerprint: abc}\n")
    words = (
        "role:owner was agreed to on 2026-11-23, after 2026-11-22: roles/owner.yml:5; if the day there is wrong, "
        "mend it first"
    )
    with pytest.raises(CannotEdit, match=f"^{re.escape(words)}$"):
        agree(tiny)


def test_nobody_agrees_to_a_role_that_is_withdrawn(tiny: TinyPlaybook):
    tiny.write("roles/owner.yml", ROLE + "withdrawn: {date: 2026-01-02, reason: R.}\n")
    words = "role:owner has been withdrawn since 2026-01-02; nobody holds it any more"
    with pytest.raises(CannotEdit, match=f"^{words}$"):
        agree(tiny)
