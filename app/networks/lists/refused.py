"""The rows of a list that were not written, given back to be corrected, each with why."""

import csv
import io
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.networks.lists.models import ListRow, MemberList, RowOutcome

LINE, WHY = "Ligne du fichier", "À corriger (Repèr’ESS)"
# What a spreadsheet would run.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
REFUSED = (RowOutcome.REJECTED, RowOutcome.CONFLICT, RowOutcome.DOUBTFUL)


def refused_rows(session: Session, one: MemberList) -> Iterator[str]:
    """The lines of a CSV file that any spreadsheet opens: why, then the file's own columns."""
    yield "\ufeff" + _line([WHY, LINE, *one.header.get("titles", [])])
    rows = select(ListRow).where(ListRow.list_id == one.id, ListRow.outcome.in_(REFUSED))
    for row in session.scalars(rows.order_by(ListRow.line).execution_options(yield_per=500)):
        why = " ; ".join(told["message"] for told in row.told if told.get("message"))
        yield _line([why, str(row.line or ""), *row.said])


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(map(_plain, cells))
    return text.getvalue()


def _plain(cell: str) -> str:
    """An apostrophe keeps a spreadsheet from running it; a telephone is not a formula."""
    runs = cell.startswith(_FORMULA) and not cell.replace(" ", "").lstrip("+-").isdigit()
    return f"'{cell}" if runs else cell
