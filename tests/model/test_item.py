from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from pydantic import TypeAdapter

from opbook.model.item import Item, Items, list_address

LIST: TypeAdapter[tuple[Item, ...]] = TypeAdapter(Items)


def keys(*items: Any) -> list[str]:
    return [each.key for each in LIST.validate_python(list(items))]


def digits(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


def test_a_key_is_made_of_the_text():
    assert keys("Read it", {"text": "Ask", "for": "owner"}) == [digits("read it"), digits("ask")]


def test_blanks_and_case_do_not_matter():
    assert keys("Read  the\nlog ") == keys("read The log") == keys("READ THE LOG")


def test_other_words_are_another_item():
    assert keys("Read it") != keys("Read it.")


def test_an_id_stays_while_the_text_changes():
    assert keys({"text": "One", "id": "rollback"}) == keys({"text": "Two", "id": "rollback"}) == ["rollback"]


def test_a_key_has_no_blanks():
    assert keys({"text": "One", "id": "roll  back"}) == ["roll-back"]


def test_whose_job_it_is_does_not_matter():
    assert keys({"text": "Read it", "for": "owner"}) == keys("Read it")


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (["a", "b", "A", "a "], [digits("a"), digits("b"), f"{digits('a')}-2", f"{digits('a')}-3"]),
        ([{"text": "a", "id": "x"}, {"text": "b", "id": "x"}, {"text": "c", "id": "x-2"}], ["x", "x-2", "x-2-2"]),
        ([{"text": "b", "id": digits("a")}, "a"], [digits("a"), f"{digits('a')}-2"]),
    ],
    ids=["texts", "ids", "an id like a key"],
)
def test_every_item_of_a_list_has_a_key_of_its_own(items: list[Any], expected: list[str]):
    assert keys(*items) == expected
    assert len(set(expected)) == len(items)


def test_items_that_move_keep_their_keys():
    assert keys("a", "b", "c") == keys("c", "a", "b")[1:] + keys("c")


def test_a_list_that_is_read_twice_has_the_same_keys():
    once = LIST.validate_python(["a", "a"])
    assert [each.key for each in LIST.validate_python(once)] == [digits("a"), f"{digits('a')}-2"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Before", "before"),
        ("before", "before"),
        ("Before you accept stewardship", "before-you-accept-stewardship"),
        ("  What's new? (weekly) ", "what-s-new-weekly"),
        ("Prüfung 漢字", "prüfung-漢字"),
        ("?!", digits("?!")),
    ],
)
def test_a_list_is_kept_under_where_it_stands(title: str, expected: str):
    assert list_address("role", "owner", title) == f"role:owner:{expected}"
