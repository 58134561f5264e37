"""A network, its manager and its members, for the tests of their pages."""

from collections.abc import Sequence

from app.db import db
from app.networks.lists.models import list_source
from domain.models import Membership, Network, Supplier
from tests.app.cast import TODAY, make_supplier

NETWORK = "vergers"
PAGES = f"/reseau/{NETWORK}"


def make_networks() -> Network:
    """That of these tests, and another."""
    db.session.add_all([Network(slug=NETWORK, name="Vergers"), Network(slug="autre", name="Autre")])
    db.session.commit()
    return db.session.get_one(Network, NETWORK)


def member(
    name: str = "Les Ateliers du Verger",
    *,
    listed_at: str = "",
    networks: Sequence[str] = (NETWORK,),
    source: str = "vergers-2026",
    **values: object,
) -> Supplier:
    """Stored; `listed_at` is the address that the list of the first of these networks gives."""
    supplier = make_supplier(name, **values)
    supplier.memberships = [
        Membership(network_slug=slug, source=source, as_of=TODAY) for slug in networks
    ]
    (record,) = supplier.records
    record.source = list_source(networks[0]) if listed_at else source
    record.facts = {"networks": list(networks), "emails": [listed_at] if listed_at else []}
    db.session.add(supplier)
    db.session.commit()
    return supplier


def networks_of(supplier: Supplier) -> list[str]:
    db.session.expire_all()
    return [membership.network_slug for membership in supplier.memberships]
