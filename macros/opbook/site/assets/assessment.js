// Where a team stands: its answers, kept in this browser; the result by theme; what to try next; and its YAML.

import { chosenFile, copied, download, make, status } from "./dom.js";
import { load, parsed, save } from "./store.js";

const NAME = "assessment";
const FORMAT = "opbook-assessment";
const STEPS = 3;
const MOST = 3; // points

const today = () => new Date().toLocaleDateString("sv"); // Swedes write YYYY-MM-DD
const blank = () => ({ name: "", date: today(), answers: {}, evidence: {} });

const isMapping = (each) => each !== null && typeof each === "object" && !Array.isArray(each);
const isText = (each) => typeof each === "string";
const isDay = (each) => isText(each) && /^\d{4}-\d\d-\d\d$/.test(each) && !Number.isNaN(Date.parse(each));
const isPoints = (each) => Number.isInteger(each) && each >= 0 && each <= MOST;
const isEntry = (each) => isMapping(each) && isText(each.name) && isDay(each.date) &&
  isMapping(each.answers) && Object.values(each.answers).every(isPoints) &&
  isMapping(each.evidence) && Object.values(each.evidence).every(isText);
const isExport = (each) => isMapping(each) && each.format === FORMAT && Array.isArray(each.entries) && each.entries.every(isEntry);
const isKept = (each) => isExport(each) && Boolean(each.entries[each.shown]) &&
  (each.compared === null || Boolean(each.entries[each.compared]));

const questions = [...document.querySelectorAll("[data-ask]")].map((element) => ({
  element,
  id: element.dataset.ask,
  theme: element.dataset.theme,
  practice: element.dataset.ask.match(/^practice:(.*)/)?.[1],
  inputs: [...element.querySelectorAll("input[type=radio]")],
}));
const themes = [...document.querySelectorAll("th[data-theme]")].map((cell) => ({
  cell,
  asked: questions.filter(({ theme }) => theme === cell.dataset.theme),
}));

/** The input that stands for an entry's answer; none where it is not answered, or the playbook has no such answer. */
const chosen = (entry, question) => question.inputs.find(({ value }) => value === String(entry.answers[question.id]));
const points = (entry, question) => entry.answers[question.id];
const answered = (entry, asked = questions) => asked.filter((question) => chosen(entry, question));

/** The mean of a theme's answers in tenths of a point; null where there is none. */
function score(entry, { asked }) {
  const found = answered(entry, asked).map((question) => points(entry, question));
  return found.length ? Math.round((10 * found.reduce((sum, each) => sum + each, 0)) / found.length) : null;
}

const inWords = (tenths) => (tenths === null ? "not answered" : (tenths / 10).toFixed(1));

function change(now, then) {
  if (now === null || then === null) return "cannot be compared";
  if (now === then) return "the same";
  return `${now > then ? "up" : "down"} ${inWords(Math.abs(now - then))}`;
}

/** What to try next: from the lowest theme on, one thing of each, practices before beliefs; then a second round. */
function nextSteps(entry) {
  const open = (question) => points(entry, question) < Math.max(...question.inputs.map(({ value }) => Number(value)));
  const queues = themes
    .filter((theme) => score(entry, theme) !== null)
    .sort((one, other) => score(entry, one) - score(entry, other))
    .map(({ asked }) => answered(entry, asked).filter(open).sort((one, other) =>
      Number(!one.practice) - Number(!other.practice) || points(entry, one) - points(entry, other)));
  const rounds = Math.max(0, ...queues.map((queue) => queue.length));
  const all = Array.from({ length: rounds }, (_, round) => queues.flatMap((queue) => queue[round] ?? []));
  return all.flat().slice(0, STEPS);
}

const copy = (element) => (element ? [...element.cloneNode(true).childNodes] : []);

