"""Store the demo directory: in batches, quickly, and only what is not there yet."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, time
from itertools import islice
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.demo import SOURCE
from app.demo.generator import DEFAULT_SEED, DEFAULT_SIZE, generate
from app.demo.values import DemoSupplier
from domain.models import (
    Activity,
    Base,
    Contact,
    ImportRun,
    Membership,
    Network,
    Provenance,
    SourceRecord,
    Supplier,
    SupplierKind,
    SupplierLabel,
    Zone,
    enqueue,
    utcnow,
)
from domain.taxonomy import taxonomy

# A transaction each: what a killed run loses at most.
BATCH = 1000

Row = dict[str, Any]

# The columns whose provenance a page shows.
SOURCED_FIELDS = ("name", "brand", "naf", "legal_form", "capacity", "description", "website")
PLACED_FIELDS = ("address", "postcode", "city", "latitude")


def load(
    session_factory: Callable[[], Session],
    size: int = DEFAULT_SIZE,
    progress: Callable[[int], None] = lambda _: None,
    seed: int = DEFAULT_SEED,
) -> int:
    """Insert the invented suppliers that are missing; return how many were.

    One transaction a batch: a run that was killed ends at the next one. `progress` is told after
    each batch how many suppliers, new or not, are done.
    """
    with session_factory() as session:
        known = set(
            session.scalars(select(SourceRecord.source_key).where(SourceRecord.source == SOURCE))
        )
        add_networks(session)
        run = last_run(session) or new_run(session)
        run.counts = {"rows": size}
        run.finished_at = None
        session.commit()
    stored = 0
    done = 0
    for batch in batches(generate(size, seed)):
        new = [supplier for supplier in batch if supplier.key not in known]
        if new:
            with session_factory() as session:
                store(session, new)
                session.commit()
        stored += len(new)
        done += len(batch)
        progress(done)
    with session_factory() as session:
        if finished := last_run(session):
            finished.finished_at = utcnow()
        session.commit()
    return stored


def last_run(session: Session) -> ImportRun | None:
    """The loading of the demo directory here; not finished means killed before its end."""
    return session.scalars(select(ImportRun).where(ImportRun.source == SOURCE)).first()


def new_run(session: Session) -> ImportRun:
    run = ImportRun(source=SOURCE, format=SOURCE, filename="", file_sha256="")
    session.add(run)
    return run


def batches(suppliers: Iterator[DemoSupplier]) -> Iterator[list[DemoSupplier]]:
    while batch := list(islice(suppliers, BATCH)):
        yield batch


def add_networks(session: Session) -> None:
    """The taxonomy's networks, where they are not known yet."""
    known = set(session.scalars(select(Network.slug)))
    session.add_all(
        Network(slug=network.id, name=network.label)
        for network in taxonomy().networks.values()
        if network.id not in known
    )


def store(session: Session, suppliers: list[DemoSupplier]) -> None:
    """Bulk inserts: the unit of work would take ten times as long."""
    ids = inserted(session, Supplier, map(supplier_row, suppliers))
    pairs = list(zip(ids, suppliers, strict=True))
    zone_ids = inserted(session, Zone, rows(pairs, zone_rows))
    zone_of = dict(zip(rows(pairs, zone_keys), zone_ids, strict=True))
    add(session, SourceRecord, rows(pairs, record_rows))
    add(session, SupplierKind, rows(pairs, kind_rows))
    add(
        session,
        Activity,
        (row | {"zone_id": zone_of.get(key)} for key, row in rows(pairs, activity_rows)),
    )
    add(session, SupplierLabel, rows(pairs, label_rows))
    add(session, Membership, rows(pairs, membership_rows))
    add(session, Contact, rows(pairs, contact_rows))
    add(session, Provenance, rows(pairs, provenance_rows))
    enqueue(session, ids)


def rows(
    pairs: list[tuple[int, DemoSupplier]], make: Callable[[int, DemoSupplier], Iterable[Any]]
) -> list[Any]:
    return [row for supplier_id, supplier in pairs for row in make(supplier_id, supplier)]


