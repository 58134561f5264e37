"""The order of the hits: a total one, so that pages show each of them once."""

import numpy as np

from domain.geography import Point
from domain.geography.distance import doubt_km
from search.embedded.columns import Rows
from search.embedded.degrees import RANKS, Degrees
from search.embedded.growing import Array, Floats, Longs
from search.embedded.place import exact_km
from search.embedded.selection import Selection
from search.port import SearchQuery, Sort

# Where each part of a relevance lies in the 64 bits that are compared.
SCORE_UNITS = 1000
SCORE_BITS, QUALITY_BITS = 28, 16


def page_of(
    rows: Rows, selection: Selection, degrees: Degrees, scores: Floats | None, query: SearchQuery
) -> list[int]:
    """The rows of the page asked, in order. `scores` is one per row; None without a text."""
    found, around = np.flatnonzero(selection.kept), selection.around
    if query.sort is Sort.DISTANCE and around and around.point:
        return _nearest(rows, found, around.arcs[found], around.point, query)
    if query.sort is Sort.NAME:
        names = rows.names[found]
        return _first(found, [_beginnings(names), names, rows.ids[found]], query)
    if query.sort is Sort.FRESHNESS:
        return _first(found, [-rows.freshness[found], rows.ids[found]], query)
    keys = _bands(selection, degrees, found) << SCORE_BITS
    if scores is not None:
        keys -= np.rint(scores[found] * SCORE_UNITS).astype(np.int64)
    relevance = (keys << QUALITY_BITS) - rows.quality[found]
    return _first(found, [relevance, -rows.freshness[found], rows.ids[found]], query)


def _bands(selection: Selection, degrees: Degrees, found: Longs) -> Longs:
    """First who is named, as typed then nearly so, and wholly or not; then who sits at the place,
    then who answers best.
    """
    unnamed, partly = ~selection.named[found], ~selection.wholly_named[found]
    keys: Longs = 2 * (unnamed + selection.named_alike[found].astype(np.int64)) + partly
    if selection.around:
        keys = 2 * keys + ~selection.around.located[found]
    return RANKS * keys + degrees.ranks[found]


def _beginnings(names: Array) -> Array:
    """The first eight bytes of each name, as a number of the same order."""
    return names.astype("S8").view(">u8").astype(np.uint64)


def _first(found: Longs, keys: list[Array], query: SearchQuery) -> list[int]:
    """The rows of the page when sorted by `keys`; only those that may be on it are sorted."""
    last = min(query.offset + query.per_page, len(found))
    if last <= query.offset:
        return []
    candidates = keys[0] <= np.partition(keys[0], last - 1)[last - 1]
    order = np.lexsort([key[candidates] for key in reversed(keys)])
    page: list[int] = found[candidates][order][query.offset : last].tolist()
    return page


def _nearest(
    rows: Rows, found: Longs, arcs: Floats, origin: Point, query: SearchQuery
) -> list[int]:
    """The rows of the page by geodesic; those without a point last.

    Only the rows whose arc leaves a doubt whether they are on the page are measured exactly.
    """
    first, last = query.offset, min(query.offset + query.per_page, len(found))
    if last <= first:
        return []
    arcs = np.where(np.isnan(arcs), np.inf, arcs)
    doubts = np.where(np.isinf(arcs), 0.0, doubt_km(arcs))
    nearest, farthest = arcs - doubts, arcs + doubts
    # No row is nearer than the page's first one can be, or farther than its last one can be.
    low = np.partition(nearest, first)[first]
    high = np.partition(farthest, last - 1)[last - 1]
    window = (farthest >= low) & (nearest <= high)
    before = int(np.count_nonzero(farthest < low))
    measured = [
        (exact_km(rows, origin, row) if np.isfinite(arc) else np.inf, int(rows.ids[row]), row)
        for row, arc in zip(found[window].tolist(), arcs[window], strict=True)
    ]
    return [row for _, _, row in sorted(measured)[first - before : last - before]]
