"""The rows of a list that were not written, given back to be corrected, each with why."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.networks.lists.models import ListRow, MemberList, RowOutcome, is_left_out
from app.networks.lists.remarks import by_gravity, remark_told
from app.spreadsheets import MARK, csv_line
from domain.models import Supplier
from importers.deciding import REPEATED
from importers.formats.own import neutralised, restored
from importers.headers import GIVEN_BACK, is_put_before, is_why, ranks_beside
from importers.limits import HEADING_ROWS
from importers.reading import CheckedTable, Row, Table

# Those that a person may mend or decide; those left out only when they are asked for.
REFUSED = (RowOutcome.REJECTED, RowOutcome.CONFLICT, RowOutcome.DOUBTFUL)
WITH_LEFT_OUT = (*REFUSED, RowOutcome.SKIPPED)
SAME_OR_NOT = "dites sur le site, à l’aperçu, si c’est la même structure"
# Told of the second row of a structure, once it is taken up without the first. Files given back
# are known for months by how it begins, and by REPEATED: these words never change.
BY_ANOTHER_ROW = "une autre ligne de votre liste"
SAID_OTHERWISE = (
    f"{BY_ANOTHER_ROW} décrit déjà cette structure, avec d’autres informations : celles de cette"
    " ligne les remplaceraient"
)


def refused_rows(
    session: Session, one: MemberList, outcomes: Iterable[RowOutcome] = REFUSED
) -> Iterator[str]:
    """The lines of a CSV file that any spreadsheet opens: why, then the file's own columns."""
    titles = one.header.get("titles", [])
    beside = ranks_beside(titles)  # given back a second time, only what is said now counts
    yield MARK + csv_line(map(_plain, [*GIVEN_BACK, *_but(beside, titles)]))
    of_file = ListRow.list_id == one.id, ListRow.line.is_not(None)
    is_mendable = or_(ListRow.outcome != RowOutcome.SKIPPED, ListRow.choice.is_not(None))
    asked = select(ListRow).where(*of_file, ListRow.outcome.in_(outcomes), is_mendable)
    asked = asked.order_by(ListRow.line)
    for rows in session.scalars(asked.execution_options(yield_per=500)).partitions():
        names = _names(session, rows)
        for row in rows:
            why = " ; ".join([*_may_be(row, names), *_why(row, titles)])
            yield csv_line(map(_plain, [why, str(row.line or ""), *_but(beside, row.said)]))


def _but(ranks: set[int], cells: Iterable[str]) -> list[str]:
    return [cell for rank, cell in enumerate(cells) if rank not in ranks]


def _names(session: Session, rows: Iterable[ListRow]) -> dict[int, str]:
    """Of the structures that doubtful rows may be."""
    ids = {doubt["id"] for row in rows for doubt in row.candidates} - {None}
    found = session.scalars(select(Supplier).where(Supplier.id.in_(ids))) if ids else ()
    return {supplier.id: supplier.display_name for supplier in found}


def _may_be(row: ListRow, names: Mapping[int, str]) -> list[str]:
    """Whom it may be, as the preview tells; no cell that one mends answers it."""
    if row.outcome is not RowOutcome.DOUBTFUL:
        return []
    told = [f"{it['reason']} : {names[it['id']]}" for it in row.candidates if it["id"] in names]
    return [*told, SAME_OR_NOT] if told else []


def _why(row: ListRow, titles: Collection[str]) -> list[str]:
    told = [_with_advice(remark, titles) for remark in by_gravity(row)]
    is_told = "remembered" in (row.choice or {})
    is_left = is_left_out(row.choice) and not is_told
    left = ["laissée de côté à votre demande"] if is_left else []
    return [*left, *told]


def _with_advice(remark: Mapping[str, Any], titles: Collection[str]) -> str:
    message, advice = remark_told(remark, titles), remark.get("suggestion")
    return f"{message} – {advice}" if advice else message


def _plain(cell: str) -> str:
    """A telephone is not a formula."""
    is_number = cell.replace(" ", "").lstrip("+-").isdigit()
    return cell if is_number else neutralised(cell)


def says_otherwise(titles: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row that we gave back was refused for saying otherwise what another row says."""
    told = (cell for title, cell in zip(titles, cells, strict=False) if is_why(title))
    return any(REPEATED in cell or BY_ANOTHER_ROW in cell for cell in told)


def read_back(table: CheckedTable) -> CheckedTable:
    """Rows that we gave back, as they were before their formulas were neutralised."""
    is_ours = any(is_put_before(cell) for row in islice(table, HEADING_ROWS) for cell in row.cells)
    return replace(table, table=_Restored(table.table)) if is_ours else table


@dataclass(frozen=True, slots=True)
class _Restored:
    table: Table

    def __iter__(self) -> Iterator[Row]:
        return (replace(row, cells=tuple(map(restored, row.cells))) for row in self.table)
