"""What building the playbook costs, beside plain MkDocs with the same pages written by hand."""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml
from markdownify import markdownify

ROOT = Path(__file__).resolve().parents[1]
BOUND = 1.2
_PICTURE = re.compile(r"<svg.*?</svg>", re.DOTALL)


def mkdocs(config: Path, site: Path, **environment: str) -> float:
    """Build a site in a process of its own and return the processor time it took, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(config), "--site-dir", str(site)],
        check=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
        stdout=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def by_hand(text: str) -> str:
    """A page as somebody writes it: tables, lists and links in Markdown; pictures stay SVG."""
    pictures: list[str] = []

    def keep(match: re.Match[str]) -> str:
        pictures.append(match[0])
        return f"PICTURE{len(pictures) - 1}END"

    lines = []
    for line in text.split("\n"):
        if line.startswith('<div class="ob'):
            line = markdownify(_PICTURE.sub(keep, line), heading_style="ATX", table_infer_header=True)
        lines.append(line)
    return re.sub(r"PICTURE(\d+)END", lambda match: f"\n\n{pictures[int(match[1])]}\n\n", "\n".join(lines))


def peers(work: Path) -> tuple[Path, Path]:
    """Make the plain sites out of what the playbook's pages say; return their configurations.

    The first has the content as people write it, in Markdown; the second has the playbook's finished HTML as it is.
    """
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    docs = work / "docs"
    capturing = {
        **settings,
        "docs_dir": str(ROOT / "docs"),
        "hooks": [str(ROOT / "benchmarks" / "capture.py")],
        "extra": {"opbook": {"data": str(ROOT / "playbook_data")}},
    }
    (work / "capture.yml").write_text(yaml.safe_dump(capturing), encoding="utf-8")
    mkdocs(work / "capture.yml", work / "captured", CAPTURE_TO=str(docs))
    for written in (work / "written" / path.relative_to(docs) for path in docs.rglob("*.md")):
        written.parent.mkdir(parents=True, exist_ok=True)
        source = docs / written.relative_to(work / "written")
        written.write_text(by_hand(source.read_text("utf-8")), encoding="utf-8")
    return _plain(work, settings, work / "written"), _plain(work, settings, docs)


def _plain(work: Path, settings: dict[str, object], docs: Path) -> Path:
    assets = docs / "assets" / "opbook"
    shutil.copytree(work / "captured" / "assets" / "opbook", assets)
    styles = sorted(path.relative_to(docs).as_posix() for path in assets.glob("*.css"))
    relaxed = {"links": {"not_found": "ignore", "unrecognized_links": "ignore", "anchors": "ignore"}}
    plain = {
        **settings,
        "docs_dir": str(docs),
        "plugins": ["search"],
        "extra_css": styles,
        "extra": {"generator": False},
        "validation": {**relaxed, "nav": {"omitted_files": "ignore"}},
    }
    config = work / f"{docs.name}.yml"
    config.write_text(yaml.safe_dump(plain), encoding="utf-8")
    return config


def pages(site: Path) -> int:
    """How many pages a site has."""
    return sum(1 for path in site.rglob("index.html"))


def main() -> int:
    """Measure, print, and tell by the exit status whether the bound holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        configs = {"playbook": ROOT / "mkdocs.yml"}
        configs["by hand"], configs["same HTML"] = peers(work)
        took: dict[str, list[float]] = {name: [] for name in configs}
        for _ in range(rounds):
            for name, config in configs.items():
                took[name].append(mkdocs(config, work / "sites" / name))
        for name in configs:
            count, median = pages(work / "sites" / name), statistics.median(took[name])
            print(f"{name:10} {count} pages  {median:6.2f} s of processor time, median of {rounds}")
    median = {name: statistics.median(times) for name, times in took.items()}
    ratio = median["playbook"] / median["by hand"]
    print(f"playbook : by hand   = {ratio:.2f} (bound {BOUND})")
    print(f"playbook : same HTML = {median['playbook'] / median['same HTML']:.2f} (for information)")
    return 0 if ratio <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
