"""Checklists for other programs: Markdown task lists, and CSV."""

from __future__ import annotations

from itertools import groupby

from opbook.exports.markdown import Href, escaped, line
from opbook.exports.plain_text import plain
from opbook.exports.spreadsheet import as_csv
from opbook.model.address import FOLDERS
from opbook.model.checklists import Checklist, checklists
from opbook.model.item import Item
from opbook.model.playbook import Playbook


def checklists_csv(playbook: Playbook) -> bytes:
    """A row for each item: its list, what that belongs to, its own lasting key, its words, and whose job it is."""
    rows = [["List", "Kind", "Belongs to", "Title", "Item", "Text", "For"]]
    for each in checklists(playbook.in_force):
        owner = playbook.of_kind(each.kind)[each.id].name
        rows += [
            [each.address, each.kind, owner, each.title, item.key, plain(item.text), _whose(playbook, item)]
            for item in each.items
        ]
    return as_csv(rows)


def checklists_markdown(playbook: Playbook, href: Href) -> str:
    """Task lists by kind, each under the name of what it belongs to.

    Args:
        playbook: The playbook.
        href: Where links within the playbook go.
    """
    lines = [f"# {escaped(playbook.settings.title)}: checklists"]
    for kind, of_kind in groupby(checklists(playbook.in_force), key=lambda each: each.kind):
        lines += ["", f"## {FOLDERS[kind].capitalize()}"]
        for each in of_kind:
            lines += ["", f"### {_title(playbook, each)}", ""]
            for item in each.items:
                whose = _whose(playbook, item)
                suffix = f" ({escaped(whose)})" if whose else ""
                lines.append(f"- [ ] {line(item.text, href)}{suffix}")
    return "\n".join(lines) + "\n"


def _title(playbook: Playbook, each: Checklist) -> str:
    name = playbook.of_kind(each.kind)[each.id].name
    return escaped(name if each.title == "Checklist" else f"{name}: {each.title}")


def _whose(playbook: Playbook, item: Item) -> str:
    role = playbook.roles.get(item.role or "")
    return role.name if role is not None else ""
