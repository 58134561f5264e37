"""What a cell of the map is called."""

import numpy as np
import pytest

from app.directory.landmarks import landmark_of
from domain.geography import Box, gazetteer
from search.cells import Cell, bounds_of, cells_at


@pytest.mark.parametrize("zoom", [0, 3, 6, 9, 12])
def test_a_cell_is_called_after_its_most_populous_commune(zoom: int) -> None:
    known = gazetteer()
    x, y = cells_at(np.array([47.4736]), np.array([-0.5542]), zoom)
    cell = Cell(zoom, int(x[0]), int(y[0]))
    box = bounds_of(cell)
    inside = [
        (int(known.populations[i]), known.codes[i])
        for i in range(len(known.codes))
        if holds(box, float(known.latitudes[i]), float(known.longitudes[i]))
    ]
    landmark = landmark_of(cell)
    assert landmark
    assert landmark.code_insee == max(inside)[1]


def holds(box: Box, latitude: float, longitude: float) -> bool:
    return box.south < latitude <= box.north and box.west <= longitude < box.east


def test_a_cell_without_a_commune_has_no_landmark() -> None:
    assert landmark_of(Cell(4, 0, 0)) is None