def inserted(session: Session, table: type[Supplier | Zone], values: Iterable[Row]) -> list[int]:
    """Insert, and return the ids in the order of the rows."""
    found = list(values)
    if not found:
        return []
    statement = insert(table).returning(table.id, sort_by_parameter_order=True)
    return list(session.scalars(statement, found))


def add(session: Session, table: type[Base], values: Iterable[Row]) -> None:
    found = list(values)
    if found:
        session.execute(insert(table), found)


def supplier_row(supplier: DemoSupplier) -> Row:
    place = supplier.address
    seen_at = datetime.combine(supplier.as_of, time(), UTC)
    return {
        "name": supplier.name,
        "brand": supplier.brand,
        "naf": supplier.naf,
        "legal_form": supplier.legal_form,
        "capacity": supplier.capacity,
        "description": supplier.description,
        "website": supplier.website,
        "address": place.address,
        "postcode": place.postcode,
        "city": place.city,
        "code_insee": place.code_insee,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "point_precision": place.point_precision,
        "invented": True,
        "archived_at": supplier.archived_at,
        "created_at": seen_at,
        "updated_at": seen_at,
    }


def said(supplier_id: int, supplier: DemoSupplier) -> Row:
    """Whose fact it is, who said it, and when."""
    return {"supplier_id": supplier_id, "source": SOURCE, "as_of": supplier.as_of}


def record_rows(supplier_id: int, supplier: DemoSupplier) -> Iterator[Row]:
    yield said(supplier_id, supplier) | {
        "source_key": supplier.key,
        "original_name": supplier.name,
        "facts": {},  # never imported again, so never compared
    }


def kind_rows(supplier_id: int, supplier: DemoSupplier) -> Iterator[Row]:
    for kind in supplier.kinds:
        yield said(supplier_id, supplier) | {
            "code": kind.code,
            "starts_on": kind.starts_on,
            "ends_on": kind.ends_on,
        }


def zone_rows(supplier_id: int, supplier: DemoSupplier) -> Iterator[Row]:
    for position, zone in enumerate(supplier.zones):
        yield said(supplier_id, supplier) | {
            "position": position,
            "whole_country": zone.whole_country,
            "radius_km": zone.radius_km,
            "territories": list(zone.territories),
        }


def zone_keys(supplier_id: int, supplier: DemoSupplier) -> Iterator[tuple[int, int | None]]:
    for position in range(len(supplier.zones)):
        yield supplier_id, position


def activity_rows(
    supplier_id: int, supplier: DemoSupplier
) -> Iterator[tuple[tuple[int, int | None], Row]]:
    for activity in supplier.activities:
        row = said(supplier_id, supplier) | {
            "service": activity.service,
            "delivery": activity.delivery,
        }
        yield (supplier_id, activity.zone), row


def label_rows(supplier_id: int, supplier: DemoSupplier) -> Iterator[Row]:
    for label in supplier.labels:
        yield said(supplier_id, supplier) | {
            "label": label.label,
            "degree": label.degree,
            "issuer": label.issuer,
            "starts_on": label.starts_on,
            "ends_on": label.ends_on,
        }


def membership_rows(supplier_id: int, supplier: DemoSupplier) -> Iterator[Row]:
    for network in supplier.networks:
        yield said(supplier_id, supplier) | {"network_slug": network}


def contact_rows(supplier_id: int, supplier: DemoSupplier) -> Iterator[Row]:
    for contact in supplier.contacts:
        yield said(supplier_id, supplier) | {
            "kind": contact.kind,
            "value": contact.value,
            "visibility": contact.visibility,
        }


def provenance_rows(supplier_id: int, supplier: DemoSupplier) -> Iterator[Row]:
    given = [field for field in SOURCED_FIELDS if getattr(supplier, field) is not None]
    given += [field for field in PLACED_FIELDS if getattr(supplier.address, field) is not None]
    for field in given:
        yield said(supplier_id, supplier) | {"field": field}
