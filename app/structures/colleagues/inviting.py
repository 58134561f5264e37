"""Invitations: a letter to an address, whose holder keeps the page once they accept.

A colleague's makes a colleague. A network's proves a claim: its guest owns the page, unless
somebody already does; both sides are then heard, as in any dispute.
"""

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.actors import account_of
from app.accounts.invitations import (
    InvitationError,
    check_room,
    opened_by,
    renew,
    why_closed,
    why_not_theirs,
)
from app.accounts.models import User
from app.db import db
from app.structures.claiming.settling import close, open_claims, plead, take
from app.structures.colleagues.letters import inviter_named, tell_accepted, tell_invited
from app.structures.colleagues.team import editors, make_colleague, owner, told
from app.structures.models import ClaimProof, ClaimStatus, Invitation
from app.structures.queries import hold_supplier
from domain.models import Network, Supplier, utcnow


def invite(supplier: Supplier, email: str, by: User, network: Network | None = None) -> Invitation:
    """Send an invitation to an address, or send the one that waits again; commits.

    `network` is the one that invites, whose manager is `by`. Raises InvitationError.
    """
    if any(held.user.email == email for held in editors(supplier.id)):
        raise InvitationError("Cette personne tient déjà la fiche.")
    slug = network.slug if network else None
    if slug and not is_member(supplier, slug):
        raise InvitationError("Ce réseau ne référence pas cette structure.")
    waiting = invitations(supplier.id)
    for known in waiting:
        if (known.email, known.network_slug) == (email, slug):
            return send_again(known, by)
    check_room(len(waiting))
    invitation = Invitation(
        supplier=supplier, email=email, invited_by=by.actor, network_slug=slug, key_hash=""
    )
    return send_again(invitation, by)


def send_again(invitation: Invitation, by: User) -> Invitation:
    """With a new link, which ends the one before; commits. Raises InvitationError."""
    key = renew(invitation)
    slug = invitation.network_slug
    network = db.session.get_one(Network, slug) if slug else None
    tell_invited(invitation, key, inviter_named(by, network))
    db.session.commit()
    return invitation


def invitations(supplier_id: int) -> Sequence[Invitation]:
    """Those that wait for an answer, expired ones too, the oldest first."""
    waiting = (Invitation.supplier_id == supplier_id, Invitation.accepted_at.is_(None))
    return db.session.scalars(select(Invitation).where(*waiting).order_by(Invitation.id)).all()


def invitation_of(key: str) -> Invitation | None:
    """The invitation that this link opens; None when it was cancelled, or replaced."""
    return opened_by(key, Invitation)


def why_not(invitation: Invitation) -> str | None:
    """Why it can no longer be accepted, in French; None when it can."""
    if closed := why_closed(invitation):
        return closed
    if not invitation.supplier.is_listed:
        return "La fiche de cette invitation n’est plus dans l’annuaire."
    slug = invitation.network_slug
    if slug and not is_member(invitation.supplier, slug):
        return "Le réseau qui vous invitait ne référence plus cette structure."
    return None


def is_member(supplier: Supplier, network: str) -> bool:
    return any(it.network_slug == network for it in supplier.memberships)


def accept(invitation: Invitation, user: User) -> None:
    """Have the guest keep the page; commits. Raises InvitationError.

    The account must be that of the address invited.
    """
    supplier = hold_supplier(invitation.supplier_id)
    db.session.refresh(invitation)
    if refused := why_not(invitation) or why_not_theirs(invitation, user.email):
        db.session.rollback()
        raise InvitationError(refused)
    invitation.accepted_at = utcnow()
    if invitation.network_slug:
        _accept_network(invitation, supplier, user)
    else:
        _join(invitation, supplier, user)


def _join(invitation: Invitation, supplier: Supplier, user: User) -> None:
    with told(supplier, user.actor):
        make_colleague(supplier.id, user)
    # A colleague who had asked for the page before is answered so.
    for claim in open_claims(supplier.id):
        if claim.user_id == user.id:
            close(claim, ClaimStatus.WITHDRAWN, user.actor)
    if inviter := account_of(invitation.invited_by):
        tell_accepted(invitation, user, inviter)
    db.session.commit()


def _accept_network(invitation: Invitation, supplier: Supplier, user: User) -> None:
    network = db.session.get_one(Network, invitation.network_slug)
    held = owner(supplier.id)
    if held is None:
        take(supplier, user, ClaimProof.INVITATION)
        return
    plead(
        supplier,
        user,
        ClaimProof.INVITATION,
        f"Je suis invité à tenir cette fiche par le réseau « {network.name} ».",
    )
