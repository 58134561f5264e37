"""Charges over the whole site given and taken, accounts closed and opened again.

By an administrator, from a page or from the command line: each leaves its entry.
"""

import secrets

from sqlalchemy import ColumnElement, delete, select

from app.accounts.models import NetworkManager, Role, User
from app.accounts.permissions import Role as Charge
from app.administration.models import AdminEntry
from app.api.models import ApiKey
from app.db import db, hold_rows

CHARGES = (Charge.MODERATOR, Charge.ADMIN)


class LastAdministratorError(Exception):
    """Without this one, nobody would administer the site any more."""


def give_role(user: User, charge: Charge, actor: str) -> bool:
    """False when the account has it already. The caller commits, as for all that follows."""
    if charge in _charges(user):
        return False
    user.roles.append(_role(charge))
    _note(actor, f"{user.actor} role {charge}", "donné")
    return True


def take_role(user: User, charge: Charge, actor: str) -> bool:
    """False when the account does not have it. Raises LastAdministratorError."""
    if charge not in _charges(user):
        return False
    if charge is Charge.ADMIN:
        keep_one_administrator(user)
    user.roles = [role for role in user.roles if role.name != charge]
    if _charges(user).isdisjoint(CHARGES):
        managed = select(NetworkManager.network_slug).where(NetworkManager.user_id == user.id)
        _end_keys(user, ApiKey.network_slug.not_in(managed))
    _note(actor, f"{user.actor} role {charge}", "retiré")
    return True


def close_account(user: User, actor: str) -> bool:
    """Put it out of every browser, and let nobody in; what it holds stays.

    False when it is closed already. Raises LastAdministratorError.
    """
    if not user.active:
        return False
    keep_one_administrator(user)
    user.active = False
    user.sessions.clear()
    _end_keys(user)
    _note(actor, user.actor, "compte fermé")
    return True


def _end_keys(user: User, *which: ColumnElement[bool]) -> None:
    """Those of programs that act for this account: none comes back with it."""
    db.session.execute(delete(ApiKey).where(ApiKey.made_by == user.actor, *which))


def reopen_account(user: User, actor: str) -> bool:
    """False when it is open already."""
    if user.active:
        return False
    user.active = True
    _note(actor, user.actor, "compte rouvert")
    return True


def new_account(email: str) -> User:
    """An account of this address, which nobody has opened yet."""
    user = User(email=email, fs_uniquifier=secrets.token_hex(32))
    db.session.add(user)
    db.session.flush()
    return user


def administrators() -> list[User]:
    """Those who may sign in."""
    found = select(User).join(User.roles).where(Role.name == Charge.ADMIN, User.active)
    return list(db.session.scalars(found))


def is_last_administrator(user: User) -> bool:
    return administrators() == [user]


def keep_one_administrator(user: User) -> None:
    """Raises LastAdministratorError when nobody else would administer the site.

    Of two who go, or take the role from each other, at once, the second waits here.
    """
    hold_rows(Role.name, Role.name == Charge.ADMIN)
    if is_last_administrator(user):
        raise LastAdministratorError


def _charges(user: User) -> set[str]:
    return {role.name for role in user.roles}


def _role(charge: Charge) -> Role:
    known = db.session.scalar(select(Role).where(Role.name == charge))
    return known or Role(name=charge.value)


def _note(actor: str, subject: str, change: str) -> None:
    db.session.add(AdminEntry(actor=actor, subject=subject, change=change))
