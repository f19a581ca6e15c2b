// Days and times of day. A day is the midnight with which it begins in UTC, in milliseconds.

export const DAY = 86_400_000;

/** A number with one decimal place at most, as the rest of the site writes it. */
export const NUMBER = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1, roundingMode: "halfEven" });

/** The reader's day. */
export function today() {
  const now = new Date();
  return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
}

/** A day from the form `2026-11-24`, and back. */
export const dayOf = (text) => Date.parse(`${text}T00:00Z`);
export const iso = (day) => new Date(day).toISOString().slice(0, 10);

/** The Monday of a day's week; 1970 began on a Thursday. */
export const mondayOf = (day) => day - ((day / DAY + 3) % 7) * DAY;

/** A day as people write it, `24 November 2026`, or the days from one to another. */
export function inWords(day, more = {}, last = day) {
  const options = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC", ...more };
  return new Intl.DateTimeFormat("en-GB", options).formatRange(day, last);
}

/** The moment at which something begins, in milliseconds; `null` with no time given, or in a zone new to the browser. */
export function moment(day, { at, timezone }) {
  if (!at) return null;
  try {
    const wanted = Date.parse(`${day}T${at}Z`);
    const options = { timeZone: timezone, hourCycle: "h23" };
    const shown = (time) => Date.parse(`${new Date(time).toLocaleString("en-US", options)} UTC`);
    const guess = wanted - (shown(wanted) - wanted);
    return guess - (shown(guess) - wanted); // once more: the clocks may change between the two
  } catch {
    return null;
  }
}

/** The time of day where the reader is, with the day where that differs too; empty where it is the same. */
export function localTime(day, { at, begins }) {
  if (begins === null) return "";
  const here = new Date(begins);
  const time = here.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const isSameDay = Date.UTC(here.getFullYear(), here.getMonth(), here.getDate()) === day;
  if (isSameDay) return time === at ? "" : time;
  return `${here.toLocaleDateString("en-GB", { weekday: "long" })} ${time}`;
}
