"""A k-d tree over points of the Earth, in which any set of points is a few whole subtrees.

The tree is perfect: its leaves are 2^k slots in line, and node i has the children 2i and 2i + 1
(the root is 1). A point fills one slot, or two neighbours where there are fewer points than
slots. The same points in the same order give the same nodes.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from domain.geography import Point
from domain.geography.distance import (
    Floats,
    chord_km,
    distance_km,
    doubt_km,
    earth_centred,
)

Slots = np.ndarray[Any, np.dtype[np.int64]]

_BLOCK_BITS = 7  # a disc is first tried against blocks of 128 slots, or of all there are


class CommuneTree:
    """Over points given in degrees, at least two; they keep their rank as their name."""

    def __init__(self, latitudes: Floats, longitudes: Floats) -> None:
        self._points = np.column_stack([latitudes, longitudes])
        positions = earth_centred(latitudes, longitudes)
        self.depth = (len(positions) - 1).bit_length()
        self.point_at = _point_at_slots(positions, self.depth)
        self._first = np.empty(len(positions), dtype=np.int64)
        self._last = np.empty(len(positions), dtype=np.int64)
        slots = np.arange(len(self.point_at))
        self._last[self.point_at] = slots
        self._first[self.point_at[::-1]] = slots[::-1]

        self._block_bits = min(_BLOCK_BITS, self.depth)
        # Each axis on its own: NumPy adds three long rows faster than many rows of three.
        axes = np.ascontiguousarray(positions[self.point_at].T)
        self._axes = axes.reshape(3, -1, 1 << self._block_bits)
        self._centres = self._axes.mean(axis=2).T
        reaches = np.linalg.norm(self._axes - self._centres.T[:, :, None], axis=0)
        self._block_radii = reaches.max(axis=1)

    def slots_of(self, points: Sequence[int]) -> Slots:
        """The slots of these points, sorted; some may come twice."""
        return np.sort(np.concatenate([self._first[points], self._last[points]]))

    def disc(self, centre: Point, radius_km: float) -> Slots:
        """The slots within `radius_km` of `centre` by the geodesic, sorted.

        Straight lines settle all but those at its very edge, where the geodesic does.
        """
        origin = earth_centred(*np.atleast_1d(*centre))[0]
        chord, doubt = chord_km(radius_km), doubt_km(radius_km)
        near = np.flatnonzero(
            np.linalg.norm(self._centres - origin, axis=1) <= chord + doubt + self._block_radii
        )
        x, y, z = (axis[near] - start for axis, start in zip(self._axes, origin, strict=True))
        chords = np.sqrt(x * x + y * y + z * z).ravel()
        reached = np.flatnonzero(chords <= chord + doubt)
        block, offset = np.divmod(reached, 1 << self._block_bits)
        slots = (near[block] << self._block_bits) + offset
        inside = chords[reached] < chord - doubt
        for edge in np.flatnonzero(~inside):
            point = Point(*self._points[self.point_at[slots[edge]]])
            inside[edge] = distance_km(centre, point) <= radius_km
        kept: Slots = slots[inside]
        return kept

    def cover(self, slots: Slots) -> list[int]:
        """The fewest nodes whose slots are exactly these (sorted; some may come twice)."""
        nodes: list[int] = []
        if len(slots):
            # np.diff takes several times as long on so few.
            breaks = np.flatnonzero(slots[1:] - slots[:-1] > 1)
            firsts = [int(slots[0]), *slots[breaks + 1].tolist()]
            lasts = [*slots[breaks].tolist(), int(slots[-1])]
            for first, last in zip(firsts, lasts, strict=True):
                self._add_nodes_of_run(nodes, first, last + 1)
        return nodes

    def _add_nodes_of_run(self, nodes: list[int], low: int, high: int) -> None:
        """A list to fill rather than a generator: some hundred nodes for each of many discs."""
        low, high = low + (1 << self.depth), high + (1 << self.depth)
        while low < high:
            if low & 1:
                nodes.append(low)
                low += 1
            if high & 1:
                high -= 1
                nodes.append(high)
            low, high = low >> 1, high >> 1

    def ancestors(self, point: int) -> list[int]:
        """Every node that holds the point, from its own to the root."""
        own = int(self._first[point]) + (1 << self.depth)
        if self._first[point] != self._last[point]:
            own >>= 1
        return [own >> level for level in range(own.bit_length())]


def _point_at_slots(positions: Floats, depth: int) -> Slots:
    """Halve the points, each part across its widest side, until every slot has its point."""
    order = np.arange(len(positions))
    for level in range(depth):
        bounds = _bounds(len(positions), level)
        sizes = np.diff(bounds)
        side = np.repeat(_widest_sides(positions[order], bounds), sizes)
        part = np.repeat(np.arange(len(sizes)), sizes)
        order = order[np.lexsort((positions[order, side], part))]
    bounds = _bounds(len(positions), depth - 1)
    slots: Slots = np.stack([order[bounds[:-1]], order[bounds[1:] - 1]], axis=1).ravel()
    return slots


def _bounds(count: int, level: int) -> Slots:
    """Where the parts of a level begin; each part is cut into two that differ by one at most."""
    return (np.arange((1 << level) + 1, dtype=np.int64) * count) >> level


def _widest_sides(positions: Floats, bounds: Slots) -> Slots:
    starts = bounds[:-1]
    extents = np.maximum.reduceat(positions, starts) - np.minimum.reduceat(positions, starts)
    sides: Slots = extents.argmax(axis=1)
    return sides
