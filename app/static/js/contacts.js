// A telephone or an e-mail followed is counted for the structure's figures: it, and nothing else.

"use strict";

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-follow]");
  if (link) fetch(link.dataset.follow, { keepalive: true }).catch(() => {});
});
