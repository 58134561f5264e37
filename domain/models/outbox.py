"""The outbox: which suppliers changed, written in the transaction that changes them.

Each copy of an index reads it behind its own cursor (index_copies.py).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import event, insert, text
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column

from domain.models.base import Base, utcnow
from domain.models.supplier import Supplier

# Any number: it only has to be the same for every writer of the outbox.
OUTBOX_LOCK = 7_307_001


class OutboxEntry(Base):
    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    # No foreign key: the entry outlives a supplier that is deleted.
    supplier_id: Mapped[int]
    noted_at: Mapped[datetime | None]


def enqueue(session: Session, supplier_ids: Iterable[int]) -> None:
    """Tell every index that these suppliers changed, in the session's transaction.

    Bulk statements bypass the flush listener below: whoever issues them calls this.
    """
    now = utcnow()
    rows = [{"supplier_id": id_, "noted_at": now} for id_ in sorted(set(supplier_ids))]
    if not rows:
        return
    if session.get_bind().dialect.name == "postgresql":
        # Commits must follow the order of the ids, or a cursor would step over a late one.
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": OUTBOX_LOCK})
    session.execute(insert(OutboxEntry), rows)


@event.listens_for(Session, "after_flush")
def enqueue_changed(session: Session, _flush: UOWTransaction) -> None:
    changed = (*session.new, *session.dirty, *session.deleted)
    enqueue(session, (id_ for id_ in map(supplier_concerned, changed) if id_ is not None))


def supplier_concerned(instance: Any) -> int | None:
    """The supplier whose search document this row is part of, if any."""
    if isinstance(instance, Supplier):
        return instance.id
    if instance.__tablename__ in SEARCHED_TABLES:
        supplier_id: int | None = instance.supplier_id
        return supplier_id
    return None


SEARCHED_TABLES = frozenset(
    {
        *("supplier_kind", "zone", "activity", "supplier_label", "membership", "contact"),
        *("client_reference", "provenance"),
    }
)
