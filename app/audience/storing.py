"""Counts in the database: added to what is there, and folded into months once they are old."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, bindparam, delete, extract, func, select, text
from sqlalchemy.orm import Session

from app.accounts.secrets import digest
from app.audience.models import Event, SearchCount, SupplierCount, UnmetNeed, UnreadWord
from domain.models import today

EventKey = tuple[int, date, Event]
SearchKey = tuple[int, date, str, str]
UnmetKey = tuple[date, str, str]
UnreadKey = tuple[str, date]

# Days are told apart for so long; before, their month is enough.
MONTHS_BY_DAY = 13

# A word that nothing reads can be read by administrators once it was typed on so many days.
UNREAD_DAYS = 5
# It is forgotten when nobody typed it for so long.
UNREAD_KEPT_FOR = timedelta(days=90)
# Whoever typed words at random would fill the database.
MOST_UNREAD = 20_000

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

# Once a day, however often it is typed.
_ADD_UNREAD = text("""
    INSERT INTO unread_word (digest, word, days, last_on) VALUES (:digest, '', 1, :day)
    ON CONFLICT (digest) DO UPDATE SET
        days = unread_word.days + 1,
        last_on = excluded.last_on,
        word = CASE WHEN unread_word.days + 1 >= :enough THEN :word ELSE '' END
    WHERE unread_word.last_on < excluded.last_on
""").bindparams(bindparam("day", type_=Date()))

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


def add_unread(session: Session, seen: Collection[UnreadKey]) -> None:
    """Left aside while there are too many."""
    if not seen:
        return
    rows = [
        {"digest": digest(word, "unread word"), "word": word, "day": day, "enough": UNREAD_DAYS}
        for word, day in seen
    ]
    known = session.scalars(select(func.count()).select_from(UnreadWord)).one()
    if known < MOST_UNREAD:
        rows.sort(key=lambda row: (row["digest"], row["day"]))
        session.execute(_ADD_UNREAD, rows)


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
    session.execute(delete(UnreadWord).where(UnreadWord.last_on < today() - UNREAD_KEPT_FOR))
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
