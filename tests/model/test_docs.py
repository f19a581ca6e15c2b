from __future__ import annotations

from collections.abc import Iterator

import pytest

from opbook.model.docs import field_docs
from opbook.model.entity import Entity, Model
from opbook.model.playbook import ENTITY_TYPES
from opbook.model.role import Counterpart, Role
from opbook.model.settings import Settings


def models(model: type[Model] = Model) -> Iterator[type[Model]]:
    for each in model.__subclasses__():
        yield each
        yield from models(each)


ALL = sorted({each for each in models() if each.__module__.startswith("opbook.")}, key=lambda each: each.__name__)


def test_all_models_are_here():
    assert {*ENTITY_TYPES.values(), Settings, Counterpart} <= set(ALL)


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.__name__)
def test_every_field_says_in_a_sentence_what_it_is(model: type[Model]):
    docs = field_docs(model)
    assert list(docs) == list(model.model_fields)
    for name, text in docs.items():
        assert text.endswith("."), (name, text)
        assert text[0].isupper() or text.startswith("``"), (name, text)


def test_a_field_has_the_words_that_stand_below_it_and_an_inherited_one_those_of_its_class():
    assert field_docs(Role)["level"] == "How much authority comes with it."
    assert (
        field_docs(Role)["name"]
        == field_docs(Entity)["name"]
        == ("What people call it. Ids stay; names are the organisation's own.")
    )
