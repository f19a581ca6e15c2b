from __future__ import annotations

from typing import Any

import pytest

from opbook.model.entity import Entity
from opbook.model.playbook import Playbook
from tests.checks.told import GONE, told, where
from tests.workbench import activity, entity, playbook, ritual

OPERATE = entity("stage", "operate", order=2, live=True, team="standing")
BUILD = entity("stage", "build", order=1)


def team(id_: str, **fields: Any) -> Entity:
    return entity("team", id_, **fields)


def swarm(id_: str, **fields: Any) -> Entity:
    return team(id_, kind="swarm", **fields)


def product(id_: str = "app", *stewards: str, stage: str | None = "operate", **fields: Any) -> Entity:
    """A product; stewards are spelled ``team from`` or ``team from until``."""
    parts = (each.split() for each in stewards)
    entries = [dict(zip(("team", "from", "until"), each, strict=False)) for each in parts]
    return entity("product", id_, stewards=entries, **fields, **({"stage": stage} if stage else {}))


def of(*entities: Entity, **fields: Any) -> Playbook:
    return playbook(OPERATE, BUILD, *entities, **fields)


class TestProductWithoutSteward:
    def test_stands_at_the_stage_where_nobody_was_ever_named(self):
        (found,) = told("T501", of(product(), team("desk")))
        assert where(found) == ("product:app", ("stage",))
        assert "no team has ever been named" in found.message
        assert found.fix.startswith("add Desk, which looks after no product yet, to `stewards` from 2026-11-22 on")

    def test_stands_at_the_last_day_of_the_last_steward(self):
        (found,) = told("T501", of(product("app", "desk 2020-01-01 2026-11-21"), team("desk")))
        assert where(found) == ("product:app", ("stewards", 0, "until"))
        assert "Desk looked after it until 2026-11-21" in found.message

    def test_the_last_day_counts(self):
        assert told("T501", of(product("app", "desk 2020-01-01 2026-11-22"), team("desk"))) == []

    def test_lets_a_steward_who_comes_later_come_today(self):
        (found,) = told("T501", of(product("app", "desk 2026-11-23"), team("desk")))
        assert where(found) == ("product:app", ("stewards", 0, "from"))
        assert found.fix == "let Desk begin on 2026-11-22"

    def test_a_withdrawn_team_looks_after_nothing(self):
        (found,) = told("T501", of(product("app", "desk 2020-01-01"), team("desk", withdrawn=GONE)))
        assert where(found) == ("product:app", ("stewards", 0, "team"))
        assert "Desk is withdrawn" in found.message

    @pytest.mark.parametrize(
        "fields", [{"stage": "build"}, {"stage": None}, {"retired": "2026-11-22"}, {"withdrawn": GONE}]
    )
    def test_only_what_customers_depend_on_is_asked(self, fields: dict[str, Any]):
        assert told("T501", of(product(**fields))) == []


class TestStewardWillVanish:
    def test_a_swarm_will_vanish(self):
        swarm_ = swarm("rush", ends="2027-01-29", transfer={"to": "desk"})
        bet = entity("bet", "b", product="app", team="rush")
        (found,) = told("T502", of(product("app", "rush 2026-01-01"), swarm_, team("desk"), bet))
        assert where(found) == ("product:app", ("stewards", 0, "team"))
        assert "is a swarm that ends on 2027-01-29, and no standing team follows" in found.message
        assert found.fix == "add Desk, to which Rush hands over, to `stewards` from 2027-01-30 at the latest"

    def test_so_will_a_team_with_an_end(self):
        (found,) = told("T502", of(product("app", "desk 2026-01-01"), team("desk", ends="2027-01-29")))
        assert "Desk, which looks after App, ends on 2027-01-29" in found.message

    def test_so_does_a_stewardship_with_an_end(self):
        (found,) = told("T502", of(product("app", "desk 2026-01-01 2026-12-31"), team("desk")))
        assert where(found) == ("product:app", ("stewards", 0, "until"))

    @pytest.mark.parametrize(("since", "count"), [("2027-01-15", 0), ("2027-01-30", 0), ("2027-01-31", 1)])
    def test_a_standing_team_must_follow_without_a_gap(self, since: str, count: int):
        app = product("app", "rush 2026-01-01", f"desk {since}")
        found = told("T502", of(app, swarm("rush", ends="2027-01-29"), team("desk")))
        assert len(found) == count
        assert all("Desk follows only 2 days later" in each.message for each in found)

    def test_the_last_day_that_there_is_means_for_good(self):
        assert told("T502", of(product("app", "desk 2020-01-01 9999-12-31"), team("desk"))) == []

    def test_another_swarm_does_not_help(self):
        app = product("app", "rush 2026-01-01", "dash 2026-12-01")
        assert len(told("T502", of(app, swarm("rush", ends="2027-01-29"), swarm("dash")))) == 1

    def test_a_product_that_is_retired_by_then_needs_nobody(self):
        app = product("app", "desk 2026-01-01 2026-12-31", retired="2026-12-31")
        assert told("T502", of(app, team("desk"))) == []


