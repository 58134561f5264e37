"""What a cell of the map is called, and where its mark stands: its most populous commune."""

from functools import lru_cache

import numpy as np

from domain.geography import Commune, gazetteer
from search.cells import Cell, Integers, cells_at


def landmark_of(cell: Cell) -> Commune | None:
    """None for a cell that holds no commune's point: abroad, at sea, or very small."""
    keys, communes = _landmarks(cell.zoom)
    key = cell.y << cell.zoom | cell.x
    position = int(np.searchsorted(keys, key))
    if position == len(keys) or keys[position] != key:
        return None
    return gazetteer().commune(gazetteer().codes[communes[position]])


@lru_cache(maxsize=12)  # half a megabyte each, at most
def _landmarks(zoom: int) -> tuple[Integers, Integers]:
    """The cells of that zoom that hold communes, in order, and the most populous of each."""
    known = gazetteer()
    located = np.flatnonzero(~np.isnan(known.latitudes))
    most_populous_first = located[np.argsort(-known.populations[located], kind="stable")]
    x, y = cells_at(
        known.latitudes[most_populous_first], known.longitudes[most_populous_first], zoom
    )
    keys, first = np.unique(y << zoom | x, return_index=True)
    return keys, most_populous_first[first]
