"""What `mkdocs build` makes of this repository: every page, every link, every word that search must know."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from opbook.model.address import FOLDERS
from opbook.model.checklists import checklists
from opbook.model.playbook import Playbook
from opbook.site.places import place
from opbook.site.views.overview import OVERVIEWS
from opbook.site.words import KIND_WORDS
from tests.site.built import Element, Site, parsed
from tests.site.project import ROOT, Build, mkdocs_build

EDIT = "https://git.harbourline.example/playbook/edit/main/"
LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "object": "data",
}
POINTERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers")


def h1(site: Site, address: str) -> str:
    """The words of a page's title."""
    return site.article(address).one("h1").text.removesuffix("¶").strip()


def test_the_build_succeeds_and_warns_of_nothing(build_of_repository: Build):
    assert build_of_repository.code == 0, build_of_repository.output
    assert not re.findall(r"^(?:WARNING|ERROR|CRITICAL).*", build_of_repository.output, re.MULTILINE)
    assert "Traceback" not in build_of_repository.output


def test_every_entity_has_a_page_with_its_name(site: Site, shipped: Playbook):
    for entity in shipped.entities:
        address = place(shipped, entity.address)
        assert address is not None
        if entity.entity_kind != "term":
            assert h1(site, address) == entity.name


def test_every_term_stands_in_the_glossary(site: Site, shipped: Playbook):
    glossary = site.article("glossary/")
    for term in shipped.terms.values():
        (found,) = [each for each in glossary.all() if each["id"] == term.id]
        assert term.name in found.text


def test_every_index_and_overview_has_a_page(site: Site):
    for overview in OVERVIEWS.values():
        assert h1(site, overview.address) == overview.title


def test_every_index_names_every_entity_of_its_kind(site: Site, shipped: Playbook):
    for kind, folder in FOLDERS.items():
        address = f"{folder}/" if kind != "term" else "glossary/"
        assert h1(site, address) == KIND_WORDS[kind]
        text = site.article(address).text
        assert [each.name for each in shipped.of_kind(kind).values() if each.name not in text] == []


def test_every_activity_has_its_heading_and_every_matrix_its_row(site: Site, shipped: Playbook):
    whole = {each["href"] for each in site.article("raci/").all("a")}
    for activity in shipped.activities.values():
        address = place(shipped, activity.address)
        assert address is not None
        page, anchor = address.split("#")
        (heading,) = [each for each in site.article(page).all("h3") if each["id"] == anchor]
        assert heading.text.removesuffix("¶").strip() == activity.name
        assert f"../{address}" in whole


def anchors(page: Element) -> set[str]:
    return {each["id"] for each in page.all() if each["id"]} | {each["name"] for each in page.all("a") if each["name"]}


def links(page: Element) -> list[str]:
    """Everything on a page that another file is asked for, or a place on it."""
    found = [each["href"] for each in page.all("a", "link", "area", "use", "image") if each["href"]]
    found += [each["xlink:href"] for each in page.all() if each["xlink:href"]]
    found += [each[name] for tag, name in LOADED.items() for each in page.all(tag) if each[name]]
    named = [id_ for each in page.all() for name in POINTERS for id_ in each[name].split()]
    found += [f"#{id_}" for id_ in named if not id_.startswith("__")]  # Material's own labels
    found += [
        ref
        for each in page.all()
        for value in each.attributes.values()
        for ref in re.findall(r"url\((#[^)]+)\)", value)
    ]
    return found


