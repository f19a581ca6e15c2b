// What every page loads: it looks which of our parts stand on the page and fetches their modules, and no others.

const PARTS = {
  "[data-list]": "./checklists.js",
  "#ob-mine": "./mine.js",
  "#ob-changes": "./changes.js",
  "#ob-explorer": "./explorer.js",
  "#ob-assessment": "./assessment.js",
  "article.md-content__inner": "./glossary.js",
};

for (const [selector, module] of Object.entries(PARTS)) {
  if (document.querySelector(selector)) import(module);
}
