from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data

from opbook.model.diagnostic import Location
from opbook.site.pages import calling_place, file_of, front_matter_lines, location

LINES = (
    "---",
    "--- ",
    "...",
    "title: Words",
    "title: {{ x }}",
    "a-key:",
    "    more",
    "\tmore",
    "- item",
    "# Heading",
    "Note: this",
    "",
    "  ",
    "no key here",
    "{{ link('x') }}",
    "[unclosed: [",
)


@given(st.lists(st.sampled_from(LINES), max_size=9).map("\n".join))
@example("---\ntitle: x\n---\n\n\n# A\n")
@example("---\n---\n# A\n")
@example("---\njust words\n---\n# A\n")
@example("description: words\n    and more\n\n\n# A\n")
@example("\n\n---\ntitle: x\n---\n")
def test_the_lines_before_what_jinja_sees_are_those_that_mkdocs_takes_away(text: str):
    seen, _ = get_data(text)
    assert text.count("\n") - seen.count("\n") == front_matter_lines(text)


def test_an_unclosed_front_matter_is_text():
    assert front_matter_lines("---\ntitle: x\n# A\n") == 0


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    for name in ("index.md", "guide.md", "part/index.md", "other/README.md", "größe & maß.md"):
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("---\ntitle: x\n---\n\nfirst line\nsecond macro(x) my_macro\n", "utf-8")
    return tmp_path / "docs"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("", "index.md"),
        ("guide/", "guide.md"),
        ("part/", "part/index.md"),
        ("other/", "other/README.md"),
        ("gr%C3%B6%C3%9Fe%20%26%20ma%C3%9F/", "größe & maß.md"),
        ("roles/owner/", None),
    ],
)
def test_the_file_of_a_page_is_found_by_its_address(docs: Path, url: str, name: str | None):
    assert file_of(docs, url) == (docs / name if name else None)


def test_a_word_is_located_in_the_file_whatever_stands_before_it(docs: Path):
    found = location(docs.parent, docs, "guide/", 2, "macro")
    assert found == Location("docs/guide.md", 6, 8, 6, 13)


def test_only_a_whole_word_is_pointed_at(docs: Path):
    assert location(docs.parent, docs, "guide/", 2, "my_macro").column == 17
    assert location(docs.parent, docs, "guide/", 2, "acro") == Location("docs/guide.md", 6, 1, 6, 1)


def test_a_word_that_is_not_on_the_line_leaves_the_line(docs: Path):
    assert location(docs.parent, docs, "guide/", 1, "macro") == Location("docs/guide.md", 5, 1, 5, 1)
    assert location(docs.parent, docs, "guide/", 99, "macro") == Location("docs/guide.md", 103, 1, 103, 1)


def test_only_line_feeds_count_as_lines(docs: Path):
    (docs / "guide.md").write_text("a\u2028b\x0cc\nword\n", "utf-8")
    assert location(docs.parent, docs, "guide/", 2, "word") == Location("docs/guide.md", 2, 1, 2, 5)


def test_a_byte_order_mark_is_no_column(docs: Path):
    (docs / "guide.md").write_text("\ufeffword\n", "utf-8")
    assert location(docs.parent, docs, "guide/", 1, "word").column == 1


def test_a_place_in_an_included_file_is_named_by_that_file(docs: Path):
    (docs / "part.txt").write_text("\n\nword\n", "utf-8")
    assert location(docs.parent, docs, "guide/", 3, "word", docs / "part.txt") == Location("docs/part.txt", 3, 1, 3, 5)


def test_a_generated_page_is_named_by_its_address(docs: Path):
    assert location(docs.parent, docs, "roles/owner/", 4, "x") == Location("roles/owner/", 4, 1, 4, 1)


def test_a_page_outside_the_project_is_named_by_its_whole_path(docs: Path):
    assert location(docs / "elsewhere", docs, "guide/", 1, "first").path == (docs / "guide.md").as_posix()


def test_without_a_template_the_place_is_the_first_line():
    assert calling_place() == (None, 1)
