from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from opbook.site.edition import edition
from opbook.site.macro_reference import described
from opbook.site.registry import Call, Macro, macros
from tests.site.built import parsed
from tests.workbench import TinyPlaybook

BLOCKS = [each for each in macros().values() if not each.is_page]


@pytest.mark.parametrize("macro", BLOCKS, ids=lambda macro: macro.name)
def test_the_example_of_every_macro_shows_something_and_nothing_is_wrong(call: Call, macro: Macro):
    found = described(macro, call)
    assert call.edition.problems == {}
    assert macro.name in found.example
    shown = parsed(found.rendered)
    assert shown.text
    assert "{{" not in shown.text
    assert not list(shown.all(class_="ob-failed"))


@pytest.mark.parametrize("macro", BLOCKS, ids=lambda macro: macro.name)
def test_every_argument_of_every_macro_is_explained(call: Call, macro: Macro):
    found = described(macro, call)
    assert list(found.arguments) == list(macro.signature.parameters)
    assert all(found.arguments.values())
    assert found.summary.endswith(".")
    assert "Args:" not in found.summary
    assert "Example:" not in found.summary


def test_usage_shows_the_parameters_and_what_they_are_when_left_out(call: Call):
    usage = {name: described(macro, call).usage for name, macro in macros().items()}
    assert usage["link"] == 'link(address, text="")'
    assert usage["raci_legend"] == "raci_legend()"


def test_what_an_example_gives_is_html_and_not_shown_as_text(call: Call):
    assert parsed(f"{described(macros()['link'], call).rendered}").one("a", href="../roles/product-owner/")


@pytest.mark.parametrize("macro", BLOCKS, ids=lambda macro: macro.name)
def test_an_example_that_names_what_a_playbook_lacks_is_no_fault(call: Call, macro: Macro, tmp_path: Path):
    TinyPlaybook(tmp_path / "playbook_data")
    small = edition(tmp_path, {})
    assert small is not None
    found = described(macro, replace(call, edition=small))
    assert not any(small.problems.values())
    assert not list(parsed(found.rendered).all(class_="ob-failed"))
