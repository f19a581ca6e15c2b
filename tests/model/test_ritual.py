from __future__ import annotations

import pytest

from opbook.model.ritual import Ritual
from tests.workbench import ritual


@pytest.mark.parametrize(
    ("facilitator", "expected"),
    [
        ("a", ("a", "b")),
        ("c", ("a", "b", "c")),
        ({"roles": ["a", "c"], "rotates": "true"}, ("a", "b")),
    ],
    ids=["required anyway", "leads", "in turn"],
)
def test_a_ritual_counts_on_whom_it_requires_and_on_who_leads_it(facilitator: object, expected: tuple[str, ...]):
    each = ritual("sync", "a b", facilitator=facilitator)
    assert isinstance(each, Ritual)
    assert each.counts_on == expected
