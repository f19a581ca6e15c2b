from __future__ import annotations

import pytest

from opbook.model.diagnostic import Diagnostic
from opbook.source.nodes import MAX_DEPTH, Node, parse


def told(text: str) -> list[tuple[str, int, int]]:
    return [(each.code, each.location.line, each.location.column) for each in parse("f.yml", text).found]


def only(text: str) -> Diagnostic:
    (finding,) = parse("f.yml", text).found
    return finding


def root(text: str) -> Node:
    parsed = parse("f.yml", text)
    assert parsed.found == []
    assert parsed.node is not None
    return parsed.node


@pytest.mark.parametrize(
    "written", ["12:30", "no", "yes", "on", "1.10", "2026-01-01", "0x1F", "1_000", "0o17", ".inf", "null", "~", "1e3"]
)
def test_a_plain_value_stays_the_text_that_was_written(written: str):
    assert root(f"a: {written}\n").data == {"a": written}


def test_values_are_texts_lists_and_mappings():
    text = "a: [1, two]\nb:\n  c: no\n  d: [{e: f}]\ng: >-\n  one\n  two\n"
    assert root(text).data == {"a": ["1", "two"], "b": {"c": "no", "d": [{"e": "f"}]}, "g": "one two"}


def test_keys_are_texts_too():
    assert root("1: a\nno: b\n12:30: c\n").data == {"1": "a", "no": "b", "12:30": "c"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_like(end: str):
    text = end.join(["a: b", "c: [d", "e: f", ""])
    assert told(text) == [("Y001", 2, 4)]
    assert root(end.join(["a: b", "c: d", ""])).data == {"a": "b", "c": "d"}


@pytest.mark.parametrize("lead", ["", "é", "漢字", "🙂", "👩‍👩‍👧", "\U0001d51e\U0010fffd"])
def test_columns_count_code_points(lead: str):
    assert told(f"name: '{lead}' x\n") == [("Y001", 1, len(lead) + 10)]
    node = root(f"{{'{lead}x': a, b: c}}\n")
    assert node.find(("b",), key=True)[:2] == (1, len(lead) + 10)
    assert node.find(("b",))[:2] == (1, len(lead) + 13)


def test_a_tab_is_one_column():
    assert told("a:\tb\n\tc: d\n") == [("Y001", 2, 1)]
    assert root("a:\t\tb\n").find(("a",)) == (1, 5, 1, 6)


@pytest.mark.parametrize(
    "sign", ["\0", "\x01", "\x08", "\x0b", "\x0c", "\x1b", "\x7f", "\x80", "\x85", "\x9f", "\u2029"]
)
def test_a_control_character_is_told_where_it_stands(sign: str):
    finding = only(f"a: b\r\nname: 🙂{sign}\r\n")
    assert (finding.code, finding.location.line, finding.location.column) == ("Y002", 2, 8)
    assert sign not in finding.message
    assert f"{ord(sign):02x}" in finding.message


@pytest.mark.parametrize("sign", ["\\0", "\\a", "\\e", "\\x9b", "\\N", "\\L", "\\uffff"])
def test_a_control_character_cannot_come_in_as_an_escape(sign: str):
    assert told(f'a: b\nc: [d, "e{sign}"]\n') == [("Y002", 2, 8)]


def test_control_characters_in_a_key_are_told_too():
    assert told('"a\\0": b\n') == [("Y002", 1, 1)]


@pytest.mark.parametrize("text", ["a: \u00a0b\n", "a: b\u200d\n", "a: \ufeffb\n", "a: \U0010fffd\n", "a: \u202eb\n"])
def test_signs_that_are_no_control_characters_are_text(text: str):
    assert root(text).data == {"a": text[3:-1]}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: ", "[["])
@pytest.mark.parametrize("times", [MAX_DEPTH + 2, 20_000])
def test_nesting_has_a_limit_and_nothing_breaks(opening: str, times: int):
    finding = only(f"{opening * times}\n")
    assert finding.code == "Y011"
    assert finding.location.line == 1
    assert f"more than {MAX_DEPTH} deep" in finding.message


def test_what_is_nested_as_deep_as_the_limit_is_read():
    text = "a: " + "[" * (MAX_DEPTH - 1) + "b" + "]" * (MAX_DEPTH - 1)
    assert told(text) == []
    assert told(text.replace("b", "[b]")) == [("Y011", 1, MAX_DEPTH + 4)]


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "is empty"), (" \n\n", "is empty"), ("# x\n", "nothing but comments"), ("---\n", "nothing but comments")],
)
def test_a_file_without_fields(text: str, words: str):
    finding = only(text)
    assert finding.code == "Y007"
    assert words in finding.message


