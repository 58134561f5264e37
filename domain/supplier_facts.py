"""What the search document needs to know of a supplier, read in few SQL queries.

Plain values, without personal data: contacts are told by their presence alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, exists, select
from sqlalchemy.orm import Session

from domain.geography import Point
from domain.kinds import has_ended
from domain.markdown import plain
from domain.models import (
    OWN_WORD,
    Activity,
    ClientReference,
    Contact,
    Membership,
    Network,
    ProofDegree,
    Provenance,
    Supplier,
    SupplierKind,
    SupplierLabel,
    Zone,
    in_force,
)

BATCH = 1000

Rows = dict[int, list[Row[Any]]]


@dataclass(frozen=True, slots=True)
class ZoneFacts:
    """A coverage and the services declared in it."""

    services: tuple[str, ...] = ()
    whole_country: bool = False
    radius_km: int | None = None
    territories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelFacts:
    label: str
    degree: ProofDegree


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """`degree`: how far the network vouches for the supplier; None when it does not."""

    slug: str
    name: str
    degree: ProofDegree | None = None


@dataclass(frozen=True, slots=True)
class SupplierFacts:
    """A supplier as it is on one day: kinds and labels are those in force."""

    id: int
    name: str
    updated_at: datetime
    brand: str | None = None
    description: str | None = None  # without its Markdown marks
    own_words: tuple[str, ...] = ()  # services that it names and the taxonomy does not have
    siret: str | None = None
    naf: str | None = None  # "81.21Z"
    code_insee: str | None = None
    city: str | None = None
    point: Point | None = None
    kinds: tuple[str, ...] = ()
    services: tuple[str, ...] = ()  # declared, in any zone or none
    says_its_services: bool = False  # the structure itself: what its texts name counts no more
    zones: tuple[ZoneFacts, ...] = ()
    services_without_zone: tuple[str, ...] = ()
    labels: tuple[LabelFacts, ...] = ()
    networks: tuple[NetworkFacts, ...] = ()
    works: tuple[str, ...] = ()  # done for clients; whom for is not told
    has_contact: bool = False


def load_facts(session: Session, ids: Sequence[int], today: date) -> Iterator[SupplierFacts]:
    """The facts of these suppliers on `today`, by id; none for one unlisted or unknown.

    Eight queries for each 1,000 suppliers.
    """
    for batch in _batches(sorted(set(ids))):
        yield from _load_batch(session, batch, today)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _load_batch(session: Session, ids: Sequence[int], today: date) -> Iterator[SupplierFacts]:
    # Plain columns: what the session does for objects would cost half as much again.
    connection = session.connection()

    def rows(statement: Select[*tuple[Any, ...]], supplier_id: Any) -> Rows:
        found = connection.execute(
            statement.add_columns(supplier_id.label("supplier_id")).where(supplier_id.in_(ids))
        )
        grouped: Rows = defaultdict(list)
        for row in found:
            grouped[row.supplier_id].append(row)
        return grouped

    suppliers = rows(_SUPPLIERS, Supplier.id)
    kinds = rows(_KINDS, SupplierKind.supplier_id)
    zones = rows(_ZONES, Zone.supplier_id)
    activities = rows(_ACTIVITIES, Activity.supplier_id)
    labels = rows(_LABELS, SupplierLabel.supplier_id)
    networks = rows(_NETWORKS, Membership.supplier_id)
    contacts = rows(_CONTACTS, Contact.supplier_id)
    works = rows(_WORKS, ClientReference.supplier_id)
    for supplier_id, (supplier,) in suppliers.items():
        yield SupplierFacts(
            id=supplier_id,
            name=supplier.name,
            updated_at=supplier.updated_at,
            brand=supplier.brand,
            description=plain(supplier.description) if supplier.description else None,
            own_words=tuple(supplier.own_words or ()),
            siret=supplier.siret,
            naf=supplier.naf,
            code_insee=supplier.code_insee,
            city=supplier.city,
            point=_point(supplier),
            kinds=tuple(_kinds_on(today, kinds[supplier_id])),
            services=tuple(a.service for a in activities[supplier_id]),
            says_its_services=supplier.says_its_services,
            zones=_zones(zones[supplier_id], activities[supplier_id]),
            services_without_zone=_services(activities[supplier_id], None),
            labels=tuple(
                LabelFacts(row.label_id, row.degree) for row in _current(labels[supplier_id], today)
            ),
            networks=tuple(
                NetworkFacts(row.slug, row.name, row.degree) for row in networks[supplier_id]
            ),
            works=tuple(row.work for row in works[supplier_id]),
            has_contact=bool(supplier.website or contacts[supplier_id]),
        )


# Supplier.says_its_services, in SQL.
_SAYS_ITS_SERVICES = exists().where(
    Provenance.supplier_id == Supplier.id,
    Provenance.field == "activities",
    Provenance.source == OWN_WORD,
)
_SUPPLIERS = (
    select(
        Supplier.name,
        Supplier.brand,
        Supplier.description,
        Supplier.own_words,
        Supplier.siret,
        Supplier.naf,
        Supplier.website,
        Supplier.city,
        Supplier.code_insee,
        Supplier.latitude,
        Supplier.longitude,
        Supplier.updated_at,
        _SAYS_ITS_SERVICES.label("says_its_services"),
    )
    .where(Supplier.is_listed)
    .order_by(Supplier.id)
)
_KINDS = select(SupplierKind.code, SupplierKind.starts_on, SupplierKind.ends_on).order_by(
    SupplierKind.id
)
_ZONES = select(Zone.id, Zone.whole_country, Zone.radius_km, Zone.territories).order_by(
    Zone.position
)
_ACTIVITIES = select(Activity.service, Activity.zone_id).order_by(Activity.id)
_LABELS = select(
    SupplierLabel.label.label("label_id"),
    SupplierLabel.degree,
    SupplierLabel.starts_on,
    SupplierLabel.ends_on,
).order_by(SupplierLabel.id)
_NETWORKS = (
    select(Network.slug, Network.name, Membership.degree)
    .join(Membership, Membership.network_slug == Network.slug)
    .order_by(Network.slug)
)
_CONTACTS = select().distinct()
_WORKS = (
    select(ClientReference.work)
    .where(ClientReference.work.is_not(None))
    .order_by(ClientReference.id)
)


def _point(supplier: Row[Any]) -> Point | None:
    if supplier.latitude is None:
        return None
    return Point(supplier.latitude, supplier.longitude)


def _current(dated: Iterable[Row[Any]], today: date) -> Iterator[Row[Any]]:
    return (row for row in dated if in_force(row.starts_on, row.ends_on, today))


def _kinds_on(today: date, kinds: Iterable[Row[Any]]) -> Iterable[str]:
    held = (row.code for row in _current(kinds, today))
    return dict.fromkeys(code for code in held if not has_ended(code, today))


def _zones(zones: Iterable[Row[Any]], activities: Sequence[Row[Any]]) -> tuple[ZoneFacts, ...]:
    return tuple(
        ZoneFacts(
            services=_services(activities, zone.id),
            whole_country=zone.whole_country,
            radius_km=zone.radius_km,
            territories=tuple(zone.territories),
        )
        for zone in zones
    )


def _services(activities: Iterable[Row[Any]], zone_id: int | None) -> tuple[str, ...]:
    return tuple(a.service for a in activities if a.zone_id == zone_id)
