"""The health page: findings and measures in words, and no score."""

from __future__ import annotations

import re
from datetime import date

import pytest

from opbook.checks.judge import Verdict
from opbook.checks.rule import rules
from opbook.model.diagnostic import Diagnostic, Location, Problem, Related, Severity
from opbook.model.flow import changes_of_hands
from opbook.model.meetings import hours_per_week
from opbook.model.playbook import Playbook
from opbook.site.edition import Edition
from opbook.site.views import health as views
from tests.site.built import Element, Site
from tests.site.test_rules_pages import call_of, headings, page
from tests.workbench import TinyPlaybook, activity, entity, playbook, ritual

ON = date(2026, 11, 22)


def finding(
    code: str,
    fix: str = "add it",
    severity: str = "warning",
    entity: str = "role:a",
    path: str = "a.yml",
    elsewhere: tuple[str, ...] = (),
) -> Diagnostic:
    related = tuple(Related("here", Location(each, 1, 1, 1, 1)) for each in elsewhere)
    problem = Problem(code, "a-name", Severity(severity))
    return Diagnostic(problem, "it is so", Location(path, 3, 1, 3, 5), fix, entity, related)


def shown(tiny: TinyPlaybook, verdict: Verdict | None = None) -> Element:
    """The health page of a small project; with the verdict of the rules unless told otherwise."""
    call = call_of(tiny, "health/")
    if verdict is not None:
        call.edition.__dict__["verdict"] = verdict
    return page(call, "health_page")


def section(article: Element, title: str) -> str:
    """What stands below a heading, up to the next of its level."""
    plain = "\n".join(article.raw.split("\n"))
    level, rest = re.split(rf"^(##+) {re.escape(title)}(?: \{{ #[\w-]+ \}})?$", plain, flags=re.MULTILINE)[1:]
    return re.split(rf"^#{{2,{len(level)}}} ", rest, flags=re.MULTILINE)[0]


def rows(article: Element, label: str) -> list[list[str]]:
    """The cells of a table, row by row."""
    (table,) = [each for each in article.all("div", class_="ob-scroll") if each["aria-label"] == label]
    return [[cell.text for cell in row.all("th", "td")] for row in table.one("tbody").all("tr")]


@pytest.mark.parametrize(
    ("fix", "expected"),
    [
        ("Add Owner to the required participants of Sync", True),
        ("link Sync from Begin or End", True),  # one of two is one
        ("move Ana from support to responsible, or make Ben responsible as well", True),
        ("name under `owner` the role that notices first when this is wrong", True),
        ("Take `end` out of `after` of `begin`", True),
        ("Add a ritual in which both take part, and link it", False),  # a file of its own
        ("Write an outcome metric for it, and name it in its `metrics`", False),
        ("write an `agenda` of 30 minutes", False),  # a list
        ("Drop 3 metrics from its `metrics`", False),
        ("Drop 1 metric from its `metrics`", True),
        ("name Ana as the owner, and write when it is due", False),
        ("ask Owner, who leads it, and write `owner: owner`", False),  # a talk comes first
        ("address it to Ana", False),  # no more than the beginning of a word
        ("", False),
    ],
)
def test_a_fix_of_one_value_is_known_by_its_words(fix: str, expected: bool):
    assert views.is_one_value(fix) is expected


def test_the_cheapest_fixes_are_the_worst_findings_of_one_value_in_few_files_of_rare_rules():
    error = finding("R101", "hold a workshop", "error", elsewhere=("b.yml",))
    several = finding("R102", "settle it with both")
    wide = finding("R103", elsewhere=("b.yml", "c.yml"))
    common = [finding("R104", path=path) for path in ("d.yml", "e.yml")]
    long = finding("R105", "add what is missing")
    short = finding("R106", "add this")
    info = finding("R107", severity="info")
    silent = finding("R108", "", "error")
    found = [info, silent, several, wide, *common, long, short, error]
    assert [each.finding.code for each in views.cheapest(found)] == ["R101", "R106", "R105"]
    found = [info, several, wide, *common]
    assert [each.finding.code for each in views.cheapest(found)] == ["R104", "R104", "R103"]
    assert [each.finding.code for each in views.cheapest([info, several, wide])] == ["R103", "R102", "R107"]
    assert [(each.files, each.alike, each.is_one_value) for each in views.cheapest([wide])] == [(3, 1, True)]


def test_findings_stand_by_family_in_its_order_and_by_entity_the_worst_first():
    found = views.by_family(
        [
            finding("K901", severity="info"),
            finding("R102", entity="role:b", path="b.yml"),
            finding("R101", severity="error", path="z.yml"),
            finding("R103"),
        ]
    )
    assert [(family, list(entities)) for family, entities in found.items()] == [
        ("Responsibility", ["role:a", "role:b"]),
        ("Kept true", ["role:a"]),
    ]
    assert [each.code for each in found["Responsibility"]["role:a"]] == ["R101", "R103"]


