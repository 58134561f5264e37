"""A manager invites a colleague: a letter to an address, whose holder accepts."""

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.invitations import (
    InvitationError,
    check_room,
    renew,
    why_closed,
    why_not_theirs,
)
from app.accounts.models import User
from app.administration.noting import note_change
from app.db import db
from app.networks.letters import tell_accepted, tell_invited
from app.networks.models import ManagerInvitation
from app.networks.team.managing import give, hold_team, managers
from domain.models import Network, utcnow


def invitations(network: str) -> Sequence[ManagerInvitation]:
    """Those that wait for an answer, expired ones too, the oldest first."""
    waiting = select(ManagerInvitation).where(
        ManagerInvitation.network_slug == network, ManagerInvitation.accepted_at.is_(None)
    )
    return db.session.scalars(waiting.order_by(ManagerInvitation.id)).all()


def invite(network: Network, email: str, by: User) -> None:
    """Or send the one that waits again; commits. Raises InvitationError."""
    if any(managed.user.email == email for managed in managers(network.slug)):
        raise InvitationError("Cette personne gère déjà le réseau.")
    waiting = invitations(network.slug)
    known = next((invitation for invitation in waiting if invitation.email == email), None)
    if known is None:
        check_room(len(waiting))
        known = ManagerInvitation(network=network, email=email, invited_by=by.actor)
    send_again(known, by)


def send_again(invitation: ManagerInvitation, by: User) -> None:
    """With a new link, which ends the one before; commits. Raises InvitationError."""
    key = renew(invitation)
    tell_invited(invitation, key, by)
    note_change(f"network {invitation.network_slug}", "responsable invité")
    db.session.commit()


def cancel(invitation: ManagerInvitation) -> None:
    """Commits."""
    note_change(f"network {invitation.network_slug}", "invitation d’un responsable annulée")
    db.session.delete(invitation)
    db.session.commit()


def accept(invitation: ManagerInvitation, user: User) -> None:
    """Commits. Raises InvitationError; the account must be that of the address invited."""
    hold_team(invitation.network)
    if refused := why_closed(invitation) or why_not_theirs(invitation, user.email):
        db.session.rollback()
        raise InvitationError(refused)
    invitation.accepted_at = utcnow()
    if give(user, invitation.network, "responsable ajouté, par invitation"):
        _tell_inviter(invitation, user)
    db.session.commit()


def _tell_inviter(invitation: ManagerInvitation, guest: User) -> None:
    """Nobody once that account is deleted."""
    inviter = db.session.get(User, int(invitation.invited_by.removeprefix("user:")))
    if inviter is not None:
        tell_accepted(invitation.network, guest, inviter)
