"""Where a network is, in codes of départements."""

from sqlalchemy import select

from app.db import db
from app.networks.place.models import NetworkPlace
from app.networks.place.presenter import read_territories
from domain.geography import gazetteer
from domain.models import Membership, Supplier


def territory(network: str) -> frozenset[str]:
    """What its managers say of it; before they do, the départements where its members sit.

    Empty when no member has a commune that is known either.
    """
    return said_territory(network) or _where_members_sit(network)


def said_territory(network: str) -> frozenset[str]:
    """Empty when its managers have said nothing, or a trade rather than a place."""
    place = db.session.get(NetworkPlace, network)
    said = read_territories(place.territories) if place else ()
    return frozenset(code for territory in said for code in territory.departements)


def _where_members_sit(network: str) -> frozenset[str]:
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
