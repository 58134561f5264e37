"""What a moderator or a network decides of a proposal."""

from sqlalchemy import Select, select

from app.db import db
from app.structures.claiming.settling import AlreadyDecidedError, close, settle
from app.structures.colleagues.team import end_all, told
from app.structures.models import Claim, ClaimProof, ClaimStatus
from app.structures.proposals.letters import tell_refused
from app.structures.queries import hold_supplier
from app.structures.saving import note
from domain.models import HistoryAction, Membership, Supplier, utcnow


def decide_proposal(supplier_id: int, accepted: bool, reason: str, actor: str) -> None:
    """List the structure, or put it away, and write the reason to its author; commits.

    Raises AlreadyDecidedError (an UndecidableError of claiming/settling.py).
    """
    supplier = hold_supplier(supplier_id)
    if not supplier.awaits_review or supplier.archived_at is not None:
        db.session.rollback()
        raise AlreadyDecidedError
    if accepted:
        _accept(supplier, reason, actor)
    else:
        _refuse(supplier, reason, actor)


def proposal_claim(supplier_id: int) -> Claim | None:
    """What its author said when they proposed it; None once decided, or withdrawn."""
    return db.session.scalar(
        select(Claim).where(
            Claim.supplier_id == supplier_id,
            Claim.proof == ClaimProof.PROPOSAL,
            Claim.status == ClaimStatus.OPEN,
        )
    )


def waiting_proposals(network: str) -> Select[Supplier]:
    """Those that say that they belong to the network; the oldest first."""
    return (
        select(Supplier)
        .join(Supplier.memberships)
        .where(
            Membership.network_slug == network,
            Supplier.awaits_review,
            Supplier.archived_at.is_(None),
        )
        .order_by(Supplier.id)
    )


def _accept(supplier: Supplier, reason: str, actor: str) -> None:
    supplier.awaits_review = False
    note(supplier, HistoryAction.ACCEPTED, actor)
    claim = proposal_claim(supplier.id)
    if claim is not None and claim.user is not None:
        settle(claim, actor, reason)
    db.session.commit()


def _refuse(supplier: Supplier, reason: str, actor: str) -> None:
    """Still awaiting review: to restore it would be to read it again, not to list it."""
    supplier.archived_at = utcnow()
    note(supplier, HistoryAction.REFUSED, actor)
    claim = proposal_claim(supplier.id)
    with told(supplier, actor):
        end_all(supplier.id)
    if claim is not None:
        close(claim, ClaimStatus.REFUSED, actor, reason)
        if claim.user is not None:
            tell_refused(supplier, claim.user, reason)
    db.session.commit()
