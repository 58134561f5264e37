// The map of the home page: a département is as dark as it is full, and leads to its structures.

"use strict";

(async () => {
  const section = document.querySelector("[data-home-map]");
  const map = makeMap(section.querySelector("[data-map-canvas]"), { named: false });
  const { departements } = await drawCountry(map);

  for (const departement of departements) {
    const code = CSS.escape(departement.properties.code);
    const link = section.querySelector(`[data-departement="${code}"]`);
    if (!link) continue;
    const className = `shaded shade-${link.dataset.level}`;
    const shape = L.geoJSON(departement, { style: { className, weight: 1 } })
      .bindTooltip(link.dataset.told, { sticky: true })
      .on("click", () => location.assign(link.href))
      .addTo(map);
    // Tooltips make shapes stops for the keyboard: the links beside are those.
    shape.eachLayer((layer) => layer.getElement().setAttribute("tabindex", "-1"));
  }
})();
