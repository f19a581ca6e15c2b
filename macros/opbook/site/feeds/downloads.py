"""What readers take with them into other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from opbook.exports.checklists import checklists_csv, checklists_markdown
from opbook.exports.responsibility import raci_csv, raci_markdown, raci_workbook
from opbook.exports.skills import skills_workbook
from opbook.exports.whole import whole_json, whole_schema_json
from opbook.model.address import Address
from opbook.model.playbook import Playbook
from opbook.site.edition import Edition
from opbook.site.generated import GeneratedFile
from opbook.site.places import place, public_url
from opbook.site.views.matrix import WORDS

FOLDER = "data"

DOWNLOADS: Mapping[str, Callable[[Playbook, date], str | bytes]] = {
    "raci.xlsx": lambda playbook, on: raci_workbook(playbook, on, WORDS),
    "raci.csv": lambda playbook, on: raci_csv(playbook),
    "raci.md.txt": lambda playbook, on: raci_markdown(playbook, WORDS),
    "checklists.md.txt": lambda playbook, on: _checklists(playbook),
    "checklists.csv": lambda playbook, on: checklists_csv(playbook),
    "skills.xlsx": skills_workbook,
    "playbook.json": whole_json,
    "playbook.schema.json": lambda playbook, on: whole_schema_json(),
}
"""Every download by its name, of what a playbook says on a day. The command ``opbook export`` gives the same bytes.

Markdown ends in ``.md.txt``: what ends in ``.md`` is a page to every engine.
"""


def files(edition: Edition, site_url: str) -> Iterator[GeneratedFile]:
    """Yield the files."""
    for name, made in DOWNLOADS.items():
        yield GeneratedFile(f"{FOLDER}/{name}", made(edition.playbook, edition.on))


def _checklists(playbook: Playbook) -> str:
    """Task lists whose links are whole addresses, where the playbook says what its own is."""
    base = public_url(playbook.settings, "")

    def href(address: Address) -> str | None:
        found = place(playbook, address)
        return f"{base}{found}" if base and found else None

    return checklists_markdown(playbook, href)
