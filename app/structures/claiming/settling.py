"""Giving a page to who claims it: the one way to become its owner, apart from being handed it.

Whoever comes second waits for the first (hold_supplier), then is told. Two constraints of the
database say the same: one settled claim, one owner a page.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.accounts.models import User
from app.db import db
from app.structures.claiming.disputes import (
    ASKED_TOO,
    HELD_ALREADY,
    still_asked,
    tell_networks_disputed,
    tell_owner_of_rival,
    tell_rival_asked,
    tell_rival_settled,
)
from app.structures.claiming.letters import (
    tell_author_received,
    tell_author_settled,
    tell_networks,
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
    tell_author_settled(claim, author, "" if is_dispute else reason)
    _open_disputes(claim, is_taken_over=is_dispute)
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


def _open_disputes(claim: Claim, *, is_taken_over: bool) -> None:
    """Who asked too is told, and stays waiting: the new owner is to be heard, within a new term."""
    rivals, held = rivals_of(claim), owner(claim.supplier_id)
    for rival in rivals:
        # What the former owner answered is not the version of this one.
        rival.answer, rival.decide_by = None, utcnow() + DECIDED_WITHIN
    if claim.proof is not ClaimProof.PROPOSAL:
        tell_networks(claim, *still_asked(rivals), is_taken_over=is_taken_over)
    for rival in rivals:
        tell_rival_settled(rival)
        if held is not None:
            tell_owner_of_rival(rival, held, came_first=True)


def open_claims(supplier_id: int) -> list[Claim]:
    """Those that wait for a decision, the oldest first; that of a proposal goes with it."""
    waiting = select(Claim).where(
        Claim.supplier_id == supplier_id,
        Claim.status == ClaimStatus.OPEN,
        Claim.proof != ClaimProof.PROPOSAL,
    )
    return list(db.session.scalars(waiting.order_by(Claim.id)))


def rivals_of(claim: Claim) -> list[Claim]:
    """The claims of others on the same page that wait for a decision."""
    others = open_claims(claim.supplier_id)
    return [it for it in others if it is not claim and it.user_id != claim.user_id]


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
    """Open a claim that a moderator decides, and tell all who are concerned; commits.

    Sent twice, it is opened once.
    """
    hold_supplier(supplier.id)
    rivals = open_claims(supplier.id)
    for known in rivals:
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
    _tell_asked(claim, user, rivals)
    db.session.commit()
    return claim


def _tell_asked(claim: Claim, author: User, rivals: list[Claim]) -> None:
    """Nothing more when nobody keeps the page, nor asks for it."""
    held = owner(claim.supplier_id)
    if held is not None:
        tell_author_received(claim, author, HELD_ALREADY)
        tell_owner_of_rival(claim, held)
    else:
        tell_author_received(claim, author, *([ASKED_TOO] if rivals else []))
        for rival in rivals:
            tell_rival_asked(rival)
    if held is not None or rivals:
        tell_networks_disputed(claim)
