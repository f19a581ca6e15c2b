// What changed for a reader's roles since they were here last.

import { ROOT, make } from "./dom.js";
import { DAY, dayOf, inWords, iso, today } from "./mine_days.js";
import { load, save } from "./store.js";

const MOST = 10;
const FIRST = 30;

const isVisit = ({ day, moment }) => Number.isFinite(dayOf(day)) && Number.isFinite(moment);
const isOurs = ({ last, now }) => isVisit(now) && (last === null || isVisit(last));
let visits, problem;

/**
 * What changed, as a section of the page; null where the site knows no history.
 *
 * A visit is a day on which the page was opened, and the newest state of the playbook that was seen on it: what was
 * written before a visit and published after it is news all the same.
 * @param hats what the site says of each of the reader's roles
 * @param known what it says of its history: from which day on, and when the newest state came
 * @param button makes a button
 * @param told what the page says already of what this browser keeps
 */
export function changes(hats, known, button, told) {
  if (!known) return null;
  visit(known);
  const heading = make("h2", { tabindex: "-1" }, "What changed for me");
  const box = make("div");
  const fill = () => box.replaceChildren(...[
    problem !== told && problem && make("p", { class: "ob-mine__note" }, problem),
    ...news(hats, known, button("Mark as read", read)),
  ].filter(Boolean));
  const read = () => {
    visits = { last: visits.now, now: visits.now };
    problem = save("mine-visits", visits);
    fill();
    heading.focus(); // the button is gone
  };
  fill();
  return make("section", { class: "ob-mine__changes" }, heading, box);
}

function visit({ moment }) {
  const now = { day: iso(today()), moment };
  if (!visits) {
    const found = load("mine-visits", isOurs, null);
    [visits, problem] = [found.value, found.problem];
  }
  if (visits && visits.now.day === now.day && visits.now.moment === moment) return;
  const isSameDay = visits !== null && visits.now.day === now.day;
  visits = { last: isSameDay ? visits.last : visits && visits.now, now };
  problem = save("mine-visits", visits) || problem;
}

function news(hats, known, read) {
  const { last } = visits;
  const start = iso(today() - FIRST * DAY);
  const isNew = ({ day, moment }) => (last ? moment > last.moment : day >= start);
  const found = new Map();
  for (const each of hats.flatMap((hat) => hat.changes).filter(isNew)) found.set(each.day + each.html, each);
  const all = [...found.values()].sort((a, b) => b.moment - a.moment);
  const since = last ? last.day : start;
  const when = last ? `since your last visit on ${inWords(dayOf(since))}` : `in the last ${FIRST} days`;
  const whose = hats.length > 1 ? "your roles" : "your role";
  const begins = known.since > since && ` What was before ${inWords(dayOf(known.since))} is not known.`;
  return [
    make("p", {}, !last && "This is your first visit with this browser. ",
      all.length ? `${all.length === 1 ? "One change" : `${all.length} changes`} for ${whose} ${when}:`
        : `Nothing has changed for ${whose} ${when}.`, begins),
    all.length > 0 && make("ul", {}, all.slice(0, MOST).map(({ day, html }) =>
      make("li", {}, make("span", { html }), " ",
        make("small", {}, make("a", { href: `${ROOT}changes/#${day}` }, inWords(dayOf(day))))))),
    all.length > MOST && make("p", {}, `And ${all.length - MOST} more.`),
    make("p", { class: "ob-actions" }, all.length > 0 && read,
      hats.map(({ id, name }) => make("a", { href: `${ROOT}changes/?role=${id}` }, `All that changed for ${name}`))),
  ];
}
