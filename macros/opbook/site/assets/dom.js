// Small helpers that the parts of a page share.

/** The address of the site's root, whatever page this is; ends in a slash. */
export const ROOT = new URL("../../", import.meta.url).href;

/** Stands in generated files for the way to the root; no text of the playbook contains it. */
const PLACEHOLDER = "\u001d";

/** HTML that the site was built with, its links made to lead somewhere from here. */
export function linked(html) {
  return html.split(PLACEHOLDER).join(ROOT);
}

/** A file of the site as JSON, by its path below the root. Throws an Error whose message can be shown. */
export async function fetched(path) {
  const problem = new Error("This part of the playbook could not be loaded. Check the connection, then load the page again.");
  const answer = await fetch(new URL(path, ROOT)).catch(() => { throw problem; });
  if (!answer.ok) throw problem;
  return answer.json().catch(() => { throw problem; });
}

/**
 * An element. Attributes whose value is a function are listeners (`{click: …}`), `html` is finished HTML of the site's
 * own, `true` is an attribute without a value, and what is `false`, `null` or `undefined` is left out; an `aria-…` that is
 * to say true or false says so in words (`String(isOpen)`). Children are elements and texts; `null` and `false` are none.
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (name === "html") element.innerHTML = linked(value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

/** A place for short messages that screen readers speak; `say(text)` shows one, `say("")` takes it away. */
export function status() {
  const element = make("p", { class: "ob-status", role: "status" });
  const say = (text) => { element.textContent = text; };
  return { element, say };
}

/** Hand the reader a file. */
export function download(name, text, type = "application/json") {
  const url = URL.createObjectURL(new Blob([text], { type }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // some browsers ask the reader first, and read it afterwards
}

/** Put a text on the clipboard; false where the browser does not allow it. */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** The text of a file that the reader chooses; never settles where they choose none. */
export function chosenFile(accept = ".json,application/json") {
  return new Promise((resolve, reject) => {
    const input = make("input", { type: "file", accept, change: () => input.files[0].text().then(resolve, reject) });
    input.click();
  });
}
