"""What all invitations share: a letter with a link, good for a month, replaced when sent again."""

from datetime import timedelta
from typing import TypeVar

from sqlalchemy import select

from app.accounts.models import InvitationColumns
from app.accounts.secrets import digest, new_key
from app.db import db
from app.limits import may_invite
from domain.models import utcnow

VALID_FOR = timedelta(days=30)
# Waiting at once, for one thing: beyond, the letters are not for colleagues.
MOST_WAITING = 20

AnyInvitation = TypeVar("AnyInvitation", bound=InvitationColumns)


class InvitationError(Exception):
    """The invitation cannot be sent or accepted; the message says why, in French."""


def renew(invitation: InvitationColumns) -> str:
    """The key of its new link, which ends the one before.

    The caller writes the letter, and commits. Raises InvitationError.
    """
    if not may_invite(invitation.email):
        raise InvitationError(
            "Cette adresse a reçu plusieurs invitations aujourd’hui. Recommencez demain."
        )
    key = new_key()
    invitation.key_hash = digest(key)
    invitation.expires_at = utcnow() + VALID_FOR
    db.session.add(invitation)
    db.session.flush()
    return key


def check_room(waiting: int) -> None:
    """Raises InvitationError when so many invitations wait that no other is sent."""
    if waiting >= MOST_WAITING:
        raise InvitationError(
            f"{MOST_WAITING} invitations attendent déjà une réponse. Annulez-en une d’abord."
        )


def opened_by(key: str, kind: type[AnyInvitation]) -> AnyInvitation | None:
    """The invitation that this link opens; None when it was cancelled, or replaced."""
    return db.session.scalar(select(kind).where(kind.key_hash == digest(key)))


def why_closed(invitation: InvitationColumns) -> str | None:
    """Why nobody can accept it any longer, in French; None when somebody can."""
    if invitation.accepted_at is not None:
        return "Cette invitation a déjà été acceptée."
    if invitation.expires_at <= utcnow():
        return "Cette invitation n’est plus valable : elle datait de plus d’un mois."
    return None


def why_not_theirs(invitation: InvitationColumns, email: str) -> str | None:
    """Why the account of that address cannot accept it; None when it can."""
    return None if email == invitation.email else "Cette invitation est pour une autre adresse."
