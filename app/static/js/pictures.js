// Images are sent as soon as they are chosen. Without this script the page has its button.

"use strict";

const tooHeavy = document.querySelector("[data-too-heavy]");

/** Whether the site would refuse them all, unread. */
function isTooHeavy(inputs) {
  const sizes = [...inputs].flatMap((input) => [...input.files].map((file) => file.size));
  return sizes.reduce((sum, size) => sum + size, 0) > Number(tooHeavy.dataset.tooHeavy);
}

for (const input of document.querySelectorAll("input[data-sends]")) {
  const button = input.form.querySelector(`button[name="${input.dataset.sends}"]`);
  input.addEventListener("change", () => {
    if (!input.files.length) return;
    tooHeavy.hidden = !isTooHeavy(document.querySelectorAll("input[data-sends]"));
    if (!tooHeavy.hidden) {
      input.value = "";
      return;
    }
    input.form.setAttribute("aria-busy", "true");
    document.querySelector("[data-sending]").hidden = false;
    input.form.requestSubmit(button);
  });
}
