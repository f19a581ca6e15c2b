"""What the RACI explorer is given: a file with what the table does not say, and marks on rows and columns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from opbook.model.flow import changes_of_hands
from opbook.model.playbook import Playbook
from opbook.site.edition import Edition
from opbook.site.feeds.explorer import files
from opbook.site.markup import ROOT
from opbook.source.reading import Reading
from tests.site.built import Site
from tests.site.project import Project
from tests.workbench import activity, entity, playbook, ritual

_ACTIVITIES = """\
activities:
  begin:
    name: Begin
    rituals: [sync]
    raci: {accountable: owner, responsible: owner}
"""


def facts(model: Playbook) -> Any:
    """What the file says of a playbook."""
    (file,) = files(Edition(Path(), Path(), Reading(model, ()), model, date(2026, 11, 22)), "")
    assert file.path == "raci/explorer.json"
    assert isinstance(file.content, str)
    return json.loads(file.content)


def small() -> Playbook:
    return playbook(
        entity(
            "stage",
            "build",
            activities={
                "plan": activity("a", "a b", rituals=["sync", "ghost"]),
                "make": activity("b", "b", after=["plan"]),
                "ship": activity("a", "c", after=["make"], aliases=["Send"], kind="decision"),
            },
        ),
        entity("practice", "silence"),
        ritual("sync", "a b", activities={"settle": activity("b", "b")}),
        ritual("yearly", "a c", every="year"),
        entity("team", "crew", roles={"a": 1, "b": 2}, renamed_from=["gang"]),
        entity("role", "c", name="Cook", aliases=["Chef"], discipline="project", renamed_from=["stoker"]),
        roles="a b",
    )


def by_id(entries: list[dict[str, Any]]) -> Mapping[str, dict[str, Any]]:
    return {each["id"]: each for each in entries}


def test_each_activity_says_where_it_stands_where_it_is_talked_over_and_who_has_which_part():
    found = by_id(facts(small())["activities"])
    assert list(found) == ["plan", "make", "ship", "settle"]
    assert found["plan"]["homes"] == ["stage:build", "ritual:sync"]
    assert found["settle"]["homes"] == ["ritual:sync"]
    assert found["plan"]["letters"] == {"a": "AR", "b": "R"}
    assert found["ship"]["aliases"] == ["Send"]
    assert found["ship"]["url"] == f"{ROOT}stages/build/#ship"


def test_each_activity_says_whether_it_is_a_decision_and_takes_part_in_a_change_of_hands_or_a_handoff():
    found = by_id(facts(small())["activities"])
    assert {id_: each["marks"] for id_, each in found.items()} == {
        "plan": [],
        "make": ["changes-of-hands", "handoffs"],
        "ship": ["decisions", "changes-of-hands", "handoffs"],
        "settle": [],
    }


def test_a_change_of_hands_that_a_ritual_spans_is_no_handoff():
    model = playbook(
        entity("stage", "build", activities={"plan": activity("a", "a"), "make": activity("b", "b", after=["plan"])}),
        roles="a b",
    )
    spanned = playbook(
        entity(
            "stage",
            "build",
            activities={"plan": activity("a", "a", rituals=["sync"]), "make": activity("b", "b", after=["plan"])},
        ),
        ritual("sync", "a b"),
        roles="a b",
    )
    assert [each["marks"] for each in facts(model)["activities"]] == [["changes-of-hands", "handoffs"]] * 2
    assert [each["marks"] for each in facts(spanned)["activities"]] == [["changes-of-hands"]] * 2


def test_each_role_says_its_discipline_and_which_rituals_require_it():
    found = by_id(facts(small())["roles"])
    assert found["c"] == {
        "id": "c",
        "name": "Cook",
        "aliases": ["Chef"],
        "url": f"{ROOT}roles/c/",
        "discipline": "project",
        "rituals": ["yearly"],
    }
    assert found["a"]["rituals"] == ["sync", "yearly"]


def test_the_rest_is_what_can_be_chosen_under_the_names_people_know_and_former_ids_lead_on():
    said = facts(small())
    assert said["letters"] == {"A": "Accountable", "R": "Responsible"}
    assert [each["id"] for each in said["homes"]] == ["stage:build", "ritual:sync"]
    assert said["teams"] == [{"id": "crew", "name": "Crew", "roles": ["a", "b"]}]
    assert [each["name"] for each in said["disciplines"]] == ["Product", "Project"]
    assert said["rituals"]["sync"] == {"name": "Sync", "url": f"{ROOT}rituals/sync/", "often": True}
    assert said["rituals"]["yearly"]["often"] is False
    assert said["renamed"] == {"role:stoker": "c", "team:gang": "crew"}


def test_the_shipped_playbook_has_every_change_of_hands(shipped: Playbook):
    found = by_id(facts(shipped)["activities"])
    assert list(found) == [each.id for home in shipped.homes for each in home.activities.values()]
    steps = {end.id for step in changes_of_hands(shipped) for end in (step.first, step.second)}
    assert {id_ for id_, each in found.items() if "changes-of-hands" in each["marks"]} == steps
    assert len(steps) > 10


def test_rows_and_columns_of_the_table_carry_the_ids_of_the_file(site: Site):
    said = json.loads((site.folder / "raci" / "explorer.json").read_text("utf-8"))
    (table,) = site.article("raci/").all("table", class_="ob-matrix")
    assert [row["data-id"] for row in table.all("tr") if row["data-id"]] == [each["id"] for each in said["activities"]]
    _, *heads = table.one("thead").all("th")
    used = {id_ for each in said["activities"] for id_ in each["letters"]}
    assert [head["data-id"] for head in heads] == [each["id"] for each in said["roles"] if each["id"] in used]


def test_a_playbook_without_activities_has_no_explorer(project: Project):
    project.data.swap("stages/launch.yml", _ACTIVITIES, "")
    page = project.built().article("raci/")
    assert not list(page.all(id="ob-explorer"))
    assert "No activity here yet." in page.text


def test_the_table_can_be_taken_along(site: Site):
    links = {each.text: each["href"] for each in site.article("raci/").all("a") if "/data/" in each["href"]}
    assert links == {
        name: f"../data/raci.{end}" for name, end in (("Excel", "xlsx"), ("CSV", "csv"), ("Markdown", "md.txt"))
    }
