"""The pages about the rules: the list, one for each rule, and the box on the page of an entity."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from opbook.checks.examples import Example, example_of
from opbook.checks.judge import Verdict
from opbook.checks.rule import FAMILIES, rules
from opbook.model.diagnostic import Diagnostic, Location, Problem, Severity
from opbook.site.edition import Edition
from opbook.site.registry import Call, macros
from opbook.site.views import rules as views
from opbook.source.reading import read
from tests.site.built import Element, Site, parsed
from tests.workbench import TinyPlaybook, activity, entity, playbook

ON = date(2026, 11, 22)
UNACCOUNTABLE = """\
name: Launch
order: 1
purpose: Begin.
team: both
activities:
  begin:
    name: Begin <b>now</b>
    rituals: [sync]
    raci: {responsible: owner}
"""
"""A stage that breaks R101."""


def call_of(tiny: TinyPlaybook, url: str = "rules/r101/") -> Call:
    """A call from a page of a small project."""
    reading = read(tiny.folder, shown_as="playbook_data")
    assert reading.findings == ()
    assert reading.playbook is not None
    project = tiny.folder.parent
    edition = Edition(project, tiny.folder, reading, reading.playbook, ON)
    return Call(edition, url, {}, project / "docs", "https://git.example/edit/main/docs/{path}")


def page(call: Call, name: str, *args: str) -> Element:
    """A page; nothing may be wrong with it."""
    made = macros()[name](call, *args)
    assert not call.edition.problems
    return parsed(made)


def headings(article: Element) -> list[str]:
    """The headings of a page that is Markdown still."""
    lines = (unescape(line) for line in article.raw.split("\n"))
    return [re.sub(r"^#+ | \{ #[\w-]+ \}$", "", line) for line in lines if line.startswith("#")]


def facts(article: Element) -> dict[str, str]:
    """The facts at the top of a page."""
    names, values = article.all("dt"), article.all("dd")
    return {name.text: value.text for name, value in zip(names, values, strict=True)}


def finding(code: str, entity: str) -> Diagnostic:
    return Diagnostic(Problem(code, "a-name", Severity.WARNING), "it is so", Location("a.yml", 3, 1, 3, 5), "", entity)


@pytest.fixture
def broken(tiny: TinyPlaybook) -> TinyPlaybook:
    """The tiny playbook with an activity for which nobody answers."""
    tiny.write("stages/launch.yml", UNACCOUNTABLE)
    return tiny


def test_a_docstring_comes_apart():
    doc = views.parts_of_doc(
        "It is wrong.\n\nLooked at is `all`.\n\nWhy: nobody likes it.\nNot even you.\n\n"
        "To mend it: a better way.\n\nSmell: none"
    )
    assert doc == views.Doc("It is wrong.", "Looked at is `all`.", "Nobody likes it.\nNot even you.", "A better way.")


@pytest.mark.parametrize("code", rules())
def test_every_rule_says_all_parts(code: str):
    doc = views.parts_of_doc(rules()[code].doc)
    assert doc.title
    assert doc.why
    assert doc.mend


def test_the_list_has_every_rule_in_its_family_with_a_link(tiny: TinyPlaybook):
    article = page(call_of(tiny, "rules/"), "rules_page")
    assert headings(article) == ["Rules", *FAMILIES.values()]
    links = [each for each in article.all("a") if re.fullmatch(r"\.\./rules/[a-z]\d+/", each["href"])]
    assert sorted(each.text for each in links) == [f"{rule.code} {rule.name}" for rule in rules().values()]
    assert all(each["href"] == f"../rules/{each.text[:4].lower()}/" for each in links)
    for rule in rules().values():
        row = next(each for each in article.all("tr") if each.text.startswith(rule.code))
        severity, title = (each.text for each in row.all("td"))
        assert (severity, title) == (rule.problem.severity.value, rule.title.replace("`", ""))


def test_the_list_says_which_severity_is_not_the_default(tiny: TinyPlaybook):
    tiny.add("playbook.yml", "rules: {R101: {severity: info}, R102: {severity: off}}\n")
    article = page(call_of(tiny, "rules/"), "rules_page")
    rows = {each.text[:4]: next(each.all("td")).text for each in article.all("tr") if list(each.all("td"))}
    assert rows["R101"] == "info by default error"
    assert rows["R102"] == "off by default error"
    assert rows["R103"] == "error"


def test_a_page_has_its_parts_in_order(broken: TinyPlaybook):
    article = page(call_of(broken), "rule_page", "R101")
    rule = rules()["R101"]
    found = headings(article)
    assert found[0] == f"R101 {rule.name}"
    expected = ["What it finds", "Why it matters", "How to mend it", "An example", "The example, mended"]
    expected += ["In this playbook", "Its settings", "The rest of the example"]
    assert [each for each in expected if each in found] == found[1:]
    assert {"Why it matters", "How to mend it", "An example", "In this playbook", "Its settings"} <= set(found)
    assert facts(article)["Severity"] == "error here and by default"


def test_a_page_can_be_found_by_code_and_by_name(tiny: TinyPlaybook):
    call = call_of(tiny)
    page(call, "rule_page", "R101")
    assert call.meta["tags"] == ["R101", rules()["R101"].name]


def test_thresholds_are_shown_with_how_to_set_them(tiny: TinyPlaybook):
    tiny.add("playbook.yml", "rules: {too-many-informed: {severity: warning, most: 6}}\n")
    article = page(call_of(tiny), "rule_page", "R107")
    said = facts(article)
    assert said["Severity"] == "warning here; info by default"
    assert said["most"] == "6 here; 4 by default"
    assert said["share"] == "0.7 here and by default"
    blocks = [each.raw for each in article.all("pre")]
    assert "rules:\n  too-many-informed:\n    severity: warning\n    most: 6\n    share: 0.7\n    least: 8" in blocks


def test_what_is_found_here_is_linked_to_its_page_and_to_its_line(broken: TinyPlaybook):
    article = page(call_of(broken), "rule_page", "R101")
    (found,) = article.all(class_="ob-finding")
    links = {each.text: each["href"] for each in found.all("a")}
    assert links["Begin <b>now</b>"] == "../../stages/launch/#begin"
    (place,) = [text for text in links if text.startswith("playbook_data/")]
    path, _, line = place.partition(":")
    assert links[place] == f"https://git.example/edit/main/{path}#L{line}"
    assert path == "playbook_data/stages/launch.yml"
    assert not list(found.all("b"))
    assert "To mend it: " in found.text


def test_a_host_whose_addresses_have_a_fragment_is_given_no_line(broken: TinyPlaybook):
    call = call_of(broken)
    call = Call(call.edition, call.url, {}, call.docs, "https://git.example/#/edit/docs/{path}")
    (found,) = page(call, "rule_page", "R101").all("a", class_="ob-place")
    assert found["href"] == "https://git.example/#/edit/playbook_data/stages/launch.yml"


def test_without_edit_links_the_place_is_only_named(broken: TinyPlaybook):
    call = call_of(broken)
    article = page(Call(call.edition, call.url, {}, call.docs), "rule_page", "R101")
    assert [each.tag for each in article.all(class_="ob-place")] == ["span"]


def test_nothing_found_and_switched_off_are_said(tiny: TinyPlaybook):
    assert "Nothing found on 22 November 2026." in page(call_of(tiny), "rule_page", "R101").text
    tiny.add("playbook.yml", "rules: {R101: {severity: off}}\n")
    assert "This rule is switched off here." in page(call_of(tiny), "rule_page", "R101").text


def test_what_is_let_stand_has_its_reason(broken: TinyPlaybook):
    broken.add(
        "playbook.yml",
        "suppressions:\n"
        "  - {rule: R101, address: 'activity:begin', reason: 'See [the sync](ritual:sync).', until: 2027-01-01}\n"
        "  - {rule: R101, address: 'role:owner', reason: Old., until: 2026-01-01}\n",
    )
    article = page(call_of(broken), "rule_page", "R101")
    assert "Nothing found on 22 November 2026, apart from what is let stand." in article.text
    assert "Begin <b>now</b>: See the sync. Until 1 January 2027. 1 finding." in article.text
    assert "Owner: Old. Ran out on 1 January 2026." in article.text
    assert "../../rituals/sync/" in [each["href"] for each in article.all("a")]


def test_a_code_of_no_rule_is_told(tiny: TinyPlaybook):
    call = call_of(tiny)
    macros()["rule_page"](call, "R999")
    (found,) = call.edition.problems[call.url]
    assert found.message.startswith("there is no rule `R999`")


def example(folder: Path, bad: dict[str, str], good: dict[str, str], expected: str) -> Example:
    for name, files in (("bad", bad), ("good", good)):
        for path, text in files.items():
            file = folder / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
    return Example(folder / "bad", folder / "good", expected)


def test_an_example_shows_what_is_concerned_first_and_of_the_mended_only_what_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    made = example(
        tmp_path,
        {"playbook.yml": "title: T\n", "roles/a.yml": "name: A\nlevel: lead\n", "teams/b.yml": "name: B\n"},
        {"playbook.yml": "title: T\n", "roles/a.yml": "name: A\ntools: [x]\nlevel: lead\n", "tools/x.yml": "name: X\n"},
        "playbook_data/roles/a.yml:1:1: error[R101] it is wrong\n  1 | name: A\n    | ^^^^\n\n1 error\n",
    )
    monkeypatch.setattr(views, "example_of", lambda code: made)
    found = views.shown_example("R101")
    assert found is not None
    assert [each.path for each in found.bad] == ["playbook_data/roles/a.yml", "playbook_data/teams/b.yml"]
    assert [each.path for each in found.rest] == ["playbook_data/playbook.yml"]
    assert [each.path for each in found.mended] == ["playbook_data/roles/a.yml", "playbook_data/tools/x.yml"]
    assert [(each.text, each.is_new) for each in found.mended[0].lines] == [
        ("name: A", False),
        ("tools: [x]", True),
        ("level: lead", False),
    ]
    assert found.removed == ("playbook_data/teams/b.yml",)
    assert [each.is_excerpt for each in found.expected] == [False, True, True, False, False]


def test_a_rule_without_an_example_yet_has_a_page_all_the_same(
    tiny: TinyPlaybook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def none(code: str) -> Example:
        raise FileNotFoundError(code)

    monkeypatch.setattr(views, "example_of", none)
    assert "No example yet." in page(call_of(tiny), "rule_page", "R101").text


@pytest.mark.parametrize("code", rules())
def test_the_page_shows_the_whole_example_as_it_is_written(shipped_edition: Edition, tmp_path: Path, code: str):
    call = Call(shipped_edition, f"rules/{code.lower()}/", {}, tmp_path)
    shown = [each.raw.rstrip("\n") for each in page(call, "rule_page", code).all("pre")]
    found = example_of(code)
    for path in found.bad.rglob("*.yml"):
        assert path.read_text("utf-8").rstrip("\n") in shown
    for path in found.good.rglob("*.yml"):
        assert path.read_text("utf-8").rstrip("\n") in shown
    assert found.expected.rstrip("\n") in shown


def test_findings_about_what_is_only_a_draft_are_on_no_page():
    model = playbook(roles="a")
    about = [finding("R101", "role:a"), finding("R101", "role:draft"), finding("K901", "")]
    assert [each.entity for each in views.shown(model, about)] == ["role:a", ""]


def test_findings_of_an_activity_belong_to_the_page_that_it_stands_on():
    model = playbook(entity("stage", "build", activities={"do": activity("a", "a")}), roles="a b")
    about = ("activity:do", "stage:build", "role:b", "")
    found = views.by_page(model, [finding("R101", each) for each in about])
    assert {home: [each.entity for each in members] for home, members in found.items()} == {
        "stage:build": ["activity:do", "stage:build"],
        "role:b": ["role:b"],
    }


def box(call: Call, kind: str, id: str) -> list[Element]:
    return list(page(call, "entity_page", kind, id).all("div", class_="ob-findings-box"))


def test_the_page_of_an_entity_ends_with_what_the_rules_say_of_it_and_its_activities(broken: TinyPlaybook):
    call = call_of(broken, "stages/launch/")
    article = page(call, "entity_page", "stage", "launch")
    (shown,) = article.all("div", class_="ob-findings-box")
    assert shown.text.startswith("What the rules say here")
    said = next(each for each in shown.all("p") if "R101" in each.text)
    assert said.text.startswith("Error: Begin <b>now</b>: ")
    links = {each.text: each["href"] for each in shown.all("a")}
    assert links[f"R101 {rules()['R101'].name}"] == "../../rules/r101/"
    assert links["All that the rules say of this playbook"] == "../../health/"
    assert not list(shown.all("details", "b"))
    assert article.raw.index("What the rules say here") < article.raw.index("Edit this page")


def test_an_entity_with_nothing_found_has_no_box(tiny: TinyPlaybook):
    call = call_of(tiny, "stages/launch/")
    call.edition.__dict__["verdict"] = Verdict()
    assert box(call, "stage", "launch") == []


def test_the_box_is_left_out_where_the_playbook_wants_none(broken: TinyPlaybook):
    broken.add("playbook.yml", "show_findings: false\n")
    assert box(call_of(broken, "stages/launch/"), "stage", "launch") == []


def test_the_shipped_site_has_a_page_for_every_rule(site: Site):
    listed = [each["href"] for each in site.article("rules/").all("a")]
    for rule in rules().values():
        address = f"rules/{rule.code.lower()}/"
        assert f"{rule.code.lower()}/" in " ".join(listed)
        assert site.article(address).one("h1").text.removesuffix("¶").strip() == f"{rule.code} {rule.name}"
        assert set(site.index[address]["tags"]) == {rule.code, rule.name}


def test_the_sidebar_leads_to_the_rules_and_to_health(site: Site):
    links = {each.text: each["href"] for each in site.page("contribute/").all("a") if "md-nav__link" in each["class"]}
    assert links["Rules"] == "../rules/"
    assert links["Health"] == "../health/"


def test_search_does_not_find_the_people_of_examples(site: Site):
    texts = [each["text"] for location, each in site.index.items() if location.startswith("rules/")]
    assert texts
    assert not [each for each in texts if "organisation: " in each]
