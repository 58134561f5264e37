"""What the public pages read in the database: a bounded number of statements each."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, load_only, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.accounts.models import Editorship
from app.db import db
from domain.models import Contact, Membership, Supplier, Visibility


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much the directory holds, suppliers that are not listed apart."""

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


def suppliers_found(ids: Sequence[int]) -> dict[int, Supplier]:
    """Those of a page of results, with what the list shows of them."""
    statement = (
        select(Supplier)
        .where(Supplier.id.in_(ids), Supplier.is_listed)
        .options(
            selectinload(Supplier.kinds),
            selectinload(Supplier.activities),
            selectinload(Supplier.labels),
            selectinload(Supplier.memberships).options(joinedload(Membership.network)),
            selectinload(Supplier.provenances),
        )
    )
    return {supplier.id: supplier for supplier in db.session.scalars(statement)}


def suppliers_named(ids: Sequence[int], *more: ORMOption) -> dict[int, Supplier]:
    """With no more than their names and communes."""
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
            ),
            *more,
        )
    )
    return {supplier.id: supplier for supplier in db.session.scalars(statement)}


def suppliers_called(ids: Sequence[int]) -> list[Supplier]:
    """The same and what kinds they are, in the order of `ids`."""
    found = suppliers_named(ids, selectinload(Supplier.kinds))
    return [found[id_] for id_ in ids if id_ in found]


def supplier_page(supplier_id: int) -> Supplier | None:
    """A supplier with all that its page shows, contacts apart; None when unknown or archived.

    One that awaits review is given too: who may read it is for the view to say.
    """
    statement = (
        select(Supplier)
        .where(Supplier.id == supplier_id, Supplier.archived_at.is_(None))
        .options(
            selectinload(Supplier.kinds),
            selectinload(Supplier.zones),
            selectinload(Supplier.activities),
            selectinload(Supplier.labels),
            selectinload(Supplier.memberships).options(joinedload(Membership.network)),
            selectinload(Supplier.records),
            selectinload(Supplier.references),
            selectinload(Supplier.pictures),
            selectinload(Supplier.provenances),
        )
    )
    return db.session.scalars(statement).one_or_none()


def kept_in_place_of(supplier_id: int) -> Supplier | None:
    """The listed supplier that a merged one became, through as many merges as there were."""
    passed: set[int] = set()
    found = db.session.get(Supplier, supplier_id)
    while found is not None and found.merged_into_id is not None and found.id not in passed:
        passed.add(found.id)
        found = db.session.get(Supplier, found.merged_into_id)
    return found if passed and found is not None and found.is_listed else None


def shown_contacts(supplier_id: int, *, to_member: bool) -> Sequence[Contact]:
    """Asked apart, so that no private value ever reaches a page."""
    statement = (
        select(Contact)
        .where(Contact.supplier_id == supplier_id, _is_shown(to_member=to_member))
        .order_by(Contact.kind, Contact.id)
    )
    return db.session.scalars(statement).all()


def count_member_contacts(supplier_id: int) -> int:
    """How many are shown to none but those who sign in."""
    statement = select(func.count()).where(
        Contact.supplier_id == supplier_id, Contact.visibility == Visibility.MEMBERS
    )
    return db.session.scalars(statement).one()


def is_kept(supplier_id: int) -> bool:
    """Whether anybody keeps its page."""
    statement = select(Editorship.user_id).where(Editorship.supplier_id == supplier_id).limit(1)
    return db.session.scalar(statement) is not None


def has_shown_contact(supplier_id: int, contact_id: int, *, to_member: bool) -> bool:
    """Whether who asks sees that contact on the page of that supplier, which is listed."""
    statement = select(Contact.id).where(
        Contact.id == contact_id,
        Contact.supplier_id == supplier_id,
        _is_shown(to_member=to_member),
        Contact.supplier_id.in_(select(Supplier.id).where(Supplier.is_listed)),
    )
    return db.session.scalar(statement) is not None


def listed_website(supplier_id: int) -> str | None:
    """None too for a supplier that is unknown, or not listed."""
    statement = select(Supplier.website).where(Supplier.id == supplier_id, Supplier.is_listed)
    return db.session.scalar(statement)


def _is_shown(*, to_member: bool) -> ColumnElement[bool]:
    seen = [Visibility.PUBLIC, Visibility.MEMBERS] if to_member else [Visibility.PUBLIC]
    return Contact.visibility.in_(seen)