@pytest.mark.parametrize("text", ["- a\n", "[a]\n", "a\n", "'a: b'\n", "|\n  a: b\n", "12:30\n"])
def test_the_top_of_a_file_is_fields(text: str):
    parsed = parse("f.yml", text)
    assert [each.code for each in parsed.found] == ["Y006"]
    assert parsed.node is None


def test_a_fault_at_the_end_of_a_file_without_a_line_break_stays_inside_it():
    assert told("a: b\n[[[[") == [("Y001", 2, 1)]
    assert told("[[[[") == [("Y001", 1, 5)]


def test_refused_constructs_are_all_told_and_the_rest_is_read():
    text = "a: &x !t b\n<<: {c: d}\ne: *x\nf: [*x, g]\n*x : h\n? [i]\n: j\nk: l\n"
    parsed = parse("f.yml", text)
    places = [(each.code, each.location.line, each.location.column) for each in parsed.found]
    assert places == [
        ("Y003", 1, 4),
        ("Y003", 1, 4),
        ("Y003", 2, 1),
        ("Y003", 3, 4),
        ("Y003", 4, 5),
        ("Y003", 5, 1),
        ("Y003", 6, 3),
    ]
    assert parsed.node is not None
    assert parsed.node.data == {"a": "b", "f": ["g"], "k": "l"}


def test_aliases_never_multiply():
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    parsed = parse("f.yml", "\n".join(lines))
    assert {each.code for each in parsed.found} == {"Y003"}
    assert parsed.node is not None
    assert parsed.node.data == {"a0": ["x", "x"]} | {f"a{n}": [] for n in range(1, 40)}


def test_of_a_key_that_stands_twice_the_first_counts_and_both_are_told():
    parsed = parse("f.yml", "a: 1\nb:\n  c: 2\n  c: 3\na: 4\n")
    assert [(each.code, each.location.line, each.location.column) for each in parsed.found] == [
        ("Y004", 4, 3),
        ("Y004", 5, 1),
    ]
    assert [each.related[0].location.line for each in parsed.found] == [3, 1]
    assert parsed.node is not None
    assert parsed.node.data == {"a": "1", "b": {"c": "2"}}


def test_the_second_document_is_passed_over():
    parsed = parse("f.yml", "a: b\n---\na: c\n---\na: d\n")
    assert [(each.code, each.location.line, each.location.column) for each in parsed.found] == [("Y003", 2, 1)]
    assert parsed.node is not None
    assert parsed.node.data == {"a": "b"}


class TestFind:
    TEXT = "a: word\nb: [one, 'two']\nc:\n  d: 1\n  e:\n    - f: g\n      h: i\nj:\nk: {l: {m: n}}\no: one\np: {q: r}\n"

    @pytest.mark.parametrize(
        ("route", "place"),
        [
            ((), (1, 1, 1, 2)),
            (("a",), (1, 4, 1, 8)),
            (("b",), (2, 1, 2, 2)),
            (("b", 0), (2, 5, 2, 8)),
            (("b", 1), (2, 10, 2, 15)),
            (("c",), (3, 1, 3, 2)),
            (("c", "d"), (4, 6, 4, 7)),
            (("c", "e", 0), (6, 7, 6, 8)),
            (("c", "e", 0, "h"), (7, 10, 7, 11)),
            (("j",), (8, 1, 8, 2)),
            (("k", "l"), (9, 5, 9, 6)),
            (("k", "l", "m"), (9, 12, 9, 13)),
        ],
    )
    def test_a_value_is_found_where_it_stands(self, route: tuple[str | int, ...], place: tuple[int, ...]):
        assert root(self.TEXT).find(route) == place

    @pytest.mark.parametrize(("route", "place"), [(("a",), (1, 1, 1, 2)), (("c", "d"), (4, 3, 4, 4))])
    def test_a_key_is_found_on_demand(self, route: tuple[str | int, ...], place: tuple[int, ...]):
        assert root(self.TEXT).find(route, key=True) == place

    @pytest.mark.parametrize(
        ("route", "place"),
        [
            (("o", 0), (10, 4, 10, 7)),
            (("o", "roles", 0), (10, 4, 10, 7)),
            (("p", 0, "q"), (11, 8, 11, 9)),
            (("b", "roles", 1), (2, 10, 2, 15)),
        ],
    )
    def test_a_short_form_stands_for_the_long_one(self, route: tuple[str | int, ...], place: tuple[int, ...]):
        assert root(self.TEXT).find(route) == place

    @pytest.mark.parametrize(
        ("route", "place"),
        [(("z",), (1, 1, 1, 1)), (("c", "z"), (3, 1, 3, 2)), (("b", 7), (2, 1, 2, 2)), (("c", "z", "d"), (3, 1, 3, 2))],
    )
    def test_of_a_route_that_leads_nowhere_the_last_part_that_exists_counts(
        self, route: tuple[str | int, ...], place: tuple[int, ...]
    ):
        assert root(self.TEXT).find(route) == place
