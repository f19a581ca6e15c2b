// The search worker: Material's own, and one thing more. Who types a name or another name of something in full finds it
// first; Material alone would rank every page that has these words, or words that begin like them, by how rare they are.

const SETUP = 0;
const QUERY = 2;
const RESULT = 3;

const material = new URL(`../javascripts/workers/${location.search.slice(1)}`, location.href);
const names = new Map();
let query = "";

/** A name as it is compared: whatever its case, its hyphens and its brackets. */
function plain(text) {
  const marks = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
  const words = text.replace(/<[^>]*>/g, "").replace(/&(?:amp|lt|gt);/g, (mark) => marks[mark]);
  return words.toLowerCase().split(/[\s()-]+/).filter(Boolean).join(" ");
}

/** What a page or a section is called: its title, up to each bracket and what stands in it, and a page's tags. */
function named({ location, title, tags = [] }) {
  const brackets = [...title.matchAll(/\(([^()]*)\)/g)];
  const parts = brackets.flatMap(({ 1: inside, index }) => [title.slice(0, index), inside, ...inside.split(",")]);
  return new Set([title, ...parts, ...(location.includes("#") ? [] : tags)].map(plain).filter(Boolean));
}

/** The same result with everything first that is called what was asked for. */
function first({ items, ...rest }) {
  const asked = plain(query);
  const best = Math.max(0, ...items.flat().map(({ score }) => score));
  const raised = (item) => (names.get(item.location)?.has(asked) ? { ...item, score: item.score + best } : item);
  const order = (one, other) => other.score - one.score;
  const groups = items.map((group) => group.map(raised).sort(order));
  return { items: groups.sort(([one], [other]) => order(one, other)), ...rest };
}

const send = self.postMessage.bind(self);
const load = self.importScripts.bind(self);

self.postMessage = (message) => send(message.type === RESULT ? { ...message, data: first(message.data) } : message);
self.importScripts = (...addresses) => load(...addresses.map((address) => new URL(address, material).href));

addEventListener("message", ({ data: { type, data } }) => {
  if (type === SETUP) data.docs.forEach((doc) => names.set(doc.location, named(doc)));
  if (type === QUERY) query = data;
});

load(material.href);
