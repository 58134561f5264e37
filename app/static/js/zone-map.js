// Where a structure works: territories looked for as one types, zones drawn as they are chosen.

"use strict";

const AROUND = 30_000; // metres, so that some towns are seen

// Which answers use the distance typed, and the territories ticked.
const OF_A_DISTANCE = ["autre", "ensemble"];
const OF_TERRITORIES = ["territoires", "ensemble"];

/** What a zone reaches by the answer chosen, as the form has it now. */
function readZone(fieldset) {
  const name = fieldset.dataset.zone;
  const answer = fieldset.querySelector(`[name="${name}-reach"]:checked`)?.value ?? "";
  const typed = OF_A_DISTANCE.includes(answer) ? fieldset.querySelector(`[name="${name}-km"]`).value : answer;
  const ticked = OF_TERRITORIES.includes(answer) ? fieldset.querySelectorAll(`[name="${name}-territory"]:checked`) : [];
  const shapes = [...ticked].map(({ dataset }) => JSON.parse(dataset.shape));
  return {
    whole_country: answer === "france",
    radius_km: /^\d{1,3}$/.test(typed) ? Number(typed) : null,
    outlines: {
      departements: shapes.flatMap(({ outlines }) => outlines?.departements ?? []),
      regions: shapes.flatMap(({ outlines }) => outlines?.regions ?? []),
    },
    spots: shapes.flatMap(({ spots }) => spots ?? []),
  };
}

async function drawZones(section) {
  const holder = section.querySelector("[data-zone-map]");
  if (!holder) return;
  const centre = JSON.parse(holder.dataset.zoneMap);
  const map = makeMap(holder.querySelector("[data-map-canvas]"));
  const outlines = await drawCountry(map);
  L.marker(centre, { icon: markIcon(1), keyboard: false, interactive: false }).addTo(map);
  const drawn = L.layerGroup().addTo(map);
  const country = boundsOf(holder.dataset.country);

  function draw() {
    drawn.clearLayers();
    const seen = L.latLng(centre).toBounds(AROUND);
    for (const fieldset of section.querySelectorAll("[data-zone]")) {
      const zone = readZone(fieldset);
      for (const shape of zoneShapes(zone, centre, outlines)) {
        shape.addTo(drawn);
        // Of the country, the part that is on one map: not the islands across the oceans.
        seen.extend(zone.whole_country ? country : shape.getBounds());
      }
    }
    // At once: Leaflet forgets what it is asked while it moves.
    map.fitBounds(seen, { padding: [16, 16], animate: false });
  }

  section.addEventListener("change", draw);
  section.addEventListener("input", ({ target }) => {
    if (target.closest("[data-km]")) draw();
  });
  draw();
}

/** A territory in the list of a zone, ticked. */
function addTerritory(fieldset, place) {
  const list = fieldset.querySelector("[data-territory-list]");
  let box = [...list.querySelectorAll("input")].find(({ value }) => value === place.key);
  if (!box) {
    const item = document.createElement("li");
    item.append(fieldset.querySelector("template[data-territory]").content.cloneNode(true));
    item.querySelector("span").firstChild.textContent = `${place.name} `;
    item.querySelector(".tap-why").textContent = place.level;
    box = item.querySelector("input");
    box.value = place.key;
    box.dataset.shape = JSON.stringify(place.shape);
    list.append(item);
  }
  box.checked = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

function pickTerritories(fieldset, status) {
  const input = fieldset.querySelector("[data-place]");

  async function suggest(typed) {
    const answer = await fetch(`${input.dataset.place}?${new URLSearchParams({ nom: typed })}`);
    const places = answer.ok ? await answer.json() : [];
    return places.map((place) => ({
      label: place.name,
      hint: place.level,
      choose: () => addTerritory(fieldset, place),
    }));
  }

  makePicker(input, fieldset.querySelector("[data-place-list]"), status, suggest);
}

/** What an answer needs besides is the next thing to type. */
function followAnswers(fieldset) {
  const name = fieldset.dataset.zone;
  fieldset.addEventListener("change", ({ target }) => {
    if (target.name !== `${name}-reach`) return;
    if (OF_A_DISTANCE.includes(target.value)) fieldset.querySelector(`[name="${name}-km"]`).focus();
    else if (OF_TERRITORIES.includes(target.value)) fieldset.querySelector("[data-place]").focus();
  });
}

for (const section of document.querySelectorAll("[data-activities]")) {
  for (const fieldset of section.querySelectorAll("[data-zone]")) {
    followAnswers(fieldset);
    pickTerritories(fieldset, section.querySelector("[data-picker-status]"));
  }
  drawZones(section);
}
