// Tick every line of a page at once, and count them. Without this script each has its own box.

"use strict";

for (const button of document.querySelectorAll("[data-tick]")) {
  const boxes = [...document.querySelectorAll(`input[name="${button.dataset.tick}"]`)];
  const words = button.textContent;
  const areAllTicked = () => boxes.every((box) => box.checked);
  const tell = () => {
    button.textContent = areAllTicked() ? "Tout décocher" : words;
  };
  button.closest("[data-tick-all]").hidden = boxes.length < 2;
  button.addEventListener("click", () => {
    const checked = !areAllTicked();
    for (const box of boxes) box.checked = checked;
    boxes[0].dispatchEvent(new Event("change", { bubbles: true }));
  });
  for (const box of boxes) box.addEventListener("change", tell);
}

for (const place of document.querySelectorAll("[data-ticked]")) {
  const boxes = [...document.querySelectorAll(`input[name="${place.dataset.ticked}"]`)];
  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    place.textContent = count ? `${count} cochée${count > 1 ? "s" : ""}` : "";
  };
  for (const box of boxes) box.addEventListener("change", tell);
  tell();
}
