// A reader's own playbook: what the roles they wear ask of them today, this week and altogether.

import { ROOT, fetched, make } from "./dom.js";
import { load, save } from "./store.js";
import { changes } from "./mine_changes.js";
import { DAY, NUMBER, dayOf, inWords, iso, localTime, moment, mondayOf, today } from "./mine_days.js";

const LETTERS = {
  A: ["Accountable", "I answer for the result"],
  R: ["Responsible", "I do the work"],
  S: ["Support", "I help those who do the work"],
  C: ["Consulted", "I am asked before"],
  I: ["Informed", "I am told after"],
};
/** What a ritual asks of a reader, the most first. */
const PARTS = {
  "leads": "I lead",
  "takes turns to lead": "I take turns to lead",
  "takes part": "I am needed",
  "may come": "I may come",
};

const isText = (value) => typeof value === "string";
const isChoice = ({ roles, team }) => Array.isArray(roles) && roles.every(isText) && isText(team);
const isSame = (a, b) =>
  a.team === b.team && a.roles.length === b.roles.length && a.roles.every((id) => b.roles.includes(id));
const byId = (list, id) => list.find((each) => each.id === id);
const html = (tag, text, attributes = {}) => make(tag, { ...attributes, html: text });
const button = (words, click, more = {}) =>
  make("button", { type: "button", class: "ob-mine__button", click, ...more }, words);
const none = (words) => make("p", { class: "ob-none" }, words);
const andList = (names) => names.join(", ").replace(/, ([^,]*)$/, " and $1");

const place = document.querySelector("#ob-mine");
const notes = make("div", { role: "status" });
const picker = make("details", { class: "ob-mine__picker" });
const result = make("div", { class: "ob-mine__result" });
place.append(make("div", { class: "ob-live ob-mine" }, notes, picker, result));

/** Files of roles that have been asked for, by the role's id. */
const asked = new Map();
let index, kept, choice, isShared, problem, weeksOn = 0, actsOn = 0, shownOn;

start().catch(({ message }) => notes.append(make("p", { class: "ob-note" }, message)));

async function start() {
  index = await fetched("mine/index.json");
  const found = load("mine", isChoice, { roles: [], team: "" });
  problem = found.problem;
  kept = current(found.value);
  const given = ofAddress();
  choice = given ?? kept;
  isShared = given !== null && !isSame(given, kept);
  picker.open = !sorted().roles.length;
  picker.append(make("summary"), fields());
  toAddress();
  const closedOnes = ":is(.ob-mine__more, .ob-mine__before):not([open])";
  addEventListener("beforeprint", () => result.querySelectorAll(closedOnes).forEach(opened));
  addEventListener("afterprint", () => result.querySelectorAll("[data-opened]").forEach(closed));
  document.addEventListener("visibilitychange", () => {
    if (shownOn !== today()) show(); // a tab was left open overnight
  });
  await show();
}

/** A choice with former ids made present ones, each id once. */
function current({ roles, team }) {
  const present = (kind, id) => (Object.hasOwn(index.renamed[kind], id) ? index.renamed[kind][id] : id);
  return { roles: [...new Set(roles.map((id) => present("role", id)))], team: present("team", team) };
}

/** The choice as the playbook knows it, roles in its order, and apart what it does not know. */
function sorted() {
  const roles = index.roles.filter(({ id }) => choice.roles.includes(id));
  const team = byId(index.teams, choice.team);
  const unknown = choice.roles.filter((id) => !byId(roles, id)).map((id) => ["role", id]);
  if (choice.team && !team) unknown.push(["team", choice.team]);
  return { roles, team, unknown };
}

function ofAddress() {
  const query = new URLSearchParams(location.search);
  if (!query.has("role") && !query.has("team")) return null;
  const roles = query.getAll("role").flatMap((each) => each.split(",")).map((each) => each.trim()).filter(Boolean);
  return current({ roles, team: query.get("team") ?? "" });
}