def test_nothing_found_is_said_plainly(tiny: TinyPlaybook):
    article = shown(tiny, Verdict())
    assert "On 22 November 2026 the rules find nothing wrong. Nothing is let stand." in article.text
    assert section(article, "The three cheapest fixes first").strip() == "Nothing to mend."
    assert section(article, "All findings").strip() == "None."
    assert section(article, "What is let stand").strip() == "Nothing."
    assert "Nowhere: every step is taken up by somebody" in section(article, "Where work changes hands")
    assert "There are no products yet." in section(article, "When nobody looked after a product")


def test_an_empty_playbook_has_a_health_page(tiny: TinyPlaybook):
    for path in ("roles/owner.yml", "rituals/sync.yml", "practices/inventory.yml", "stages/launch.yml"):
        tiny.remove(path)
    article = shown(tiny, Verdict())
    assert "There are no roles yet." in article.text
    assert "Nobody is accountable for an activity yet." in article.text


def test_what_is_found_is_counted_in_words(tiny: TinyPlaybook):
    several = [finding("R101", severity="error", path=f"{n}.yml", entity="role:owner") for n in range(2)]
    one = [finding("R102", entity="role:owner"), finding("R107", severity="info", entity="role:owner")]
    article = shown(tiny, Verdict((*several, *one), (finding("R103", entity="role:owner"),)))
    assert (
        "On 22 November 2026 the rules find 2 errors, 1 warning and 1 thing worth knowing. "
        "One more is let stand, for a reason."
    ) in article.text
    assert f"{len(rules())} rules are asked." in article.text


def test_rules_that_are_off_are_counted(tiny: TinyPlaybook):
    tiny.add("playbook.yml", "rules: {R101: {severity: off}}\n")
    assert f"{len(rules()) - 1} rules are asked; 1 rule is switched off." in shown(tiny).text


def test_there_is_no_score(tiny: TinyPlaybook):
    text = shown(tiny).text
    assert "There is no score" in text
    assert not re.search(r"\b\d+\s*(/|out of)\s*(10|100)\b|\bscore of\b|\bgrade\b", text, re.IGNORECASE)


def test_a_finding_is_linked_to_its_page_its_rule_and_its_line(tiny: TinyPlaybook):
    found = finding("R101", "add <b>one</b>", "error", "role:owner", "playbook_data/roles/owner.yml")
    article = shown(tiny, Verdict((found,)))
    assert "The cheapest fix first" in headings(article)
    assert headings(article).index("The cheapest fix first") < headings(article).index("All findings")
    assert "Changes one value · concerns 1 file · the only finding of its rule" in article.text
    assert article.text.count("Add <b>one</b>.") == 2
    assert [each.text for each in article.all("b") if each.text] == []  # an empty one is the line of a limit
    for each in article.all(class_="ob-finding"):
        links = [link["href"] for link in each.all("a")]
        assert "../rules/r101/" in links
        assert "https://git.example/edit/main/playbook_data/roles/owner.yml#L3" in links
    assert "../roles/owner/" in [each["href"] for each in article.all("a")]
    assert "playbook_data/roles/owner.yml:3" in article.text


def test_a_finding_about_the_settings_has_no_entity(tiny: TinyPlaybook):
    article = shown(tiny, Verdict((finding("K901", entity="", path="playbook_data/playbook.yml"),)))
    assert "The playbook's settings" in section(article, "Kept true")


def test_what_is_let_stand_has_its_reason_and_not_its_fix(tiny: TinyPlaybook):
    tiny.add(
        "playbook.yml",
        "suppressions:\n"
        "  - {rule: R101, address: 'role:owner', reason: Gone., until: 2026-01-01}\n"
        "  - {rule: a-name, address: 'role:owner', reason: 'Agreed in [the sync](ritual:sync).', until: 2027-01-01}\n",
    )
    article = shown(tiny, Verdict((), (finding("R101", "do not say this", entity="role:owner"),)))
    said = section(article, "What is let stand")
    assert "Agreed in the sync. Until 1 January 2027." in said
    assert "Gone." not in said
    assert "do not say this" not in article.text.lower()