class TestStewardNamedLate:
    def test_a_steward_after_the_launch(self):
        app = product("app", "desk 2027-03-15", stage="build", launched="2027-03-01")
        (found,) = told("T503", of(app, team("desk")))
        assert where(found) == ("product:app", ("stewards", 0, "from"))
        assert "14 days after its launch on 2027-03-01" in found.message

    def test_what_was_late_in_the_past_is_not_told(self):
        assert told("T503", of(product("app", "desk 2020-03-15", launched="2019-03-01"), team("desk"))) == []

    def test_a_launch_with_nobody_named(self):
        (found,) = told("T503", of(product(stage="build", launched="2027-03-01")))
        assert where(found) == ("product:app", ("launched",))

    @pytest.mark.parametrize(("state", "count"), [("shaping", 0), ("funded", 1), ("active", 1), ("done", 0)])
    def test_a_bet_with_money_and_nobody_named(self, state: str, count: int):
        bet = entity("bet", "b", product="app", state=state)
        assert len(told("T503", of(product(stage=None), bet))) == count

    def test_a_swarm_is_asked_by_a_rule_of_its_own(self):
        bet = entity("bet", "b", product="app", team="rush")
        assert told("T503", of(product(stage=None), bet, swarm("rush"))) == []

    def test_a_live_product_is_told_by_another_rule(self):
        assert told("T503", of(product("app", "desk 2027-03-15", launched="2026-01-01"), team("desk"))) == []


class TestStewardStretched:
    @staticmethod
    def looking_after(count: int, **fields: Any) -> Playbook:
        return of(team("desk"), *(product(f"p{n}", "desk 2020-01-01") for n in range(count)), **fields)

    def test_three_are_not_too_many_and_four_are(self):
        assert told("T504", self.looking_after(3)) == []
        (found,) = told("T504", self.looking_after(4))
        assert where(found) == ("team:desk", ())
        assert "4 live products (P0, P1, P2 and P3); 3 is the limit" in found.message
        assert len(found.related) == 4

    def test_the_limit_is_the_playbooks(self):
        assert told("T504", self.looking_after(4, rules={"T504": {"most": "4"}})) == []

    def test_proposes_what_is_kept_well_and_who_has_room(self):
        found = self.looking_after(3)
        more = [team("free"), product("calm", "desk 2020-01-01", mode="sustain"), product("x", "free 2020-01-01")]
        (breach,) = told("T504", Playbook.of(found.settings, [*found.entities, *more]))
        assert breach.fix == "give Calm to Free, which looks after 1 product, with an overlap"


class TestProductWithoutBackup:
    def test_names_those_who_have_most_in_hand_after_launch(self):
        live = entity("stage", "live", order=3, live=True, activities={"a": activity("dev", "dev po")})
        desk = team("desk", roles={"po": "1", "dev": "1", "pm": "1"})
        (found,) = told("T505", of(live, product("app", "desk 2020-01-01"), desk, roles="po dev pm"))
        assert where(found) == ("product:app", ("stewards",))
        assert found.fix.endswith("have Dev and Po") or found.fix.endswith("have Po and Dev")

    def test_a_withdrawn_role_steps_in_for_nobody(self):
        gone = entity("role", "dev", withdrawn=GONE)
        (found,) = told("T505", of(product("app", "desk 2020-01-01", backup="dev"), team("desk"), gone))
        assert where(found) == ("product:app", ("backup",))

    def test_where_nobody_looks_after_it_that_is_told_instead(self):
        assert told("T505", of(product())) == []


class TestStageNobodyCovers:
    def test_is_asked_only_where_there_are_teams(self):
        assert told("T516", of()) == []

    def test_names_the_teams_that_there_are(self):
        (found,) = told("T516", of(swarm("rush")))
        assert where(found) == ("stage:operate", ("team",))
        assert "worked by a standing team, and the playbook has swarms only: Rush" in found.message

    def test_a_stage_for_both_is_covered_by_either(self):
        assert told("T516", playbook(BUILD, swarm("rush"))) == []


class TestProductForgotten:
    @pytest.mark.parametrize(("day", "count"), [("2026-05-22", 0), ("2026-05-21", 1)])
    def test_six_months_to_the_day_are_not_too_long(self, day: str, count: int):
        assert len(told("T518", of(product(last_review=day)))) == count

    def test_a_product_that_was_just_launched_has_time(self):
        assert told("T518", of(product(launched="2026-10-01"))) == []
        (found,) = told("T518", of(product(launched="2025-10-01")))
        assert where(found) == ("product:app", ("launched",))
        assert "not been reviewed since its launch" in found.message

    def test_without_any_day_it_has_never_been_reviewed(self):
        (found,) = told("T518", of(product()))
        assert where(found) == ("product:app", ("stage",))

    def test_names_the_next_review(self):
        review = ritual("review", "po", kind="review", cadence={"every": "month", "day": "third monday"})
        (found,) = told("T518", of(product(), review, roles="po"))
        assert found.fix == "put App on the agenda of Review on 2026-12-21 and write that day under `last_review`"

    @pytest.mark.parametrize(("months", "count"), [("12", 0), ("inf", 0), ("1", 1)])
    def test_the_limit_is_the_playbooks(self, months: str, count: int):
        found = of(product(last_review="2026-03-01"), rules={"product-forgotten": {"months": months}})
        assert len(told("T518", found)) == count
