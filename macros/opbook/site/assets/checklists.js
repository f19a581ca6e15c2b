// Checklists that work. A list in use is kept in this browser by its address; its items by their keys, so that an item
// which is still there keeps its tick whatever else changes in the list.
//
// A list is `<ul data-list="KIND:ID:TITLE" data-title="…">` with `<li data-item="KEY">`. `data-part` says that these
// are only some of its items: they are ticked here, but begun and finished where the whole list is.
//
// Kept: {version: 1, lists: {ADDRESS: {current: USE or null, finished: [USE, …]}}}
// where USE is {name, started, ticks: {KEY: DAY}}, and once finished also {finished: DAY, items: [KEY, …]}.

import { ROOT, chosenFile, copied, download, make } from "./dom.js";
import { load, parsed, save } from "./store.js";

const NAME = "checklists";
const VERSION = 1;

/** Every list on the page, copies too; each refreshes itself from what is kept. */
let shown = [];
let state = { version: VERSION, lists: {} };
/** What was wrong with what is kept; told once, beside the first list there is. */
let trouble = "";
let isTold = false;

// What is kept

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const areTexts = (values) => values.every((each) => typeof each === "string");

function isUse(value) {
  return isObject(value) && areTexts([value.name, value.started]) && isObject(value.ticks) && areTexts(Object.values(value.ticks));
}

const isFinished = (value) =>
  isUse(value) && typeof value.finished === "string" && Array.isArray(value.items) && areTexts(value.items);

const isList = (value) =>
  isObject(value) && (value.current === null || isUse(value.current)) && Array.isArray(value.finished) && value.finished.every(isFinished);

const isState = (value) =>
  isObject(value) && value.version === VERSION && isObject(value.lists) && Object.values(value.lists).every(isList);

const at = (address) => (Object.hasOwn(state.lists, address) ? state.lists[address] : { current: null, finished: [] });
const put = (address, list) => { state = { ...state, lists: { ...state.lists, [address]: list } }; };

/** Take up what is kept, which another tab may have changed. Returns a sentence where something is wrong with it. */
function reread() {
  const { value, problem } = load(NAME, isState, state);
  state = value;
  return problem;
}

/** Change what is kept and show it everywhere. Returns a sentence where it cannot be kept. */
function change(address, changed) {
  reread();
  put(address, changed(at(address)));
  const problem = save(NAME, state);
  refresh();
  return problem;
}

function refresh() {
  shown = shown.filter((each) => each.list.isConnected);
  for (const each of shown) each.refresh();
}

const today = () => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
};
const begun = (name = "") => ({ name, started: today(), ticks: {} });
const isUsed = (use) => use !== null && (use.name !== "" || Object.keys(use.ticks).length > 0);
const finishedNow = (use, items) => ({ ...use, finished: today(), items });

/** What is finished, the use that is ticked among it. */
const putAway = ({ current, finished }, items) => (isUsed(current) ? [finishedNow(current, items), ...finished] : finished);

// Words

