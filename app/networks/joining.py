"""Members added and removed by a network's managers, or who leave it; the others are told."""

from app.db import db
from app.networks.letters import tell_departed, tell_joined, tell_left
from app.networks.team.managing import managers
from app.structures.facts import NETWORK, STRUCTURE, Origin, read_fact
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


def leave_network(network: Network, supplier_id: int, actor: str) -> Supplier | None:
    """By those who keep the page, whose word it is: the network's managers are told, and no list
    brings it back. None when it was no member. Commits.
    """
    supplier = hold_supplier(supplier_id)
    slugs = read_fact(supplier, "networks")
    if network.slug not in slugs:
        db.session.rollback()
        return None
    others = [slug for slug in slugs if slug != network.slug]
    write_facts(supplier, {"networks": others}, Origin.now(STRUCTURE), actor)
    tell_departed(supplier, network, [held.user for held in managers(network.slug)])
    db.session.commit()
    return supplier


def _have_networks(supplier: Supplier, slugs: list[str], network: Network, actor: str) -> None:
    write_facts(supplier, {"networks": slugs}, Origin.now(NETWORK + network.slug), actor)
