from __future__ import annotations

import pytest

from opbook.model.phrases import counted, listed


@pytest.mark.parametrize(
    ("words", "row"),
    [("", ""), ("A", "A"), ("A B", "A and B"), ("A B C", "A, B and C"), ("A B C D", "A, B and 2 more")],
)
def test_listed_puts_words_in_a_row(words: str, row: str):
    assert listed(words.split(), most=3) == row


def test_listed_leaves_nothing_out_unless_told():
    assert listed("ABCDE") == "A, B, C, D and E"


def test_counted_knows_one_from_many():
    assert (counted(1, "bet"), counted(2, "bet"), counted(0, "bet")) == ("1 bet", "2 bets", "0 bets")