const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const inWords = (day) =>
  new Date(`${day}T12:00`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
const daysOf = ({ started, finished }) =>
  started === finished ? inWords(started) : `${inWords(started)} to ${inWords(finished)}`;

const MARKS = { STRONG: "**", EM: "*" };
const escaped = (text) => text.replace(/[\\`*_[\]<>]/g, "\\$&");

/** What an element says, as Markdown of one line. */
function markdown(node) {
  if (node.nodeType === Node.TEXT_NODE) return escaped(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches("input, [role=tooltip]")) return "";
  if (node.matches("code")) return node.textContent.includes("`") ? `\`\` ${node.textContent} \`\`` : `\`${node.textContent}\``;
  const inside = [...node.childNodes].map(markdown).join("");
  if (node.matches("a[href]:not(.ob-term)")) return `[${inside}](${node.href})`;
  const mark = MARKS[node.tagName] ?? "";
  return mark + inside + mark + (node.matches("p, li, pre") ? " " : "");
}

// One list

/** Make every list below an element one that can be ticked; one that is so already is left alone. */
export function enhance(root = document) {
  trouble ||= reread();
  let first = null;
  for (const list of root.querySelectorAll("[data-list]:not(.ob-check--live)")) {
    const made = workingList(list);
    shown.push(made);
    made.refresh();
    first ??= made;
  }
  if (first && trouble && !isTold) {
    first.warn(trouble);
    isTold = true;
  }
}

function workingList(list) {
  const address = list.dataset.list;
  const title = list.dataset.title;
  const isWhole = !("part" in list.dataset);
  const boxes = new Map([...list.querySelectorAll(":scope > [data-item]")].map((item) => [item.dataset.item, box(item)]));
  const keys = [...boxes.keys()];
  const ticked = (use) => keys.filter((key) => use && Object.hasOwn(use.ticks, key));

  const gauge = make("progress", { max: keys.length, "aria-hidden": "true" });
  const done = make("span", { class: "ob-tools__done" });
  const name = make("strong", { class: "ob-tools__name" });
  const message = make("span", { role: "status" });
  const undo = make("button", { type: "button", hidden: true }, "Undo");
  const warning = make("p", { class: "ob-tools__warning", role: "status" });
  const panel = make("div", { class: "ob-tools__panel" });
  const more = make("details", { class: "ob-tools__more", toggle: () => { if (!panel.hasChildNodes()) fill(); } },
    make("summary", {}, "More", make("span", { class: "ob-hidden" }, `: ${title}`)), panel);
  const tools = make("div", { class: "ob-live ob-tools", role: "group", "aria-label": title },
    warning,
    make("p", { class: "ob-tools__title" }, title),
    make("p", { class: "ob-tools__line" }, gauge, done, name),
    more,
    make("p", { class: "ob-tools__said" }, message, " ", undo));

  let fillHistory = () => {};

  function box(item) {
    const tick = make("input", { type: "checkbox", class: "ob-live ob-tick", autocomplete: "off" });
    tick.addEventListener("change", () => {
      const key = item.dataset.item;
      say(change(address, ({ current, finished }) => {
        const use = isUsed(current) ? current : begun();
        const { [key]: _, ...others } = use.ticks;
        return { current: { ...use, ticks: tick.checked ? { ...others, [key]: today() } : others }, finished };
      }));
    });
    const text = make("span", { class: "ob-check__text" });
    text.append(...item.childNodes);
    item.append(make("label", {}, tick, text));
    return tick;
  }

  function say(text) {
    message.textContent = text;
    undo.hidden = true;
  }

  /** Do what can be undone as long as nothing else happens to the list. */
  function act(text, button, changed) {
    reread();
    const before = at(address);
    const problem = change(address, changed);
    const after = JSON.stringify(at(address));
    say(problem || text);
    undo.hidden = false;
    undo.onclick = () => {
      reread();
      const isSame = JSON.stringify(at(address)) === after;
      if (isSame) change(address, () => before);
      say(isSame ? "Undone." : "The list has changed since, so nothing was undone.");
      button.focus();
    };
  }

  function refresh() {
    const { current } = at(address);
    const checked = ticked(current);
    for (const [key, tick] of boxes) tick.checked = checked.includes(key);
    gauge.value = checked.length;
    done.textContent = `${checked.length} of ${keys.length} done`;
    name.textContent = current?.name ?? "";
    tools.classList.toggle("ob-tools--used", Boolean(current?.name) || checked.length > 0);
    fillHistory();
  }

  function fill() {
    const copy = make("button", { type: "button", click: async () => {
      say(await copied(asMarkdown()) ? "Copied." : "The browser did not let the list be copied.");
    } }, "Copy as Markdown");
    if (isWhole) fillWhole(copy);
    else {
      const link = make("a", { href: pageOf(address) }, "where the whole list is");
      panel.append(make("p", {}, "These are only some of its items. A new one is started and finished ", link, "."), row(copy));
    }
    panel.append(files(say, isWhole ? "All checklists" : ""));
  }

  function fillWhole(copy) {
    const input = make("input", { type: "text", name: "use", maxlength: "120", autocomplete: "off" });
    const form = make("form", { class: "ob-tools__form", hidden: true },
      make("label", {}, "What is it for? A product, a month… ", input),
      make("button", { type: "submit" }, "Start"),
      make("button", { type: "button", click: () => leave() }, "Cancel"),
      make("small", {}, "What is ticked now goes to the history."));
    const start = make("button", { type: "button", "aria-expanded": "false", click: () => (form.hidden ? ask() : leave()) }, "Start a new one…");
    const finish = make("button", { type: "button", click: () => {
      if (!isUsed(at(address).current)) return say("Nothing is ticked yet, so there is nothing to finish.");
      return act("Finished. It is in the history.", finish, (old) => ({ current: null, finished: putAway(old, keys) }));
    } }, "Finish");
    const reset = make("button", { type: "button", click: () => {
      const { length } = ticked(at(address).current);
      if (!length) return say("Nothing is ticked.");
      return act(`${count(length, "tick")} taken away.`, reset, ({ current, finished }) => {
        const left = Object.entries(current.ticks).filter(([key]) => !boxes.has(key));
        return { current: { ...current, ticks: Object.fromEntries(left) }, finished };
      });
    } }, "Reset");
    const ask = () => {
      form.hidden = false;
      start.setAttribute("aria-expanded", "true");
      input.focus();
    };
    const leave = (next = start) => {
      form.hidden = true;
      form.reset();
      start.setAttribute("aria-expanded", "false");
      next.focus();
    };
    form.addEventListener("keydown", (event) => { if (event.key === "Escape") leave(); });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = input.value.trim();
      const text = given ? `Started: ${given}.` : "Started.";
      act(text, start, (old) => ({ current: begun(given), finished: putAway(old, keys) }));
      leave(boxes.values().next().value);
    });
    const gone = make("p", {});
    const uses = make("ul", {});
    const heading = make("summary", {});
    const history = make("details", { class: "ob-tools__history" }, heading, uses);
    panel.append(row(start, finish, reset, copy), form, gone, history);

    fillHistory = () => {
      const { current, finished } = at(address);
      const lost = current ? Object.keys(current.ticks).filter((key) => !boxes.has(key)).length : 0;
      gone.hidden = !lost;
      gone.textContent = `${count(lost, "tick")} kept for what is no longer on the list.`;
      heading.textContent = `History: ${finished.length ? `${finished.length} finished` : "nothing yet"}`;
      uses.replaceChildren(...finished.map(finishedUse));
    };
    fillHistory();

    function finishedUse(use) {
      const made = use.items.filter((key) => Object.hasOwn(use.ticks, key)).length;
      const off = Object.keys(use.ticks).filter((key) => !boxes.has(key)).length;
      const words = `${daysOf(use)}: ${made} of ${use.items.length} done`;
      const remove = make("button", { type: "button", click: () => {
        act("Taken out of the history.", heading, ({ current, finished }) => ({ current, finished: finished.filter((each) => JSON.stringify(each) !== JSON.stringify(use)) }));
        heading.focus();
      } }, "Remove", make("span", { class: "ob-hidden" }, ` ${use.name || "what was finished on"} ${inWords(use.finished)}`));
      return make("li", {}, make("strong", {}, use.name || "Without a name"), ` ${words}${off ? `, ${count(off, "tick")} no longer on the list` : ""} `, remove);
    }
  }

  function asMarkdown() {
    const { current } = at(address);
    const heading = escaped(current?.name ? `${title}: ${current.name}` : title);
    const lines = [...boxes].map(([, tick]) => {
      const text = markdown(tick.nextElementSibling).replace(/\s+/g, " ").trim();
      return `- [${tick.checked ? "x" : " "}] ${text}`;
    });
    return `**${heading}**\n${pageOf(address)}\n\n${lines.join("\n")}\n`;
  }

  list.classList.add("ob-check--live");
  list.before(tools);
  return { list, refresh, warn: (text) => { warning.textContent = text; } };
}

