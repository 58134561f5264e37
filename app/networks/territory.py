"""Where a network is: the départements where its members sit."""

from sqlalchemy import select

from app.db import db
from domain.geography import gazetteer
from domain.models import Membership, Supplier


def territory(network: str) -> frozenset[str]:
    """Codes of départements; none when no member has a commune that is known."""
    sits = (
        select(Supplier.code_insee)
        .join(Membership, Membership.supplier_id == Supplier.id)
        .where(
            Membership.network_slug == network,
            Supplier.is_listed,
            Supplier.code_insee.is_not(None),
        )
        .distinct()
    )
    communes = (gazetteer().commune(code or "") for code in db.session.scalars(sits))
    return frozenset(commune.departement for commune in communes if commune)
