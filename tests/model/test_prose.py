from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opbook.model.prose import is_allowed, is_plain, links, new_parser, refused


class TestRefused:
    @pytest.mark.parametrize(
        ("text", "what"),
        [
            ("<b>bold</b>", ("HTML",)),
            ("a <br> b", ("HTML",)),
            ("<!-- x -->", ("HTML",)),
            ("<div>\nx\n</div>", ("HTML",)),
            ("a\n\n<script>x</script>", ("HTML",)),
            ("![a](b.png)", ("an image",)),
            ("- ![a][b]\n\n[b]: https://c.d", ("an image",)),
            ("# a", ("a heading",)),
            ("a\n===", ("a heading",)),
            ("a\n---", ("a heading",)),
            ("# a <b>\n\n![c](d) <i>", ("a heading", "HTML", "an image")),
        ],
    )
    def test_what_prose_may_not_contain(self, text: str, what: tuple[str, ...]):
        assert refused(text) == what

    @pytest.mark.parametrize(
        "text",
        [
            "plain",
            "a < b and b > c",
            "5 <3",
            "\\<b>",
            "`<b>`",
            "#hashtag",
            "a ! b",
            "a [b] c",
            "*a* **b** `c`",
            "- a\n- b",
            "1. a",
            "> a",
            "<https://example.org>",
            "[a](https://b.c)",
            "a\n\nb",
            "&lt;b&gt;",
        ],
    )
    def test_what_it_may(self, text: str):
        assert refused(text) == ()

    @given(st.text(alphabet=st.sampled_from("ab <>[]()!#*_`-=\n\\&;:/"), max_size=40))
    def test_a_plain_text_is_never_refused_and_has_no_links(self, text: str):
        if is_plain(text):
            assert refused(text) == ()
            assert links(text) == ()

    @given(st.text(alphabet=st.sampled_from("ab <>[]()!#*_`-=\n\\&;:/\"'"), max_size=60))
    def test_nothing_refused_reaches_a_page(self, text: str):
        html = new_parser().render(text)
        assert not any(tag in html for tag in ("<img", "<h1", "<h2", "<b>", "<a>", "<!--"))


class TestLinks:
    @pytest.mark.parametrize(
        ("text", "urls"),
        [
            ("none", []),
            ("[a] and (b)", []),
            ("`[a](role:b)`", []),
            ("[a](role:b)", ["role:b"]),
            ("[a](role:b) [c](https://d.e)", ["role:b", "https://d.e"]),
            ("<https://a.b> <role:c>", ["https://a.b", "role:c"]),
            ("[a][b]\n\n[b]: role:c", ["role:c"]),
            ("- [a](role:b)\n- > [c](role:d)", ["role:b", "role:d"]),
            ("**[a](role:b)**", ["role:b"]),
            ("[a]()", [""]),
        ],
    )
    def test_links_in_order(self, text: str, urls: list[str]):
        assert [link.url for link in links(text)] == urls

    @pytest.mark.parametrize(
        ("url", "is_good"),
        [
            ("role:owner", True),
            ("activity:go-no-go", True),
            ("https://example.org", True),
            ("HTTPS://example.org", True),
            ("mailto:a@b.c", True),
            ("https://[", True),
            ("http://example.org", False),
            ("javascript:alert(1)", False),
            ("data:text/html,x", False),
            ("file:///etc/passwd", False),
            ("//example.org", False),
            ("//[", False),
            ("/roles/owner/", False),
            ("owner.md", False),
            ("#top", False),
            ("", False),
            ("role:", False),
            ("role:Owner", False),
            ("java\tscript:x", False),
        ],
    )
    def test_where_a_link_may_lead(self, url: str, is_good: bool):
        assert is_allowed(url) is is_good

    def test_a_link_knows_whether_it_may(self):
        assert [link.is_allowed for link in links("[a](role:b) [c](javascript:x) [d](e.md)")] == [True, False, False]

    @given(st.text(max_size=60))
    def test_any_text_can_be_asked(self, text: str):
        refused(text)
        assert all(isinstance(link.url, str) for link in links(f"[a]({text}) <{text}> {text}"))
        is_allowed(text)


@pytest.mark.parametrize("sign", ["[", "![", ">", "*", "- ", "`", "<", "[a](", "](", "&", "\\", "_a"])
def test_no_depth_of_signs_breaks_it(sign: str):
    refused(sign * 5000)
    links(sign * 5000)


def test_a_link_that_may_not_be_followed_stays_text():
    assert new_parser().render("[a](javascript:b)") == "<p>[a](javascript:b)</p>\n"
    assert new_parser().render("<b> ![c](d)") == "<p>&lt;b&gt; ![c](d)</p>\n"
    assert new_parser().render("# a") == "<p># a</p>\n"
