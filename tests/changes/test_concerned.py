"""Whom a change concerns, beside those whom its sentence names."""

from __future__ import annotations

from opbook.changes.words import as_plain
from opbook.model.entity import Entity
from opbook.model.playbook import Playbook
from tests.changes.edited import told
from tests.workbench import activity, entity, playbook, ritual


def team(id_: str, *roles: str) -> Entity:
    return entity("team", id_, roles=dict.fromkeys(roles, "1"))


def concerned(before: Playbook, after: Playbook) -> list[set[str]]:
    return [set(each.roles) for each in told(before, after)]


def test_another_steward_concerns_the_teams_that_win_or_lose_a_product():
    teams = [team("red", "ann"), team("blue", "bob"), team("green", "cay")]
    stays = {"team": "green", "from": "2019-01-01", "until": "2019-12-31"}
    old = playbook(
        *teams, entity("product", "ferry", stewards=[stays, {"team": "red", "from": "2020-01-01"}]), roles="ann bob cay"
    )
    new = playbook(
        *teams,
        entity("product", "ferry", stewards=[stays, {"team": "blue", "from": "2020-01-01"}]),
        roles="ann bob cay",
    )
    assert concerned(old, new) == [{"ann", "bob"}]


def test_where_a_bet_stands_concerns_its_team_and_its_hypothesis_does_not():
    old = playbook(team("red", "ann"), entity("bet", "gates", team="red"), roles="ann")
    new = playbook(
        team("red", "ann"), entity("bet", "gates", team="red", state="stopped", hypothesis="H!"), roles="ann"
    )
    assert concerned(old, new) == [{"ann"}, set()]


def test_a_renamed_activity_concerns_nobody():
    old = playbook(entity("stage", "build", activities={"sow": activity("ann", "ann")}), roles="ann")
    new = playbook(entity("stage", "build", activities={"reap": activity("ann", "ann")}), roles="ann")
    assert concerned(old, new) == [set()]


def test_another_name_of_a_ritual_concerns_those_who_come():
    old = playbook(ritual("demo", "ann", facilitator="ann"), roles="ann")
    new = playbook(ritual("demo", "ann", facilitator="ann", name="Show"), roles="ann")
    assert concerned(old, new) == [{"ann"}]


def test_what_is_let_stand_of_a_role_concerns_it():
    let = {"suppressions": [{"rule": "L701", "address": "role:ann", "reason": "So."}]}
    assert concerned(playbook(roles="ann"), playbook(roles="ann", **let)) == [{"ann"}]


def test_what_is_let_stand_of_something_renamed_is_let_stand_as_before():
    def let(address: str) -> dict[str, object]:
        return {"suppressions": [{"rule": "L701", "address": address, "reason": "So."}]}

    old = playbook(entity("role", "ann"), **let("role:ann"))
    new = playbook(entity("role", "zoe", name="Ann", renamed_from="ann"), **let("role:zoe"))
    assert [as_plain(each.sentence) for each in told(old, new)] == [
        "Ann is renamed: its address is now role:zoe (was role:ann)"
    ]


def test_a_renamed_team_still_looks_after_its_product():
    product = {"stewards": [{"team": "red", "from": "2020-01-01"}]}
    old = playbook(team("red", "ann"), entity("product", "ferry", **product), roles="ann")
    new = playbook(
        entity("team", "rose", name="Red", renamed_from="red", roles={"ann": "1"}),
        entity("product", "ferry", stewards=[{"team": "rose", "from": "2020-01-01", "until": "2027-01-31"}]),
        roles="ann",
    )
    assert [as_plain(each.sentence) for each in told(old, new)] == [
        "Ferry: Red stays steward until 2027-01-31 (was open-ended)",
        "Red is renamed: its address is now team:rose (was team:red)",
    ]
