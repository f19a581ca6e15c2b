// The words of the glossary: on every page the first of each leads there, and says what it means on hover, focus or tap.

import { ROOT, fetched, make } from "./dom.js";

const GLOSSARY = `${ROOT}glossary/`;

/** Where a word is no running text, leads somewhere already or is worked with by another of our scripts. */
const SKIPPED =
  "h1, h2, h3, h4, h5, h6, a, button, summary, label, select, textarea, code, pre, kbd, th, svg, script, style, noscript, " +
  "[aria-hidden=true], [role=img], [data-list], .ob-hidden, .ob-live, .ob-matrix, .ob-kicker, .ob-foot";

/** All capitals, with or without the s of a plural: `RACI` must not be found in `Raci`, nor `IT` in `it`. */
const ACRONYM = /^\p{Lu}{2,}s?$/u;

/** How long the pointer rests before a definition comes or goes, so that one that only passes by opens nothing. */
const REST = 150;

/** Pixels between a definition and its term, and the edge of the screen; and what the site's header takes of its top. */
const GAP = 5;
const MARGIN = 8;
const HEADER = 56;

const plain = (text) => text.toLowerCase().replace(/\s+/g, " ");

/**
 * What finds the terms in a text: each found as `{index, text, term}`.
 * One expression holds all the ways in which they are written, the longest first. So it does the names of other things
 * that have a term in them: nothing is found inside those.
 */
export function finder(terms, names) {
  const written = terms.flatMap((term) => term.forms.map((form) => [plain(form), { form, term }]));
  const known = new Map([...written, ...names.map((name) => [plain(name), null])].reverse()); // the first of two wins
  const forms = [...known.keys()].sort((one, other) => other.length - one.length);
  if (forms.length === 0) return () => [];
  const any = forms.map((form) => form.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replaceAll(" ", "\\s+")).join("|");
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${any})(?![\\p{L}\\p{N}_-])`, "giu");
  const isWritten = (text, { form }) => !ACRONYM.test(form) || text === form;
  return (data) => [...data.matchAll(pattern)].flatMap(({ 0: text, index }) => {
    const owner = known.get(plain(text));
    return owner && isWritten(text, owner) ? [{ index, text, term: owner.term }] : [];
  });
}

/** Make the first of each term in a page's running text a link, and know the links to terms that it has anyway. */
function mark(article, { terms, names }) {
  const find = finder(terms, names);
  const left = new Map(terms.map((term) => [term.id, term]));
  for (const link of article.querySelectorAll('a[href*="glossary/#"]')) {
    const id = link.hash.slice(1);
    if (left.has(id) && link.href === `${GLOSSARY}#${id}`) link.dataset.term = id;
  }
  const words = document.createTreeWalker(article, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    return node.matches(SKIPPED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  const found = [];
  while (left.size > 0 && words.nextNode()) {
    const node = words.currentNode;
    for (const { index, text, term } of find(node.data)) if (left.delete(term.id)) found.push({ node, index, text, term });
  }
  // The last first: what stands before it in the same text keeps its place.
  for (const { node, index, text, term } of found.reverse()) {
    const word = node.splitText(index);
    word.splitText(text.length);
    const link = make("a", { class: "ob-term", href: `${GLOSSARY}#${term.id}`, "data-term": term.id });
    word.replaceWith(link);
    link.append(word);
  }
}

/** Show what a term means while the pointer or the focus is on it, and after a tap. */
function explain(article, { terms }) {
  const known = new Map(terms.map((term) => [term.id, term]));
  const meaning = make("div", { id: "ob-meaning", role: "tooltip" });
  const more = make("a", { class: "ob-tip__more", tabindex: -1 }, "In the glossary");
  const tip = make("div", { class: "ob-tip ob-live", hidden: true }, meaning, more);
  article.append(tip);
  const termAt = (target) => target.closest("[data-term]");
  let shown = null;
  let tapped = null;
  let timer = 0;

  function hide() {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    tip.hidden = true;
  }

  function show(link) {
    clearTimeout(timer);
    if (shown === link) return;
    hide();
    const { name, definition } = known.get(link.dataset.term);
    meaning.replaceChildren(make("strong", {}, name), make("div", { html: definition }));
    // The keyboard follows the term itself: its way through the page is the same with and without a definition shown.
    for (const each of meaning.querySelectorAll("a")) each.tabIndex = -1;
    more.href = link.href;
    link.setAttribute("aria-describedby", meaning.id);
    shown = link;
    tip.hidden = false;
    place();
  }

  function place() {
    if (!shown) return;
    const { top, bottom, left } = shown.getBoundingClientRect();
    const frame = tip.offsetParent.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = tip;
    const { clientWidth, clientHeight } = document.documentElement;
    const below = bottom + GAP;
    const above = top - GAP - height;
    const x = Math.max(MARGIN, Math.min(left, clientWidth - width - MARGIN));
    const y = below + height > clientHeight && above > HEADER ? above : below;
    tip.style.left = `${x - frame.left}px`;
    tip.style.top = `${y - frame.top}px`;
  }

  function afterRest(act) {
    clearTimeout(timer);
    timer = setTimeout(act, REST);
  }

  function hideUnlessHeld() {
    const isHeld = [shown, tip].some((each) => each?.matches(":hover, :focus, :focus-within"));
    if (!isHeld) hide();
  }

  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch") return;
    const link = termAt(target);
    afterRest(link ? () => show(link) : hideUnlessHeld);
  });
  document.addEventListener("focusin", ({ target }) => {
    const link = termAt(target);
    if (link) show(link);
  });
  document.addEventListener("focusout", () => afterRest(hideUnlessHeld));
  document.addEventListener("pointerdown", ({ target, pointerType }) => {
    const link = termAt(target);
    tapped = pointerType === "touch" && link !== shown ? link : null;
    if (shown && link !== shown && !tip.contains(target)) hide();
  });
  document.addEventListener("click", (event) => {
    const link = termAt(event.target);
    if (!link) return;
    if (link === tapped && event.detail > 0) {
      event.preventDefault();
      show(link);
    } else {
      hide();
    }
    tapped = null;
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
  addEventListener("resize", place, { passive: true });
  addEventListener("scroll", place, { passive: true, capture: true });
}

const article = document.querySelector("article");
if (article && !location.href.startsWith(GLOSSARY)) {
  const glossary = await fetched("glossary/terms.json").catch(() => null); // without it the page says all it has to say
  if (glossary) {
    await new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve));
    mark(article, glossary);
    explain(article, glossary);
  }
}
