// A form that was changed and not sent: the browser asks before it is left.

"use strict";

const kept = document.querySelector("form[data-unsaved]");

if (kept) {
  let isUnsaved = kept.dataset.unsaved === "yes";
  const changed = () => (isUnsaved = true);
  kept.addEventListener("input", changed);
  kept.addEventListener("change", changed);
  kept.addEventListener("submit", () => (isUnsaved = false));
  addEventListener("beforeunload", (event) => isUnsaved && event.preventDefault());
}
