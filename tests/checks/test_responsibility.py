from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from opbook.checks.judge import judge, thresholds_of
from opbook.checks.rule import Breach, Case, rules
from opbook.model.entity import Entity
from opbook.model.playbook import Playbook
from tests.workbench import TinyPlaybook, activity, entity, playbook, ritual

ON = date(2026, 11, 22)
GONE = {"date": "2026-11-02", "reason": "Nobody needs it."}
CODES = [code for code in rules() if code.startswith("R")]


def told(code: str, found: Playbook) -> list[Breach]:
    rule = rules()[code]
    return list(rule.function(Case(found, ON, thresholds_of(rule, found))))


def where(breach: Breach) -> tuple[str, tuple[str | int, ...]]:
    return str(breach.place.address), breach.place.route


def doing(roles: str = "a b c d e f", stage: dict[str, Any] | None = None, /, **activities: dict[str, Any]) -> Playbook:
    """A playbook of one stage with these activities."""
    return playbook(entity("stage", "build", activities=activities, **(stage or {})), roles=roles)


def row(**parts: str) -> dict[str, Any]:
    """A RACI row as YAML gives it: ``row(accountable="a", consulted="b c")``."""
    return {"name": "Do it", "raci": {part: roles.split() for part, roles in parts.items()}}


def daci(**parts: str) -> dict[str, Any]:
    return {"name": "Choose it", "daci": {part: roles.split() for part, roles in parts.items()}}


def role(id_: str, **fields: Any) -> Entity:
    return entity("role", id_, **fields)


def levels(row_: dict[str, Any]) -> Playbook:
    """One activity, an executive, a lead and a practitioner."""
    roles = [role("top", level="executive"), role("lead", level="lead"), role("hand", level="practitioner")]
    return playbook(*roles, entity("stage", "build", activities={"go": row_}))


def led_by_b(id_: str, required: str, **fields: Any) -> Entity:
    return ritual(id_, required, facilitator="b", **fields)


class TestEveryRule:
    @pytest.mark.parametrize("code", CODES)
    def test_is_silent_where_there_is_nothing(self, code: str):
        assert told(code, playbook()) == []

    @pytest.mark.parametrize("code", CODES)
    def test_does_not_judge_what_is_withdrawn(self, code: str):
        rows = {
            "go": row(accountable="a b", consulted="a"),
            "no": row(),
            "so": daci(),
            "we": row(responsible="a b c d"),
        }
        roles = [role(id_, withdrawn=GONE) for id_ in "abcd"]
        found = playbook(*roles, entity("stage", "build", withdrawn=GONE, activities=rows))
        assert told(code, found) == []

    @pytest.mark.parametrize("code", CODES)
    def test_does_not_stumble_over_parts_that_are_empty(self, code: str):
        decision = {"kind": "decision", "name": "Choose"}
        told(code, doing(go={**decision, "raci": {}}, so={**decision, "daci": {}}))


class TestR101:
    def test_tells_who_does_it_while_nobody_answers(self):
        (found,) = told("R101", doing(go=row(responsible="a b", informed="c")))
        assert where(found) == ("activity:go", ("raci", "accountable"))
        assert found.message == 'nobody answers for "Do it": A and B are responsible, and no role is accountable'

    def test_one_who_does_it_alone_could_answer_too(self):
        (found,) = told("R101", doing(go=row(responsible="a")))
        assert found.fix.startswith("make A accountable too")

    def test_proposes_who_has_the_most_authority_below_the_executives(self):
        (found,) = told("R101", levels(row(responsible="top hand lead")))
        assert found.fix.startswith("make Lead accountable too")

    def test_names_all_where_they_have_equal_authority(self):
        (found,) = told("R101", doing(go=row(responsible="a b")))
        assert found.fix == "make one of A and B accountable too: the one that may say yes or no"

    @pytest.mark.parametrize(
        "row_", [row(accountable="a", responsible="b"), row(consulted="a"), row(), daci(driver="a")], ids=str
    )
    def test_leaves_the_rest_to_other_rules(self, row_: dict[str, Any]):
        assert told("R101", doing(go=row_)) == []


