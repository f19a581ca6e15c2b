from __future__ import annotations

from opbook.model.address import FOLDERS
from opbook.model.playbook import Playbook
from opbook.site.views.chapters import chapters_of
from tests.site.built import Site
from tests.workbench import playbook


def test_every_kind_with_entities_has_a_chapter(site: Site, shipped: Playbook):
    links = {each["href"] for each in site.article("print/").all("a")}
    for chapter in chapters_of(shipped):
        assert chapter.path in {f"print/{folder}/" for folder in FOLDERS.values()}
        assert any(link.endswith(f"{chapter.path.removeprefix('print/')}") for link in links), chapter.path


def test_a_chapter_has_every_entity_with_all_its_sections(site: Site, shipped: Playbook):
    article = site.article("print/roles/")
    ids = {each["id"] for each in article.all()}
    for id_, role in shipped.roles.items():
        assert role.name in article.text
        assert {f"{id_}--parts", f"{id_}--daily-acts"} <= ids


def test_a_chapter_has_nothing_that_serves_a_screen_only_and_search_does_not_know_it(site: Site, shipped: Playbook):
    for chapter in chapters_of(shipped):
        assert not list(site.article(chapter.path).all("footer", class_="ob-foot"))
        assert not [location for location in site.index if location.startswith(chapter.path)]


def test_an_empty_playbook_has_no_chapter():
    assert chapters_of(playbook()) == ()
