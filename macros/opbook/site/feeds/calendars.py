"""Calendars to subscribe to or to download."""

from __future__ import annotations

from collections.abc import Iterator

from opbook.model.address import FOLDERS
from opbook.site.edition import Edition
from opbook.site.generated import GeneratedFile
from opbook.site.places import public_url

FOLDER = "data/calendar"


def files(edition: Edition, site_url: str) -> Iterator[GeneratedFile]:
    """Yield the calendar of each ritual, role and team in force, and one of everything.

    A role or a team for which nothing takes place has an empty one: whoever subscribes to it is told what comes.
    """
    from opbook.exports.calendar import KINDS, Calendars  # its library costs a tenth of a second

    playbook = edition.playbook
    made = Calendars(playbook, public_url=public_url(playbook.settings, site_url), on=edition.on)
    yield GeneratedFile(f"{FOLDER}/all.ics", made.of())
    for kind in KINDS:
        for id_, entity in playbook.of_kind(kind).items():
            if entity.withdrawn is None:
                yield GeneratedFile(f"{FOLDER}/{FOLDERS[kind]}/{id_}.ics", made.of(entity.address))
