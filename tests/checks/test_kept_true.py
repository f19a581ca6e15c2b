from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from opbook.checks.judge import judge, thresholds_of
from opbook.checks.rule import Breach, Case, rules
from opbook.model.entity import Entity
from opbook.model.playbook import Playbook
from opbook.model.responsibility import fingerprint
from tests.workbench import TinyPlaybook, activity, at, entity, playbook, ritual

ON = date(2026, 11, 22)
GONE = {"date": "2026-11-02", "reason": "Nobody needs it.", "instead": "role:new"}


def told(code: str, found: Playbook) -> list[Breach]:
    rule = rules()[code]
    return list(rule.function(Case(found, ON, thresholds_of(rule, found))))


def where(breach: Breach) -> tuple[str, tuple[str | int, ...]]:
    return str(breach.place.address), breach.place.route


def suppression(rule: str, address: str = "role:a", **fields: Any) -> dict[str, Any]:
    return {"rule": rule, "address": address, "reason": "We know.", **fields}


class TestK901PageWithoutOwner:
    @pytest.mark.parametrize("kind", ["role", "ritual", "practice", "metric", "tool"])
    def test_these_kinds_need_one(self, kind: str):
        (found,) = told("K901", playbook(entity(kind, "x")))
        assert where(found) == (f"{kind}:x", ("name",))
        assert told("K901", playbook(entity(kind, "x", owner="a"))) == []

    @pytest.mark.parametrize("kind", ["team", "product", "principle", "term", "stage"])
    def test_these_do_not(self, kind: str):
        assert told("K901", playbook(entity(kind, "x"))) == []

    @pytest.mark.parametrize(
        ("page", "fix"),
        [
            (ritual("x", "a"), "ask A, who leads it, and write `owner: a`"),
            (entity("metric", "x", owners=["a"]), "who answers for the number already"),
            (entity("practice", "x", activities={"do": activity("a", "b")}), "who answers for the work it consists of"),
            (entity("tool", "x"), "who works with it"),
        ],
        ids=lambda each: getattr(each, "entity_kind", ""),
    )
    def test_proposes_who_notices_first(self, page: Entity, fix: str):
        (found,) = told("K901", playbook(page, entity("role", "a", owner="a", tools=["x"])))
        assert fix in found.fix


class TestK902ReviewOverdue:
    def of(self, **fields: Any) -> list[Breach]:
        return told("K902", playbook(entity("term", "x", **fields)))

    def test_it_holds_on_its_last_day(self):
        assert self.of(reviewed="2026-05-22", review_every="6 months") == []
        (found,) = self.of(reviewed="2026-05-21", review_every="6 months")
        assert where(found) == ("term:x", ("reviewed",))
        assert "due on 2026-11-21, 1 day ago" in found.message
        assert found.fix.endswith("write `reviewed: 2026-11-22`")

    def test_never_reviewed(self):
        (found,) = self.of(review_every="2 weeks")
        assert where(found) == ("term:x", ("review_every",))

    def test_without_an_interval_nothing_is_due(self):
        assert self.of(reviewed="2020-01-01") == []

    def test_what_is_withdrawn_is_reviewed_no_more(self):
        assert self.of(reviewed="2020-01-01", review_every="2 weeks", withdrawn=GONE) == []


class TestK903RoleChangedSinceAgreed:
    def of(self, print_: str, *others: Entity) -> list[Breach]:
        agreed = {"date": "2026-05-04", "fingerprint": print_}
        return told("K903", playbook(entity("role", "a", agreed=agreed), *others))

    def test_the_fingerprint_is_that_of_today(self):
        now = fingerprint(playbook(roles="a"), "a")
        assert self.of(now) == []
        (found,) = self.of("0" * 12)
        assert where(found) == ("role:a", ("agreed", "fingerprint"))
        assert f"fingerprint: {now}" in found.fix

    def test_work_that_lands_on_a_role_changes_it(self):
        now = fingerprint(playbook(roles="a"), "a")
        assert self.of(now, entity("stage", "s", activities={"do": activity("a", "a")}))

    def test_a_role_nobody_agreed_to_is_not_judged(self):
        assert told("K903", playbook(roles="a")) == []


