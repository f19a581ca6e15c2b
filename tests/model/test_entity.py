from __future__ import annotations

from opbook.model.cadence import Cadence
from tests.workbench import activity, entity, playbook


def test_a_copy_derives_anew():
    first = playbook(entity("stage", "s", activities={"do": activity("a", "a b")}), roles="a b")
    do = first.activities["do"]
    assert do.hands == ("a", "b")
    assert do.raci is not None
    changed = do.model_copy(update={"raci": do.raci.model_copy(update={"responsible": ("a",)})})
    assert (changed.hands, changed.roles, changed.address) == (("a",), ("a",), do.address)


def test_a_copy_of_a_cadence_has_its_own_rule():
    weekly = Cadence.model_validate({"every": "week", "day": "monday"})
    assert weekly.rule == "FREQ=WEEKLY;BYDAY=MO"
    assert weekly.model_copy(update={"day": "friday"}).rule == "FREQ=WEEKLY;BYDAY=FR"


def test_what_an_entity_is_called_by_stays_with_its_copies():
    role = entity("role", "a")
    copied = role.model_copy(update={"name": "Another"})
    assert (copied.id, copied.extras, copied.address, copied.name) == (role.id, {}, role.address, "Another")
