"""Whether a point is in France."""

import pytest

from app.structures.borders import is_well_inside_france
from domain.geography import Point


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (48.85, 2.35),  # Paris
        (45.90, 6.12),  # Annecy, in the box of Switzerland
        (47.75, 7.30),  # Mulhouse
        (-21.10, 55.48),  # La Réunion
    ],
)
def test_a_point_in_france_is(latitude: float, longitude: float) -> None:
    assert is_well_inside_france(Point(latitude, longitude))


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (46.2044, 6.1432),  # Genève
        (47.5596, 7.5886),  # Bâle
        (43.7384, 7.4246),  # Monaco
        (50.8503, 4.3517),  # Bruxelles
        (49.2354, 6.9969),  # Sarrebruck
        (42.5063, 1.5218),  # Andorre
        (49.1858, -2.1102),  # Jersey
        (51.8985, -8.4756),  # Cork
        (90.0, 0.0),
    ],
)
def test_a_point_abroad_is_not_even_beside_the_border(latitude: float, longitude: float) -> None:
    assert not is_well_inside_france(Point(latitude, longitude))
