from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opbook.changes.compare import differences
from opbook.model.playbook import ENTITY_TYPES, Playbook
from opbook.model.ritual import Ritual
from opbook.model.role import Role
from opbook.model.settings import Settings
from opbook.model.stage import Stage
from opbook.model.team import Team
from opbook.source.edits.editing import CannotEdit
from opbook.source.edits.formatting import formatted
from opbook.source.files import KIND_OF_FOLDER
from opbook.source.nodes import Node, parse
from opbook.source.reading import read
from tests.conftest import DATA
from tests.source.edits.scribbling import Route, Scribbled, scribbled

FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.yml"))
ODD = [
    *("# x", "a: b", "a #b", "- x", "no", "12:30", "", " ", "\ttab", "back\\slash \\", "it's", '"so"', "é漢🙂", "{a}"),
    *("[a, b]", "a, b", "*a", "&a", "---", "? x", "x " * 50 + "x"),
    *("two\nlines", "one\n\n\ntwo\n", " lead\n x\n", "tail \n"),
]
"""Texts that are easily read as something else."""


def model_of(inside: str) -> type[Any]:
    folder = inside.rpartition("/")[0]
    return ENTITY_TYPES[KIND_OF_FOLDER[folder]] if folder else Settings


def node_of(text: str) -> Node:
    parsed = parse("x.yml", text)
    assert parsed.found == []
    assert parsed.node is not None
    return parsed.node


def data_of(text: str) -> Any:
    return node_of(text).data


def is_in_layout(text: str, model: type[Any]) -> bool:
    return formatted("x.yml", text, model) == text


@st.composite
def scribbles(draw: st.DrawFn) -> tuple[dict[str, Any], type[Any], Scribbled]:
    """A shipped file with some odd values, written with whims."""
    inside = draw(st.sampled_from(FILES))
    data = dict(data_of((DATA / inside).read_text("utf-8")))
    for name in draw(st.lists(st.sampled_from(sorted(data)), unique=True, max_size=len(data) - 1)):
        del data[name]
    data |= draw(st.dictionaries(st.sampled_from(["x_b", "x_a", "zebra", "name", "notes"]), values(), max_size=3))
    whim = random.Random(draw(st.integers(0, 2**32)))
    return (
        data,
        model_of(inside),
        scribbled(data, model_of(inside), whim, comments=draw(st.sampled_from([0, 0.2, 0.6]))),
    )


def values() -> st.SearchStrategy[Any]:
    return st.recursive(
        st.sampled_from(ODD),
        lambda below: (
            st.lists(below, max_size=3) | st.dictionaries(st.sampled_from([*"abc", "é f", "#"]), below, max_size=3)
        ),
        max_leaves=6,
    )


def routes(node: Node, route: Route = ()) -> Iterator[tuple[int, Route]]:
    """The line of everything in a text, in order."""
    if isinstance(node.value, dict):
        for name, below in node.value.items():
            yield node.keys[name].range[0], (*route, name)
            yield from routes(below, (*route, name))
    elif isinstance(node.value, list):
        for number, below in enumerate(node.value):
            yield below.range[0], (*route, number)
            yield from routes(below, (*route, number))


def assert_comments_belong(text: str, scribble: Scribbled) -> None:
    """Hold that every comment of a scribble is there once, and where it was."""
    lines = text.split("\n")
    line_of = {}
    for comment in scribble.comments:
        (line_of[comment],) = (number for number, line in enumerate(lines, start=1) if line.endswith(comment))
    places = list(routes(node_of(text)))
    first = dict(reversed([(route, line) for line, route in places]))
    for comment, route in scribble.above.items():
        line = line_of[comment]
        between = lines[line : first[route] - 1]
        assert first[route] > line, comment
        assert all(not each or each.lstrip().startswith("#") for each in between), comment
    for comment, route in scribble.beside.items():
        assert line_of[comment] == first[route], comment
    for comment, route in scribble.ends.items():
        before = [each for line, each in places if line < line_of[comment]][-1]
        after = [each for line, each in places if line > line_of[comment]][:1]
        assert before[: len(route)] == route, comment
        assert all(each[: len(route)] != route for each in after), comment


def assert_neat(text: str) -> None:
    """Hold what all that is in its layout has in common, where no odd text stands in it."""
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not text.startswith("\n")
    assert "\n\n\n" not in text
    assert all(line == line.rstrip() for line in text.split("\n"))


@settings(max_examples=120)
@given(written=scribbles())
def test_however_it_is_written_it_says_the_same_with_every_comment_in_its_place(
    written: tuple[dict[str, Any], type[Any], Scribbled],
):
    data, model, scribble = written
    assert data_of(scribble.text) == data
    text = formatted("x.yml", scribble.text, model)
    assert data_of(text) == data
    assert_comments_belong(text, scribble)
    assert is_in_layout(text, model)


