// An import of members: a file dropped on the page, work followed while it goes on.

"use strict";

(() => {
  const zone = document.querySelector("[data-drop]");
  const input = zone?.querySelector('input[type="file"]');

  function over(event) {
    event.preventDefault();
    zone.classList.toggle("is-over", event.type === "dragover");
  }

  zone?.addEventListener("dragover", over);
  zone?.addEventListener("dragleave", over);
  zone?.addEventListener("drop", (event) => {
    over(event);
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });

  const work = document.querySelector("[data-progress]");
  const pause = 700; // milliseconds

  async function follow() {
    try {
      const answer = await fetch(work.dataset.progress, { headers: { Accept: "application/json" } });
      const { done, of, at_work: isAtWork } = await answer.json();
      if (!isAtWork) {
        location.reload();
        return;
      }
      const bar = work.querySelector("progress");
      bar.max = of || 1;
      bar.value = done;
      work.querySelector("[role=status]").textContent =
        `${done.toLocaleString("fr-FR")} sur ${of.toLocaleString("fr-FR")} lignes`;
    } catch {
      // The network comes back, or the person reloads.
    }
    setTimeout(follow, pause);
  }

  if (work) setTimeout(follow, pause);
})();