class TestR102:
    def test_stands_at_the_second_and_shows_the_first(self):
        (found,) = told("R102", doing(go=row(accountable="a b", responsible="c")))
        assert where(found) == ("activity:go", ("raci", "accountable", 1))
        assert [place.route for _, place in found.related] == [("raci", "accountable", 0)]
        assert found.message == '2 roles are accountable for "Do it": A and B'

    def test_three_are_told_once(self):
        (found,) = told("R102", doing(go=row(accountable="a b c", responsible="d")))
        assert [place.route[-1] for _, place in found.related] == [0, 2]

    def test_proposes_to_keep_the_one_who_does_it(self):
        (found,) = told("R102", doing(go=row(accountable="a b", responsible="b c")))
        assert found.fix.startswith("keep B, who is responsible as well, and move A to consulted")

    def test_one_role_written_twice_is_one_role(self):
        assert told("R102", doing(go=row(accountable="a a", responsible="a"))) == []

    def test_leaves_a_daci_to_r114(self):
        found = doing(go=daci(driver="a", approver="a b"))
        assert told("R102", found) == []
        assert told("R114", found)


class TestR103:
    def test_tells_who_answers_for_what_nobody_does(self):
        (found,) = told("R103", doing(go=row(accountable="a", consulted="b")))
        assert where(found) == ("activity:go", ("raci", "responsible"))
        assert found.message == 'nobody does "Do it": no role is responsible, though A answers for it'

    def test_support_does_not_do_it(self):
        (found,) = told("R103", doing(go=row(accountable="a", support="b")))
        assert found.fix == "move B from support to responsible, or make A responsible too"

    @pytest.mark.parametrize("row_", [row(accountable="a", responsible="a"), row(consulted="a"), daci(approver="a")])
    def test_leaves_the_rest_to_other_rules(self, row_: dict[str, Any]):
        assert told("R103", doing(go=row_)) == []


class TestR104:
    def test_tells_who_looks_on(self):
        (found,) = told("R104", doing(go=row(support="a", consulted="b c", informed="d")))
        assert where(found) == ("activity:go", ("raci",))
        assert "it has only A in support, B and C consulted and D informed" in found.message
        assert found.fix.startswith("make A or whoever really does it responsible")

    def test_an_empty_row_has_not_even_spectators(self):
        (found,) = told("R104", doing(go=row()))
        assert "no role has a part in it" in found.message

    def test_sends_the_topic_to_the_ritual_that_is_linked(self):
        work = entity("stage", "build", activities={"go": {**row(consulted="a"), "rituals": ["gone", "sync"]}})
        found = playbook(work, ritual("gone", "a", withdrawn=GONE), ritual("sync", "a"), roles="a")
        assert told("R104", found)[0].fix.endswith("put the topic on the agenda of Sync")

    def test_is_the_only_one_to_tell_it(self):
        found = doing(go=row(consulted="a b c d e"))
        assert [code for code in CODES if told(code, found)] == ["R104", "R111"]


class TestR105:
    @pytest.mark.parametrize(
        ("parts", "at"),
        [
            ({"accountable": "a", "responsible": "b", "consulted": "c a"}, ("consulted", 1)),
            ({"accountable": "b", "responsible": "a", "support": "a"}, ("support", 0)),
            ({"accountable": "b", "responsible": "b", "consulted": "a", "informed": "a"}, ("informed", 0)),
            ({"accountable": "a", "responsible": "a", "informed": "a"}, ("informed", 0)),
        ],
    )
    def test_stands_at_the_weaker_part(self, parts: dict[str, str], at: tuple[str, int]):
        (found,) = told("R105", doing(go=row(**parts)))
        assert found.place.route == ("raci", *at)
        assert found.fix.startswith("take A out of")

    def test_accountable_and_responsible_at_once_is_normal(self):
        assert told("R105", doing(go=row(accountable="a", responsible="a b", consulted="c"))) == []

    def test_speaks_of_a_daci_in_its_own_words(self):
        (found,) = told("R105", doing(go=daci(driver="a", approver="b", contributors="a c")))
        assert found.place.route == ("daci", "contributors", 0)
        assert found.message == 'A stands in 2 parts of "Choose it": driver and contributor'

    def test_every_part_too_many_is_named(self):
        (found,) = told("R105", doing(go=row(accountable="a", responsible="b", consulted="a", informed="a")))
        assert found.fix == "take A out of consulted and informed; as accountable it has a stronger part already"


