// What two roles have to do with each other: the work they share, who answers and who does it, and where they talk.

import { linked, make } from "./dom.js";

const link = ({ name, url }) => (url ? make("a", { href: linked(url) }, name) : name);
const listed = (links) => links.flatMap((each, index) => (index ? [", ", each] : [each]));

/**
 * A summary of two roles.
 * @param facts what the site says of the table
 * @param pair the ids of the two roles
 * @param activities the activities in view, in all of which both have a part
 */
export function pairSummary(facts, pair, activities) {
  const [one, other] = pair.map((id) => facts.roles.find((role) => role.id === id));
  const shared = one.rituals.filter((id) => other.rituals.includes(id));
  const talkedOver = (activity) => shared.filter((id) => activity.homes.includes(`ritual:${id}`));
  const links = (ids) => listed(ids.map((id) => link(facts.rituals[id])));

  const letters = (role, activity) => [
    `${role.name} `,
    [...activity.letters[role.id]].map((letter) => make("span",
      { class: `ob-letter ob-letter-${letter}`, role: "img", "aria-label": facts.letters[letter], title: facts.letters[letter] },
      letter)),
  ].flat();
  const talk = (activity) => {
    const about = talkedOver(activity);
    if (about.length) return make("span", {}, "talked over in ", links(about));
    const often = shared.filter((id) => facts.rituals[id].often);
    const others = often.length > 1 ? ` and ${often.length - 1} more` : "";
    if (often.length) return make("span", {}, "no conversation of theirs is about it; they meet in ", links(often.slice(0, 1)), others);
    return make("span", { class: "ob-mark ob-mark--bad" }, "no conversation brings them together about it");
  };
  const item = (activity) => make("li", {},
    link(activity), make("small", {}, ...letters(one, activity), " ", ...letters(other, activity), " ", talk(activity)));

  const has = (role, activity, wanted) => [...wanted].some((letter) => activity.letters[role.id].includes(letter));
  const groups = [
    [`${one.name} answers for it, ${other.name} does the work`, (each) => has(one, each, "A") && has(other, each, "R")],
    [`${other.name} answers for it, ${one.name} does the work`, (each) => has(other, each, "A") && has(one, each, "R")],
    ["Both have it in hand", (each) => has(one, each, "AR") && has(other, each, "AR")],
    ["One has it in hand, the other helps, is asked or is told", (each) => has(one, each, "AR") || has(other, each, "AR")],
    ["Both help, are asked or are told", () => true],
  ];
  const isSilent = (activity) => !talkedOver(activity).length;
  const kept = groups.map(([title]) => ({ title, list: [] }));
  for (const activity of activities) kept[groups.findIndex(([, isOf]) => isOf(activity))].list.push(activity);
  const filled = kept.map((each, index) => ({ ...each, isOpen: index < 3 })).filter(({ list }) => list.length);
  const silent = activities.filter(isSilent).length;

  return [
    make("h2", {}, `${one.name} and ${other.name}`),
    make("p", {}, activities.length
      ? `Both have a part in ${activities.length} of the activities in view` +
        (silent ? `; ${silent} of these ${silent === 1 ? "is" : "are"} talked over in no ritual that requires both.` : ".")
      : "There is no activity in view in which both have a part."),
    filled.map(({ title, list, isOpen }) => {
      const quiet = list.filter(isSilent).length;
      return make("details", { open: isOpen },
        make("summary", {}, `${title} (${list.length}${quiet ? `, ${quiet} not talked over` : ""})`), make("ul", {}, list.map(item)));
    }),
    make("h3", {}, "Rituals that require both"),
    shared.length
      ? make("ul", {}, shared.map((id) => {
        const about = activities.filter((each) => talkedOver(each).includes(id)).length;
        return make("li", {}, link(facts.rituals[id]), about > 0 && make("small", {}, `talks over ${about} of these activities`));
      }))
      : make("p", {}, make("span", { class: "ob-mark ob-mark--bad" }, "none: no conversation requires them both")),
  ].flat();
}
