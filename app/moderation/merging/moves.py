"""What can only be in one place, and goes to the kept supplier: records, papers, people.

An import then finds the kept supplier by the merged one's records. Each move is remembered by
the row's number, and undone where the row still is.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from app.accounts.models import Editorship, User
from app.db import db
from app.moderation.models import Report
from app.structures.models import Claim, ClaimStatus, Invitation
from domain.models import Document, Supplier

# Table → which rows of the merged supplier move.
MOVED: Mapping[type[Any], ColumnElement[bool] | None] = {
    Document: None,
    Report: Report.closed_at.is_(None),
    Claim: Claim.status == ClaimStatus.OPEN,
    Invitation: Invitation.accepted_at.is_(None),
}


def move_rows(kept: Supplier, merged: Supplier) -> dict[str, list[int]]:
    """The numbers of what moved, by table."""
    return {table.__tablename__: _move(table, kept, merged) for table in MOVED} | {
        "settled_claim": _move_settled_claim(kept, merged)
    }


def _move(table: type[Any], kept: Supplier, merged: Supplier) -> list[int]:
    rows = list(db.session.scalars(_movable(table, merged).order_by(table.id)))
    for row in rows:
        row.supplier_id = kept.id
    return [row.id for row in rows]


def _movable(table: type[Any], supplier: Supplier) -> Select[Any]:
    condition = MOVED[table]
    query = select(table).where(table.supplier_id == supplier.id)
    return query if condition is None else query.where(condition)


def _move_settled_claim(kept: Supplier, merged: Supplier) -> list[int]:
    """A page has one: the kept supplier's own comes first."""
    settled = select(Claim).where(Claim.status == ClaimStatus.SETTLED)
    if db.session.scalar(settled.where(Claim.supplier_id == kept.id)) is not None:
        return []
    claim = db.session.scalar(settled.where(Claim.supplier_id == merged.id))
    if claim is None:
        return []
    claim.supplier_id = kept.id
    return [claim.id]


def give_rows_back(kept: Supplier, merged: Supplier, moved: Mapping[str, list[int]]) -> None:
    """What was decided meanwhile was decided of the kept page: it stays there."""
    for table in MOVED:
        _give_back(_movable(table, kept).where(table.id.in_(moved[table.__tablename__])), merged)
    settled = Claim.id.in_(moved["settled_claim"]), Claim.supplier_id == kept.id
    _give_back(select(Claim).where(*settled), merged)


def _give_back(rows: Select[Any], merged: Supplier) -> None:
    for row in db.session.scalars(rows):
        row.supplier_id = merged.id


# Source records


def move_records(kept: Supplier, merged: Supplier) -> list[dict[str, Any]]:
    """Their numbers, with what they said then."""
    records = list(merged.records)
    for record in records:
        record.supplier = kept
    return [
        {"id": r.id, "facts": r.facts, "name": r.original_name, "as_of": r.as_of.isoformat()}
        for r in records
    ]


def give_records_back(kept: Supplier, merged: Supplier, moved: list[dict[str, Any]]) -> None:
    """With what they said at the merge.

    An import told what they said since to the kept supplier: the next one tells it again, to the
    one that it is about.
    """
    then = {told["id"]: told for told in moved}
    for record in [record for record in kept.records if record.id in then]:
        told = then[record.id]
        record.supplier = merged
        record.facts, record.original_name = told["facts"], told["name"]
        record.as_of = date.fromisoformat(told["as_of"])


# People


def move_editors(kept: Supplier, merged: Supplier) -> dict[str, list[Any]]:
    """Editors of the merged page edit the kept one; its owner owns it only if nobody did.

    `left` tells the editorships that ended, `joined` those that began.
    """
    present = {editorship.user_id: editorship for editorship in _editors(kept)}
    has_owner = any(editorship.is_owner for editorship in present.values())
    leaving = _editors(merged)
    joining = [
        Editorship(
            user_id=old.user_id,
            supplier_id=kept.id,
            is_owner=old.is_owner and not has_owner,
            since=old.since,
        )
        for old in leaving
        if old.user_id not in present
    ]
    told = {"left": [_told(row) for row in leaving], "joined": [_told(row) for row in joining]}
    for row in leaving:
        db.session.delete(row)
    db.session.add_all(joining)
    return told


def give_editors_back(kept: Supplier, merged: Supplier, moved: dict[str, list[Any]]) -> bool:
    """Whether all could: who owns the kept page since then stays, an account may be gone."""
    begun = [told for told in map(_told, _editors(kept)) if told in moved["joined"]]
    for user_id, *_ in begun:
        db.session.delete(db.session.get_one(Editorship, (user_id, kept.id)))
    returned = [_come_back(merged, *told) for told in moved["left"]]
    return all(returned) and len(begun) == len(moved["joined"])


def _come_back(merged: Supplier, user_id: int, is_owner: bool, since: str) -> bool:
    if db.session.get(User, user_id) is None:
        return False
    db.session.add(
        Editorship(
            user_id=user_id,
            supplier_id=merged.id,
            is_owner=is_owner,
            since=datetime.fromisoformat(since),
        )
    )
    return True


def _editors(supplier: Supplier) -> list[Editorship]:
    query = select(Editorship).where(Editorship.supplier_id == supplier.id)
    return list(db.session.scalars(query.order_by(Editorship.user_id)))


def _told(row: Editorship) -> list[Any]:
    return [row.user_id, row.is_owner, row.since.isoformat()]
