"""Macros: what each gives, and how they fail."""

from __future__ import annotations

import inspect
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from jinja2 import Undefined

from opbook.model.address import FOLDERS, Address
from opbook.site.edition import Edition
from opbook.site.registry import Call, Macro, box, macros
from tests.site.built import parsed
from tests.site.project import ROOT

BLOCKS = [each for each in macros().values() if not each.is_page]
BY_ID = [each for each in BLOCKS if next(iter(each.signature.parameters), "") in FOLDERS]


def use(call: Call, name: str, *args: object, **kwargs: object) -> str:
    """Call a macro; nothing may be wrong."""
    made = macros()[name](call, *args, **kwargs)
    assert not call.edition.problems
    return made


def failing(call: Call, name: str, *args: object, **kwargs: object) -> tuple[str, str, str]:
    """The code, the words and the cure of the one thing that is wrong with a call; the reader sees the words."""
    made = macros()[name](call, *args, **kwargs)
    (found,) = call.edition.problems.pop(call.url)
    seen = parsed(made)
    assert found.message in seen.text
    assert [each.tag for each in seen.all()] == (["strong"] if macros()[name].is_inline else ["div", "p"])
    assert (found.location.path, found.location.line) == ((call.docs / "guide.md").as_posix(), 1)
    return found.code, found.message, found.fix


def test_every_macro_says_what_it_does_and_what_its_arguments_are():
    for each in macros().values():
        assert each.doc.partition("\n")[0].endswith("."), each.name
        for name in each.signature.parameters:
            assert f"\n    {name}: " in each.doc, f"{each.name}: {name}"


def test_every_macro_for_pages_has_an_example_that_calls_it():
    for each in BLOCKS:
        assert f"{{{{ {each.name}(" in each.doc.partition("Example:\n")[2], each.name


def test_a_missing_argument_is_told_with_how_to_write_it(call: Call):
    code, message, fix = failing(call, "role_card")
    assert (code, message) == ("Y053", "`role_card`: missing a required argument: 'role'")
    assert fix == "write role_card(role)"


def test_an_argument_too_many_or_unknown_is_told(call: Call):
    assert failing(call, "raci_legend", 1)[:2] == ("Y053", "`raci_legend`: too many positional arguments")
    assert failing(call, "agenda", rituel="demo")[:2] == ("Y053", "`agenda`: missing a required argument: 'ritual'")
    code, message, fix = failing(call, "raci_table", colour="red")
    assert (code, message) == ("Y053", "`raci_table`: got an unexpected keyword argument 'colour'")
    assert fix == 'write raci_table(stage="", practice="", ritual="", team="", role="", tag="")'


@pytest.mark.parametrize("macro", BY_ID, ids=lambda macro: macro.name)
def test_an_id_of_nothing_is_told_with_where_ids_come_from(call: Call, macro: Macro):
    kind = next(iter(macro.signature.parameters))
    code, message, fix = failing(call, macro.name, "zzzz")
    assert (code, message) == ("Y054", f"there is no {kind} `zzzz`")
    assert fix == f"use the name of a file in {FOLDERS[kind]}/"


def test_a_misspelt_id_is_told_with_the_nearest(call: Call):
    assert failing(call, "role_card", "product-onwer")[:2] == (
        "Y054",
        "there is no role `product-onwer`; did you mean `product-owner`?",
    )
    assert "did you mean `launch`?" in failing(call, "flow", "Launch")[1]


@pytest.mark.parametrize(
    ("address", "message", "fix"),
    [
        ("role:product-onwer", "there is no role `product-onwer`; did you mean `product-owner`?", ""),
        ("activity:go-no-og", "there is no activity `go-no-og`; did you mean `go-no-go`?", ""),
        (
            "rolle:product-owner",
            "`rolle:product-owner` is not an address; did you mean `role`?",
            "write KIND:ID, such as role:product-owner",
        ),
        ("product-owner", "`product-owner` is not an address", "write KIND:ID, such as role:product-owner"),
        ("", "`` is not an address", "write KIND:ID, such as role:product-owner"),
        (5, "`5` is not an address", "write KIND:ID, such as role:product-owner"),
        ("role:", "there is no role ``", ""),
    ],
)
@pytest.mark.parametrize("name", ["link", "checklist"])
def test_an_address_of_nothing_is_told(call: Call, name: str, address: object, message: str, fix: str):
    assert failing(call, name, address) == ("Y054", message, fix)


KINDS = ", ".join(FOLDERS)
PARTS = "its checklists: before, during, after"
LISTED = "name a ritual, stage, practice or role"


