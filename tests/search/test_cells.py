"""The cells of maps: each point in one of each zoom, four in one, few in a view."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.geography import Box
from search.cells import (
    MAX_ZOOM,
    Cell,
    bounds_of,
    cell_count,
    cells_at,
    count_by_cell,
    finest_zoom,
)

FRANCE = Box(41.3, -5.2, 51.2, 9.7)
latitudes = st.floats(-85, 85)
longitudes = st.floats(-180, 179.99)
zooms = st.integers(0, MAX_ZOOM)


def cell_at(latitude: float, longitude: float, zoom: int) -> Cell:
    x, y = cells_at(np.array([latitude]), np.array([longitude]), zoom)
    return Cell(zoom, int(x[0]), int(y[0]))


def test_it_works() -> None:
    assert cell_at(47.47, -0.55, 3) == Cell(3, 3, 2)
    assert cell_at(47.47, -0.55, 0) == Cell(0, 0, 0)


@given(latitudes, longitudes, zooms)
def test_a_point_lies_in_the_bounds_of_its_cell(
    latitude: float, longitude: float, zoom: int
) -> None:
    bounds = bounds_of(cell_at(latitude, longitude, zoom))

    assert bounds.south - 1e-9 <= latitude <= bounds.north + 1e-9
    assert bounds.west - 1e-9 <= longitude <= bounds.east + 1e-9


@given(latitudes, longitudes, st.integers(0, MAX_ZOOM - 1))
def test_a_cell_holds_those_of_the_next_zoom(latitude: float, longitude: float, zoom: int) -> None:
    finer = cell_at(latitude, longitude, zoom + 1)

    assert Cell(zoom, finer.x // 2, finer.y // 2) == cell_at(latitude, longitude, zoom)


@pytest.mark.parametrize("latitude", [90, -90])
def test_the_poles_are_in_the_last_rows(latitude: float) -> None:
    assert cell_at(latitude, 180, 2) == Cell(2, 3, 0 if latitude > 0 else 3)


def test_a_box_is_told_how_many_cells_it_touches() -> None:
    assert cell_count(FRANCE, 0) == 1
    assert cell_count(FRANCE, 3) == 2
    assert cell_count(Box(47, 0.1, 47, 0.1), MAX_ZOOM) == 1


@given(latitudes, latitudes, longitudes, longitudes, st.integers(1, 300))
def test_the_finest_zoom_is_the_last_that_touches_few_enough(
    one: float, other: float, west: float, east: float, at_most: int
) -> None:
    box = Box(min(one, other), min(west, east), max(one, other), max(west, east))
    zoom = finest_zoom(box, at_most)

    assert cell_count(box, zoom) <= at_most
    assert zoom == MAX_ZOOM or cell_count(box, zoom + 1) > at_most


def test_points_are_counted_by_cell_the_fullest_first() -> None:
    counted = count_by_cell(np.array([47.0, 47.0, -20.0]), np.array([0.1, 0.2, 55.0]), 5)

    assert list(counted) == [(cell_at(47, 0.1, 5), 2), (cell_at(-20, 55, 5), 1)]
