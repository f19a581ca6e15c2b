"""What checking a playbook of 1,000 entities costs, beside PyYAML's C loader alone on the same files."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from opbook.checks.judge import judge
from opbook.model.address import FOLDERS
from opbook.model.marks import marked
from opbook.model.prose import links
from opbook.model.scalars import AddressMark, Reference
from opbook.source.reading import read

ROOT = Path(__file__).resolve().parents[1]
BOUND = 3.0
ON = date(2026, 11, 22)


def grown(target: Path, entities: int) -> int:
    """Write a playbook of at least so many entities: the shipped one several times, each time under ids of its own."""
    reading = read(ROOT / "playbook_data")
    assert reading.playbook is not None
    (target / "playbook.yml").write_text((ROOT / "playbook_data" / "playbook.yml").read_text("utf-8"), encoding="utf-8")
    written = copy = 0
    while written < entities:
        for entity in reading.playbook.entities:
            source = reading.source_of(entity.entity_kind, entity.id)
            assert source is not None
            assert source.node is not None
            data: Any = deepcopy(source.node.data)
            _renumber(data, entity, copy)
            folder = target / FOLDERS[entity.entity_kind]
            folder.mkdir(exist_ok=True)
            text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
            (folder / f"{entity.id}-{copy}.yml").write_text(text, encoding="utf-8")
            written += 1
        copy += 1
    return written


def _renumber(data: Any, entity: Any, copy: int) -> None:
    """Point every reference of an entity at the copy that it belongs to."""
    data["name"] += f" {copy}"
    data.pop("aliases", None)
    keys = []
    for each in marked(entity):
        if isinstance(each.mark, Reference) and each.mark.kind in (*FOLDERS, "activity"):
            if each.is_key:
                keys.append(each.route)
            else:
                _set(data, each.route, f"{each.text}-{copy}")
        elif isinstance(each.mark, AddressMark):
            _set(data, each.route, f"{each.text}-{copy}")
        elif not isinstance(each.mark, Reference):
            text = each.text
            for link in links(each.text):
                if not link.url.startswith(("https:", "mailto:")):
                    text = text.replace(f"({link.url})", f"({link.url}-{copy})")
            _set(data, each.route, text)
    for route in sorted(keys, key=len, reverse=True):
        holder = _at(data, route[:-1])
        holder[f"{route[-1]}-{copy}"] = holder.pop(str(route[-1]))
    if "activities" in data:
        data["activities"] = {f"{id_}-{copy}": value for id_, value in data["activities"].items()}


def _at(data: Any, route: tuple[str | int, ...]) -> Any:
    for step in route:
        data = data[step if isinstance(data, list) else str(step)]
    return data


def _set(data: Any, route: tuple[str | int, ...], value: str) -> None:
    """Set the value at a route; it may stand for a list or for fields of which it is the only one."""
    for step in route:
        key = step if isinstance(data, list) else str(step)
        if isinstance(data, dict) and key not in data:
            continue  # a single value, or fields, stand where the model has a list
        if isinstance(data[key], str):
            data[key] = value
            return
        data = data[key]


def took(work: Callable[[], object]) -> float:
    """The processor time of a piece of work, in seconds."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> int:
    """Measure, print, and tell by the exit status whether the bound holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--entities", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        count = grown(data, options.entities)
        files = sorted(data.rglob("*.yml"))

        def load() -> None:
            for path in files:
                yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)

        def check() -> None:
            verdict = judge(read(data), ON)
            assert not any(each.code.startswith("Y") for each in verdict.findings), verdict.findings[:3]

        loads, checks = [], []
        for _ in range(options.rounds):
            loads.append(took(load))
            checks.append(took(check))
    ours, theirs = statistics.median(checks), statistics.median(loads)
    print(f"{count} entities, median of {options.rounds}, processor time")
    print(f"opbook check: {ours:.2f} s   PyYAML's C loader alone: {theirs:.2f} s")
    print(f"ratio: {ours / theirs:.2f} (bound {BOUND})")
    return 0 if ours / theirs <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
