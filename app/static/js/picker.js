// What a structure does: looked for as one types, each choice one tap. Without this script the
// same form has its buttons and boxes, which stay the truth: what is chosen here ticks them.

"use strict";

const ONE_TYPO_LENGTH = 5;
const TWO_TYPOS_LENGTH = 9;
const FOUND = 8;
const STOP_WORDS = new Set("l d j m t s n c qu le la les un une des de du au aux a et ou en par pour sur avec".split(" "));

/** The words that count of a text: folded, without plurals. The rules are those of
 * search/understanding/called.py. */
function wordsOf(text) {
  const all = folded(text.replace(/œ/gi, "oe")).split(/[^a-z0-9]+/).filter(Boolean);
  const kept = all.filter((word) => !STOP_WORDS.has(word));
  return (kept.length ? kept : all).map((word) => (word.length > 3 ? word.replace(/[sx]$/, "") : word));
}

/** How many letters one must change, add, drop or swap; past `limit` it does not matter. */
function distance(one, other, limit) {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let before = [];
  let row = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + !same);
      if (one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[other.length];
}

/** 0 for the word, 1 when it begins so, more with typos; Infinity for another word. */
function apart(typed, word) {
  if (typed === word) return 0;
  if (word.startsWith(typed)) return 1;
  const allowed = /\d/.test(typed) ? 0 : (typed.length >= ONE_TYPO_LENGTH) + (typed.length >= TWO_TYPOS_LENGTH);
  const typos = distance(typed, word, allowed);
  return typos <= allowed ? 1 + typos : Infinity;
}

/** 1 unless the first word of a term is the first one typed. */
function beginsOtherwise([typed], term) {
  return Number(!typed || apart(typed, term.words[0]) === Infinity);
}

function costOf(asked, term) {
  return asked.reduce((sum, word) => sum + Math.min(...term.words.map((other) => apart(word, other))), 0);
}

/** Whether a word typed is none of a term, nor begins one. */
function isMended(asked, term) {
  return asked.some((word) => Math.min(...term.words.map((other) => apart(word, other))) > 1);
}

/** One line of the list. */
function optionElement({ label, hint }) {
  const item = document.createElement("li");
  Object.assign(item, { className: "picker-option", role: "option" });
  item.append(label);
  if (hint) {
    const why = document.createElement("span");
    Object.assign(why, { className: "tap-why", textContent: ` ${hint}` });
    item.append(why);
  }
  return item;
}

/** A combobox that is emptied by each choice: `suggest` gives options of { label, hint, choose }. */
function makePicker(input, list, status, suggest) {
  const meant = new WeakMap();

  async function suggestElements(typed) {
    return (await suggest(typed)).map((option) => {
      const item = optionElement(option);
      meant.set(item, option.choose);
      return item;
    });
  }

  function choose(item) {
    input.value = "";
    meant.get(item)();
  }

  makeCombobox(input, list, status, { suggest: suggestElements, choose, isEager: true });
}

/** What is chosen, in the boxes of the families and in the lines of words; a row for each. */
class Choices {
  constructor(section) {
    this.section = section;
    this.form = section.closest("form");
    this.list = section.querySelector("[data-chosen]");
    this.words = section.querySelector("#words");
    this.status = section.querySelector("[data-picker-status]");
    for (const row of this.list.children) this.#addRemoval(row, () => this.set(row.dataset.service, false));
    for (const line of this.lines) this.#showWords(line);
    this.#count();
  }

  get lines() {
    return this.words.value.split("\n").map((line) => line.trim()).filter(Boolean);
  }

  box(service) {
    return this.section.querySelector(`[name="services"][value="${CSS.escape(service)}"]`);
  }

  nameOf(service) {
    return this.box(service).labels[0].textContent;
  }

  has(service) {
    return this.box(service).checked;
  }

  set(service, on) {
    const box = this.box(service);
    // A service that the list no longer has is dropped with its row.
    if (box) box.checked = on;
    for (const pick of this.section.querySelectorAll(`[name="pick"][value="${CSS.escape(service)}"]`)) pick.checked = on;
    const row = this.list.querySelector(`[data-service="${CSS.escape(service)}"]`);
    if (on && !row) this.list.append(this.#serviceRow(service));
    if (!on) row?.remove();
    this.#changed(on ? `${this.nameOf(service)} : ajouté.` : "Retiré.");
  }

  addWords(line) {
    if (this.lines.some((other) => folded(other) === folded(line))) return;
    this.words.value = [...this.lines, line].join("\n");
    this.#showWords(line);
    this.#changed(`${line} : ajouté avec vos mots.`);
  }

  #removeWords(line, row) {
    this.words.value = this.lines.filter((other) => other !== line).join("\n");
    row.remove();
    this.#changed("Retiré.");
  }