function toAddress() {
  const url = new URL(location);
  url.searchParams.delete("role");
  url.searchParams.delete("team");
  for (const id of choice.roles) url.searchParams.append("role", id);
  if (choice.team) url.searchParams.set("team", choice.team);
  history.replaceState(history.state, "", url);
}

/** Take a choice; one that came with the address is kept only when the reader says so. */
function choose(next, isOwn = !isShared) {
  choice = next;
  isShared = !isOwn && !isSame(choice, kept);
  if (!isShared && !isSame(choice, kept)) {
    problem = save("mine", choice);
    kept = choice;
  }
  actsOn = 0;
  toAddress();
  return show();
}

function fields() {
  const groups = new Map();
  for (const role of index.roles) groups.set(role.group, [...(groups.get(role.group) ?? []), role]);
  const tick = ({ target }) => {
    const others = choice.roles.filter((id) => id !== target.value);
    choose({ ...choice, roles: target.checked ? [...others, target.value] : others });
  };
  const box = ({ id, name }) =>
    make("label", {}, make("input", { type: "checkbox", value: id, change: tick }), ` ${name}`);
  const boxes = [...groups].map(([name, roles]) => make("fieldset", {}, make("legend", {}, name), roles.map(box)));
  const ended = ({ ends }) => (ends && ends < iso(today()) ? ` (ended ${inWords(dayOf(ends))})` : "");
  const teams = index.teams.map((team) => make("option", { value: team.id }, team.name + ended(team)));
  const select = make("select", { change: () => choose({ ...choice, team: select.value }) },
    make("option", { value: "" }, "All teams with my roles"), teams);
  return make("div", {}, make("div", { class: "ob-mine__fields" }, boxes), index.teams.length > 0 &&
    make("p", {}, make("label", {}, "My team ", select)));
}

/** Show what the choice asks for; what was opened stays open. */
async function show() {
  const chosen = choice, { roles, team, unknown } = sorted();
  shownOn = today();
  for (const box of picker.querySelectorAll("input")) box.checked = chosen.roles.includes(box.value);
  for (const select of picker.querySelectorAll("select")) select.value = team ? team.id : "";
  const names = andList(roles.map(({ name }) => name)) + (team ? `, in ${team.name}` : "");
  picker.querySelector("summary").textContent = roles.length ? `My roles: ${names}` : "Choose my roles";
  notes.replaceChildren(...said(roles, team, unknown));
  try {
    const hats = await Promise.all(roles.map(({ id }) => hat(id)));
    if (choice !== chosen) return;
    const open = new Set([...result.querySelectorAll("details[data-name][open]")].map((each) => each.dataset.name));
    result.replaceChildren(...(hats.length ? columns(hats, team) : []));
    for (const each of result.querySelectorAll("details[data-name]")) each.open = open.has(each.dataset.name);
    enhanced(result);
  } catch ({ message }) {
    if (choice === chosen) result.replaceChildren(make("p", { class: "ob-note" }, message));
  }
}

function hat(id) {
  if (!asked.has(id)) {
    const answer = fetched(`mine/roles/${id}.json`);
    asked.set(id, answer);
    answer.catch(() => asked.delete(id)); // so that the next choice asks again
  }
  return asked.get(id);
}

/** Make lists of HTML that came later work as those of other pages do. */
function enhanced(root) {
  const asIs = () => {}; // a list that cannot be ticked can still be read
  if (root.querySelector("[data-list]")) import("./checklists.js").then(({ enhance }) => enhance(root), asIs);
}

