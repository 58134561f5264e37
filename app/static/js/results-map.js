// The map of the results: its list follows its moves, the results follow when asked to.

"use strict";

(() => {
  const RESTED = 200; // milliseconds without a move before what is shown is asked for
  const block = () => document.querySelector("[data-results-map]");
  const canvas = block().querySelector("[data-map-canvas]");
  const map = makeMap(canvas);
  const marks = L.layerGroup().addTo(map);
  const asked = L.layerGroup().addTo(map); // the circle around the place, and the zone
  let searched = view();
  let resting;
  let request;

  function view() {
    return { zoom: map.getZoom(), center: map.getCenter() };
  }

  /** Whether the map shows another view than the one that was searched. */
  function isMoved() {
    const apart = map.project(searched.center).distanceTo(map.project(map.getCenter()));
    return map.getZoom() !== searched.zoom || apart > 3;
  }

  function offerToSearch() {
    block().querySelector("[data-map-ask]").hidden = !isMoved();
  }

  /** Say beside the map what its list begins with: the list is folded. */
  function tell(words) {
    block().querySelector("[data-map-told]").textContent = words;
  }

  function listed() {
    return block().querySelector("[data-map-list]");
  }

  /** Say that the list does not show the present view yet, or that it does. */
  function wait(busy) {
    listed().setAttribute("aria-busy", busy);
  }

  function draw() {
    const counted = listed().querySelector("[data-marks-count]");
    counted.hidden = true;
    tell(counted.textContent);
    drawMarks(map, marks, listed().querySelectorAll("li[data-at]"));
  }

  function drawAsked() {
    const { zone, circle } = block().dataset;
    const drawing = { pane: "asked", interactive: false };
    asked.clearLayers();
    if (circle) {
      const [latitude, longitude, km] = circle.split(",").map(Number);
      const style = { ...drawing, className: "map-circle", radius: km * 1000 };
      L.circle([latitude, longitude], style).addTo(asked);
    }
    if (zone) {
      L.rectangle(boundsOf(zone), { ...drawing, className: "map-zone" }).addTo(asked);
    }
  }

  /** Ask what the present view shows, and put it in the list. */
  async function look() {
    wait(true);
    request?.abort();
    request = new AbortController();
    const search = new URLSearchParams(block().dataset.search);
    search.set("cadre", boxOf(map.getBounds()));
    try {
      const answer = await fetch(`${block().dataset.address}?${search}`, { signal: request.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      listed().innerHTML = await answer.text();
      draw();
    } catch (error) {
      if (error.name === "AbortError") return;
      marks.clearLayers();
      tell("La carte n’a pas pu être mise à jour. Déplacez-la pour réessayer.");
    }
    wait(false);
  }

  function rest() {
    clearTimeout(resting);
    resting = setTimeout(look, RESTED);
    offerToSearch();
  }

  function searchHere() {
    searched = view();
    // The button goes; whoever pressed it by a key goes on from the results.
    document.getElementById("resultats").focus({ preventScroll: true });
    document.getElementById("recherche").elements.zone.value = boxOf(map.getBounds());
    refresh();
  }

  block().querySelector(".map-list").open = false;
  map.createPane("asked").classList.add("map-asked");
  drawCountry(map);
  drawAsked();
  look();
  map.on("movestart", () => wait(true));
  map.on("moveend", rest);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-map-ask]")) searchHere();
  });
  // The results were changed by a box: the same map, moved in the new page, follows.
  document.addEventListener("results:shown", () => {
    map.invalidateSize();
    offerToSearch();
    drawAsked();
    look();
  });
})();
