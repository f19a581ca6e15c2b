// The page of changes: those of one role. The choice stands in the address, so that it can be kept and passed on.

import { ROOT, fetched, make, status } from "./dom.js";

const place = document.querySelector("#ob-changes");
const days = [...document.querySelectorAll(".ob-changes[data-day]")];
const all = days.flatMap((each) => [...each.querySelectorAll("[data-concerns]")]);
const note = status();
const feed = make("p", { class: "ob-actions" });
const plural = (count) => (count === 1 ? "1 change" : `${count} changes`);
let index, select;

if (all.length) {
  start().catch(({ message }) => place.append(make("p", { class: "ob-live ob-note" }, message)));
}

async function start() {
  index = await fetched("mine/index.json");
  const roles = index.roles.map(({ id, name }) => make("option", { value: id }, name));
  select = make("select", { id: "ob-changes-role", change: choose }, make("option", { value: "" }, "All roles"), roles);
  place.append(make("div", { class: "ob-live ob-changes__filter" },
    make("label", { for: "ob-changes-role" }, "What changed for"), select, note.element, feed));
  addEventListener("popstate", show);
  show();
}

function choose() {
  const url = new URL(location);
  url.hash = "";
  url.searchParams.delete("role");
  if (select.value) url.searchParams.set("role", select.value);
  history.pushState(null, "", url);
  show();
}

/** Show what the address asks for. */
function show() {
  const asked = new URLSearchParams(location.search).get("role") ?? "";
  const id = Object.hasOwn(index.renamed.role, asked) ? index.renamed.role[asked] : asked;
  const role = index.roles.find((each) => each.id === id);
  select.value = role ? id : "";
  const shown = all.filter((each) => !role || each.dataset.concerns.split(" ").includes(id));
  for (const each of all) each.hidden = !shown.includes(each);
  for (const each of document.querySelectorAll(".ob-changes section")) each.hidden = isEmpty(each);
  for (const each of days) {
    each.hidden = isEmpty(each);
    document.getElementById(each.dataset.day).hidden = each.hidden;
    const ways = document.querySelectorAll(`.md-nav--secondary a[href$="#${each.dataset.day}"]`);
    for (const way of ways) way.closest("li").hidden = each.hidden;
  }
  note.say(said(asked, role, shown.length));
  feed.replaceChildren(role ? make("a", {
    rel: "alternate", type: "application/atom+xml", href: `${ROOT}changes/roles/${id}.xml`,
  }, `Follow what changes for ${role.name} (Atom feed)`) : "");
}

const isEmpty = (part) => !part.querySelector("[data-concerns]:not([hidden])");

function said(asked, role, count) {
  if (!role) return asked ? `This playbook knows no role “${asked}”: you see what changed for all.` : "";
  if (!count) return `Nothing has changed for ${role.name} since ${place.dataset.since}.`;
  return `${plural(count)} of ${all.length} for ${role.name}.`;
}