@settings(max_examples=100)
@given(inside=st.sampled_from(FILES), seed=st.integers(0, 2**32))
def test_shuffled_fields_come_back_in_their_order(inside: str, seed: int):
    data = data_of((DATA / inside).read_text("utf-8"))
    scribble = scribbled(data, model_of(inside), random.Random(seed), comments=0)
    text = formatted("x.yml", scribble.text, model_of(inside))
    assert str(data_of(text)) == str(data)  # shipped files are in their order
    assert_neat(text)


def test_the_whole_shipped_playbook_shuffled_and_formatted_is_the_same_playbook(shipped: Playbook, tmp_path: Path):
    whim = random.Random(7)
    for inside in FILES:
        path = tmp_path / inside
        path.parent.mkdir(exist_ok=True)
        scribble = scribbled(data_of((DATA / inside).read_text("utf-8")), model_of(inside), whim, comments=0.1)
        path.write_text(formatted(inside, scribble.text, model_of(inside)), "utf-8")
    reading = read(tmp_path)
    assert reading.findings == ()
    assert reading.playbook is not None
    assert list(differences(shipped, reading.playbook)) == []


@pytest.mark.parametrize("inside", FILES)
def test_shipped_files_are_in_their_layout(inside: str):
    text = (DATA / inside).read_bytes().decode()
    assert formatted(inside, text, model_of(inside)) == text


def held(before: str, after: str, model: type[Any] = Role) -> None:
    """Hold that a text is formatted so, and then stays."""
    assert formatted("x.yml", before, model) == after
    assert is_in_layout(after, model)


def test_fields_have_an_order_and_what_nobody_knows_comes_behind_them():
    held(
        "x_b: 1\nowner: a\nzebra: 1\ntags: [t]\npurpose: P.\nx_a: 1\nreviewed: 2026-01-02\nant: 1\nname: N\n"
        "renamed_from: o\naliases: M\nlevel: lead\n",
        "name: N\naliases: M\nrenamed_from: o\nlevel: lead\npurpose: P.\ntags: [t]\nowner: a\n"
        "reviewed: 2026-01-02\nzebra: 1\nant: 1\nx_b: 1\nx_a: 1\n",
    )


def test_fields_further_in_have_an_order_too_and_what_authors_order_stays():
    held(
        """\
activities:
  z:
    raci: {responsible: b, accountable: a}
    escalate:
      after: 2 days
      to: a
    name: Z
  a: {kind: work, name: A}
exit: [{id: i, text: T}, b, a]
name: N
""",
        """\
name: N
exit: [{text: T, id: i}, b, a]
activities:
  z:
    name: Z
    escalate:
      to: a
      after: 2 days
    raci: {accountable: a, responsible: b}
  a: {name: A, kind: work}
""",
        Stage,
    )


def test_one_stands_for_a_list_of_one_and_what_is_no_field_has_no_order():
    held(
        "name: N\nchecklist: {after: b, before: {id: i, text: T}}\ncadence:\n  at: 10:00\n  every: week\n",
        "name: N\ncadence:\n  every: week\n  at: 10:00\nchecklist: {before: {text: T, id: i}, after: b}\n",
        Ritual,
    )
    held(
        "rituals:\n  z: {at: 9:00, day: monday}\n  a: {}\nroles: {b: {holders: [x], count: 1}, a: 2}\n",
        "roles: {b: {count: 1, holders: [x]}, a: 2}\nrituals:\n  z: {day: monday, at: 9:00}\n  a: {}\n",
        Team,
    )
    held(
        "disciplines: {b: {colour: c, name: n}, a: {}}\ntitle: T\nrules: {b: {y: 1, x: 2}, a: {}}\n",
        "title: T\ndisciplines: {b: {name: n, colour: c}, a: {}}\nrules: {b: {y: 1, x: 2}, a: {}}\n",
        Settings,
    )


def test_comments_move_with_the_field_that_they_stand_above_or_beside():
    held(
        """\
# yaml-language-server: $schema=../x.json
# on purpose
purpose: P.   # because
              # of that
# old
# on the name
name: N # the name

# ---- keeping it true ----

# who
owner: a  # since May

# how good
level: lead
# the end
""",
        """\
# yaml-language-server: $schema=../x.json
# old
# on the name
name: N # the name

# how good
level: lead
# on purpose
purpose: P.   # because
              # of that

# ---- keeping it true ----

# who
owner: a  # since May
# the end
""",
    )


