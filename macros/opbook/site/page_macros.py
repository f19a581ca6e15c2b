"""The macros that make whole pages. Generated files call them, one each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from markupsafe import escape

from opbook.checks.rule import rules
from opbook.model.address import FOLDERS, Address
from opbook.model.diagnostic import Location
from opbook.model.entity import Entity
from opbook.site.feeds.changes import past_of
from opbook.site.links import edit_url
from opbook.site.lookup import find
from opbook.site.macro_reference import described
from opbook.site.pages import PageProblem
from opbook.site.registry import Call, macro, macros
from opbook.site.templating import Templates
from opbook.site.views import health
from opbook.site.views import rules as rule_views
from opbook.site.views.chapters import chapters_of, part_of_chapter
from opbook.site.views.entity import view_of
from opbook.site.views.overview import OVERVIEWS, overview
from opbook.source.nearest import did_you_mean, shown
from opbook.source.problems import WRONG_ARGUMENT

_LATER = {"boost": 0.5}
"""What search is told of pages that name half the playbook: the pages of what they name come first."""


def _edit(call: Call) -> Callable[[Location], str]:
    """Where a line of a data file is edited; empty where the site has no edit links."""

    def link(place: Location) -> str:
        if not call.edit_template:
            return ""
        url = edit_url(call.edit_template, call.edition.project / place.path, call.docs)
        # Hosts that know no lines leave the fragment aside; where it is part of the way, the file has to do.
        return url if "#" in call.edit_template else f"{url}#L{place.line}"

    return link


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
    return _entity(call, entity)


@lru_cache(maxsize=1)  # every build has templates of its own, and there is one build at a time
def _entities(templates: Templates) -> dict[Address, str]:
    """The entities' pages that have been rendered with these templates; chapters take them up again."""
    return {}


def _entity(call: Call, entity: Entity) -> str:
    rendered = _entities(call.edition.templates)
    if entity.address not in rendered:
        rendered[entity.address] = _rendered(call, entity)
    return rendered[entity.address]


def _rendered(call: Call, entity: Entity) -> str:
    address = entity.address
    return call.edition.templates.page(
        f"pages/{address.kind}.html",
        e=entity,
        folder=FOLDERS[address.kind],
        edit_url=call.edit_url(address),
        feedback_url=call.feedback_url(entity.name),
        public=call.public_url,
        findings=call.edition.findings.get(str(address), ()),
        rules=rules(),
        edit=_edit(call),
        past=past_of(call.edition),
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
            `glossary`, `mine`, `changes`, `assessment`, `data`, `cards`, `chapters`, `macros` or `fields`.
    """
    return _overview(call, name)


def _overview(call: Call, name: str) -> str:
    page = OVERVIEWS[name]
    if name == "glossary":
        call.meta["search"] = {"boost": 2}  # what a word means comes before the sections that are headed by it
    if name == "changes":
        call.meta["search"] = _LATER
    return call.edition.templates.page(
        f"pages/{page.template}.html",
        title=page.title,
        feedback_url=call.feedback_url(page.title),
        public=call.public_url,
        past=past_of(call.edition),
        **overview(call.edition.playbook, name, call.edition.on),
    )


@macro(page=True)
def chapter_page(call: Call, kind: str) -> str:
    """All entities of a kind on one page, to print.

    Args:
        kind: The kind, in the singular.
    """
    chapter = next((each for each in chapters_of(call.edition.playbook) if each.kind == kind), None)
    if chapter is None:
        raise PageProblem(WRONG_ARGUMENT, f"there is no chapter of the kind `{shown(kind)}`", "/print/ lists them")
    call.meta["title"] = f"{chapter.name}, to print"
    call.meta["search"] = {"exclude": True}  # it says everything a second time
    of_kind = call.edition.playbook.of_kind(kind)
    return call.edition.templates.page(
        "pages/chapter.html",
        chapter=chapter,
        entities=of_kind.values(),
        parts={
            id_: part_of_chapter(_entity(replace(call, url=f"{FOLDERS[kind]}/{id_}/"), each), id_)
            for id_, each in of_kind.items()
        },
    )


@macro(page=True)
def macros_page(call: Call) -> str:
    """The page that documents every macro, each beside what it gives."""
    documented = [described(each, call) for each in macros().values() if not each.is_page]
    return call.edition.templates.page("pages/macros.html", macros=documented, feedback_url=call.feedback_url("Macros"))


@macro(page=True)
def rules_page(call: Call) -> str:
    """The page that lists all rules."""
    return call.edition.templates.page(
        "pages/index_rules.html",
        title="Rules",
        feedback_url=call.feedback_url("Rules"),
        count=len(rules()),
        families=rule_views.rules_by_family(call.edition.playbook),
        rules=rules(),
        edit=_edit(call),
    )


@macro(page=True)
def rule_page(call: Call, code: str) -> str:
    """The page of one rule.

    Args:
        code: The rule's code.
    """
    rule = rules().get(str(code))
    if rule is None:
        hint = did_you_mean(str(code), rules())
        raise PageProblem(WRONG_ARGUMENT, f"there is no rule `{shown(code)}`{hint}", "opbook rules lists them")
    title = f"{rule.code} {rule.name}"
    call.meta["tags"] = [rule.code, rule.name]
    call.meta["search"] = _LATER
    edition = call.edition
    return edition.templates.page(
        "pages/rule.html",
        title=title,
        feedback_url=call.feedback_url(title),
        v=rule_views.rule_page(edition.playbook, edition.verdict, rule, edition.on),
        rules=rules(),
        edit=_edit(call),
    )


@macro(page=True)
def health_page(call: Call) -> str:
    """The page that says how the whole playbook is: what the rules find, and the measures that they look at."""
    call.meta["search"] = _LATER
    edition = call.edition
    return edition.templates.page(
        "pages/health.html",
        title="Health",
        feedback_url=call.feedback_url("Health"),
        h=health.health(edition.playbook, edition.verdict, edition.on),
        let_stand=lambda finding: health.suppression_of(edition.playbook, finding, edition.on),
        rules=rules(),
        edit=_edit(call),
    )