function said(roles, team, unknown) {
  const note = (...words) => make("p", { class: "ob-mine__note" }, ...words);
  const noteOnScreen = (...words) => make("p", { class: "ob-mine__note ob-screen" }, ...words);
  const offer = (words, ...next) => button(words, () => {
    choose(...next);
    picker.querySelector("summary").focus(); // the button itself goes with its note
  });
  const found = problem ? [note(problem)] : [];
  if (isShared) {
    const stays = kept.roles.length > 0 && "What you chose before stays as it was. ";
    found.push(noteOnScreen("This is a shared choice: it came with the address. ", stays,
      offer("Keep it as mine", choice, true), kept.roles.length > 0 && offer("Back to mine", kept, true)));
  }
  if (unknown.length) {
    const words = unknown.map(([kind, id]) => note(Object.hasOwn(index.withdrawn[kind], id)
      ? html("span", `The ${kind} ${index.withdrawn[kind][id]} has been withdrawn: its page says what to use instead. `)
      : `This playbook knows no ${kind} “${id}”: it may have been removed. The rest of your choice applies. `));
    words.at(-1).append(offer("Leave it out", { roles: roles.map(({ id }) => id), team: team ? team.id : "" }));
    found.push(...words);
  }
  if (!roles.length) found.push(note("No role is chosen. Choose one or more, or open a role's own page below."));
  if (team && !runs(team)) {
    const [verb, day] = team.ends && dayOf(team.ends) < today() ? ["ended", team.ends] : ["begins", team.starts];
    found.push(note(`${team.name} ${verb} on ${inWords(dayOf(day))}: its own conversations do not count today.`));
  }
  return found;
}

const runs = ({ starts, ends }) => (!starts || dayOf(starts) <= today()) && (!ends || today() <= dayOf(ends));

function columns(hats, team) {
  const rituals = merged(hats, team);
  return [
    make("div", {}, act(hats), week(hats, rituals, team), hours(hats, rituals, team), events(rituals)),
    make("div", {}, changes(hats, index.history, button, problem), work(hats),
      pieces(hats, "answers", "My accountabilities and decision rights"),
      pieces(hats, "lists", "My checklists"),
      pieces(hats, "pairs", "My counterparts, and what we share"), calendars(hats, team)),
  ];
}

/** Every ritual of the roles by its id, with the part in it that asks the most, and only what the team holds. */
function merged(hats, team) {
  const found = new Map(), rank = Object.keys(PARTS);
  for (const { rituals } of hats) {
    for (const [id, each] of Object.entries(rituals)) {
      if (team && each.teams.length && !each.teams.includes(team.id)) continue;
      const other = found.get(id) ?? each;
      const part = rank.find((part) => part === each.part || part === other.part);
      found.set(id, { ...each, part, hours: Math.max(each.hours, other.hours) });
    }
  }
  return found;
}

function act(hats) {
  const acts = hats.flatMap(({ name, acts }) => acts.map((text) => ({ text, name })));
  const now = today(), weekday = (now - mondayOf(now)) / DAY;
  const day = weekday > 4 ? mondayOf(now) + 7 * DAY : now;
  const text = make("div", { "aria-live": "polite" });
  const say = () => {
    const each = acts[(day / DAY + actsOn) % acts.length];
    const as = hats.length > 1 ? make("small", {}, `as ${each.name}`) : "";
    text.replaceChildren(html("p", each.text, { class: "ob-mine__act" }), as);
  };
  if (acts.length) say();
  return make("section", { class: "ob-mine__today" },
    make("h2", {}, "Today, ", make("small", {}, inWords(now, { weekday: "long" }))),
    weekday > 4 && make("p", {}, "It is the weekend: rest. A small act for Monday:"),
    acts.length ? text : none("No small daily act is written down yet."),
    acts.length > 1 && button("Another one", () => {
      actsOn += 1;
      say();
    }));
}