const row = (...buttons) => make("p", { class: "ob-tools__row" }, ...buttons);

/** The page on which a whole list stands. */
function pageOf(address) {
  const [kind, id] = address.split(":");
  return new URL(`${kind}s/${id}/`, ROOT).href;
}

// All lists together

function files(say, words) {
  const write = make("button", { type: "button", click: () => {
    reread();
    download(`checklists-${today()}.json`, `${JSON.stringify(state, null, 2)}\n`);
    say("The file holds every list that is or was in use here.");
  } }, "Export as JSON");
  const read = make("button", { type: "button", click: () => chosenFile().then(imported, () => "This file cannot be read. Nothing was changed.").then(say) }, "Import JSON");
  return make("p", { class: "ob-tools__row" }, words && make("span", {}, `${words}:`), write, read);
}

/** Add what a file holds to what is kept. Returns what happened, in a sentence. */
function imported(text) {
  const file = parsed(text);
  if (file === undefined) return "This file is not JSON, so it is no export of checklists. Nothing was changed.";
  if (isObject(file) && isObject(file.lists) && file.version !== VERSION) {
    return `This file has version ${JSON.stringify(file.version) ?? "none"}, and only version ${VERSION} can be read here. Nothing was changed.`;
  }
  if (!isState(file)) return "This file is no export of checklists. Nothing was changed.";
  reread();
  let conflicts = 0;
  for (const [address, theirs] of Object.entries(file.lists)) {
    const [list, isConflict] = merged(at(address), theirs);
    put(address, list);
    conflicts += isConflict;
  }
  const problem = save(NAME, state);
  refresh();
  const read = `${count(Object.keys(file.lists).length, "list")} read; nothing that was here is lost.`;
  const moved = conflicts ? ` ${conflicts === 1 ? "One was" : `${conflicts} were`} in use here for something else: that of the file is in the history.` : "";
  return `${read}${moved} ${problem}`.trim();
}

