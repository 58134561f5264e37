// Tells the page that shows this one in a frame how high it is: the frame can then follow.

"use strict";

if (parent !== window) {
  const tell = () => {
    // Any site may embed it, and a height is nobody's secret.
    parent.postMessage({ reperess: Math.ceil(document.body.getBoundingClientRect().height) }, "*");
  };
  new ResizeObserver(tell).observe(document.body);
}
