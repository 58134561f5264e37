"""A point typed where a place is asked for, as maps write it: "48.85, 2.35"."""

import re

from domain.geography import Place, Point, distance_km, gazetteer

_DEGREES = r"(-?\d{1,3}[.,]\d+)\s*°?"
_POINT = re.compile(rf"\s*{_DEGREES}(?:\s*[,;/]\s*|\s+){_DEGREES}\s*")
_FARTHEST_KM = 20  # from the middle of its commune, a point of France
_POLE, _ANTIMERIDIAN = 90, 180


def point_in(text: str) -> Point | None:
    """The one that the whole text is."""
    if not (said := _POINT.fullmatch(text)):
        return None
    latitude, longitude = (float(degrees.replace(",", ".")) for degrees in said.groups())
    is_on_earth = abs(latitude) <= _POLE and abs(longitude) <= _ANTIMERIDIAN
    return Point(latitude, longitude) if is_on_earth else None


def commune_at(point: Point) -> Place | None:
    """None out of France."""
    commune = gazetteer().nearest(point)
    is_there = commune.point and distance_km(commune.point, point) <= _FARTHEST_KM
    return gazetteer().place("commune", commune.code_insee) if is_there else None
