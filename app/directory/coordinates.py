"""A point typed where a place is asked for, as maps write it: "48.85, 2.35"."""

import re

from domain.geography import Place, Point, distance_km, gazetteer

_DEGREES = r"(-?\d{1,3}(?:[.,]\d+)?)\s*°?"
_POINT = re.compile(rf"\s*{_DEGREES}(?:\s*[,;/]\s*|\s+){_DEGREES}\s*")
_FARTHEST_KM = 20  # from the middle of its commune, a point of France
_POLE, _ANTIMERIDIAN = 90, 180


def point_in(text: str) -> Point | None:
    """The one that the whole text is."""
    said = _POINT.fullmatch(text)
    if not said or not _is_precise(*said.groups()):
        return None
    latitude, longitude = (float(degrees.replace(",", ".")) for degrees in said.groups())
    is_on_earth = abs(latitude) <= _POLE and abs(longitude) <= _ANTIMERIDIAN
    return Point(latitude, longitude) if is_on_earth else None


def _is_precise(latitude: str, longitude: str) -> bool:
    """ "14.5, -61"; "44,85" and "44,85,35" are départements."""
    has_a_dot = "." in latitude or "." in longitude
    return has_a_dot or ("," in latitude and "," in longitude)


def commune_at(point: Point) -> Place | None:
    """None out of France."""
    commune = gazetteer().nearest(point)
    is_there = commune.point and distance_km(commune.point, point) <= _FARTHEST_KM
    return gazetteer().place("commune", commune.code_insee) if is_there else None
