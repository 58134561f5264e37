// The map of a supplier's page: where it sits, and each of its zones.

"use strict";

(async () => {
  const figure = document.querySelector("[data-coverage-map]");
  const { centre, zones } = JSON.parse(figure.dataset.coverageMap);
  const map = makeMap(figure.querySelector("[data-map-canvas]"));
  const outlines = await drawCountry(map);
  const style = { className: "coverage", weight: 2 };

  function shapesOf(zone) {
    if (zone.whole_country) return [L.geoJSON(outlines.regions, { style })];
    const territories = Object.entries(zone.outlines).flatMap(([name, codes]) =>
      outlines[name].filter(({ properties }) => codes.includes(properties.code)),
    );
    return [
      ...(territories.length ? [L.geoJSON(territories, { style })] : []),
      ...(zone.radius_km ? [L.circle(centre, { radius: zone.radius_km * 1000, ...style })] : []),
      ...zone.spots.map((spot) => L.circle(spot, { radius: 2500, ...style })),
    ];
  }

  for (const zone of zones) {
    for (const shape of shapesOf(zone)) shape.bindTooltip(zone.label, { sticky: true }).addTo(map);
  }
  L.marker(centre, { icon: markIcon(1), keyboard: false, interactive: false }).addTo(map);
})();
