// Suggestions while one types a need or a place. Without this script the form is sent as typed.

"use strict";

const PAUSE = 120; // milliseconds without a letter

/** The groups that the server offers; none when it cannot: what is typed can be searched. */
async function suggestionsAt(address, signal) {
  try {
    const answer = await fetch(address, { signal });
    if (!answer.ok) return [];
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return [...page.body.children];
  } catch {
    return [];
  }
}

function makeList(input) {
  const list = document.createElement("div");
  Object.assign(list, { id: `${input.id}-suggestions`, className: "picker-list", hidden: true });
  Object.assign(list, { role: "listbox", ariaLabel: "Suggestions" });
  input.after(list);
  return list;
}

/** A page of another site keeps its frame: a structure opens beside it. */
function go(address) {
  if (parent === window) location.assign(address);
  else open(address, "_blank", "noopener,noreferrer");
}

/** Suggest in `input`; `other` is the field beside it. */
function suggestIn(input, other, status, address) {
  function suggest(typed, signal) {
    const asked = new URL(address, location);
    asked.searchParams.set("champ", input.name);
    asked.searchParams.set("q", typed);
    return suggestionsAt(asked, signal);
  }

  /** What and where both said, nothing is left to type. */
  function choose({ dataset }) {
    if (dataset.address) return go(dataset.address);
    input.value = dataset.text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    if ("whole" in dataset || other.value.trim()) input.form.requestSubmit();
  }

  makeCombobox(input, makeList(input), status, { suggest, choose, wait: PAUSE });
}

/** Where what is told is read out: there once somebody is about to type, and no sooner. */
function makeStatus(search) {
  const status = document.createElement("p");
  Object.assign(status, { className: "visually-hidden", role: "status" });
  search.addEventListener("focusin", () => search.append(status), { once: true });
  return status;
}

for (const search of document.querySelectorAll("[data-suggestions]")) {
  const [need, place] = ["q", "lieu"].map((name) => search.querySelector(`[name="${name}"]`));
  const status = document.querySelector("[data-status]") ?? makeStatus(search);
  suggestIn(need, place, status, search.dataset.suggestions);
  suggestIn(place, need, status, search.dataset.suggestions);
}
