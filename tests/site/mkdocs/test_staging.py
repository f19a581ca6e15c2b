"""The last good site is replaced by a good one only, and by the whole of it."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.utils import CountHandler

from opbook.site.mkdocs.staging import Staging
from tests.site.project import Build, Project


def kept(project: Project, *options: str) -> Build:
    """Build what is wrong: the last good site stays as it was, nothing is left over, nobody sees a traceback."""
    before = project.built_bytes()
    made = project.build(*options)
    assert made.code == 1, made.output
    assert "Traceback" not in made.output
    assert project.built_bytes() == before
    assert before["roles/owner/index.html"]
    assert project.leftovers == []
    return made


def test_broken_yaml_is_reported_with_the_line_and_leaves_the_site(good: Project):
    good.data.swap("stages/launch.yml", "accountable: owner", "accountable: ownr")
    good.data.swap("roles/owner.yml", "level: lead", "level: leader")
    made = kept(good)
    assert made.told == [
        "playbook_data/roles/owner.yml:3:8 Y013 `level` cannot be `leader`; did you mean `lead`?",
        "playbook_data/stages/launch.yml:9:25 Y010 there is no role `ownr`; did you mean `owner`?",
    ]
    assert "  3 | level: leader\n    |        ^^^^^^\n" in made.output
    assert (
        "  9 |     raci: {accountable: ownr, responsible: owner}\n    |                         ^^^^\n" in made.output
    )
    assert "2 errors" in made.output
    assert "The site is not replaced." in made.output


def test_broken_settings_are_reported_and_leave_the_site(good: Project):
    good.data.write("playbook.yml", b"title: [unclosed\n")
    made = kept(good, "--strict")
    assert [line.split()[:2] for line in made.told] == [["playbook_data/playbook.yml:1:8", "Y001"]]


def test_a_dead_link_in_a_page_leaves_the_site_in_strict_mode_and_is_a_warning_else(good: Project):
    assert good.build("--strict").code == 0
    good.write("docs/index.md", "# Home\n\n[gone](gone.md)\n")
    assert "'gone.md'" in kept(good, "--strict").output
    made = good.build()
    assert made.code == 0
    assert "WARNING" in made.output
    assert "gone" in made.site.article("").text


def test_a_dead_anchor_in_a_page_leaves_the_site_in_strict_mode(good: Project):
    good.write("docs/index.md", "# Home\n\n[gone](roles/owner.md#gone)\n")
    assert "does not contain an anchor '#gone'" in kept(good, "--strict").output


def test_a_page_that_markdown_cannot_render_leaves_the_site(good: Project):
    good.write("docs/index.md", "# Home\n")
    good.write("hooks.py", "def on_page_content(html, **kwargs):\n    raise ValueError('a hook of the project')\n")
    good.configure("[lean.py]", "[lean.py, hooks.py]")
    before = good.built_bytes()
    made = good.build()
    assert made.code == 1
    assert "a hook of the project" in made.output
    assert good.built_bytes() == before
    assert [name for name in good.leftovers if name != "__pycache__"] == []


def test_without_a_data_folder_a_sentence_says_what_to_do(good: Project):
    good.data.folder.rename(good.folder / "elsewhere")
    made = kept(good)
    (sentence,) = [line for line in made.output.splitlines() if line.startswith("Error: ")]
    folder = (good.folder / "playbook_data").as_posix()
    assert sentence == (
        f"Error: there is no folder {folder}; "
        "name the folder that holds playbook.yml in mkdocs.yml under extra: opbook: data:"
    )
    good.configure("    data: playbook_data\n", "    data: elsewhere\n")
    assert "roles/owner/" in good.built()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "use_directory_urls: false\n",
            "",
            "opbook's addresses end in `/`; leave use_directory_urls at true in mkdocs.yml",
        ),
        ("", "  - macros:\n      modules: [opbook.site.macros]\n", "opbook needs the macros plugin"),
    ],
)
def test_settings_that_cannot_work_are_told_in_a_sentence(good: Project, old: str, new: str, words: str):
    settings = (good.folder / "mkdocs.yml").read_text("utf-8")
    if new:
        start = settings.index("  - macros:")
        settings = settings[:start] + settings[settings.index("\nmarkdown_extensions:") :]
    good.write("mkdocs.yml", old + settings)
    (sentence,) = [line for line in kept(good).output.splitlines() if line.startswith("Error: ")]
    assert words in sentence


def test_what_is_gone_from_the_playbook_is_gone_from_the_site(good: Project):
    good.data.write("tools/board.yml", "name: Board\nused_for: U.\n")
    assert "tools/board/" in good.built()
    good.data.remove("tools/board.yml")
    assert "tools/board/" not in good.built()
    assert good.leftovers == []


def test_hidden_files_of_the_site_stay_as_mkdocs_leaves_them(good: Project):
    for name in (".git/HEAD", ".nojekyll"):
        good.write(f"site/{name}", "kept")
    site = good.built()
    assert (site.folder / ".git" / "HEAD").read_text() == "kept"
    assert (site.folder / ".nojekyll").read_text() == "kept"


def test_whoever_publishes_after_the_build_finds_the_site(project: Project, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    config = load_config(str(project.folder / "mkdocs.yml"))
    config.plugins.on_startup(command="gh-deploy", dirty=False)
    build(config)
    assert Path(config.site_dir) == project.folder / "site"
    assert "roles/owner/" in project.site


@pytest.fixture
def staging(tmp_path: Path) -> Staging:
    made = Staging(tmp_path / "site")
    made.work.mkdir()
    (made.work / "index.html").write_text("new")
    return made


def test_a_site_is_put_where_there_was_none(staging: Staging):
    assert staging.commit()
    assert (staging.site / "index.html").read_text() == "new"
    assert [path.name for path in staging.site.parent.iterdir()] == ["site"]


def test_a_site_is_put_in_the_place_of_another(staging: Staging):
    staging.site.mkdir()
    (staging.site / "old.html").write_text("old")
    assert staging.commit()
    assert [path.name for path in staging.site.iterdir()] == ["index.html"]
    assert [path.name for path in staging.site.parent.iterdir()] == ["site"]


def test_what_an_interrupted_build_left_is_no_obstacle(staging: Staging):
    old = staging.site.with_name(".site.old")
    old.mkdir()
    (old / "index.html").write_text("older")
    staging.site.mkdir()
    assert staging.commit()
    assert [path.name for path in staging.site.parent.iterdir()] == ["site"]


def test_nothing_built_replaces_nothing(tmp_path: Path):
    staging = Staging(tmp_path / "site")
    staging.site.mkdir()
    assert not staging.commit()
    assert staging.site.is_dir()


def test_a_warning_that_mkdocs_counts_keeps_the_last_good_site(staging: Staging):
    staging.site.mkdir()
    (staging.site / "index.html").write_text("old")
    counter = CountHandler()
    counter.setLevel(logging.WARNING)
    logging.getLogger("mkdocs").addHandler(counter)
    try:
        logging.getLogger("mkdocs.plugins.other").warning("a link leads nowhere")
        assert not staging.commit()
    finally:
        logging.getLogger("mkdocs").removeHandler(counter)
    assert (staging.site / "index.html").read_text() == "old"
    assert not staging.work.exists()


def test_what_is_discarded_leaves_no_trace(staging: Staging):
    staging.discard()
    staging.discard()
    assert list(staging.site.parent.iterdir()) == []
