"""How well each row answers the need, beside words left over: lines 3 to 6 of docs/ranking.md."""

from dataclasses import dataclass

import numpy as np

from search.embedded.columns import DECLARED, Rows
from search.embedded.growing import Longs, Mask
from search.embedded.selection import Selection
from search.port import Facet, SearchQuery, Sort, services_accepted, services_wanted

_DEGREES = 6  # of those who say the very words, and as many of the others
RANKS = 2 * _DEGREES


@dataclass(frozen=True, slots=True)
class Degrees:
    """`ranks` is one number per row, the best 0, all below RANKS.

    `saying` are the rows that say the very words of the need, `less_sure` those that do but what
    the words may mean less surely, `alike` those whose name is but like the one typed. Nothing else
    counts of these, nor of who is called exactly what was typed.
    """

    ranks: Longs
    saying: Mask
    less_sure: Mask
    alike: Mask


def degrees_of(rows: Rows, selection: Selection, saying: Mask, query: SearchQuery) -> Degrees:
    order, less_sure = _order(rows, selection, query)
    alike = selection.named_alike & (query.sort is Sort.RELEVANCE)
    counting = ~(selection.wholly_named | alike)
    ranks = np.where(counting, _DEGREES * ~saying + order, 0)
    return Degrees(ranks, saying & counting, less_sure & counting, alike)


def _order(rows: Rows, selection: Selection, query: SearchQuery) -> tuple[Longs, Mask]:
    """Who declares a service wanted, whose words name one, who has none; and within each, who has
    but the words of the need comes last. Beside it, who does but what is less sure.
    """
    size, wanted = len(rows), services_wanted(query)
    if not wanted or query.sort is not Sort.RELEVANCE:
        return np.zeros(size, np.int64), np.zeros(size, np.bool_)
    known = rows.facet(Facet.SERVICE)
    declared, having = rows.sets[DECLARED].holders(wanted, size), known.holders(wanted, size)
    if wanted != services_accepted(query):
        found_for = selection.found_for(wanted)
        declared, having = declared & found_for, having & found_for
    order = (~declared).astype(np.int64) + ~having
    needed = known.holders(query.need.accepted, size) if query.need else np.ones(size, np.bool_)
    return 2 * order + ~needed, needed & ~having
