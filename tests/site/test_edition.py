from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from opbook.model.address import FOLDERS, Address
from opbook.model.playbook import Playbook
from opbook.site.edition import data_folder, edition, published, reading_of, today
from opbook.site.registry import Call, macros
from opbook.site.views.overview import OVERVIEWS
from opbook.source.reading import NoPlaybook
from tests.workbench import TinyPlaybook, entity, playbook


def test_the_day_is_that_of_source_date_epoch_in_utc(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225599")
    assert today() == date(2025, 12, 31)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert today() == date(2026, 1, 1)


def test_without_it_the_day_is_today(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    before = date.today()
    assert before <= today() <= date.today()


def test_the_data_folder_is_the_one_that_the_settings_name(tmp_path: Path):
    assert data_folder(tmp_path, {}) == tmp_path / "playbook_data"
    assert data_folder(tmp_path, {"opbook": None}) == tmp_path / "playbook_data"
    assert data_folder(tmp_path, {"opbook": {"data": "other"}}) == tmp_path / "other"


def test_it_is_the_same_until_the_data_changes(tmp_path: Path, tiny: TinyPlaybook):
    first = edition(tmp_path, {})
    assert first is not None
    assert edition(tmp_path, {}) is first
    tiny.add("roles/owner.yml", "summary: Anew.\n")
    second = edition(tmp_path, {})
    assert second is not None
    assert second is not first
    assert second.playbook.roles["owner"].summary == "Anew."


def test_a_change_that_keeps_time_and_size_is_seen(tmp_path: Path, tiny: TinyPlaybook):
    file = tiny.folder / "roles" / "owner.yml"
    before = file.stat()
    assert edition(tmp_path, {}) is not None
    tiny.swap("roles/owner.yml", "name: Owner", "name: Ownes")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    second = edition(tmp_path, {})
    assert second is not None
    assert second.playbook.roles["owner"].name == "Ownes"


def test_there_is_none_of_data_with_errors(tmp_path: Path, tiny: TinyPlaybook):
    tiny.swap("roles/owner.yml", "level: lead", "level: leader")
    assert edition(tmp_path, {}) is None
    assert len(reading_of(tmp_path, tiny.folder).findings) == 1


def test_without_a_folder_there_is_nothing_to_read(tmp_path: Path):
    with pytest.raises(NoPlaybook, match="there is no folder"):
        edition(tmp_path, {})


def test_drafts_are_shown_only_where_they_are_wanted(tmp_path: Path, tiny: TinyPlaybook):
    tiny.add("roles/owner.yml", "draft: true\n")
    published, serving = edition(tmp_path, {}), edition(tmp_path, {"opbook": {"drafts": True}})
    assert published is not None
    assert serving is not None
    assert "owner" not in published.playbook.roles
    assert serving.playbook.roles["owner"].draft
    assert published.href(Address("role", "owner")) is None
    assert serving.file_of(Address("role", "owner")) == tiny.folder / "roles" / "owner.yml"


def rendered(call: Call, model: Playbook) -> dict[str, str]:
    """Every generated page of a playbook; nothing may be wrong with any."""
    shown = replace(call.edition, playbook=model, problems={})
    pages = {}
    for kind, folder in FOLDERS.items():
        for id_ in model.of_kind(kind) if kind != "term" else ():
            url = f"{folder}/{id_}/"
            pages[url] = macros()["entity_page"](replace(call, edition=shown, url=url, meta={}), kind, id_)
    for name, overview in OVERVIEWS.items():
        url = overview.path.removesuffix(".md") + "/"
        page = replace(call, edition=shown, url=url, meta={})
        if name.startswith("index_"):
            pages[url] = macros()["index_page"](page, name.removeprefix("index_"))
        elif name == "macros":
            pages[url] = macros()["macros_page"](page)
        else:
            pages[url] = macros()["overview_page"](page, name)
    for name in ("health_page", "rules_page"):
        pages[name] = macros()[name](replace(call, edition=shown, url="health/", meta={}))
    assert not any(shown.problems.values())
    return pages


@pytest.mark.parametrize("kind", FOLDERS)
def test_every_page_can_be_made_while_all_of_a_kind_are_drafts(call: Call, kind: str):
    """Somebody who starts a kind has drafts only, and everything may name them already."""
    whole = call.edition.playbook
    entities = [
        each.model_copy(update={"draft": each.entity_kind == kind}).placed(each.id, each.extras)
        for each in whole.entities
    ]
    shown = published(Playbook.of(whole.settings, entities), has_drafts=False, has_names=True)
    assert not shown.of_kind(kind)
    pages = rendered(call, shown)
    assert not [url for url, text in pages.items() if f"/{FOLDERS[kind]}/{next(iter(whole.of_kind(kind)))}/" in text]


def test_every_page_of_an_empty_playbook_can_be_made(call: Call):
    empty = Playbook.of(call.edition.playbook.settings, [])
    assert len(rendered(call, empty)) == len(OVERVIEWS) + 2


def test_who_holds_a_role_is_shown_only_where_the_playbook_says_so(call: Call):
    holders = {"owner": {"count": 1, "holders": ["Ada Example"]}}
    parts = (entity("role", "owner"), entity("team", "crew", kind="standing", roles=holders))
    whole = playbook(*parts, show_holders="true")
    shown = rendered(call, published(whole, has_drafts=False, has_names=True))
    hidden = rendered(call, published(playbook(*parts), has_drafts=False, has_names=False))
    assert {"teams/crew/", "roles/owner/"} <= {url for url, text in shown.items() if "Ada Example" in text}
    assert not [url for url, text in hidden.items() if "Ada Example" in text]
