"""Build data/gazetteer.json.gz: `python -m tools.build_gazetteer`.

Columns side by side rather than rows: smaller once compressed, and faster to read.
"""

import gzip
import json
from typing import Any

import shapely

from tools.geodata_sources import DATA, commune_shapes, decoupage

TODAY = "commune-actuelle"
NO_GEOMETRY = "\\N"
COORDINATE_DECIMALS = 4  # 11 m: a commune's centre says no more

Columns = dict[str, list[Any]]
LatLon = tuple[float, float]


def main() -> None:
    gazetteer = build()
    text = json.dumps(gazetteer, ensure_ascii=False, separators=(",", ":"))
    path = DATA / "gazetteer.json.gz"
    # mtime=0: the same input gives the same bytes.
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    codes, latitudes = gazetteer["communes"]["code"], gazetteer["communes"]["latitude"]
    located = sum(latitude is not None for latitude in latitudes)
    print(
        f"{path.name}: {len(codes)} communes, {located} with a point, {path.stat().st_size} bytes"
    )


def build() -> dict[str, Columns]:
    records = decoupage("communes")
    today = sorted((r for r in records if r["type"] == TODAY), key=_code)
    return {
        "communes": _communes(today),
        "former": _former(records),
        "epci": _table(decoupage("epci"), "code", "nom"),
        "departements": _table(decoupage("departements"), "code", "nom", "region"),
        "regions": _table(decoupage("regions"), "code", "nom"),
    }


def _communes(today: list[dict[str, Any]]) -> Columns:
    points, epci = commune_points(), _epci_of_communes()
    located = [points.get(_code(r), (None, None)) for r in today]
    return {
        "code": [_code(r) for r in today],
        "name": [r["nom"] for r in today],
        "departement": [r["departement"] for r in today],
        "population": [r.get("population", 0) for r in today],
        "postcodes": [" ".join(r.get("codesPostaux", [])) for r in today],
        "epci": [epci.get(_code(r)) for r in today],
        "latitude": [latitude for latitude, _ in located],
        "longitude": [longitude for _, longitude in located],
    }


def _former(records: list[dict[str, Any]]) -> Columns:
    """Communes that joined another, and municipal arrondissements: code, name, today's commune.

    The name is empty where only the code is known. A commune that gave its code to the one it
    joined is kept for its name.
    """
    rows = {
        (former, ""): _code(r)
        for r in records
        if r["type"] == TODAY
        for former in r.get("anciensCodes", [])
    }
    for record in records:
        if record["type"] != TODAY:
            rows.pop((_code(record), ""), None)
            rows[_code(record), record["nom"]] = record.get("chefLieu") or record["commune"]
    ordered = sorted(rows.items())
    return {
        "code": [code for (code, _), _ in ordered],
        "name": [name for (_, name), _ in ordered],
        "commune": [commune for _, commune in ordered],
    }


def commune_points() -> dict[str, LatLon]:
    """Centres (latitude, longitude in degrees) of the communes whose shape is published."""
    return {code: _centre(shape) for code, shape in shapes_of_communes().items()}


def shapes_of_communes() -> dict[str, shapely.Geometry]:
    """Today's communes' polygons; one published in parts only is the union of its parts."""
    rows = list(commune_shapes())
    codes = {row["id"]: row["code"] for row in rows}
    shapes: dict[str, shapely.Geometry] = {}
    parts: dict[str, list[shapely.Geometry]] = {}
    for row in rows:
        if row["geometry"] == NO_GEOMETRY:
            continue
        shape = shapely.from_wkb(row["geometry"])
        if row["type"] == "COM":
            shapes[row["code"]] = shape
        else:
            parts.setdefault(codes[row["commune_parent_id"]], []).append(shape)
    unions = {code: shapely.union_all(p) for code, p in parts.items() if code not in shapes}
    return shapes | unions


def _centre(shape: shapely.Geometry) -> LatLon:
    centre = shape.centroid
    if not shape.contains(centre):
        centre = shape.point_on_surface()
    return round(centre.y, COORDINATE_DECIMALS), round(centre.x, COORDINATE_DECIMALS)


def _epci_of_communes() -> dict[str, str]:
    return {member["code"]: e["code"] for e in decoupage("epci") for member in e["membres"]}


def _table(records: list[dict[str, Any]], *fields: str) -> Columns:
    english = {"nom": "name"}
    ordered = sorted(records, key=_code)
    return {english.get(field, field): [r[field] for r in ordered] for field in fields}


def _code(record: dict[str, Any]) -> str:
    code: str = record["code"]
    return code


if __name__ == "__main__":
    main()
