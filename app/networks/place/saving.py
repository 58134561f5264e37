"""Save what a network says of itself, never over what a colleague wrote meanwhile.

A form carries a digest of what each field held when it was opened: what its author left alone
stays as it is now; what both changed is for them to choose (docs/decisions/network-place.md).
"""

from collections.abc import Mapping

from app.accounts.models import User
from app.administration.noting import note_change
from app.db import db, hold_rows
from app.networks.place.models import NetworkPlace
from app.seen import Values, changes
from domain.models import Network

# As its managers' journal calls them.
FIELDS: Mapping[str, str] = {
    "presentation": "présentation",
    "website": "site",
    "territories": "territoire",
    "groups": "filières",
    "charter": "charte",
    "charter_on": "date de la charte",
}


class ChangedMeanwhileError(Exception):
    """Fields that this person changes were changed by a colleague; `present` holds them all."""

    def __init__(self, fields: list[str], mine: list[str], present: NetworkPlace) -> None:
        super().__init__()
        self.fields, self.mine, self.present = fields, mine, present


def values_of(place: NetworkPlace | None) -> Values:
    """What it says, field by field; nothing yet without a place."""
    if place is None:
        return {name: [] if name in ("territories", "groups") else "" for name in FIELDS} | {
            "charter_on": None
        }
    return {name: getattr(place, name) for name in FIELDS}


def save(network: Network, typed: Values, seen: str, by: User) -> None:
    """What changed, if anything did. Commits. Raises ChangedMeanwhileError, and writes nothing."""
    place = _held(network)
    present = values_of(place)
    found = changes(typed, present, seen)
    mine = [name for name in typed if name not in found.untouched]
    if found.disputed and place is not None:
        db.session.rollback()
        raise ChangedMeanwhileError([it for it in mine if it in found.disputed], mine, place)
    changed = {name: typed[name] for name in mine if typed[name] != present[name]}
    if changed:
        _write(network, place, changed, by)
    db.session.commit()


def _held(network: Network) -> NetworkPlace | None:
    """Read anew, and kept from other writers: whoever comes second waits here."""
    hold_rows(Network.slug, Network.slug == network.slug)
    return db.session.get(NetworkPlace, network.slug, populate_existing=True)


def _write(network: Network, place: NetworkPlace | None, changed: Values, by: User) -> None:
    if place is None:
        place = NetworkPlace(network_slug=network.slug, **values_of(None))
        db.session.add(place)
    for name, value in changed.items():
        setattr(place, name, value)
    place.changed_by = by.actor
    told = ", ".join(FIELDS[name] for name in changed)
    note_change(f"network {network.slug}", f"page changée : {told}")
