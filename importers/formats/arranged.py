"""Lists read as one made by hand is, but whose columns are known beforehand."""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from importers.cells import Cells
from importers.columns import Columns
from importers.facts import RowFacts, RowResult
from importers.formats import generic
from importers.formats.base import Bind, known_columns

Adjust = Callable[[RowFacts, Cells], RowResult]


def arranged(
    required: Iterable[str],
    by_field: Mapping[str, tuple[str, ...]],
    adjust: Adjust | None = None,
    *,
    used: Iterable[str] = (),
    concerns: Callable[[Cells], bool] | None = None,
) -> Bind:
    """A `bind` for the columns (folded titles) of each field; `adjust` has the last word on a row.

    `used` are columns that only `adjust` or `concerns` read, or that say nothing to read.
    """
    columns = Columns(by_field, ignored=())

    def read(cells: Cells) -> RowResult:
        result = generic.read(cells, columns)
        return adjust(result, cells) if adjust and isinstance(result, RowFacts) else result

    known = chain(chain.from_iterable(by_field.values()), used)
    return known_columns(required, tuple(known), read, concerns)
