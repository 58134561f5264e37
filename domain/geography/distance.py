"""Distances in km: chords or haversine for many points, geodesic for what is shown or decides."""

from typing import Any, TypeVar

import numpy as np
from geographiclib.geodesic import Geodesic  # type: ignore[import-untyped]  # ships no types

from domain.geography.values import Point

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
_EQUATOR_KM = 6378.137  # WGS84
_FLATTENING = 1 / 298.257223563
_ECCENTRICITY_SQUARED = _FLATTENING * (2 - _FLATTENING)

Floats = np.ndarray[Any, np.dtype[np.float64]]
OneOrMany = TypeVar("OneOrMany", float, Floats)


def distance_km(a: Point, b: Point) -> float:
    """Geodesic distance on WGS84, exact; NaN for a latitude beyond the poles."""
    line = Geodesic.WGS84.Inverse(*a, *b, Geodesic.DISTANCE)
    kilometres: float = line["s12"] / 1000
    return kilometres


def haversine_km(latitudes: Floats, longitudes: Floats, origin: Point) -> Floats:
    """Distances from `origin` to many points (degrees, same shape); NaN where a point is NaN.

    On a sphere: within 0.30 % of `distance_km` in France, thousands of times faster.
    """
    latitude, longitude = np.radians(origin)
    others = np.radians(latitudes)
    half_chord = (
        np.sin((others - latitude) / 2) ** 2
        + np.cos(latitude) * np.cos(others) * np.sin((np.radians(longitudes) - longitude) / 2) ** 2
    )
    distances: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half_chord))
    return distances


def earth_centred(latitudes: Floats, longitudes: Floats) -> Floats:
    """Positions in km from the centre of the Earth, shape (n, 3), of n points in degrees.

    On the ellipsoid: a straight line between two of them gives the geodesic within 3 parts per
    million up to 500 km, where the haversine may be 0.3 % off.
    """
    phi, lam = np.radians(latitudes), np.radians(longitudes)
    normal = _EQUATOR_KM / np.sqrt(1 - _ECCENTRICITY_SQUARED * np.sin(phi) ** 2)
    return np.column_stack(
        [
            normal * np.cos(phi) * np.cos(lam),
            normal * np.cos(phi) * np.sin(lam),
            normal * (1 - _ECCENTRICITY_SQUARED) * np.sin(phi),
        ]
    )


def chord_km(distance_km: float) -> float:
    """The straight line under an arc of the mean sphere."""
    chord: float = 2 * EARTH_RADIUS_KM * np.sin(distance_km / (2 * EARTH_RADIUS_KM))
    return chord


def arcs_km(chords: Floats) -> Floats:
    """The arcs of the mean sphere above straight lines; NaN where there is none."""
    arcs: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chords / (2 * EARTH_RADIUS_KM), 1))
    return arcs


def doubt_km(arcs: OneOrMany) -> OneOrMany:
    """How far such an arc may be from the geodesic: 2.5 m at 500 km, 15 km at 9,000 km."""
    return arcs * (2e-5 * (arcs / 1000) ** 2 + 1e-9)