class TestR106:
    @pytest.mark.parametrize(
        ("hands", "asked", "is_told"),
        [("a", "b c", False), ("a", "b c d", True), ("a b", "c d e f", False), ("a b c", "d e f g h", True)],
    )
    def test_four_at_most_and_two_for_each_hand(self, hands: str, asked: str, is_told: bool):
        found = doing("a b c d e f g h", go=row(accountable="a", responsible=hands, consulted=asked))
        assert [where(each)[1] for each in told("R106", found)] == [("raci", "consulted")] * is_told

    def test_names_the_thresholds_that_the_playbook_sets(self):
        work = entity("stage", "build", activities={"go": row(accountable="a", responsible="b", consulted="c d")})
        found = playbook(work, roles="a b c d", rules={"R106": {"most": "1", "ratio": "0.5"}})
        (breach,) = told("R106", found)
        assert "1 is the most; A and B have it in hand, and 0.5 consulted for each hand is the most" in breach.message

    def test_begins_with_those_who_sit_in_no_linked_ritual(self):
        work = {**row(accountable="a", responsible="a", consulted="b c d"), "rituals": ["sync", "demo"]}
        stage = entity("stage", "build", activities={"go": work})
        found = playbook(stage, ritual("sync", "a b"), ritual("demo", "c"), roles="a b c d")
        assert told("R106", found)[0].fix.endswith("first D, whom none of Sync and Demo requires")


class TestR107:
    def test_tells_five_who_are_informed(self):
        (found,) = told("R107", doing(go=row(accountable="a", responsible="a", informed="b c d e f")))
        assert where(found) == ("activity:go", ("raci", "informed"))
        assert found.message.startswith('5 roles are informed of "Do it" (B, C, D, E and F): 4 is the most')

    def test_tells_where_nearly_all_have_a_part(self):
        work = row(accountable="a", responsible="a b", consulted="c d e", informed="f")
        (found,) = told("R107", doing("a b c d e f g h", go=work))
        assert found.message.startswith('1 role is informed of "Do it"')
        assert "6 of the 8 roles have a part in it (75%), and 70% is the most" in found.message

    def test_in_a_small_organisation_all_may_know(self):
        work = row(accountable="a", responsible="a b", consulted="c d", informed="e")
        assert told("R107", doing("a b c d e", go=work)) == []

    def test_a_crowd_without_anyone_informed_is_left_to_others(self):
        work = row(accountable="a", responsible="a b c", consulted="d e f")
        assert told("R107", doing("a b c d e f g h", go=work)) == []

    def test_names_the_ritual_in_which_most_of_them_hear_it(self):
        work = {**row(accountable="a", responsible="a", informed="b c d e f"), "rituals": ["sync", "demo"]}
        stage = entity("stage", "build", activities={"go": work})
        found = playbook(stage, ritual("sync", "a b"), ritual("demo", "a c d"), roles="a b c d e f")
        assert told("R107", found)[0].fix.endswith("; C and D hear it anyway in Demo")


class TestR108:
    @pytest.mark.parametrize(("most", "count"), [("3", 1), ("4", 0)])
    def test_three_unless_the_playbook_says_otherwise(self, most: str, count: int):
        work = entity("stage", "build", activities={"go": activity("a", "a b c d")})
        found = told("R108", playbook(work, roles="a b c d", rules={"too-many-responsible": {"most": most}}))
        assert [where(each) for each in found] == [("activity:go", ("raci", "responsible"))] * count

    def test_keeps_the_one_who_answers_and_splits_along_the_outputs(self):
        (found,) = told("R108", doing(go={**row(accountable="b", responsible="a b c d"), "outputs": ["One", "Two"]}))
        assert "keep B, who answers for it" in found.fix
        assert "along its 2 outputs" in found.fix