def test_what_stands_at_the_top_up_to_a_blank_line_is_about_the_file():
    held(
        "\n\n# This file\n# is ours.\n\n# the level\nlevel: lead\nname: N\n",
        "# This file\n# is ours.\n\nname: N\n# the level\nlevel: lead\n",
    )
    held(
        "# first\n# yaml-language-server: x\nlevel: lead\nname: N\n",
        "# first\n# yaml-language-server: x\nname: N\nlevel: lead\n",
    )
    held("# the level\nlevel: lead\nname: N\n", "name: N\n# the level\nlevel: lead\n")


def test_comments_further_in_belong_to_the_end_of_what_stands_above():
    held(
        """\
stages: x
metrics:
    - a
    # - b
tools:
  # - c
skills:
    a: 1
        # far out
  # nearly out
# the aliases
aliases:
  # the first
  - M
name: N
  # more on the name
level: lead
""",
        """\
name: N
  # more on the name
# the aliases
aliases:
  # the first
  - M
level: lead
skills:
  a: 1
    # far out
  # nearly out
metrics:
  - a
  # - b
tools:
  # - c
stages: x
""",
    )


def test_comments_within_lists_of_fields():
    held(
        """\
counterparts:
- # an item
  how: H.   # how
  # who
  role: a

# the second
-   how: H.


    # who again
    role: b
    # end of b
- how: H.
# end of the list? of what comes next
name: N
""",
        """\
# end of the list? of what comes next
name: N
counterparts:
  - # an item
    # who
    role: a
    how: H.   # how

  # the second
  # who again
  - role: b
    how: H.
    # end of b
  - how: H.
""",
    )


def test_comments_between_a_field_and_its_value():
    held(
        "purpose:  # p\n     # q\n\n  # r\n      P. and\n\n      Q.   # s\nname:\n    N\n",
        "name:\n  N\npurpose:  # p\n  # q\n\n  # r\n  P. and\n\n  Q.   # s\n",
    )
    held("skills:\n    {a: 1} # x\nname: N\n", "name: N\nskills:\n  {a: 1} # x\n")


def test_brackets_stay_as_they_are_but_for_the_order_of_fields():
    held(
        "skills: { b : 1 , a: 2}   # s\ncounterparts: [{how: 'H, {', role: a}, {role: b}]\nname: N\n",
        "name: N\nskills: { b : 1 , a: 2}   # s\ncounterparts: [{role: a, how: 'H, {'}, {role: b}]\n",
    )
    held(
        """\
activities:
    a:
        raci: {
          responsible: b,

            accountable: a
        }
        name: A
""",
        """\
activities:
  a:
    name: A
    raci: {
      accountable: a,

        responsible: b
    }
""",
        Stage,
    )
    held("{purpose: P., name: N} # c\n# d\n", "{name: N, purpose: P.} # c\n# d\n")
    held("# a\n---   {purpose: P.,\n   name: N}\n...\n# d\n", "# a\n--- {name: N,\n purpose: P.}\n...\n# d\n")


def test_fields_between_brackets_stay_where_a_comment_stands_between_them():
    text = "name: N\nagreed: { # a\n  fingerprint: f, # b\n  # c\n  date: [2026-01-02, # d\n  x] }\n"
    held(text, text)
    held("name: N\nagreed: {fingerprint, date: 1}\n", "name: N\nagreed: {fingerprint, date: 1}\n")
    held(
        "counterparts: [how: H., {how: x, role: y}]\nname: N\n", "name: N\ncounterparts: [how: H., {role: y, how: x}]\n"
    )


def test_indentation_is_two_columns_for_each_level():
    held(
        """\
   name: N
   aliases:
   - a
   -    b
   -
       c
   skills:
        a:   1
        b:\t2
   x_a:
   - - - a: 1
       -   b
     -  -  c
   -  -  d
""",
        """\
name: N
aliases:
  - a
  - b
  -
    c
skills:
  a: 1
  b: 2
x_a:
  - - - a: 1
      - b
    - - c
  - - d
""",
    )


def test_at_most_one_blank_line_and_none_below_the_name_of_a_block():
    held(
        "\n\nname: N   \n\n\n\nskills:\n\n\n  a: 1\n  \n\n  b: 1\n\n\n# c\n\n\n",
        "name: N\n\nskills:\n  a: 1\n\n  b: 1\n\n# c\n",
    )


def test_texts_stay_as_they_are():
    held(
        """\
purpose: >-   # folded
      one
        two


      three
accountabilities:
- |
  # no comment
- |+
  kept


- |2-
    indented

    by two
- "a \\
   b
   c\\ \x20

   d # no comment"
- 'x
       y'
- plain
      text
- >

    gap above

x_a: |+


name: N
""",
        """\
name: N
purpose: >-   # folded
  one
    two


  three
accountabilities:
  - |
    # no comment
  - |+
    kept


  - |2-
      indented

      by two
  - "a \\
    b
    c\\\x20

    d # no comment"
  - 'x
    y'
  - plain
    text
  - >

    gap above

x_a: |+


""",
    )


