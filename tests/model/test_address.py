from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opbook.model.address import FOLDERS, KINDS, Address, is_id
from opbook.model.playbook import ENTITY_TYPES


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_named(kind: str):
    assert Address.parse(f"{kind}:go-no-go") == Address(kind, "go-no-go")
    assert str(Address(kind, "a-1")) == f"{kind}:a-1"


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":",
        "role",
        "role:",
        ":owner",
        "owner",
        "roles:owner",
        "Role:owner",
        "role:Owner",
        "role: owner",
        " role:owner",
        "role:owner ",
        "role:owner\n",
        "role:a--b",
        "role:-a",
        "role:a-",
        "role:a_b",
        "role:ä",
        "role:٣",
        "role:a:b",
        "https://a",
        "role:a#b",
        "role:../a",
    ],
)
def test_what_is_no_address(text: str):
    assert Address.parse(text) is None


@given(st.text(max_size=30))
def test_an_address_is_spelled_in_one_way(text: str):
    address = Address.parse(text)
    assert address is None or str(address) == text


@given(st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(str.isascii))
def test_an_id_is_words_joined_by_hyphens(text: str):
    assert is_id(text)
    assert not is_id(f"{text}-")
    assert not is_id(f"{text}\n")
    assert not is_id(text + "A")


def test_every_kind_with_files_has_a_model_that_says_so():
    assert list(ENTITY_TYPES) == list(FOLDERS)
    assert all(model.entity_kind == kind for kind, model in ENTITY_TYPES.items())
    assert (*FOLDERS, "activity") == KINDS


def test_addresses_have_an_order():
    assert sorted([Address("b", "a"), Address("a", "b"), Address("a", "a")])[0] == Address("a", "a")
