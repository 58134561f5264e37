"""Distances in kilometres: haversine for many points, geodesic for what is shown or decides."""

from typing import Any

import numpy as np
from geopy.distance import geodesic

from domain.geography.values import Point

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG

Floats = np.ndarray[Any, np.dtype[np.float64]]


def distance_km(a: Point, b: Point) -> float:
    """Geodesic distance on WGS84: exact, 0.2 ms each."""
    kilometres: float = geodesic(a, b).kilometers
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
