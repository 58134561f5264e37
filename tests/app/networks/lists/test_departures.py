"""Members that leave with a list: prepared before, and gone in the transaction that ends it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import db
from app.networks.lists.departures import Departures
from app.networks.lists.models import ListRow, ListState, MemberList, RowOutcome
from app.networks.lists.turns import ask
from domain.models import HistoryEntry, ImportRun, ProofDegree, utcnow
from domain.models.outbox import OutboxEntry
from tests.app.networks.lists.desk import (
    PRUNIER,
    VERGER,
    applied,
    outcomes,
    read,
    rows_of,
    supplier,
    undo,
    work,
)


def prepared(session: Session) -> tuple[MemberList, Departures]:
    """A list being applied, with which Le Prunier leaves."""
    applied(session, VERGER, PRUNIER)
    one = read(session, VERGER)
    ask(one, ListState.APPLYING, one.asked_by)
    one.run_id = session.scalars(select(ImportRun.id)).one()
    session.commit()
    departures = Departures(db.sessionmaker, one)
    departures.prepare()
    session.expire_all()
    return one, departures


def row_of_prunier(session: Session, one: MemberList) -> ListRow:
    return next(row for row in rows_of(session, one) if row.name == "Le Prunier")


def networks(session: Session, name: str) -> list[str]:
    return [member.network_slug for member in supplier(session, name).memberships]


def vouch_for_prunier(session: Session) -> None:
    prunier = supplier(session, "Le Prunier")
    (member,) = prunier.memberships
    member.degree, member.vouched_on = ProofDegree.CHARTER, date(2026, 11, 3)
    prunier.updated_at = utcnow()
    session.commit()


def take_place(session: Session, one: MemberList, departures: Departures) -> None:
    departures.take_place(session, one, one.run_id or 0)
    session.commit()
    session.expire_all()


def test_it_works(session: Session) -> None:
    one, departures = prepared(session)
    take_place(session, one, departures)
    assert networks(session, "Le Prunier") == []
    assert networks(session, "Le Verger") == ["cress"]
    assert row_of_prunier(session, one).is_applied


def test_nobody_has_left_before(session: Session) -> None:
    one, _ = prepared(session)
    assert networks(session, "Le Prunier") == ["cress"]
    one.state = ListState.STOPPED
    session.commit()
    undo(session, one)
    assert networks(session, "Le Prunier") == ["cress"]
    assert not row_of_prunier(session, one).is_undone


def test_what_changed_since_it_was_prepared_is_put_back_too(session: Session) -> None:
    one, departures = prepared(session)
    prunier = supplier(session, "Le Prunier")
    record = prunier.records[0]
    record.facts, prunier.updated_at = record.facts | {"brand": "Le Prunier d’or"}, utcnow()
    session.commit()
    take_place(session, one, departures)
    one.state = ListState.APPLIED
    session.commit()
    undo(session, one)
    assert supplier(session, "Le Prunier").records[0].facts["brand"] == "Le Prunier d’or"
    assert networks(session, "Le Prunier") == ["cress"]


def test_whom_the_network_vouches_for_since_stays(session: Session) -> None:
    one, departures = prepared(session)
    vouch_for_prunier(session)
    take_place(session, one, departures)
    assert networks(session, "Le Prunier") == ["cress"]
    row = row_of_prunier(session, one)
    assert (row.outcome, row.after) == (RowOutcome.CONFLICT, None)


def test_what_a_lost_transaction_prepared_is_prepared_again(session: Session) -> None:
    one, departures = prepared(session)
    vouch_for_prunier(session)
    departures.take_place(session, session.get_one(MemberList, one.id), one.run_id or 0)
    session.rollback()
    take_place(session, one, departures)
    assert networks(session, "Le Prunier") == ["cress"]


def test_the_history_tells_the_version_that_each_has_now(session: Session) -> None:
    one, departures = prepared(session)
    take_place(session, one, departures)
    prunier = supplier(session, "Le Prunier")
    told = select(HistoryEntry).where(HistoryEntry.supplier_id == prunier.id)
    last = session.scalars(told.order_by(HistoryEntry.id.desc())).first()
    assert last is not None
    assert (last.version, last.changes) == (prunier.version, {"networks": [["cress"], []]})


def test_the_search_is_told(session: Session) -> None:
    one, departures = prepared(session)
    before = session.scalars(select(OutboxEntry.id)).all()
    take_place(session, one, departures)
    newer = select(OutboxEntry.supplier_id).where(OutboxEntry.id.not_in(before))
    assert set(session.scalars(newer)) == {supplier(session, "Le Prunier").id}


def test_a_list_read_again_has_one_row_for_each(session: Session) -> None:
    applied(session, VERGER, PRUNIER)
    one = read(session, VERGER)
    work(session, one, ListState.READING)
    assert outcomes(session, one) == {"unchanged": 1, "gone": 1}
