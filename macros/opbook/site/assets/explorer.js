// The RACI explorer: puts its controls above the table of all activities, shows what is left of it, and keeps what is
// chosen in the address.

import { copied, fetched, make, status } from "./dom.js";
import { addressOf, folded, inWords, KINDS, left, MARKS, NOTHING, pairOf, understood } from "./explorer_choice.js";
import { pairSummary } from "./explorer_pair.js";

/** So many rows stand on the screen at once: more make every choice wait. On paper there are all of them. */
const AT_ONCE = 200;

/** The form, what is chosen in it, and how to choose for the reader. */
function controls(facts) {
  const option = ({ id, name }) => make("option", { value: id }, name);
  const select = (name, first, list) => make("select", { name }, make("option", { value: "" }, first), list);
  const field = (label, control) => {
    control.id = `ob-explorer-${control.name}`;
    return make("div", { class: "ob-explorer__field" }, make("label", { for: control.id }, label), control);
  };
  const box = (name, value, label) =>
    make("label", { class: "ob-explorer__box" }, make("input", { type: "checkbox", name, value }), make("span", {}, label));
  const homes = Object.entries(KINDS)
    .map(([kind, label]) => [label, facts.homes.filter(({ id }) => id.startsWith(`${kind}:`))]);
  const roles = facts.disciplines
    .map(({ id, name }) => [name, facts.roles.filter(({ discipline }) => discipline === id)]);
  const grouped = (lists) =>
    lists.filter(([, list]) => list.length).map(([label, list]) => make("optgroup", { label }, list.map(option)));
  const marks = Object.entries(MARKS).filter(([mark]) => facts.activities.some((each) => each.marks.includes(mark)));
  const letters = Object.entries(facts.letters).map(([id, name]) => ({ id, name }));

  const title = make("summary");
  const roleTitle = make("summary");
  const form = make("form", { class: "ob-explorer__form", submit: (event) => event.preventDefault() },
    field("Find", make("input", { type: "search", name: "text", placeholder: "an activity or a role", autocomplete: "off" })),
    field("Part", select("letter", "any", letters.map(option))),
    field("Stage, practice or ritual", select("home", "all", grouped(homes))),
    field("Discipline", select("discipline", "all", facts.disciplines.map(option))),
    facts.teams.length > 0 && field("Team", select("team", "all", facts.teams.map(option))),
    field("Compare", select("first", "one role", grouped(roles))),
    field("with", select("second", "another role", grouped(roles))),
    make("div", { class: "ob-explorer__boxes" }, marks.map(([mark, label]) => box("only", mark, label))),
    make("details", { class: "ob-explorer__roles" }, roleTitle,
      make("p", {}, "An activity stays when one of the roles you choose here has a part in it; with a part chosen above, that part."),
      roles.filter(([, list]) => list.length).map(([label, list]) =>
        make("fieldset", {}, make("legend", {}, label), list.map(({ id, name }) => box("role", id, name))))));

  const read = () => {
    const data = new FormData(form);
    const { text, letter, home, discipline, team = "", first, second } = Object.fromEntries(data);
    const compare = [first, second].filter(Boolean);
    return { text: text.trim(), roles: data.getAll("role"), letter, home, discipline, team, only: data.getAll("only"), compare };
  };
  const show = (chosen) => {
    const [first = "", second = ""] = chosen.compare;
    const values = { ...chosen, first, second };
    for (const each of form.elements) {
      if (each.type === "checkbox") each.checked = (each.name === "role" ? chosen.roles : chosen.only).includes(each.value);
      else if (each.name) each.value = values[each.name];
    }
  };
  const tell = (chosen, count) => {
    title.textContent = `Filter and compare${count ? ` (${count} on)` : ""}`;
    roleTitle.textContent = `Roles: ${chosen.roles.length ? `${chosen.roles.length} chosen` : "all"}`;
    const { first, second } = form.elements;
    for (const [one, other] of [[first, second], [second, first]]) { // nobody is compared with themselves
      for (const each of one.options) each.disabled = each.value !== "" && each.value === other.value;
    }
  };
  const isOpen = matchMedia("(min-width: 45em)").matches;
  const panel = make("details", { class: "ob-explorer__panel", open: isOpen }, title, form);
  return { panel, form, read, show, tell };
}

