"""Invitations: a letter to an address, whose holder keeps the page once they accept.

A colleague's makes a colleague. A network's proves a claim: its guest owns the page, unless
somebody already does; both sides are then heard, as in any dispute.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from app.accounts.actors import account_of
from app.accounts.models import User
from app.accounts.secrets import digest, new_key
from app.db import db
from app.limits import may_invite
from app.structures.claiming.settling import close, open_claims, plead, take
from app.structures.colleagues.letters import inviter_named, tell_accepted, tell_invited
from app.structures.colleagues.team import editors, make_colleague, owner, told
from app.structures.models import ClaimProof, ClaimStatus, Invitation
from app.structures.queries import hold_supplier
from domain.models import Network, Supplier, utcnow

VALID_FOR = timedelta(days=30)
# Waiting at once, for a page: beyond, the letters are not for colleagues.
MOST_WAITING = 20


class InvitationError(Exception):
    """The invitation cannot be sent or accepted; the message says why, in French."""


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
    if len(waiting) >= MOST_WAITING:
        raise InvitationError(
            f"{MOST_WAITING} invitations attendent déjà une réponse. Annulez-en une d’abord."
        )
    invitation = Invitation(
        supplier=supplier, email=email, invited_by=by.actor, network_slug=slug, key_hash=""
    )
    return send_again(invitation, by)


def send_again(invitation: Invitation, by: User) -> Invitation:
    """With a new link, which ends the one before; commits. Raises InvitationError."""
    if not may_invite(invitation.email):
        raise InvitationError(
            "Cette adresse a reçu plusieurs invitations aujourd’hui. Recommencez demain."
        )
    key = new_key()
    invitation.key_hash = digest(key)
    invitation.expires_at = utcnow() + VALID_FOR
    db.session.add(invitation)
    db.session.flush()
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
    return db.session.scalar(select(Invitation).where(Invitation.key_hash == digest(key)))


def why_not(invitation: Invitation) -> str | None:
    """Why it can no longer be accepted, in French; None when it can."""
    if invitation.accepted_at is not None:
        return "Cette invitation a déjà été acceptée."
    if invitation.expires_at <= utcnow():
        return "Cette invitation n’est plus valable : elle datait de plus d’un mois."
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
    refused = why_not(invitation)
    if refused is None and user.email != invitation.email:
        refused = "Cette invitation est pour une autre adresse."
    if refused is not None:
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
