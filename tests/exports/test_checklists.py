from __future__ import annotations

import csv
import io
import re

import pytest
from markdown_it import MarkdownIt

from opbook.exports.checklists import checklists_csv, checklists_markdown
from opbook.exports.markdown import line
from opbook.model.address import Address
from opbook.model.checklists import checklists
from opbook.model.playbook import Playbook
from tests.workbench import entity, playbook

HOME = Address("tool", "board")


def href(address: Address) -> str | None:
    return "https://play.example/tools/board/" if address == HOME else None


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_csv_has_every_item_of_every_list(shipped: Playbook):
    rows = read_csv(checklists_csv(shipped))
    items = [(each, item) for each in checklists(shipped) for item in each.items]
    assert [(row["List"], row["Item"]) for row in rows] == [(each.address, item.key) for each, item in items]
    for row, (each, item) in zip(rows, items, strict=True):
        assert (row["Kind"], row["Title"]) == (each.kind, each.title)
        assert row["Belongs to"] == shipped.of_kind(each.kind)[each.id].name
        assert row["For"] == (shipped.roles[item.role].name if item.role else "")
    assert len({(row["List"], row["Item"]) for row in rows}) == len(rows)


def test_csv_is_plain_text():
    texts = ["Open the [board](tool:board)", "Read *this* and [that](https://a.example/b)", "=1+1"]
    rows = read_csv(checklists_csv(playbook(entity("practice", "p", checklist=texts))))
    assert [row["Text"] for row in rows] == [
        "Open the board",
        "Read this and that (https://a.example/b)",
        "'=1+1",
    ]


def test_markdown_has_every_list_under_its_kind(shipped: Playbook):
    text = checklists_markdown(shipped, lambda address: None)
    assert len(re.findall(r"^- \[ \] \S", text, re.MULTILINE)) == sum(len(each.items) for each in checklists(shipped))
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Stages", "Rituals", "Practices", "Roles"]
    titles = re.findall(r"^### (.*)$", text, re.MULTILINE)
    assert len(titles) == len(checklists(shipped))
    assert "Launch: Entry" in titles
    assert all(len(row) < 2 or row.startswith(("#", "- [ ] ")) for row in text.splitlines())


def test_an_item_names_whose_job_it_is():
    items = [{"text": "Look", "for": "owner"}, "See"]
    made = playbook(entity("practice", "p", checklist=items), roles="owner")
    assert checklists_markdown(made, href).splitlines()[-2:] == ["- [ ] Look (Owner)", "- [ ] See"]
    assert [row["For"] for row in read_csv(checklists_csv(made))] == ["Owner", ""]


def test_what_is_withdrawn_has_no_list():
    made = playbook(
        entity("practice", "p", checklist=["Go"], withdrawn={"date": "2026-01-01", "reason": "Over."}),
        entity("role", "r", checklists={"Daily": ["Look"]}),
    )
    assert [row["List"] for row in read_csv(checklists_csv(made))] == ["role:r:daily"]
    assert "Go" not in checklists_markdown(made, href)


@pytest.mark.parametrize(
    ("prose", "written"),
    [
        ("Plain words.", "Plain words."),
        ("Open the [board](tool:board).", "Open the [board](https://play.example/tools/board/)."),
        ("Ask the [owner](role:owner).", "Ask the owner."),
        ("See [it](https://a.example/b_(c)).", "See [it](https://a.example/b_%28c%29)."),
        ("**All** of `a*b`", r"All of a\*b"),
        ("One\nline\n\nand another", "One line and another"),
        ("- a\n- b", "a b"),
        ("```\na | b\n```", r"a \| b"),
        ("<b> &amp; [x", r"\<b\> \& \[x"),
    ],
)
def test_a_line_of_markdown(prose: str, written: str):
    assert line(prose, href) == written


@pytest.mark.parametrize(
    "text", ["a*b*c _d_ `e`", "<i>x</i>", "[x](https://bad.example)", "~~x~~ | y", "# x", "C:\\x\\y"]
)
def test_what_a_line_shows_is_what_was_meant(text: str):
    """A name in capitals, shown through Markdown, is the name: nothing in it means anything."""
    made = playbook(entity("role", "r", name=text, checklists={"T": [{"text": "Go", "for": "r"}]}))
    (token,) = [
        token
        for token in MarkdownIt("commonmark").enable("strikethrough").parse(checklists_markdown(made, href))
        if token.type == "inline" and token.content.startswith("[ ]")
    ]
    assert {child.type for child in token.children or []} <= {"text", "text_special"}
    assert "".join(child.content for child in token.children or []) == f"[ ] Go ({text})"