/** Shows of the table only what is left of it. */
function painter(table) {
  const heads = [...table.tHead.rows[0].cells];
  const area = table.parentElement;
  const style = new CSSStyleSheet(); // one rule for a column, whatever the number of its cells
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
  const cells = (index) => `#ob-explored .ob-matrix tr > :nth-child(${index + 1})`;

  const paint = (activities, columns, marked, atOnce) => {
    const kept = new Set(activities.map(({ id }) => id));
    let count = 0;
    for (const body of table.tBodies) {
      let isEmpty = true;
      let isLater = true;
      for (const row of body.rows) {
        if (!row.dataset.id) continue;
        row.hidden = !kept.has(row.dataset.id);
        if (row.hidden) continue;
        row.classList.toggle("ob-later", count >= atOnce);
        isLater &&= count >= atOnce;
        isEmpty = false;
        count += 1;
      }
      body.hidden = isEmpty;
      body.classList.toggle("ob-later", isLater);
    }
    const isGone = ({ dataset }) => dataset.id && !columns.has(dataset.id);
    const rules = heads.map((head, index) => {
      if (isGone(head)) return `${cells(index)} { display: none }`;
      return marked.includes(head.dataset.id) ? `${cells(index)} { background: var(--ob-marked) }` : "";
    });
    style.replaceSync(rules.join("\n"));
    for (const group of table.querySelectorAll(".ob-group > th")) group.colSpan = columns.size + 1;
  };
  const reveal = (id) => {
    const head = heads.find(({ dataset }) => dataset.id === id);
    area.scrollTo(head?.offsetWidth ? head.offsetLeft - heads[0].offsetWidth : 0, 0);
  };
  return { paint, reveal, columns: heads.length - 1 };
}

/** Put the explorer on the page. */
function explore(place, facts) {
  const explored = document.getElementById("ob-explored");
  const names = new Map(facts.roles.map(({ id, name, aliases }) => [id, [name, ...aliases]]));
  for (const each of facts.activities) {
    const people = Object.keys(each.letters).flatMap((id) => names.get(id) ?? []);
    each.found = folded([each.name, ...each.aliases, ...people].join("\n"));
  }
  const { panel, form, read, show, tell } = controls(facts);
  const { paint, reveal, columns: width } = painter(explored.querySelector(".ob-matrix"));
  const count = status();
  const filter = make("p", { class: "ob-explorer__filter" });
  const told = status();
  const problems = make("div", { class: "ob-explorer__problems", role: "status" });
  const summary = make("section", { class: "ob-explorer__summary", "aria-label": "Two roles compared" });
  const button = (text, click) => make("button", { type: "button", click }, text);
  const more = make("p", { class: "ob-live ob-explorer__more" });

  const clear = () => {
    show(NOTHING);
    chose();
    panel.querySelector("summary").focus(); // the button that was pressed is gone
  };
  const link = async () => {
    const isCopied = await copied(location.href);
    told.say(isCopied ? "The link is copied." : "The browser does not let this page copy: take the address from its address bar.");
  };
  const actions = make("div", { class: "ob-explorer__actions" }, button("Copy link", link), button("Clear all", clear));
  const nothing = make("p", { class: "ob-explorer__nothing" }, "No activity fits what is chosen. ", button("Clear all filters", clear));

  const update = (atOnce = AT_ONCE) => {
    const chosen = read();
    const { activities, columns } = left(facts, chosen);
    const pair = pairOf(chosen);
    const words = inWords(facts, chosen);
    paint(activities, columns, pair.length ? [] : chosen.roles, atOnce);
    tell(chosen, words.length);
    const roles = activities.length && columns.size < width ? `, ${columns.size} of ${width} roles` : "";
    count.say(words.length ? `${activities.length} of ${facts.activities.length} activities${roles}` : `${activities.length} activities, ${width} roles`);
    filter.textContent = words.length ? `Filter: ${words.join("; ")}` : chosen.compare.length ? "Choose a second role to compare with." : "";
    told.say("");
    actions.hidden = (!words.length && !chosen.compare.length) || !activities.length;
    nothing.hidden = activities.length > 0;
    explored.hidden = !activities.length;
    summary.hidden = !pair.length;
    summary.replaceChildren(...(pair.length ? pairSummary(facts, pair, activities) : []));
    const hidden = activities.length - atOnce;
    more.hidden = hidden <= 0;
    more.replaceChildren(`The first ${atOnce} are shown. `, button(`Show all ${activities.length}`, () => {
      update(Infinity);
      explored.querySelector(".ob-scroll").focus();
    }));
    if (words.length) reveal(chosen.roles[0]);
  };
  const chose = (isTyping = false) => {
    const address = addressOf(read());
    problems.replaceChildren();
    if (address !== location.pathname + location.search + location.hash) {
      history[isTyping ? "replaceState" : "pushState"](null, "", address);
    }
    update();
  };
  const arrive = () => {
    const [chosen, sentences] = understood(new URLSearchParams(location.search), facts);
    show(chosen);
    problems.replaceChildren(...sentences);
    update();
  };

  form.addEventListener("input", ({ target }) => { if (target.name === "text") chose(true); });
  form.addEventListener("change", ({ target }) => { if (target.name !== "text") chose(); });
  addEventListener("popstate", arrive);
  place.append(make("div", { class: "ob-live ob-explorer" },
    panel, problems, make("div", { class: "ob-explorer__result" }, count.element, filter, actions), told.element, nothing, summary));
  explored.append(more);
  arrive();
}

const place = document.getElementById("ob-explorer");
const facts = await fetched("raci/explorer.json").catch(({ message }) => {
  place.append(make("p", { class: "ob-live", role: "status" }, message));
});
if (facts) explore(place, facts);
