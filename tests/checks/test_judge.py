from __future__ import annotations

import gc
from dataclasses import replace
from datetime import date

import pytest

from opbook.checks.judge import chosen, is_in_force, judge, locate, settings_of, severity_of, thresholds_of
from opbook.checks.rule import Place, rules
from opbook.model.address import Address
from opbook.model.diagnostic import Location, Severity
from opbook.model.settings import Suppression
from tests.workbench import TinyPlaybook, at, playbook

ON = date(2026, 11, 22)
DO = Address("activity", "begin")


def said(rule: str, **fields: str) -> Suppression:
    return Suppression.model_validate({"rule": rule, "address": "role:owner", "reason": "We know.", **fields})


class TestReadingFirst:
    def test_rules_are_silent_while_there_are_reading_errors(self, tiny: TinyPlaybook):
        assert {each.code[0] for each in judge(tiny.read(), ON).findings} >= {"C", "K"}
        tiny.add("roles/owner.yml", "surprise: yes\n")
        reading = tiny.read()
        verdict = judge(reading, ON)
        assert verdict.findings == reading.findings
        assert {each.code[0] for each in verdict.findings} == {"Y"}
        assert verdict.suppressed == ()

    def test_an_error_in_the_settings_leaves_nothing_to_judge(self, tiny: TinyPlaybook):
        tiny.remove("playbook.yml")
        reading = tiny.read()
        assert reading.playbook is None
        assert judge(reading, ON).findings == reading.findings != ()

    def test_a_warning_of_the_reading_is_told_with_the_rest(self, tiny: TinyPlaybook):
        reading = tiny.read()
        wrong = judge(reading, ON).findings[0]
        warning = replace(wrong, problem=replace(wrong.problem, code="Y999", severity=Severity.WARNING))
        found = judge(replace(reading, findings=(warning,)), ON).findings
        assert {"Y999", wrong.code} <= {each.code for each in found}
        assert list(found) == sorted(found, key=lambda each: each.order)


class TestLocate:
    @pytest.mark.parametrize(
        ("place", "line", "column"),
        [
            (Place(Address("role", "owner"), ("purpose",)), 4, 10),
            (Place(Address("role", "owner"), ("purpose",), key=True), 4, 1),
            (Place(Address("role", "owner")), 1, 7),
            (Place(Address("role", "owner"), ("level", 3, "deeper")), 3, 8),
        ],
        ids=["the value", "the key", "the whole is its name", "the last part there is"],
    )
    def test_of_an_entity(self, tiny: TinyPlaybook, place: Place, line: int, column: int):
        found = locate(tiny.read(), place)
        assert (found.path, found.line, found.column) == ("roles/owner.yml", line, column)

    def test_of_an_activity_in_the_file_of_its_stage(self, tiny: TinyPlaybook):
        reading = tiny.read()
        for route, key, line, column in (
            ((), False, 6, 3),
            (("name",), False, 7, 11),
            (("raci", "accountable"), False, 9, 25),
            (("raci", "accountable"), True, 9, 12),
        ):
            found = locate(reading, Place(DO, route, key))
            assert (found.path, found.line, found.column) == ("stages/launch.yml", line, column)

    def test_of_the_settings(self, tiny: TinyPlaybook):
        found = locate(tiny.read(), Place(None, ("disciplines", "project", "name")))
        assert (found.path, found.line) == ("playbook.yml", 5)

    def test_of_what_no_file_holds(self, tiny: TinyPlaybook):
        start = Location("playbook.yml", 1, 1, 1, 1)
        assert locate(tiny.read(), Place(Address("role", "nobody"))) == start


class TestSettings:
    def test_a_rule_is_set_by_code_or_name_and_the_name_wins(self):
        rule = rules()["L702"]
        given = {"L702": {"most": "5", "severity": "error"}, "crowded-decision": {"most": "7"}}
        found = playbook(rules=given)
        assert settings_of(rule, found) == {"most": "7", "severity": "error"}
        assert thresholds_of(rule, found) == {"most": 7.0}
        assert severity_of(rule, found) is Severity.ERROR

    def test_what_is_no_number_or_severity_leaves_the_default(self):
        rule = rules()["L702"]
        found = playbook(rules={"L702": {"most": "many", "severity": "dreadful"}})
        assert thresholds_of(rule, found) == rule.thresholds
        assert severity_of(rule, found) is rule.problem.severity

    def test_off(self):
        assert severity_of(rules()["L702"], playbook(rules={"L702": {"severity": "off"}})) is None


class TestSuppressions:
    @pytest.mark.parametrize(("until", "holds"), [(None, True), ("2026-11-22", True), ("2026-11-21", False)])
    def test_until_its_day(self, until: str | None, holds: bool):
        assert is_in_force(said("C801", **({"until": until} if until else {})), ON) is holds

    def test_the_first_that_covers_is_used_and_the_second_is_idle(self, tiny: TinyPlaybook):
        one = "  - {rule: RULE, address: role:owner, reason: We know.}\n"
        by_code, by_name = one.replace("RULE", "C801"), one.replace("RULE", "role-without-daily-action")
        tiny.add("playbook.yml", "suppressions:\n" + by_code + by_name)
        verdict = judge(tiny.read(), ON)
        assert [at(each) for each in verdict.suppressed] == ["roles/owner.yml:1:7 C801"]
        assert [at(each) for each in verdict.findings if each.code == "K905"] == ["playbook.yml:8:48 K905"]
        assert "C801" not in {each.code for each in verdict.findings}

    def test_another_rule_at_the_same_address_is_told(self, tiny: TinyPlaybook):
        before = {each.code for each in judge(tiny.read(), ON).findings if each.entity == "role:owner"}
        tiny.add("playbook.yml", "suppressions:\n  - {rule: C801, address: role:owner, reason: We know.}\n")
        after = {each.code for each in judge(tiny.read(), ON).findings if each.entity == "role:owner"}
        assert len(before) > 1
        assert after == before - {"C801"}


class TestChosen:
    @pytest.mark.parametrize(
        ("word", "codes"),
        [
            ("R101", {"R101"}),
            ("r101", {"R101"}),
            ("nobody-accountable", {"R101"}),
            ("R10", {f"R10{digit}" for digit in range(1, 10)}),
            ("H", {code for code in rules() if code.startswith("H")}),
        ],
    )
    def test_by_code_name_or_family(self, word: str, codes: set[str]):
        assert {each.code for each in chosen([word])} == codes

    def test_several_words_in_their_order(self):
        assert [each.code for each in chosen(["T501", "R101"])] == ["T501", "R101"]

    @pytest.mark.parametrize("word", ["X", "R999", "nobody", "R101x"])
    def test_a_word_that_names_none(self, word: str):
        with pytest.raises(KeyError, match=word):
            list(chosen(["R101", word]))


def test_a_finding_is_told_once(tiny: TinyPlaybook):
    rule = rules()["C801"]
    found = judge(tiny.read(), ON, wanted=[rule, rule]).findings
    assert [each.code for each in found] == ["C801"]


def test_the_collector_is_on_again_whatever_a_rule_does(tiny: TinyPlaybook):
    def broken(case: object) -> None:
        assert not gc.isenabled()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        judge(tiny.read(), ON, wanted=[replace(rules()["C801"], function=broken)])
    assert gc.isenabled()
