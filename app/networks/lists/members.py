"""Members that a network's last list named, and that the present one does not."""

from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from app.networks.lists.models import ListRow, MemberList, RowOutcome
from domain.models import Membership, SourceRecord, Supplier


def gone_members(session: Session, one: MemberList) -> list[dict[str, Any]]:
    """Rows to keep, one a member that only the network's earlier list says."""
    return [
        {
            "list_id": one.id,
            "cells": [],
            "name": name,
            "outcome": RowOutcome.GONE,
            "supplier_id": id_,
            "told": [],
            "changes": {},
            "candidates": [],
        }
        for id_, name in session.execute(_gone(one))
    ]


def _gone(one: MemberList) -> Select[int, str]:
    """Members by this source, none of whose records has its key among the rows.

    A row that is rejected, or waits for a person, still says that its structure is there; so does
    the supplier that a row was found to be.
    """
    of_source = (SourceRecord.source == one.source, SourceRecord.supplier_id == Supplier.id)
    rows = select(ListRow.key).where(ListRow.list_id == one.id, ListRow.key.is_not(None))
    still = exists().where(*of_source, SourceRecord.source_key.in_(rows))
    found = exists().where(ListRow.list_id == one.id, ListRow.supplier_id == Supplier.id)
    return (
        select(Supplier.id, Supplier.name)
        .join(Membership, Membership.supplier_id == Supplier.id)
        .where(
            Membership.network_slug == one.network_slug,
            Membership.source == one.source,
            ~still,
            ~found,
        )
        .order_by(Supplier.name, Supplier.id)
    )
