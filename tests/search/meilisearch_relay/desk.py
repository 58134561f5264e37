"""What changes in the directory, what the relay remembers, and what the server is asked."""

from collections.abc import Callable

from sqlalchemy import select

from domain.models import IndexCursor, ParkedDocument, Supplier, utcnow
from search.meilisearch import COPY
from search.relay import last_entry
from tests.search.meilisearch_exchanges import (
    INDEX,
    NEXT_INDEX,
    Json,
    Sessions,
    documents_of,
    expect_exchange,
    expect_indexes,
    expect_no_index,
    expect_write,
    missing_index,
    of,
)
from tests.search.meilisearch_stub import Stub, enqueued, task


def rename(sessions: Sessions, *supplier_ids: int) -> int:
    """Change these suppliers; the number of their last entry in the outbox."""
    with sessions.begin() as session:
        for supplier_id in supplier_ids:
            changed = session.get_one(Supplier, supplier_id)
            changed.name += " du Lac"
        session.flush()
        return last_entry(session)


def archive(sessions: Sessions, supplier_id: int) -> int:
    with sessions.begin() as session:
        session.get_one(Supplier, supplier_id).archived_at = utcnow()
        session.flush()
        return last_entry(session)


def cursor(sessions: Sessions, copy: str = COPY) -> IndexCursor:
    with sessions() as session:
        return session.get_one(IndexCursor, copy)


def sent_and_position(sessions: Sessions) -> tuple[int | None, int]:
    """The task that is not acknowledged yet, and the last entry that is."""
    now = cursor(sessions)
    return now.task, now.position


def parked(sessions: Sessions) -> dict[int, str]:
    with sessions() as session:
        return {row.supplier_id: row.error for row in session.scalars(select(ParkedDocument))}


def refused(uid: int) -> Json:
    """What becomes of a batch with one bad document."""
    return task(uid, "failed", "invalid_document_geo_field", "The `_geo` field is invalid.")


def expect_sent(wire: Stub, *wanted: int, uid: int = 1, became: Json | None = None) -> None:
    expect_write(wire, "POST", documents_of(INDEX), of(*wanted), uid=uid, became=became)


def expect_deleted(wire: Stub, id_: int, became: Json | None = None) -> None:
    asked = {"filter": f"id IN [{id_}]"}
    expect_write(wire, "POST", f"/indexes/{INDEX}/documents/delete", asked, became=became)


def kill_after_sending(sessions: Sessions, last: int) -> None:
    """As a worker leaves the cursor that is killed before its task 7 is over."""
    with sessions.begin() as session:
        left = session.get_one(IndexCursor, COPY)
        left.task, left.sent_position = 7, last


def expect_nothing_served(wire: Stub) -> None:
    expect_no_index(wire)
    expect_write(wire, "DELETE", f"/indexes/{INDEX}", became=missing_index(INDEX))


def expect_filled(wire: Stub, *, meanwhile: Callable[[], object] = lambda: None) -> None:
    everybody = of(1, 2, 3, 4)
    path = documents_of(NEXT_INDEX)
    wire.expect("POST", path, everybody, answer=enqueued(4), status=202, meanwhile=meanwhile)
    wire.expect("GET", "/tasks/4", answer=task(4))


def expect_put_in_place(wire: Stub) -> None:
    expect_indexes(wire, INDEX, NEXT_INDEX)
    expect_exchange(wire)
    expect_write(wire, "DELETE", f"/indexes/{NEXT_INDEX}")
