"""Rows that go on about the supplier of the row above: what they leave blank is what it says.

People write a name, a SIRET or an address once, above the rows of its services.
"""

from collections.abc import Iterable
from dataclasses import replace

from importers.reading import Row


class Completing:
    """Completes rows, each in its order. `same` are the ranks of what tells a supplier, `telling`
    those of what it may have more than one of. `head` is the last row that told any of the former.
    `is_whole`: no rows between these were left out.
    """

    head: Row

    def __init__(self, same: Iterable[int], telling: Iterable[int], *, is_whole: bool) -> None:
        self._same, self._telling = tuple(same), tuple(telling)
        self._is_whole = is_whole
        self._above: Row | None = None

    def completed(self, row: Row) -> Row:
        above = self._above
        goes_on = above is not None and self._goes_on(row, above)
        self._above = _filled(row, above, self._same) if above and goes_on else row
        if not (goes_on and self._is_bare(row)):
            self.head = self._above
        return self._above

    def _goes_on(self, row: Row, above: Row) -> bool:
        """Whether it says more of a supplier, and nothing else of which one.

        One that tells nothing of which is of the row right above: a blank row, a note or the
        heading of a group may part them.
        """
        is_below = self._is_whole and row.line == above.line + 1
        if self._is_bare(row) and not is_below:
            return False
        says_more = any(cell_of(row, rank) for rank in self._telling)
        return says_more and all(
            cell_of(row, rank) in {"", cell_of(above, rank)} for rank in self._same
        )

    def _is_bare(self, row: Row) -> bool:
        return not any(cell_of(row, rank) for rank in self._same)


def _filled(row: Row, above: Row, ranks: Iterable[int]) -> Row:
    width = max(len(row.cells), len(above.cells))
    cells = [*row.cells, *[""] * (width - len(row.cells))]
    for rank in ranks:
        if rank < width:
            cells[rank] = cells[rank] or cell_of(above, rank)
    return replace(row, cells=tuple(cells))


def cell_of(row: Row, rank: int) -> str:
    return row.cells[rank] if rank < len(row.cells) else ""
