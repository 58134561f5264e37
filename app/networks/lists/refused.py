"""The rows of a list that were not written, given back to be corrected, each with why."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.networks.lists.models import ListRow, MemberList, RowOutcome
from app.spreadsheets import MARK, Cell, csv_line, neutral

LINE, WHY = "Ligne du fichier", "À corriger (Repèr’ESS)"
GIVEN_BACK = (WHY, LINE)  # the columns before the file's own
# Those that a person may mend or decide; those left out only when they are asked for.
REFUSED = (RowOutcome.REJECTED, RowOutcome.CONFLICT, RowOutcome.DOUBTFUL)
WITH_LEFT_OUT = (*REFUSED, RowOutcome.SKIPPED)


def refused_rows(
    session: Session, one: MemberList, outcomes: Iterable[RowOutcome] = REFUSED
) -> Iterator[str]:
    """The lines of a CSV file that any spreadsheet opens: why, then the file's own columns."""
    yield MARK + csv_line(map(_plain, [*GIVEN_BACK, *one.header.get("titles", [])]))
    of_file = ListRow.list_id == one.id, ListRow.line.is_not(None)
    rows = select(ListRow).where(*of_file, ListRow.outcome.in_(outcomes))
    for row in session.scalars(rows.order_by(ListRow.line).execution_options(yield_per=500)):
        yield csv_line(map(_plain, [_why(row), str(row.line or ""), *row.said]))


def _why(row: ListRow) -> str:
    told = [told["message"] for told in row.told if told.get("message")]
    left = ["laissée de côté à votre demande"] if row.outcome is RowOutcome.SKIPPED else []
    return " ; ".join([*left, *told])


def _plain(cell: str) -> Cell:
    """A telephone is not a formula: what is dropped again says it as before."""
    is_number = cell.replace(" ", "").lstrip("+-").isdigit()
    return cell if is_number else neutral(cell)
