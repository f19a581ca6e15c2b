"""The templates: HTML, autoescaped. ``overrides/opbook/`` in a project comes before those shipped here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, Environment, FileSystemBytecodeCache, FileSystemLoader, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from opbook.model.address import Address
from opbook.model.cadence import Cadence
from opbook.model.cadence_words import cadence_in_words
from opbook.model.item import list_address
from opbook.model.ritual import Ritual
from opbook.site import markup
from opbook.site.views.matrix import WORDS
from opbook.site.words import KIND_WORDS

if TYPE_CHECKING:
    from opbook.site.edition import Edition


class Templates:
    """Renders the templates of one edition."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._links: dict[tuple[str, str, str | None], Markup] = {}
        self.environment = Environment(
            loader=ChoiceLoader(
                [FileSystemLoader(edition.project / "overrides" / "opbook"), PackageLoader("opbook.site", "templates")]
            ),
            autoescape=True,
            bytecode_cache=FileSystemBytecodeCache(),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.do"],
        )
        self.environment.filters.update(prose=edition.prose, day=day, number=number, plural=plural)
        self.environment.globals.update(
            pb=edition.playbook,
            settings=edition.playbook.settings,
            on=edition.on,
            root=Markup(markup.ROOT),
            href=self.href,
            link=self.link,
            heading=markup.heading,
            at=self.at,
            when=self.when,
            cadences=self.cadences,
            words=WORDS,
            kind_words=KIND_WORDS,
            list_address=list_address,
        )

    def page(self, name: str, **values: Any) -> str:
        """A template as Markdown: headings and one-line blocks of HTML."""
        return markup.page(self.environment.get_template(name).render(values))

    def at(self, address: str) -> Markup:
        """A link to what an address names."""
        kind, _, id_ = address.partition(":")
        return self.link(kind, id_)

    def when(self, ritual: Ritual) -> str:
        """When a ritual takes place, in words."""
        return self.cadences(ritual.cadence)

    def cadences(self, cadences: tuple[Cadence, ...]) -> str:
        """Cadences in words."""
        zone = self._edition.playbook.settings.timezone
        return "; ".join(cadence_in_words(cadence, zone) for cadence in cadences)

    def href(self, kind: str, id: str) -> str | None:
        """Where the link to an entity goes; `None` where it has no page."""
        return self._edition.href(Address(kind, id))

    def link(self, kind: str, id: str, text: str | None = None) -> Markup:
        """A link to an entity, with its name unless told otherwise; what has no page is named without a link."""
        made = self._links.get((kind, id, text))
        if made is None:
            made = self._links[kind, id, text] = self._make_link(kind, id, text)
        return made

    def _make_link(self, kind: str, id: str, text: str | None) -> Markup:
        address = Address(kind, id)
        entity = self._edition.playbook.find(address)
        words = escape(text or (entity.name if entity is not None else id))
        target = self._edition.href(address)
        return Markup('<a href="{}">{}</a>').format(Markup(target), words) if target else words


def day(value: Any) -> str:
    """A day as people write it: ``12 January 2026``."""
    return f"{value.day} {value:%B %Y}" if value is not None else ""


def number(value: float) -> str:
    """A number with one decimal place at most: ``5.8``, ``6``."""
    return f"{value:.1f}".removesuffix(".0")


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun: ``1 role``, ``2 roles``."""
    return f"{count} {one if count == 1 else many or one + 's'}"
