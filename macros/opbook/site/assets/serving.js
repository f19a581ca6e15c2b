// While serving: shows what is wrong with the playbook right now, below the last good page, or the first one.

const address = new URL("problems.json", import.meta.url);

/** One problem as a paragraph: where, what, and how to mend it. Text only, never HTML. */
function paragraph({ place, message, fix }) {
  const line = document.createElement("p");
  const where = document.createElement("code");
  where.textContent = place;
  line.append(where, place ? " " : "", message, fix ? ` To mend it: ${fix}.` : "");
  return line;
}

const response = await fetch(address, { cache: "no-store" });
const problems = response.ok ? await response.json() : [];
if (problems.length > 0) {
  const banner = document.createElement("div");
  banner.className = "ob-banner";
  banner.setAttribute("role", "alert");
  const title = document.createElement("p");
  const strong = document.createElement("strong");
  strong.textContent = "The playbook has problems. Until they are mended, what you see may be older than what you wrote:";
  title.append(strong);
  banner.append(title, ...problems.map(paragraph));
  document.body.append(banner);
}
