from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import yaml

from opbook.checks.rule import rules
from opbook.model.address import FOLDERS
from opbook.model.playbook import Playbook
from opbook.site.edition import Edition, published
from opbook.site.files import ASSETS, assets, generated_files
from opbook.site.generated import GeneratedFile
from opbook.site.views.overview import OVERVIEWS
from opbook.source.reading import Reading
from tests.site.built import parsed
from tests.site.project import ROOT
from tests.workbench import entity, playbook


def files(model: Playbook) -> dict[str, GeneratedFile]:
    shown = Edition(Path(), Path(), Reading(model, ()), model, date(2026, 11, 22))
    found = list(generated_files(shown))
    assert len({each.path for each in found}) == len(found), "no file is made twice"
    return {each.path: each for each in found}


def test_every_entity_but_a_term_has_a_page(shipped: Playbook):
    made = files(shipped)
    for each in shipped.entities:
        path = f"{FOLDERS[each.entity_kind]}/{each.id}.md"
        assert (path in made) is (each.entity_kind != "term")


def test_a_page_is_one_call(shipped: Playbook):
    made = files(shipped)
    assert made["roles/product-owner.md"].content == '{{ entity_page("role", "product-owner") }}\n'
    assert made["roles/index.md"].content == '{{ index_page("role") }}\n'
    assert made["decisions.md"].content == '{{ overview_page("decisions") }}\n'
    assert made["contribute/macros.md"].content == "{{ macros_page() }}\n"
    assert made["rules/h201.md"].content == '{{ rule_page("H201") }}\n'
    for each in made.values():
        if each.is_page:
            assert re.fullmatch(
                r'(---\nhide: .*\n---\n)?\{\{ \w+\(("\w+"(, "[a-z0-9-]+")?)?\) \}\}\n', str(each.content)
            )


def test_a_wide_page_hides_the_sidebars():
    content = str(files(playbook())["raci.md"].content)
    assert yaml.safe_load(content.split("---")[1]) == {"hide": ["navigation", "toc"]}


def test_every_overview_has_a_page_even_in_an_empty_playbook():
    made = files(playbook())
    pages = {path for path, each in made.items() if each.is_page}
    of_rules = {f"rules/{code.lower()}.md" for code in rules()}
    assert pages == {each.path for each in OVERVIEWS.values()} | of_rules | {"rules/index.md", "health.md"}


def test_no_text_of_the_playbook_stands_in_a_generated_page():
    named = entity("role", "a", name="{{ 7*7 }}", summary="{{ 7*7 }}", tags=["{{ 7*7 }}"])
    assert not [each for each in files(playbook(named)).values() if each.is_page and "7*7" in str(each.content)]


def test_a_former_id_redirects_to_the_page_and_keeps_what_follows_the_address():
    renamed = entity("ritual", "sync", renamed_from=["weekly", "status-meeting"])
    made = files(playbook(renamed))
    for old in ("weekly", "status-meeting"):
        page = parsed(str(made[f"rituals/{old}/index.html"].content))
        assert page.one("meta", http_equiv="refresh")["content"] == "0; url=../sync/"
        assert page.one("a")["href"] == "../sync/"
        assert page.one("link", rel="canonical")["href"] == "../sync/"
        assert page.one("meta", name="robots")["content"] == "noindex"
        assert page.one("script").children == ['location.replace("../sync/" + location.search + location.hash)']


def test_a_draft_has_neither_page_nor_redirect_on_the_published_site():
    draft = entity("ritual", "sync", draft=True, renamed_from=["weekly"])
    assert "rituals/sync.md" in files(playbook(draft))
    shown = published(playbook(draft), has_drafts=False, has_names=True)
    assert not [path for path in files(shown) if path.startswith(("rituals/sync", "rituals/w"))]


def test_the_style_sheets_and_scripts_are_files_of_the_site():
    folder = ROOT / "macros" / "opbook" / "site" / "assets"
    made = {each.path: each.content for each in assets()}
    assert made == {f"{ASSETS}/{path.name}": path.read_bytes() for path in folder.iterdir()}
    assert all(not GeneratedFile(path, content).is_page for path, content in made.items())
    assert {Path(path).suffix for path in made} == {".css", ".js"}


def test_the_title_in_the_margin_of_a_sheet_is_a_string_and_nothing_else():
    made = files(playbook(title='7"} *{ }\\ é'))
    assert made[f"{ASSETS}/title.css"].content == (
        '@page { @bottom-left { content: "7\\22 \\7d \\20 \\2a \\7b \\20 \\7d \\5c \\20 \\e9 "; '
        "font: 8pt sans-serif; color: #333; } }\n"
    )
