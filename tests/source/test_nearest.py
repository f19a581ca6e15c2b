from __future__ import annotations

import pytest

from opbook.source.nearest import as_id, did_you_mean, nearest, shown, visible

IDS = ["product-owner", "product-manager", "project-manager", "program-manager", "designer"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("product-ower", "product-owner"),
        ("Product-Owner", "product-owner"),
        ("product owner", "product-owner"),
        ("product_owner", "product-owner"),
        (" projet-manager ", "project-manager"),
        ("programme-manager", "program-manager"),
        ("designers", "designer"),
        ("po", None),
        ("", None),
        ("finance", None),
        ("x" * 10_000, None),
    ],
)
def test_the_nearest(word: str, meant: str | None):
    assert nearest(word, IDS) == meant
    assert did_you_mean(word, IDS) == (f"; did you mean `{meant}`?" if meant else "")


def test_the_order_of_the_valid_words_does_not_matter():
    assert nearest("pro-manager", IDS) == nearest("pro-manager", reversed(IDS))


def test_a_word_with_an_underscore_is_found_too():
    assert nearest("decision_right", ["decision_rights"]) == "decision_rights"
    assert nearest("decision-rights", ["decision_rights"]) == "decision_rights"


def test_a_value_is_shown_short_and_on_one_line():
    assert shown("a\nb\x1b") == "a b\\x1b"
    assert shown(12) == "12"
    assert shown("x" * 60) == "x" * 60
    assert shown("x" * 61) == "x" * 57 + "…"


@pytest.mark.parametrize(
    ("sign", "seen"),
    [
        ("\0", "\\x00"),
        ("\n", "\\x0a"),
        ("\x7f", "\\x7f"),
        ("\xa0", "\\xa0"),
        ("\u2028", "\\u2028"),
        ("\udcff", "\\udcff"),
        ("\U000e0001", "\\U000e0001"),
        ("é🙂", "é🙂"),
    ],
)
def test_what_nobody_sees_is_written_out(sign: str, seen: str):
    assert visible(f"a{sign}b") == f"a{seen}b"


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Launch lead", "launch-lead"),
        ("  Go / no-go!  ", "go-no-go"),
        ("Früh_Über.yml", "fruh-uber-yml"),
        ("product-owner", "product-owner"),
        ("2026", "2026"),
        ("日本", ""),
        ("", ""),
    ],
)
def test_the_id_that_a_name_would_have(name: str, id_: str):
    assert as_id(name) == id_
