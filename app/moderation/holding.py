"""Keep suppliers, merged ones too, and what waits from other writers until the transaction ends."""

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import select

from app.db import db, hold_rows
from app.structures.queries import ALL_IT_SAYS
from domain.models import Supplier

T = TypeVar("T")


def hold(ids: Iterable[int]) -> dict[int, Supplier]:
    """Those that exist, read anew with all they say, a query a collection.

    In the order of their numbers: nobody waits in a ring.

    As app.structures.queries.hold_supplier does, which knows no merged supplier.
    """
    wanted = sorted(set(ids))
    for supplier_id in wanted:
        hold_rows(Supplier.version, Supplier.id == supplier_id)
    anew = select(Supplier).where(Supplier.id.in_(wanted)).options(*ALL_IT_SAYS)
    found = db.session.scalars(anew.execution_options(populate_existing=True))
    return {supplier.id: supplier for supplier in found}


def hold_row(table: type[T], id_: int) -> T | None:
    """The row, read anew; None without it. Of two moderators, the second finds it decided."""
    columns: Any = table
    hold_rows(columns.id, columns.id == id_)
    return db.session.get(table, id_, populate_existing=True)