class TestSuppressions:
    def test_one_past_its_day_is_told_by_k904_alone(self):
        old = suppression("C801", until="2026-11-21")
        book = playbook(entity("role", "a", daily_actions=["Greet."]), suppressions=[old])
        (found,) = told("K904", book)
        assert where(found) == ("None", ("suppressions", 0, "until"))
        assert 'C801 role-without-daily-action for A held until 2026-11-21, 1 day ago; its reason was "We know."' in (
            found.message
        )
        assert told("K905", book) == []

    def test_its_last_day_counts(self):
        assert told("K904", playbook(roles="a", suppressions=[suppression("C801", until="2026-11-22")])) == []

    def test_one_of_nothing(self):
        book = playbook(entity("role", "a", daily_actions=["Greet."]), roles="b", suppressions=[suppression("C801")])
        (found,) = told("K905", book)
        assert where(found) == ("None", ("suppressions", 0, "address"))
        assert "C801 role-without-daily-action finds nothing at role:a" in found.message
        assert found.fix.endswith("the rule tells of role:b")

    def test_one_that_covers_something_is_no_finding(self):
        assert told("K905", playbook(roles="a", suppressions=[suppression("role-without-daily-action")])) == []

    def test_one_of_a_rule_that_is_switched_off(self):
        off = {"C801": {"severity": "off"}}
        (found,) = told("K905", playbook(roles="a", suppressions=[suppression("C801")], rules=off))
        assert "is switched off" in found.message

    def test_one_of_no_rule_is_told_by_k906_alone(self):
        book = playbook(roles="a", suppressions=[suppression("role-without-daily-actions")])
        assert told("K905", book) == []
        (found,) = told("K906", book)
        assert where(found) == ("None", ("suppressions", 0, "rule"))
        assert "did you mean `role-without-daily-action`?" in found.message

    def test_the_judge_knows_which_covered_nothing(self, tiny: TinyPlaybook):
        tiny.add(
            "playbook.yml",
            "suppressions:\n"
            "  - {rule: C801, address: 'role:owner', reason: We know.}\n"
            "  - {rule: C801, address: 'ritual:sync', reason: We know.}\n",
        )
        found = [each for each in judge(tiny.read(), ON).findings if each.code == "K905"]
        assert [at(each) for each in found] == ["playbook.yml:8:27 K905"]


class TestK906UnknownRuleInSettings:
    def of(self, **rules: dict[str, str]) -> list[Breach]:
        return told("K906", playbook(rules={name.replace("_", "-"): given for name, given in rules.items()}))

    def test_all_that_exists(self):
        assert self.of(R106={"most": "5", "severity": "off"}, twin_rituals={"severity": "info", "share": "0.7"}) == []

    def test_no_such_rule(self):
        (found,) = self.of(twin_ritual={"severity": "off"})
        assert where(found) == ("None", ("rules", "twin-ritual"))
        assert "did you mean `twin-rituals`?" in found.message

    def test_reading_errors_are_no_rules(self):
        (found,) = self.of(Y010={"severity": "off"})
        assert "cannot be set or suppressed" in found.message

    def test_no_such_threshold(self):
        (found,) = self.of(twin_rituals={"shares": "0.7"})
        assert where(found) == ("None", ("rules", "twin-rituals", "shares"))
        assert found.place.key
        assert "did you mean `share`?" in found.message
        assert "`severity` and `share`" in found.fix

    @pytest.mark.parametrize("text", ["most", "80%", "nan", "inf"])
    def test_no_number(self, text: str):
        (found,) = self.of(twin_rituals={"share": text})
        assert f"`{text}` is none" in found.message
        assert "by default it is 0.8" in found.fix

    def test_no_severity(self):
        (found,) = self.of(twin_rituals={"severity": "warn"})
        assert where(found) == ("None", ("rules", "twin-rituals", "severity"))
        assert "did you mean `warning`?" in found.message


