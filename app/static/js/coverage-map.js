// The map of a supplier's page: where it sits, and each of its zones.

"use strict";

(async () => {
  const figure = document.querySelector("[data-coverage-map]");
  const { centre, zones } = JSON.parse(figure.dataset.coverageMap);
  const map = makeMap(figure.querySelector("[data-map-canvas]"));
  const outlines = await drawCountry(map);

  for (const zone of zones) {
    for (const shape of zoneShapes(zone, centre, outlines)) shape.bindTooltip(zone.label, { sticky: true }).addTo(map);
  }
  L.marker(centre, { icon: markIcon(1), keyboard: false, interactive: false }).addTo(map);
})();