function step(entry, question) {
  const { element, practice, inputs } = question;
  if (!practice) {
    const theme = themes.find(({ asked }) => asked.includes(question));
    const text = make("div", {}, element.dataset.ask.startsWith("instead:") ? "Less of this: " : "", ...copy(element.querySelector("[data-text]")));
    const shown = copy(element.querySelector("[data-signs]"));
    return make("li", {}, make("strong", {}, ...copy(theme.cell)), text, ...(shown.length ? [make("p", {}, "It shows in:"), ...shown] : []));
  }
  const next = inputs.find(({ value }) => Number(value) > points(entry, question));
  const signs = copy(element.querySelector(`[data-signs="${next.value}"]`));
  return make("li", {},
    make("strong", {}, ...copy(element.querySelector("[data-of]")), `, level ${next.value}`),
    make("div", {}, ...copy(next.closest("label").querySelector(".ob-choice__text"))),
    ...(signs.length ? [make("p", {}, "It looks like this:"), ...signs] : []));
}

/**
 * A text as a YAML scalar that the playbook takes as prose and shows as it was typed.
 * JSON's quotes and escapes are YAML's too; what no reader of YAML takes is left out, what prose would not take is escaped.
 */
export function quoted(text) {
  const clean = text.replace(/(?![\n\t])[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]/gu, "").trim();
  const prose = clean
    .replace(/[\\`<[]/g, "\\$&")
    .replace(/(^|\s)(#+)(?=\s|$)/g, "$1\\$2")
    .replace(/^([\s>]*)(=+|-+)(?=\s*$)/gm, "$1\\$2");
  return JSON.stringify(prose);
}

/** What an entry says of practices, as the `maturity` of a team's file; empty where it says nothing. */
export function yaml(entry) {
  const found = answered(entry).filter((question) => question.practice && points(entry, question) > 0);
  const lines = found.flatMap((question) => {
    const evidence = quoted(entry.evidence[question.id] ?? "");
    return [
      `  ${question.practice}:`,
      `    level: ${points(entry, question)}`,
      evidence === '""' ? "    # evidence: seen by what?" : `    evidence: ${evidence}`,
      `    date: ${entry.date}`,
    ];
  });
  return lines.length ? ["maturity:", ...lines, ""].join("\n") : "";
}

// The picture

const SIZE = 320;
const RADIUS = 120;

function drawn(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function radar(entries) {
  const at = (index, tenths) => {
    const angle = (2 * Math.PI * index) / themes.length - Math.PI / 2;
    const far = (RADIUS * tenths) / (10 * MOST);
    return [SIZE / 2 + far * Math.cos(angle), SIZE / 2 + far * Math.sin(angle)].map((each) => Math.round(10 * each) / 10);
  };
  const ring = (level) => drawn("polygon", { class: "ob-radar__ring", points: themes.map((_, index) => at(index, 10 * level)).join(" ") });
  const axes = themes.map((_, index) => {
    const [[x1, y1], [x2, y2], [x, y]] = [0, 30, 35].map((tenths) => at(index, tenths));
    const label = drawn("text", { x, y, "text-anchor": "middle", "dominant-baseline": "central" }, String(index + 1));
    return [drawn("line", { class: "ob-radar__ring", x1, y1, x2, y2 }), label];
  });
  const line = (entry, index) => {
    const corners = themes.map((theme, axis) => [score(entry, theme), axis])
      .filter(([tenths]) => tenths !== null).map(([tenths, axis]) => at(axis, tenths));
    const isThen = index === 1;
    return drawn("g", { class: isThen ? "ob-radar__then" : "ob-radar__now" },
      drawn("polygon", { points: corners.join(" ") }),
      ...corners.map(([x, y]) => (isThen
        ? drawn("rect", { x: x - 4, y: y - 4, width: 8, height: 8 })
        : drawn("circle", { cx: x, cy: y, r: 4.5 }))));
  };
  const label = "The scores as a picture. The table has the same numbers.";
  return drawn("svg", { class: "ob-radar", viewBox: `0 0 ${SIZE} ${SIZE}`, role: "img", "aria-label": label },
    ...[1, 2, 3].map(ring), ...axes.flat(), ...entries.map(line).reverse());
}

const dayInWords = (day) => new Date(`${day}T12:00`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
const title = (entry) => [entry.name, dayInWords(entry.date)].filter(Boolean).join(", ");

function table(entries) {
  const [now, then] = entries;
  const head = (text) => make("th", { scope: "col" }, text);
  const number = (tenths) => make("td", {}, inWords(tenths));
  const rows = themes.map((theme, index) => {
    const scores = entries.map((entry) => score(entry, theme));
    return make("tr", {},
      make("th", { scope: "row" }, `${index + 1}. `, ...copy(theme.cell)),
      ...scores.map(number),
      then && make("td", {}, change(...scores)));
  });
  return make("div", { class: "ob-scroll", tabindex: "0", role: "region", "aria-label": "The result by theme" },
    make("table", { class: "ob-table ob-scores" },
      make("caption", {}, "From 0, not there, to 3, a matter of course"),
      make("thead", {}, make("tr", {}, head("Theme"), head(then ? title(now) : "Score"), then && head(title(then)), then && head("Change"))),
      make("tbody", {}, ...rows)));
}

function key(entries) {
  const sign = (index) => make("span", { class: index ? "ob-radar__key ob-radar__key--then" : "ob-radar__key", "aria-hidden": "true" });
  return make("p", { class: "ob-legend" }, ...entries.map((entry, index) => make("span", {}, sign(index), ` ${title(entry)}`)));
}

// The page

function begin(mount, result) {
  const { element: message, say } = status();
  let { value: state, problem } = load(NAME, isKept, { format: FORMAT, entries: [blank()], shown: 0, compared: null });
  const shown = () => state.entries[state.shown];

  function keep() {
    const problem = save(NAME, state);
    if (problem) say(problem);
    render();
  }

  function show(index) {
    state.shown = index;
    if (state.compared === index) state.compared = null;
    keep();
  }

  const name = make("input", { type: "text", maxlength: "80", autocomplete: "off", input: () => { shown().name = name.value; keep(); } });
  const day = make("input", { type: "date", required: true, change: () => { shown().date = isDay(day.value) ? day.value : today(); keep(); } });
  const history = make("select", { change: () => show(Number(history.value)) });
  const compared = make("select", { change: () => { state.compared = compared.value === "" ? null : Number(compared.value); keep(); } });
  const earlier = make("div", { class: "ob-assess__row" },
    make("label", {}, "Shown ", history), make("label", {}, "Compare with ", compared));

  function startAnew() {
    if (!Object.keys(shown().answers).length) {
      say("Nothing is answered here yet: go on with this one.");
      return;
    }
    say("A new one is begun. The one before is kept under “Shown”.");
    show(state.entries.push(blank()) - 1);
    name.focus();
  }

  function remove() {
    if (!confirm(`Delete “${title(shown())}” with its answers from this browser?`)) return;
    state.entries.splice(state.shown, 1);
    if (!state.entries.length) state.entries.push(blank());
    state.compared = null;
    say("It is deleted.");
    show(state.entries.length - 1);
  }

  function exported() {
    download(`where-we-stand-${today()}.json`, JSON.stringify({ format: FORMAT, entries: state.entries }, null, 2));
    say("Everything kept here is in the file that your browser has saved.");
  }

  async function imported() {
    const value = parsed(await chosenFile().catch(() => ""));
    if (!isExport(value)) {
      say("That file was not exported from this page, or it is damaged. Nothing has been changed.");
      return;
    }
    const texts = new Set(state.entries.map((each) => JSON.stringify(each)));
    const fresh = value.entries.filter((each) => !texts.has(JSON.stringify(each)));
    const isUnused = state.entries.length === 1 && !Object.keys(shown().answers).length && !shown().name;
    const known = value.entries.length - fresh.length;
    say(`Read from the file: ${fresh.length}. Here already: ${known}.`);
    if (!fresh.length) return;
    state.entries = isUnused ? fresh : [...state.entries, ...fresh];
    show(state.entries.length - 1);
  }

  const button = (text, click) => make("button", { type: "button", class: "ob-assess__button", click }, text);
  const count = make("span");
  const bar = make("progress", { "aria-label": "Statements answered", max: questions.length });
  const onward = button("Next open statement", () => {
    const open = questions.find((question) => !chosen(shown(), question));
    (open?.element ?? document.getElementById("result")).scrollIntoView({ block: "start" });
    open?.inputs[0].focus({ preventScroll: true });
  });
  const strip = make("div", { class: "ob-assess__strip ob-live" }, count, bar, onward);

  for (const question of questions) {
    const { element, id, inputs, practice } = question;
    element.addEventListener("change", ({ target }) => {
      if (!inputs.includes(target)) return;
      shown().answers[id] = Number(target.value);
      keep();
    });
    if (!practice) continue;
    question.evidence = make("textarea", { rows: 2, autocomplete: "off", input: ({ target }) => {
      shown().evidence[id] = target.value;
      keep();
    } });
    question.field = make("label", { class: "ob-assess__evidence ob-live" }, "By what can it be seen? It goes into the team's file, if you like.", question.evidence);
    element.append(question.field);
  }

  function renderForm(entry) {
    for (const question of questions) {
      const answer = chosen(entry, question);
      for (const input of question.inputs) input.checked = input === answer;
      if (!question.practice) continue;
      const text = entry.evidence[question.id] ?? "";
      if (question.evidence.value !== text) question.evidence.value = text; // else the caret would jump
      question.field.hidden = !(points(entry, question) > 0 && answer);
    }
    if (name.value !== entry.name) name.value = entry.name;
    if (day.value !== entry.date) day.value = entry.date;
    const option = (each, index) => make("option", { value: index, selected: index === state.shown }, `${title(each)} (${answered(each).length} answered)`);
    history.replaceChildren(...state.entries.map(option));
    const others = state.entries.map((each, index) => index !== state.shown && make("option", { value: index, selected: index === state.compared }, title(each)));
    compared.replaceChildren(make("option", { value: "" }, "nothing"), ...others.filter(Boolean));
    earlier.hidden = state.entries.length < 2;
    const done = answered(entry).length;
    count.textContent = `${done} of ${questions.length} answered`;
    bar.value = done;
    onward.textContent = done < questions.length ? "Next open statement" : "See the result";
  }

  function renderResult(entry) {
    const done = answered(entry).length;
    const strangers = Object.keys(entry.answers).length - done;
    const parts = [];
    if (strangers) parts.push(make("p", { class: "ob-note" }, `Answers to statements that this playbook no longer has: ${strangers}. They are kept, and not counted.`));
    if (!done) {
      result.replaceChildren(...parts, make("p", { class: "ob-none" }, "It appears here as you answer."));
      return;
    }
    const entries = [entry, state.entries[state.compared]].filter(Boolean);
    parts.push(make("p", {}, `From ${done} of ${questions.length} statements.`));
    parts.push(make("div", { class: "ob-assess__result" },
      themes.length > 2 && make("figure", {}, radar(entries), entries.length > 1 && key(entries)), table(entries)));
    const steps = nextSteps(entry);
    parts.push(make("h3", {}, "What to try next"));
    if (steps.length) parts.push(make("ol", { class: "ob-assess__next" }, ...steps.map((each) => step(entry, each))));
    else parts.push(make("p", {}, "Every answer is the highest there is. Ask somebody from another team whether they see it, too."));
    const text = yaml(entry);
    if (text) {
      parts.push(make("h3", {}, "For the team's file"),
        make("p", {}, "What you agreed on about practices, to paste into your team's file in the playbook. Practices that you do not work with yet are left out."),
        make("pre", { class: "ob-wrap", tabindex: "0", "aria-label": "The team's maturity as YAML" }, make("code", {}, text)),
        make("p", { class: "ob-assess__row" }, copyButton));
    }
    result.replaceChildren(...parts);
  }

  const copyButton = button("Copy the YAML", async () => {
    const isDone = await copied(yaml(shown()));
    said.say(isDone ? "Copied." : "This browser does not allow it: select the text above and copy it.");
  });
  const said = status();

  function render() {
    renderForm(shown());
    renderResult(shown());
  }

  mount.classList.add("ob-live", "ob-assess");
  mount.append(
    make("div", { class: "ob-assess__row" },
      make("label", {}, "Team or occasion ", name), make("label", {}, "Date ", day)),
    earlier,
    make("div", { class: "ob-assess__row" },
      button("Start a new one", startAnew), button("Export", exported), button("Import", imported), button("Delete this one", remove)),
    message);
  result.classList.add("ob-live");
  result.after(said.element);
  said.element.classList.add("ob-live");
  document.querySelector("article").append(strip);
  addEventListener("storage", () => { // another tab has kept something
    ({ value: state, problem } = load(NAME, isKept, state));
    render();
  });
  render();
  say(problem);
}

const mount = document.getElementById("ob-assessment");
if (mount) begin(mount, document.getElementById("ob-result"));
