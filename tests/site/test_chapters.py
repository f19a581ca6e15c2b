from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from opbook.model.address import FOLDERS
from opbook.model.playbook import Playbook
from opbook.site.registry import Call, macros
from opbook.site.templating import Templates
from opbook.site.views.chapters import chapters_of, part_of_chapter
from opbook.source.problems import WRONG_ARGUMENT
from tests.site.built import Site, parsed
from tests.workbench import playbook

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
KINDS = tuple(kind for kind in FOLDERS if kind != "term")


def test_every_kind_with_entities_has_a_chapter_and_the_glossary_is_one(site: Site, shipped: Playbook):
    links = {each["href"] for each in site.article("print/").all("a")}
    assert {chapter.kind for chapter in chapters_of(shipped)} == set(KINDS)
    assert {f"../print/{FOLDERS[kind]}/" for kind in KINDS} | {"../glossary/"} <= links


def test_an_empty_playbook_has_no_chapter():
    assert chapters_of(playbook()) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_chapter_has_every_entity_with_all_its_sections(site: Site, shipped: Playbook, kind: str):
    article = site.article(f"print/{FOLDERS[kind]}/")
    told = [(each.tag, each.text.removesuffix("¶")) for each in article.all(*HEADINGS)]
    wanted = []
    for id_ in shipped.of_kind(kind):
        for each in site.article(f"{FOLDERS[kind]}/{id_}/").all(*HEADINGS):
            wanted.append((f"h{int(each.tag[1]) + 1}", each.text.removesuffix("¶")))
    assert told[1:] == wanted


@pytest.mark.parametrize("kind", KINDS)
def test_no_id_stands_twice_and_what_points_at_one_finds_it(site: Site, kind: str):
    page = site.page(f"print/{FOLDERS[kind]}/")
    ids = Counter(each["id"] for each in page.all() if each["id"])
    assert [id_ for id_, times in ids.items() if times > 1] == []
    pointed = {each["href"][1:] for each in page.one("article").all("a") if each["href"].startswith("#")}
    for name in ("aria-labelledby", "aria-describedby", "headers"):
        pointed |= {id_ for each in page.all() for id_ in each[name].split()}
    assert pointed <= set(ids)


def test_a_chapter_begins_with_what_it_is_and_lists_what_it_has(site: Site, shipped: Playbook):
    article = site.article("print/rituals/")
    front = article.one("div", class_="ob-chapter")
    assert article.one("h1").text.startswith("Rituals")
    assert front.text.startswith("The Harbourline Playbook Harbourline, as of 22 November 2026")
    assert [each["href"] for each in front.all("a")] == [f"#{id_}" for id_ in shipped.rituals]
    assert site.page("print/rituals/").one("title").text.startswith("Rituals, to print")


@pytest.mark.parametrize("kind", KINDS)
def test_a_chapter_has_nothing_that_serves_a_screen_only_and_search_does_not_know_it(site: Site, kind: str):
    article = site.article(f"print/{FOLDERS[kind]}/")
    for word in ("ob-foot", "ob-actions", "ob-findings-box", "ob-prevnext", "ob-steps", "ob-jump", "ob-calendar"):
        assert not list(article.all(class_=word)), word
    assert not [each for each in article.all() if "data-list" in each.attributes]
    assert not [each for each in article.all("a") if "git.harbourline.example" in each["href"]]
    assert not [location for location in site.index if location.startswith(f"print/{FOLDERS[kind]}/")]
    assert "print/" in site.index


def test_nothing_is_rendered_twice(call: Call, monkeypatch: pytest.MonkeyPatch):
    rendered: list[str] = []
    page = Templates.page

    def counted(templates: Templates, name: str, **values: Any) -> str:
        rendered.append(name)
        return page(templates, name, **values)

    monkeypatch.setattr(Templates, "page", counted)
    macros()["entity_page"](call, "ritual", "demo")
    macros()["chapter_page"](call, "ritual")
    macros()["entity_page"](call, "ritual", "demo")
    assert Counter(rendered) == {"pages/ritual.html": len(call.edition.playbook.rituals), "pages/chapter.html": 1}


def test_a_part_is_one_block_whose_ids_begin_with_the_entity():
    page = (
        "# A&#38;B\n\n"
        '<div class="ob"><p id="x" aria-labelledby="y z">See <a href="#x">x</a>, <a href="../#x">far</a></p>'
        '<div role="region" aria-label="Parts"></div></div>\n\n'
        "## My &#123;part&#125; { #part }\n\n### Free\n\n"
        '<div class="ob"><ul data-list="role:a:b"><li>says id=&#34;x&#34;</li></ul>'
        '<footer class="ob-foot"><p class="ob-actions">Edit</p></footer></div>'
    )
    assert part_of_chapter(page, "a-b") == (
        '<div class="ob"><p id="a-b--x" aria-labelledby="a-b--y a-b--z">'
        'See <a href="#a-b--x">x</a>, <a href="../#x">far</a></p>'
        '<div role="region" aria-label="A&#38;B: Parts"></div></div>'
        '<h3 id="a-b--part">My &#123;part&#125;</h3><h4>Free</h4>'
        '<div class="ob"><ul><li>says id=&#34;x&#34;</li></ul></div>'
    )


def test_a_chapter_that_there_is_not_is_said(call: Call):
    made = parsed(macros()["chapter_page"](call, "term"))
    assert made.text == "there is no chapter of the kind `term`"
    assert [each.problem for each in call.edition.problems["guide/"]] == [WRONG_ARGUMENT]


def test_neighbouring_stages_lead_to_each_other(site: Site, shipped: Playbook):
    ids = list(shipped.stages)
    for id_, before, after in zip(ids, [None, *ids], [*ids[1:], None], strict=False):
        navs = [each for each in site.article(f"stages/{id_}/").all("nav") if each["class"] == "ob-prevnext"]
        links = {each["rel"]: each["href"] for nav in navs for each in nav.all("a")}
        wanted = {"prev": before, "next": after}
        assert links == {rel: f"../../stages/{other}/" for rel, other in wanted.items() if other}
