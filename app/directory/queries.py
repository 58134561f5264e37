"""What the public pages read in the database: a bounded number of statements each."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, load_only, selectinload
from sqlalchemy.sql.base import ExecutableOption

from app.db import db
from domain.models import Contact, Membership, Supplier, Visibility


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much the directory holds, archived suppliers apart."""

    suppliers: int
    communes: int
    invented: int


def holdings() -> Holdings:
    row = db.session.execute(
        select(
            func.count(),
            func.count(func.distinct(Supplier.code_insee)),
            func.count().filter(Supplier.invented),
        ).where(Supplier.is_listed)
    ).one()
    return Holdings(*row)


def suppliers_found(ids: Sequence[int], *more: ExecutableOption) -> dict[int, Supplier]:
    """Those of a page of results, with what the list shows of them, and `more` if asked."""
    statement = (
        select(Supplier)
        .where(Supplier.id.in_(ids), Supplier.is_listed)
        .options(
            selectinload(Supplier.kinds),
            selectinload(Supplier.activities),
            selectinload(Supplier.labels),
            *more,
        )
    )
    return {supplier.id: supplier for supplier in db.session.scalars(statement)}


def suppliers_named(ids: Sequence[int]) -> dict[int, Supplier]:
    """Those of a map, with no more than their names and communes."""
    statement = (
        select(Supplier)
        .where(Supplier.id.in_(ids), Supplier.is_listed)
        .options(
            load_only(
                Supplier.name,
                Supplier.brand,
                Supplier.code_insee,
                Supplier.city,
                Supplier.country,
                raiseload=True,
            )
        )
    )
    return {supplier.id: supplier for supplier in db.session.scalars(statement)}


def supplier_page(supplier_id: int) -> Supplier | None:
    """A supplier with all that its page shows; None when unknown or archived."""
    statement = (
        select(Supplier)
        .where(Supplier.id == supplier_id, Supplier.is_listed)
        .options(
            selectinload(Supplier.kinds),
            selectinload(Supplier.zones),
            selectinload(Supplier.activities),
            selectinload(Supplier.labels),
            selectinload(Supplier.memberships).options(joinedload(Membership.network)),
            selectinload(Supplier.records),
            selectinload(Supplier.provenances),
        )
    )
    return db.session.scalars(statement).one_or_none()


def public_contacts(supplier_id: int) -> Sequence[Contact]:
    """Asked apart, so that no private value ever reaches a page."""
    statement = (
        select(Contact)
        .where(Contact.supplier_id == supplier_id, Contact.visibility == Visibility.PUBLIC)
        .order_by(Contact.kind, Contact.id)
    )
    return db.session.scalars(statement).all()
