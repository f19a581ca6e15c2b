"""What holds of all rules together: what is broken is told, and nothing but the playbook and the day decides."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from opbook.checks.examples import ON, example_of
from opbook.checks.judge import Verdict, judge
from opbook.checks.rule import Rule, rules
from opbook.model.address import Address
from opbook.model.diagnostic import Diagnostic, Severity
from opbook.model.playbook import Playbook
from opbook.source import clock
from opbook.source.reading import Reading, read
from opbook.source.report import as_text
from tests.checks.removals import KINDS, Data, Files, activities, files_of, many
from tests.conftest import ROOT
from tests.workbench import TinyPlaybook

RULES = list(rules().values())
OFTEN = ("workday", "week", "2 weeks", "month")
"""How often a ritual has to take place for people to meet whatever they do."""


# What is broken is told. Each law says, from what the files say and from nothing else, where a rule has to speak.


def hands(each: Data) -> tuple[list[str], list[str]]:
    """Who is accountable and who is responsible."""
    if "raci" in each:
        return many(each["raci"].get("accountable")), many(each["raci"].get("responsible"))
    return many(each["daci"].get("approver")), many(each["daci"].get("driver"))


def people(ritual: Data, *fields: str) -> set[str]:
    """Who takes part in a ritual."""
    return {role for field in fields or ("required", "optional") for role in many(ritual["participants"].get(field))}


def leads(ritual: Data, *, always: bool = False) -> list[str]:
    """Who leads a ritual; with `always` nobody where the lead goes round."""
    facilitator = ritual["facilitator"]
    if not isinstance(facilitator, dict):
        return many(facilitator)
    return [] if always and facilitator.get("rotates") == "true" else many(facilitator["roles"])


def is_often(ritual: Data) -> bool:
    """Whether a ritual takes place monthly or more often by the calendar."""
    return any(each.get("every") in OFTEN for each in many(ritual["cadence"]))


def is_on(first: str, last: str | None) -> bool:
    """Whether the day lies between two others."""
    return date.fromisoformat(first) <= ON <= (date.fromisoformat(last) if last else date.max)


def with_matrix(kind: str, accountable: int | None, responsible: int | None) -> Callable[[Files], Iterator[str]]:
    """Activities with so many accountable and responsible roles: 0 is none, 1 some, -1 any number but one."""

    def fits(roles: list[str], wanted: int | None) -> bool:
        return {None: True, 0: not roles, 1: bool(roles), -1: len(roles) != 1}[wanted]

    def law(files: Files) -> Iterator[str]:
        for id_, each in activities(files).items():
            answering, doing = hands(each)
            if kind in each and fits(answering, accountable) and fits(doing, responsible):
                yield f"activity:{id_}"

    return law


def nothing_in_hand(files: Files) -> Iterator[str]:
    busy = {role for each in activities(files).values() for part in hands(each) for role in part}
    busy |= {each["escalate"]["to"] for each in activities(files).values() if "escalate" in each}
    for ritual in files["ritual"].values():
        busy |= {*people(ritual, "required"), *leads(ritual, always=True)}
    yield from (f"role:{role}" for role in files["role"] if role not in busy)


def decided_in_absence(files: Files) -> Iterator[str]:
    for id_, each in activities(files).items():
        if each.get("kind") != "decision" and "daci" not in each:
            continue
        answering, rituals = hands(each)[0], many(each.get("rituals"))
        there = {role for ritual in rituals for role in people(files["ritual"][ritual], "required")}
        there |= {role for ritual in rituals for role in leads(files["ritual"][ritual], always=True)}
        if answering and rituals and not there & set(answering):
            yield f"activity:{id_}"


def handed_off(files: Files) -> Iterator[str]:
    every = activities(files)
    for id_, second in every.items():
        for first in (every[each] for each in many(second.get("after"))):
            givers, takers = {*hands(first)[0], *hands(first)[1]}, set(hands(second)[1])
            if not takers or not hands(first)[1] or takers & set(hands(first)[1]):
                continue
            linked = {*many(first.get("rituals")), *many(second.get("rituals"))}
            there = [people(files["ritual"][ritual], "required") for ritual in linked]
            if not any(each & givers and each & takers for each in there):
                yield f"activity:{id_}"


def answering_from_afar(files: Files) -> Iterator[str]:
    required = {id_: people(ritual, "required") for id_, ritual in files["ritual"].items()}
    often = [required[id_] for id_, ritual in files["ritual"].items() if is_often(ritual)]
    for id_, each in activities(files).items():
        answering, doing = hands(each)
        rituals = [*often, *(required[ritual] for ritual in many(each.get("rituals")))]
        unmet = [role for role in doing if not any({role, *answering} <= there for there in rituals)]
        if len(answering) == 1 and set(unmet) - set(answering):
            yield f"activity:{id_}"


def consulted_by_strangers(files: Files) -> Iterator[str]:
    rituals = [people(ritual) for ritual in files["ritual"].values()]
    for id_, each in activities(files).items():
        matrix = each["raci"] if "raci" in each else each["daci"]
        own = {role for part in hands(each) for role in part}
        asked = set(many(matrix.get("consulted", matrix.get("contributors")))) - own
        if own and asked - set().union(*(there for there in rituals if there & own)):
            yield f"activity:{id_}"


def ending_in_nothing(files: Files) -> Iterator[str]:
    taken_up = {earlier for each in activities(files).values() for earlier in many(each.get("after"))}
    last = max(int(stage["order"]) for stage in files["stage"].values())
    for stage in files["stage"].values():
        for id_, each in stage.get("activities", {}).items():
            if int(stage["order"]) != last and id_ not in taken_up and "outputs" not in each:
                yield f"activity:{id_}"


def without_its_lead(files: Files) -> Iterator[str]:
    for id_, ritual in files["ritual"].items():
        if set(leads(ritual)) - people(ritual, "required"):
            yield f"ritual:{id_}"


def needed_by_nothing(files: Files) -> Iterator[str]:
    pointed_at = {ritual for each in activities(files).values() for ritual in many(each.get("rituals"))}
    pointed_at |= {ritual for each in files["practice"].values() for ritual in many(each.get("rituals"))}
    pointed_at |= {each.get("reviewed_in") for each in files["metric"].values()}
    pointed_at |= {each.get("transfer", {}).get("ritual") for each in files["team"].values()}
    for id_, ritual in files["ritual"].items():
        if id_ not in pointed_at and ritual["kind"] != "trust" and not ritual.get("activities"):
            yield f"ritual:{id_}"


def planned_by_one_side(files: Files) -> Iterator[str]:
    for id_, ritual in files["ritual"].items():
        sides = {files["role"][role]["discipline"] for role in people(ritual, "required")} & {"product", "project"}
        if ritual["kind"] == "planning" and len(sides) < 2:
            yield f"ritual:{id_}"


def looked_at_by_others(files: Files) -> Iterator[str]:
    for id_, metric in files["metric"].items():
        ritual = files["ritual"].get(metric.get("reviewed_in", ""))
        owners = set(many(metric.get("owners")))
        if ritual is None or (owners and not owners & people(ritual, "required")):
            yield f"metric:{id_}"


def unattended(files: Files) -> Iterator[str]:
    for id_, product in files["product"].items():
        stage = files["stage"].get(product.get("stage", ""), {})
        is_gone = "retired" in product and date.fromisoformat(product["retired"]) <= ON
        in_care = any(is_on(each["from"], each.get("until")) for each in many(product.get("stewards")))
        if stage.get("live") == "true" and not is_gone and not in_care:
            yield f"product:{id_}"


def without_heir(files: Files) -> Iterator[str]:
    for id_, team in files["team"].items():
        transfer = team.get("transfer", {})
        if team["kind"] == "swarm" and not ("planned" in transfer or "accepted" in transfer):
            yield f"team:{id_}"


LAWS: Mapping[str, Callable[[Files], Iterator[str]]] = {
    "R101": with_matrix("raci", 0, 1),
    "R103": with_matrix("raci", 1, 0),
    "R104": with_matrix("raci", 0, 0),
    "R111": nothing_in_hand,
    "R112": decided_in_absence,
    "R113": with_matrix("daci", None, -1),
    "R114": with_matrix("daci", -1, None),
    "H201": handed_off,
    "H202": answering_from_afar,
    "H203": consulted_by_strangers,
    "H207": ending_in_nothing,
    "P301": planned_by_one_side,
    "M408": looked_at_by_others,
    "T501": unattended,
    "T507": without_heir,
    "L706": needed_by_nothing,
    "L709": without_its_lead,
}
"""For each code the addresses of which the rule has to speak."""

BREAKS = {
    "part": {"R101", "R103", "R113", "R114"},
    "participant": {"L709", "R112", "H201", "H202", "H203"},
    "steward": {"T501"},
    "transfer": {"T507"},
    "ritual link": {"H201", "H202", "L706"},
    "after": set[str](),
}
"""Which laws each kind of removal breaks somewhere: with none of these would the test below say nothing."""


@pytest.fixture(scope="module")
def files(harbourline: Reading) -> Files:
    return files_of(harbourline)


def is_located(reading: Reading, finding: Diagnostic) -> bool:
    """Whether a finding and all that it relates to stand somewhere in a file, and speak of something there is."""
    assert reading.playbook is not None
    address = Address.parse(finding.entity)
    for place in (finding.location, *(each.location for each in finding.related)):
        lines = reading.texts.get(place.path, "").splitlines()
        if not (1 <= place.line <= place.end_line <= len(lines) and 1 <= place.column <= len(lines[place.line - 1])):
            return False
    return address is not None and reading.playbook.find(address) is not None


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_removal_breaks_is_told(kind: str, harbourline: Reading, files: Files):
    wrong: list[str] = []
    broken: set[str] = set()
    for removal in KINDS[kind](files):
        changed = removal.from_files(files)
        reading = removal.from_reading(harbourline, changed[removal.kind][removal.id])
        found = judge(reading, ON).findings
        told = Counter((each.code, each.entity) for each in found if each.code in LAWS)
        right = Counter((code, address) for code, law in LAWS.items() for address in law(changed))
        broken.update(code for code, _ in right)
        if told != right:
            wrong.append(f"{removal}: not told {sorted(right - told)}, told for nothing {sorted(told - right)}")
        wrong.extend(f"{removal}: {each}" for each in found if not is_located(reading, each))
    assert wrong == []
    assert broken >= BREAKS[kind]


def test_nothing_is_broken_before(harbourline: Reading, files: Files):
    assert {code: list(law(files)) for code, law in LAWS.items()} == {code: [] for code in LAWS}
    assert not {each.code for each in judge(harbourline, ON).findings} & set(LAWS)


# The order of files and of keys says nothing.

COLLECTIONS = {
    *("activities", "checklists", "disciplines", "levels", "maturity", "roles", "rituals", "skills"),
    *("skill_groups", "skill_levels", "swarm_needs", "hours", "rules"),
}
"""Fields whose keys are ids or titles. Readers see those in the order in which they are written."""


def turned_round(data: Any, *, ids_too: bool, is_collection: bool = False) -> Any:
    """The same data, the keys of each mapping from the last to the first."""
    if isinstance(data, list):
        return [turned_round(each, ids_too=ids_too) for each in data]
    if not isinstance(data, dict):
        return data
    turned = [
        (key, turned_round(value, ids_too=ids_too, is_collection=key in COLLECTIONS and not is_collection))
        for key, value in data.items()
    ]
    return dict(turned if is_collection and not ids_too else reversed(turned))


def written(folder: Path, reading: Reading, change: Callable[[Data], Data] = dict) -> Reading:
    """Read what a reading says from other files, the last of them written first."""
    for source in reversed(reading.sources.values()):
        path = folder / source.inside
        path.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(change(source.data), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
        path.write_text(text, "utf-8")
    return read(folder, shown_as="playbook_data")


def words(findings: Iterable[Diagnostic]) -> list[tuple[str, ...]]:
    """Everything that findings say but the lines and columns, whose order is theirs."""
    return sorted(
        (
            *(each.location.path, each.code, each.severity, each.entity, each.message, each.fix),
            *(f"{other.location.path}: {other.message}" for other in each.related),
        )
        for each in findings
    )


@pytest.fixture(scope="module")
def battered(tmp_path_factory: pytest.TempPathFactory, harbourline: Reading, files: Files) -> Path:
    """The folder of the shipped playbook without every fourth thing that can be taken out: much is wrong with it."""
    folder = tmp_path_factory.mktemp("battered") / "playbook_data"
    changed: Files = files
    for kind in KINDS.values():
        for removal in [*kind(files)][::4]:
            changed = removal.from_files(changed)
    by_inside = {
        source.inside: changed[each.entity_kind][each.id]
        for each in (harbourline.playbook.entities if harbourline.playbook else ())
        if (source := harbourline.source_of(each.entity_kind, each.id)) is not None
    }
    for inside, source in harbourline.sources.items():
        path = folder / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        data = by_inside.get(inside, source.data)
        path.write_text(yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), "utf-8")
    return folder


def test_the_battered_playbook_has_much_to_tell(battered: Path):
    found = judge(read(battered), ON).findings
    assert len(found) > 50
    assert len({each.code for each in found}) > 10


def report(reading: Reading) -> str:
    """The report as ``opbook check`` prints it."""
    verdict = judge(reading, ON)
    return as_text(verdict.findings, reading.texts, suppressed=len(verdict.suppressed))


def test_the_order_of_files_says_nothing(battered: Path, tmp_path: Path):
    reading = read(battered, shown_as="playbook_data")
    assert reading.playbook is not None
    expected = report(reading)
    assert report(written(tmp_path, reading)) == expected
    for seed in range(3):
        entities, sources = list(reading.playbook.entities), list(reading.sources.items())
        random.Random(seed).shuffle(entities)
        random.Random(seed).shuffle(sources)
        shuffled = Playbook.of(reading.playbook.settings, entities)
        assert report(replace(reading, playbook=shuffled, sources=dict(sources))) == expected


def test_the_order_of_fields_says_nothing(battered: Path, tmp_path: Path):
    reading = read(battered, shown_as="playbook_data")
    turned = written(tmp_path, reading, lambda data: turned_round(data, ids_too=False))
    assert words(judge(turned, ON).findings) == words(judge(reading, ON).findings)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_order_of_fields_says_nothing_in_an_example(rule: Rule, tmp_path: Path):
    reading = read(example_of(rule.code).bad, shown_as="playbook_data")
    turned = written(tmp_path, reading, lambda data: turned_round(data, ids_too=False))
    assert words(judge(turned, ON).findings) == words(judge(reading, ON).findings)


def test_the_order_of_ids_is_for_readers_and_breaks_nothing(battered: Path, tmp_path: Path):
    reading = read(battered, shown_as="playbook_data")
    turned = written(tmp_path, reading, lambda data: turned_round(data, ids_too=True))

    def what_and_where(reading: Reading) -> Counter[tuple[str, str]]:
        return Counter((each.code, each.entity) for each in judge(reading, ON).findings)

    assert what_and_where(turned) == what_and_where(reading)


# The same input gives the same bytes.


def test_two_runs_give_the_same_bytes(battered: Path):
    def run(*options: str, **variables: str) -> bytes:
        command = [sys.executable, "-c", "from opbook.cli.main import main; main()", "check", "--data", str(battered)]
        environment = {**os.environ, **variables}
        done = subprocess.run([*command, *options], capture_output=True, check=False, env=environment)
        assert (done.returncode, done.stderr) == (1, b"")
        return done.stdout

    on = ("--format", "json", "--on", "2026-11-22")
    first = run(*on, PYTHONHASHSEED="1", TZ="UTC", SOURCE_DATE_EPOCH="0")
    assert first == run(*on, PYTHONHASHSEED="2", TZ="Pacific/Auckland", SOURCE_DATE_EPOCH="4000000000")
    assert first == run("--format", "json", SOURCE_DATE_EPOCH="1795305600")  # that day, as it is spelled in seconds


def test_the_rules_never_ask_the_clock(battered: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clock, "today", None)
    assert judge(read(battered), ON) == judge(read(battered), ON)
    asking = re.compile(r"\b(today|now|utcnow|time|time_ns|localtime)\(\)")
    for folder in ("model", "checks"):
        for path in (ROOT / "macros" / "opbook" / folder).rglob("*.py"):
            assert not asking.search(path.read_text("utf-8")), path


# Settings do what they say, and no more.


@pytest.fixture(params=RULES, ids=lambda rule: rule.code)
def rule(request: pytest.FixtureRequest) -> Rule:
    found: Rule = request.param
    return found


@pytest.fixture
def bad(rule: Rule) -> Reading:
    """The playbook that breaks a rule."""
    return read(example_of(rule.code).bad, shown_as="playbook_data")


def set_otherwise(reading: Reading, word: str, **given: str) -> Reading:
    """The same playbook, with settings for one rule besides its own."""
    assert reading.playbook is not None
    settings = reading.playbook.settings
    told = {**settings.rules, word: {**settings.rules.get(word, {}), **given}}
    return replace(reading, playbook=replace(reading.playbook, settings=settings.model_copy(update={"rules": told})))


def let_stand(reading: Reading, *suppressions: dict[str, str]) -> Reading:
    """The same playbook, with suppressions besides its own."""
    assert reading.playbook is not None
    settings = reading.playbook.settings
    more = (
        type(settings)
        .model_validate({"title": "T", "organisation": "O", "disciplines": {}, "suppressions": suppressions})
        .suppressions
    )
    changed = settings.model_copy(update={"suppressions": (*settings.suppressions, *more)})
    return replace(reading, playbook=replace(reading.playbook, settings=changed))


def split(findings: Iterable[Diagnostic], rule: Rule) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """What one rule says, and what the others say. Rules about settings are left out: they are asked elsewhere."""
    others = [each for each in findings if each.code not in (rule.code, "K904", "K905", "K906")]
    return [each for each in findings if each.code == rule.code], others


@pytest.mark.parametrize("by", ["code", "name"])
def test_off_silences_one_rule_and_no_other(rule: Rule, bad: Reading, by: str):
    told, others = split(judge(bad, ON).findings, rule)
    assert told
    assert split(judge(set_otherwise(bad, getattr(rule, by), severity="off"), ON).findings, rule) == ([], others)


@pytest.mark.parametrize("severity", Severity)
def test_another_severity_changes_nothing_else(rule: Rule, bad: Reading, severity: Severity):
    told, others = split(judge(bad, ON).findings, rule)
    expected = [replace(each, problem=replace(each.problem, severity=severity)) for each in told]
    changed = set_otherwise(bad, rule.name, severity=severity.value)
    assert split(judge(changed, ON).findings, rule) == (expected, others)


@pytest.mark.parametrize(
    ("name", "threshold"), [(each.name, threshold) for each in RULES for threshold in each.thresholds]
)
def test_a_threshold_takes_effect(name: str, threshold: str):
    rule = next(each for each in RULES if each.name == name)
    reading = read(example_of(rule.code).bad, shown_as="playbook_data")

    def told(value: str, others: str | None) -> tuple[Diagnostic, ...]:
        beside = {each: others for each in rule.thresholds if others is not None}
        return judge(set_otherwise(reading, name, **{**beside, threshold: value}), ON, wanted=[rule]).findings

    # Of several thresholds one may hide another, so these are also set to where they cannot.
    assert any(
        len({told(value, others) for value in ("0", "0.01", "1000000")}) > 1 for others in (None, "0", "1000000")
    )


def test_a_suppression_covers_what_it_names_and_no_more(rule: Rule, bad: Reading):
    told, others = split(judge(bad, ON).findings, rule)
    about = {each.entity for each in told} - {""}
    for word in (rule.code, rule.name):
        covered = let_stand(bad, *({"rule": word, "address": each, "reason": "We know."} for each in about))
        verdict = judge(covered, ON)
        still, beside = split(verdict.findings, rule)
        if "K90" not in rule.code:
            assert {each.entity for each in still} <= {""}  # what is said of the settings has no address
        assert beside == others
        assert [each for each in verdict.suppressed if each.code == rule.code] == [
            each for each in told if each.entity in about
        ]


def test_a_suppression_holds_until_its_day_and_not_longer(rule: Rule, bad: Reading):
    verdict = judge(bad, ON)
    about = sorted({each.entity for each in verdict.findings if each.code == rule.code} - {""})
    for until, count in ((ON, 0), (ON - timedelta(days=1), len(about))):
        given = ({"rule": rule.code, "address": a, "reason": "We know.", "until": str(until)} for a in about)
        changed = judge(let_stand(bad, *given), ON)
        still = {each.entity for each in changed.findings if each.code == rule.code} & set(about)
        assert len(still) == count
        assert sum(each.code == "K904" for each in changed.findings) == count + sum(
            each.code == "K904" for each in verdict.findings
        )


def test_a_suppression_on_a_stage_does_not_cover_its_activities(tiny: TinyPlaybook):
    tiny.swap("stages/launch.yml", "accountable: owner, ", "")
    suppression = "suppressions:\n  - {rule: R101, address: ADDRESS, reason: We know.}\n"

    def verdict(address: str) -> Verdict:
        tiny.add("playbook.yml", suppression.replace("ADDRESS", address))
        return judge(tiny.read(), ON)

    whole = verdict("stage:launch")
    assert [each.entity for each in whole.findings if each.code == "R101"] == ["activity:begin"]
    assert whole.suppressed == ()
    assert any(each.code == "K905" for each in whole.findings)
    one = verdict("activity:begin")
    assert [each.entity for each in one.suppressed] == ["activity:begin"]
    assert not {each.code for each in one.findings} & {"R101", "K905"}


def test_what_is_wanted_is_told_and_nothing_else(rule: Rule, bad: Reading):
    everything = judge(bad, ON).findings
    assert list(judge(bad, ON, wanted=[rule]).findings) == [each for each in everything if each.code == rule.code]


def test_rules_are_asked_one_by_one_as_together(battered: Path):
    reading = read(battered)
    together = judge(reading, ON).findings
    assert sorted(
        (each for rule in RULES for each in judge(reading, ON, wanted=[rule]).findings), key=lambda each: each.order
    ) == list(together)
