"""Where the suppliers found sit, one by one or counted by cell."""

import numpy as np

from domain.geography import Box, Point
from search.cells import count_by_cell
from search.embedded.columns import Rows
from search.embedded.growing import Longs, Mask
from search.port import MAX_POINTS, CellCount, MapPoint, MapResults


def sitting_in(rows: Rows, box: Box) -> Mask:
    """The rows whose point lies in the box; none without a point does."""
    latitudes, longitudes = rows.points
    inside: Mask = (latitudes >= box.south) & (latitudes <= box.north)
    inside &= (longitudes >= box.west) & (longitudes <= box.east)
    return inside


def map_of(rows: Rows, kept: Mask, box: Box, zoom: int) -> MapResults:
    """What a map of that box shows of the rows kept."""
    inside = np.flatnonzero(kept & sitting_in(rows, box))
    one_by_one = len(inside) <= MAX_POINTS
    return MapResults(
        total=len(inside),
        everywhere=int(kept.sum()),
        unlocated=int((kept & np.isnan(rows.points[0])).sum()),
        points=_points(rows, inside) if one_by_one else (),
        cells=() if one_by_one else _cells(rows, inside, zoom),
    )


def _points(rows: Rows, inside: Longs) -> tuple[MapPoint, ...]:
    """By id."""
    latitudes, longitudes = rows.points
    return tuple(
        MapPoint(int(rows.ids[row]), Point(float(latitudes[row]), float(longitudes[row])))
        for row in inside[np.argsort(rows.ids[inside])]
    )


def _cells(rows: Rows, inside: Longs, zoom: int) -> tuple[CellCount, ...]:
    latitudes, longitudes = rows.points
    counted = count_by_cell(latitudes[inside], longitudes[inside], zoom)
    return tuple(CellCount(cell, count) for cell, count in counted)
