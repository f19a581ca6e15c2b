"""What comparing two states of a playbook of 1,000 entities costs, beside checking one of them."""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from check_cost import ON, grown

from opbook.changes.comparison import compared
from opbook.checks.judge import judge
from opbook.source.reading import read

BOUND = 2.0
CHANGED = 40


def check(data: Path) -> None:
    """What ``opbook check`` does."""
    judge(read(data), ON)


def diff(before: Path, after: Path) -> int:
    """What ``opbook diff`` does; returns how many changes there are."""
    first = read(before, shown_as="playbook_data")
    return len(compared(first, read(after, shown_as="playbook_data", known=first), ON).changes)


def main() -> int:
    """Measure in turns, print, and tell by the exit status whether the bound holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "before"), Path(folder, "after")
        before.mkdir()
        entities = grown(before, 1000)
        shutil.copytree(before, after)
        for path in sorted(after.glob("roles/*.yml"))[:CHANGED]:
            path.write_text(path.read_text("utf-8").replace("purpose: ", "purpose: Now ", 1), "utf-8")
        took: dict[str, list[float]] = {"check": [], "diff": []}
        for _ in range(rounds):
            start = time.process_time()
            check(after)
            middle = time.process_time()
            changes = diff(before, after)
            took["check"].append(middle - start)
            took["diff"].append(time.process_time() - middle)
    median = {name: statistics.median(times) for name, times in took.items()}
    ratio = median["diff"] / median["check"]
    print(f"{entities} entities, {changes} changes; check {median['check']:.2f} s, diff {median['diff']:.2f} s")
    print(f"diff : check = {ratio:.2f} (bound {BOUND})")
    return 0 if ratio <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
