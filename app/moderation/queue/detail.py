"""One thing of the queue, with all that is needed to decide it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for
from sqlalchemy import select

from app.accounts.actors import account_of
from app.accounts.models import User
from app.db import db
from app.directory.presenters.common import label_name
from app.moderation.comparing import Comparison, compare
from app.moderation.models import Report
from app.moderation.queue.showing import PLAIN_WORDS, proof_of
from app.moderation.queue.waiting import Waiting
from app.moderation.weighing import better_filled
from app.moderation.wording import (
    REASON_HELP,
    REASON_OF_CLAIM,
    REASON_OF_DISPUTE,
    REPORT_SUBJECTS,
    Matter,
)
from app.structures.claiming.deciding import heard_on
from app.structures.claiming.settling import rivals_of
from app.structures.colleagues.team import owner
from app.structures.documents import labels_proved
from app.structures.models import Claim
from app.structures.proposals.deciding import proposal_claim
from app.structures.proposals.nearby import Near, near
from app.templating import day
from domain.models import Document, ParkedDocument, ProbableDuplicate, Supplier


@dataclass(frozen=True, slots=True)
class Rival:
    """Another claim on the page; `link` is where it is decided."""

    who: str
    proof: str
    statement: str
    since: datetime
    link: str


@dataclass(frozen=True, slots=True)
class Detail:
    """`told` is title and words, in the order to read; `document` a paper to open, if any.

    `alike` are structures that an author was offered, and said not to be theirs; `rivals` other
    claims on the same page.
    """

    supplier: Supplier
    told: tuple[tuple[str, str], ...] = ()
    document: Document | None = None
    comparison: Comparison | None = None
    alike: tuple[Near, ...] = ()
    rivals: tuple[Rival, ...] = ()
    reason_help: str = ""


def detail_of(item: Waiting) -> Detail:
    query = select(Supplier).where(Supplier.id == item.supplier_id)
    if item.matter is Matter.PARKED:
        query = query.options(PLAIN_WORDS)
    supplier = db.session.scalars(query).one()
    detail = _DETAILS[item.matter](supplier, item.id)
    if item.matter is Matter.CLAIM:
        return detail
    return replace(detail, reason_help=REASON_HELP[item.matter])


def _proposal(supplier: Supplier, _id: int) -> Detail:
    """Beside what its page says, what its author said of their place there."""
    claim = proposal_claim(supplier.id)
    if claim is None:
        return Detail(supplier)
    told = (
        ("Qui propose", _named(claim.user)),
        ("Ce que dit cette personne", claim.statement or "Rien."),
        ("Réseau qu’elle indique", _networks(supplier) or "Aucun."),
    )
    return Detail(supplier, told, alike=tuple(near(supplier, claim.user)))


def _networks(supplier: Supplier) -> str:
    return ", ".join(membership.network.name for membership in supplier.memberships)


def _claim(supplier: Supplier, claim_id: int) -> Detail:
    """Both sides: who asks, and who keeps the page."""
    claim = db.session.get_one(Claim, claim_id)
    held = owner(supplier.id)
    told = [
        ("Qui demande", _named(claim.user)),
        ("Preuve", proof_of(claim)),
        ("Ce que dit cette personne", claim.statement or "Rien."),
        ("Qui tient la fiche", _named(held.user) if held else "Personne."),
    ]
    if held:
        until = day(heard_on(claim, held).astimezone())
        told.append(("Sa réponse", claim.answer or f"Pas encore ; à attendre jusqu’au {until}."))
    document = db.session.get(Document, claim.document_id) if claim.document_id else None
    return Detail(
        supplier,
        tuple(told),
        document,
        rivals=tuple(map(_rival, rivals_of(claim))),
        reason_help=REASON_OF_DISPUTE if held else REASON_OF_CLAIM,
    )


def _rival(claim: Claim) -> Rival:
    return Rival(
        who=_named(claim.user),
        proof=proof_of(claim),
        statement=claim.statement or "Rien.",
        since=claim.created_at,
        link=url_for("moderation.item", matter=Matter.CLAIM.value, item_id=claim.id),
    )


def _named(user: User | None) -> str:
    if user is None:
        return "Compte supprimé"
    return f"{user.name} ({user.email})" if user.name else user.email


def _document(supplier: Supplier, document_id: int) -> Detail:
    document = db.session.get_one(Document, document_id)
    labels = ", ".join(map(label_name, labels_proved(document_id)))
    sender = _named(account_of(document.added_by))
    return Detail(supplier, (("Label à prouver", labels), ("Envoyé par", sender)), document)


def _report(supplier: Supplier, report_id: int) -> Detail:
    report = db.session.get_one(Report, report_id)
    answer = "Oui, son adresse sera ensuite oubliée." if report.email else "Non, aucune adresse."
    told = (
        ("Ce qui ne va pas", REPORT_SUBJECTS.get(report.subject, report.subject)),
        ("Message", report.message),
        ("Attend une réponse", answer),
    )
    return Detail(supplier, told)


def _duplicate(supplier: Supplier, pair_id: int) -> Detail:
    pair = db.session.get_one(ProbableDuplicate, pair_id)
    other = db.session.get_one(Supplier, pair.second_id)
    kept, merged = better_filled(supplier, other)
    return Detail(supplier, (("Pourquoi", pair.reason),), comparison=compare(kept, merged))


def _parked(supplier: Supplier, _id: int) -> Detail:
    refused = select(ParkedDocument).where(ParkedDocument.supplier_id == supplier.id)
    told = tuple((f"Index {row.copy}", row.error) for row in db.session.scalars(refused))
    return Detail(supplier, told)


_DETAILS: Mapping[Matter, Callable[[Supplier, int], Detail]] = {
    Matter.PROPOSAL: _proposal,
    Matter.CLAIM: _claim,
    Matter.DOCUMENT: _document,
    Matter.REPORT: _report,
    Matter.DUPLICATE: _duplicate,
    Matter.PARKED: _parked,
}
