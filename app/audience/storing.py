"""Counts in the database: added to what is there, and folded into months once they are old."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Date, bindparam, delete, extract, func, select, text
from sqlalchemy.orm import Session

from app.audience.models import Event, SearchCount, SupplierCount, UnmetNeed
from domain.models import today

EventKey = tuple[int, date, Event]
SearchKey = tuple[int, date, str, str]
UnmetKey = tuple[date, str, str]

# Days are told apart for so long; before, their month is enough.
MONTHS_BY_DAY = 13

# SQLite and PostgreSQL understand this alike; SQLAlchemy only writes it for one or the other.
# A supplier that was erased meanwhile is left out.
_ADD_EVENT = text("""
    INSERT INTO supplier_count (supplier_id, day, event, count)
    SELECT id, :day, :event, :count FROM supplier WHERE id = :supplier_id
    ON CONFLICT (supplier_id, day, event)
    DO UPDATE SET count = supplier_count.count + excluded.count
""").bindparams(bindparam("day", type_=Date()))

_ADD_SEARCH = text("""
    INSERT INTO search_count (supplier_id, month, service, departement, count)
    SELECT id, :month, :service, :departement, :count FROM supplier WHERE id = :supplier_id
    ON CONFLICT (supplier_id, month, service, departement)
    DO UPDATE SET count = search_count.count + excluded.count
""").bindparams(bindparam("month", type_=Date()))

_ADD_UNMET = text("""
    INSERT INTO unmet_need (month, departement, service, count)
    VALUES (:month, :departement, :service, :count)
    ON CONFLICT (month, departement, service)
    DO UPDATE SET count = unmet_need.count + excluded.count
""").bindparams(bindparam("month", type_=Date()))

_FOLD = text("""
    INSERT INTO supplier_count (supplier_id, day, event, count)
    SELECT supplier_id, :month, event, SUM(count) FROM supplier_count
    WHERE day > :month AND day < :following GROUP BY supplier_id, event
    ON CONFLICT (supplier_id, day, event)
    DO UPDATE SET count = supplier_count.count + excluded.count
""").bindparams(bindparam("month", type_=Date()), bindparam("following", type_=Date()))


def add_events(session: Session, counted: Mapping[EventKey, int]) -> None:
    _add(session, _ADD_EVENT, ("supplier_id", "day", "event"), counted)


def add_searches(session: Session, counted: Mapping[SearchKey, int]) -> None:
    _add(session, _ADD_SEARCH, ("supplier_id", "month", "service", "departement"), counted)


def add_unmet(session: Session, counted: Mapping[UnmetKey, int]) -> None:
    _add(session, _ADD_UNMET, ("month", "departement", "service"), counted)


def _add(
    session: Session, statement: Any, names: tuple[str, ...], counted: Mapping[Any, int]
) -> None:
    """In order: two processes that write the same rows wait for each other, and never cross."""
    rows = [dict(zip(names, key, strict=True), count=counted[key]) for key in sorted(counted)]
    if rows:
        session.execute(statement, rows)


def fold_old_days(session: Session) -> None:
    """Keep, of the days before the last 13 months, one count a month, on its first day.

    Of what was searched then, nothing: no page shows it any more. The caller commits.
    """
    limit = months_before(today(), MONTHS_BY_DAY)
    session.execute(delete(SearchCount).where(SearchCount.month < limit))
    session.execute(delete(UnmetNeed).where(UnmetNeed.month < limit))
    while oldest := _oldest_day(session, limit):
        month = oldest.replace(day=1)
        following = months_before(month, -1)
        session.execute(_FOLD, {"month": month, "following": following})
        session.execute(
            delete(SupplierCount).where(SupplierCount.day > month, SupplierCount.day < following)
        )


def _oldest_day(session: Session, before: date) -> date | None:
    """The oldest that is not the first of its month: those are months already."""
    return session.scalar(
        select(func.min(SupplierCount.day)).where(
            SupplierCount.day < before, extract("day", SupplierCount.day) != 1
        )
    )


def months_before(day: date, count: int) -> date:
    """The first day of the month `count` months before that of `day`."""
    years, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return date(years, month + 1, 1)
