"""Keys of a network's programs: made by a manager, told once, kept as digests."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select, update

from app.accounts.actors import account_of
from app.accounts.gate import roles_of
from app.accounts.models import User
from app.accounts.permissions import NETWORKS
from app.accounts.secrets import digest, new_key
from app.administration.noting import note_change
from app.api.letters import tell_key_made
from app.api.models import ApiKey
from app.db import db, hold_rows
from domain.models import Network, utcnow

MOST_KEYS = 10
NOTED_EVERY = timedelta(hours=1)


class TooManyKeysError(Exception):
    """The message says so, in French."""


def keys_of(network: str) -> Sequence[ApiKey]:
    """The oldest first."""
    own = select(ApiKey).where(ApiKey.network_slug == network)
    return db.session.scalars(own.order_by(ApiKey.id)).all()


def make_key(network: str, name: str, by: User) -> str:
    """What the program will send, which nothing tells again; commits. Raises TooManyKeysError."""
    hold_rows(Network.slug, Network.slug == network)  # of two made at once, one waits here
    own = ApiKey.network_slug == network
    if (db.session.scalar(select(func.count()).where(own)) or 0) >= MOST_KEYS:
        raise TooManyKeysError(f"Un réseau a {MOST_KEYS} clés au plus : retirez-en une d’abord.")
    secret = new_key()
    made = ApiKey(network_slug=network, name=name, key_hash=digest(secret), made_by=by.actor)
    db.session.add(made)
    note_change(f"network {network}", "clé d’accès d’un programme créée")
    tell_key_made(network, name, by)
    db.session.commit()
    return secret


def remove_key(network: str, key_id: int) -> ApiKey | None:
    """None when it had gone. Commits."""
    key = db.session.get(ApiKey, key_id)
    if key is None or key.network_slug != network:
        return None
    db.session.delete(key)
    note_change(f"network {network}", "clé d’accès d’un programme retirée")
    db.session.commit()
    return key


def holder_of(secret: str, network: str) -> User | None:
    """For whom it acts: whoever made it, while the pages of this network are theirs to open."""
    key = db.session.scalar(select(ApiKey).where(ApiKey.key_hash == digest(secret)))
    if key is None or key.network_slug != network:
        return None
    user = account_of(key.made_by)
    if user is None or not (user.active and roles_of(user) & NETWORKS.allowed):
        return None
    return user if _note_use(key) else None


def _note_use(key: ApiKey) -> bool:
    """False when it has just been taken back."""
    now = utcnow()
    if key.used_at is not None and now - key.used_at < NOTED_EVERY:
        return True
    used = update(ApiKey).where(ApiKey.id == key.id).values(used_at=now).returning(ApiKey.id)
    is_there = db.session.scalar(used) is not None
    db.session.commit()
    return is_there