  #serviceRow(service) {
    const row = this.section.querySelector("[data-row]").content.firstElementChild.cloneNode(true);
    const name = this.nameOf(service);
    row.dataset.service = service;
    row.querySelector(".chosen-name").textContent = name;
    for (const select of row.querySelectorAll("select")) {
      select.name = select.name.replace("SERVICE", service);
      select.setAttribute("aria-label", select.getAttribute("aria-label").replace("NOM", name));
    }
    this.#addRemoval(row, () => this.set(service, false));
    return row;
  }

  #showWords(line) {
    const row = this.section.querySelector("[data-word-row]").content.firstElementChild.cloneNode(true);
    row.querySelector(".chosen-name").textContent = line;
    this.#addRemoval(row, () => this.#removeWords(line, row));
    this.list.append(row);
  }

  #addRemoval(row, remove) {
    row.querySelector(".chosen-drop")?.remove();
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "chosen-remove", textContent: "×" });
    button.ariaLabel = `Retirer ${row.querySelector(".chosen-name").textContent}`;
    button.addEventListener("click", () => {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      remove();
      (next?.querySelector(".chosen-remove") ?? this.section.querySelector("[data-need]")).focus({ preventScroll: true });
    });
    row.append(button);
  }

  #changed(told) {
    this.status.textContent = told;
    this.#count();
    this.form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #count() {
    const count = this.list.children.length;
    this.section.querySelector("[data-chosen-count]").textContent = count || "";
    this.section.querySelector("[data-chosen-none]").hidden = count > 0;
  }
}

/** Services by their labels and synonyms, as the families list them. */
function servicesOf(section, otherWords) {
  return [...section.querySelectorAll('[name="services"]')].map(({ value, labels }) => {
    const label = labels[0].textContent;
    const terms = [label, ...(otherWords[value] ?? [])];
    return { id: value, label, terms: terms.map((text) => ({ text, words: wordsOf(text) })) };
  });
}

/** The order of two lists of numbers: by the first that differs. */
function byParts(one, other) {
  return one.map((part, at) => part - other[at]).find((apart) => apart) ?? 0;
}

function findServices(services, typed) {
  const asked = wordsOf(typed);
  const found = [];
  for (const service of services) {
    const costs = service.terms.map((term, rank) => [costOf(asked, term), Number(rank > 0), beginsOtherwise(asked, term), term.words.length]);
    const [cost] = [...costs].sort(byParts);
    const rank = costs.indexOf(cost);
    if (asked.length && cost[0] < Infinity) found.push({ service, cost, rank });
  }
  const written = found.filter(({ service, rank }) => !isMended(asked, service.terms[rank]));
  const nearest = Math.min(...found.map(({ cost }) => cost[0]));
  const kept = written.length ? written : found.filter(({ cost }) => cost[0] === nearest);
  kept.sort((a, b) => byParts(a.cost, b.cost));
  return kept.slice(0, FOUND);
}

function pickServices(section) {
  const choices = new Choices(section);
  const input = section.querySelector("[data-need]");

  async function suggest(typed) {
    const services = servicesOf(section, await synonymsAt(section.dataset.synonyms));
    const found = findServices(services, typed).map(({ service, rank }) => ({
      label: service.label,
      hint: choices.has(service.id) ? "déjà dans votre liste" : rank ? service.terms[rank].text : "",
      choose: () => choices.set(service.id, true),
    }));
    const own = { label: `Ajouter « ${typed} »`, hint: "avec vos mots", choose: () => choices.addWords(typed) };
    const isNamed = found[0] && folded(found[0].label) === folded(typed);
    return isNamed ? found : [...found, own];
  }

  makePicker(input, section.querySelector("[data-need-list]"), choices.status, suggest);
  section.addEventListener("change", ({ target }) => {
    if (target.name === "pick" || target.name === "services") choices.set(target.value, target.checked);
  });
  // Words are listed with the rest; the lines are shown only to mend what was refused.
  section.querySelector("[data-words]").hidden = choices.words.ariaInvalid !== "true";
}

for (const section of document.querySelectorAll("[data-activities]")) {
  for (const element of section.querySelectorAll("button[data-without-script]")) element.remove();
  pickServices(section);
}
