"""Fields as YAML: as people write them, and always what was meant."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opbook.source.field_text import block, flow
from opbook.source.nodes import control_in, parse


def said(text: str) -> Any:
    parsed = parse("", text)
    assert parsed.found == []
    assert parsed.node is not None
    return parsed.node.data


TEXTS = st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not control_in(text) and "\r" not in text)


@given(text=TEXTS)
def test_any_text_comes_back_as_it_was(text: str):
    assert said(block("a", {"b": text, "c": [text], "d": "e"}, short=0)) == {"a": {"b": text, "c": [text], "d": "e"}}
    assert said(f"{{x: y, {flow('a', {'b': text, 'c': 'd'})}, z: w}}") == {
        "x": "y",
        "a": {"b": text, "c": "d"},
        "z": "w",
    }


@given(words=st.lists(st.text("ab-:#'\"{}!é😀", min_size=1), min_size=1))
def test_long_texts_are_folded_and_say_the_same(words: list[str]):
    text = " ".join(words)
    assert said(block("a", [{"b": text}], width=40)) == {"a": [{"b": text}]}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("The two boards are one.", "a: The two boards are one."),
        ("Plan: first draft", 'a: "Plan: first draft"'),
        ("- x", 'a: "- x"'),
        ("see #12", 'a: "see #12"'),
        ("no", 'a: "no"'),
        ('"Done" means live', "a: '\"Done\" means live'"),
        ("Don't wait", "a: Don't wait"),
        ("back\\slash: x", "a: 'back\\slash: x'"),
        ("role:product-owner", "a: role:product-owner"),
        ("Ahoi 😀: x", "a: 'Ahoi 😀: x'"),
        ("Ahoi 😀", "a: Ahoi 😀"),
        (date(2026, 11, 30), "a: 2026-11-30"),
        (True, "a: true"),
        ([], "a: []"),
        (["x", "y"], "a: [x, y]"),
        (["role:x"], "a:\n  - role:x"),
        (
            ["A text that is too long for a list in brackets."],
            "a:\n  - A text that is too long for a list in brackets.",
        ),
        ({"b": "c", "d": ["e"]}, "a:\n  b: c\n  d: [e]"),
        ({"b": "c", "d": "e"}, "a: {b: c, d: e}"),
        ([{"b": "c", "d": ["e"]}], "a:\n  - b: c\n    d: [e]"),
    ],
)
def test_values_are_written_as_people_write_them(text: object, written: str):
    assert block("a", text) == written


def test_in_brackets_all_stands_on_one_line():
    value = {"date": date(2026, 11, 30), "reason": "One, two [three] {four}: five", "instead": "role:x"}
    expected = 'a: {date: 2026-11-30, reason: "One, two [three] {four}: five", instead: "role:x"}'
    assert flow("a", value) == expected


def test_each_value_has_a_line_where_none_is_short():
    assert block("a", {"b": "c", "d": ["e"]}, short=0) == "a:\n  b: c\n  d:\n    - e"


def test_what_is_too_long_for_a_line_is_folded():
    text = "one two three four five six"
    assert block("a", {"b": text}, width=16).split("\n") == ["a:", "  b: >-", "    one two three", "    four five six"]
