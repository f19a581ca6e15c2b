// What a reader keeps in this browser, and nowhere else. Nothing here throws, and nothing that was kept is lost.

import { ROOT } from "./dom.js";

const UNKEPT = "This browser keeps nothing for this site, so what you do here is gone when you leave the page.";

/** Keys begin with the site's root: several playbooks can live on one host. */
const key = (name) => `opbook:${new URL(ROOT).pathname}:${name}`;

/**
 * What is kept under a name.
 * @param name what it is called
 * @param isValid tells of a value whether it is what we wrote
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
  if (value !== undefined && isValid(value)) return { value, problem: "" };
  const aside = `${name}-unreadable-${new Date().toISOString()}`;
  const problem = save(aside, text) ||
    `What this browser kept here cannot be read. It is set aside as “${key(aside)}” in the browser's storage, and you begin anew.`;
  return { value: fallback, problem };
}

/** Keep a value under a name. Returns a sentence for the reader; empty where all is well. */
export function save(name, value) {
  try {
    localStorage.setItem(key(name), JSON.stringify(value));
    return "";
  } catch {
    return UNKEPT;
  }
}

/** What a JSON text says; undefined where it is none. */
export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
