// The form of a section: its preview follows what is typed, long texts are counted.
// Without this script, a button shows the preview.

"use strict";

const desk = document.querySelector("[data-preview]");
const aside = document.getElementById("apercu");
const PAUSE = 700; // milliseconds without a key before the preview is asked
const UNKNOWN_PAGE = 400; // to this form the site would say: send it once more

/** What the form would say, files apart: a preview does not send them. */
function typedIn(form) {
  const fields = new FormData(form);
  for (const [name, value] of [...fields]) {
    if (value instanceof File) fields.delete(name);
  }
  fields.set("preview", "");
  return fields;
}

/** The session has ended: to ask again would only tell so again. What is typed stays. */
function stop() {
  hasStopped = true;
  document.querySelector("[data-preview-stopped]").hidden = false;
}

let asked = null;
let hasStopped = false;

/** Show the page as it would be. One that is refused, or late, leaves the last one in place. */
async function preview() {
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  try {
    const answer = await fetch(desk.action, { method: "POST", body: typedIn(desk), signal });
    if (answer.redirected || answer.status === UNKNOWN_PAGE) return stop();
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const made = page.querySelector("[data-preview-page]");
    if (!made || "refused" in made.dataset || signal.aborted) return;
    document.querySelector("[data-preview-page]").replaceWith(made);
    isStale = false;
    desk.dispatchEvent(new Event("preview:shown", { bubbles: true }));
  } catch {
    // Away from the network, or overtaken by a newer one: the form itself is not touched.
  }
}

let waiting = null;
let isStale = false; // something was typed that the preview does not show

function previewSoon() {
  isStale = true;
  clearTimeout(waiting);
  // Folded away on a phone, it is asked when it is opened.
  if (aside.open && !hasStopped) waiting = setTimeout(preview, PAUSE);
}

/** Under a long text, how much room is left. */
function count(field) {
  const longest = Number(field.dataset.longest);
  const counter = document.createElement("p");
  counter.className = "counter";
  field.after(counter);
  const tell = () => {
    const left = longest - [...field.value.trim()].length;
    counter.classList.toggle("counter-over", left < 0);
    const number = Math.abs(left).toLocaleString("fr-FR");
    const characters = `${number} caractère${Math.abs(left) > 1 ? "s" : ""}`;
    counter.textContent = left < 0 ? `${characters} de trop` : `Encore ${characters}`;
  };
  field.addEventListener("input", tell);
  tell();
}

if (desk) {
  const beside = matchMedia("(min-width: 60rem)");
  if (!beside.matches && location.hash !== "#apercu") aside.open = false;
  desk.addEventListener("input", previewSoon);
  desk.addEventListener("change", previewSoon);
  aside.addEventListener("toggle", () => aside.open && isStale && !hasStopped && preview());
  for (const field of desk.querySelectorAll("[data-longest]")) count(field);
}
