"""`mkdocs serve` follows every change, and what is broken never takes the last good page away."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from opbook.model.diagnostic import Diagnostic, Location, Problem, Severity
from opbook.site.mkdocs.serving import PROBLEMS_FILE, Bell, safe_builder
from tests.site.project import ROOT, Project, Server, serving, until

ADDRESS = "assets/opbook/problems.json"


def problems(server: Server) -> list[dict[str, str]] | None:
    """What the banner shows right now."""
    text = server.get(ADDRESS)
    return json.loads(text) if text else None


def places(server: Server) -> list[str]:
    """Wait until something is wrong, and return where."""
    found = until(lambda: problems(server))
    return [each["place"] for each in found]


def all_is_well(server: Server) -> None:
    """Wait until nothing is wrong."""
    until(lambda: problems(server) == [] or None)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = Project(tmp_path_factory.mktemp("serving") / "project")
    made.write("overrides/opbook/pages/stage.html", "{{ heading(1, e.name) }}\n<p>First edition.</p>\n")
    return made


@pytest.fixture(scope="module")
def server(project: Project) -> Iterator[Server]:
    with serving(project.folder) as running:
        running.shows("", "Here it begins.")
        yield running


def test_a_change_of_yaml_is_shown(server: Server, project: Project):
    project.data.add("roles/owner.yml", "summary: Said anew.\n")
    server.shows("roles/owner/", "Said anew.")
    all_is_well(server)


def test_a_new_entity_gets_its_page(server: Server, project: Project):
    project.data.write("tools/board.yml", "name: Board\nused_for: U.\n")
    server.shows("tools/board/", "Board")


def test_a_change_of_a_page_is_shown(server: Server, project: Project):
    project.write("docs/index.md", '# Home\n\nIt goes on with the {{ link("role:owner") }}.\n')
    server.shows("", 'It goes on with the <a href="./roles/owner/">Owner</a>.')


def test_a_change_of_a_template_is_shown(server: Server, project: Project):
    project.write("overrides/opbook/pages/stage.html", "{{ heading(1, e.name) }}\n<p>Second edition.</p>\n")
    server.shows("stages/launch/", "Second edition.")


def test_a_new_template_is_used(server: Server, project: Project):
    project.write("overrides/opbook/pages/skill.html", "{{ heading(1, e.name) }}\n<p>Ours.</p>\n")
    project.data.write("skills/listening.yml", "name: Listening\ngroup: craft\ndefinition: D.\n")
    project.data.add("playbook.yml", "skill_groups: {craft: Craft}\n")
    server.shows("skills/listening/", "Ours.")


def test_broken_yaml_leaves_the_last_good_page_and_says_what_and_where(server: Server, project: Project):
    before = server.get("rituals/sync/")
    project.data.swap("rituals/sync.yml", "facilitator: owner", "facilitator: ownr")
    (told,) = until(lambda: problems(server))
    assert told == {
        "place": "playbook_data/rituals/sync.yml:6:14",
        "message": "there is no role `ownr`; did you mean `owner`?",
        "fix": "use the id of a role that exists: the name of its file without .yml",
    }
    assert server.get("rituals/sync/") == before
    assert before is not None
    assert "serving.js" in before

    project.data.swap("rituals/sync.yml", "name: Sync", "name: Weekly sync")
    server.shows("rituals/sync/", "Weekly sync")
    all_is_well(server)


def test_a_wrong_macro_leaves_the_last_good_page_and_says_what_and_where(server: Server, project: Project):
    before = server.get("")
    project.write("docs/index.md", "# Home\n\n{{ role_card('ownr') }} {{ lnik('role:owner') }}\n\n{{ 1/0 }}\n")
    assert places(server) == ["docs/index.md:3:4", "docs/index.md:3:28", "docs/index.md:5:1"]
    assert server.get("") == before

    project.write("docs/index.md", "# Home\n\nMended.\n")
    server.shows("", "Mended.")
    all_is_well(server)


def test_a_broken_template_leaves_the_last_good_page_and_says_where(server: Server, project: Project):
    before = server.get("stages/launch/")
    project.write("overrides/opbook/pages/stage.html", "\n\n{{ e.nosuch }}\n")
    assert places(server) == ["overrides/opbook/pages/stage.html:3:1"]
    assert server.get("stages/launch/") == before

    project.write("overrides/opbook/pages/stage.html", "{{ heading(1, e.name) }}\n<p>Third edition.</p>\n")
    server.shows("stages/launch/", "Third edition.")
    all_is_well(server)


def test_settings_that_cannot_be_read_leave_the_last_good_page(server: Server, project: Project):
    before = server.get("")
    settings = (project.folder / "mkdocs.yml").read_text("utf-8")
    project.write("mkdocs.yml", settings + "\nplugins: [\n")
    assert places(server) == [""]
    assert server.get("") == before
    project.write("mkdocs.yml", settings)
    all_is_well(server)


def test_a_data_folder_that_is_gone_leaves_the_last_good_page(server: Server, project: Project):
    away = project.folder.parent / "away"
    project.data.folder.rename(away)
    project.write("docs/index.md", "# Home\n\nWithout data.\n")
    (told,) = until(lambda: problems(server))
    assert "there is no folder" in told["message"]
    assert server.get("roles/owner/") is not None
    away.rename(project.data.folder)
    project.write("docs/index.md", "# Home\n\nWith data again.\n")
    server.shows("", "With data again.")
    all_is_well(server)


def test_nobody_has_seen_a_traceback(server: Server):
    assert "Traceback" not in server.output


def test_serving_can_begin_with_broken_yaml_and_shows_what_is_wrong_until_it_is_mended(tmp_path: Path):
    project = Project(tmp_path / "project")
    project.data.swap("roles/owner.yml", "level: lead", "level: <b>{{ 7*7 }}</b>")
    project.data.swap("stages/launch.yml", "accountable: owner", "accountable: ownr")
    with serving(project.folder) as server:
        page = server.shows("", "The playbook cannot be shown yet")
        assert "playbook_data/roles/owner.yml:3:8" in page
        assert "&lt;b&gt;&#123;&#123; 7*7 }}&lt;/b&gt;" in page or "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in page
        assert places(server) == ["playbook_data/roles/owner.yml:3:8", "playbook_data/stages/launch.yml:9:25"]

        project.data.swap("roles/owner.yml", "level: lead", "level: executive")
        until(lambda: problems(server), lambda told: len(told) == 1)
        page = server.shows("", "The playbook cannot be shown yet")
        assert "roles/owner.yml" not in page, "what is mended is not shown as wrong"
        assert "playbook_data/stages/launch.yml:9:25" in page

        project.data.swap("stages/launch.yml", "name: Begin", "name: Begin now")
        server.shows("stages/launch/", "Begin now")
        server.shows("", "Here it begins.")
        all_is_well(server)


def test_serving_can_begin_with_a_wrong_page_and_shows_it_with_a_box(tmp_path: Path):
    project = Project(tmp_path / "project")
    project.write("docs/index.md", "# Home\n\n{{ role_card('ownr') }}\n")
    with serving(project.folder) as server:
        server.shows("", "there is no role `ownr`; did you mean `owner`?")
        assert places(server) == ["docs/index.md:3:4"]
        project.write("docs/index.md", "# Home\n\n{{ role_card('owner') }}\n")
        server.shows("", "Keeps it worth having.")
        all_is_well(server)


def test_a_change_of_our_own_code_is_loaded_and_faults_are_told_as_before(tmp_path: Path):
    code = tmp_path / "code" / "opbook"
    shutil.copytree(ROOT / "macros" / "opbook", code, ignore=shutil.ignore_patterns("__pycache__"))
    words = code / "model" / "cadence_words.py"
    project = Project(tmp_path / "project")
    with serving(project.folder, PYTHONPATH=str(code.parent)) as server:
        server.shows("rituals/sync/", "every Tuesday at 10:00")

        text = words.read_text("utf-8")
        assert text.count('f"every {day or') == 1
        words.write_text(text.replace('f"every {day or', 'f"each and every {day or'), "utf-8")
        server.shows("rituals/sync/", "each and every Tuesday at 10:00")

        project.write("docs/index.md", "# Home\n\n{{ role_card('ownr') }}\n")
        assert places(server) == ["docs/index.md:3:4"]
        assert "Here it begins." in str(server.get(""))

        words.write_text("this is no Python\n", "utf-8")
        until(lambda: problems(server), lambda told: "SyntaxError" in told[0]["message"])
        words.write_text(text, "utf-8")
        project.write("docs/index.md", "# Home\n\nAll is well.\n")
        server.shows("", "All is well.")
        server.shows("rituals/sync/", "every Tuesday at 10:00")
        all_is_well(server)


FINDING = Diagnostic(
    Problem("Y010", "x", Severity.ERROR), "there is no role", Location("roles/a.yml", 3, 7, 3, 9), "mend it"
)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "code.py").write_text("")
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    return tmp_path / "site"


def shown(site: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((site / PROBLEMS_FILE).read_text("utf-8"))
    return found


def test_a_build_that_fails_is_told_and_never_raises(site: Path, package: Path):
    bell = Bell()

    def fail() -> None:
        raise ValueError("the disk is full")

    safe_builder(fail, site, bell, package)()
    assert shown(site) == [{"place": "", "message": "ValueError: the disk is full", "fix": "the terminal says more"}]


def test_a_build_that_would_end_the_process_is_told_and_does_not(site: Path, package: Path):
    safe_builder(lambda: sys.exit(100), site, Bell(), package)()
    assert shown(site)[0]["message"] == "SystemExit: 100"


def test_whoever_ends_the_server_ends_it(site: Path, package: Path):
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        safe_builder(interrupted, site, Bell(), package)()


def test_findings_say_more_than_the_error_that_ends_the_build(site: Path, package: Path):
    bell = Bell()

    def stop() -> None:
        bell.ring([FINDING])
        raise RuntimeError("stopped")

    build = safe_builder(stop, site, bell, package)
    build()
    assert shown(site) == [{"place": "roles/a.yml:3:7", "message": "there is no role", "fix": "mend it"}]


def test_a_good_build_forgets_what_was_wrong(site: Path, package: Path):
    bell = Bell()
    bell.ring([FINDING])
    safe_builder(lambda: None, site, bell, package)()
    assert shown(site) == []


def test_nothing_is_written_where_there_is_no_site_or_nobody_serves(tmp_path: Path, site: Path):
    bell = Bell()
    bell.ring([FINDING])
    bell.hang_in(tmp_path / "absent")
    bell.hang_in(site, is_serving=False)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["site"]