def test_a_blank_line_never_becomes_part_of_a_text_or_leaves_one():
    held(
        "x_a: |+\n  a\n# c\n\nlevel: lead\nname: N\n\npurpose: P.\n",
        "name: N\n# c\n\nlevel: lead\n\npurpose: P.\nx_a: |+\n  a\n",
    )
    held(
        "purpose: |+\n  a\n\nname: N\nlevel: |+\n  b\n\n\ntags: x\n",
        "name: N\nlevel: |+\n  b\n\n\npurpose: |+\n  a\n\ntags: x\n",
    )
    held(
        "name: N\nx_b: |+\n  a\n\n\nx_a: |+\n  b\nx_c: 1\n\nx_d: 1\n",
        "name: N\nx_b: |+\n  a\n\n\nx_a: |+\n  b\nx_c: 1\n\nx_d: 1\n",
    )
    held("x_a: |+\n  a\n\n\nowner: o\n\ntags: x\n", "tags: x\nowner: o\nx_a: |+\n  a\n\n\n")
    text = formatted("x.yml", "x_a: |+\n  a\nx_b: b\n\nunknown: c\n\nowner: d\n", Role)
    assert text == "owner: d\n\nunknown: c\nx_a: |+\n  a\nx_b: b\n"


@pytest.mark.parametrize("mark", ["|", ">", "|+", ">-", "|-"])
def test_a_text_at_the_end_of_a_file_without_a_line_break_gets_one_that_is_no_part_of_it(mark: str):
    before = f"x_a: {mark} # c\n  text"
    held(before, f"x_a: {mark[0]}- # c\n  text\n")
    assert data_of(before) == {"x_a": "text"}


def test_line_ends_marks_and_blanks():
    held("\ufeffpurpose: P. \r\nname: N\t# é\t漢 \r\n\r\n\r\n# 🙂", "name: N # é\t漢\npurpose: P.\n\n# 🙂\n")
    held("purpose: P.\rname: N\r", "name: N\npurpose: P.\n")
    held("name: |\r\n  a\r\n  b\r\n", "name: |\n  a\n  b\n")


def test_what_stands_around_the_document_stays():
    held(
        "\n%YAML 1.1\n# a\n\n\n---   # b\n\n# c\nlevel: lead\nname: N\n  # d\n...   # e\n\n\n# f\n",
        "%YAML 1.1\n# a\n\n---   # b\n\nname: N\n  # d\n# c\nlevel: lead\n...   # e\n\n# f\n",
    )


def test_odd_names_and_fields_without_a_value():
    held(
        """\
'purpose' : P.
"name": N
level:
tags:   # c
# d
skills:
    'a b: c':
    "#":   1
    é: 2
12:
""",
        """\
"name": N
level:
'purpose': P.
# d
skills:
  'a b: c':
  "#": 1
  é: 2
tags:   # c
12:
""",
    )


def test_what_has_the_wrong_shape_is_formatted_all_the_same():
    held(
        "skills: [{b: 1, a: 1}]\naliases:\n    b: 1\n    a: 1\nagreed: x\nname:\n- N\n",
        "name:\n  - N\naliases:\n  b: 1\n  a: 1\nskills: [{b: 1, a: 1}]\nagreed: x\n",
    )
    held(
        "agenda: {minutes: 1, item: a}\nchecklist: [{id: a, text: b}]\nfacilitator: [{rotates: true, roles: a}]\n",
        "facilitator: [{rotates: true, roles: a}]\nagenda: {item: a, minutes: 1}\nchecklist: [{id: a, text: b}]\n",
        Ritual,
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name: N\n? purpose\n: P.\n", 2),
        ("name: N\nx_a:\n  ? a\n", 3),
        (": N\n", 1),
        ("name: N\nx_a:\n  a: b\n  : c\n", 4),
    ],
)
def test_a_field_that_has_no_usual_layout_is_refused_with_its_line(text: str, line: int):
    with pytest.raises(CannotEdit, match=rf"^roles/a\.yml:{line}: a field is written with `\?`, or has no name"):
        formatted("roles/a.yml", text, Role)


@pytest.mark.parametrize("broken", ["name: M # c\n", "name: N\n", "name: [ # c\n", "# c\n", "name: N # c\nx_a: \n"])
def test_a_layout_that_would_say_something_else_is_refused(monkeypatch: pytest.MonkeyPatch, broken: str):
    monkeypatch.setattr("opbook.source.edits.formatting._Writer.whole", lambda writer, model: broken)
    with pytest.raises(CannotEdit, match=r"^roles/a\.yml: it would say something else"):
        formatted("roles/a.yml", "name:  N # c\n", Role)
