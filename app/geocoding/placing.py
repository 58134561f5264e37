"""Which pages to place, what is known already of their address, and the place written.

Nothing is read or written while the service is asked: no other writer waits for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select
from sqlalchemy.orm import Session, selectinload

from app.db import db
from app.geocoding.judging import Place, Question, question
from app.geocoding.models import GeocodedAddress
from app.structures.facts import ADDRESS_BASE, Origin, is_derived, read_fact
from app.structures.queries import hold_if_there
from app.structures.saving import write_facts
from domain.geography import Point, gazetteer
from domain.models import PointPrecision, Provenance, Supplier, utcnow

BATCH = 20
# Streets are numbered and named, and the service corrects itself.
ASKED_AGAIN_AFTER = timedelta(days=365)


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """A page as it was read, at that version: its `point` and its commune's, as facts."""

    supplier_id: int
    version: int
    point: Any
    is_derived: bool
    centre: Any
    question: Question | None

    def point_for(self, place: Place | None) -> Any:
        """The point of the page once its address is known to be there, or nowhere."""
        if place:
            return place.fact
        return self.centre if self.is_derived else self.point


@dataclass(frozen=True, slots=True)
class Answer:
    """Where an address is, None when nothing is certain; and when the service said so."""

    place: Place | None
    asked_at: datetime


def to_place(left_aside: Iterable[int] = ()) -> list[Looked]:
    """Some of the pages whose address is not the one last looked at, newest pages first.

    What a person or a source placed is none of them.
    """
    suppliers = db.session.scalars(
        select(Supplier)
        .outerjoin(GeocodedAddress, GeocodedAddress.supplier_id == Supplier.id)
        .where(
            Supplier.is_listed,
            Supplier.invented.is_(False),
            Supplier.id.not_in(left_aside),
            or_(_is_derived_in_sql(), _has_only_its_commune()),
            or_(
                GeocodedAddress.supplier_id.is_(None),
                GeocodedAddress.version != Supplier.version,
                GeocodedAddress.asked_at < utcnow() - ASKED_AGAIN_AFTER,
            ),
        )
        .order_by(Supplier.id.desc())
        .limit(BATCH)
        .options(selectinload(Supplier.provenances))
    )
    found = [_looked(supplier) for supplier in suppliers]
    db.session.rollback()
    return found


def _is_derived_in_sql() -> ColumnElement[bool]:
    return exists().where(
        Provenance.supplier_id == Supplier.id,
        Provenance.field == "point",
        Provenance.source == ADDRESS_BASE,
    )


def _has_only_its_commune() -> ColumnElement[bool]:
    precision = Supplier.point_precision
    return and_(
        or_(precision.is_(None), precision == PointPrecision.COMMUNE),
        Supplier.country == "FR",
        Supplier.address.is_not(None),
        Supplier.code_insee.is_not(None),
    )


def _looked(supplier: Supplier) -> Looked:
    commune = gazetteer().commune(supplier.code_insee) if supplier.code_insee else None
    centre = commune.point if commune else None
    return Looked(
        supplier.id,
        supplier.version,
        read_fact(supplier, "point"),
        is_derived(supplier, "point"),
        Place(centre, PointPrecision.COMMUNE).fact if centre else None,
        question(supplier),
    )


def known_answer(asked: Question) -> Answer | None:
    """What was answered lately about this address, for this page or for others at it."""
    found = db.session.scalars(
        select(GeocodedAddress)
        .where(
            GeocodedAddress.address == asked.key,
            GeocodedAddress.asked_at >= utcnow() - ASKED_AGAIN_AFTER,
        )
        .order_by(GeocodedAddress.asked_at.desc())
        .limit(1)
    ).one_or_none()
    answer = Answer(_place(found), found.asked_at) if found else None
    db.session.rollback()
    return answer


def _place(found: GeocodedAddress) -> Place | None:
    if found.latitude is None or found.longitude is None or found.point_precision is None:
        return None
    return Place(Point(found.latitude, found.longitude), found.point_precision)


def write_places(answered: Mapping[Looked, Answer]) -> None:
    """Place these pages where their address was found to be. Commits.

    A page that changed meanwhile is left: it is looked at again.
    """
    # All are held before any is written: the outbox makes writers wait, each in its turn.
    moved = {
        looked.supplier_id: hold_if_there(looked.supplier_id)
        for looked, answer in sorted(answered.items(), key=lambda told: told[0].supplier_id)
        if looked.point_for(answer.place) != looked.point
    }
    for looked, answer in answered.items():
        if looked.supplier_id not in moved:
            _remember(looked, answer, looked.version)
            continue
        supplier = moved[looked.supplier_id]
        if supplier and supplier.version == looked.version:
            fact = {"point": looked.point_for(answer.place)}
            write_facts(supplier, fact, Origin.now(ADDRESS_BASE), ADDRESS_BASE)
            _remember(looked, answer, supplier.version)
    db.session.commit()


def _remember(looked: Looked, answer: Answer, version: int) -> None:
    point, precision = answer.place or (None, None)
    db.session.merge(
        GeocodedAddress(
            supplier_id=looked.supplier_id,
            version=version,
            address=looked.question.key if looked.question else None,
            latitude=point.latitude if point else None,
            longitude=point.longitude if point else None,
            point_precision=precision,
            asked_at=answer.asked_at,
        )
    )


def purge_addresses(session: Session) -> None:
    """What is known of an address that its page may not say any more. The caller commits.

    Where addresses are asked for, a page is looked at again before; where they no longer are,
    nothing else would erase it.
    """
    current = exists().where(
        Supplier.id == GeocodedAddress.supplier_id, Supplier.version == GeocodedAddress.version
    )
    session.execute(delete(GeocodedAddress).where(~current))