class TestR109:
    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({}, "it is work, no decision"),
            ({"kind": "decision", "reversible": "true"}, "it can be taken back"),
            ({"kind": "decision"}, "nothing says that it cannot be taken back"),
        ],
    )
    def test_tells_why_it_takes_no_executive(self, fields: dict[str, str], words: str):
        (found,) = told("R109", levels({**row(accountable="top", responsible="hand lead"), **fields}))
        assert where(found) == ("activity:go", ("raci", "accountable"))
        assert "Top, an executive" in found.message
        assert "Lead, a lead, brings it about" in found.message
        assert found.message.endswith(words)

    @pytest.mark.parametrize(
        "row_",
        [
            {**row(accountable="top", responsible="lead"), "kind": "decision", "reversible": "false"},
            {**row(accountable="top", responsible="lead"), "kind": "decision", "limit": "above 10,000"},
            row(accountable="top", responsible="hand"),
            row(accountable="lead", responsible="lead"),
            row(accountable="top lead", responsible="lead"),
        ],
    )
    def test_leaves_alone_what_may_be_high(self, row_: dict[str, Any]):
        assert told("R109", levels(row_)) == []

    def test_holds_for_a_daci_too(self):
        (found,) = told("R109", levels(daci(driver="lead", approver="top")))
        assert "Top, an executive, is approver of" in found.message


class TestR110:
    ROLES = "a b c d e f g h i j"

    def many(self, boss: int, others: int, doer: str = "b") -> dict[str, dict[str, Any]]:
        """Activities for which A answers, and as many as said for which nine others do in turn."""
        mine = {f"mine-{number}": activity("a", doer, name=f"Mine {number}") for number in range(boss)}
        turns = "bcdefghij"
        rest = {f"other-{number}": activity(turns[number % 9], turns[number % 9]) for number in range(others)}
        return {**mine, **rest}

    @pytest.mark.parametrize(
        ("boss", "others", "is_told"), [(2, 8, False), (3, 7, True), (3, 6, False), (4, 16, False)]
    )
    def test_a_fifth_of_ten_or_more(self, boss: int, others: int, is_told: bool):
        found = [
            each for each in told("R110", doing(self.ROLES, **self.many(boss, others))) if "A holds" in each.message
        ]
        assert bool(found) == is_told

    def test_proposes_whom_to_hand_what(self):
        (found,) = told("R110", doing(self.ROLES, **self.many(4, 6, doer="j")))
        assert where(found) == ("role:a", ())
        assert found.message == "A holds 4 of the 10 accountabilities (40%, and 20% is the most)"
        assert found.fix == 'hand over 2 of them, for a start "Mine 0" and "Mine 1" to J'
        assert [str(place.address) for _, place in found.related] == ["activity:mine-0", "activity:mine-1"]

    def test_a_deputy_where_nobody_else_does_it(self):
        (found,) = told("R110", doing(self.ROLES, **self.many(4, 6, doer="a")))
        assert found.fix == "find others who can answer for 2 of them; for a start, name a deputy for the small ones"

    def test_tells_who_has_a_hand_in_everything(self):
        helping = {f"work-{number}": activity("bcdefghij"[number % 9], "a") for number in range(10)}
        (found,) = told("R110", doing(self.ROLES, **helping))
        assert found.message == "A has a hand in 10 of the 10 activities (100%, and 40% is the most)"
        assert found.fix.startswith("leave 6 of them to others, for a start where others answer: ")

    def test_few_roles_have_large_shares(self):
        turns = {f"work-{number}": activity("abcd"[number % 4], "abcd"[number % 4]) for number in range(12)}
        assert told("R110", doing("a b c d", **turns)) == []

    def test_the_share_is_a_setting(self):
        stage = entity("stage", "build", activities=self.many(4, 6, doer="j"))
        assert told("R110", playbook(stage, roles=self.ROLES, rules={"R110": {"share": "0.4"}})) == []


