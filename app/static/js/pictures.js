// Images are sent as soon as they are chosen. Without this script the page has its button.

"use strict";

for (const input of document.querySelectorAll("input[data-sends]")) {
  const button = input.form.querySelector(`button[name="${input.dataset.sends}"]`);
  input.addEventListener("change", () => {
    if (!input.files.length) return;
    input.form.setAttribute("aria-busy", "true");
    document.querySelector("[data-sending]").hidden = false;
    input.form.requestSubmit(button);
  });
}
