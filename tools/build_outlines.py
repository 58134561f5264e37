"""Build data/outlines/, for a map with no tile server: `python -m tools.build_outlines`."""

import gzip
import json
from collections.abc import Iterator
from typing import Any

import shapely

from tools.build_gazetteer import shapes_of_communes
from tools.geodata_sources import DATA, decoupage, world_atlas

OUTLINES = DATA / "outlines"
GRID = 0.001  # degrees kept in the files: 100 m
TOLERANCE = 0.02  # degrees: 2 km, what a screen shows of the whole country
FAR_TOLERANCE = 0.04
FINE_GRID = 0.0005
FINE_TOLERANCE = 0.005  # 500 m, for one that shows a town and what is around
GAP_WIDTH = 0.1  # degrees: closes the holes that communes merged of late leave between shapes

CLOSED_RING = 4  # points: a triangle, its first point repeated

# West, south, east, north: what a wide map of metropolitan France shows around it.
AROUND_FRANCE = (-25.0, 33.0, 30.0, 61.0)
# Natural Earth's names, which serve as codes here, are English.
NEIGHBOURS = {
    "Albania": "Albanie",
    "Algeria": "Algérie",
    "Andorra": "Andorre",
    "Austria": "Autriche",
    "Belarus": "Biélorussie",
    "Belgium": "Belgique",
    "Bosnia and Herz.": "Bosnie-Herzégovine",
    "Bulgaria": "Bulgarie",
    "Croatia": "Croatie",
    "Czechia": "Tchéquie",
    "Denmark": "Danemark",
    "Estonia": "Estonie",
    "Finland": "Finlande",
    "Germany": "Allemagne",
    "Gibraltar": "Gibraltar",
    "Greece": "Grèce",
    "Guernsey": "Guernesey",
    "Hungary": "Hongrie",
    "Ireland": "Irlande",
    "Isle of Man": "Île de Man",
    "Italy": "Italie",
    "Jersey": "Jersey",
    "Kosovo": "Kosovo",
    "Latvia": "Lettonie",
    "Libya": "Libye",
    "Liechtenstein": "Liechtenstein",
    "Lithuania": "Lituanie",
    "Luxembourg": "Luxembourg",
    "Macedonia": "Macédoine du Nord",
    "Malta": "Malte",
    "Moldova": "Moldavie",
    "Monaco": "Monaco",
    "Montenegro": "Monténégro",
    "Morocco": "Maroc",
    "Netherlands": "Pays-Bas",
    "Norway": "Norvège",
    "Poland": "Pologne",
    "Portugal": "Portugal",
    "Romania": "Roumanie",
    "Russia": "Russie",
    "San Marino": "Saint-Marin",
    "Serbia": "Serbie",
    "Slovakia": "Slovaquie",
    "Slovenia": "Slovénie",
    "Spain": "Espagne",
    "Sweden": "Suède",
    "Switzerland": "Suisse",
    "Tunisia": "Tunisie",
    "Turkey": "Turquie",
    "Ukraine": "Ukraine",
    "United Kingdom": "Royaume-Uni",
    "Åland": "Åland",
}

Shapes = dict[str, shapely.Geometry]
Arc = list[tuple[float, float]]


def main() -> None:
    OUTLINES.mkdir(parents=True, exist_ok=True)
    departements = {r["code"]: r for r in decoupage("departements")}
    regions = {r["code"]: r for r in decoupage("regions")}
    exact = _departement_shapes()
    by_region = _dissolved(exact, {code: departements[code]["region"] for code in exact})
    names = {code: record["nom"] for code, record in departements.items()}
    _write("departements", _simplified(exact, TOLERANCE), names)
    _write("departements-fine", _simplified(exact, FINE_TOLERANCE), names, FINE_GRID)
    names_of_regions = {code: record["nom"] for code, record in regions.items()}
    _write("regions", _simplified(by_region, TOLERANCE), names_of_regions)
    _write("neighbours", _neighbours(), NEIGHBOURS)


def _departement_shapes() -> Shapes:
    communes = shapes_of_communes()
    departement_of = {r["code"]: r["departement"] for r in decoupage("communes")}
    clean = shapely.coverage_clean(list(communes.values()), gap_width=GAP_WIDTH)
    return _dissolved(dict(zip(communes, clean, strict=True)), departement_of)


def _dissolved(shapes: Shapes, group_of: dict[str, str]) -> Shapes:
    groups: dict[str, list[shapely.Geometry]] = {}
    for code, shape in shapes.items():
        groups.setdefault(group_of[code], []).append(shape)
    return {code: shapely.coverage_union_all(members) for code, members in groups.items()}


def _simplified(shapes: Shapes, tolerance: float) -> Shapes:
    """Together, so that neighbours keep one common border."""
    simple = shapely.coverage_simplify(list(shapes.values()), tolerance)
    return dict(zip(shapes, simple, strict=True))


def _neighbours() -> Shapes:
    """The countries around France, clipped; France itself is drawn by its régions."""
    shapes = {name: shapely.clip_by_rect(c, *AROUND_FRANCE) for name, c in _countries()}
    kept = {name: shape for name, shape in shapes.items() if not shape.is_empty}
    kept.pop("France")
    return {name: shape.simplify(FAR_TOLERANCE) for name, shape in kept.items()}


def _countries() -> Iterator[tuple[str, shapely.Geometry]]:
    topology = world_atlas()
    arcs = [_decoded(arc, **topology["transform"]) for arc in topology["arcs"]]
    for country in topology["objects"]["countries"]["geometries"]:
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        drawn = [[_ring(ring, arcs) for ring in rings] for rings in polygons]
        shape = shapely.MultiPolygon(list(_polygons(drawn)))
        yield (
            country["properties"]["name"],
            shapely.make_valid(shape, method="structure", keep_collapsed=False),
        )


def _decoded(arc: list[list[int]], scale: list[float], translate: list[float]) -> Arc:
    """TopoJSON's arcs: integer steps from one point to the next."""
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
    return points


def _polygons(drawn: list[list[Arc]]) -> Iterator[shapely.Polygon]:
    """Without the islets that Natural Earth's grid has shrunk to a line."""
    for shell, *holes in drawn:
        if len(shell) >= CLOSED_RING:
            yield shapely.Polygon(shell, [hole for hole in holes if len(hole) >= CLOSED_RING])


def _ring(indexes: list[int], arcs: list[Arc]) -> Arc:
    """TopoJSON's ring: arcs end to end, one of negative index (~i) taken backwards."""
    points: Arc = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def _write(name: str, shapes: Shapes, names: dict[str, str], grid: float = GRID) -> None:
    features = [_feature(code, names[code], shapes[code], grid) for code in sorted(shapes)]
    collection = {"type": "FeatureCollection", "features": features}
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    path = OUTLINES / f"{name}.geojson.gz"
    # mtime=0: the same input gives the same bytes.
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{path.name}: {len(features)} outlines, {path.stat().st_size} bytes")


def _feature(code: str, name: str, shape: shapely.Geometry, grid: float) -> dict[str, Any]:
    geometry = shapely.set_precision(shape, grid)
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": json.loads(shapely.to_geojson(geometry.normalize())),
    }


if __name__ == "__main__":
    main()
