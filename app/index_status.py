"""How each copy of the index is: told from the database alone, so that it never waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.models import IndexCursor, ParkedDocument, Supplier, utcnow
from search.documents import settings_hash
from search.relay import unread

LATE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Parked:
    """A supplier that a copy refuses, and why."""

    supplier_id: int
    name: str
    error: str


@dataclass(frozen=True, slots=True)
class CopyStatus:
    """How far one copy is behind, since when, and what goes wrong."""

    copy: str
    is_built: bool
    waiting: int
    waiting_since: datetime | None
    error: str | None
    error_at: datetime | None
    parked: tuple[Parked, ...]


def statuses(session: Session) -> list[CopyStatus]:
    """Those of every copy that is fed, by name."""
    cursors = session.scalars(select(IndexCursor).order_by(IndexCursor.copy))
    return [_status(session, cursor) for cursor in cursors]


def is_in_step(session: Session, copy: str) -> bool:
    """Whether nothing goes wrong with a copy, and nothing has waited for it for long."""
    cursor = session.get(IndexCursor, copy)
    if cursor is None or cursor.error is not None:
        return False
    _, since = unread(session, cursor.position)
    return since is None or utcnow() - since < LATE


def _status(session: Session, cursor: IndexCursor) -> CopyStatus:
    count, since = unread(session, cursor.position)
    return CopyStatus(
        copy=cursor.copy,
        is_built=cursor.settings_hash == settings_hash(),
        waiting=count,
        waiting_since=since,
        error=cursor.error,
        error_at=cursor.error_at,
        parked=tuple(_parked(session, cursor.copy)),
    )


def _parked(session: Session, copy: str) -> list[Parked]:
    found = session.execute(
        select(ParkedDocument.supplier_id, Supplier.name, ParkedDocument.error)
        .outerjoin(Supplier, Supplier.id == ParkedDocument.supplier_id)
        .where(ParkedDocument.copy == copy)
        .order_by(ParkedDocument.supplier_id)
    )
    return [Parked(row.supplier_id, row.name or "", row.error) for row in found]
