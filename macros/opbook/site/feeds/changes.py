"""What has changed lately, for pages and for feed readers (Atom, RFC 4287)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache, partial
from pathlib import Path
from xml.etree import ElementTree

from opbook.changes.words import Style
from opbook.model.role import Role
from opbook.site.edition import Edition, published
from opbook.site.generated import GeneratedFile
from opbook.site.markup import ROOT
from opbook.site.places import public_url
from opbook.site.templating import Templates, day, plural
from opbook.site.views.changes import Day, Past, Told, past
from opbook.source.history import history, version
from opbook.source.reading import Reading

_TITLE = 120
"""How many letters the title of an entry has at most."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the past of an edition depends on."""

    data: Path
    version: str
    on: date
    has_drafts: bool
    has_names: bool
    present: Reading = field(compare=False)


def past_of(edition: Edition) -> Past:
    """The past of an edition; the same object until there is another commit or tag, or another day."""
    seen = _version(edition.templates, edition.data)
    has_names = edition.playbook.settings.show_holders
    return _past(_Asked(edition.data, seen, edition.on, edition.has_drafts, has_names, edition.reading))


@lru_cache(maxsize=2)  # every build has templates of its own: git is asked once for each
def _version(templates: Templates, data: Path) -> str:
    return version(data)


@lru_cache(maxsize=2)
def _past(asked: _Asked) -> Past:
    known = history(asked.data, asked.present, asked.on)
    # What the settings say today holds for the past too: a name that is no longer shown is not told of either.
    return past(known, partial(published, has_drafts=asked.has_drafts, has_names=asked.has_names))


def files(edition: Edition, site_url: str) -> Iterator[GeneratedFile]:
    """Yield the feed of the whole playbook, and that of each role."""
    known = past_of(edition)
    base = public_url(edition.playbook.settings, site_url)
    yield GeneratedFile("changes/feed.xml", _feed(edition, known, base))
    for role in edition.playbook.roles.values():
        yield GeneratedFile(f"changes/roles/{role.id}.xml", _feed(edition, known, base, role))


def sentence_html(edition: Edition, told: Told, *, has_links: bool = True) -> str:
    """A sentence as HTML; its links begin with the root's placeholder."""
    pieces = edition.templates.environment.get_template("changes.html").module
    return str(pieces.sentence(told, has_links))  # type: ignore[attr-defined]


def _feed(edition: Edition, known: Past, base: str, role: Role | None = None) -> str:
    """A feed. Its addresses are whole, and left out where nobody says what the site's own is.

    An entry stands for a day and keeps its id when the day gets another commit: readers then see it as updated.
    """
    settings = edition.playbook.settings
    query = f"?role={role.id}" if role is not None else ""
    found = known.of_role(role.id) if role is not None else ((each, each.changes) for each in known.days)
    moment = known.moment or datetime.combine(edition.on, time(), UTC)

    def id_of(place: str) -> str:
        unlike = f"opbook {settings.organisation} {settings.title} {place}"
        return f"{base}{place}" if base else uuid.uuid5(uuid.NAMESPACE_URL, unlike).urn

    feed = ElementTree.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": settings.language})
    _add(feed, "id", id_of(f"changes/{query}"))
    about = f"what changed for {role.name}" if role is not None else "what changed"
    _add(feed, "title", f"{settings.title}: {about}")
    _add(feed, "updated", moment.isoformat())
    _add(ElementTree.SubElement(feed, "author"), "name", settings.organisation)
    _add(feed, "generator", "opbook")
    if base:
        own = f"changes/roles/{role.id}.xml" if role is not None else "changes/feed.xml"
        _link(feed, "self", f"{base}{own}", "application/atom+xml")
        _link(feed, "alternate", f"{base}changes/{query}", "text/html")
    for each, changes in found:
        if role is not None:
            changes = tuple(replace(one, reader=role.id) for one in changes)
        place = f"changes/{query}#{each.day}"
        entry = ElementTree.SubElement(feed, "entry")
        _add(entry, "id", id_of(place))
        _add(entry, "title", _title(each, changes))
        _add(entry, "updated", each.state.moment.isoformat())
        if base:
            _link(entry, "alternate", f"{base}{place}", "text/html")
        _add(entry, "content", _content(edition, changes, base), {"type": "html"})
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ElementTree.tostring(feed, encoding='unicode')}\n"


def _title(each: Day, changes: tuple[Told, ...]) -> str:
    words = "".join(piece.text for piece in changes[0].sentence if piece.style is not Style.GONE)
    title = f"{day(each.day)}: {' '.join(words.split())}"
    if len(title) > _TITLE:
        title = title[: _TITLE - 1].rpartition(" ")[0] + "…"
    return title + (f" (and {plural(len(changes) - 1, 'more change')})" if len(changes) > 1 else "")


def _content(edition: Edition, changes: Iterable[Told], base: str) -> str:
    items = (sentence_html(edition, each, has_links=bool(base)) for each in changes)
    return "<ul>{}</ul>".format("".join(f"<li>{each}</li>" for each in items).replace(ROOT, base))


def _add(parent: ElementTree.Element, tag: str, text: str, attributes: dict[str, str] | None = None) -> None:
    ElementTree.SubElement(parent, tag, attributes or {}).text = text


def _link(parent: ElementTree.Element, relation: str, address: str, type_: str) -> None:
    ElementTree.SubElement(parent, "link", {"rel": relation, "type": type_, "href": address})
