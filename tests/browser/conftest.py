"""The shipped playbook's site, served on this machine, and one browser that reads it."""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.visiting import Visit, visit

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is the same engine without windows of its own, which take half of the time."""
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}

INDEX = "/search/search_index.json"
NOTHING = {"config": {"lang": ["en"], "separator": " ", "pipeline": [], "fields": {"title": {}}}, "docs": []}


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, is_searched: bool, **kwargs: Any) -> None:
        self._is_searched = is_searched
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        if self._is_searched or self.path != INDEX:
            super().do_GET()
            return
        content = json.dumps(NOTHING).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a page that is left while it loads hangs up
            super().handle_error(request, client_address)


@contextmanager
def served(folder: Path, *, is_searched: bool = True) -> Iterator[str]:
    """Serve a folder on a free port, and give the origin.

    Args:
        folder: A built site.
        is_searched: Whether to serve the search index. Every page reads it and works half a second on it.
    """
    handler = partial(_Handler, directory=str(folder), is_searched=is_searched)
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def origin(built_site: Path) -> Iterator[str]:
    """Where the shipped playbook's site is served, with nothing in its search index."""
    with served(built_site, is_searched=False) as address:
        yield address


@pytest.fixture(scope="session")
def paths(built_site: Path) -> tuple[str, ...]:
    """The path of every page, ``404.html`` too, but for those that only lead on to another."""
    files = [
        each for each in sorted(built_site.rglob("*.html")) if 'http-equiv="refresh"' not in each.read_text("utf-8")
    ]
    return tuple("/" + each.relative_to(built_site).as_posix().removesuffix("index.html") for each in files)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail(f"there is no browser: install {' or '.join(NAMES)}, or set CHROMIUM to the path of one")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


Opener = Callable[..., BrowserContext]


@contextmanager
def opener(browser: Browser, origin: str) -> Iterator[Opener]:
    """Gives a function that opens contexts; they are closed in the end."""
    opened: list[BrowserContext] = []

    def open_context(**options: Any) -> BrowserContext:
        settings = {"base_url": origin, "viewport": DESKTOP, "reduced_motion": "reduce", **options}
        opened.append(browser.new_context(**settings))
        return opened[-1]

    yield open_context
    for each in opened:
        each.close()


@pytest.fixture(scope="session")
def visits(browser: Browser, origin: str, paths: tuple[str, ...]) -> list[Visit]:
    """Every page, visited once with a phone."""
    with opener(browser, origin) as open_context:
        page = open_context(viewport=PHONE).new_page()
        return [visit(page, path) for path in paths]


@pytest.fixture
def context(browser: Browser, origin: str) -> Iterator[Opener]:
    """Opens contexts with options; addresses begin at the site's root, and the screen is wide."""
    with opener(browser, origin) as open_context:
        yield open_context


@pytest.fixture
def page(context: Opener) -> Page:
    """A fresh page on a wide screen."""
    return context().new_page()


@pytest.fixture
def phone(context: Opener) -> Page:
    """A fresh page on a narrow screen."""
    return context(viewport=PHONE).new_page()
