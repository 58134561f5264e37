// A structure is placed by touching a map; the two fields beside it say the same thing.

"use strict";

(() => {
  const fold = document.querySelector("[data-point-map]");
  const holder = fold.querySelector("[data-with-script]");
  const country = document.getElementById("country");
  const frames = JSON.parse(fold.dataset.frames ?? "{}"); // of some countries
  const fields = ["latitude", "longitude"].map((name) => document.getElementById(name));
  let map = null;
  let mark = null;

  /** Where the fields say; null when they do not. */
  function typed() {
    const [latitude, longitude] = fields.map(({ value }) => parseFloat(value));
    const valid = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
    return valid ? L.latLng(latitude, longitude) : null;
  }

  function show(point) {
    mark?.remove();
    const options = { icon: markIcon(1), keyboard: false, interactive: false };
    mark = point && L.marker(point, options).addTo(map);
  }

  function place({ latlng }) {
    const point = latlng.wrap();
    fields[0].value = point.lat.toFixed(5);
    fields[1].value = point.lng.toFixed(5);
    show(point);
    // A preview follows what is typed.
    fields[0].dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** The country chosen, where its frame is known; a point already set stays in view. */
  function showCountry() {
    const frame = frames[country?.value];
    if (!map || !frame || typed()) return;
    const [south, west, north, east] = frame;
    map.fitBounds([[south, west], [north, east]]);
  }

  /** Once it is seen: a map drawn in a closed fold has no size. */
  function open() {
    if (map || !fold.open) return;
    holder.hidden = false;
    map = makeMap(holder.querySelector("[data-map-canvas]"));
    drawCountry(map);
    map.on("click", place);
    const start = typed();
    show(start);
    if (start) map.setView(start, 9);
    showCountry();
  }

  /** Out of France, the point is needed. */
  function follow() {
    if (country) fold.open ||= country.value !== "FR";
    open();
    showCountry();
  }

  for (const field of fields) field.addEventListener("change", () => map && show(typed()));
  country?.addEventListener("change", follow);
  fold.addEventListener("toggle", open);
  follow(); // a country may have been chosen before this script was there, or kept by the browser
})();