def test_every_link_and_anchor_of_every_page_leads_somewhere(site: Site):
    files = {path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*") if path.is_file()}
    places = {f"{address}index.html" if address[-5:] != ".html" else address: address for address in site.addresses}
    there = {name: anchors(site.page(address)) for name, address in places.items()}
    dead = []
    for name, address in places.items():
        for link in links(site.page(address)):
            url = urlsplit(urljoin(f"https://here/{name}", link))
            if url.scheme == "https" and url.netloc == "here":
                target = unquote(url.path[1:]) + "index.html" * url.path.endswith("/")
                is_anchor = not url.fragment or unquote(url.fragment) in there.get(target, ())
                if target not in files or not is_anchor:
                    dead.append(f"{address}: {link}")
    assert dead == []


def test_no_id_stands_twice_on_a_page(site: Site):
    for address in site.addresses:
        ids = [each["id"] for each in site.page(address).all() if each["id"]]
        assert sorted(set(ids)) == sorted(ids), address


def test_links_that_leave_the_site_are_https(site: Site):
    pages = [address for address in site.addresses if list(site.page(address).all("article"))]
    schemes = {urlsplit(each["href"]).scheme for address in pages for each in site.article(address).all("a")}
    assert schemes <= {"", "https", "mailto", "webcal"}


def test_a_page_asks_no_other_origin_for_anything(site: Site):
    for address in site.addresses:
        page = site.page(address)
        asked = [each[name] for tag, name in LOADED.items() for each in page.all(tag)]
        asked += [
            each["href"] for each in page.all("link") if each["rel"] not in ("canonical", "prev", "next", "alternate")
        ]
        asked += [ref for each in page.all() for ref in re.findall(r"url\(([^)]*)\)", each["style"])]
        asked += [
            ref
            for each in page.all("style")
            for child in each.children
            for ref in re.findall(r"url\(([^)]*)\)", str(child))
        ]
        assert [each for each in asked if re.match(r"\W*(?:https?:)?//", each)] == [], address
        assert [each for each in page.all("img", "source") if "//" in each["srcset"]] == []


def test_a_style_sheet_asks_no_other_origin_for_anything(site: Site):
    for path in site.folder.rglob("*.css"):
        style = path.read_text("utf-8")
        assert re.findall(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//[^)]*", style) == [], path


def test_every_entity_can_be_edited_where_it_is_written(site: Site, shipped: Playbook):
    for entity in shipped.entities:
        if entity.entity_kind == "term":
            continue
        address = place(shipped, entity.address)
        assert address is not None
        expected = f"{EDIT}playbook_data/{FOLDERS[entity.entity_kind]}/{entity.id}.yml"
        pencil = site.page(address).one("a", rel="edit")
        assert pencil["href"] == expected
        assert (ROOT / expected.removeprefix(EDIT)).is_file()
        assert expected in [each["href"] for each in site.article(address).one("footer", class_="ob-foot").all("a")]


def test_every_hand_written_page_can_be_edited(site: Site):
    for path in sorted((ROOT / "docs").rglob("*.md")):
        inside = path.relative_to(ROOT / "docs").as_posix()
        address = inside.removesuffix("index.md") if path.name == "index.md" else f"{inside[:-3]}/"
        assert site.page(address).one("a", rel="edit")["href"] == f"{EDIT}docs/{inside}"


def test_every_entity_has_a_prefilled_way_to_report_something(site: Site, shipped: Playbook):
    template = shipped.settings.feedback_url
    assert template is not None
    start = template.partition("{title}")[0]
    for entity in shipped.entities:
        address = place(shipped, entity.address)
        if entity.entity_kind == "term" or address is None:
            continue
        (link,) = [each["href"] for each in site.article(address).all("a") if each["href"].startswith(start)]
        said = unquote(link)
        assert f"{entity.name}: " in said
        assert f"Page: /{address}\n" in said


def test_every_overview_has_a_way_to_report_something(site: Site, shipped: Playbook):
    start = str(shipped.settings.feedback_url).partition("{title}")[0]
    for overview in OVERVIEWS.values():
        links = [each["href"] for each in site.article(overview.address).all("a")]
        found = [each for each in links if each.startswith(start)]
        assert found, overview.address
        assert f"/{overview.address}" in unquote(found[-1])


def test_other_names_are_tags_of_the_page_in_search(site: Site, shipped: Playbook):
    index = site.index
    named = [each for each in shipped.entities if each.aliases and each.entity_kind != "term"]
    assert named
    for entity in named:
        address = place(shipped, entity.address)
        assert address is not None
        assert set(entity.aliases) <= {parsed(tag).text for tag in index[address]["tags"]}


def said(text: str) -> str:
    return " ".join(parsed(text).text.split())


def words_of(text: str | None) -> list[str]:
    """The words of prose, without its signs."""
    return re.findall(r"\w{4,}", re.sub(r"\]\([^)]*\)", "", text or ""))


@pytest.fixture(scope="module")
def known(site: Site) -> dict[str, str]:
    """What search knows of each page, its sections included."""
    words: dict[str, str] = {}
    for location, entry in site.index.items():
        page = location.partition("#")[0]
        words[page] = f"{words.get(page, '')} {said(entry['title'])} {said(entry['text'])}"
    return words


def _is_chapter(address: str) -> bool:
    """Whether a page says once more, to be printed, what others say."""
    return address.startswith("print/") and address != "print/"


def test_search_knows_every_page(site: Site, known: dict[str, str]):
    pages = {address for address in site.addresses if address != "404.html" and not _is_chapter(address)}
    moved = {address for address in pages if list(site.page(address).all("meta", http_equiv="refresh"))}
    assert set(known) == pages - moved


def test_search_knows_every_activity_under_its_own_heading(site: Site, shipped: Playbook):
    index = site.index
    for activity in shipped.activities.values():
        address = place(shipped, activity.address)
        assert address is not None
        assert said(index[address]["title"]) == activity.name
        text = said(index[address]["text"])
        assert [word for word in words_of(activity.summary) if word not in text] == []


def test_search_knows_every_checklist_on_the_page_it_belongs_to(shipped: Playbook, known: dict[str, str]):
    for each in checklists(shipped):
        text = known[f"{FOLDERS[each.kind]}/{each.id}/"]
        missing = [word for item in each.items for word in words_of(item.text) if word not in text]
        assert missing == [], f"{each.kind}:{each.id}"


def test_search_knows_the_summary_of_every_entity(shipped: Playbook, known: dict[str, str]):
    for entity in shipped.entities:
        address = place(shipped, entity.address)
        assert address is not None
        text = known[address.partition("#")[0]]
        assert [word for word in words_of(entity.summary) if word not in text] == [], address


def test_two_builds_give_the_same_bytes(built_site: Path, tmp_path: Path):
    again = mkdocs_build(ROOT, "--strict", site=tmp_path / "elsewhere")
    first, second = Site(built_site).bytes, again.site.bytes
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_no_page_names_the_machine_it_was_built_on(site: Site):
    for address in site.addresses:
        assert str(ROOT) not in site.html(address), address


def test_a_title_is_the_name_of_the_entity_and_of_the_site(site: Site):
    assert site.page("roles/product-owner/").one("title").text == "Product Owner - The Harbourline Playbook"
    assert site.page("").one("title").text == "The Harbourline Playbook"
