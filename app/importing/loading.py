"""What the directory knows of the rows of a batch, as the plain values that decisions need."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, select, union
from sqlalchemy.orm import Session, selectinload

from app.structures.facts import ADDRESS_BASE, MODERATION, STRUCTURE, departed_from
from app.structures.saving import IMPORTED_AS
from domain.models import ContactKind, SourceRecord, Supplier, SupplierLabel, Zone, in_force
from importers.facts import LabelFacts, Labelled, Member, RowFacts, RowResult
from importers.known import NO_LINKS, PLAIN, KnownSupplier, Links, held_by


def load_suppliers(
    session: Session,
    source: str,
    rows: Iterable[RowResult],
    links: Links = NO_LINKS,
    *,
    lock: bool = False,
) -> list[Supplier]:
    """The suppliers that hold one of the rows' records, SIRETs or SIRENs, or that links name.

    Those too whose number a row of our own export gives.

    `lock` keeps others from changing them before the transaction ends, where the database can.
    """
    query = (
        select(Supplier)
        .where(Supplier.id.in_(_wanted(source, list(rows), links)))
        .order_by(Supplier.id)
        .options(
            selectinload(Supplier.records),
            selectinload(Supplier.kinds),
            selectinload(Supplier.zones),
            selectinload(Supplier.activities),
            selectinload(Supplier.labels),
            selectinload(Supplier.memberships),
            selectinload(Supplier.contacts),
            selectinload(Supplier.provenances),
        )
    )
    return list(session.scalars(query.with_for_update() if lock else query))


def _wanted(source: str, rows: list[RowResult], links: Links) -> CompoundSelect[int]:
    """Their numbers, each look-up by its index: joined by OR, PostgreSQL reads the whole table."""
    keys = {row.source_key for row in rows if isinstance(row, RowFacts)}
    named = [row for row in rows if isinstance(row, RowFacts | Member | Labelled)]
    sirets = {row.siret for row in named if row.siret}
    sirens = {row.siren for row in named if not isinstance(row, Member) and row.siren}
    linked = {links[key] for key in links.keys() & keys} - {None}
    numbers = {row.number for row in rows if isinstance(row, RowFacts) and row.number}
    records = SourceRecord.source == source, SourceRecord.source_key.in_(keys)
    return union(
        select(SourceRecord.supplier_id).where(*records),
        select(Supplier.id).where(Supplier.siret.in_(sirets)),
        select(Supplier.id).where(Supplier.siren.in_(sirens)),
        select(Supplier.id).where(Supplier.id.in_(linked | numbers)),
    )


def known_supplier(supplier: Supplier, day: date) -> KnownSupplier:
    """The supplier as the decisions see it; kinds and labels are those in force on `day`."""
    single: dict[str, Any] = {name: getattr(supplier, name) for name in PLAIN}
    if supplier.siret:
        single["siret"] = [supplier.siret, supplier.siret_problem]
    if supplier.point:
        precision = supplier.point_precision
        single["point"] = [*supplier.point, precision.value if precision else None]
    return KnownSupplier(
        ref=supplier.id,
        single={name: value for name, value in single.items() if value is not None},
        zones=[(zone.source, _zone(zone)) for zone in supplier.zones],
        several=_several(supplier, day),
        records={(record.source, record.source_key): record.facts for record in supplier.records},
        labels={(label.source, label.label): _label(label) for label in supplier.labels},
        archived=supplier.archived_at is not None or supplier.merged_into_id is not None,
        held=_held(supplier),
        departed=departed_from(supplier),
        derived=frozenset(row.field for row in supplier.provenances if row.source == ADDRESS_BASE),
    )


def _held(supplier: Supplier) -> dict[str, str]:
    """What people wrote of it, as imports name it, and who did."""
    wrote = {
        said.field: _CALLED[said.source] for said in supplier.provenances if said.source in _CALLED
    }
    parts = {part: wrote[fact] for part, fact in IMPORTED_AS.items() if fact in wrote}
    return held_by(wrote | parts)


_CALLED = {STRUCTURE: "la structure", MODERATION: "l’équipe de l’annuaire"}


def _label(row: SupplierLabel) -> LabelFacts:
    return LabelFacts(row.label, row.degree.value, row.issuer, row.starts_on, row.ends_on)


def _zone(zone: Zone) -> list[Any]:
    return [zone.whole_country, zone.radius_km, list(zone.territories)]


def _several(supplier: Supplier, day: date) -> dict[str, dict[str, str]]:
    return {
        "kinds": {
            kind.code: kind.source
            for kind in supplier.kinds
            if in_force(kind.starts_on, kind.ends_on, day)
        },
        "services": {activity.service: activity.source for activity in supplier.activities},
        "labels": {
            label.label: label.source
            for label in supplier.labels
            if in_force(label.starts_on, label.ends_on, day)
        },
        "networks": {member.network_slug: member.source for member in supplier.memberships},
        "emails": _contacts(supplier, ContactKind.EMAIL),
        "phones": _contacts(supplier, ContactKind.PHONE),
    }


def _contacts(supplier: Supplier, kind: ContactKind) -> dict[str, str]:
    return {c.value: c.source for c in supplier.contacts if c.kind == kind}
