"""Suppliers made in bulk are those that the unit of work would have made."""

from datetime import date

import pytest
from sqlalchemy import null, select
from sqlalchemy.orm import Session

from app.importing.creating import COLLECTIONS, create, new_supplier
from domain.models import (
    Activity,
    Contact,
    ContactKind,
    Membership,
    Network,
    OutboxEntry,
    ProofDegree,
    SourceRecord,
    Supplier,
    SupplierKind,
    SupplierLabel,
    Visibility,
    Zone,
)

SAID = {"source": "liste", "as_of": date(2026, 11, 2)}


@pytest.fixture
def made(session: Session) -> Supplier:
    """Another has no zone before it."""
    supplier = new_supplier()
    supplier.name = "Le Verger"
    zone = Zone(position=1, territories=["departement:49"], **SAID)
    supplier.zones.extend([Zone(position=0, radius_km=30, **SAID), zone])
    supplier.activities.append(Activity(service="menuiserie", zone=zone, **SAID))
    supplier.activities.append(Activity(service="elagage", **SAID))
    supplier.contacts.append(Contact(kind=ContactKind.EMAIL, value="a@exemple.fr", **SAID))
    supplier.kinds.append(SupplierKind(code="ESAT", **SAID))
    supplier.labels.append(SupplierLabel(label="esus", degree=ProofDegree.DECLARED, **SAID))
    supplier.memberships.append(Membership(network_slug="vergers", **SAID))
    record = SourceRecord(source_key="1", original_name="LE VERGER", facts={"n": 1}, **SAID)
    supplier.records.append(record)
    session.add(Network(slug="vergers", name="Vergers"))
    session.flush()
    other = new_supplier()
    other.name, other.own_words = "Le Prunier", ["yourtes"]
    create(session, [other, supplier])
    return supplier


def test_they_are_read_back_whole(session: Session, made: Supplier) -> None:
    stored = session.get_one(Supplier, made.id)
    assert stored is not made
    assert (stored.name, stored.version, stored.country) == ("Le Verger", 1, "FR")
    assert stored.created_at == made.created_at
    assert [zone.id for zone in stored.zones] == [zone.id for zone in made.zones]
    reach = {row.service: row.zone and row.zone.position for row in stored.activities}
    assert reach == {"menuiserie": 1, "elagage": None}
    assert [row.visibility for row in stored.contacts] == [Visibility.PRIVATE]


def test_each_collection_that_an_import_writes_is_stored(session: Session, made: Supplier) -> None:
    stored = session.get_one(Supplier, made.id)
    for name in COLLECTIONS:
        assert len(getattr(stored, name)) == len(getattr(made, name)) > 0, name


def test_an_absent_list_is_no_value(session: Session, made: Supplier) -> None:
    query = select(Supplier.id).where(Supplier.own_words.is_(null()))
    assert session.scalars(query).all() == [made.id]


def test_every_index_is_told_once(session: Session, made: Supplier) -> None:
    told = session.scalars(select(OutboxEntry.supplier_id)).all()
    assert sorted(told) == [made.id - 1, made.id]
