"""What the public pages of networks read in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from app.db import db
from app.networks.place.models import NetworkPlace
from domain.models import Membership, Network, ProofDegree, Supplier
from domain.text import fold


@dataclass(frozen=True, slots=True)
class Listed:
    """A network, what it says of itself, and how many listed members it has."""

    network: Network
    place: NetworkPlace | None
    members: int


def place_of(network: Network) -> NetworkPlace | None:
    """What it says of itself; None before its managers have written anything."""
    return db.session.get(NetworkPlace, network.slug)


def count_by_degree(network: Network) -> Mapping[ProofDegree | None, int]:
    """Listed members by how far the network vouches for them; None is for those it does not."""
    counted = (
        select(Membership.degree, func.count())
        .join(Supplier, Supplier.id == Membership.supplier_id)
        .where(Membership.network_slug == network.slug, Supplier.is_listed)
        .group_by(Membership.degree)
    )
    return dict(db.session.execute(counted).all())


def listed_networks() -> Sequence[Listed]:
    """Those with members or a presentation, by name."""
    members = (
        select(Membership.network_slug, func.count().label("count"))
        .join(Supplier, Supplier.id == Membership.supplier_id)
        .where(Supplier.is_listed)
        .group_by(Membership.network_slug)
        .subquery()
    )
    query = (
        select(Network, NetworkPlace, func.coalesce(members.c.count, 0))
        .outerjoin(members, members.c.network_slug == Network.slug)
        .outerjoin(NetworkPlace, NetworkPlace.network_slug == Network.slug)
        .where(or_(members.c.count > 0, NetworkPlace.network_slug.is_not(None)))
    )
    found = [Listed(*row) for row in db.session.execute(query)]
    return sorted(found, key=lambda listed: fold(listed.network.name))
