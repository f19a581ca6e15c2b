"""One field changed where it stands, or added where it belongs; all else stays byte for byte."""

from __future__ import annotations

import pytest

from opbook.source.edits.field_splices import field_added, value_changed
from opbook.source.edits.splicing import spliced
from tests.workbench import TinyPlaybook

REST = "discipline: product\nlevel: lead\npurpose: P.\n"
NOTICE = {"date": "2026-11-30", "reason": "R: s."}
BLOCK = 'withdrawn:\n  date: "2026-11-30"\n  reason: "R: s."\n'
FLOW = 'withdrawn: {date: "2026-11-30", reason: "R: s."}'


def added(tiny: TinyPlaybook, text: str, name: str = "withdrawn", value: object = NOTICE) -> str:
    """What a role's file says with a field more; it says it to the reader too."""
    tiny.write("roles/owner.yml", text)
    reading = tiny.read()
    assert reading.findings == ()
    assert reading.playbook is not None
    source = reading.source_of("role", "owner")
    assert source is not None
    found = spliced(source.text, [field_added(source, reading.playbook.roles["owner"], name, value, short=0)])
    tiny.write("roles/owner.yml", found)
    after = tiny.read()
    assert after.findings == ()
    assert after.playbook is not None
    assert name in after.playbook.roles["owner"].model_fields_set
    return found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("name: O\n@" + REST, None),
        ("# top\nname: O # so\naliases: [P]\nsummary: >-\n  S.\n@\n# why\n\n" + REST, None),
        ("name: O\nrenamed_from:\n  - boss # x\n  # no more\n@# the rest\n" + REST, None),
        ("name: O\nsummary: |\n  #one\n  two\n@tags: [x]\n" + REST, None),
        ("tags: [x]\nname: O\n@" + REST + "summary: S.\n", "tags: [x]\nname: O\n" + REST + "summary: S.\n@"),
        (REST + "name: O\n@", None),
        (REST + "name: O\n# the end\n@", None),
        ("---\nname: O\n@" + REST, None),
        ("%YAML 1.1\n---\n" + REST + "name: O\n@...\n# over\n", None),
        ('"name": "O"\n@' + REST, None),
    ],
)
def test_a_field_stands_behind_those_before_it_and_comments_stay_with_what_they_are_about(
    tiny: TinyPlaybook, before: str, after: str | None
):
    plain = before.replace("@", "")
    assert added(tiny, plain) == (after or before).replace("@", BLOCK)


@pytest.mark.parametrize("break_", ["\r\n", "\r"])
def test_lines_end_as_the_others_do(tiny: TinyPlaybook, break_: str):
    text = "name: O # so\n\n# why\n" + REST
    expected = text.replace("so\n", f"so\n{BLOCK}").replace("\n", break_)
    assert added(tiny, text.replace("\n", break_)) == expected


def test_a_last_line_without_a_break_gets_one(tiny: TinyPlaybook):
    assert added(tiny, REST + "name: O") == f"{REST}name: O\n{BLOCK}"


def test_what_is_indented_as_a_whole_stays_so(tiny: TinyPlaybook):
    text = "  name: O\n  # why\n" + "".join(f"  {line}\n" for line in REST.splitlines())
    lines = "".join(f"  {line}\n" for line in BLOCK.splitlines())
    assert added(tiny, text) == text.replace("O\n", f"O\n{lines}")


@pytest.mark.parametrize(
    "text",
    [
        "{name: O@, discipline: product, level: lead, purpose: P.}\n",
        "{discipline: product, level: lead, purpose: P., name: 'O'@ }",
        "# top\n{\n  name: O@, # so\n  discipline: product,\n  level: lead,\n  purpose: P.\n}\n",
    ],
)
def test_brackets_stay_brackets(tiny: TinyPlaybook, text: str):
    assert added(tiny, text.replace("@", "")) == text.replace("@", f", {FLOW}")


def test_a_last_field_stands_before_the_common_ones_at_the_end(tiny: TinyPlaybook):
    value = {"date": "2026-01-02", "fingerprint": "abc"}
    text = added(tiny, f"name: O\n{REST}tags: [x]\nowner: owner\n", "agreed", value)
    assert text.index("purpose:") < text.index("agreed:") < text.index("tags:")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{date: 2026-01-02, fingerprint: abc}", "{date: 2026-01-02, fingerprint: def}"),
        ("{'fingerprint': 'abc' , date: 2026-01-02}", "{'fingerprint': 'def' , date: 2026-01-02}"),
        ("\n  date: 2026-01-02\n  fingerprint: abc # so", "\n  date: 2026-01-02\n  fingerprint: def # so"),
        ('\n  fingerprint: "\\x61bc"\n  date: 2026-01-02', "\n  fingerprint: def\n  date: 2026-01-02"),
        ("\n  fingerprint: >-\n    abc\n  date: 2026-01-02", "\n  fingerprint: >-\n    def\n  date: 2026-01-02"),
    ],
)
def test_a_value_is_changed_where_it_stands(tiny: TinyPlaybook, written: str, expected: str):
    text = f"name: O\n{REST}agreed: @\n"
    tiny.write("roles/owner.yml", text.replace("@", written))
    source = tiny.read().source_of("role", "owner")
    assert source is not None
    found = spliced(source.text, [value_changed(source, ("agreed", "fingerprint"), "abc", "def")])
    assert found == text.replace("@", expected)