function week(hats, rituals, team) {
  const box = make("div"), heading = make("h2");
  const fill = () => {
    const monday = mondayOf(today()) + weeksOn * 7 * DAY, sunday = monday + 6 * DAY;
    const [first, last] = [dayOf(index.first), dayOf(index.last)];
    heading.replaceChildren(weeksOn ? "Next week, " : "This week, ", make("small", {}, inWords(monday, {}, sunday)));
    const days = sunday < first || last < monday ? [] : Array.from({ length: 7 }, (_, at) => monday + at * DAY);
    const found = days.map((day) => [day, sittings(hats, rituals, team, iso(day))]);
    const shown = found.filter(([day, held]) => held.length > 0 || day === today());
    const earlier = shown.filter(([day]) => day < today());
    box.replaceChildren(...[
      (monday < first || last < sunday) && make("p", { class: "ob-mine__note" },
        `This playbook was last published on ${inWords(dayOf(index.published))}. `,
        `Dates are known from ${inWords(first)} to ${inWords(last)}; see `,
        make("a", { href: `${ROOT}rituals/` }, "the pages of the rituals"), "."),
      days.length > 0 && !found.some(([, each]) => each.length) && none("No conversation in this week."),
      days.length > 0 && make("p", { class: "ob-small" }, `Times of day are those of ${index.timezone}.`),
      earlier.length > 0 && make("details", { class: "ob-shares", "data-name": "earlier" },
        make("summary", {}, "Earlier this week"), earlier.map((each) => oneDay(...each))),
      ...shown.filter(([day]) => day >= today()).map((each) => oneDay(...each)),
    ].filter(Boolean));
  };
  const toggle = button("Next week", () => {
    weeksOn = 1 - weeksOn;
    toggle.setAttribute("aria-pressed", String(weeksOn === 1));
    fill();
    enhanced(box);
  }, { "aria-pressed": String(weeksOn === 1) });
  fill();
  return make("section", { class: "ob-mine__week" }, heading, toggle, box);
}

