from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from opbook.model.playbook import Playbook
from opbook.site.edition import Edition, edition
from opbook.site.feeds import glossary
from opbook.site.feeds.glossary import plural
from opbook.site.markup import ROOT
from opbook.site.places import place
from tests.workbench import TinyPlaybook


def _glossary(shown: Edition) -> dict[str, Any]:
    (file,) = glossary.files(shown, "https://playbook.example/")
    assert file.path == "glossary/terms.json"
    assert not file.is_page
    return json.loads(file.content)


@pytest.fixture
def told(tiny: TinyPlaybook, tmp_path: Path):
    """The file that the tiny playbook with these terms gives, each by its id."""

    def tell(**terms: str) -> dict[str, Any]:
        for id_, text in terms.items():
            tiny.write(f"terms/{id_}.yml", text)
        found = edition(tmp_path, {})
        assert found is not None
        return _glossary(found)

    return tell


def test_every_term_of_the_shipped_playbook_is_explained(shipped_edition: Edition, shipped: Playbook):
    found = {each["id"]: each for each in _glossary(shipped_edition)["terms"]}
    assert found.keys() == shipped.terms.keys()
    for id_, term in shipped.terms.items():
        assert found[id_]["name"] == term.name
        assert found[id_]["definition"]
        assert {*term.aliases} <= {*found[id_]["forms"]}


def test_links_begin_with_the_root_and_lead_to_places(shipped_edition: Edition, shipped: Playbook):
    definition = next(each for each in _glossary(shipped_edition)["terms"] if each["id"] == "product")["definition"]
    places = {place(shipped, entity.address) for entity in shipped.entities}
    targets = re.findall(r'href="([^"]*)"', definition)
    assert targets
    assert {target.removeprefix(ROOT) for target in targets} <= places
    assert all(target.startswith(ROOT) for target in targets)


def test_a_term_is_written_by_its_names_and_their_plurals(told):
    (term,) = told(vmo="name: Value office (VMO)\naliases: [VMO, hub]\ndefinition: An office.\n")["terms"]
    assert term["forms"] == ["Value office", "Value offices", "VMO", "VMOs", "hub", "hubs"]


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("Bet", "Bets"),
        ("System of record", "Systems of record"),
        ("Responsibility", "Responsibilities"),
        ("Day", "Days"),
        ("Sketch", "Sketches"),
        ("DORA measures", "DORA measures"),
        ("OKR", "OKRs"),
    ],
)
def test_plurals_are_simple(one: str, many: str):
    assert plural(one) == many


def test_a_definition_is_escaped(told):
    (term,) = told(bet="name: <b>Bet</b>\ndefinition: Less than 3 < 5 & more.\n")["terms"]
    assert term["definition"] == "Less than 3 &lt; 5 &amp; more."
    assert term["name"] == "<b>Bet</b>"


def test_what_is_withdrawn_or_a_draft_is_not_explained(told):
    withdrawn = "name: Gate\ndefinition: A gate.\nwithdrawn: {date: 2026-01-05, reason: Nobody says it.}\n"
    found = told(gate=withdrawn, bet="name: Bet\ndefinition: A wager.\ndraft: true\n")
    assert found == {"terms": [], "names": []}


def test_names_with_a_term_in_them_are_told(told):
    found = told(stage="name: Launch\ndefinition: D.\n", own="name: own\ndefinition: D.\n")
    assert found["names"] == []  # the stage is called as the term is, and `Owner` merely begins with one
    found = told(role="name: Begin\ndefinition: D.\n", every="name: What there is\ndefinition: D.\n")
    assert found["names"] == []


def test_a_longer_name_with_a_term_in_it_is_told(told, tiny: TinyPlaybook):
    tiny.swap("roles/owner.yml", "name: Owner", "name: Launch Lead")
    assert told(launch="name: Launch\ndefinition: D.\n")["names"] == ["launch lead", "launch leads"]
