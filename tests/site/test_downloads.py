from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

import pytest

from opbook.site.edition import Edition
from opbook.site.feeds import calendars, downloads
from opbook.site.feeds.downloads import DOWNLOADS
from tests.site.built import Site
from tests.site.project import Project

SITE_URL = "https://elsewhere.example/"


def test_every_download_is_in_the_site_as_it_was_made(site: Site, shipped_edition: Edition):
    made = {each.path: each.content for each in downloads.files(shipped_edition, SITE_URL)}
    assert list(made) == [f"data/{name}" for name in DOWNLOADS]
    for path, content in made.items():
        whole = content.encode() if isinstance(content, str) else content
        assert hashlib.sha256(site.file(path).read_bytes()).digest() == hashlib.sha256(whole).digest(), path


def test_the_page_offers_every_download_and_nothing_that_is_not_there(site: Site, shipped_edition: Edition):
    links = [each for each in site.article("data/").all("a") if "download" in each.attributes]
    offered = {f"data/{urlsplit(each.attributes['href']).path.removeprefix('../data/')}" for each in links}
    assert all(each.attributes["href"].startswith("../data/") for each in links)
    made = {each.path for each in downloads.files(shipped_edition, SITE_URL)}
    dates = {each.path for each in calendars.files(shipped_edition, SITE_URL)}
    singles = {path for path in dates if path.startswith("data/calendar/rituals/")}
    assert offered == made | dates - singles
    assert all(each.text for each in links)


@pytest.mark.parametrize("name", ["raci", "checklists"])
def test_markdown_is_no_page_and_is_saved_under_its_own_name(site: Site, name: str):
    assert site.file(f"data/{name}.md.txt").read_text("utf-8").startswith("# ")
    assert f"data/{name}/" not in site
    (link,) = [each for each in site.article("data/").all("a") if each.attributes["href"].endswith(f"/{name}.md.txt")]
    assert link.attributes["download"] == f"{name}.md"


def test_links_of_checklists_lead_to_the_public_address(site: Site):
    text = site.file("data/checklists.md.txt").read_text("utf-8")
    assert "](https://playbook.harbourline.example/rituals/" in text
    assert SITE_URL not in text


def test_the_skills_matrix_offers_its_workbook(site: Site):
    assert [
        each for each in site.article("skills/matrix/").all("a") if each.attributes["href"].endswith("data/skills.xlsx")
    ]


def test_the_page_says_where_programs_fetch_and_what_is_promised(site: Site):
    text = site.article("data/").text
    assert "https://playbook.harbourline.example/data/playbook.json" in text
    assert "its version, which is 1." in text


def test_a_playbook_without_a_public_address_and_teams(good: Project):
    good.data.write("practices/inventory.yml", "name: I\noutcome: O.\nchecklist: ['Ask the [owner](role:owner)']\n")
    site = good.built()
    article = site.article("data/")
    assert "By team" not in article.text
    assert "subscribe" not in article.text
    for path in ("roles/owner/", "rhythm/"):
        html = site.html(path)
        assert ".ics" in html
        assert "webcal:" not in html, "nobody knows yet where calendar services would find it"
    assert site.file("data/checklists.md.txt").read_text("utf-8").endswith("- [ ] Ask the owner\n")
