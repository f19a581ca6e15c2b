from __future__ import annotations

from typing import Any

import pytest

from opbook.model.entity import Entity
from tests.checks.told import GONE, told, where
from tests.workbench import entity, playbook

DESK = entity("team", "desk")
ROLES = [
    entity("role", "owner", discipline="product"),
    entity("role", "ops", discipline="product"),
    entity("role", "manager", discipline="project"),
]


def swarm(id_: str = "rush", roles: str = "", transfer: dict[str, Any] | None = None, **fields: Any) -> Entity:
    days = {"starts": "2026-09-01", "ends": "2027-01-29"} | {k: v for k, v in fields.items() if k in ("starts", "ends")}
    days = {name: day for name, day in days.items() if day}
    others = {name: value for name, value in fields.items() if name not in ("starts", "ends")}
    given = {"transfer": transfer} if transfer is not None else {}
    return entity("team", id_, kind="swarm", roles=dict.fromkeys(roles.split(), "1"), **days, **given, **others)


class TestSwarmWithoutEnd:
    def test_words_do_not_stand_for_a_day(self):
        rush = swarm(ends="", ends_when="It works.", transfer={"to": "desk", "planned": "2027-01-15"})
        (found,) = told("T506", playbook(rush, DESK))
        assert where(found) == ("team:rush", ("ends_when",))
        assert "names a state and no day" in found.message
        assert "not before the planned transfer on 2027-01-15" in found.fix

    def test_a_standing_team_needs_none(self):
        assert told("T506", playbook(DESK, swarm())) == []


class TestSwarmWithoutTransfer:
    def test_proposes_who_looks_after_the_product(self):
        app = entity("product", "app", stewards=[{"team": "desk", "from": "2020-01-01"}])
        bet = entity("bet", "b", product="app", team="rush")
        (found,) = told("T507", playbook(swarm(), DESK, app, bet))
        assert where(found) == ("team:rush", ("kind",))
        assert "gives what it builds (App) to no team" in found.message
        assert found.fix.startswith("name Desk, which looks after it today, under `transfer: to`")

    def test_a_withdrawn_team_receives_nothing(self):
        gone = entity("team", "desk", withdrawn=GONE)
        (found,) = told("T507", playbook(swarm(transfer={"to": "desk", "planned": "2027-01-15"}), gone))
        assert where(found) == ("team:rush", ("transfer", "to"))

    def test_a_transfer_needs_a_day_until_it_is_accepted(self):
        (found,) = told("T507", playbook(swarm(transfer={"to": "desk"}), DESK))
        assert where(found) == ("team:rush", ("transfer",))
        accepted = {"to": "desk", "accepted": {"date": "2026-11-01", "by": "owner"}}
        assert told("T507", playbook(swarm(transfer=accepted), DESK, *ROLES)) == []


class TestSwarmOverdue:
    @pytest.mark.parametrize(("planned", "count"), [("2026-11-22", 0), ("2026-11-21", 1)])
    def test_the_planned_day_itself_is_in_time(self, planned: str, count: int):
        found = told("T508", playbook(swarm(transfer={"to": "desk", "planned": planned}), DESK))
        assert [where(each) for each in found] == [("team:rush", ("transfer", "planned"))] * count
        assert all("1 day ago" in each.message for each in found)

    def test_one_that_is_over_is_told_once_at_its_end(self):
        rush = swarm(ends="2026-10-30", transfer={"to": "desk", "planned": "2026-10-16"})
        (found,) = told("T508", playbook(rush, DESK))
        assert where(found) == ("team:rush", ("ends",))

    def test_accepted_is_done_and_without_a_transfer_another_rule_speaks(self):
        accepted = {"to": "desk", "planned": "2026-10-16", "accepted": {"date": "2026-11-01", "by": "owner"}}
        assert told("T508", playbook(swarm(transfer=accepted), DESK, *ROLES)) == []
        assert told("T508", playbook(swarm(ends="2026-10-30"))) == []


