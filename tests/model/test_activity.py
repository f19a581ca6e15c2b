from __future__ import annotations

import pytest
from pydantic import ValidationError

from opbook.model.activity import Activity, Letter
from opbook.model.address import Address

RACI = {
    "accountable": "a",
    "responsible": ["r", "a"],
    "support": "s",
    "consulted": ["c", "d"],
    "informed": "i",
}
DACI = {"driver": "d", "approver": "a", "contributors": ["c", "e"], "informed": "i"}


def activity(**fields: object) -> Activity:
    return Activity.model_validate({"name": "Do it", **fields})


def test_a_raci_has_five_parts():
    each = activity(raci=RACI)
    assert {letter.value: roles for letter, roles in each.parts.items()} == {
        "A": ("a",),
        "R": ("r", "a"),
        "S": ("s",),
        "C": ("c", "d"),
        "I": ("i",),
    }
    assert each.roles == ("a", "r", "s", "c", "d", "i")
    assert not each.is_decision


def test_a_daci_stands_in_raci_letters():
    each = activity(daci=DACI)
    assert {letter.value: roles for letter, roles in each.parts.items()} == {
        "A": ("a",),
        "R": ("d",),
        "S": (),
        "C": ("c", "e"),
        "I": ("i",),
    }
    assert each.is_decision


def test_a_decision_may_have_a_raci():
    assert activity(kind="decision", raci=RACI).is_decision


def test_the_letters_of_a_role_come_in_the_order_of_the_parts():
    each = activity(raci=RACI)
    assert each.letters("a") == (Letter.ACCOUNTABLE, Letter.RESPONSIBLE)
    assert each.letters("i") == (Letter.INFORMED,)
    assert each.letters("nobody") == ()


def test_hands_are_accountable_and_responsible_each_once():
    assert activity(raci=RACI).hands == ("a", "r")
    assert activity(daci=DACI).hands == ("a", "d")


@pytest.mark.parametrize("raci", [{}, {"accountable": []}, {"accountable": ["a", "b"]}, {"informed": "a"}])
def test_how_many_have_a_part_is_not_the_models_business(raci: dict[str, object]):
    each = activity(raci=raci)
    assert isinstance(each.accountable, tuple)
    assert each.accountable == tuple(raci.get("accountable", ()))


@pytest.mark.parametrize("matrices", [{}, {"raci": RACI, "daci": DACI}])
def test_it_has_one_matrix(matrices: dict[str, object]):
    with pytest.raises(ValidationError, match="needs one of raci or daci, and not both"):
        activity(**matrices)


def test_it_knows_where_it_stands():
    each = activity(raci={}).placed("go-no-go", Address("stage", "launch"))
    assert (each.id, each.address, each.home) == (
        "go-no-go",
        Address("activity", "go-no-go"),
        Address("stage", "launch"),
    )


def test_how_long_a_decision_may_be_stuck():
    each = activity(raci={}, escalate={"to": "a", "after": "2 days"})
    assert each.escalate is not None
    assert (each.escalate.to, each.escalate.after.count, each.escalate.after.unit) == ("a", 2, "day")
    assert str(each.escalate.after) == "2 days"


def test_it_cannot_be_changed():
    with pytest.raises(ValidationError):
        activity(raci={}).name = "Other"


def test_the_way_to_a_part_leads_to_what_stands_there():
    for each, fields in ((activity(raci=RACI), RACI), (activity(daci=DACI), DACI)):
        for letter, roles in each.parts.items():
            matrix, field = each.route(letter)
            assert not roles or getattr(getattr(each, matrix), field) == roles
            assert field in fields
