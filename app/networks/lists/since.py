"""Whom the lists that a network applied since one of its lists name, and who left with them."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement, CompoundSelect, and_, select, union
from sqlalchemy.orm import Session

from app.networks.lists.models import ListRow, ListState, MemberList, RowOutcome
from domain.models import SourceRecord, Supplier


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


def named_in(
    session: Session, later: ColumnElement[bool], source: str, ids: Collection[int]
) -> set[int]:
    """Those that these rows name, by the same record or by the SIRET alone."""
    rows = later, ListRow.outcome != RowOutcome.GONE
    record, supplier = SourceRecord.supplier_id, Supplier.id
    by_record = select(record).join(ListRow, ListRow.key == SourceRecord.source_key)
    by_siret = select(supplier).join(ListRow, ListRow.key == Supplier.siret)
    found: CompoundSelect[int] = union(
        select(ListRow.supplier_id).where(*rows, ListRow.supplier_id.in_(ids)),
        by_record.where(*rows, SourceRecord.source == source, record.in_(ids)),
        by_siret.where(*rows, supplier.in_(ids)),
    )
    return set(session.scalars(found))


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