@pytest.mark.parametrize(
    ("name", "args", "message", "fix"),
    [
        ("cards", ["roles"], "`roles` is not a kind; did you mean `role`?", f"kinds: {KINDS}"),
        ("rhythm", ["weak"], "`weak` is not a rhythm; did you mean `week`?", "write year, quarter, week, events"),
        (
            "count",
            ["role"],
            "`role` cannot be counted; did you mean `roles`?",
            f"write {', '.join(FOLDERS.values())}, activities",
        ),
        ("checklist", ["team:fares"], "`team:fares` has no checklist", LISTED),
        ("checklist", ["activity:go-no-go"], "`activity:go-no-go` has no checklist", LISTED),
        (
            "checklist",
            ["ritual:demo", "befor"],
            "`ritual:demo` has no checklist `befor`; did you mean `before`?",
            PARTS,
        ),
    ],
)
def test_an_argument_that_is_not_one_of_those_there_are_is_told(
    call: Call, name: str, args: list[str], message: str, fix: str
):
    assert failing(call, name, *args) == ("Y053", message, fix)


@pytest.mark.parametrize(
    ("given", "told"), [({}, "none"), ({"stage": "launch", "role": "product-owner"}, "stage, role")]
)
def test_a_table_is_of_exactly_one_thing(call: Call, given: dict[str, str], told: str):
    code, message, fix = failing(call, "raci_table", **given)
    assert code == "Y053"
    assert message == f"`raci_table` takes exactly one of stage, practice, ritual, team, role, tag; here it has {told}"
    assert fix == 'write raci_table(stage="launch")'


@pytest.mark.parametrize(
    ("name", "args"), [("raci_table", {"tag": "trsut"}), ("cards", {"kind": "ritual", "tag": "trsut"})]
)
def test_a_tag_that_nothing_has_is_told(call: Call, name: str, args: dict[str, str]):
    assert failing(call, name, **args) == (
        "Y054",
        "nothing has the tag `trsut`; did you mean `trust`?",
        "use a tag that stands in tags:",
    )


def test_a_name_without_quotes_is_told_as_a_name_that_nothing_has(call: Call):
    code, message, fix = failing(call, "role_card", Undefined(name="sponsor"))
    assert (code, message) == ("Y052", "there is nothing called `sponsor`")
    assert "an id stands in quotes" in fix


def test_what_is_wrong_twice_in_one_place_is_told_once(call: Call):
    macros()["role_card"](call, "nobody")
    macros()["role_card"](call, "nobody")
    assert len(call.edition.problems["guide/"]) == 1


def test_a_box_shows_words_and_nothing_else():
    for inline in (True, False):
        seen = parsed(box("<b>`x`</b> & {{ y }}", inline=inline))
        assert "<b>`x`</b> & {{ y }}" in seen.text
        assert not list(seen.all("b"))


def test_a_link_leads_to_its_place_from_the_page_it_stands_on(call: Call):
    assert use(call, "link", "role:product-owner") == '<a href="../roles/product-owner/">Product Owner</a>'
    assert parsed(use(call, "link", "activity:go-no-go")).one("a")["href"] == "../stages/launch/#go-no-go"
    assert parsed(use(call, "link", "term:bet", "*this* & <that>")).one("a").text == "*this* & <that>"
    assert parsed(use(replace(call, url=""), "link", "term:bet")).one("a")["href"] == "./glossary/#bet"


def test_a_table_has_a_caption_and_a_row_for_each_activity(call: Call):
    for given, name in (
        ({"stage": "launch"}, "Launch"),
        ({"practice": "cost-of-delay"}, "Cost of delay"),
        ({"ritual": "product-project-sync"}, "Product-project sync"),
        ({"team": "fares"}, "Fares"),
        ({"role": "product-owner"}, "Product Owner"),
    ):
        table = parsed(use(call, "raci_table", **given)).one("table")
        assert table.one("caption").text == f"Who does what: {name}"
        assert len(list(table.all("th", scope="row"))) > 0


def test_checklists_are_shown_whole_or_in_part(call: Call):
    playbook = call.edition.playbook
    moments = playbook.rituals["demo"].checklist
    whole = parsed(use(call, "checklist", "ritual:demo"))
    assert len(list(whole.all("li"))) == len(moments.before) + len(moments.during) + len(moments.after)
    part = parsed(use(call, "checklist", "ritual:demo", "Before"))
    assert len(list(part.all("li"))) == len(moments.before)
    for address in ("stage:launch", "practice:cost-of-delay", "role:product-owner"):
        assert list(parsed(use(call, "checklist", address)).all("li"))


