"""Whether a point is in France, by the outlines that maps draw of its départements."""

import gzip
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from app.directory.boxes import around
from app.directory.ground import OUTLINES
from domain.geography import Point

# Outlines are simplified, and towns touch the border: Genève, Bâle, Monaco.
MARGIN_KM = 5

Edges = np.ndarray[Any, np.dtype[np.float64]]


def is_well_inside_france(point: Point) -> bool:
    """Itself, and all that is MARGIN_KM around it."""
    box = around(point, MARGIN_KM)
    latitudes = (box.south, point.latitude, box.north)
    longitudes = (box.west, point.longitude, box.east)
    return all(_is_in_france(y, x) for y in latitudes for x in longitudes)


def _is_in_france(latitude: float, longitude: float) -> bool:
    """Départements do not overlap: inside one, a line eastwards crosses an odd number of edges."""
    x0, y0, x1, y1 = _edges()
    at = (y0 > latitude) != (y1 > latitude)
    crossed = x0[at] + (x1[at] - x0[at]) * (latitude - y0[at]) / (y1[at] - y0[at])
    return bool(np.count_nonzero(crossed > longitude) % 2)


@cache
def _edges() -> Edges:
    """Degrees, a column per edge: x0, y0, x1, y1."""
    rings = [np.array(ring) for ring in _rings()]
    return np.hstack([np.hstack([ring[:-1], ring[1:]]).T for ring in rings])


def _rings() -> Iterator[list[list[float]]]:
    outlines = json.loads(gzip.decompress((OUTLINES / "departements-fine.geojson.gz").read_bytes()))
    for feature in outlines["features"]:
        shape = feature["geometry"]
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        for part in parts:
            yield from part
