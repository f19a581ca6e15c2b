"""What the fields of the model mean: the docstring below each, written once and read where it is needed."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from textwrap import dedent

from opbook.model.entity import Model


@cache
def field_docs(model: type[Model]) -> Mapping[str, str]:
    """The docstring of each field of a model, by the field's name, inherited fields included.

    pydantic reads these too (`use_attribute_docstrings`), but for every model at every start, which costs more than
    reading the whole playbook.
    """
    found: dict[str, str] = {}
    for each in reversed(model.__mro__):
        if issubclass(each, Model):
            (definition,) = ast.parse(dedent(inspect.getsource(each))).body
            assert isinstance(definition, ast.ClassDef)
            for field, after in pairwise(definition.body):
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                    found[field.target.id] = _text(after)
    return {name: inspect.cleandoc(found.get(name, "")) for name in model.model_fields}


def _text(node: ast.stmt) -> str:
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    return str(node.value.value) if is_text else ""  # type: ignore[attr-defined]
