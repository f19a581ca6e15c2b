"""What axe-core finds wrong with a page."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.visiting import settle

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
COLOUR = ["color-contrast", "link-in-text-block"]
"""The rules that may find something in one scheme and nothing in the other."""

RUN = """async (only) => {
  const transitions = document.getAnimations().filter((each) => each instanceof CSSTransition);
  await Promise.allSettled(transitions.map((each) => each.finished));
  const { violations } = await axe.run(document, { resultTypes: ["violations"], ...(only && { runOnly: only }) });
  const says = ({ any, all, none }) => [...any, ...all, ...none].map(({ message }) => message).join("; ");
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id} at ${node.target.join(" ")}: ${says(node)}`));
}"""


def violations(page: Page) -> list[str]:
    """Judge a page as it stands: by every rule in the light scheme, by those of colour in the dark one too.

    Returns:
        Each as ``light, 360 px: rule at selector: what is wrong``. The page is left in the light scheme.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text("utf-8"))
    found = []
    for scheme, name, rules in (("dark", "slate", COLOUR), ("light", "default", None)):
        page.evaluate("(name) => document.querySelector(`input[data-md-color-scheme=${name}]`).click()", name)
        page.wait_for_function("(name) => document.body.dataset.mdColorScheme === name", arg=name)
        settle(page)
        width = page.evaluate("innerWidth")
        found += [f"{scheme}, {width} px: {each}" for each in page.evaluate(RUN, rules)]
    return found
