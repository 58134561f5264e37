// A text field and a list of what it may mean, walked with the arrows, as the ARIA pattern has it.

"use strict";

/** On a phone the keyboard stands where the list would be. */
function makeRoomBelow(input) {
  const below = innerHeight - input.getBoundingClientRect().bottom;
  if (below < innerHeight / 2) input.scrollIntoView({ block: "start" });
}

/** `list` opens below `input`, and `status` tells how many it holds.
 *
 * `suggest(typed, signal)` gives what stands in it, options or groups of them, once one has stopped
 * typing for `wait` milliseconds; `choose(option)` does what one chosen is for. With `isEager` the
 * list opens with the field, and Enter chooses its first option when none is active; without, it
 * sends the form as typed.
 */
function makeCombobox(input, list, status, { suggest, choose, wait = 0, isEager = false }) {
  let active = -1;
  let answered = null; // what was typed when the list was last asked for
  let timer;
  let asking = new AbortController();
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.autocomplete = "off";

  const options = () => [...list.querySelectorAll("[role=option]")];

  function show(shown) {
    list.replaceChildren(...shown);
    options().forEach((option, at) => Object.assign(option, { id: `${list.id}-${at}` }));
    list.hidden = !options().length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    activate(-1);
  }

  function activate(position) {
    active = position;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    const option = options()[active];
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function move(step) {
    const count = options().length;
    activate(active < 0 && step < 0 ? count - 1 : (active + step + count) % count);
  }

  /** What was asked for, and not answered yet, is out of date. */
  function forget() {
    clearTimeout(timer);
    asking.abort();
    answered = null;
  }

  function close() {
    forget();
    show([]);
  }

  async function look() {
    forget();
    const { signal } = (asking = new AbortController());
    const typed = (answered = input.value.trim());
    const found = typed ? await suggest(typed, signal) : [];
    if (signal.aborted) return;
    show(found);
    const count = options().length;
    if (count) makeRoomBelow(input);
    if (typed) status.textContent = `${count || "Aucun"} choix dans la liste`;
  }

  function lookLater() {
    if (input.value.trim() === answered) return;
    forget();
    timer = setTimeout(look, wait);
  }

  function pick(option) {
    choose(option);
    close();
  }

  function enter(event) {
    const option = options()[isEager ? Math.max(active, 0) : active];
    if (option || isEager) event.preventDefault();
    if (option) pick(option);
    else close();
  }

  const keys = {
    Enter: enter,
    Escape: (event) => {
      if (list.hidden) return;
      event.preventDefault();
      close();
    },
    ArrowDown: (event) => {
      event.preventDefault();
      if (list.hidden) look();
      else move(1);
    },
    ArrowUp: (event) => {
      if (list.hidden) return;
      event.preventDefault();
      move(-1);
    },
    // Browsers stop at a list that scrolls.
    Tab: close,
    // Back in the text.
    Home: () => activate(-1),
    End: () => activate(-1),
  };

  input.addEventListener("input", lookLater);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => keys[event.key]?.(event));
  if (isEager) input.addEventListener("focus", look);
  // Before the field loses the focus, which closes the list.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) pick(option);
  });
}
