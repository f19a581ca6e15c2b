"""YAML as an editor reads it: plain values have the types of YAML 1.2's core schema, where our reader keeps text."""

from __future__ import annotations

import re
from typing import Any

import yaml

_TYPES = {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
}
_READERS = {
    "null": lambda text: None,
    "bool": lambda text: text.lower() == "true",
    "int": lambda text: int(text, 0) if text[:2] in ("0o", "0x") else int(text),
    "float": lambda text: float(re.sub(r"\.(?=inf|nan)", "", text, flags=re.IGNORECASE)),
}


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, Any] = {}


for _name, _pattern in _TYPES.items():
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(f"({_pattern})$"), None)


def as_an_editor_reads(text: str) -> Any:
    """The data of a YAML document. Keys are texts, whatever they look like."""
    return _value(yaml.compose(text, Loader=_Loader))


def _value(node: yaml.Node | None) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(each) for each in node.value]
    if node is None:
        return None
    reader = _READERS.get(node.tag.rpartition(":")[2], str)
    return reader(node.value)