/** What takes place on a day, each holding once, in the order of the clock. */
function sittings(hats, rituals, team, day) {
  const found = new Map();
  for (const { seats, sittings, days } of hats) {
    for (const each of sittings) {
      const isMine = !each.team || (team ? each.team === team.id : seats.includes(each.team));
      if (isMine && rituals.has(each.ritual) && days[each.days].includes(day)) {
        const key = [each.ritual, each.team, each.at].join();
        found.set(key, { ...each, ...rituals.get(each.ritual), begins: moment(day, each) });
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.begins ?? 0) - (b.begins ?? 0));
}

function oneDay(day, held) {
  const mark = day === today() && make("span", { class: "ob-mark" }, "today");
  return make("section", { class: `ob-mine__day${day < today() ? " ob-mine__past" : ""}` },
    make("h3", {}, inWords(day, { weekday: "long", year: undefined }), mark),
    held.length ? make("ul", {}, held.map((each) => sitting(day, each))) : none("Nothing in the calendar."));
}

function sitting(day, each) {
  const isOver = each.begins !== null && each.begins + each.minutes * 60_000 < Date.now();
  const own = localTime(day, each), team = byId(index.teams, each.team);
  const holder = team && make("a", { href: `${ROOT}teams/${team.id}/` }, team.name);
  return make("li", { class: isOver ? "ob-mine__past" : null },
    make("p", {}, make("strong", {}, each.at || "Time open"), " ", html("span", each.link)),
    make("p", { class: "ob-small" }, [
      each.timezone !== index.timezone && each.at && each.timezone,
      own && `${own} your time`,
      `${each.minutes} min`,
      PARTS[each.part],
      team ? "" : "held once for all teams",
    ].filter(Boolean).join(" · "), team && [" · held by ", holder]),
    preparation(each));
}

const preparation = ({ before }) => before &&
  make("details", { class: "ob-shares ob-mine__before" }, make("summary", {}, "Preparation"), html("div", before));

function hours(hats, rituals, team) {
  const counted = [...rituals.values()].filter(({ teams }) => !team || !teams.length || runs(team));
  const sum = counted.reduce((total, each) => total + each.hours, 0);
  const limit = Math.max(...hats.map((each) => each.limit)), isOver = Math.round(sum * 100) / 100 > limit;
  const words = `${NUMBER.format(sum)} of ${limit} hours a week`;
  return make("section", { class: "ob-mine__hours" }, make("h2", {}, "Hours in conversations"),
    make("p", {}, "The conversations that need me take ", make("strong", {}, `${NUMBER.format(sum)} hours a week`),
      ` on average; ${limit} is the limit for ${hats.length > 1 ? "the role that may meet most" : "this role"}.`,
      isOver && " That is too much: talk it over with whoever leads the longest of them."),
    make("div", { class: `ob-gauge${isOver ? " ob-gauge--over" : ""}`, role: "img", "aria-label": words },
      make("span", { style: `width:${Math.min(100, (100 * sum) / limit)}%` })),
    make("p", { class: "ob-small" }, team ? `Counted: what ${team.name} holds, and what is held once for all.`
      : "Counted: each conversation once. Choose a team to count only what it holds."));
}

function events(rituals) {
  const called = [...rituals.values()].flatMap((each) => each.triggers.map((trigger) => [trigger, each]));
  return section("When it happens", called.length, make("ul", {}, called.map(([trigger, each]) => make("li", {},
    make("p", {}, `${trigger}: `, html("span", each.link)),
    make("p", { class: "ob-small" }, `${each.minutes} min · ${PARTS[each.part]}`), preparation(each)))));
}

function work(hats) {
  const all = new Map();
  for (const { name, activities } of hats) {
    for (const each of activities) {
      const known = all.get(each.place) ?? { ...each, held: {} };
      for (const letter of each.letters) (known.held[letter] ??= []).push(name);
      all.set(each.place, known);
    }
  }
  const sortedAll = [...all.values()].sort((a, b) => a.place - b.place);
  return Object.entries(LETTERS).map(([letter, [word, means]]) => {
    const mine = sortedAll.filter(({ held }) => held[letter]);
    const badge = make("span", { class: `ob-letter ob-letter-${letter}`, "aria-hidden": "true" }, letter);
    const items = mine.map((each) => make("li", {},
      make("p", {}, html("span", each.link), each.isDecision && [" ", make("span", { class: "ob-mark" }, "◆ decision")]),
      make("p", { class: "ob-small" }, html("span", each.home),
        each.rituals.length > 0 && [" · talked over in ", html("span", each.rituals.join(", "))],
        hats.length > 1 && ` · as ${andList(each.held[letter])}`)));
    return section([badge, ` ${word} `, make("small", {}, means)], mine.length, make("ul", {}, items));
  });
}

/** What each role brings as one piece, one after the other. */
function pieces(hats, name, title) {
  const own = hats.filter((each) => each[name].count);
  return section(title, own.reduce((sum, each) => sum + each[name].count, 0), own.map((each) =>
    [hats.length > 1 && make("h3", {}, each.name), html("div", each[name].html)]));
}

function calendars(hats, team) {
  const file = (kind) => ({ id, name }) =>
    make("li", {}, make("a", { href: `${ROOT}data/calendar/${kind}/${id}.ics`, type: "text/calendar" }, name));
  const files = [...hats.map(file("roles")), ...(team ? [team].map(file("teams")) : [])];
  return make("div", { class: "ob-screen" }, section("Into my calendar", files.length,
    make("p", {}, "A calendar file of the conversations of each role", team && " and of the team", ":"), make("ul", {}, files)));
}

function section(title, count, ...children) {
  if (!count) return null;
  const heading = make("h2", {}, ...[title].flat()), number = make("span", { class: "ob-mine__count" }, String(count));
  const summary = make("summary", {}, heading, number);
  return make("details", { class: "ob-mine__more", "data-name": heading.textContent }, summary, children.flat(2));
}

function opened(each) {
  each.open = true;
  each.dataset.opened = "";
}

function closed(each) {
  each.open = false;
  delete each.dataset.opened;
}
