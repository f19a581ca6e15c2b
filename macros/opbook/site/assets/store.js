// What a reader keeps in this browser, and nowhere else. Nothing here throws, and nothing that was kept is lost.

import { ROOT } from "./dom.js";

const GONE = "what you do here is gone when you leave the page.";
const UNKEPT = `This browser keeps nothing for this site, so ${GONE}`;
const FULL = `This browser has no room left for this site, so ${GONE}`;

/** Keys begin with the site's root: several playbooks can live on one host. */
const key = (name) => `opbook:${new URL(ROOT).pathname}:${name}`;

/**
 * What is kept under a name.
 * @param name what it is called
 * @param isValid tells of a value whether it is what we wrote; one that it chokes on is not
 * @param fallback the value where nothing is kept, or where what is kept is no use
 * @returns {{value: *, problem: string}} the value, and a sentence for the reader; empty where all is well
 */
export function load(name, isValid, fallback) {
  let text;
  try {
    text = localStorage.getItem(key(name));
  } catch {
    return { value: fallback, problem: UNKEPT };
  }
  if (text === null) return { value: fallback, problem: "" };
  const value = parsed(text);
  if (isOurs(value, isValid)) return { value, problem: "" };
  return { value: fallback, problem: setAside(name, text) };
}

/** Keep a value under a name. Returns a sentence for the reader; empty where all is well. */
export function save(name, value) {
  return kept(key(name), JSON.stringify(value));
}

/** What a JSON text says; undefined where it is none. */
export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isOurs(value, isValid) {
  try {
    return value !== undefined && isValid(value);
  } catch {
    return false;
  }
}

function kept(place, text) {
  try {
    localStorage.setItem(place, text);
    return "";
  } catch ({ name }) {
    return name === "QuotaExceededError" ? FULL : UNKEPT;
  }
}

/** Make room for a new value without losing the old one, and say where that is now. */
function setAside(name, text) {
  const aside = key(`${name}-unreadable-${new Date().toISOString()}`);
  localStorage.removeItem(key(name)); // first, or there may be no room for the same text under another name
  const problem = kept(aside, text);
  if (problem) return kept(key(name), text) || problem;
  return `What this browser kept here cannot be read. It is set aside as “${aside}” in the browser's storage, and you begin anew.`;
}