def test_hours_stand_beside_the_limit_of_the_level_the_fullest_first():
    model = playbook(
        entity("role", "ada", level="executive"),
        entity("role", "ben", level="practitioner"),
        entity("role", "old", withdrawn={"date": "2026-01-01", "reason": "R."}),
        ritual("long", "ben", minutes=600),
        ritual("short", "ada ben", minutes=60),
        hours={"executive": 12, "practitioner": 10},
    )
    bars = views.hours(model)
    assert [(bar.role.id, bar.value, bar.limit, bar.is_over) for bar in bars] == [
        ("ben", 11, 10, True),
        ("ada", 1, 12, False),
    ]
    assert [(bar.width, bar.limit_at) for bar in bars] == [(91.67, 83.33), (8.33, 100)]


def test_hours_are_in_words_and_the_limit_is_drawn(tiny: TinyPlaybook):
    tiny.swap("rituals/sync.yml", "minutes: 30", "minutes: 900")
    article = shown(tiny, Verdict())
    (bar, _) = article.all("li", class_="ob-bar")
    assert bar.one("a")["href"] == "../roles/owner/"
    assert bar.one(class_="ob-bar__words").text == "15 of 10 hours, over the limit"
    assert bar.one(class_="ob-bar__track")["aria-hidden"] == "true"
    assert bar.one("i")["style"] == "width:100.0%"
    assert bar.one("b")["style"] == "left:66.67%"
    assert "1 role is over the limit: Owner." in article.text


def test_accountability_is_counted_with_its_share():
    activities = {
        "one": activity("a", "a"),
        "two": activity("a", "b"),
        "three": activity("b", "b"),
        "four": activity("a", "b"),
    }
    model = playbook(entity("stage", "build", activities=activities), roles="a b c")
    assert [(bar.role.id, bar.value, bar.share, bar.width) for bar in views.accountability(model)] == [
        ("a", 3, 75, 100),
        ("b", 1, 25, 33.33),
        ("c", 0, 0, 0),
    ]
    found = views.health(model, Verdict(), ON)
    assert [bar.role.id for bar in found.accountable] == ["a", "b"]
    assert [role.id for role in found.unaccountable] == ["c"]


def test_accountability_is_in_words(tiny: TinyPlaybook):
    tiny.write("roles/helper.yml", "name: Helper\ndiscipline: project\nlevel: lead\npurpose: Helps.\n")
    said = " ".join(section(shown(tiny, Verdict()), "Who answers for how much").split())
    assert "1 activity, 100 %" in said
    assert "Accountable for no activity: Helper." in said


STAGES = """\
name: Launch
order: 1
purpose: Begin.
team: both
activities:
  begin:
    name: Begin
    rituals: [sync]
    raci: {accountable: owner, responsible: owner}
  go-on:
    name: Go on
    after: [begin]
    rituals: [sync]
    raci: {accountable: owner, responsible: helper}
  end:
    name: End
    after: [go-on]
    raci: {accountable: owner, responsible: owner}
  rest:
    name: Rest
    after: [end]
    raci: {accountable: owner, responsible: owner}
"""


def test_every_change_of_hands_says_who_to_whom_and_in_which_conversation(tiny: TinyPlaybook):
    tiny.write("roles/helper.yml", "name: Helper\ndiscipline: project\nlevel: lead\npurpose: Helps.\n")
    tiny.swap("rituals/sync.yml", "required: [owner]", "required: [owner, helper]")
    tiny.write("stages/launch.yml", STAGES)
    article = shown(tiny, Verdict())
    found = rows(article, "Changes of hands: Launch")
    assert found[0] == ["Begin Owner", "Go on Helper", "Sync"]
    assert found[1:] == [["Go on Helper", "End Owner", "Sync"]]
    assert "That happens 2 times. Each time a conversation spans it." in article.text
    links = [each["href"] for each in article.all("a")]
    assert {"../stages/launch/#begin", "../stages/launch/#go-on", "../rituals/sync/", "../roles/helper/"} <= set(links)


def test_a_change_of_hands_without_a_conversation_is_said(tiny: TinyPlaybook):
    tiny.write("roles/helper.yml", "name: Helper\ndiscipline: project\nlevel: lead\npurpose: Helps.\n")
    tiny.write("stages/launch.yml", STAGES)
    article = shown(tiny, Verdict())
    assert [row[2] for row in rows(article, "Changes of hands: Launch")] == ["no conversation", "Sync"]
    assert "1 time no conversation spans it: nobody who had the work in hand" in article.text


def product(**fields: object) -> Playbook:
    return playbook(
        entity("stage", "operate", live=True),
        entity("team", "crew"),
        entity("team", "other"),
        entity("product", "ferry", **fields),
    )


