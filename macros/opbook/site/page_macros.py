"""The macros that make whole pages. Generated files call them, one each."""

from __future__ import annotations

from markupsafe import escape

from opbook.model.address import FOLDERS, Address
from opbook.model.entity import Entity
from opbook.site.block_macros import find
from opbook.site.macro_reference import described
from opbook.site.registry import Call, macro, macros
from opbook.site.views.entity import view_of
from opbook.site.views.overview import OVERVIEWS, overview


def _tag(call: Call, entity: Entity) -> None:
    """Give the page its entity's other names as tags: search finds it by them. Material shows them as HTML."""
    call.meta["tags"] = [str(escape(alias)) for alias in entity.aliases]


@macro(page=True)
def entity_page(call: Call, kind: str, id: str) -> str:
    """The page of one entity.

    Args:
        kind: The kind, in the singular.
        id: The entity's id.
    """
    entity = find(call, kind, id)
    _tag(call, entity)
    address = Address(kind, id)
    return call.edition.templates.page(
        f"pages/{kind}.html",
        e=entity,
        folder=FOLDERS[kind],
        edit_url=call.edit_url(address),
        feedback_url=call.feedback_url(entity.name),
        **view_of(call.edition.playbook, address, call.edition.on),
    )


@macro(page=True)
def index_page(call: Call, kind: str) -> str:
    """The page that lists all entities of a kind.

    Args:
        kind: The kind, in the singular.
    """
    return _overview(call, f"index_{kind}")


@macro(page=True)
def overview_page(call: Call, name: str) -> str:
    """One of the pages that look at the whole playbook.

    Args:
        name: `raci`, `decisions`, `rhythm`, `checklists`, `vmo`, `portfolio`, `stewardship`, `skills_matrix`,
            `glossary`, `macros` or `fields`.
    """
    return _overview(call, name)


def _overview(call: Call, name: str) -> str:
    page = OVERVIEWS[name]
    if name == "glossary":
        call.meta["search"] = {"boost": 2}  # what a word means comes before the sections that are headed by it
    return call.edition.templates.page(
        f"pages/{page.template}.html",
        title=page.title,
        feedback_url=call.feedback_url(page.title),
        **overview(call.edition.playbook, name, call.edition.on),
    )


@macro(page=True)
def macros_page(call: Call) -> str:
    """The page that documents every macro, each beside what it gives."""
    documented = [described(each, call) for each in macros().values() if not each.is_page]
    return call.edition.templates.page("pages/macros.html", macros=documented, feedback_url=call.feedback_url("Macros"))
