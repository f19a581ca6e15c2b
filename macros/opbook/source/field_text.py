"""A field with its value as a line or lines of YAML, written as people write it."""

from __future__ import annotations

from typing import Any

import yaml

_SHORT = 24
"""How long texts may be that stand side by side in brackets."""
_ENDLESS = 10**6


def block(name: str, value: Any, *, width: int = _ENDLESS, short: int = _SHORT) -> str:
    """A field as lines, without a line break at the end.

    Args:
        name: The field.
        value: Plain data: mappings, lists, texts, numbers, dates.
        width: Where lines are broken, if they can be.
        short: How long texts may be that stand side by side in brackets; 0 for a line of its own for everything.
    """
    dumper: type[_Dumper] = type("_Block", (_Dumper,), {"short": short})
    text: str = yaml.dump(
        {name: value}, Dumper=dumper, sort_keys=False, allow_unicode=True, width=width, default_flow_style=False
    )
    return text.rstrip("\n")


def flow(name: str, value: Any) -> str:
    """A field on one line, as it stands among others in brackets."""
    text: str = yaml.dump(
        {name: value}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_ENDLESS, default_flow_style=True
    )
    return text.rstrip("\n").removeprefix("{").removesuffix("}")


class _Dumper(yaml.SafeDumper):
    """Writes short lists and mappings on one line in brackets, and texts as chapters for contributors teach.

    Not the C one, which writes an emoji by its number.
    """

    short = _SHORT

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the items of a list below its name."""
        super().increase_indent(flow, False)

    def choose_scalar_style(self) -> str:
        """Fold what is too long for its line, and quote with double quotes where nothing need be escaped for it."""
        style: str = super().choose_scalar_style()
        text = self.event.value  # type: ignore[union-attr]  # there is one, and it is a scalar
        if self.column + len(text) + 3 > self.best_width and not self.simple_key_context and not self.flow_level:
            return ">"
        return '"' if style == "'" and all(each not in '"\\' and each <= "\uffff" for each in text) else style


def _is_short(values: Any, short: int) -> bool:
    return all(not isinstance(each, dict | list) and len(str(each)) <= short for each in values)


def _list(dumper: Any, value: list[Any]) -> Any:
    # An address would need quotes in brackets.
    style = dumper.default_flow_style or (
        _is_short(value, dumper.short) and not any(":" in str(each) for each in value)
    )
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=style)


def _mapping(dumper: Any, value: dict[str, Any]) -> Any:
    is_field = not dumper.represented_objects  # the field itself, with its name
    style = dumper.default_flow_style or (not is_field and _is_short(value.values(), dumper.short))
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=style)


_Dumper.add_representer(list, _list)
_Dumper.add_representer(dict, _mapping)
