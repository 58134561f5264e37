// Tells the page that shows this one in a frame how high it is, and when to come back to its top.

"use strict";

if (parent !== window) {
  const tell = (top) => {
    // Any site may embed it, and a height is nobody's secret.
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    parent.postMessage({ reperess: height, top }, "*");
  };
  new ResizeObserver(() => tell(false)).observe(document.body);
  // The frame has no scroll of its own: another page of results would open at its end.
  document.addEventListener("click", (event) => {
    if (event.target.closest(".pager a")) tell(true);
  });
}
