"""Whether everything that an entity points at exists, and whether its prose is prose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from opbook.model.address import KINDS, Address, is_id
from opbook.model.diagnostic import Problem
from opbook.model.marks import Marked
from opbook.model.prose import links, refused
from opbook.model.scalars import AddressMark, Reference
from opbook.source import problems
from opbook.source.nearest import did_you_mean, shown

_ELSEWHERE = {
    "discipline": "disciplines stand in playbook.yml",
    "skill group": "skill groups stand in playbook.yml",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with one marked text."""

    problem: Problem
    message: str
    fix: str
    at: Marked
    needle: str = ""
    """The part of the text concerned; empty for all of it."""


def faults_of(marks: Iterable[Marked], known: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
    """Yield what is wrong with references and prose, wherever they were found.

    Args:
        marks: The references and the prose.
        known: The ids that exist, by kind; a kind that is absent is not checked.
    """
    for each in marks:
        if isinstance(each.mark, Reference):
            yield from _reference(each, each.mark.kind, known)
        elif isinstance(each.mark, AddressMark):
            yield from _address(each, each.text, known)
        else:
            yield from _prose(each, known)


def _reference(at: Marked, kind: str, known: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
    ids = known.get(kind)
    if ids is None or at.text in ids:
        return
    hint = did_you_mean(at.text, ids)
    fix = _ELSEWHERE.get(kind, f"use the id of a {kind} that exists: the name of its file without .yml")
    if kind == "activity":
        fix = "use an activity's id: the key below `activities:` in a stage, practice or ritual"
    yield Fault(problems.UNKNOWN_REFERENCE, f"there is no {kind} `{shown(at.text)}`{hint}", fix, at)


def _address(at: Marked, text: str, known: Mapping[str, frozenset[str]], needle: str = "") -> Iterator[Fault]:
    kind, colon, id_ = text.partition(":")
    if not colon or kind not in KINDS:
        hint = did_you_mean(kind, KINDS) if colon else ""
        message = f"`{shown(text)}` is not an address{hint}"
        fix = f"write KIND:ID, such as role:product-owner; kinds: {', '.join(KINDS)}"
        yield Fault(problems.UNKNOWN_REFERENCE, message, fix, at, needle)
    elif kind in known and id_ not in known[kind]:
        hint = did_you_mean(id_, known[kind]) if is_id(id_) else ""
        message = f"there is no {kind} `{shown(id_)}`{hint}"
        yield Fault(problems.UNKNOWN_REFERENCE, message, f"use the id of a {kind} that exists", at, needle)


def _prose(at: Marked, known: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
    for what in refused(at.text):
        fix = "write it in words; for emphasis use *stars*, for a list item begin a new one"
        yield Fault(problems.REFUSED_MARKUP, f"this text contains {what}, which is shown as written", fix, at)
    for link in links(at.text):
        address = Address.parse(link.url)
        if address is not None or link.url.partition(":")[0] in KINDS:
            yield from _address(at, link.url, known, link.url)
        elif not link.is_allowed:
            message = f"the link `{shown(link.url)}` leads nowhere"
            fix = "link to https:, mailto: or an address such as role:product-owner"
            yield Fault(problems.REFUSED_MARKUP, message, fix, at, link.url)
