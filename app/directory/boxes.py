"""Boxes of the map: as addresses write them, around places, put together."""

import math
import re
from collections.abc import Iterable
from functools import lru_cache

from domain.geography import Box, Level, Point, gazetteer

METROPOLE = Box(41.3, -5.2, 51.2, 9.7)

_ROOM = 1.16  # a frame is so much larger than what it must hold
_MIN_SPAN = 0.05  # degrees, some 5 km: a frame around a single point
_KM_PER_DEGREE = 111.2
# The square that Web Mercator draws.
WORLD = Box(-85, -180, 85, 180)
# Six decimals are ten centimetres.
_EDGES = re.compile(",".join([r"(-?[0-9]{1,3}(?:\.[0-9]{1,6})?)"] * 4))


def read_box(typed: str) -> Box | None:
    """The box of "south,west,north,east", in degrees; None when it is none."""
    found = _EDGES.fullmatch(typed)
    if not found:
        return None
    box = Box(*map(float, found.groups()))
    ordered = box.south < box.north <= 90 and -180 <= box.west < box.east <= 180
    return box if ordered and box.south >= -90 else None


def box_address(box: Box) -> str:
    """What `read_box` reads as this box, to ten centimetres."""
    return ",".join(f"{edge:.6f}".rstrip("0").rstrip(".") for edge in box)


def around(point: Point, radius_km: float) -> Box:
    height = radius_km / _KM_PER_DEGREE
    width = height / math.cos(math.radians(point.latitude))
    latitude, longitude = point
    return Box(latitude - height, longitude - width, latitude + height, longitude + width)


def height_km(box: Box) -> float:
    return (box.north - box.south) * _KM_PER_DEGREE


@lru_cache(maxsize=256)
def extent_of(level: Level, code: str) -> Box | None:
    """The box of a territory's communes; None when none of them has a point."""
    place = gazetteer().place(level, code)
    communes = (gazetteer().commune(code) for code in place.communes) if place else ()
    return union(
        Box(*commune.point, *commune.point) for commune in communes if commune and commune.point
    )


def union(boxes: Iterable[Box | None]) -> Box | None:
    """The box that holds them all; None without any."""
    known = [box for box in boxes if box]
    if not known:
        return None
    souths, wests, norths, easts = zip(*known, strict=True)
    return Box(min(souths), min(wests), max(norths), max(easts))


def framed(box: Box | None) -> Box:
    """What a map opens on to show this box, with room around; metropolitan France if none."""
    if box is None:
        return METROPOLE
    south, north = _widened(box.south, box.north, WORLD.north)
    west, east = _widened(box.west, box.east, WORLD.east)
    return Box(south, west, north, east)


def _widened(low: float, high: float, limit: float) -> tuple[float, float]:
    middle, half = (low + high) / 2, max((high - low) * _ROOM, _MIN_SPAN) / 2
    return max(middle - half, -limit), min(middle + half, limit)
