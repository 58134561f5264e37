"""Who manages a network: read and changed, each change with its entry in the journal."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app.accounts.models import NetworkManager, User
from app.administration.noting import note_change
from app.api.models import ApiKey
from app.db import db, hold_rows
from app.networks.letters import tell_removed
from app.networks.models import ManagerInvitation
from domain.models import Network


class LastManagerError(Exception):
    """Without this one, nobody would manage the network: an administrator alone does that."""


def managers(network: str) -> Sequence[NetworkManager]:
    """Those who came first before."""
    return db.session.scalars(
        select(NetworkManager)
        .where(NetworkManager.network_slug == network)
        .options(joinedload(NetworkManager.user))
        .order_by(NetworkManager.since, NetworkManager.user_id)
    ).all()


def is_manager(user: User, network: str) -> bool:
    return db.session.get(NetworkManager, (user.id, network)) is not None


def give(user: User, network: Network, change: str) -> bool:
    """False when they manage it already. The caller commits, as for `take`."""
    if is_manager(user, network.slug):
        return False
    user.networks.append(NetworkManager(network_slug=network.slug))
    note_change(f"{user.actor} network {network.slug}", change)
    return True


def take(managed: NetworkManager, change: str) -> None:
    """With the invitations that they sent and nobody has accepted, and the keys of their programs:
    nobody vouches for them.
    """
    own = ApiKey.network_slug == managed.network_slug, ApiKey.made_by == managed.user.actor
    db.session.execute(delete(ApiKey).where(*own))
    sent = ManagerInvitation.invited_by == managed.user.actor
    waiting = ManagerInvitation.accepted_at.is_(None)
    of_network = ManagerInvitation.network_slug == managed.network_slug
    db.session.execute(delete(ManagerInvitation).where(sent, waiting, of_network))
    note_change(f"{managed.user.actor} network {managed.network_slug}", change)
    db.session.delete(managed)


def remove(user_id: int, network: Network) -> bool:
    """A colleague removes one, who is told; False when they had gone. Commits.

    Raises LastManagerError.
    """
    managed = _held(user_id, network)
    if managed is None:
        return False
    take(managed, "responsable retiré par un collègue")
    tell_removed(network, managed.user)
    db.session.commit()
    return True


def leave(user: User, network: Network) -> None:
    """Commits. Raises LastManagerError."""
    if managed := _held(user.id, network):
        take(managed, "responsable parti")
        db.session.commit()


def hold_team(network: Network) -> None:
    """Keep others from changing it until the transaction ends; what is read next is read anew."""
    hold_rows(Network.slug, Network.slug == network.slug)
    db.session.expire_all()


def _held(user_id: int, network: Network) -> NetworkManager | None:
    """Of two who remove each other at once, the second waits here, and is the last.

    Raises LastManagerError. Accounts that are closed manage nothing.
    """
    hold_team(network)
    team = managers(network.slug)
    found = next((managed for managed in team if managed.user_id == user_id), None)
    if found and not any(other.user.active for other in team if other is not found):
        db.session.rollback()
        raise LastManagerError
    return found
