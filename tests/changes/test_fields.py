"""Each field of each kind is told in a sentence of its own, whichever way it changes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from opbook.changes.words import as_plain
from opbook.model.activity import Activity
from opbook.model.playbook import ENTITY_TYPES, Playbook
from opbook.model.settings import Settings
from tests.changes.edited import told
from tests.conftest import Golden
from tests.workbench import activity, entity, settings

HERE = Path(__file__).parent
GROUPS = {"skill_groups": {"craft": "Craft", "trade": "Trade"}}
NEVER_SAID = {"renamed_from", "activities", "daci"}
"""Former ids; what is told one by one; another way to write `raci`."""


@cache
def cases() -> dict[str, dict[str, list[list[Any]]]]:
    """By kind and field: two values, or with a third item also each of them alone."""
    found = yaml.load((HERE / "fields.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(found, dict)
    return found


def sentences(before: Playbook, after: Playbook) -> list[str]:
    return [as_plain(each.sentence) for each in told(before, after)]


def people() -> dict[str, Any]:
    return {"facilitator": "ann", "participants": {"required": ["ann"]}}


def made(kind: str, fields: dict[str, Any]) -> Playbook:
    """A playbook in which something called `It` has these fields, and has things to point at."""
    others = [
        *(entity("role", id_) for id_ in ("ann", "bob")),
        *(entity("ritual", id_, **people()) for id_ in ("sync", "review")),
        *(entity(kind_, id_) for kind_ in ("team",) for id_ in ("red", "blue")),
        *(entity("metric", id_) for id_ in ("speed", "care")),
        *(entity("tool", id_) for id_ in ("board", "wiki")),
        *(entity("product", id_) for id_ in ("ferry", "tram")),
        entity("practice", "kanban"),
        entity("bet", "gates"),
        entity("skill", "maths"),
        entity("stage", "build", activities={id_: activity("ann", "ann", name=id_.title()) for id_ in ("sow", "reap")}),
        entity("stage", "run", order=2),
    ]
    if kind == "settings":
        return Playbook.of(settings(**GROUPS | fields), others)
    if kind == "activity":
        it = entity("stage", "home", order=9, activities={"it": activity("ann", "bob") | {"name": "It"} | fields})
    else:
        it = entity(kind, "it", **(people() if kind == "ritual" else {}) | fields)
    return Playbook.of(settings(**GROUPS), [*others, it])


def tried(case: list[Any]) -> Iterator[tuple[Any, Any]]:
    first, second, *alone = case
    yield first, second
    if alone:
        yield None, second
        yield first, None


def test_every_field_of_every_kind_is_told(golden: Golden):
    lines = []
    for kind, fields in cases().items():
        lines.append(kind)
        for field, of_field in fields.items():
            lines.append(f"  {field}")
            for before, after in (pair for case in of_field for pair in tried(case)):
                old, new = (made(kind, {field: each} if each is not None else {}) for each in (before, after))
                found = sentences(old, new)
                assert found, (kind, field, before, after)
                lines += [f"    {'+ ' if index else ''}{each}" for index, each in enumerate(found)]
    golden(HERE / "golden/fields.txt", "\n".join(lines) + "\n")


WHOLE: dict[str, dict[str, Any]] = {
    "role": {"counterparts": [{"role": "ann", "how": "So."}]},
    "ritual": {},
    "practice": {},
    "stage": {"activities": {"it": activity("ann", "bob", name="Do it", kind="decision")}},
    "team": {"kind": "swarm", "starts": "2026-01-01", "ends": "2026-12-31", "roles": {"ann": "1", "bob": "2"}},
    "product": {"stage": "build", "stewards": [{"team": "red", "from": "2026-01-01"}]},
    "bet": {"team": "red", "state_since": "2026-01-01"},
    "metric": {"owners": ["ann", "bob"], "target": "4 days"},
    "skill": {},
    "tool": {},
    "principle": {},
    "term": {},
}
"""With what something of each kind comes and goes."""


def test_what_comes_and_what_goes_is_told_with_what_it_is(golden: Golden):
    lines = []
    for kind, fields in WHOLE.items():
        there = made(kind, fields)
        gone = Playbook.of(there.settings, [each for each in there.entities if each.id != "it"])
        draft, withdrawn = (made(kind, fields | more) for more in ({"draft": "true"}, {"withdrawn": GONE}))
        lines.append(kind)
        for before, after in ((gone, there), (there, gone), (gone, draft), (withdrawn, gone)):
            lines += [f"    {'+ ' if index else ''}{each}" for index, each in enumerate(sentences(before, after))]
    golden(HERE / "golden/whole.txt", "\n".join(lines) + "\n")


GONE = {"date": "2026-11-20", "reason": "Enough."}


def test_there_is_a_case_of_every_field():
    common = set(ENTITY_TYPES["tool"].model_fields) & set(ENTITY_TYPES["term"].model_fields)
    for kind, model in {**ENTITY_TYPES, "activity": Activity, "settings": Settings}.items():
        known = {each.alias or name for name, each in model.model_fields.items()}
        missing = known - set(cases()[kind]) - NEVER_SAID - (common if kind not in ("tool", "activity") else set())
        assert not missing, kind


@pytest.mark.parametrize("kind", [*ENTITY_TYPES, "activity", "settings"])
def test_no_sentence_speaks_of_fields(kind: str):
    """A reviewer reads no YAML: no sentence is made of a field's name and what is written there."""
    for field, of_field in cases()[kind].items():
        for before, after in (pair for case in of_field for pair in tried(case)):
            old, new = (made(kind, {field: each} if each is not None else {}) for each in (before, after))
            for sentence in sentences(old, new):
                spoken = field.replace("_", " ")
                assert f": {spoken} is " not in sentence
                assert "_" not in sentence
