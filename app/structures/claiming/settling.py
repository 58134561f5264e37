"""Giving a page to who claims it: the one way to become its owner, apart from being handed it.

Whoever comes second waits for the first (hold_supplier), then is told. Two constraints of the
database say the same: one settled claim, one owner a page.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.accounts.models import User
from app.db import db
from app.structures.claiming.letters import (
    tell_author_received,
    tell_author_settled,
    tell_networks,
    tell_owner_of_rival,
)
from app.structures.colleagues.team import make_owner, owner, release, told
from app.structures.models import Claim, ClaimProof, ClaimStatus
from app.structures.queries import hold_supplier
from domain.models import Document, Supplier, utcnow

# How long moderation has to answer; shown to those concerned.
DECIDED_WITHIN = timedelta(days=15)
# Waiting at once, for an account: beyond, they are not somebody's own structures.
MOST_OPEN = 10
# Its owner is written to each time.
MOST_ON_A_PAGE = 3
AGAIN_AFTER = timedelta(days=30)


class UndecidableError(Exception):
    """The claim cannot be decided so; the message says why, in French. Nothing was written."""


class AlreadyDecidedError(UndecidableError):
    def __init__(self) -> None:
        super().__init__("Cette demande a déjà été décidée, ou retirée par son auteur.")


class AlreadyHeldError(UndecidableError):
    def __init__(self) -> None:
        super().__init__("Une autre personne vient de prendre cette fiche.")


class AuthorGoneError(UndecidableError):
    def __init__(self) -> None:
        super().__init__("Le compte qui demandait cette fiche est supprimé.")


def take(supplier: Supplier, user: User, proof: ClaimProof) -> Claim:
    """Give the page to who has just proved that it is theirs. Commits. Raises as `settle`."""
    claim = Claim(supplier=supplier, user=user, proof=proof)
    db.session.add(claim)
    settle(claim, user.actor)
    return claim


def settle(claim: Claim, by: str, reason: str = "", *, is_dispute: bool = False) -> None:
    """Make the author of an open claim the owner of its page; commits.

    The reason is written to them; that of a dispute is for who lost it, and only kept here.
    Raises AlreadyHeldError, AlreadyDecidedError or AuthorGoneError.
    """
    db.session.flush()
    supplier = hold_supplier(claim.supplier_id)
    db.session.refresh(claim)
    if refused := _why_not(claim):
        db.session.rollback()
        raise refused
    author = claim.user
    assert author is not None
    release(supplier.id)
    with told(supplier, by):
        close(claim, ClaimStatus.SETTLED, by, reason)
        make_owner(supplier.id, author)
    _tell(claim, author, "" if is_dispute else reason)
    db.session.commit()


def _why_not(claim: Claim) -> UndecidableError | None:
    if claim.status is not ClaimStatus.OPEN:
        return AlreadyDecidedError()
    if claim.user is None:
        return AuthorGoneError()
    return AlreadyHeldError() if owner(claim.supplier_id) else None


def close(claim: Claim, status: ClaimStatus, by: str, reason: str = "") -> None:
    """The caller commits."""
    claim.status, claim.reason = status, reason or None
    claim.decided_at, claim.decided_by = utcnow(), by


def _tell(claim: Claim, author: User, reason: str) -> None:
    tell_author_settled(claim, author, reason)
    if claim.proof is not ClaimProof.PROPOSAL:
        tell_networks(claim)
    for rival in open_claims(claim.supplier_id):
        if held := owner(claim.supplier_id):
            tell_owner_of_rival(rival, held)


def open_claims(supplier_id: int) -> list[Claim]:
    """Those that wait for a decision, the oldest first; that of a proposal goes with it."""
    waiting = select(Claim).where(
        Claim.supplier_id == supplier_id,
        Claim.status == ClaimStatus.OPEN,
        Claim.proof != ClaimProof.PROPOSAL,
    )
    return list(db.session.scalars(waiting.order_by(Claim.id)))


def why_too_many(user: User, supplier: Supplier | None = None) -> str:
    """Why this person may open no other claim (on that page) for now, in French; "" if they may."""
    # Withdrawn the same day, they have written to somebody all the same.
    withdrawn = and_(
        Claim.status == ClaimStatus.WITHDRAWN, Claim.created_at > utcnow() - timedelta(days=1)
    )
    waiting = or_(Claim.status == ClaimStatus.OPEN, withdrawn)
    if _count(Claim.user_id == user.id, waiting) >= MOST_OPEN:
        return f"Vous avez déjà {MOST_OPEN} demandes en attente d’une réponse, ou à peine retirées."
    if supplier is None:
        return ""
    lately = Claim.created_at > utcnow() - AGAIN_AFTER
    asked = _count(Claim.user_id == user.id, Claim.supplier_id == supplier.id, lately)
    if asked >= MOST_ON_A_PAGE:
        return "Vous avez demandé cette fiche plusieurs fois ce mois-ci. Recommencez plus tard."
    return ""


def _count(*asked: ColumnElement[bool]) -> int:
    return db.session.scalars(select(func.count()).select_from(Claim).where(*asked)).one()


def plead(
    supplier: Supplier,
    user: User,
    proof: ClaimProof,
    statement: str,
    document: Document | None = None,
) -> Claim:
    """Open a claim that a moderator decides, and tell who keeps the page, if anybody; commits.

    Sent twice, it is opened once.
    """
    hold_supplier(supplier.id)
    for known in open_claims(supplier.id):
        if known.user_id == user.id:
            db.session.rollback()
            return known
    claim = Claim(
        supplier=supplier,
        user=user,
        proof=proof,
        statement=statement,
        decide_by=utcnow() + DECIDED_WITHIN,
    )
    db.session.add_all(filter(None, (claim, document)))
    db.session.flush()
    claim.document_id = document.id if document else None
    held = owner(supplier.id)
    tell_author_received(claim, user, is_dispute=held is not None)
    if held is not None:
        tell_owner_of_rival(claim, held)
    db.session.commit()
    return claim