class TestSwarmTooLong:
    @pytest.mark.parametrize(("ends", "count"), [("2027-03-02", 0), ("2027-03-03", 1)])
    def test_26_weeks_are_not_too_long(self, ends: str, count: int):
        found = told("T509", playbook(swarm(ends=ends)))
        assert [where(each) for each in found] == [("team:rush", ("ends",))] * count
        assert all("end it by 2027-03-02" in each.fix for each in found)

    def test_a_day_that_has_passed_is_no_advice(self):
        (found,) = told("T509", playbook(swarm(starts="2026-01-05", ends="2026-12-18")))
        assert found.fix.startswith("end it with what customers can use today")

    def test_one_that_is_over_cannot_be_shortened(self):
        assert told("T509", playbook(swarm(starts="2025-01-01", ends="2026-10-30"))) == []

    def test_the_limit_is_the_playbooks(self):
        limit = {"rules": {"T509": {"weeks": "8"}}}
        assert len(told("T509", playbook(swarm(), **limit))) == 1


class TestSwarmOfOneSide:
    def test_proposes_a_role_that_every_swarm_needs(self):
        needs = {"execution": ["ops"]}
        (found,) = told("T510", playbook(swarm(roles="manager"), *ROLES, swarm_needs=needs))
        assert where(found) == ("team:rush", ("roles",))
        assert "Rush has no role of Product: in it are Manager" in found.message
        assert found.fix == "add Ops to its `roles`"

    def test_both_sides_are_enough(self):
        assert told("T510", playbook(swarm(roles="owner manager"), *ROLES)) == []

    def test_a_side_of_which_there_are_no_roles_cannot_be_missing(self):
        assert told("T510", playbook(swarm(roles="owner"), ROLES[0])) == []

    def test_no_roles_at_all(self):
        (found,) = told("T510", playbook(swarm(), *ROLES))
        assert "it has no roles at all" in found.message
        assert "Product and Project" in found.message


class TestSwarmWithoutNeed:
    def test_names_the_need_and_who_can_bring_it(self):
        needs = {"strategy": ["ops", "nobody", "lead"]}
        lead = entity("role", "lead", discipline="project")
        found = told("T511", playbook(swarm(roles="owner manager"), lead, *ROLES, swarm_needs=needs))
        assert [where(each) for each in found] == [("team:rush", ("roles",))]
        assert found[0].message == "Rush has nobody for strategy: no Ops or Lead is in it"

    def test_a_need_that_no_role_of_the_playbook_can_bring_is_passed_over(self):
        assert told("T511", playbook(swarm(roles="owner manager"), *ROLES, swarm_needs={"magic": ["wizard"]})) == []

    def test_a_missing_side_that_would_bring_it_is_told_instead(self):
        found = playbook(swarm(roles="manager"), *ROLES, swarm_needs={"execution": ["ops"]})
        assert told("T511", found) == []
        assert told("T510", found)

    def test_a_swarm_that_is_over_is_not_asked(self):
        rush = swarm(roles="owner manager", ends="2026-10-30")
        assert told("T511", playbook(rush, *ROLES, swarm_needs={"execution": ["ops"]})) == []


class TestDisbandedBeforeAcceptance:
    def test_a_transfer_planned_after_the_end(self):
        rush = swarm(transfer={"to": "desk", "planned": "2027-02-12"})
        (found,) = told("T515", playbook(rush, DESK))
        assert where(found) == ("team:rush", ("ends",))
        assert "for 14 days what it built is nobody's" in found.message
        assert found.fix.startswith("move `ends` to 2027-02-12 or later")

    def test_accepted_after_the_end(self):
        accepted = {"to": "desk", "accepted": {"date": "2026-11-01", "by": "owner"}}
        (found,) = told("T515", playbook(swarm(ends="2026-10-30", transfer=accepted), DESK, *ROLES))
        assert "Rush ended on 2026-10-30, and Desk accepted only on 2026-11-01" in found.message
        assert "withdraw Rush" in found.fix

    def test_on_the_last_day_is_in_time(self):
        assert told("T515", playbook(swarm(transfer={"to": "desk", "planned": "2027-01-29"}), DESK)) == []

    def test_over_and_never_accepted_is_told_by_another_rule(self):
        rush = swarm(ends="2026-10-30", transfer={"to": "desk", "planned": "2026-11-13"})
        assert told("T515", playbook(rush, DESK)) == []
        assert told("T508", playbook(rush, DESK))