class TestR111:
    def test_tells_a_role_that_stands_nowhere(self):
        (found,) = told("R111", doing("a z", go=row(accountable="a", responsible="a")))
        assert where(found) == ("role:z", ())
        assert found.message.endswith("it stands in no activity at all")

    def test_a_role_that_is_only_asked_could_do_it(self):
        (found,) = told("R111", doing("a z", go=row(accountable="a", responsible="a", consulted="z")))
        assert 'perhaps for "Do it", in which it is consulted now' in found.fix

    @pytest.mark.parametrize(
        "meeting",
        [
            ritual("sync", "a z"),
            ritual("sync", "a", facilitator="z"),
        ],
        ids=["required", "leading"],
    )
    def test_a_role_on_which_a_ritual_counts_has_a_part(self, meeting: Entity):
        stage = entity("stage", "build", activities={"go": activity("a", "a")})
        assert told("R111", playbook(stage, meeting, roles="a z")) == []

    def test_being_welcome_or_in_turn_is_no_part(self):
        stage = entity("stage", "build", activities={"go": activity("a", "a")})
        guest = ritual("sync", "", participants={"required": ["a"], "optional": ["z"]})
        turns = ritual("turns", "a", facilitator={"roles": ["a", "z"], "rotates": "true"})
        assert told("R111", playbook(stage, guest, turns, roles="a z"))

    def test_to_whom_decisions_escalate_has_a_part(self):
        work = {**row(accountable="a", responsible="a"), "kind": "decision", "escalate": {"to": "z", "after": "2 days"}}
        assert told("R111", doing("a z", go=work)) == []

    def test_roles_without_any_activities_are_not_judged_yet(self):
        assert told("R111", playbook(roles="a z")) == []


class TestR112:
    def decide(self, *meetings: Entity, rituals: tuple[str, ...] = ("sync",), **fields: Any) -> list[Breach]:
        work = {**row(accountable="a", responsible="b"), "kind": "decision", "rituals": list(rituals), **fields}
        return told("R112", playbook(entity("stage", "build", activities={"go": work}), *meetings, roles="a b c"))

    def test_tells_the_ritual_that_does_without_the_decider(self):
        (found,) = self.decide(led_by_b("sync", "b"))
        assert where(found) == ("activity:go", ("rituals",))
        assert found.message == '"Do it" is talked over in Sync, which does not require A, who must decide it'
        assert found.fix == "add A to the required participants of Sync"
        assert [str(place.address) for _, place in found.related] == ["ritual:sync"]

    def test_optional_does_not_suffice(self):
        welcome = led_by_b("demo", "", participants={"required": ["b"], "optional": ["a"]})
        (found,) = self.decide(led_by_b("sync", "b"), welcome, rituals=("sync", "demo"))
        assert "Sync and Demo, and none of these requires A" in found.message
        assert found.fix == "add A to the required participants of Demo, where it is optional now"

    def test_proposes_the_ritual_in_which_the_hands_sit_already(self):
        (found,) = self.decide(led_by_b("sync", "b"), ritual("alone", "a"), led_by_b("board", "a b"))
        assert found.fix.endswith("; or link Board, which requires A already")

    @pytest.mark.parametrize("meeting", [led_by_b("sync", "a b"), ritual("sync", "b", facilitator="a")])
    def test_is_silent_where_the_decider_must_be_there(self, meeting: Entity):
        assert self.decide(meeting) == []

    def test_is_silent_for_work_and_without_rituals(self):
        assert self.decide(led_by_b("sync", "b"), kind="work") == []
        assert self.decide(rituals=()) == []
        assert self.decide(led_by_b("sync", "b", withdrawn=GONE)) == []

    def test_one_of_several_linked_rituals_is_enough(self):
        assert self.decide(led_by_b("sync", "b"), led_by_b("demo", "a"), rituals=("sync", "demo")) == []

    def test_holds_for_the_approver_of_a_daci(self):
        work = {**daci(driver="b", approver="a"), "rituals": ["sync"]}
        stage = entity("stage", "build", activities={"go": work})
        assert told("R112", playbook(stage, led_by_b("sync", "b"), roles="a b"))


