"""What waits: first what was promised for a date, then the oldest.

Each kind of matter is one SELECT of the same columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from app.db import db
from app.moderation.models import Report
from app.moderation.wording import ASKED, Matter
from app.paging import page_within
from app.structures.models import Claim, ClaimProof, ClaimStatus
from domain.models import (
    Document,
    DuplicateStatus,
    Membership,
    ParkedDocument,
    ProbableDuplicate,
    Supplier,
    SupplierLabel,
    utcnow,
)
from domain.models.base import UTCDateTime

PER_PAGE = 25
AGES = (7, 15, 30)  # days


@dataclass(frozen=True, slots=True)
class Filters:
    """None and "" ask for all; `older_than` is in days."""

    matter: Matter | None = None
    older_than: int | None = None
    departement: str = ""
    network: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """`decide_by` is the date that was promised, if any."""

    matter: Matter
    id: int
    supplier_id: int
    since: datetime
    decide_by: datetime | None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """`counts` are of every matter under the other filters."""

    items: tuple[Waiting, ...]
    counts: Mapping[Matter, int]
    total: int
    number: int
    last: int


def queue_page(filters: Filters, number: int) -> QueuePage:
    """The page asked, or the last one."""
    waiting = _everything()
    conditions = _conditions(waiting, filters)
    counts = _counts(waiting, conditions)
    total = counts[filters.matter] if filters.matter else sum(counts.values())
    number, last = page_within(number, total, PER_PAGE)
    if filters.matter:
        conditions.append(waiting.c.matter == filters.matter.value)
    query = select(waiting).join(Supplier, Supplier.id == waiting.c.supplier_id).where(*conditions)
    order = (waiting.c.decide_by.is_(None), waiting.c.decide_by, waiting.c.since)
    query = query.order_by(*order, waiting.c.matter, waiting.c.id)
    rows = db.session.execute(query.limit(PER_PAGE).offset((number - 1) * PER_PAGE))
    items = (Waiting(Matter(row[0]), *row[1:]) for row in rows)
    return QueuePage(tuple(items), counts, total, number, last)


def is_news(since: datetime, soon: datetime) -> bool:
    """Whether somebody has asked for something since then, or was promised an answer by `soon`."""
    waiting = _everything()
    asked = waiting.c.matter.in_([matter.value for matter in ASKED])
    pressing = or_(waiting.c.since >= since, waiting.c.decide_by <= soon)
    return db.session.execute(select(waiting.c.id).where(asked, pressing)).first() is not None


def find_waiting(matter: Matter, item_id: int) -> Waiting | None:
    """None when it was decided, or never was."""
    waiting = _everything()
    query = select(waiting).where(waiting.c.matter == matter.value, waiting.c.id == item_id)
    row = db.session.execute(query).first()
    return Waiting(Matter(row[0]), *row[1:]) if row else None


def _counts(waiting: Subquery, conditions: list[ColumnElement[bool]]) -> dict[Matter, int]:
    query = select(waiting.c.matter, func.count()).join(
        Supplier, Supplier.id == waiting.c.supplier_id
    )
    rows = db.session.execute(query.where(*conditions).group_by(waiting.c.matter))
    found: dict[str, int] = {matter: count for matter, count in rows}  # noqa: C416 dict() of rows has no type
    return {matter: found.get(matter.value, 0) for matter in Matter}


def _conditions(waiting: Subquery, filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.older_than is not None:
        conditions.append(waiting.c.since <= utcnow() - timedelta(days=filters.older_than))
    if filters.departement:
        conditions.append(Supplier.code_insee.startswith(filters.departement, autoescape=True))
    if filters.network:
        conditions.append(Supplier.memberships.any(Membership.network_slug == filters.network))
    return conditions


Row = Select[Any]


def _row(matter: Matter, id_: Any, supplier_id: Any, since: Any, decide_by: Any = None) -> Row:
    due = cast(null(), UTCDateTime()) if decide_by is None else decide_by
    return select(
        literal(matter.value).label("matter"),
        id_.label("id"),
        supplier_id.label("supplier_id"),
        since.label("since"),
        due.label("decide_by"),
    )


def _everything() -> Subquery:
    return union_all(
        _proposals(), _claims(), _documents(), _reports(), _duplicates(), _parked()
    ).subquery("waiting")


def _proposals() -> Row:
    promised = select(func.min(Claim.decide_by)).where(
        Claim.supplier_id == Supplier.id,
        Claim.status == ClaimStatus.OPEN,
        Claim.proof == ClaimProof.PROPOSAL,
    )
    due = promised.correlate(Supplier).scalar_subquery()
    row = _row(Matter.PROPOSAL, Supplier.id, Supplier.id, Supplier.created_at, due)
    return row.where(Supplier.awaits_review, Supplier.archived_at.is_(None))


def _claims() -> Row:
    """That of a proposal is decided with it."""
    row = _row(Matter.CLAIM, Claim.id, Claim.supplier_id, Claim.created_at, Claim.decide_by)
    return row.where(Claim.status == ClaimStatus.OPEN, Claim.proof != ClaimProof.PROPOSAL)


def _documents() -> Row:
    """Those that a label names: a draft proves nothing yet. That of a claim is read with it."""
    row = _row(Matter.DOCUMENT, Document.id, Document.supplier_id, Document.added_at)
    proves = exists().where(SupplierLabel.document_id == Document.id)
    return row.where(Document.checked_at.is_(None), proves)


def _reports() -> Row:
    row = _row(Matter.REPORT, Report.id, Report.supplier_id, Report.created_at)
    return row.where(Report.closed_at.is_(None))


def _duplicates() -> Row:
    """Once one of the two is put away, nothing is left to decide."""
    pair, first, second = ProbableDuplicate, aliased(Supplier), aliased(Supplier)
    row = _row(Matter.DUPLICATE, pair.id, pair.first_id, pair.noticed_at)
    return (
        row.join(first, and_(first.id == pair.first_id, first.archived_at.is_(None)))
        .join(second, and_(second.id == pair.second_id, second.archived_at.is_(None)))
        .where(pair.status == DuplicateStatus.OPEN)
    )


def _parked() -> Row:
    """A supplier once, however many copies of the index refuse it."""
    parked = ParkedDocument
    row = _row(Matter.PARKED, parked.supplier_id, parked.supplier_id, func.min(parked.parked_at))
    return row.group_by(parked.supplier_id)