/** Two lists made one, and whether both were in use for different things: then that of the second is in the history. */
function merged(mine, theirs) {
  const others = theirs.finished.filter((use) => !mine.finished.some((each) => holds(each, use)));
  const finished = [...mine.finished, ...others].sort((one, other) => other.finished.localeCompare(one.finished));
  const use = theirs.current;
  if (!isUsed(use) || mine.finished.some((each) => holds(each, use))) return [{ current: mine.current, finished }, false];
  if (!isUsed(mine.current)) return [{ current: use, finished }, false];
  if (isSameUse(mine.current, use)) {
    return [{ current: { ...mine.current, ticks: { ...use.ticks, ...mine.current.ticks } }, finished }, false];
  }
    return [{ current: mine.current, finished: [finishedNow(use, Object.keys(use.ticks)), ...finished] }, true];
}

const isSameUse = (one, other) => one.name === other.name && one.started === other.started;
const holds = (one, other) => isSameUse(one, other) && Object.keys(other.ticks).every((key) => Object.hasOwn(one.ticks, key));

const place = document.getElementById("ob-checklists");
if (place && !place.hasChildNodes()) {
  const said = make("span", { role: "status" });
  const say = (text) => { said.textContent = text; };
  place.append(make("div", { class: "ob-live ob-tools", role: "group", "aria-label": "All checklists" },
    make("p", {}, "What you tick stays in this browser. Take it to another with a file."), files(say, ""), said));
}

enhance();
window.addEventListener("storage", () => { reread(); refresh(); });
window.addEventListener("pageshow", (event) => { if (event.persisted) { reread(); refresh(); } });
