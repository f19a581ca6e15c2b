// What a reader of the RACI explorer has chosen: as an address, in words, and what it leaves of the table.

import { make } from "./dom.js";

/** What can be asked of an activity beyond its people and its place, as the address spells it. */
export const MARKS = {
  "decisions": "only decisions",
  "changes-of-hands": "only changes of hands",
  "handoffs": "only handoffs, which no conversation spans",
};
/** Where activities stand. */
export const KINDS = { stage: "Stages", practice: "Practices", ritual: "Rituals" };
/** Nothing chosen: the whole table. */
export const NOTHING = { text: "", roles: [], letter: "", home: "", discipline: "", team: "", only: [], compare: [] };

/** How often each may stand in an address. */
const ASKED = { role: Infinity, letter: 1, stage: 1, practice: 1, ritual: 1, discipline: 1, team: 1, only: Infinity, compare: 2 };
const WORDS = { letter: "part", compare: "role", only: "mark" };

/** A text without capitals and accents. */
export const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const named = (list, id) => list.find((each) => each.id === id)?.name;
const hasPart = (activity, roles, letters) =>
  roles.some((id) => [...activity.letters[id] ?? ""].some((letter) => letters.includes(letter)));

/** The two roles that are compared; none unless there are two. */
export const pairOf = (chosen) => (chosen.compare.length === 2 ? chosen.compare : []);

/**
 * What is left of the table: the activities, and the ids of the roles whose columns still say something.
 * @param facts what the site says of the table, `raci/explorer.json`; each activity has in `found` what is searched
 */
export function left(facts, chosen) {
  const pair = pairOf(chosen);
  const team = facts.teams.find(({ id }) => id === chosen.team);
  const inGroup = (role) =>
    (!chosen.discipline || role.discipline === chosen.discipline) && (!team || team.roles.includes(role.id));
  const group = facts.roles.filter(inGroup).map(({ id }) => id);
  const isGrouped = Boolean(chosen.discipline || team);
  const any = Object.keys(facts.letters).join("");
  const people = chosen.roles.length ? chosen.roles : pair; // the part is asked of these; without them, of the group
  const ofGroup = (!people.length && chosen.letter) || (team ? "AR" : any); // a team's own is what it has in hand
  const words = folded(chosen.text).split(/\s+/);
  const activities = facts.activities.filter((each) =>
    (!chosen.home || each.homes.includes(chosen.home)) &&
    chosen.only.every((mark) => each.marks.includes(mark)) &&
    words.every((word) => each.found.includes(word)) &&
    pair.every((id) => each.letters[id]) &&
    (!people.length || hasPart(each, people, chosen.letter || any)) &&
    (!(isGrouped || chosen.letter) || hasPart(each, group, ofGroup)));
  const wanted = new Set(pair.length ? pair : [...group, ...chosen.roles]);
  const columns = new Set(activities.flatMap(({ letters }) => Object.keys(letters)).filter((id) => wanted.has(id)));
  return { activities, columns };
}

/** Each thing chosen, in words. */
export function inWords(facts, chosen) {
  const names = (ids, and) => ids.map((id) => named(facts.roles, id)).join(` ${and} `);
  const [kind] = chosen.home.split(":");
  const pair = pairOf(chosen);
  return [
    chosen.text && `“${chosen.text}”`,
    chosen.roles.length && names(chosen.roles, "or"),
    chosen.letter && facts.letters[chosen.letter],
    chosen.home && `${kind} ${named(facts.homes, chosen.home)}`,
    chosen.discipline && `discipline ${named(facts.disciplines, chosen.discipline)}`,
    chosen.team && `in the hands of team ${named(facts.teams, chosen.team)}`,
    ...chosen.only.map((mark) => MARKS[mark]),
    pair.length && `what ${names(pair, "and")} share`,
  ].filter(Boolean);
}

/**
 * What an address asks for, and what of it means nothing here.
 * @param query the address's `URLSearchParams`
 * @returns {[object, Element[]]} what is chosen, and a sentence for each thing that is left out
 */
export function understood(query, facts) {
  const ids = (list) => list.map(({ id }) => id);
  const at = (kind) => ids(facts.homes).filter((id) => id.startsWith(`${kind}:`)).map((id) => id.slice(kind.length + 1));
  const [role, discipline, team] = [facts.roles, facts.disciplines, facts.teams].map(ids);
  const known = { role, compare: role, discipline, team, letter: Object.keys(facts.letters), only: Object.keys(MARKS) };
  const problems = [];
  const leaveOut = (name, id, why) => problems.push(
    make("p", {}, `The address names the ${WORDS[name] ?? name} `, make("code", {}, id), `, ${why}; it is left out.`));
  const asked = (name) => {
    const kept = new Set();
    for (const written of query.getAll(name).flatMap((each) => each.split(",")).map((each) => each.trim())) {
      const id = facts.renamed[`${name === "compare" ? "role" : name}:${written}`] ?? written;
      if (!id || kept.has(id)) continue;
      if (!(known[name] ?? at(name)).includes(id)) leaveOut(name, id, "which this playbook does not have");
      else if (kept.size === ASKED[name]) leaveOut(name, id, "which is one too many");
      else kept.add(id);
    }
    return [...kept];
  };
  const [home, ...others] = Object.keys(KINDS).flatMap((kind) => asked(kind).map((id) => [kind, id]));
  for (const [kind, id] of others) leaveOut(kind, id, "which is one too many");
  const first = (name) => asked(name)[0] ?? "";
  const chosen = {
    text: (query.get("text") ?? "").trim(),
    roles: asked("role"),
    letter: first("letter"),
    home: home?.join(":") ?? "",
    discipline: first("discipline"),
    team: first("team"),
    only: asked("only"),
    compare: asked("compare"),
  };
  return [chosen, problems];
}

/** The address of what is chosen, from the path on; what else stands in the address stays. */
export function addressOf(chosen) {
  const query = new URLSearchParams(location.search);
  for (const name of ["text", ...Object.keys(ASKED)]) query.delete(name);
  const [kind, id] = chosen.home.split(":");
  const { text, roles, letter, discipline, team, only, compare } = chosen;
  const values = { role: roles.join(), letter, [kind]: id, discipline, team, text, only: only.join(), compare: compare.join() };
  for (const [name, value] of Object.entries(values)) if (value) query.set(name, value);
  const written = String(query).replaceAll("%2C", ",");
  return `${location.pathname}${written && `?${written}`}${location.hash}`;
}
