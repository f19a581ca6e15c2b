"""The text of a file to begin an entry from: what is needed filled in, all else explained, each with an example."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import get_type_hints

from opbook.model.docs import field_docs
from opbook.model.entity import Entity, Model
from opbook.model.field_types import takes
from opbook.source import order
from opbook.source.edits.start_values import StartValues
from opbook.source.field_text import block

EXPLAINED = "## "
"""What begins a line that explains an optional field. Where an editor takes a comment sign away it still is one."""
EXAMPLE = "# "
"""What begins a line of an example; without it the line is YAML."""

_WIDTH = 100
_HOW = (
    "What is needed stands first. All else is explained below, each with an example: to use one, take the `# ` away "
    "from the start of its lines. Delete the rest. `opbook fmt` puts the fields in their usual order."
)
_THE_FIELDS = "the fields of"
_GO_WITHOUT_SAYING = {"prose", "a text of one line"}
_CODE = re.compile(r"`[^`]+`")


def start_text(model: type[Entity], name: str, values: StartValues, modeline: str) -> str:
    """The text of the file.

    Args:
        model: The kind.
        name: What people call the entry.
        values: What its fields may say.
        modeline: The line that leads editors to the schema.

    Raises:
        CannotEdit: Where the kind needs something that is not there yet.
    """
    fields = order.fields(model)
    needed = [each for each in fields if each == "draft" or model.model_fields[each].is_required()]
    optional = [each for each in fields if each not in needed]
    optional.sort(key=Entity.model_fields.__contains__)  # what the kind is about comes first
    explained = _Explained()
    blocks = [[modeline, *_wrapped(f"# {_line(model.__doc__ or '')} {_HOW}", "# ")]]
    for each in needed:
        value = {"name": name, "draft": True}.get(each) or values.needed(model, each)
        blocks.append([*explained.lines(model, each, "# "), block(each, value)])
    for each in optional:
        example = block(each, values.example(model, each), width=_WIDTH - len(EXAMPLE)).split("\n")
        lines = explained.lines(model, each, EXPLAINED, f"{each}: ")
        blocks.append([*lines, *(f"{EXAMPLE}{line}" for line in example)])
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


class _Explained:
    """What fields mean and take, from their docstrings and types; each part of a field once."""

    def __init__(self) -> None:
        self.parts: set[type[Model]] = set()

    def lines(self, model: type[Model], name: str, sign: str, lead: str = "") -> Iterator[str]:
        """Yield the comment that explains a field, with the fields of its part indented below it.

        Args:
            model: The class of the field.
            name: The field, as the class calls it.
            sign: What each line begins with.
            lead: What the first line says before all else.
        """
        indent = " " * (len(lead) - len(lead.lstrip(" ")))
        words, part = takes(get_type_hints(model, include_extras=True)[name])
        is_new = part is not None and part not in self.parts
        if part is not None:
            self.parts.add(part)
            words = words.replace(_THE_FIELDS, "these fields:" if is_new else "the same fields as above")
        says = "" if words in _GO_WITHOUT_SAYING else f" {words[0].upper()}{words[1:]}{'' if is_new else '.'}"
        text = f"{sign}{lead}{_line(field_docs(model)[name])}{says}"
        yield from _wrapped(text, f"{sign}{indent}{'  ' if lead else ''}")
        if part is not None and is_new:
            for each, field in part.model_fields.items():
                needed = ", needed" if field.is_required() else ""
                yield from self.lines(part, each, sign, f"{indent}  {field.alias or each}{needed}: ")


def _line(docstring: str) -> str:
    return " ".join(docstring.replace("``", "`").split())


def _wrapped(text: str, indent: str) -> list[str]:
    whole = _CODE.sub(lambda found: found[0].replace(" ", "\0"), text)  # code is not broken
    lines = textwrap.wrap(whole, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return [line.replace("\0", " ") for line in lines]
