// The ground of every map: outlines, tiles if the administrator set some, and marks.

"use strict";

const STILL = matchMedia("(prefers-reduced-motion: reduce)").matches;
const FINE_FROM = 9; // the zoom from which the finer borders are drawn
const MARKS_APART = 46; // pixels: marks nearer than this are drawn as one

/** [[south, west], [north, east]] of "south,west,north,east". */
function boundsOf(box) {
  const [south, west, north, east] = box.split(",").map(Number);
  return L.latLngBounds([south, west], [north, east]);
}

/** "south,west,north,east", as addresses write it, inside the world. */
function boxOf(bounds) {
  const within = (value, limit) => Math.max(-limit, Math.min(limit, value)).toFixed(5);
  const { lat: south, lng: west } = bounds.getSouthWest();
  const { lat: north, lng: east } = bounds.getNorthEast();
  return [within(south, 85), within(west, 180), within(north, 85), within(east, 180)].join(",");
}

/** A map in `canvas`, opened on its frame; `named` to write the names of its towns. */
function makeMap(canvas, { named = true } = {}) {
  const map = L.map(canvas, {
    zoomControl: false,
    minZoom: 2,
    maxZoom: 18,
    zoomSnap: 0.25,
    worldCopyJump: true,
    scrollWheelZoom: false,
    zoomAnimation: !STILL,
    fadeAnimation: !STILL,
    markerZoomAnimation: !STILL,
  });
  map.attributionControl.setPrefix(false).addAttribution(canvas.dataset.attribution);
  L.control.zoom({ zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(map);
  // The wheel scrolls the page until one has chosen the map.
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  map.fitBounds(boundsOf(canvas.dataset.frame), { animate: false });
  // Tile servers refuse sites that do not say who they are.
  const tiles = { referrerPolicy: "strict-origin" };
  if (canvas.dataset.tiles) L.tileLayer(canvas.dataset.tiles, tiles).addTo(map);
  else if (named) followTowns(map);
  return map;
}

/** Name the towns of the view, the largest first, where there is room: without tiles, the map
 * would be mute. */
function followTowns(map) {
  map.createPane("towns").classList.add("map-towns");
  const named = L.layerGroup().addTo(map);
  const look = async () => {
    const view = boxOf(map.getBounds());
    const answer = await fetch(`${map.getContainer().dataset.towns}?cadre=${view}`);
    if (!answer.ok || view !== boxOf(map.getBounds())) return;
    named.clearLayers();
    for (const town of withRoom(map, await answer.json())) {
      const icon = L.divIcon({ className: "town", iconSize: null, html: document.createElement("b") });
      icon.options.html.textContent = town.name;
      L.marker(town.at, { icon, pane: "towns", keyboard: false, interactive: false }).addTo(named);
    }
  };
  map.on("moveend", look);
  look();
}

/** Those of the towns whose names do not run into a name placed before. */
function withRoom(map, towns) {
  const placed = [];
  return towns.filter((town) => {
    const at = map.latLngToLayerPoint(town.at);
    const half = 8 + 3.5 * town.name.length;
    const free = placed.every(
      (other) => Math.abs(other.at.y - at.y) > 34 || Math.abs(other.at.x - at.x) > other.half + half,
    );
    if (free) placed.push({ at, half });
    return free;
  });
}

async function outlinesOf(map, name) {
  return (await fetch(map.getContainer().dataset[name])).json();
}

function drawOutline(map, name, collection) {
  const style = { className: `outline outline-${name}`, weight: 1 };
  return L.geoJSON(collection, { interactive: false, style }).addTo(map);
}

/** Draw the country; resolves to its outlines, as GeoJSON, by name. */
async function drawCountry(map) {
  const names = ["neighbours", "departements", "regions"];
  const collections = await Promise.all(names.map((name) => outlinesOf(map, name)));
  const drawn = names.map((name, position) => drawOutline(map, name, collections[position]));
  refineWhenNear(map, drawn.slice(1));
  return Object.fromEntries(names.map((name, position) => [name, collections[position].features]));
}

/** Seen from near, the simplified borders give way to finer ones. */
function refineWhenNear(map, coarse) {
  const refine = async () => {
    if (map.getZoom() < FINE_FROM) return;
    map.off("zoomend", refine);
    const fine = await outlinesOf(map, "fine");
    for (const layer of coarse) layer.remove();
    drawOutline(map, "departements", fine).bringToBack();
  };
  map.on("zoomend", refine);
  refine();
}

/** The shapes of a zone that counts from `centre`; `outlines` are those of `drawCountry`. */
function zoneShapes(zone, centre, outlines) {
  const style = { className: "coverage", weight: 2 };
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

function pointOf(item) {
  return L.latLng(item.dataset.at.split(",").map(Number));
}

/** Items of a list, those that would overlap on the map put together, the fullest first. */
function groups(map, items) {
  const made = [];
  const heavy = [...items].sort((a, b) => b.dataset.count - a.dataset.count);
  for (const item of heavy) {
    const at = map.latLngToLayerPoint(pointOf(item));
    let group = made.find((other) => other.at.distanceTo(at) < MARKS_APART);
    if (!group) made.push((group = { at, point: pointOf(item), items: [], count: 0 }));
    group.items.push(item);
    group.count += Number(item.dataset.count);
  }
  return made;
}

/** What to enlarge to for all of a group to be seen. */
function extentOf(group) {
  const bounds = L.latLngBounds([]);
  for (const item of group.items) {
    bounds.extend(item.dataset.box ? boundsOf(item.dataset.box) : pointOf(item));
  }
  return bounds;
}

function markIcon(count) {
  if (count === 1) return L.divIcon({ className: "mark mark-one", iconSize: [22, 22] });
  const size = Math.round(30 + 7 * Math.log10(count));
  const told = count.toLocaleString("fr-FR");
  return L.divIcon({ className: "mark", iconSize: [size, size], html: `<span>${told}</span>` });
}

/** The suppliers of a group, in a bubble where they are. */
function openBubble(map, group) {
  const list = document.createElement("ul");
  list.className = "map-bubble";
  list.append(...group.items.map((item) => item.cloneNode(true)));
  // Clear of the buttons that stand over the map.
  const options = { maxHeight: 220, autoPanPaddingTopLeft: [56, 64], autoPanPaddingBottomRight: [12, 12] };
  const bubble = L.popup(options).setLatLng(group.point).setContent(list).openOn(map);
  bubble.getElement().querySelector(".leaflet-popup-close-button").ariaLabel = "Fermer";
}

/** Whether enlarging would still part them. */
function canBeParted(map, group) {
  const bounds = extentOf(group);
  const apart = bounds.getSouthWest().distanceTo(bounds.getNorthEast());
  return group.items.length > 1 && apart > 30 && map.getZoom() < map.getMaxZoom();
}

function enterGroup(map, group) {
  const area = group.items.find((item) => item.dataset.box);
  const deepest = map.getZoom() >= map.getMaxZoom();
  if (area && deepest) {
    // More than can be shown one by one, at one place: the list shows them.
    location.assign(area.querySelector("a").href);
  } else if (area || canBeParted(map, group)) {
    const maxZoom = Math.max(16, Math.ceil(map.getZoom() + 1));
    map.fitBounds(extentOf(group), { maxZoom, padding: [24, 24] });
  } else {
    openBubble(map, group);
  }
}

/** What a mark stands for, in words. */
function namesOf(group) {
  return group.items.map((item) => item.querySelector("a").firstChild.textContent).join(", ");
}

/** The point, or the nearest one inside the view: an area at its edge may be named from outside. */
function inView(map, point) {
  const { x, y } = map.latLngToContainerPoint(point);
  const size = map.getSize();
  const within = (value, length) => Math.max(18, Math.min(length - 18, value));
  return map.containerPointToLatLng([within(x, size.x), within(y, size.y)]);
}

/** Draw the items of a list as marks in `layer`. They are for the pointer: the list is for keys. */
function drawMarks(map, layer, items) {
  layer.clearLayers();
  for (const group of groups(map, items)) {
    const options = { icon: markIcon(group.count), keyboard: false, title: namesOf(group) };
    L.marker(inView(map, group.point), options)
      .on("click", () => enterGroup(map, group))
      .addTo(layer);
  }
}
