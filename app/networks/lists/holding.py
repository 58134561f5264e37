"""Who holds a page that a network's lists have made: anybody else, by hand or as a source."""

from collections.abc import Iterator
from typing import Any

from app.networks.lists.models import list_source
from app.structures.facts import ADDRESS_BASE, NETWORK
from domain.models import Supplier

_SAID = (
    "records",
    "provenances",
    "kinds",
    "labels",
    "memberships",
    "contacts",
    "references",
    "pictures",
    "activities",
    "zones",
)


def is_said_by_others(supplier: Supplier, network: str) -> bool:
    """Whether the page has a word that is not the network's, of its lists or of its managers.

    What follows from the address is nobody's.
    """
    own = {list_source(network), NETWORK + network, ADDRESS_BASE}
    return any(row.source not in own for row in words_of(supplier))


def is_said_by_hand(supplier: Supplier, network: str) -> bool:
    """Whether the network's managers have given it services, or vouch for it."""
    vouched = any(m.degree for m in supplier.memberships if m.network_slug == network)
    return vouched or any(row.source == NETWORK + network for row in supplier.activities)


def words_of(supplier: Supplier) -> Iterator[Any]:
    """All that its page says, each word with its source."""
    for name in _SAID:
        yield from getattr(supplier, name)
