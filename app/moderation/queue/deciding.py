"""Decide what waits: one decision, one transaction, one letter to whom it concerns."""

from collections.abc import Callable, Mapping

from app.db import db
from app.moderation.holding import hold_row
from app.moderation.joining import join_pages
from app.moderation.letters import tell_document_checked
from app.moderation.merging.pairs import BY_A_PERSON, decide_pair
from app.moderation.models import Report
from app.moderation.reports import close_report
from app.moderation.weighing import better_filled
from app.moderation.wording import NEEDS_REASON, Matter
from app.structures.claiming.deciding import decide as decide_claim
from app.structures.claiming.settling import UndecidableError
from app.structures.colleagues.team import owner
from app.structures.documents import DocumentCheckError, check_document
from app.structures.models import Claim
from app.structures.proposals.deciding import decide_proposal
from domain.models import (
    Document,
    DuplicateStatus,
    ParkedDocument,
    ProbableDuplicate,
    Supplier,
    enqueue,
)

Decide = Callable[[int, bool, str, str], None]


def decide(matter: Matter, item_id: int, accepted: bool, reason: str, actor: str) -> None:
    """Decide one thing and commit. Raises UndecidableError, and writes nothing, when it cannot."""
    _DECIDE[matter](item_id, accepted, reason, actor)


def needs_reason(matter: Matter, item_id: int, accepted: bool) -> bool:
    """Whether somebody is refused, or loses the page that they keep: they read why."""
    if not accepted:
        return matter in NEEDS_REASON
    claim = db.session.get(Claim, item_id) if matter is Matter.CLAIM else None
    return claim is not None and owner(claim.supplier_id) is not None


def _decide_document(document_id: int, accepted: bool, reason: str, actor: str) -> None:
    document = db.session.get(Document, document_id)
    if document is None or document.checked_at is not None:
        raise UndecidableError("Ce document a déjà été vérifié.")
    tell_document_checked(document, accepted=accepted, reason=reason)
    try:
        check_document(document_id, accepted, actor)
    except DocumentCheckError as error:
        raise UndecidableError(str(error)) from error


def _decide_report(report_id: int, accepted: bool, reason: str, actor: str) -> None:
    report = hold_row(Report, report_id)
    if report is None or report.closed_at is not None:
        raise UndecidableError("Ce signalement est déjà clos.")
    close_report(report, mended=accepted, reason=reason, actor=actor)


def _decide_duplicate(pair_id: int, accepted: bool, reason: str, actor: str) -> None:
    pair = hold_row(ProbableDuplicate, pair_id)
    if pair is None or pair.status is not DuplicateStatus.OPEN:
        raise UndecidableError("Ce doublon a déjà été décidé.")
    if not accepted:
        decide_pair(pair.first_id, pair.second_id, DuplicateStatus.REJECTED, actor, BY_A_PERSON)
        db.session.commit()
        return
    first, second = (db.session.get_one(Supplier, id_) for id_ in (pair.first_id, pair.second_id))
    kept, merged = better_filled(first, second)
    join_pages(kept.id, merged.id, reason, actor)


def _decide_parked(supplier_id: int, accepted: bool, _reason: str, _actor: str) -> None:
    """The worker takes it off the list once the index has it."""
    if not accepted:
        raise UndecidableError(
            "Une fiche que l’index refuse ne se refuse pas : corrigez-la ou archivez-la."
        )
    found = db.session.query(ParkedDocument).filter_by(supplier_id=supplier_id).first()
    if found is None:
        raise UndecidableError("L’index a accepté cette fiche depuis.")
    enqueue(db.session, [supplier_id])
    db.session.commit()


_DECIDE: Mapping[Matter, Decide] = {
    Matter.CLAIM: decide_claim,
    Matter.PROPOSAL: decide_proposal,
    Matter.DOCUMENT: _decide_document,
    Matter.REPORT: _decide_report,
    Matter.DUPLICATE: _decide_duplicate,
    Matter.PARKED: _decide_parked,
}
