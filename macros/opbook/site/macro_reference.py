"""The reference of macros, from their docstrings; each example is rendered as a page would render it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from jinja2 import Environment
from markupsafe import Markup

from opbook.site.registry import Call, Macro, macros

_SECTION = re.compile(r"^(Args|Example):\n((?:(?: .*)?\n?)*)", re.MULTILINE)
_ARGUMENT = re.compile(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Described:
    """A macro as its reference shows it."""

    name: str
    usage: str
    """The call with its parameters, e.g. ``link(address, text="")``."""
    summary: str
    arguments: Mapping[str, str]
    example: str
    """What a page writes."""
    rendered: Markup
    """What the page then shows."""


def described(macro: Macro, call: Call) -> Described:
    """Read a macro's docstring and render its example in place."""
    sections = dict(_SECTION.findall(macro.doc))
    summary = " ".join(_SECTION.sub("", macro.doc).split())
    arguments = {name: " ".join(text.split()) for name, text in _ARGUMENT.findall(sections.get("Args", ""))}
    example = "\n".join(line.strip() for line in sections.get("Example", "").strip().splitlines())
    return Described(macro.name, macro.usage, summary, arguments, example, rendered(example, call))


def rendered(example: str, call: Call) -> Markup:
    """What a page shows that calls macros; a remark where the playbook lacks what the example names.

    Examples name entities of the playbook that is shipped. One of somebody else need not have them.
    """
    environment = Environment(autoescape=False)
    environment.globals.update({name: partial(macro, call) for name, macro in macros().items()})
    before = list(call.edition.problems.get(call.url, ()))
    shown = environment.from_string(example).render()
    if call.edition.problems.get(call.url, []) == before:
        return Markup(shown)
    call.edition.problems[call.url] = before
    return Markup("<p>This playbook has nothing of the name that stands in the example.</p>")
