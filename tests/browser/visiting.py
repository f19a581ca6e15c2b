"""Visits to pages: what they ask for, what they complain of, how they lie on the screen and what they say."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

PATIENCE = 30.0
"""Seconds after which a request is given up."""

LOOK = """() => {
  const name = (each) => each.tagName.toLowerCase() + [...each.classList].map((word) => "." + word).join("");
  const seen = [...document.querySelectorAll("body *")].filter((each) => each.checkVisibility());
  const isWider = (each) => each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1;
  const scrolls = (each) => isWider(each) && /auto|scroll/.test(getComputedStyle(each).overflowX);
  const skip = document.querySelector(".md-skip");
  return {
    width: document.documentElement.scrollWidth,
    sideways: seen.filter(scrolls).map((each) => ({
      name: name(each),
      isOurs: each.matches(".ob-scroll"),
      isCode: each.matches("pre > code"),
      isFocusable: each.tabIndex === 0,
      label: each.getAttribute("aria-label") ?? "",
      role: each.getAttribute("role") ?? "",
    })),
    edit: [...document.querySelectorAll("a.md-content__button[rel=edit]")].map((each) => each.href),
    skip: skip && document.getElementById(decodeURIComponent(skip.hash.slice(1)))?.tagName,
  };
}"""


SAYS = """() => {
  const article = document.querySelector("article");
  const inOneOnly = article.querySelectorAll(".ob-live, noscript");
  for (const each of inOneOnly) each.style.display = "none";
  const seen = (selector) => [...article.querySelectorAll(selector)].filter((each) => each.checkVisibility());
  const sized = (each) => { const { width, height } = each.getBoundingClientRect(); return width > 0 && height > 0; };
  return {
    text: article.innerText.replace(/\\s+/g, " ").trim(),
    headings: seen("h1, h2, h3, h4, h5, h6").map((each) => each.id),
    tables: seen("table").filter(sized).length,
    pictures: seen("figure, svg, img").filter(sized).length,
    width: document.documentElement.scrollWidth,
  };
}"""


@dataclass
class Visit:
    """What happened on a page."""

    path: str
    requests: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    look: dict[str, Any] = field(default_factory=dict)
    """What `LOOK` finds."""
    says: dict[str, Any] = field(default_factory=dict)
    """What `SAYS` finds."""


def settle(page: Page) -> None:
    """Wait for two frames, in which the theme learns of a width and makes what scrolls focusable."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def visit(page: Page, path: str) -> Visit:
    made = Visit(path)
    pending: set[Any] = set()

    def ended(request: Any) -> None:
        pending.discard(request)

    def failed(request: Any) -> None:
        if request in pending:  # else the page before this one asked for it when it was idle, and was left
            made.complaints.append(f"{request.url} fails: {request.failure}")
        pending.discard(request)

    def answered(response: Any) -> None:
        if response.status >= 400:
            made.complaints.append(f"{response.url} answers {response.status}")

    def asked(request: Any) -> None:
        made.requests.add(request.url)
        pending.add(request)

    def said(message: Any) -> None:
        made.complaints.append(f"console {message.type}: {message.text}")

    def broke(error: Any) -> None:
        made.complaints.append(f"error: {error}")

    heard = {
        "request": asked,
        "requestfinished": ended,
        "requestfailed": failed,
        "response": answered,
        "console": said,
        "pageerror": broke,
    }
    for event, listener in heard.items():
        page.on(event, listener)  # type: ignore[call-overload]
    page.goto(path)
    end = time.monotonic() + PATIENCE
    while pending and time.monotonic() < end:
        page.wait_for_timeout(10)
    made.complaints += [f"{each.url} has no answer after {PATIENCE:.0f} seconds" for each in pending]
    settle(page)
    made.look, made.says = page.evaluate(LOOK), page.evaluate(SAYS)
    for event, listener in heard.items():
        page.remove_listener(event, listener)
    return made
