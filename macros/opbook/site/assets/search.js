// The search worker: Material's own, and one thing more. What is called as the reader typed comes first, and next what
// says just these words; Material alone ranks all that has one of the words, or one that begins like it, by rarity.

const SETUP = 0;
const QUERY = 2;
const RESULT = 3;

const material = new URL(`../javascripts/workers/${location.search.slice(1)}`, location.href);
const known = new Map();
let query = "";

/** Words as they are compared: in lower case, without markup and marks, one space between them. */
function plain(text) {
  const marks = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
  const shown = text.replace(/<[^>]*>/g, " ").replace(/&(?:amp|lt|gt);/g, (mark) => marks[mark]);
  return shown.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(" ");
}

/** What a page or a section is called: its title, up to each bracket and what stands in it, and a page's tags. */
function named({ location, title, tags = [] }) {
  const brackets = [...title.matchAll(/\(([^()]*)\)/g)];
  const parts = brackets.flatMap(({ 1: inside, index }) => [title.slice(0, index), inside, ...inside.split(",")]);
  return new Set([title, ...parts, ...(location.includes("#") ? [] : tags)].map(plain).filter(Boolean));
}

/** How far a page or a section is raised: 3 for its whole name, 2 for how a name begins, 1 for words that stand in it. */
function worth(location, asked) {
  const { names, text } = known.get(location);
  if (names.has(asked)) return 3;
  if ([...names].some((name) => name.startsWith(asked))) return 2;
  return asked.includes(" ") && ` ${text}`.includes(` ${asked}`) ? 1 : 0;
}

/** The same result in another order. */
function ordered({ items, ...rest }) {
  const asked = plain(query);
  const best = Math.max(0, ...items.flat().map(({ score }) => score));
  const raised = (item) => ({ ...item, score: item.score + best * worth(item.location, asked) });
  const order = (one, other) => other.score - one.score;
  const groups = items.map((group) => group.map(raised).sort(order));
  return { items: groups.sort(([one], [other]) => order(one, other)), ...rest };
}

const send = self.postMessage.bind(self);
const load = self.importScripts.bind(self);

self.postMessage = (message) => send(message.type === RESULT ? { ...message, data: ordered(message.data) } : message);
self.importScripts = (...addresses) => load(...addresses.map((address) => new URL(address, material).href));

addEventListener("message", ({ data: { type, data } }) => {
  if (type === SETUP) data.docs.forEach((doc) => known.set(doc.location, { names: named(doc), text: plain(doc.text) }));
  if (type === QUERY) query = data;
});

load(material.href);

// In the words of an index lunr shares endings that read alike: the letters of all ways on, each with the number of
// where it leads. A letter that is itself a digit ran into the numbers, endings got mixed up, and some words found nothing.
self.lunr.TokenSet.prototype.toString = function () {
  this._str ??= `${this.final}${Object.keys(this.edges).sort().map((letter) => `${letter}${this.edges[letter].id};`)}`;
  return this._str;
};
