"""What the shipped playbook promises: it is whole, it keeps its own rules, and its base holds anywhere."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from opbook.checks.rule import rules
from opbook.model.address import FOLDERS, Address
from opbook.model.entity import Entity
from opbook.model.flow import changes_of_hands, handoffs
from opbook.model.marks import marked
from opbook.model.playbook import Playbook
from opbook.model.prose import links
from opbook.model.ritual import Ritual
from opbook.model.role import Role
from opbook.model.scalars import AddressMark, ProseMark, Reference
from opbook.source.reading import Reading
from opbook.source.report import as_text
from tests.conftest import DATA

BASE_KINDS = ("role", "ritual", "practice", "stage", "skill", "tool", "principle", "term")
OWN_KINDS = ("team", "product", "bet")

BASE_METRICS = [
    "handoffs-without-overlap",
    "days-without-steward",
    "decision-latency",
    "paired-metric-share",
    "transfer-acceptance-time",
    "meeting-hours",
    "stewarded-share",
    "value-realised",
    "idea-to-value-time",
    "portfolio-wip-age",
    "bets-with-evidence",
    "forecast-accuracy",
    "flow-time",
    "change-fail-rate",
    "tool-adoption",
    "reporting-effort",
    "trust-trend",
    "bets-from-live-evidence",
    "scope-delivered",
]
"""The operating model's own metrics; all others belong to a product or a bet."""

OF_A_FERRY_OPERATOR = [
    "harbourline",
    "beacon",
    "quayside",
    "lantern",
    "slipway",
    "harbour",
    "fare",
    "fares",
    "ferry",
    "ferries",
    "pier",
    "piers",
    "boat",
    "boats",
    "bus",
    "buses",
    "vessel",
    "vessels",
    "timetable",
    "timetables",
    "passenger",
    "passengers",
    "tide",
    "tides",
]
"""Words that no page of the base has a use for, whatever their case."""


def files(*kinds: str) -> list[Path]:
    return [path for kind in kinds for path in sorted((DATA / FOLDERS[kind]).glob("*.yml"))]


def base_files() -> list[Path]:
    return [*files(*BASE_KINDS), *(path for path in files("metric") if path.stem in BASE_METRICS)]


def named(path: Path) -> str:
    return path.relative_to(DATA).as_posix()


def base(playbook: Playbook) -> list[Entity]:
    entities = [entity for kind in BASE_KINDS for entity in playbook.of_kind(kind).values()]
    return [*entities, *(playbook.metrics[id_] for id_ in BASE_METRICS)]


def test_nothing_is_wrong(harbourline: Reading):
    assert harbourline.findings == (), as_text(harbourline.findings, harbourline.texts)


class TestHowMuchThereIs:
    @pytest.mark.parametrize(
        ("kind", "count"),
        [("role", 15), ("ritual", 15), ("practice", 14), ("stage", 7), ("product", 5), ("principle", 8)],
    )
    def test_exactly(self, shipped: Playbook, kind: str, count: int):
        assert len(shipped.of_kind(kind)) == count

    @pytest.mark.parametrize(("kind", "least"), [("team", 5), ("bet", 6), ("metric", 18), ("tool", 8), ("term", 25)])
    def test_at_least(self, shipped: Playbook, kind: str, least: int):
        assert len(shipped.of_kind(kind)) >= least

    def test_sixty_activities_in_seven_stages(self, shipped: Playbook):
        assert [stage.order for stage in shipped.stages.values()] == [1, 2, 3, 4, 5, 6, 7]
        assert sum(len(stage.activities) for stage in shipped.stages.values()) == 60

    def test_two_swarms_of_which_one_has_been_taken_over(self, shipped: Playbook):
        swarms = [team for team in shipped.teams.values() if team.is_swarm]
        assert len(swarms) == 2
        transfers = [team.transfer for team in swarms if team.transfer is not None]
        assert len(transfers) == 2
        assert sum(transfer.accepted is not None for transfer in transfers) == 1
        assert all(not shipped.teams[transfer.to].is_swarm for transfer in transfers)

    def test_bets_of_both_streams(self, shipped: Playbook):
        assert {bet.stream for bet in shipped.bets.values()} == {"product", "project"}

    def test_all_metrics_of_the_operating_model(self, shipped: Playbook):
        assert set(BASE_METRICS) <= set(shipped.metrics)

    def test_every_other_metric_is_that_of_a_product_or_a_bet(self, shipped: Playbook):
        used = {id_ for each in (*shipped.products.values(), *shipped.bets.values()) for id_ in each.metrics}
        assert set(shipped.metrics) - set(BASE_METRICS) <= used


def test_a_name_or_alias_stands_for_one_thing(shipped: Playbook):
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for each in (*shipped.entities, *shipped.activities.values()):
        for name in (each.name, *each.aliases):
            owners[name.casefold()].append(str(each.address))
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}


def test_every_entity_says_in_a_sentence_what_it_is(shipped: Playbook):
    assert [str(each.address) for each in shipped.entities if each.summary is None and each.entity_kind != "term"] == []


