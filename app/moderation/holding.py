"""Keep suppliers from other writers until the transaction ends, merged ones too."""

from collections.abc import Iterable

from sqlalchemy import select, update

from app.db import db
from domain.models import Supplier


def hold(ids: Iterable[int]) -> dict[int, Supplier]:
    """Those that exist, read anew. In the order of their numbers: nobody waits in a ring.

    As app.structures.queries.hold_supplier does, which knows no merged supplier.
    """
    wanted = sorted(set(ids))
    for supplier_id in wanted:
        nothing = update(Supplier).where(Supplier.id == supplier_id)
        db.session.execute(
            nothing.values(version=Supplier.version),
            execution_options={"synchronize_session": False},
        )
    anew = select(Supplier).where(Supplier.id.in_(wanted))
    found = db.session.scalars(anew.execution_options(populate_existing=True))
    return {supplier.id: supplier for supplier in found}
