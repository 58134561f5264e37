"""Suppliers as our own export says them: those that the public finds, as they are on one day.

Contacts that are not everybody's are never asked for, unless they are wanted.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, raiseload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from domain.models import (
    Activity,
    Contact,
    ContactKind,
    Membership,
    ProofDegree,
    Supplier,
    Visibility,
    Zone,
    in_force,
)
from importers.facts import LabelFacts, PlaceFacts, RowFacts, ServedZone, ZoneFacts
from importers.formats.own import Exported

BATCH = 500
_BY_PROOF = list(ProofDegree)


def listed_ids(session: Session, network: str | None = None) -> Sequence[int]:
    """Those of the network of this slug, or all; oldest first."""
    query = select(Supplier.id).where(Supplier.is_listed).order_by(Supplier.id)
    if network is not None:
        query = query.join(Membership).where(Membership.network_slug == network)
    return session.scalars(query).all()


def exported(
    session: Session, ids: Sequence[int], day: date, *, with_private: bool = False
) -> Iterator[Exported]:
    """In that order, without those that are no more listed."""
    told = _told(with_private=with_private)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        query = select(Supplier).where(Supplier.id.in_(batch), Supplier.is_listed).options(*told)
        found = {supplier.id: supplier for supplier in session.scalars(query)}
        yield from (_exported(found[id_], day) for id_ in batch if id_ in found)


def _told(*, with_private: bool) -> Sequence[ORMOption]:
    contacts = Supplier.contacts
    public = contacts.and_(Contact.visibility == Visibility.PUBLIC)
    return (
        selectinload(Supplier.kinds),
        selectinload(Supplier.zones),
        selectinload(Supplier.activities),
        selectinload(Supplier.labels),
        selectinload(Supplier.memberships),
        selectinload(contacts if with_private else public),
        raiseload("*"),
    )


def _exported(supplier: Supplier, day: date) -> Exported:
    return Exported(
        RowFacts(
            line=0,
            source_key=str(supplier.id),
            name=supplier.name,
            original_name=supplier.name,
            brand=supplier.brand,
            siret=supplier.siret,
            siret_problem=supplier.siret_problem,
            kinds=tuple(supplier.kinds_on(day)),
            naf=supplier.naf,
            legal_form=supplier.legal_form,
            is_secondary_site=supplier.is_secondary_site or None,
            capacity=supplier.capacity,
            description=supplier.description,
            website=supplier.website,
            emails=_contacts(supplier, ContactKind.EMAIL, private=False),
            phones=_contacts(supplier, ContactKind.PHONE, private=False),
            address=supplier.address,
            place=_place(supplier),
            country=supplier.country,
            services=_services(supplier.activities),
            labels=tuple(_labels(supplier, day)),
            networks=tuple(member.network_slug for member in supplier.memberships),
        ),
        tuple(_served(zone, supplier.activities) for zone in supplier.zones),
        _contacts(supplier, ContactKind.EMAIL, private=True),
        _contacts(supplier, ContactKind.PHONE, private=True),
    )


def _contacts(supplier: Supplier, kind: ContactKind, *, private: bool) -> tuple[str, ...]:
    return tuple(
        contact.value
        for contact in supplier.contacts
        if contact.kind == kind and (contact.visibility != Visibility.PUBLIC) == private
    )


def _place(supplier: Supplier) -> PlaceFacts:
    return PlaceFacts(
        postcode=supplier.postcode,
        city=supplier.city,
        code_insee=supplier.code_insee,
        point=supplier.point,
        point_precision=supplier.point_precision,
    )


def _services(activities: Sequence[Activity]) -> tuple[str, ...]:
    return tuple(activity.service for activity in activities)


def _served(zone: Zone, activities: Sequence[Activity]) -> ServedZone:
    there = [activity for activity in activities if activity.zone_id == zone.id]
    coverage = ZoneFacts(zone.whole_country, zone.radius_km, tuple(zone.territories))
    return ServedZone(coverage, None if len(there) == len(activities) else _services(there))


def _labels(supplier: Supplier, day: date) -> Iterator[LabelFacts]:
    """Each once, as it is best proved."""
    held = [row for row in supplier.labels if in_force(row.starts_on, row.ends_on, day)]
    held.sort(key=lambda row: _BY_PROOF.index(row.degree))
    for row in {row.label: row for row in held}.values():
        yield LabelFacts(row.label, row.degree, row.issuer, row.starts_on, row.ends_on)
