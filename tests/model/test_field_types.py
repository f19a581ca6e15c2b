"""What fields take, in words: the cases beyond those that the field reference shows."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import BeforeValidator

from opbook.model import scalars
from opbook.model.entity import Model
from opbook.model.field_types import takes
from opbook.model.item import Item, Items
from opbook.model.scalars import Between, Many
from opbook.model.settings import Discipline


@pytest.mark.parametrize(
    ("annotation", "words", "part"),
    [
        (scalars.Day | None, "a date, YYYY-MM-DD", None),
        (Many[scalars.RoleId], "the id of a role, or a list of them", None),
        (scalars.ActivityId, "the id of an activity", None),
        (tuple[Discipline, ...], "a list, each with the fields of", Discipline),
        (Items, "a checklist, each item a text or the fields of", Item),
        (Literal["a", "b"], "one of a, b", None),
        (Annotated[int, BeforeValidator(Between(0, 9))], "a whole number from 0 to 9", None),
    ],
)
def test_types_have_words(annotation: Any, words: str, part: type[Model] | None):
    assert takes(annotation) == (words, part)


def test_a_type_that_is_new_has_none():
    with pytest.raises(TypeError, match="there are no words for <class 'bytes'>"):
        takes(bytes)
