"""What the lists that a network applied since one of its lists have written, and who left."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.networks.lists.models import ListRow, ListState, MemberList, RowOutcome


def rows_since(written_by: MemberList, one: MemberList) -> ColumnElement[bool]:
    """The rows that lists applied since have written, and that are not undone.

    A list that waits for its undoing says them still. Not the one that is being undone.
    """
    later = select(MemberList.id).where(
        MemberList.network_slug == one.network_slug,
        MemberList.run_id > written_by.run_id,
        MemberList.id != one.id,
        MemberList.state != ListState.UNDONE,
    )
    return and_(ListRow.list_id.in_(later), ListRow.is_applied, ListRow.is_undone.is_(False))


def says_of_page() -> ColumnElement[bool]:
    """Whether a row wrote something, or found it written: one that the page had meanwhile made a
    conflict names a structure of which it says nothing.
    """
    return or_(ListRow.after.is_not(None), ListRow.outcome == RowOutcome.UNCHANGED)


def left_with(
    session: Session, later: ColumnElement[bool], ids: Collection[int]
) -> dict[int, list[ListRow]]:
    """Of those who left with a list applied since, its row; oldest first."""
    gone = ListRow.outcome == RowOutcome.GONE, ListRow.supplier_id.in_(ids)
    rows = select(ListRow).join(MemberList, MemberList.id == ListRow.list_id)
    found: defaultdict[int, list[ListRow]] = defaultdict(list)
    for row in session.scalars(rows.where(later, *gone).order_by(MemberList.run_id)):
        found[row.supplier_id or 0].append(row)
    return found
