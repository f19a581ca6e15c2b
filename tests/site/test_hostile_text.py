"""The shipped playbook with something hostile in every name and every text: it is shown, and nothing comes of it."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
import yaml

from opbook.model.address import FOLDERS
from opbook.model.playbook import Playbook
from opbook.site.places import place
from opbook.source.reading import read
from tests.site.built import Element, Site, parsed
from tests.site.project import ROOT, Project

NAMES = (
    "</title><script>alert(1)</script>",
    "{{ 7*19103 }} {% raw %} {# gone #}",
    "--8<-- 'secret.md'",
    "[x](javascript:alert(1)) [x](http://a)",
    "![x](http://a) <img src=x onerror=alert(1)>",
    "{: .attr } { #id }",
    "*stars* __lines__ `ticks`",
    "C:\\dir \\* $& $1",
    "&lt; &#60; &amp; \" '",
    "[^1] | :smile: ~~~ # ¶",
    "--> ]]> 漢字 🙂",
)
"""What stands in names, which are plain text."""
TEXTS = (
    "{{ 7*19103 }} {% raw %} {# gone #}",
    "--8<-- 'secret.md'",
    "{: .attr } { #id }",
    "C:\\dir $& $1 \" '",
    "[^1] | :smile: ~~~ 漢字",
)
"""What stands in prose, so that CommonMark leaves it as it is."""
OWN = " ".join(NAMES)
"""What stands in a field of one's own."""
CODE = '\n\n```python\n{{ 7*19103 }}\n\n--8<-- "secret.md"\n  {: .attr }\n<script>alert(1)</script>\n```'
"""What stands at the end of long prose: a fence."""

TABLE = {"table", "tbody", "tr", "th", "td"}
"""What own fields are shown in."""

_NAMES = {"name", "title", "organisation", "unit", "baseline", "target"}
_NAME_LISTS = {"aliases", "tags", "holders"}
_LONG = {"purpose", "statement", "outcome"}
_KEPT = {"cadence", "review_every", "after", "limit", "until", "day", "timezone", "feedback_url", "url", "rituals"}


def added(value: str, pieces: tuple[str, ...]) -> str:
    """A text with one of the hostile pieces at its end, another one for each text."""
    return f"{value} {pieces[crc32(value.encode()) % len(pieces)]}"


def hostile(value: Any, key: str = "") -> Any:
    """A value with something hostile in each of its texts; ids, dates and words of a list stay."""
    if isinstance(value, dict):
        changed = {inner: each if inner in _KEPT else hostile(each, inner) for inner, each in value.items()}
        return {added(title, NAMES): each for title, each in changed.items()} if key == "checklists" else changed
    if isinstance(value, list):
        return [hostile(each, key) for each in value]
    if key in _NAMES or key in _NAME_LISTS or key.startswith("x_"):
        return added(value, NAMES)
    return added(value, TEXTS) + CODE * (key in _LONG) if " " in value else value


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = Project(tmp_path_factory.mktemp("hostile") / "project")
    shutil.rmtree(made.data.folder)
    for path in sorted((ROOT / "playbook_data").rglob("*.yml")):
        document = hostile(yaml.load(path.read_text("utf-8"), yaml.BaseLoader))
        if path.name == "playbook.yml":
            document["feedback_url"] = "https://git.example/new?title={title}&body={body}"
        else:
            document["x_own"] = OWN
        inside = path.relative_to(ROOT / "playbook_data").as_posix()
        made.data.write(inside, yaml.safe_dump(document, allow_unicode=True, width=10**6))
    made.configure("hooks: [lean.py]\n", "")
    made.write("docs/secret.md", "# Secret\n\nTOP-SECRET\n")
    made.configure(
        "  - pymdownx.superfences\n", "  - pymdownx.superfences\n  - pymdownx.snippets: {base_path: [docs]}\n"
    )
    terms = "\n\n".join(f'{{{{ definition("{path.stem}") }}}}' for path in (made.data.folder / "terms").glob("*.yml"))
    made.write("docs/index.md", f'# Home\n\n{{{{ link("role:product-owner") }}}}\n\n{terms}\n')
    return made


@pytest.fixture(scope="module")
def hostile_site(project: Project) -> Site:
    return project.built()


@pytest.fixture(scope="module")
def playbook(project: Project) -> Playbook:
    reading = read(project.data.folder)
    assert reading.findings == ()
    assert reading.playbook is not None
    return reading.playbook


def articles(site: Site) -> list[tuple[str, Element]]:
    pages = [address for address in site.addresses if address not in ("404.html", "secret/")]
    return [(address, site.article(address)) for address in pages if list(site.page(address).all("article"))]


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_name_is_shown_as_it_is_written(hostile_site: Site, playbook: Playbook):
    for entity in playbook.entities:
        address = place(playbook, entity.address)
        assert address is not None
        assert entity.name.endswith(NAMES)
        if entity.entity_kind != "term":
            page = hostile_site.page(address)
            assert page.one("h1").text.removesuffix("¶").strip() == flat(entity.name), address
            assert page.one("head").one("title").text == f"{flat(entity.name)} - The Harbourline Playbook"
        assert flat(entity.name) in hostile_site.article(address).text


