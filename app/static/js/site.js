// Results follow the boxes as they are ticked. Without this script the page has its button.

"use strict";

document.documentElement.classList.add("scripted");

const form = document.getElementById("recherche");

/** The address the form would lead to, without what was left empty. */
function addressOf(form) {
  const filled = [...new FormData(form)].filter(([, value]) => value !== "");
  return `${form.action}?${new URLSearchParams(filled)}`;
}

function openFolds(page) {
  return [...page.querySelectorAll("details[open]")].map((fold) => fold.id || fold.className);
}

/** Replace what a search changes; folds and focus stay where the reader left them. */
function show(page) {
  const results = document.querySelector("[data-results]");
  const open = openFolds(results);
  const focused = document.activeElement?.id;
  results.replaceWith(page.querySelector("[data-results]"));
  for (const fold of document.querySelectorAll("[data-results] details")) {
    fold.open ||= open.includes(fold.id || fold.className);
  }
  const again = focused && document.getElementById(focused);
  if (again) {
    again.closest("details.more")?.setAttribute("open", "");
    again.focus({ preventScroll: true });
  }
  document.title = page.title;
  document.querySelector("[data-status]").textContent =
    document.querySelector("[data-total]").textContent;
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
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-refresh]")) refresh();
  });
  // An earlier search is fetched whole: simplest, and always right. A mere #anchor is not one.
  window.addEventListener("popstate", () => {
    if (location.search !== shown) location.reload();
  });
}
