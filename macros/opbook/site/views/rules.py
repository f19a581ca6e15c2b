"""The pages about the rules: what each looks for, how it is set here, and what it says of this playbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from opbook.checks.examples import Example, example_of
from opbook.checks.judge import SEVERITY_KEY, Verdict, is_in_force, severity_of, thresholds_of
from opbook.checks.rule import FAMILIES, Rule, rules
from opbook.model.activity import Activity
from opbook.model.address import Address
from opbook.model.diagnostic import Diagnostic, Severity
from opbook.model.playbook import Playbook
from opbook.model.settings import Suppression
from opbook.source.files import data_files, lines_of

FOLDER = "playbook_data"
"""The folder that examples are said to stand in, as the checker says it too."""
_EXCERPT = re.compile(r"  +\d* \| ")
_PARTS = re.compile(r"^(Why|To mend it|Smell): ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Doc:
    """A rule's docstring in its parts, each as prose."""

    title: str
    """The first sentence."""
    what: str
    """What is said before the reasons, beyond the title."""
    why: str
    mend: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in the list of all rules."""

    rule: Rule
    here: Severity | None
    """How bad it is in this playbook; `None` where it is switched off."""

    @property
    def is_changed(self) -> bool:
        """Whether the playbook sets another severity than the default."""
        return self.here is not self.rule.problem.severity


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number that a playbook may set."""

    name: str
    default: str
    here: str


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """A line of an example's file, or of what the checker says of it."""

    text: str
    is_new: bool = False
    """Whether the bad example has another line here, or none."""
    is_excerpt: bool = False
    """Whether it shows the line at fault, or points at it: such a line must not be broken."""


@dataclass(frozen=True, slots=True)
class ExampleFile:
    """A file of an example."""

    path: str
    """With `FOLDER` before it."""
    lines: tuple[ExampleLine, ...]


@dataclass(frozen=True, slots=True)
class ShownExample:
    """A rule's example as its page shows it."""

    bad: tuple[ExampleFile, ...]
    """The files that the checker points at, or that are mended."""
    rest: tuple[ExampleFile, ...]
    """The other files of the bad example, which make it a whole playbook."""
    expected: tuple[ExampleLine, ...]
    """What the checker says of it."""
    mended: tuple[ExampleFile, ...]
    """Only the files that differ from those of the bad example."""
    removed: tuple[str, ...]
    """The paths of files that only the bad example has."""


@dataclass(frozen=True, slots=True)
class LetStand:
    """A suppression of a rule."""

    suppression: Suppression
    address: Address | None
    in_force: bool
    """Whether it has not run out."""
    covers: int
    """How many findings it lets stand today."""


@dataclass(frozen=True, slots=True)
class RulePage:
    """All that the page of a rule shows."""

    rule: Rule
    doc: Doc
    here: Severity | None
    thresholds: tuple[Threshold, ...]
    settings: str
    """YAML that sets everything of this rule to what holds here."""
    suppression: str
    """YAML that lets a finding of this rule stand."""
    example: ShownExample | None
    """`None` where nobody has written one yet."""
    findings: tuple[Diagnostic, ...]
    let_stand: tuple[LetStand, ...]

    @property
    def is_changed(self) -> bool:
        """Whether the playbook sets another severity than the default."""
        return self.here is not self.rule.problem.severity


def rules_by_family(playbook: Playbook) -> Mapping[str, tuple[RuleRow, ...]]:
    """Every rule with its severity here, by the name of its family."""
    found: dict[str, list[RuleRow]] = {family: [] for family in FAMILIES.values()}
    for rule in rules().values():
        found[rule.family].append(RuleRow(rule, severity_of(rule, playbook)))
    return {family: tuple(rows) for family, rows in found.items() if rows}


def rule_page(playbook: Playbook, verdict: Verdict, rule: Rule, on: date) -> RulePage:
    """All that the page of a rule shows."""
    here = severity_of(rule, playbook)
    thresholds = thresholds_of(rule, playbook)
    findings = of_rule(rule, shown(playbook, verdict.findings))
    return RulePage(
        rule,
        parts_of_doc(rule.doc),
        here,
        tuple(Threshold(name, f"{value:g}", f"{thresholds[name]:g}") for name, value in rule.thresholds.items()),
        _settings(rule, here, thresholds),
        _suppression(rule, findings),
        shown_example(rule.code),
        findings,
        tuple(
            _let_stand(each, of_rule(rule, shown(playbook, verdict.suppressed)), on)
            for each in playbook.settings.suppressions
            if each.rule in (rule.code, rule.name)
        ),
    )


