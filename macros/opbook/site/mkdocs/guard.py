"""Keeps what goes wrong in a page's own Jinja from ending a build, or from reaching a reader as a traceback."""

from __future__ import annotations

import re
import traceback
from ast import literal_eval
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
)
from jinja2.meta import find_undeclared_variables
from jinja2.nodes import Filter, Name, Test

from opbook.site.edition import Edition
from opbook.site.pages import PageProblem, calling_place, file_of, location
from opbook.site.registry import box, nothing_called
from opbook.source.problems import PAGE_SYNTAX, UNKNOWN_NAME_IN_PAGE, WRONG_ARGUMENT

_ONE_CALL = re.compile(r"\{\{ (\w+)\(([\w\", -]*)\) \}\}\s*")
"""What `site.files` writes into a generated page."""


class _Rendered:
    """A template whose rendering never raises."""

    def __init__(self, render: Callable[..., str]) -> None:
        self.render = render


def guard(environment: Environment, edition: Edition, url: Callable[[], str], docs: Path) -> None:
    """Make an environment record what is wrong with a page, and render a box in its place.

    Args:
        environment: The environment in which pages are rendered; changed in place.
        edition: Where problems are recorded.
        url: Tells which page is being rendered.
        docs: The folder of hand-written pages.
    """
    plain = environment.from_string

    def tell(problem: PageProblem, included: Path | None, line: int) -> str:
        place = location(edition.project, docs, url(), line, problem.word, included)
        edition.record(url(), problem.at(place))
        return box(problem.message)

    def from_string(source: Any, *args: Any, **kwargs: Any) -> Any:
        is_generated = file_of(docs, url()) is None
        try:
            names = () if is_generated else _unknown_names(environment, source)
            render_plain = (is_generated and _one_call(environment, source)) or plain(source, *args, **kwargs).render
        except TemplateSyntaxError as error:
            failed = tell(_failure(error), None, error.lineno)
            return _Rendered(lambda *args, **kwargs: failed)

        def render(*args: Any, **kwargs: Any) -> str:
            known = {*environment.globals, *dict(*args, **kwargs)}
            unknown = [name for name in names if name.name not in known]
            for name in unknown:
                tell(nothing_called(name.name), None, name.lineno)
            try:
                return render_plain(*args, **kwargs)
            except Exception as error:
                included, line = _place_of(error, docs)
                if isinstance(error, UndefinedError) and line in [name.lineno for name in unknown]:
                    return box(str(error.message))  # what is wrong on this line has been told
                return tell(_failure(error), included, line)

        return _Rendered(render)

    environment.undefined = _nothing(tell)
    environment.from_string = from_string  # type: ignore[method-assign]


def _nothing(tell: Callable[[PageProblem, Path | None, int], str]) -> type[Undefined]:
    """What stands in for a name that nothing has: where it is shown or called, it tells and gives a box."""

    class Nothing(StrictUndefined):
        __slots__ = ()

        def _failed(self, *args: Any, **kwargs: Any) -> Any:
            problem = nothing_called(self._undefined_name)
            if self._undefined_name is None:
                problem = PageProblem(UNKNOWN_NAME_IN_PAGE, self._undefined_message)
            tell(problem, *calling_place())
            return box(problem.message, inline=True)

        __str__ = __call__ = _failed

        def __getattr__(self, name: str) -> Any:
            if name[:2] == "__":
                raise AttributeError(name)
            return self

        def __getitem__(self, key: Any) -> Any:
            return self

    return Nothing


def _one_call(environment: Environment, source: str) -> Callable[..., str] | None:
    """Render a generated page without the template engine: its one call is ours, and compiling it costs more."""
    call = _ONE_CALL.fullmatch(source)
    macro = environment.globals.get(call[1]) if call else None
    if call is None or not callable(macro):
        return None
    arguments = literal_eval(f"({call[2]},)" if call[2] else "()")
    return lambda *args, **kwargs: str(macro(*arguments))


def _unknown_names(environment: Environment, source: str) -> tuple[Name, ...]:
    """Every use of a name that the source itself does not define, unless it asks whether there is such a name."""
    tree = environment.parse(source)
    asks = ("defined", "undefined", "default", "d")
    asked = {
        each.node.name
        for each in tree.find_all((Test, Filter))
        if isinstance(each, Test | Filter) and each.name in asks and isinstance(each.node, Name)
    }
    unknown = find_undeclared_variables(tree) - asked
    return tuple(name for name in tree.find_all(Name) if name.ctx == "load" and name.name in unknown)


def _failure(error: Exception) -> PageProblem:
    """What a page is told whose rendering raised an exception."""
    match error:
        case TemplateSyntaxError():
            fix = "to show the signs as they are, put them between {% raw %} and {% endraw %}"
            return PageProblem(PAGE_SYNTAX, f"this page cannot be read: {error.message}", fix)
        case TemplateNotFound():
            return PageProblem(PAGE_SYNTAX, f"there is no file `{error.name}` to include")
        case UndefinedError():
            return PageProblem(UNKNOWN_NAME_IN_PAGE, str(error.message))
        case TemplateError():
            return PageProblem(PAGE_SYNTAX, str(error.message))
        case _:
            return PageProblem(WRONG_ARGUMENT, f"this page fails: {type(error).__name__}: {error}")


def _place_of(error: Exception, docs: Path) -> tuple[Path | None, int]:
    """Where an exception was raised: in which included file, `None` for the page itself, and on which line."""
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return Path(error.filename), error.lineno
    place: tuple[Path | None, int] = (None, 1)
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == "<template>":
            place = (None, frame.lineno or 1)
        elif Path(frame.filename).is_relative_to(docs):
            place = (Path(frame.filename), frame.lineno or 1)
    return place