@pytest.mark.parametrize(
    ("fields", "state", "today", "gaps"),
    [
        ({}, "idea", (), []),
        ({"stage": "operate"}, "undated", (), []),
        ({"launched": "2027-01-01"}, "idea", (), []),
        ({"launched": "2020-01-01", "stewards": [{"team": "crew", "from": "2019-01-01"}]}, "live", ("crew",), []),
        (
            {
                "launched": "2020-01-01",
                "stewards": [
                    {"team": "crew", "from": "2020-02-01", "until": "2021-01-31"},
                    {"team": "other", "from": "2021-03-01", "until": "2027-05-31"},
                ],
            },
            "live",
            ("other",),
            [("2020-01-01", "2020-01-31"), ("2021-02-01", "2021-02-28"), ("2027-06-01", "2027-06-01")],
        ),
        (
            {"launched": "2020-01-01", "stewards": [{"team": "crew", "from": "2020-01-01", "until": "2026-10-31"}]},
            "live",
            (),
            [("2026-11-01", "2026-11-22")],
        ),
        (
            {
                "launched": "2020-01-01",
                "retired": "2025-01-01",
                "stewards": [{"team": "crew", "from": "2020-01-01", "until": "2024-11-30"}],
            },
            "retired",
            (),
            [("2024-12-01", "2024-12-31")],
        ),
    ],
)
def test_a_product_has_the_stretches_in_which_nobody_looked_after_it(
    fields: dict[str, object], state: str, today: tuple[str, ...], gaps: list[tuple[str, str]]
):
    model = product(**fields)
    found = views.care(model, model.products["ferry"], ON)
    assert (found.state, found.today) == (state, today)
    assert [(str(gap.start), str(gap.end)) for gap in found.gaps] == gaps


def test_stretches_without_a_steward_are_in_words(tiny: TinyPlaybook):
    tiny.write("teams/crew.yml", "name: Crew\nkind: standing\npurpose: Sails.\n")
    head = "customers: All.\nstage: launch\nlaunched: 2020-01-01\nstewards:\n"
    tiny.write("products/a.yml", f"name: A\n{head}  - {{team: crew, from: 2020-01-11, until: 2026-11-20}}\n")
    tiny.write("products/b.yml", f"name: B\n{head}  - {{team: crew, from: 2023-01-01, until: 2026-12-31}}\n")
    tiny.write("products/c.yml", f"name: C\n{head}  - {{team: crew, from: 2020-01-01}}\n")
    tiny.write("products/d.yml", "name: D\ncustomers: All.\n")
    assert rows(shown(tiny, Verdict()), "When nobody looked after a product") == [
        ["A", "nobody", "1 January 2020 to 10 January 2020, 10 days since 21 November 2026, 2 days so far"],
        ["B", "Crew", "1 January 2020 to 31 December 2022, 3 years from 1 January 2027 on"],
        ["C", "Crew", "never"],
        ["D", "not launched yet", "\N{EN DASH}"],
    ]


def test_the_shipped_page_has_its_sections_in_order(site: Site):
    found = [each.text.removesuffix("¶").strip() for each in site.article("health/").all("h2")]
    assert re.fullmatch(r"The (cheapest fix|(two|three) cheapest fixes) first", found[0])
    assert found[1:] == [
        "All findings",
        "What is let stand",
        "Hours in conversations",
        "Who answers for how much",
        "Where work changes hands",
        "When nobody looked after a product",
    ]


def test_the_shipped_page_counts_what_the_rules_say(site: Site, shipped_edition: Edition):
    verdict, article = shipped_edition.verdict, site.article("health/")
    lead = next(article.all("p", class_="ob-lead")).text
    counted = [int(each) for each in re.findall(r"(\d+) (?:error|warning|thing)", lead)]
    assert sum(counted) == len(verdict.findings)
    assert ("nothing wrong" in lead) is (verdict.findings == ())
    for each in (*verdict.findings, *verdict.suppressed):
        assert f"{each.location.path}:{each.location.line}" in article.text


def test_the_shipped_page_has_every_role_and_every_change_of_hands(site: Site, shipped: Playbook):
    article = site.article("health/")
    words = [each.text for each in article.all(class_="ob-bar__words")]
    for role in shipped.roles.values():
        hours = f"{hours_per_week(shipped, role.id):.1f}".removesuffix(".0")
        assert any(each.startswith(f"{hours} of {shipped.settings.hours.limit(role.level)} hours") for each in words)
    found = [row for table in article.all("table", class_="ob-changes") for row in table.one("tbody").all("tr")]
    assert len(found) == len(changes_of_hands(shipped))
    cared = [each.one("th").text for each in article.one("table", class_="ob-care").one("tbody").all("tr")]
    assert cared == [each.name for each in shipped.products.values() if each.withdrawn is None]


def test_the_page_says_nothing_of_drafts(tiny: TinyPlaybook):
    article = shown(tiny, Verdict((finding("R101", entity="role:draft", path="roles/draft.yml"),)))
    assert "the rules find nothing wrong" in article.text
    assert "draft" not in article.text
