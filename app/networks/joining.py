"""Members added and removed by a network's managers; those who keep their pages are told."""

from app.db import db
from app.networks.letters import tell_joined, tell_left
from app.structures.facts import NETWORK, Origin, read_fact
from app.structures.queries import hold_supplier
from app.structures.saving import write_facts
from domain.models import Network, Supplier


def add_member(network: Network, supplier_id: int, actor: str) -> Supplier | None:
    """The new member; None when it is one already, or nobody may find it. Commits."""
    supplier = hold_supplier(supplier_id)
    slugs = read_fact(supplier, "networks")
    if not supplier.is_listed or network.slug in slugs:
        db.session.rollback()
        return None
    _have_networks(supplier, [*slugs, network.slug], network, actor)
    tell_joined(supplier, network)
    db.session.commit()
    return supplier


def remove_member(network: Network, supplier_id: int, actor: str) -> Supplier | None:
    """Who leaves: its page stays, and what the network had noted goes. None when it had left.

    Commits.
    """
    supplier = hold_supplier(supplier_id)
    slugs = read_fact(supplier, "networks")
    if network.slug not in slugs:
        db.session.rollback()
        return None
    _have_networks(supplier, [slug for slug in slugs if slug != network.slug], network, actor)
    tell_left(supplier, network)
    db.session.commit()
    return supplier


def _have_networks(supplier: Supplier, slugs: list[str], network: Network, actor: str) -> None:
    write_facts(supplier, {"networks": slugs}, Origin.now(NETWORK + network.slug), actor)
