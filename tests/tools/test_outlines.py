"""The outlines of data/ are complete and can be drawn."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from domain.geography import gazetteer

OUTLINES = Path(__file__).resolve().parents[2] / "data" / "outlines"


def features(name: str) -> dict[str, Any]:
    collection = json.loads(gzip.decompress((OUTLINES / f"{name}.geojson.gz").read_bytes()))
    assert collection["type"] == "FeatureCollection"
    return {feature["properties"]["code"]: feature for feature in collection["features"]}


def shapes(name: str) -> dict[str, Any]:
    outlines = features(name).items()
    return {c: shapely.from_geojson(json.dumps(feature["geometry"])) for c, feature in outlines}


def test_there_are_101_departements_and_18_regions() -> None:
    assert len(features("departements")) == 101
    assert len(features("regions")) == 18


def test_codes_and_names_are_the_gazetteers() -> None:
    for level in ("departement", "region"):
        for code, feature in features(f"{level}s").items():
            place = gazetteer().place(level, code)
            assert place is not None
            assert place.name == feature["properties"]["name"]


@pytest.mark.parametrize("name", ["departements", "departements-fine", "regions", "neighbours"])
def test_every_outline_is_an_area(name: str) -> None:
    for shape in shapes(name).values():
        assert shape.geom_type in {"Polygon", "MultiPolygon"}
        assert shape.is_valid
        assert not shape.is_empty


@pytest.mark.parametrize("name", ["departements", "departements-fine", "regions"])
def test_neighbours_share_one_border(name: str) -> None:
    assert shapely.coverage_is_valid(list(shapes(name).values()))


def test_regions_leave_no_hole_in_the_country() -> None:
    parts = shapely.get_parts(shapely.union_all(list(shapes("regions").values())))

    assert not [part for part in parts if len(part.interiors)]


def test_communes_lie_in_their_departement() -> None:
    outlines = shapes("departements")
    communes = [gazetteer().commune(code) for code in gazetteer().codes[::50]]
    located = [c for c in communes if c and c.point]

    inside = [
        outlines[c.departement].covers(shapely.Point(c.point.longitude, c.point.latitude))
        for c in located
        if c.point
    ]

    assert len(located) > 600
    assert sum(inside) / len(inside) > 0.995  # simplified: a centre near a border may fall outside


def test_the_countries_around_are_named_in_french() -> None:
    names = {feature["properties"]["name"] for feature in features("neighbours").values()}

    assert {"Belgique", "Allemagne", "Suisse", "Italie", "Espagne"} <= names
    assert "France" not in names
