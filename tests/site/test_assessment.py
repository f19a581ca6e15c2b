from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from opbook.model.entity import Entity
from opbook.model.playbook import Playbook
from opbook.site.registry import Call, macros
from opbook.site.views.assessment import MOST, Theme, assessment, themes
from tests.site.built import Element, parsed
from tests.workbench import entity, playbook

ON = date(2026, 11, 22)
LEVELS = {"1": {"statement": "Begun."}, "2": {"statement": "Kept.", "looks_like": ["A sign."]}}


def practice(id_: str, **fields: object) -> Entity:
    return entity("practice", id_, **{"levels": LEVELS, **fields})


def principle(id_: str, **fields: object) -> Entity:
    return entity("principle", id_, **{"instead_of": "I.", **fields})


def asked(found: Iterable[Theme]) -> dict[str, list[str]]:
    """What each theme asks, by the theme's id."""
    return {theme.id: [each.id for each in theme.statements] for theme in found}


def shown(call: Call, model: Playbook, name: str = "overview_page", about: str = "assessment") -> Element:
    edition = replace(call.edition, playbook=model, problems={})
    page = parsed(macros()[name](replace(call, edition=edition), about))
    assert not edition.problems
    return page


def test_the_shipped_practices_stand_with_the_principle_they_serve(shipped: Playbook):
    found = asked(themes(shipped))
    practices = {
        theme: [id_.removeprefix("practice:") for id_ in ids if id_.startswith("practice:")]
        for theme, ids in found.items()
    }
    assert practices == {
        "theme-agree-early": ["outcome-alignment"],
        "theme-lasting-value": ["metrics-system", "outcome-based-funding", "value-tracking"],
        "theme-value-management": [
            "cost-of-delay",
            "governance-guardrails",
            "portfolio-kanban",
            "value-portfolio-inventory",
            "value-stream-mapping",
        ],
        "theme-whole-life-ownership": ["stewardship-register"],
        "theme-shared-skills": ["capacity-and-rotation", "community-of-practice"],
        "theme-steward-and-swarm": [],
        "theme-small-daily-acts": ["tool-catalogue"],
        "theme-shared-ownership": ["dependency-management"],
    }
    for theme, ids in found.items():
        id_ = theme.removeprefix("theme-")
        assert (ids[0], ids[-1]) == (f"principle:{id_}", f"instead:{id_}")
    assert sum(map(len, found.values())) == 30


def test_a_principle_that_names_a_practice_comes_before_one_that_has_more_in_common_with_it():
    found = themes(
        playbook(
            practice("flow", tags=["a", "b"], rituals=["sync"]),
            principle("near", tags=["a", "b"], shown_by=["ritual:sync"]),
            principle("owner", shown_by=["practice:flow"]),
        )
    )
    assert asked(found)["theme-owner"] == ["principle:owner", "practice:flow", "instead:owner"]


def test_rituals_metrics_tools_activities_and_tags_count_alike():
    parts = {"rituals": ["one"], "metrics": ["one"], "tools": ["one"], "tags": ["one"]}
    for field, value in parts.items():
        kind = field.removesuffix("s")
        shows = {"tags": ["one"]} if kind == "tag" else {"shown_by": [f"{kind}:one"]}
        found = themes(playbook(practice("p", **{field: value}), principle("a"), principle("b", **shows)))
        assert "practice:p" in asked(found)["theme-b"], field
    work = {"one": {"name": "One", "raci": {"accountable": "x", "responsible": "x"}}}
    model = playbook(
        practice("p", activities=work), principle("a"), principle("b", shown_by=["activity:one"]), roles="x"
    )
    assert "practice:p" in asked(themes(model))["theme-b"]


def test_the_first_principle_in_reading_order_wins_where_several_are_as_near():
    found = themes(playbook(practice("p", tags=["t"]), principle("b", tags=["t"]), principle("a", tags=["t"])))
    assert asked(found)["theme-a"] == ["principle:a", "practice:p", "instead:a"]


def test_practices_that_belong_to_no_principle_are_a_theme_of_their_own():
    found = themes(playbook(practice("p"), practice("mute", levels={}), principle("a", instead_of=None)))
    assert asked(found) == {"theme-a": ["principle:a"], "other-practices": ["practice:p"]}
    assert found[-1].principle is None


def test_what_is_withdrawn_is_not_asked():
    gone = {"withdrawn": {"date": "2026-01-01", "reason": "R."}}
    assert themes(playbook(practice("p", **gone), principle("a", **gone))) == ()


@given(st.integers(0, 45), st.integers(0, 45), st.lists(st.integers(0, 44), max_size=45))
def test_no_playbook_is_asked_more_than_a_team_can_go_through(principles: int, practices: int, homes: list[int]):
    named = {f"practice:p{practice}": home for practice, home in enumerate(homes)}
    model = playbook(
        *[practice(f"p{number}") for number in range(practices)],
        *[
            principle(f"b{number}", shown_by=[address for address, home in named.items() if home == number])
            for number in range(principles)
        ],
    )
    found = [id_ for ids in asked(themes(model)).values() for id_ in ids]
    assert len(found) == len(set(found)) == min(MOST, 2 * principles + practices)
    assert assessment(model, ON)["numbers"] == {id_: number for number, id_ in enumerate(found, 1)}
    if any(id_.startswith("instead:") for id_ in found):  # nothing else goes before these are gone
        assert sum(id_.startswith("practice:") for id_ in found) == practices
        assert sum(id_.startswith("principle:") for id_ in found) == principles


def test_the_page_says_which_practices_are_not_asked(call: Call):
    model = playbook(*[practice(f"p{number:02}") for number in range(34)])
    page = shown(call, model)
    assert len(list(page.all("fieldset"))) == MOST
    assert "not asked about: P32, P33." in page.text


def test_every_statement_has_its_answers_with_their_points(call: Call, shipped: Playbook):
    page = shown(call, shipped)
    sets = {each["data-ask"]: each for each in page.all("fieldset")}
    assert len(sets) == 30
    for id_, each in sets.items():
        inputs = list(each.all("input"))
        assert [one["value"] for one in inputs] == ["0", "1", "2", "3"], id_
        assert {one["name"] for one in inputs} == {id_}
        assert each.one("legend").text.startswith(f"{list(sets).index(id_) + 1}. ")
    tracking = sets["practice:value-tracking"]
    words = [label.text for label in tracking.all("label")]
    assert words[0] == "0 We do not do this, or not yet."
    assert words[1] == "1 Benefits are described in the business case and seldom looked at again."
    assert [label.text for label in sets["instead:agree-early"].all("label")] == [
        "0 It is how we work.",
        "1 Much.",
        "2 A little.",
        "3 None.",
    ]


def test_the_page_can_be_scored_by_hand(call: Call, shipped: Playbook):
    rows = list(shown(call, shipped).one("table").all("tr"))[1:]
    assert rows[0].text == "Agree early on roles, tools and success 1, 2, 3"
    numbers = [int(number) for row in rows for number in next(row.all("td")).text.split(", ")]
    assert numbers == list(range(1, 31))


def test_a_playbook_with_nothing_to_ask_says_so(call: Call):
    page = shown(call, playbook())
    assert "There is nothing to ask yet" in page.text
    assert not list(page.all("div", id="ob-assessment"))