def test_every_index_shows_every_name_as_it_is_written(hostile_site: Site, playbook: Playbook):
    for kind, folder in FOLDERS.items():
        text = hostile_site.article(f"{folder}/" if kind != "term" else "glossary/").text
        assert [each.id for each in playbook.of_kind(kind).values() if flat(each.name) not in text] == []


def test_every_activity_is_shown_as_it_is_written(hostile_site: Site, playbook: Playbook):
    matrix = hostile_site.article("raci/").text
    for activity in playbook.activities.values():
        page, _, anchor = str(place(playbook, activity.address)).partition("#")
        (heading,) = [each for each in hostile_site.article(page).all("h3") if each["id"] == anchor]
        assert heading.text.removesuffix("¶").strip() == flat(activity.name)
        assert flat(activity.name) in matrix


def test_prose_is_shown_as_it_is_written(hostile_site: Site, playbook: Playbook):
    for role in playbook.roles.values():
        article = hostile_site.article(f"roles/{role.id}/")
        for own in role.accountabilities:
            assert own.endswith(TEXTS)
            assert "](" in own or flat(own) in article.text


def test_code_in_prose_keeps_its_lines(hostile_site: Site, playbook: Playbook):
    code = CODE.strip().removeprefix("```python\n").removesuffix("```")
    for role in playbook.roles:
        assert code in [each.raw for each in hostile_site.article(f"roles/{role}/").all("pre")]


def test_own_fields_are_shown_as_they_are_written(hostile_site: Site, playbook: Playbook):
    for entity in playbook.entities:
        if entity.entity_kind != "term":
            cells = hostile_site.article(str(place(playbook, entity.address))).all("td")
            assert flat(OWN) in [each.text for each in cells], entity.address


def test_nothing_in_it_is_run(hostile_site: Site):
    for address in hostile_site.addresses:
        html = hostile_site.html(address)
        assert "133721" not in html, address
        assert "TOP-SECRET" not in html or address == "secret/", address
        assert "<script>alert" not in html, address
        for each in hostile_site.page(address).all():
            assert not [name for name in each.attributes if name.startswith("on")], address
            assert each["src"] != "x", address


def test_no_link_in_it_leads_to_what_was_not_a_link(hostile_site: Site):
    for address, article in articles(hostile_site):
        for each in article.all("a"):
            assert re.match(r"(?!javascript:|http:)(https:|mailto:|[.#\w])", each["href"]), f"{address}: {each['href']}"


def test_it_makes_no_element_that_the_playbook_does_not_have_anyway(hostile_site: Site, site: Site):
    def census(of: Site) -> dict[str, set[str]]:
        return {address: {each.tag for each in article.all()} for address, article in articles(of)}

    plain, changed = census(site), census(hostile_site)
    # What the rules find is not the same in both, and only this repository has a history.
    unlike = {address for address in plain if address.startswith(("rules/", "health/", "changes/"))}
    assert len(changed) > 100
    for address, tags in changed.items():
        if address in plain and address:
            assert tags - plain[address] <= {"code", "pre", "p", "div", "h2", "small", *TABLE}, address
            assert plain[address] - tags <= {"em", "strong", "small"} or address in unlike, address


def test_it_gives_no_element_a_class_or_an_id(hostile_site: Site):
    for address, article in articles(hostile_site):
        assert not list(article.all(class_="attr")), address
        assert not [each for each in article.all() if each["id"] == "id"], address
        twice = [id_ for id_, count in Counter(each["id"] for each in article.all() if each["id"]).items() if count > 1]
        assert twice == [], address


def test_an_attribute_has_the_whole_of_a_name(hostile_site: Site, playbook: Playbook):
    captions = [each["aria-label"] for each in hostile_site.article("stages/launch/").all() if each["aria-label"]]
    assert any(flat(playbook.stages["launch"].name) in flat(each) for each in captions)


def test_search_shows_names_as_they_are_written(hostile_site: Site, playbook: Playbook):
    index = hostile_site.index
    for entity in playbook.entities:
        address = str(place(playbook, entity.address))
        if entity.entity_kind != "term":
            assert flat(parsed(index[address]["title"]).text) == flat(entity.name)
            assert {flat(parsed(tag).text) for tag in index[address].get("tags", ())} == {
                flat(a) for a in entity.aliases
            }
            assert "<" not in index[address]["title"]


def test_the_feedback_link_carries_the_name_and_nothing_more(hostile_site: Site, playbook: Playbook):
    links = [each["href"] for each in hostile_site.article("roles/product-owner/").all("a")]
    (link,) = [each for each in links if each.startswith("https://git.example/new?")]
    assert set("<>\"' {}`\\") & set(link) == set()
    assert link.count("&") == 1
    assert link.count("?") == 1


def test_a_link_that_is_not_allowed_stops_the_build(tmp_path: Path):
    links = ("javascript:alert(1)", "data:text/html,x", "http://a.example", "roles/owner.md")
    project = Project(tmp_path / "project")
    project.data.add("roles/owner.yml", "accountabilities:\n" + "".join(f'  - "[x]({each})"\n' for each in links))
    build = project.build()
    assert build.code == 1
    assert build.told == [
        f"playbook_data/roles/owner.yml:{line}:10 Y014 the link `{link}` leads nowhere"
        for line, link in enumerate(links, start=6)
    ]
