"""Blocks that are not read: they arrive as they are, and links to what stands in them are still checked."""

from __future__ import annotations

import pytest
from markdown import Markdown

from opbook.site.mkdocs.finished import FinishedBlocks
from tests.site.project import Project


@pytest.fixture
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("finished") / "project")


def test_a_block_arrives_as_it_is_wherever_it_stands(project: Project):
    block = '<div class="ob"><p id="a*b*">*one* &amp; [two](three) `four`</p><svg><path d="M 0 0"/></svg></div>'
    project.write(
        "docs/index.md",
        f"# Home\n\nAbove *it*.\n{block}\nBelow *it*.\n\n- In a list:\n\n    {block}\n\n!!! note\n    {block}\n",
    )
    html = project.built().bytes["index.html"].decode()
    assert html.count(block) == 3
    assert html.count("<em>it</em>") == 2


def test_a_block_shown_as_code_is_code(project: Project):
    block = '<div class="ob"><b>x</b></div>'
    project.write(
        "docs/index.md", f"# Home\n\n```text\n{block}\n```\n\n- In a list:\n\n    ```text\n    {block}\n    ```\n"
    )
    article = project.built().article("")
    assert [each.text.strip() for each in article.all("code")] == [block, block]


def test_a_line_that_only_begins_as_a_block_is_read(project: Project):
    project.write("docs/index.md", '# Home\n\n<div class="ob" markdown="1">\n*read*\n</div>\n')
    assert "<em>read</em>" in project.built().bytes["index.html"].decode()


def test_links_to_anchors_in_blocks_hold_and_wrong_ones_are_told(project: Project):
    block = '<div class="ob"><p id="here">x</p></div>'
    project.write("docs/index.md", f"# Home\n\n{block}\n\n[a](#here) [b](other.md#there)\n")
    project.write("docs/other.md", f"# Other\n\n{block.replace('here', 'there')}\n")
    project.built()
    project.write("docs/other.md", f"# Other\n\n{block}\n")
    build = project.build("--strict")
    assert build.code == 1
    assert "does not contain an anchor '#there'" in build.output
    assert "#here" not in build.output


def test_another_plugin_may_render_a_text_with_all_extensions():
    block = '<div class="ob"><p id="here">*x*</p></div>'
    assert Markdown(extensions=[FinishedBlocks()]).convert(f"*a*\n\n{block}") == f"<p><em>a</em></p>\n{block}"
