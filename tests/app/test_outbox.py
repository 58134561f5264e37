"""A change and its outbox entry are written together, or not at all."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.models import (
    OWN_WORD,
    Activity,
    ClientReference,
    OutboxEntry,
    Provenance,
    Supplier,
    SupplierKind,
    enqueue,
)
from tests.app.cast import TODAY, make_supplier


def entries(session: Session) -> list[int]:
    return list(session.scalars(select(OutboxEntry.supplier_id).order_by(OutboxEntry.id)))


def stored(session: Session) -> Supplier:
    supplier = make_supplier()
    session.add(supplier)
    session.commit()
    session.query(OutboxEntry).delete()
    session.commit()
    return supplier


def test_it_works(session: Session) -> None:
    supplier = make_supplier()
    session.add(supplier)
    session.commit()
    assert set(entries(session)) == {supplier.id}


def test_a_new_reference_is_told(session: Session) -> None:
    supplier = stored(session)
    session.add(
        ClientReference(supplier_id=supplier.id, client="Ville", source="test", as_of=TODAY)
    )
    session.commit()
    assert entries(session) == [supplier.id]


def test_whose_word_a_list_is_is_told(session: Session) -> None:
    """The document then leaves out what the texts of the structure name."""
    supplier = stored(session)
    word = {"field": "activities", "source": OWN_WORD, "as_of": TODAY}
    session.add(Provenance(supplier_id=supplier.id, **word))
    session.commit()
    assert entries(session) == [supplier.id]


def test_a_changed_column_is_told(session: Session) -> None:
    supplier = stored(session)
    supplier.description = "Menuiserie sur mesure."
    session.commit()
    assert entries(session) == [supplier.id]


def test_a_new_activity_is_told(session: Session) -> None:
    supplier = stored(session)
    supplier.activities.append(Activity(service="repassage", source="test", as_of=TODAY))
    session.commit()
    assert set(entries(session)) == {supplier.id}


def test_a_lost_kind_is_told(session: Session) -> None:
    supplier = stored(session)
    session.delete(session.query(SupplierKind).one())
    session.commit()
    assert set(entries(session)) == {supplier.id}


def test_nothing_is_told_of_a_change_that_is_undone(session: Session) -> None:
    supplier = stored(session)
    supplier.description = "Oubliée."
    session.flush()
    session.rollback()
    assert entries(session) == []


def test_a_bulk_statement_tells_what_it_is_told_to(session: Session) -> None:
    supplier = stored(session)
    session.execute(update(Supplier).values(description="D’un coup."))
    enqueue(session, [supplier.id])
    session.commit()
    assert entries(session) == [supplier.id]


def test_numbers_are_never_used_again(session: Session) -> None:
    supplier = stored(session)
    enqueue(session, [supplier.id])
    session.commit()
    first = session.scalar(select(OutboxEntry.id))
    session.query(OutboxEntry).delete()
    enqueue(session, [supplier.id])
    session.commit()
    assert (session.scalar(select(OutboxEntry.id)) or 0) > (first or 0)
