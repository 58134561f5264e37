"""The cells that a map counts by: squares of the Web Mercator plane, halved at each zoom.

At zoom z the world is 2^z cells wide; (0, 0) is the north-west one. Each cell holds four of the
next zoom, and every supplier is in one cell of each.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from domain.geography import Box, Point
from domain.geography.distance import Floats

Integers = np.ndarray[Any, np.dtype[np.int64]]

MAX_CELLS = 300  # that one answer may count
MAX_ZOOM = 22  # cells of some 10 m
# Beyond, the plane has no place; whoever lies there is in the last row.
_MAX_LATITUDE = 85.05


class Cell(NamedTuple):
    zoom: int
    x: int
    y: int


def cells_at(latitudes: Floats, longitudes: Floats, zoom: int) -> tuple[Integers, Integers]:
    """The (x, y) of the cell that holds each point, given in degrees."""
    across = 1 << zoom
    phi = np.radians(np.clip(latitudes, -_MAX_LATITUDE, _MAX_LATITUDE))
    x = (longitudes + 180) / 360
    y = (1 - np.arcsinh(np.tan(phi)) / np.pi) / 2
    return (
        np.clip((x * across).astype(np.int64), 0, across - 1),
        np.clip((y * across).astype(np.int64), 0, across - 1),
    )


def bounds_of(cell: Cell) -> Box:
    """What the cell holds. Its north and west edges are its own, the others its neighbours'."""
    across = 1 << cell.zoom
    south, north = (_latitude(1 - 2 * (cell.y + edge) / across) for edge in (1, 0))
    west, east = (360 * (cell.x + edge) / across - 180 for edge in (0, 1))
    return Box(south, west, north, east)


def centre_of(cell: Cell) -> Point:
    south, west, north, east = bounds_of(cell)
    return Point((south + north) / 2, (west + east) / 2)


def cell_count(box: Box, zoom: int) -> int:
    """How many cells of that zoom the box touches."""
    (west, east), (south, north) = cells_at(
        np.array([box.south, box.north]), np.array([box.west, box.east]), zoom
    )
    return int((east - west + 1) * (south - north + 1))


def finest_zoom(box: Box, at_most: int) -> int:
    """The zoom of the smallest cells of which the box touches `at_most`."""
    zooms = range(MAX_ZOOM, 0, -1)
    return next((zoom for zoom in zooms if cell_count(box, zoom) <= at_most), 0)


def count_by_cell(latitudes: Floats, longitudes: Floats, zoom: int) -> Iterator[tuple[Cell, int]]:
    """How many of the points each cell holds, the fullest first, then from the north-west."""
    x, y = cells_at(latitudes, longitudes, zoom)
    keys, counts = np.unique(y << zoom | x, return_counts=True)
    for position in np.lexsort((keys, -counts)):
        row, column = divmod(int(keys[position]), 1 << zoom)
        yield Cell(zoom, column, row), int(counts[position])


def _latitude(height: float) -> float:
    """Of a line of the plane: 1 at its north edge, 0 at the equator, -1 at its south edge."""
    return float(np.degrees(np.arctan(np.sinh(np.pi * height))))