class TestActivities:
    def test_one_role_is_accountable_and_somebody_responsible(self, shipped: Playbook):
        counted = {id_: (len(each.accountable), len(each.responsible)) for id_, each in shipped.activities.items()}
        assert {id_: parts for id_, parts in counted.items() if parts[0] != 1 or parts[1] < 1} == {}

    def test_nobody_has_two_parts_but_accountable_and_responsible(self, shipped: Playbook):
        clashes = [
            (each.id, role)
            for each in shipped.activities.values()
            for role in each.roles
            if "".join(each.letters(role)) not in ("A", "R", "AR", "S", "C", "I")
        ]
        assert clashes == []

    def test_work_changes_hands_and_is_never_thrown_over(self, shipped: Playbook):
        assert changes_of_hands(shipped)
        assert [(edge.first.id, edge.second.id) for edge in handoffs(shipped)] == []

    def test_a_decision_says_who_decides_when_it_is_stuck(self, shipped: Playbook):
        decisions = [each for each in shipped.activities.values() if each.is_decision]
        assert [each.id for each in decisions if each.escalate is None] == []

    def test_every_role_has_a_part(self, shipped: Playbook):
        assert set(shipped.roles) == {role for each in shipped.activities.values() for role in each.hands}


def rituals() -> list[str]:
    return [path.stem for path in files("ritual")]


@pytest.mark.parametrize("id_", rituals())
class TestRituals:
    def ritual(self, shipped: Playbook, id_: str) -> Ritual:
        return shipped.rituals[id_]

    def test_its_agenda_adds_up(self, shipped: Playbook, id_: str):
        ritual = self.ritual(shipped, id_)
        assert sum(item.minutes for item in ritual.agenda) == ritual.minutes

    def test_who_leads_it_takes_part(self, shipped: Playbook, id_: str):
        ritual = self.ritual(shipped, id_)
        assert set(ritual.facilitator.roles) <= set(ritual.participants.required)
        leads = {item.lead for item in ritual.agenda if item.lead is not None}
        assert leads <= {*ritual.participants.required, *ritual.participants.optional}

    def test_nobody_is_required_and_optional(self, shipped: Playbook, id_: str):
        people = self.ritual(shipped, id_).participants
        assert max(Counter((*people.required, *people.optional)).values()) == 1


@pytest.mark.parametrize("id_", [path.stem for path in files("role")])
class TestRoles:
    def counterparts(self, role: Role) -> set[str]:
        return {counterpart.role for counterpart in role.counterparts}

    def test_counterparts_name_each_other(self, shipped: Playbook, id_: str):
        mine = self.counterparts(shipped.roles[id_])
        assert mine
        assert {other for other in mine if id_ not in self.counterparts(shipped.roles[other])} == set()

    def test_counterparts_work_with_a_tool_in_common(self, shipped: Playbook, id_: str):
        role = shipped.roles[id_]
        strangers = {each for each in self.counterparts(role) if not {*role.tools} & {*shipped.roles[each].tools}}
        assert strangers == set()

    def test_a_career_can_lead_into_another_discipline(self, shipped: Playbook, id_: str):
        role = shipped.roles[id_]
        assert any(shipped.roles[step.role].discipline != role.discipline for step in role.next_roles)

    def test_it_has_small_daily_acts(self, shipped: Playbook, id_: str):
        assert len(shipped.roles[id_].daily_actions) >= 3


class TestTheBaseHoldsAnywhere:
    def test_it_points_at_no_team_product_or_bet(self, shipped: Playbook):
        found = []
        for entity in base(shipped):
            for each in marked(entity):
                kinds = []
                if isinstance(each.mark, Reference):
                    kinds = [each.mark.kind]
                elif isinstance(each.mark, AddressMark):
                    kinds = [each.text.partition(":")[0]]
                elif isinstance(each.mark, ProseMark):
                    kinds = [link.url.partition(":")[0] for link in links(each.text)]
                found += [(str(entity.address), each.text) for kind in kinds if kind in OWN_KINDS]
        assert found == []

    def test_it_points_at_no_metric_of_a_product(self, shipped: Playbook):
        found = []
        for entity in base(shipped):
            for each in marked(entity):
                addresses = [each.text] if isinstance(each.mark, AddressMark) else []
                if isinstance(each.mark, Reference) and each.mark.kind == "metric":
                    addresses = [str(Address("metric", each.text))]
                elif isinstance(each.mark, ProseMark):
                    addresses = [link.url for link in links(each.text)]
                for address in filter(None, map(Address.parse, addresses)):
                    if address.kind == "metric" and address.id not in BASE_METRICS:
                        found.append((str(entity.address), str(address)))
        assert found == []

    @pytest.mark.parametrize("path", base_files(), ids=named)
    def test_it_names_no_team_product_or_bet(self, shipped: Playbook, path: Path):
        """Names in the spelling they have as names: customers may make journeys where a team is called Journeys."""
        text = path.read_text("utf-8")
        own = [each for kind in OWN_KINDS for each in shipped.of_kind(kind).values()]
        # The office of value management is what the base describes; that a team bears its name is no wonder.
        own = [each for each in own if each.id != "value-management-office"]
        names = {name for each in own for name in (each.name, *each.aliases)}
        ids = {each.id for each in own if "-" in each.id}
        found = [word for word in names | ids if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)]
        assert found == []

    @pytest.mark.parametrize("path", base_files(), ids=named)
    def test_it_knows_nothing_of_ferries(self, path: Path):
        words = set(re.findall(r"\w+", path.read_text("utf-8").casefold()))
        assert words & set(OF_A_FERRY_OPERATOR) == set()


def test_every_principle_is_held_by_rules_that_exist(shipped: Playbook):
    for principle in shipped.principles.values():
        assert principle.rules
        assert set(principle.rules) <= set(rules())
