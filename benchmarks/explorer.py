"""How long readers of the RACI explorer wait, in Chromium, for tables of several sizes.

For each size a playbook is made up and its site built; then a browser opens ``/raci/`` and chooses, again and again, by
the same events that a reader's choice makes. Told are the time until the result is painted and, because other programs
lengthen it, the processor time of all the browser's processes.
"""

from __future__ import annotations

import argparse
import functools
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Browser, sync_playwright

from opbook.checks.rule import rules

ROOT = Path(__file__).resolve().parents[1]
SIZES = ((60, 15), (92, 15), (1000, 60))
"""Activities and roles."""
STAGES = 10

PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
LOADED = f"""async () => {{
  while (!document.querySelector(".ob-explorer__result [role=status]")?.textContent) {{
    await new Promise(requestAnimationFrame);
  }}
  await {PAINTED};
  return performance.now();
}}"""
CHOOSE = f"""async ([selector, value]) => {{
  const control = document.querySelector(selector);
  const start = performance.now();
  if (control.tagName === "BUTTON") control.click();
  else if (control.type === "checkbox") control.click();
  else {{
    control.value = value;
    control.dispatchEvent(new Event(control.type === "search" ? "input" : "change", {{ bubbles: true }}));
  }}
  await {PAINTED};
  return performance.now() - start;
}}"""
CHOICES = {
    "a stage": ("select[name=home]", "stage:stage-3"),
    "all again": ("select[name=home]", ""),
    "a role": ("input[value=role-7]", ""),
    "a letter": ("select[name=letter]", "A"),
    "a discipline": ("select[name=discipline]", "project"),
    "clear all": (".ob-explorer__actions button:last-child", ""),
    "one key": ("input[name=text]", "4"),
    "key deleted": ("input[name=text]", ""),
    "first to compare": ("select[name=first]", "role-1"),
    "compared": ("select[name=second]", "role-2"),
    "cleared": (".ob-explorer__actions button:last-child", ""),
}
"""What is chosen, in this order."""


def made_up(folder: Path, activities: int, roles: int) -> None:
    """Write a project with so many activities and roles; the same one each time."""
    die = random.Random(activities * roles)
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    _write(folder / "mkdocs.yml", settings[: settings.index("\nnav:") + 1])
    _write(folder / "docs" / "index.md", "# Home\n")
    data = folder / "playbook_data"
    disciplines = {id_: {"name": id_.title(), "colour": "#1f6feb"} for id_ in ("product", "project", "delivery")}
    quiet = {code: {"severity": "off"} for code in rules()}
    _write(data / "playbook.yml", {"title": "T", "organisation": "O", "disciplines": disciplines, "rules": quiet})
    names = [f"role-{number}" for number in range(1, roles + 1)]
    for number, id_ in enumerate(names):
        role = {"name": f"Person {number}", "level": "lead", "purpose": "P.", "discipline": [*disciplines][number % 3]}
        _write(data / "roles" / f"{id_}.yml", role)
    for stage in range(STAGES):
        own = {}
        for number in range(stage, activities, STAGES):
            accountable, first, second, *others = die.sample(names, 9)
            parts = {"accountable": accountable, "responsible": [first, second]}
            parts |= {"consulted": others[:3], "informed": others[3:]}
            own[f"do-{number}"] = {"name": f"Do the work that has number {number}", "raci": parts}
        stage_file = {"name": f"Stage {stage}", "order": stage + 1, "purpose": "P.", "team": "both", "activities": own}
        _write(data / "stages" / f"stage-{stage}.yml", stage_file)


def _write(path: Path, content: str | dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False), "utf-8")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def measured(browser: Browser, origin: str, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds of each choice and of the page's loading: until it is painted, and of processor time."""
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in ("page load", *CHOICES)}
    devtools = browser.new_browser_cdp_session()

    def busy() -> float:
        return sum(1000 * each["cpuTime"] for each in devtools.send("SystemInfo.getProcessInfo")["processInfo"])

    for _ in range(rounds):
        before = busy()
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{origin}/raci/", wait_until="commit")
        until_painted = page.evaluate(LOADED)
        took["page load"].append((until_painted, busy() - before))
        page.wait_for_load_state("networkidle")
        for name, choice in CHOICES.items():
            before = busy()
            until_painted = page.evaluate(CHOOSE, choice)
            took[name].append((until_painted, busy() - before))
    return took


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    for activities, roles in SIZES:
        with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
            made_up(Path(work), activities, roles)
            command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
            subprocess.run(command, cwd=work, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
            size = (Path(work) / "site" / "raci" / "index.html").stat().st_size / 1e6
            print(f"{activities} activities, {roles} roles ({size:.1f} MB of HTML), medians of {rounds}:")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            with served(Path(work) / "site") as origin:
                for name, times in measured(browser, origin, rounds).items():
                    until_painted, busy = (statistics.median(each) for each in zip(*times, strict=True))
                    print(f"  {name:18}{until_painted:6.0f} ms until painted, {busy:6.0f} ms of work")
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