class TestK907PointingAtWithdrawn:
    old = entity("role", "old", withdrawn=GONE)

    def of(self, *entities: Entity) -> list[Breach]:
        return told("K907", playbook(*entities, self.old, roles="a new"))

    def test_a_reference_a_key_an_address_and_a_link(self):
        assert [where(each) for each in self.of(ritual("r", "a old"))] == [
            ("ritual:r", ("participants", "required", 1)),
        ]
        (found,) = self.of(entity("team", "t", roles={"old": 1}))
        assert where(found) == ("team:t", ("roles", "old"))
        assert found.place.key
        assert [where(each) for each in self.of(entity("term", "t", see=["role:old"]))] == [("term:t", ("see", 0))]
        linked = entity("term", "t", definition="See [him](role:old).")
        assert [where(each) for each in self.of(linked)] == [("term:t", ("definition",))]

    def test_in_an_activity_it_is_told_of_the_activity(self):
        (found,) = self.of(entity("stage", "s", activities={"go": activity("a", "old", name="Go")}))
        assert where(found) == ("activity:go", ("raci", "responsible", 0))
        assert found.message == '"Go" in S points at Old, which was withdrawn on 2026-11-02'
        assert found.fix == "point at New instead: write `new`"

    def test_an_activity_of_a_withdrawn_stage(self):
        gone = entity("stage", "s", activities={"go": activity("a", "a", name="Go")}, withdrawn=GONE)
        (found,) = self.of(gone, entity("stage", "next", activities={"on": activity("a", "a", after=["go"])}))
        assert '"Go" in S' in found.message
        assert found.fix == "take it out, or use New (`role:new`), which the notice names in its place"

    def test_where_nothing_took_its_place(self):
        lost = entity("tool", "lost", withdrawn={"date": "2026-11-02", "reason": "Nobody needs it."})
        (found,) = self.of(lost, entity("role", "b", tools=["lost"]))
        assert "names nothing in its place" in found.fix

    def test_what_is_withdrawn_may_point_at_its_like(self):
        assert self.of(entity("ritual", "r", participants={"required": ["old"]}, withdrawn=GONE)) == []

    @pytest.mark.parametrize(
        "history",
        [
            entity("team", "t", kind="swarm", roles={"old": 1}, ends="2026-11-21"),
            entity("bet", "b", state="done", depends_on=[{"bet": "b", "owner": "old"}]),
            entity("product", "p", retired="2026-11-21", backup="old"),
        ],
        ids=lambda each: each.entity_kind,
    )
    def test_history_may_name_what_is_no_more(self, history: Entity):
        assert self.of(history) == []

    def test_so_may_a_stewardship_that_is_over(self):
        gone = entity("team", "gone", withdrawn=GONE)

        def product(until: str) -> Entity:
            return entity("product", "p", stewards=[{"team": "gone", "from": "2025-01-01", "until": until}])

        assert self.of(gone, product("2026-11-01")) == []
        assert self.of(gone, product("2026-11-22"))


class TestK908DraftInUse:
    def of(self, *entities: Entity) -> list[Breach]:
        return told("K908", playbook(*entities, entity("tool", "new", draft="true")))

    def test_something_published_points_at_it(self):
        (found,) = self.of(entity("role", "a", tools=["new"]))
        assert where(found) == ("role:a", ("tools", 0))
        assert found.message == "A is published and points at New, which is a draft"

    def test_a_draft_may_point_at_a_draft(self):
        assert self.of(entity("role", "a", tools=["new"], draft="true")) == []

    def test_what_is_withdrawn_besides_is_told_by_k907(self):
        gone = entity("tool", "gone", draft="true", withdrawn=GONE)
        assert self.of(entity("role", "a", tools=["gone"]), gone) == []