def shown(playbook: Playbook, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings that a page may show: those about a draft stay away from a site without drafts."""
    return tuple(each for each in findings if not each.entity or _subject(playbook, each) is not None)


def _subject(playbook: Playbook, finding: Diagnostic) -> object | None:
    address = Address.parse(finding.entity)
    return playbook.find(address) if address is not None else None


def of_rule(rule: Rule, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings of one rule."""
    return tuple(each for each in findings if each.code == rule.code)


def by_page(playbook: Playbook, findings: Iterable[Diagnostic]) -> Mapping[str, tuple[Diagnostic, ...]]:
    """Findings by the address of the entity on whose page they belong: those of an activity are its home's."""
    found: dict[str, list[Diagnostic]] = {}
    for each in findings:
        subject = _subject(playbook, each)
        home = str(subject.home) if isinstance(subject, Activity) else each.entity
        if subject is not None:
            found.setdefault(home, []).append(each)
    return {home: tuple(members) for home, members in found.items()}


def parts_of_doc(doc: str) -> Doc:
    """Take a rule's docstring apart."""
    head, *rest = _PARTS.split(doc)
    parts = dict(zip(rest[::2], rest[1::2], strict=True))
    title, _, what = head.partition("\n")
    return Doc(title, what.strip(), _sentences(parts.get("Why", "")), _sentences(parts.get("To mend it", "")))


def _sentences(text: str) -> str:
    """A text that followed a colon, as one that stands alone."""
    stripped = text.strip()
    return stripped[:1].upper() + stripped[1:]


def _settings(rule: Rule, here: Severity | None, thresholds: Mapping[str, float]) -> str:
    severity = "off" if here is None else here.value
    lines = [f"{SEVERITY_KEY}: {severity}", *(f"{name}: {value:g}" for name, value in thresholds.items())]
    return "\n".join(["rules:", f"  {rule.name}:", *(f"    {line}" for line in lines)])


def _suppression(rule: Rule, findings: tuple[Diagnostic, ...]) -> str:
    address = next((each.entity for each in findings if each.entity), "KIND:ID")
    lines = [f"- rule: {rule.name}", f"  address: {address}", "  reason: Why this may stand.", "  until: YYYY-MM-DD"]
    return "\n".join(["suppressions:", *(f"  {line}" for line in lines)])


def _let_stand(suppression: Suppression, suppressed: tuple[Diagnostic, ...], on: date) -> LetStand:
    in_force = is_in_force(suppression, on)
    covers = sum(each.entity == suppression.address for each in suppressed) if in_force else 0
    return LetStand(suppression, Address.parse(suppression.address), in_force, covers)


def shown_example(code: str) -> ShownExample | None:
    """The example of a rule; `None` where nobody has written one yet."""
    try:
        example: Example = example_of(code)
    except FileNotFoundError:
        return None
    bad, good = _texts(example.bad), _texts(example.good)
    files = [ExampleFile(path, _lines(text, text)) for path, text in bad.items()]
    concerned = {path for path, text in bad.items() if path in example.expected or good.get(path) != text}
    return ShownExample(
        tuple(file for file in files if file.path in concerned),
        tuple(file for file in files if file.path not in concerned),
        tuple(
            ExampleLine(line, is_excerpt=_EXCERPT.match(line) is not None)
            for line in example.expected.rstrip("\n").split("\n")
        ),
        tuple(
            ExampleFile(path, _lines(text, bad.get(path, ""))) for path, text in good.items() if bad.get(path) != text
        ),
        tuple(path for path in bad if path not in good),
    )


def _texts(folder: Path) -> Mapping[str, str]:
    files = data_files(folder) if folder.is_dir() else ()
    return {f"{FOLDER}/{each.inside}": each.path.read_text("utf-8").rstrip("\n") for each in files}


def _lines(text: str, before: str) -> tuple[ExampleLine, ...]:
    """The lines of a text, with which of them an earlier text did not have."""
    old, new = lines_of(before), lines_of(text)
    kept: set[int] = set()
    for match in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        kept.update(range(match.b, match.b + match.size))
    return tuple(ExampleLine(line, number not in kept) for number, line in enumerate(new))
