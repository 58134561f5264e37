// Results follow the boxes as they are ticked. Without this script the page has its button.

"use strict";

document.documentElement.classList.add("scripted");

// Browsers that do not know scroll-initial-target would hide the tab of the page one reads.
const tab = document.querySelector(".tabs a[aria-current]");
if (tab) {
  const line = tab.closest("ul");
  line.scrollLeft += tab.getBoundingClientRect().left - line.getBoundingClientRect().left - 24;
}

const form = document.getElementById("recherche");

/** The address the form would lead to, without what was left empty. */
function addressOf(form) {
  const filled = [...new FormData(form)].filter(([, value]) => value !== "");
  return `${form.action}?${new URLSearchParams(filled)}`;
}

function openFolds(page) {
  return [...page.querySelectorAll("details[open]")].map((fold) => fold.id || fold.className);
}

/** Without case nor accents. */
function folded(words) {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

const synonyms = new Map();

/** The other words that find each value of a list, fetched once. */
async function synonymsAt(address) {
  if (!address) return {};
  if (!synonyms.has(address)) {
    const answer = await fetch(address);
    synonyms.set(address, answer.ok ? await answer.json() : {});
  }
  return synonyms.get(address);
}

/** Show, of a long list of boxes, those that have the words typed; returns how many. */
async function narrow(field) {
  const facet = field.closest(".facet");
  const otherWords = await synonymsAt(field.dataset.synonyms);
  const wanted = folded(field.value).split(/\s+/);
  let found = 0;
  for (const item of facet.querySelectorAll("li")) {
    const value = item.querySelector("input").value;
    const label = item.querySelector("label").textContent;
    const words = folded([label, ...(otherWords[value] ?? [])].join(" "));
    item.hidden = !wanted.every((word) => words.includes(word));
    found += !item.hidden;
  }
  if (field.value) facet.querySelector(".more")?.setAttribute("open", "");
  for (const more of facet.querySelectorAll(".more")) more.hidden = !more.querySelector("li:not([hidden])");
  facet.querySelector("[data-facet-none]").hidden = found > 0;
  return found;
}

async function narrowAsTyped(field) {
  const found = await narrow(field);
  document.querySelector("[data-status]").textContent = `${found} choix dans la liste`;
}

/** Replace what a search changes; map, folds and focus stay where the reader left them. */
function show(page) {
  const results = document.querySelector("[data-results]");
  const open = openFolds(results);
  const typedIn = [...results.querySelectorAll("[data-facet-search]")].filter(({ value }) => value);
  const focused = document.activeElement?.id;
  const map = results.querySelector("[data-map-canvas]");
  page.querySelector("[data-map-canvas]")?.replaceWith(map);
  results.replaceWith(page.querySelector("[data-results]"));
  for (const fold of document.querySelectorAll("[data-results] details")) {
    fold.open = open.includes(fold.id || fold.className);
  }
  for (const { id, value } of typedIn) {
    const field = document.getElementById(id);
    if (field) narrow(Object.assign(field, { value }));
  }
  const again = focused && document.getElementById(focused);
  if (again) {
    again.closest("details.more")?.setAttribute("open", "");
    again.focus({ preventScroll: true });
  }
  document.title = page.title;
  document.querySelector("[data-status]").textContent =
    document.querySelector("[data-total]").textContent;
  document.dispatchEvent(new Event("results:shown"));
}

/** What is typed in the box: it is searched by its button, and changes the whole page. */
function typed() {
  return ["q", "lieu", "rayon"].map((name) => form.elements[name].value).join("\n");
}

const searched = form && typed();
let latest = 0;
let shown = location.search;

async function refresh() {
  const address = addressOf(form);
  if (typed() !== searched) return location.assign(address);
  const mine = ++latest;
  document.querySelector("[data-results]").setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (mine !== latest) return;
    show(page);
    history.pushState(null, "", response.url);
    shown = location.search;
  } catch {
    location.assign(address);
  }
}

if (form) {
  // Another place is not looked for in the part of the map that was left.
  form.elements.lieu.addEventListener("input", () => {
    if (form.elements.zone) form.elements.zone.value = "";
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-refresh]")) refresh();
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-facet-search]")) narrowAsTyped(event.target);
  });
  // An earlier search is fetched whole: simplest, and always right. A mere #anchor is not one.
  window.addEventListener("popstate", () => {
    if (location.search !== shown) location.reload();
  });
}
