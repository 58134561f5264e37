"""What the pages of a structure read in the database."""

from flask import abort
from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from app.db import db, hold_rows
from domain.models import Membership, Supplier

# A query a collection, whatever the number of suppliers.
ALL_IT_SAYS = (
    selectinload(Supplier.kinds),
    selectinload(Supplier.zones),
    selectinload(Supplier.activities),
    selectinload(Supplier.labels),
    selectinload(Supplier.memberships).joinedload(Membership.network),
    selectinload(Supplier.records),
    selectinload(Supplier.contacts),
    selectinload(Supplier.references),
    selectinload(Supplier.pictures),
    selectinload(Supplier.provenances),
)


def edited_supplier(supplier_id: int) -> Supplier:
    """The supplier with all that its page says, listed or not. 404 when it was merged or erased."""
    return db.session.scalars(_with_all_it_says(supplier_id)).one_or_none() or abort(404)


def hold_supplier(supplier_id: int) -> Supplier:
    """The same, read anew and kept from other writers until the transaction ends."""
    return hold_if_there(supplier_id) or abort(404)


def hold_if_there(supplier_id: int) -> Supplier | None:
    """The same, out of a request: None when it was merged or erased.

    Whoever comes second waits here, then reads what the first one wrote.
    """
    hold_rows(Supplier.version, Supplier.id == supplier_id)
    anew = _with_all_it_says(supplier_id).execution_options(populate_existing=True)
    return db.session.scalars(anew).one_or_none()


def _with_all_it_says(supplier_id: int) -> Select[Supplier]:
    wanted = Supplier.id == supplier_id, Supplier.merged_into_id.is_(None)
    return select(Supplier).where(*wanted).options(*ALL_IT_SAYS)
