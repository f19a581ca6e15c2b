"""The banner that pages carry while the playbook is being served."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from opbook.site.files import ASSETS

HOSTILE = "role `<img src=x onerror=window.isBroken=true>` is <b>not</b> there"


def _open(page: Page, problems: str, status: int = 200) -> None:
    page.route("**/problems.json", lambda route: route.fulfill(status=status, body=problems))
    page.goto("/why/")
    with page.expect_response("**/problems.json"):
        page.add_script_tag(url=f"/{ASSETS}/serving.js", type="module")


def _problem(**fields: Any) -> dict[str, Any]:
    return {"place": "playbook_data/roles/owner.yml:3:1", "message": "unknown field", "fix": "remove it", **fields}


def test_the_banner_tells_every_problem(page: Page):
    second = _problem(place="", message="the build failed", fix="")
    _open(page, json.dumps([_problem(), second]))
    banner = page.get_by_role("alert")
    expect(banner).to_be_visible()
    lines = banner.locator("p").all_inner_texts()
    assert lines == [
        "The playbook has problems. Until they are mended, what you see may be older than what you wrote:",
        "playbook_data/roles/owner.yml:3:1 unknown field To mend it: remove it.",
        "the build failed",
    ]
    expect(banner.locator("code").first).to_have_text("playbook_data/roles/owner.yml:3:1")


def test_a_problem_is_text_only(page: Page):
    _open(page, json.dumps([_problem(place=HOSTILE, message=HOSTILE, fix=HOSTILE)]))
    banner = page.get_by_role("alert")
    expect(banner).to_contain_text(f"{HOSTILE} {HOSTILE} To mend it: {HOSTILE}.")
    assert {each.evaluate("each => each.tagName") for each in banner.locator("*").all()} == {"P", "STRONG", "CODE"}
    assert page.evaluate("window.isBroken") is None


def test_the_banner_leaves_the_page_readable(page: Page):
    _open(page, json.dumps([_problem()] * 80))
    banner = page.get_by_role("alert")
    expect(banner).to_be_visible()
    box = banner.bounding_box()
    assert box is not None
    assert box["y"] > 0.5 * 900
    assert box["y"] + box["height"] == pytest.approx(900, abs=1)


@pytest.mark.parametrize(("problems", "status"), [("[]", 200), ("not found", 404)])
def test_there_is_no_banner_where_nothing_is_wrong(page: Page, problems: str, status: int):
    _open(page, problems, status)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_built_page_carries_no_banner(built_site: Path):
    assert "serving.js" not in (built_site / "index.html").read_text("utf-8")
