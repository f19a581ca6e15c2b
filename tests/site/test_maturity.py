from __future__ import annotations

from datetime import date

from opbook.model.entity import Entity
from opbook.model.playbook import Playbook
from opbook.site.registry import Call
from opbook.site.views.maturity import Row, maturity
from tests.site.built import Element
from tests.site.test_assessment import shown
from tests.workbench import entity, playbook

ON = date(2026, 11, 22)
NOT_SAID = "\N{EN DASH}not said"
SAID = {"level": "2", "evidence": "The list of *May*.", "date": "2026-05-04"}


def team(id_: str, **fields: object) -> Entity:
    return entity("team", id_, **fields)


def small() -> Playbook:
    return playbook(
        entity("practice", "flow"),
        entity("practice", "value"),
        team("crew", maturity={"flow": SAID, "value": {"level": "3", "date": "2026-06-01"}}),
        team("quiet"),
        team("gone", kind="swarm", ends="2026-11-21", maturity={"flow": SAID}),
        team("last-day", kind="swarm", ends="2026-11-22"),
    )


def levels(row: Row) -> dict[str, int | None]:
    return {cell.team.id: cell.said.level if cell.said else None for cell in row.cells}


def heatmap(page: Element) -> list[list[str]]:
    return [[cell.text for cell in row.all("th", "td")] for row in page.one("table").all("tr")]


def test_every_practice_meets_every_team_that_is_not_over():
    values = maturity(small(), ON)
    assert [each.id for each in values["teams"]] == ["crew", "quiet", "last-day"]
    assert [levels(row) for row in values["rows"]] == [
        {"crew": 2, "quiet": None, "last-day": None},
        {"crew": 3, "quiet": None, "last-day": None},
    ]


def test_no_two_cells_share_an_anchor():
    model = playbook(entity("practice", "c"), entity("practice", "b-c"), team("a-b"), team("a"))
    anchors = [cell.anchor for row in maturity(model, ON)["rows"] for cell in row.cells]
    assert len(set(anchors)) == len(anchors) == 4


def test_a_cell_says_its_level_in_number_and_word_and_leads_to_its_evidence(call: Call):
    page = shown(call, small(), "index_page", "practice")
    assert heatmap(page) == [
        ["Practice", "Crew", "Quiet", "Last-Day"],
        ["Flow", "2 steady", NOT_SAID, NOT_SAID],
        ["Value", "3 leading", NOT_SAID, NOT_SAID],
    ]
    first, second = [link["href"] for link in page.one("table").all("a", class_="ob-heat__link")]
    evidence = {each["id"]: each.text for each in page.all("li") if each["id"]}
    assert evidence == {
        first.removeprefix("#"): "2 steady Crew: Flow The list of May. Agreed on 4 May 2026.",
        second.removeprefix("#"): "3 leading Crew: Value No evidence given. Agreed on 1 June 2026.",
    }


def test_teams_and_practices_are_links(call: Call, shipped: Playbook):
    page = shown(call, shipped, "index_page", "practice")
    links = {each["href"] for each in page.one("table").all("a")}
    assert {"../teams/fares/", "../practices/value-tracking/"} <= {each.replace("../../", "../") for each in links}
    assert len(list(page.one("table").all("th", scope="row"))) == len(shipped.practices)


def test_a_playbook_without_teams_says_so(call: Call):
    page = shown(call, playbook(entity("practice", "flow")), "index_page", "practice")
    assert "There is no team or no practice yet." in page.text
    assert not list(page.all("table"))