class TestR113AndR114:
    @pytest.mark.parametrize(
        ("code", "field", "does"), [("R113", "driver", "brings it about"), ("R114", "approver", "says yes or no")]
    )
    def test_one_and_no_more(self, code: str, field: str, does: str):
        other = {"driver": "approver", "approver": "driver"}[field]
        (none,) = told(code, doing(go=daci(**{other: "a"}, contributors="c")))
        assert where(none) == ("activity:go", ("daci", field))
        assert none.message == f'"Choose it" has no {field}: nobody {does}'
        (two,) = told(code, doing(go=daci(**{other: "a", field: "b c"})))
        assert where(two) == ("activity:go", ("daci", field, 1))
        assert two.message == f'"Choose it" has 2 {field}s: B and C'
        assert [place.route for _, place in two.related] == [("daci", field, 0)]
        assert told(code, doing(go=daci(**{other: "a", field: "b"}))) == []

    def test_proposes_who_is_near(self):
        found = doing(go=daci(contributors="c"), so=daci(driver="d"))
        assert "perhaps C" in told("R113", found)[0].fix
        assert "perhaps D" in told("R114", found)[1].fix

    @pytest.mark.parametrize("code", ["R113", "R114"])
    def test_a_raci_is_the_business_of_others(self, code: str):
        assert told(code, doing(go=row())) == []


class TestR115:
    def test_tells_a_decision_without_escalation(self):
        (found,) = told("R115", doing(go={**row(accountable="a", responsible="b"), "kind": "decision"}))
        assert where(found) == ("activity:go", ("kind",))
        assert "if A cannot decide, nobody does" in found.message

    def test_a_daci_is_a_decision_even_if_it_does_not_say_so(self):
        (found,) = told("R115", doing(go=daci(driver="a", approver="b")))
        assert where(found) == ("activity:go", ("daci",))

    def test_a_way_that_leads_back_is_none(self):
        stuck = {"kind": "decision", "escalate": {"to": "a", "after": "2 days"}}
        (found,) = told("R115", doing(go={**row(accountable="a", responsible="b"), **stuck}))
        assert where(found) == ("activity:go", ("escalate", "to"))
        assert found.message.endswith("decided by A again")

    def test_proposes_what_other_decisions_of_the_role_do(self):
        out = {"kind": "decision", "escalate": {"to": "c", "after": "2 days"}}
        parts = row(accountable="a", responsible="b")
        (found,) = told("R115", doing(go={**parts, "kind": "decision"}, so={**parts, **out, "name": "Order it"}))
        assert found.fix == 'escalate it to C, as "Order it" is'

    def test_else_an_executive(self):
        found = levels({**row(accountable="lead", responsible="hand"), "kind": "decision"})
        assert told("R115", found)[0].fix.startswith("escalate it to Top")

    def test_work_needs_no_way_out(self):
        assert told("R115", doing(go=row(accountable="a", responsible="b"))) == []


def test_a_finding_stands_on_its_line(tiny: TinyPlaybook):
    tiny.swap("stages/launch.yml", "raci: {accountable: owner, ", "raci: {")
    findings = judge(tiny.read(), ON, wanted=[rules()["R101"]]).findings
    assert [(each.location.path, each.location.line, each.entity) for each in findings] == [
        ("stages/launch.yml", 9, "activity:begin")
    ]


def test_the_shipped_playbook_has_no_error_or_warning_here(shipped: Playbook):
    for code in CODES:
        if rules()[code].problem.severity != "info":
            assert told(code, shipped) == []