def test_words_in_a_sentence_are_made_of_the_playbook(call: Call):
    assert use(call, "count", "rituals") == str(len(call.edition.playbook.rituals))
    assert use(call, "count", "activities") == str(len(call.edition.playbook.activities))
    assert parsed(use(call, "hours", "product-owner")).text.endswith(" of at most 8 hours a week")
    assert parsed(use(call, "cadence", "product-project-sync")).text.startswith("every ")
    assert parsed(use(call, "definition", "bet")).text


def test_a_withdrawn_entity_has_no_card(call: Call):
    shown = {each["href"] for each in parsed(use(call, "cards", "ritual")).all("a")}
    withdrawn = {each.id for each in call.edition.playbook.rituals.values() if each.withdrawn}
    assert len(shown) == len(call.edition.playbook.rituals) - len(withdrawn)


def test_feedback_is_prefilled_with_the_page(call: Call):
    url = urlsplit(parsed(use(call, "feedback")).one("a")["href"])
    assert url.scheme == "https"
    asked = parse_qs(url.query)
    assert ["guide: "] in asked.values()
    assert any(each[0].startswith("Page: /guide/\n") for each in asked.values())


def test_without_a_feedback_address_there_is_no_link(call: Call):
    playbook = call.edition.playbook
    silent = replace(playbook, settings=playbook.settings.model_copy(update={"feedback_url": None}))
    quiet = replace(call, edition=replace(call.edition, playbook=silent))
    assert quiet.feedback_url("Anything") == ""
    assert use(quiet, "feedback") == ""


def test_the_edit_link_of_an_entity_leads_to_its_file(call: Call):
    found = replace(call, docs=ROOT / "docs").edit_url(Address("role", "product-owner"))
    assert found == "https://git.example/edit/main/playbook_data/roles/product-owner.yml"
    assert replace(call, edit_template="").edit_url(Address("role", "product-owner")) == ""
    assert call.edit_url(Address("role", "nobody")) == ""


def _with_template(edition: Edition, project: Path, name: str, text: str) -> Edition:
    path = project / "overrides" / "opbook" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return replace(edition, project=project, problems={})


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("<p>\n{{ e.name }\n</p>", 2, "unexpected '}'"),
        ("<p>\n\n{{ e.nothing.more }}</p>", 3, "has no attribute 'nothing'"),
        ("{{ nothing }}", 1, "'nothing' is undefined"),
        ("<p>\n{{ 1 / 0 }}</p>", 2, "division by zero"),
        ("\n{% include 'missing.html' %}", 2, "there is no template missing.html"),
        ("\n\n{{ e.name | nosuch }}", 3, "No filter named 'nosuch'"),
        ("\n{{ link(1) }}", 2, "missing 1 required positional argument"),
    ],
)
def test_a_broken_template_is_told_where_it_is_broken(call: Call, tmp_path: Path, text: str, line: int, words: str):
    broken = _with_template(call.edition, tmp_path, "blocks/role_card.html", text)
    made = macros()["role_card"](replace(call, edition=broken), "product-owner")
    (found,) = broken.problems["guide/"]
    assert found.code == "Y055"
    assert (found.location.path, found.location.line) == ("overrides/opbook/blocks/role_card.html", line)
    assert found.message.startswith("the template fails: ")
    assert words in found.message
    assert found.message in parsed(made).text


def test_a_template_of_the_project_comes_before_ours(call: Call, tmp_path: Path):
    own = _with_template(call.edition, tmp_path, "blocks/role_card.html", "<p>{{ e.name }}, ours</p>")
    made = macros()["role_card"](replace(call, edition=own), "product-owner")
    assert made == '<div class="ob"><p>Product Owner, ours</p></div>'


def test_a_template_that_comes_later_is_seen_by_the_next_build(call: Call, tmp_path: Path):
    own = replace(call.edition, project=tmp_path, problems={})
    mine = replace(call, edition=own)
    assert "mine" not in macros()["role_card"](mine, "product-owner")
    _with_template(own, tmp_path, "blocks/role_card.html", "<p>mine</p>")
    own.begin()
    assert "mine" in macros()["role_card"](mine, "product-owner")


def test_an_error_of_ours_is_no_fault_of_a_page(call: Call):
    def broken(call: Call) -> str:
        raise KeyError("ours")

    macro = Macro("broken", broken, inspect.signature(lambda: ""), is_inline=False, is_page=False)
    with pytest.raises(KeyError, match="ours"):
        macro(call)
