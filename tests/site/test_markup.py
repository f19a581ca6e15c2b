"""YAML text is never code: whatever it says, a page shows it and does nothing with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

import markdown
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from opbook.model.address import Address
from opbook.site.markup import ROOT, Prose, block, entities, heading, inline, page, resolved
from tests.site.built import Element, parsed
from tests.site.project import ROOT as PROJECT


def _settings() -> tuple[list[str], Mapping[str, Any]]:
    """The Markdown extensions of this repository, as Python-Markdown takes them."""
    given = yaml.safe_load((PROJECT / "mkdocs.yml").read_text("utf-8"))["markdown_extensions"]
    names = [each if isinstance(each, str) else next(iter(each)) for each in given]
    return names, {name: options for each in given if isinstance(each, dict) for name, options in each.items()}


EXTENSIONS, OPTIONS = _settings()

HOSTILE = (
    "x</title><script>alert(1)</script>",
    "{{ 7*7 }} {% raw %}",
    "```python",
    "~~~",
    "--8<-- 'secret.md'",
    "{: .attr #id }",
    "{ #id .attr }",
    "[x](http://a)",
    "![x](http://a)",
    "[x][y]",
    "[x]: http://a",
    "[^1]",
    "[^1]: note",
    "*stars* and __lines__ and `ticks`",
    r"back\slash \* \\",
    "$& $1 \\1 \\g<0>",
    "&amp; &#60; &lt;b&gt; &copy;",
    "<b>bold</b>",
    "<!-- gone -->",
    "<http://a.example>",
    "http://a.example",
    "- item",
    "1. item",
    "# heading #",
    "> quoted",
    "    indented",
    "| a | b |",
    "!!! note",
    "??? note",
    "=== tab",
    "--- --- ---",
    ":smile: :material-account:",
    "*[HTML]: Hyper",
    "wzxhzdk:0 klzzwxh:0000",
    "amp STX ETX",
    "é 漢字 🙂 ٣",
    "\N{NO-BREAK SPACE}wide\N{EM SPACE}spaces",
)


def shown(text: str) -> Element:
    """What a page shows whose Markdown is this."""
    made = markdown.Markdown(extensions=EXTENSIONS, extension_configs=dict(OPTIONS))
    return parsed(made.convert(text))


def words(text: str) -> str:
    return " ".join(text.split())


printable = st.text(st.characters(exclude_categories=("C", "Zl", "Zp"))).filter(words)


def hostile(test: Any) -> Any:
    for text in HOSTILE:
        test = example(text)(test)
    return given(printable)(test)


@hostile
def test_a_heading_shows_exactly_what_is_written(text: str):
    tree = shown(heading(1, text).strip("\x1e"))
    title = tree.one("h1")
    assert [child.tag for child in title.children if isinstance(child, Element)] == ["a"], "only the link to itself"
    assert title.text.removesuffix("¶").strip() == words(text)
    assert [each.tag for each in tree.all()] == ["h1", "a"]


@hostile
def test_a_block_shows_exactly_what_is_written(text: str):
    tree = shown(f"before\n\n{block(f'<p>{escape(text)}</p>')}\n\nafter")
    assert tree.one("div", class_="ob").text == words(text)
    assert [each.tag for each in tree.all()] == ["p", "div", "p", "p"]


@hostile
def test_words_in_a_sentence_show_exactly_what_is_written(text: str):
    tree = shown(f"before {inline(escape(text))} after")
    assert tree.text == f"before {words(text)} after"
    assert [each.tag for each in tree.all()] == ["p"]


@hostile
def test_words_given_to_a_macro_show_exactly_what_is_written(text: str):
    tree = shown(f'before <a href="x">{entities(text)}</a> after')
    assert tree.text == f"before {words(text)} after"
    assert [each.tag for each in tree.all()] == ["p", "a"]


@hostile
def test_an_attribute_in_a_sentence_means_nothing_to_markdown(text: str):
    html = '<abbr title="{}">x</abbr>'.format(escape(text))  # noqa: UP032 - quotes within quotes
    tree = shown(f"before {inline(html)} after")
    assert words(tree.one("abbr")["title"]) == words(text)
    assert [each.tag for each in tree.all()] == ["p", "abbr"]


def test_a_link_in_a_sentence_keeps_its_way_to_the_root():
    html = f'see <a href="{ROOT}glossary/#bet">the bet</a>'
    assert resolved(inline(html), "") == 'see <a href="./glossary&#47;&#35;bet">the bet</a>'
    assert shown(resolved(inline(html), "guide/")).one("a")["href"] == "../glossary/#bet"


def test_a_heading_has_the_anchor_it_is_given_and_else_one_made_from_its_words():
    assert shown(heading(2, "Go or no-go", "go-no-go").strip("\x1e")).one("h2")["id"] == "go-no-go"
    assert shown(heading(2, "Weekly health look").strip("\x1e")).one("h2")["id"] == "weekly-health-look"


def test_text_in_a_block_keeps_the_lines_of_code():
    tree = shown(block("<pre><code>one\n\n  two</code></pre>\n<p>after</p>"))
    assert tree.one("pre").raw == "one\n\n  two"
    assert tree.one("p").text == "after"


def test_texts_that_touch_are_words_of_their_own_for_search():
    cells = block("<table><tr><th>Launch readiness</th><td>60</td></tr></table><ul><li>a</li><li>b <b>c</b></li></ul>")
    assert re.sub("<[^>]*>", "", cells).split() == ["Launch", "readiness", "60", "a", "b", "c"]


def test_nothing_makes_no_block():
    assert block(" \n ") == ""
    assert page("\n") == ""


def test_a_page_is_headings_and_blocks_in_order():
    tree = shown(page(f"<p>one</p>\n{heading(2, 'Two')}\n<p>three</p>\n<p>four</p>\n{heading(3, 'Five')}"))
    assert [each.text for each in tree.all("p", "h2", "h3")] == ["one", "Two¶", "three", "four", "Five¶"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [("", "./roles/"), ("raci/", "../roles/"), ("roles/owner/", "../../roles/"), ("404.html", "./roles/")],
)
def test_the_way_to_the_root_depends_on_the_page(url: str, expected: str):
    assert resolved(f"{ROOT}roles/", url) == expected


def _href(address: Address) -> str | None:
    return f"to/{address.id}/" if address.id != "nowhere" else None


@pytest.fixture
def prose() -> Prose:
    return Prose(_href)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain words", "plain words"),
        ("a & b", "a &amp; b"),
        ("*so* and **so**", "<em>so</em> and <strong>so</strong>"),
        ("`code`", "<code>code</code>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("[the demo](ritual:demo)", '<a href="to/demo/">the demo</a>'),
        ("[site](https://a.example/)", '<a href="https://a.example/">site</a>'),
        ("[mail](mailto:a@b.example)", '<a href="mailto:a@b.example">mail</a>'),
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        ("# no heading", "# no heading"),
        (None, ""),
        ("", ""),
    ],
)
def test_prose_is_commonmark_without_html_images_and_headings(prose: Prose, text: str | None, html: str):
    assert prose(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](vbscript:x)",
        "[x](http://a.example)",
        "<javascript:alert(1)>",
        "![x](https://a.example/x.png)",
        "[x](role:No-Id)",
    ],
)
def test_a_link_that_is_not_allowed_stays_text(prose: Prose, text: str):
    tree = parsed(prose(text))
    assert not list(tree.all("img"))
    assert [each["href"] for each in tree.all("a")] in ([], ["https://a.example/x.png"])


def test_of_a_link_to_what_has_no_page_only_the_words_are_left(prose: Prose):
    assert (
        prose("see [*the* draft](role:nowhere) and [x](role:there)")
        == 'see <em>the</em> draft and <a href="to/there/">x</a>'
    )


@hostile
def test_prose_makes_nothing_but_what_commonmark_has(text: str):
    allowed = {"p", "em", "strong", "code", "pre", "a", "ul", "ol", "li", "blockquote", "hr", "br"}
    tree = parsed(Prose(_href)(text))
    assert {each.tag for each in tree.all()} <= allowed
    assert all(each["href"].partition(":")[0] in ("https", "mailto") for each in tree.all("a"))
