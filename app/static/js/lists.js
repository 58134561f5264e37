// An import of members: a file dropped on the page, work followed while it goes on.

"use strict";

(() => {
  /** A file dropped on the form is as if it had been chosen. */
  function takesFiles(zone) {
    const input = zone.querySelector('input[type="file"]');
    const over = (event) => {
      event.preventDefault();
      zone.classList.toggle("is-over", event.type === "dragover");
    };
    zone.addEventListener("dragover", over);
    zone.addEventListener("dragleave", over);
    zone.addEventListener("drop", (event) => {
      over(event);
      if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
    });
  }

  /** The form is sent once, and tells how far it is: a large list takes a while. */
  function tellsItsSending(form) {
    const button = form.querySelector(".actions button");
    const part = (name) => form.querySelector(`[data-${name}]`);
    const bar = part("sending").querySelector("progress");

    function sending(isSending) {
      part("sending").hidden = !isSending;
      button.disabled = isSending;
    }

    function tell(text) {
      const words = part("sending").querySelector("[role=status]");
      if (words.textContent !== text) words.textContent = text;
    }

    function progressed({ loaded, total }) {
      bar.max = total || 1;
      bar.value = loaded;
      const tens = 10 * Math.floor((10 * loaded) / bar.max); // each is read out by a screen reader
      tell(tens < 100 ? `Envoi en cours : ${tens} %. Ne fermez pas cette page.` : "Envoyé. Le fichier est examiné…");
    }

    function failed() {
      sending(false);
      part("not-sent").hidden = false;
    }

    /** Refused, the page comes back with why, in the place of this one. */
    function answered({ target: answer }) {
      if (!answer.responseURL.endsWith(form.dataset.upload)) return location.assign(answer.responseURL);
      const main = new DOMParser().parseFromString(answer.responseText, "text/html").querySelector("main");
      if (!main) return failed();
      document.querySelector("main").replaceWith(main);
      start();
      main.querySelector("[autofocus]")?.focus();
    }

    function isTooHeavy() {
      const [file] = form.querySelector('input[type="file"]').files;
      return Boolean(file && file.size > Number(form.dataset.heaviest));
    }

    function send() {
      const request = new XMLHttpRequest();
      request.upload.addEventListener("progress", progressed);
      request.addEventListener("load", answered);
      request.addEventListener("error", failed);
      request.open("POST", form.dataset.upload);
      request.send(new FormData(form));
      sending(true);
      tell("Envoi en cours. Ne fermez pas cette page.");
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      part("not-sent").hidden = true;
      part("too-heavy").hidden = !isTooHeavy();
      if (!button.disabled && part("too-heavy").hidden) send();
    });
    addEventListener("pageshow", () => sending(false)); // gone back to
  }

  function start() {
    document.querySelectorAll("[data-drop]").forEach(takesFiles);
    document.querySelectorAll("[data-upload]").forEach(tellsItsSending);
  }

  start();

  const work = document.querySelector("[data-progress]");
  const pause = 700; // milliseconds

  async function follow() {
    try {
      const answer = await fetch(work.dataset.progress, { headers: { Accept: "application/json" } });
      const { done, of, at_work: isAtWork, waits_for: waits } = await answer.json();
      if (!isAtWork) {
        location.reload();
        return;
      }
      const bar = work.querySelector("progress");
      bar.max = of || 1;
      bar.value = done;
      const others = work.querySelector("[data-waits]");
      others.hidden = !waits;
      if (others.textContent !== waits) others.textContent = waits;
      if (of) {
        work.querySelector("[data-done]").textContent =
          `${done.toLocaleString("fr-FR")} sur ${of.toLocaleString("fr-FR")} ${of > 1 ? "lignes" : "ligne"}`;
      }
    } catch {
      // The network comes back, or the person reloads.
    }
    setTimeout(follow, pause);
  }

  if (work) setTimeout(follow, pause);
})();
