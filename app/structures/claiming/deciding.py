"""What moderation decides of a claim, and who is told.

Against a page that has an owner, both sides are heard first: the owner has answered, or has had
a week to. When the claim is accepted, the owner and their colleagues all lose the page: they came
by the owner, and the new one invites back who works there.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts.models import Editorship
from app.db import db
from app.structures.claiming.disputes import tell_lost, tell_owner_kept
from app.structures.claiming.letters import tell_author_refused
from app.structures.claiming.settling import (
    AlreadyDecidedError,
    AuthorGoneError,
    UndecidableError,
    close,
    settle,
)
from app.structures.colleagues.team import editors, end_all, owner, told
from app.structures.models import Claim, ClaimProof, ClaimStatus
from app.structures.queries import hold_supplier
from app.templating import day
from domain.models import utcnow

ANSWERED_WITHIN = timedelta(days=7)


class NotHeardError(UndecidableError):
    def __init__(self, until: datetime) -> None:
        super().__init__(
            "La personne qui tient la fiche n’a pas encore répondu. Attendez sa réponse, ou le"
            f" {day(until.astimezone().date())}."
        )


class NoReasonError(UndecidableError):
    def __init__(self) -> None:
        super().__init__(
            "Dites pourquoi : quelqu’un n’obtient pas cette fiche, ou la perd, et lit votre motif."
        )


def decide(claim_id: int, accepted: bool, reason: str, actor: str) -> None:
    """Accept or refuse an open claim and write to both sides; commits.

    The reason goes to the author; that of a dispute, to the side that lost and to it alone.
    Raises UndecidableError, whose message says why in French; nothing is then written.
    """
    claim = db.session.get(Claim, claim_id)
    if claim is None or claim.status is not ClaimStatus.OPEN:
        raise AlreadyDecidedError
    if claim.proof is ClaimProof.PROPOSAL:
        raise UndecidableError("Cette demande se décide avec la proposition de la structure.")
    if not accepted and not reason:
        raise NoReasonError
    if accepted:
        _accept(claim, reason, actor)
    else:
        refuse_claim(claim, reason, actor)


def _accept(claim: Claim, reason: str, actor: str) -> None:
    if claim.user is None:
        raise AuthorGoneError
    supplier = hold_supplier(claim.supplier_id)
    held = owner(supplier.id)
    if held is not None and utcnow() < (until := heard_on(claim, held)):
        db.session.rollback()
        raise NotHeardError(until)
    if held is not None:
        if not reason:
            db.session.rollback()
            raise NoReasonError
        former = [editor.user for editor in editors(supplier.id) if editor.user is not claim.user]
        with told(supplier, actor):
            end_all(supplier.id)
        tell_lost(claim, former, reason)
    settle(claim, actor, reason, is_dispute=held is not None)


def heard_on(claim: Claim, held: Editorship) -> datetime:
    """From when the owner has been heard: they answered, or had the time to.

    Counted from the day the page was taken: one that is handed on does not gain a week each time.
    """
    if claim.answer is not None:
        return claim.created_at
    settled = (Claim.supplier_id == claim.supplier_id, Claim.status == ClaimStatus.SETTLED)
    taken_at = db.session.scalar(select(Claim.decided_at).where(*settled)) or held.since
    return max(claim.created_at, taken_at) + ANSWERED_WITHIN


def refuse_claim(claim: Claim, reason: str, actor: str) -> None:
    """Commits. Raises AlreadyDecidedError."""
    supplier = hold_supplier(claim.supplier_id)
    db.session.refresh(claim)
    if claim.status is not ClaimStatus.OPEN:
        db.session.rollback()
        raise AlreadyDecidedError
    close(claim, ClaimStatus.REFUSED, actor, reason)
    tell_author_refused(claim)
    if (held := owner(supplier.id)) is not None:
        tell_owner_kept(claim, held)
    db.session.commit()
