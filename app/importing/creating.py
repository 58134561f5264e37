"""Stores suppliers that the directory did not have, with all their rows, in bulk.

By the unit of work, which looks at each row for itself, they took most of an import's time.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any, cast

from sqlalchemy import JSON, Column, Insert, insert, inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.schema import CallableColumnDefault, ScalarElementColumnDefault

from domain.models import (
    Activity,
    Base,
    Contact,
    Membership,
    SourceRecord,
    Supplier,
    SupplierKind,
    SupplierLabel,
    Zone,
    enqueue,
)

# Their collections that an import writes.
COLLECTIONS: dict[str, type[Base]] = {
    "records": SourceRecord,
    "kinds": SupplierKind,
    "zones": Zone,
    "activities": Activity,
    "labels": SupplierLabel,
    "memberships": Membership,
    "contacts": Contact,
}


def new_supplier() -> Supplier:
    """Said to have no rows; it never joins a session."""
    supplier = Supplier()
    for name in ("provenances", *COLLECTIONS):
        set_committed_value(supplier, name, [])
    return supplier


def create(session: Session, suppliers: Sequence[Supplier]) -> None:
    """Insert them and their rows, but for provenances, and tell the indexes.

    They get their numbers and the values by default, and stay out of the session.
    """
    _number(session, Supplier, suppliers)
    for name, model in COLLECTIONS.items():
        rows = [row for supplier in suppliers for row in _owned(supplier, name)]
        if model is Zone:
            _number(session, Zone, rows)
        elif rows:
            session.execute(_insertion(model), list(map(_values, rows)))
    enqueue(session, (supplier.id for supplier in suppliers))


def _owned(supplier: Supplier, name: str) -> Iterator[Any]:
    for row in getattr(supplier, name):
        row.supplier_id = supplier.id
        if isinstance(row, Activity) and row.zone is not None:
            row.zone_id = row.zone.id
        yield row


def _number(session: Session, model: type[Supplier | Zone], rows: Sequence[Any]) -> None:
    """Insert the rows, and say to each the number that the database gives it."""
    if rows:
        numbered = _insertion(model).returning(model.id, sort_by_parameter_order=True)
        numbers = session.scalars(numbered, list(map(_values, rows)))
        for row, number in zip(rows, numbers, strict=True):
            row.id = number


def _insertion(model: type[Base]) -> Insert:
    """All rows in one statement, which what one says and another does not would part."""
    return insert(model).execution_options(render_nulls=True)


def _values(row: Base) -> dict[str, Any]:
    """By column, once the row has its values by default. An absent JSON is no JSON value."""
    values = {}
    for name, default, is_json in _columns(type(row)):
        value = getattr(row, name)
        if value is None and default is not None:
            value = default()
            setattr(row, name, value)
        if value is not None or not is_json:
            values[name] = value
    return values


@cache
def _columns(model: type[Base]) -> list[tuple[str, Callable[[], Any] | None, bool]]:
    """Name, what makes the value by default, whether it holds JSON; but for its number."""
    columns = inspect(model).columns
    return [(c.key, _default(c), isinstance(c.type, JSON)) for c in columns if c.key != "id"]


def _default(column: Column[Any]) -> Callable[[], Any] | None:
    match column.default:
        case CallableColumnDefault(arg=make):
            return partial(cast(Callable[[None], Any], make), None)  # it reads no context
        case ScalarElementColumnDefault(arg=value):
            return lambda: value
    return None
