"""The rows of a list that were not written, given back to be corrected, each with why."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.networks.lists.models import ListRow, MemberList, RowOutcome
from app.spreadsheets import MARK, Cell, csv_line, neutral

LINE, WHY = "Ligne du fichier", "À corriger (Repèr’ESS)"
REFUSED = (RowOutcome.REJECTED, RowOutcome.CONFLICT, RowOutcome.DOUBTFUL)


def refused_rows(session: Session, one: MemberList) -> Iterator[str]:
    """The lines of a CSV file that any spreadsheet opens: why, then the file's own columns."""
    yield MARK + csv_line(map(_plain, [WHY, LINE, *one.header.get("titles", [])]))
    of_file = ListRow.list_id == one.id, ListRow.line.is_not(None)
    rows = select(ListRow).where(*of_file, ListRow.outcome.in_(REFUSED))
    for row in session.scalars(rows.order_by(ListRow.line).execution_options(yield_per=500)):
        why = " ; ".join(told["message"] for told in row.told if told.get("message"))
        yield csv_line(map(_plain, [why, str(row.line or ""), *row.said]))


def _plain(cell: str) -> Cell:
    """A telephone is not a formula: what is dropped again says it as before."""
    is_number = cell.replace(" ", "").lstrip("+-").isdigit()
    return cell if is_number else neutral(cell)
