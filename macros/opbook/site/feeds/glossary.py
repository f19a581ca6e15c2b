"""What every page fetches to explain the words of the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from opbook.model.entity import Entity
from opbook.model.playbook import Playbook
from opbook.model.term import Term
from opbook.site.edition import Edition
from opbook.site.generated import GeneratedFile, json_file

_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*")
_HISSING = re.compile(r"(?:x|z|ch|sh)$")


def files(edition: Edition, site_url: str) -> Iterator[GeneratedFile]:
    """Yield the file: the terms that are in force, and the names of other things that have a term in them."""
    terms = [term for term in edition.playbook.terms.values() if term.withdrawn is None]
    explained = [
        {"id": term.id, "name": term.name, "forms": forms(term), "definition": edition.prose(term.definition)}
        for term in terms
    ]
    yield json_file("glossary/terms.json", {"terms": explained, "names": names_around(terms, edition.playbook)})


def forms(entity: Entity) -> list[str]:
    """The ways in which an entity is written: its names, one in brackets for itself, and the plural of each."""
    names = [_BRACKETS.sub(" ", entity.name).strip(), *_BRACKETS.findall(entity.name), *entity.aliases]
    written = (form for name in names if name.strip() for form in (name, plural(name)))
    return list(dict.fromkeys(written))


def names_around(terms: Iterable[Term], playbook: Playbook) -> list[str]:
    """The names of other entities that have a term in them: "project" means nothing of its own in "project manager"."""
    known = {form.lower() for term in terms for form in forms(term)}
    inside = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(known)))})\b")
    others = (entity for entity in playbook.entities if entity.entity_kind != "term")
    named = {form.lower() for entity in others for form in forms(entity)}
    return sorted(name for name in named - known if inside.search(name)) if known else []


def plural(name: str) -> str:
    """More than one of it, as English mostly has it: ``stop rules``, ``systems of record``.

    A name that ends in ``s`` is taken for a plural. One that nobody uses (``informeds``) is harmless: no text has it.
    """
    head, of, rest = name.partition(" of ")
    if head.endswith("s"):
        return name
    if re.search(r"[^aeiou]y$", head):
        head = f"{head[:-1]}ie"
    elif _HISSING.search(head):
        head += "e"
    return f"{head}s{of}{rest}"
