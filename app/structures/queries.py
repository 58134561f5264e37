"""What the pages of a structure read in the database."""

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.db import db
from domain.models import Membership, Supplier


def edited_supplier(supplier_id: int) -> Supplier:
    """The supplier with all that its page says, listed or not. 404 when it was merged or erased."""
    found = db.session.scalar(
        select(Supplier)
        .where(Supplier.id == supplier_id, Supplier.merged_into_id.is_(None))
        .options(
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
    )
    return found or abort(404)
