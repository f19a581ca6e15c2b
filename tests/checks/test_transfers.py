from __future__ import annotations

from typing import Any

import pytest

from opbook.model.entity import Entity
from opbook.model.playbook import Playbook
from tests.checks.told import GONE, told, where
from tests.workbench import activity, entity, playbook, ritual

ACCEPTED = {"accepted": {"date": "2026-11-01", "by": "owner"}}


Seats = dict[str, Any]


def swarm(
    transfer: dict[str, Any], roles: str = "owner manager", *, seats: Seats | None = None, **fields: Any
) -> Entity:
    days = {"starts": "2026-09-01", "ends": "2027-01-29", **fields}
    worn = seats or dict.fromkeys(roles.split(), "1")
    return entity("team", "rush", **{"kind": "swarm", "roles": worn, "transfer": {"to": "desk", **transfer}, **days})


def desk(roles: str = "owner", *, seats: Seats | None = None, **fields: Any) -> Entity:
    return entity("team", "desk", roles=seats or dict.fromkeys(roles.split(), "1"), **fields)


def meeting(required: str = "owner manager", **fields: Any) -> Entity:
    return ritual("talk", required, **{"kind": "transfer", "facilitator": "owner", **fields})


def of(*entities: Entity) -> Playbook:
    return playbook(*entities, roles="owner manager dev")


class TestTransferOutsideConversation:
    def test_no_ritual(self):
        (found,) = told("T512", of(swarm({}), desk(), meeting()))
        assert where(found) == ("team:rush", ("transfer", "to"))
        assert found.fix == "name Talk under `transfer: ritual`"

    def test_a_withdrawn_ritual_is_none(self):
        (found,) = told("T512", of(swarm({"ritual": "talk"}), desk(), meeting(withdrawn=GONE)))
        assert where(found) == ("team:rush", ("transfer", "ritual"))
        assert "Talk, which is withdrawn" in found.message

    def test_a_ritual_that_no_team_lists_is_held_once_for_all(self):
        assert told("T512", of(swarm({"ritual": "talk"}), desk(), meeting())) == []

    def test_one_of_the_two_does_not_hold_it(self):
        rush = swarm({"ritual": "talk"}, rituals={"talk": {}})
        (found,) = told("T512", of(rush, desk(), meeting()))
        assert found.message.endswith("in Talk, which Desk does not hold")
        assert told("T512", of(rush, desk(rituals={"talk": {}}), meeting())) == []

    def test_a_third_team_that_holds_it_does_not_help(self):
        other = entity("team", "other", rituals={"talk": {}})
        (found,) = told("T512", of(swarm({"ritual": "talk"}), desk(), other, meeting()))
        assert found.fix == "list Talk under `rituals` of Rush and Desk"

    def test_nobody_of_the_receiver_is_required(self):
        (found,) = told("T512", of(swarm({"ritual": "talk"}), desk(), meeting("manager")))
        assert "requires no role of Desk: required are Manager" in found.message
        assert found.fix == "add Owner to the required participants of Talk"

    @pytest.mark.parametrize("done", [{"transfer": ACCEPTED}, {"ends": "2026-10-30"}])
    def test_what_lies_behind_is_not_told(self, done: dict[str, Any]):
        transfer = done.get("transfer", {})
        assert told("T512", of(swarm(transfer, ends=done.get("ends", "2027-01-29")), desk())) == []


class TestTransferWithoutOverlap:
    @pytest.mark.parametrize(("weeks", "count"), [("3", 1), ("4", 0)])
    def test_four_weeks_are_the_least(self, weeks: str, count: int):
        found = told("T513", of(swarm({"overlap_weeks": weeks}), desk()))
        assert [where(each) for each in found] == [("team:rush", ("transfer", "overlap_weeks"))] * count

    def test_none_at_all(self):
        (found,) = told("T513", of(swarm({}), desk()))
        assert where(found) == ("team:rush", ("transfer",))
        assert "plans no overlap; 4 weeks is the least" in found.message

    def test_the_least_is_the_playbooks(self):
        rush, team = swarm({"overlap_weeks": "2"}), desk()
        owner = [entity("role", id_) for id_ in ("owner", "manager")]
        assert told("T513", playbook(rush, team, *owner, rules={"transfer-without-overlap": {"weeks": "2"}})) == []


class TestAcceptedBySender:
    def test_names_who_could_accept(self):
        accepted = {"ritual": "talk", "accepted": {"date": "2026-11-01", "by": "manager"}}
        (found,) = told("T514", of(swarm(accepted), desk("dev owner"), meeting()))
        assert where(found) == ("team:rush", ("transfer", "accepted", "by"))
        assert found.message == "Manager, a role of Rush, accepted for Desk, which has no Manager"
        assert found.fix.startswith("let Owner of Desk accept")

    def test_a_swarm_that_is_over_is_told_too(self):
        accepted = {"accepted": {"date": "2026-10-01", "by": "manager"}}
        assert told("T514", of(swarm(accepted, ends="2026-10-30"), desk()))

    def test_a_receiver_that_lists_no_roles_is_not_asked(self):
        assert told("T514", of(swarm({"accepted": {"date": "2026-11-01", "by": "manager"}}), desk(""))) == []


class TestStewardNotInSwarm:
    def test_who_leads_the_transfer_ritual_must_be_in_the_swarm(self):
        (found,) = told("T517", of(swarm({"ritual": "talk"}, "manager"), desk(), meeting()))
        assert where(found) == ("team:rush", ("roles",))
        assert found.message == "Owner of Desk will accept in Talk, and Rush has no Owner"
        assert told("T517", of(swarm({"ritual": "talk"}), desk(), meeting())) == []

    def test_where_the_sender_leads_the_decision_tells_who_accepts(self):
        accept = activity("dev", "dev", kind="decision", rituals=["talk"])
        launch = entity("stage", "launch", activities={"accept": accept})
        (found,) = told(
            "T517", of(swarm({"ritual": "talk"}), desk("owner dev"), meeting(facilitator="manager"), launch)
        )
        assert "Dev of Desk will accept" in found.message

    def test_where_nothing_tells_who_accepts_nothing_is_told(self):
        assert told("T517", of(swarm({"ritual": "talk"}, "manager"), desk(), meeting(facilitator="manager"))) == []

    def test_another_person_under_the_same_hat_is_not_the_steward(self):
        def seat(name: str) -> dict[str, Any]:
            return {"owner": {"count": "1", "holders": [name]}}

        rush = swarm({"ritual": "talk"}, seats=seat("Ada Quist"))
        (found,) = told("T517", of(rush, desk(seats=seat("Bo Lind")), meeting()))
        assert where(found) == ("team:rush", ("roles", "owner", "holders"))
        assert "Ada" not in found.message + found.fix
        assert told("T517", of(rush, desk(seats=seat("Ada Quist")), meeting())) == []


class TestRelayOfSwarms:
    def test_proposes_the_team_at_the_end(self):
        second = entity("team", "dash", kind="swarm", transfer={"to": "desk"})
        (found,) = told("T519", of(swarm({"to": "dash"}), second, desk()))
        assert where(found) == ("team:rush", ("transfer", "to"))
        assert found.fix.startswith("hand over to Desk, which gets it in the end")

    def test_two_swarms_that_hand_over_to_each_other(self):
        second = entity("team", "dash", kind="swarm", transfer={"to": "rush"})
        found = told("T519", of(swarm({"to": "dash"}), second))
        assert [where(each)[0] for each in found] == ["team:dash", "team:rush"]
        assert all(each.fix.startswith("hand over to a standing team") for each in found)
