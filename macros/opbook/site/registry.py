"""The registry of macros: how they are declared, called, and how they fail."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import TemplateNotFound, TemplateSyntaxError, Undefined
from markupsafe import escape

from opbook.model.address import Address
from opbook.model.diagnostic import Location
from opbook.site.edition import Edition
from opbook.site.links import edit_url
from opbook.site.markup import resolved
from opbook.site.pages import PageProblem, calling_place, location
from opbook.site.places import public_url
from opbook.source.nearest import did_you_mean, shown
from opbook.source.problems import BROKEN_TEMPLATE, UNKNOWN_NAME_IN_PAGE, WRONG_ARGUMENT


@dataclass(frozen=True, slots=True)
class Call:
    """From where a macro is called."""

    edition: Edition
    url: str
    """The page's address below the root."""
    meta: dict[str, Any]
    """The page's front matter; a macro may set its tags."""
    docs: Path
    """The folder of hand-written pages."""
    edit_template: str = ""
    """MkDocs' ``edit_uri_template``: where a file below `docs` is edited, with ``{path}``."""
    site_url: str = ""
    """The site's own address, from ``mkdocs.yml``; empty where it is not known."""

    @property
    def public_url(self) -> str:
        """The lasting address of the playbook, ending in a slash; empty where nobody says it."""
        return public_url(self.edition.playbook.settings, self.site_url)

    def edit_url(self, address: Address) -> str:
        """Where the YAML of an entity is edited; empty where the site has no edit links."""
        file = self.edition.file_of(address)
        return edit_url(self.edit_template, file, self.docs) if self.edit_template and file else ""

    def feedback_url(self, about: str) -> str:
        """Where a reader reports something about this page; empty where the playbook does not say."""
        template = self.edition.playbook.settings.feedback_url
        if template is None:
            return ""
        body = f"Page: /{self.url}\n\nWhat is wrong or missing, and what would be right?\n"
        return template.replace("{title}", quote(f"{about}: ", safe="")).replace("{body}", quote(body, safe=""))


@dataclass(frozen=True, slots=True)
class Macro:
    """Something that a page can call."""

    name: str
    function: Callable[..., str]
    signature: inspect.Signature
    """Without the first parameter, the `Call`."""
    is_inline: bool
    """Whether it stands in the middle of a sentence."""
    is_page: bool
    """Whether it makes a whole page; such macros are called by generated files only."""

    @property
    def doc(self) -> str:
        """The docstring."""
        return inspect.getdoc(self.function) or ""

    @property
    def usage(self) -> str:
        """The call with its parameters, e.g. ``link(address, text="")``."""
        parameters = self.signature.parameters.values()
        shown = [each.name if each.default is each.empty else f'{each.name}="{each.default}"' for each in parameters]
        return f"{self.name}({', '.join(shown)})"

    def __call__(self, call: Call, *args: Any, **kwargs: Any) -> str:
        """The text that takes the call's place, or a visible box where it fails; what is wrong is recorded."""
        try:
            try:
                bound = self.signature.bind(*args, **kwargs)
            except TypeError as error:
                raise PageProblem(WRONG_ARGUMENT, f"`{self.name}`: {error}", f"write {self.usage}") from None
            for value in (*args, *kwargs.values()):
                if isinstance(value, Undefined):
                    raise nothing_called(value._undefined_name)
            return resolved(self.function(call, *bound.args, **bound.kwargs), call.url)
        except PageProblem as problem:
            included, line = calling_place()
            word = problem.word or self.name
            place = location(call.edition.project, call.docs, call.url, line, word, included)
            return self._failed(call, problem, place)
        except Exception as error:
            fault = _template_at_fault(call.edition, error)
            if fault is None:
                raise
            if isinstance(error, TemplateNotFound):
                error = LookupError(f"there is no template {error.name}")
            words = str(getattr(error, "message", None) or error) or type(error).__name__
            return self._failed(call, PageProblem(BROKEN_TEMPLATE, f"the template fails: {words}"), fault)

    def _failed(self, call: Call, problem: PageProblem, place: Location) -> str:
        call.edition.record(call.url, problem.at(place))
        return box(problem.message, inline=self.is_inline)


def nothing_called(name: object) -> PageProblem:
    """What a page is told that uses a name which nothing has."""
    hint = did_you_mean(str(name), [each for each, macro in macros().items() if not macro.is_page])
    fix = "contribute/macros/ lists every macro; an id stands in quotes"
    return PageProblem(UNKNOWN_NAME_IN_PAGE, f"there is nothing called `{shown(name)}`{hint}", fix, str(name))


def _template_at_fault(edition: Edition, error: Exception) -> Location | None:
    """Where one of our templates, or one that overrides it, raised an error; `None` where none of them did."""
    path, line = "", 1
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith(".html"):
            path, line = name, trace.tb_lineno
        trace = trace.tb_next
    if isinstance(error, TemplateSyntaxError):
        path, line = error.filename or error.name or path, error.lineno
    if not path:
        return None
    if Path(path).is_relative_to(edition.project):
        path = Path(path).relative_to(edition.project).as_posix()
    return Location(path, line, 1, line, 1)


def box(message: str, *, inline: bool = False) -> str:
    """What a reader sees in the place of a macro that failed: short, and visible."""
    if inline:
        return f'<strong class="ob-failed">[{escape(message)}]</strong>'
    return f'<div class="ob ob-failed" role="alert"><p>{escape(message)}</p></div>'


_macros: dict[str, Macro] = {}


def macro(
    *, inline: bool = False, page: bool = False, name: str = ""
) -> Callable[[Callable[..., str]], Callable[..., str]]:
    """Declare a function as a macro. Its docstring is its documentation; lines below ``Example:`` are rendered.

    Args:
        inline: It stands in the middle of a sentence.
        page: It makes a whole page.
        name: What pages call it; the function's own name where absent.
    """

    def register(function: Callable[..., str]) -> Callable[..., str]:
        signature = inspect.signature(function, eval_str=True)
        parameters = list(signature.parameters.values())[1:]
        called = name or function.__name__
        plain = signature.replace(parameters=parameters, return_annotation=inspect.Signature.empty)
        _macros[called] = Macro(called, function, plain, inline, page)
        return function

    return register


def macros() -> Mapping[str, Macro]:
    """Every macro by name, in the order in which they are declared."""
    return _macros
