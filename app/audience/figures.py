"""What a structure is told of its audience: plain counts, read in three statements."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.audience.models import Event, SearchCount, SupplierCount
from app.audience.storing import months_before
from app.db import db

DAYS = 30
MONTHS = 12

Series = Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one supplier; days and months without any are there too, oldest first.

    `services` and `departements`: id or code → count over the months, most frequent first; "" is
    neither of them.
    """

    days: Mapping[Event, Series]
    months: Mapping[Event, Series]
    services: Mapping[str, int]
    departements: Mapping[str, int]

    @property
    def is_empty(self) -> bool:
        return not any(sum(series.values()) for series in self.months.values())


def read_figures(supplier_id: int, today: date) -> Figures:
    first = months_before(today, MONTHS - 1)
    counted = db.session.execute(
        select(SupplierCount.event, SupplierCount.day, SupplierCount.count).where(
            SupplierCount.supplier_id == supplier_id, SupplierCount.day >= first
        )
    ).all()
    days: dict[Event, Counter[date]] = {event: Counter() for event in Event}
    months: dict[Event, Counter[date]] = {event: Counter() for event in Event}
    for event, day, count in counted:
        days[event][day] += count
        months[event][day.replace(day=1)] += count
    last_days = [today - timedelta(days=ago) for ago in reversed(range(DAYS))]
    last_months = [months_before(today, ago) for ago in reversed(range(MONTHS))]
    return Figures(
        {event: _series(days[event], last_days) for event in Event},
        {event: _series(months[event], last_months) for event in Event},
        _searched(supplier_id, first, SearchCount.service),
        _searched(supplier_id, first, SearchCount.departement),
    )


def _series(counted: Counter[date], days: Iterable[date]) -> Series:
    return {day: counted[day] for day in days}


def _searched(supplier_id: int, first: date, by: InstrumentedAttribute[str]) -> dict[str, int]:
    total = func.sum(SearchCount.count)
    rows = db.session.execute(
        select(by, total)
        .where(SearchCount.supplier_id == supplier_id, SearchCount.month >= first)
        .group_by(by)
        .order_by(total.desc(), by)
    )
    return {value: int(count) for value, count in rows}
