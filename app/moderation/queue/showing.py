"""What waits, in words: a line of the list each, read in a few queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import load_only, selectinload

from app.accounts.models import Editorship
from app.db import db
from app.directory.presenters.common import (
    KindTag,
    commune_of,
    kind_tag,
    kinds_of,
    label_name,
    shown_name,
)
from app.forms import number_in
from app.moderation.models import Report
from app.moderation.queue.waiting import Waiting
from app.moderation.wording import ONE_MATTER, REPORT_SUBJECTS, Matter
from app.structures.models import Claim, ClaimProof, ClaimStatus
from app.templating import counted, typo
from domain.models import (
    Document,
    ParkedDocument,
    ProbableDuplicate,
    Supplier,
    SupplierLabel,
    utcnow,
)

PROOFS: Mapping[ClaimProof, str] = {
    ClaimProof.SOURCE_EMAIL: "code envoyé à l’adresse connue",
    ClaimProof.DOMAIN_EMAIL: "adresse du domaine de la structure",
    ClaimProof.INVITATION: "invitation d’un réseau",
    ClaimProof.DOCUMENT: "document joint",  # if there is one
    ClaimProof.PROPOSAL: "structure qu’elle a proposée",
}


@dataclass(frozen=True, slots=True)
class QueueLine:
    """`key` is what a form sends back; `said` what tells one from another, in short."""

    key: str
    matter: str
    name: str
    kinds: tuple[KindTag, ...]
    place: str
    said: str
    since: datetime
    decide_by: datetime | None
    link: str

    @property
    def is_late(self) -> bool:
        return self.decide_by is not None and self.decide_by < utcnow()


def key_of(item: Waiting) -> str:
    return f"{item.matter.value}-{item.id}"


def read_key(key: str) -> tuple[Matter, int] | None:
    """None for what is not a key."""
    name, _, last = key.rpartition("-")
    is_known, number = name in {matter.value for matter in Matter}, number_in(last)
    return (Matter(name), number) if is_known and number is not None else None


def queue_lines(items: Sequence[Waiting]) -> list[QueueLine]:
    suppliers = _suppliers({item.supplier_id for item in items})
    parked = _parked_among(suppliers)
    said = _all_said(items)
    return [
        QueueLine(
            key=key_of(item),
            matter=ONE_MATTER[item.matter],
            name=shown_name(supplier := suppliers[item.supplier_id]),
            kinds=() if supplier.id in parked else tuple(map(kind_tag, kinds_of(supplier))),
            place=commune_of(supplier),
            said=typo(said.get((item.matter, item.id), "")),
            since=item.since,
            decide_by=item.decide_by,
            link=url_for("moderation.item", matter=item.matter.value, item_id=item.id),
        )
        for item in items
    ]


# What is read of a supplier that no index could read: nothing that may be what is wrong with it.
PLAIN_WORDS = load_only(
    Supplier.name, Supplier.brand, Supplier.city, Supplier.code_insee, Supplier.country
)


def _suppliers(ids: Iterable[int]) -> dict[int, Supplier]:
    wanted = set(ids)
    parked = _parked_among(wanted)
    whole = select(Supplier).where(Supplier.id.in_(wanted - parked))
    named = select(Supplier).where(Supplier.id.in_(parked))
    found = [
        *db.session.scalars(whole.options(selectinload(Supplier.kinds))),
        *db.session.scalars(named.options(PLAIN_WORDS)),
    ]
    return {supplier.id: supplier for supplier in found}


def _parked_among(ids: Iterable[int]) -> set[int]:
    parked = ParkedDocument.supplier_id
    return set(db.session.scalars(select(parked).where(parked.in_(ids))))


def _all_said(items: Iterable[Waiting]) -> dict[tuple[Matter, int], str]:
    by_matter: dict[Matter, list[int]] = defaultdict(list)
    for item in items:
        by_matter[item.matter].append(item.id)
    return {
        (matter, id_): words
        for matter, ids in by_matter.items()
        for id_, words in _SAID[matter](ids).items()
    }


def _rows(table: Any, ids: Iterable[int]) -> Iterable[Any]:
    return db.session.scalars(select(table).where(table.id.in_(ids)))


def _proposals(ids: list[int]) -> dict[int, str]:
    return {
        row.id: f"SIRET {row.siret}" if row.siret else "Sans SIRET" for row in _rows(Supplier, ids)
    }


def proof_of(claim: Claim) -> str:
    if claim.proof is ClaimProof.DOCUMENT and claim.document_id is None:
        return "déclaration, sans document"
    return PROOFS[claim.proof]


def _claims(ids: list[int]) -> dict[int, str]:
    claims = list(_rows(Claim, ids))
    asked, held = _asked_and_held({claim.supplier_id for claim in claims})
    return {
        claim.id: _joined(
            "Quelqu’un tient déjà la fiche" if claim.supplier_id in held else "",
            _rivals(asked[claim.supplier_id] - 1),
            f"Preuve : {proof_of(claim)}",
            claim.statement,
        )
        for claim in claims
    }


def _asked_and_held(supplier_ids: set[int]) -> tuple[dict[int, int], set[int]]:
    """How many claims wait on each page, and which pages somebody keeps."""
    waiting = (
        Claim.supplier_id.in_(supplier_ids),
        Claim.status == ClaimStatus.OPEN,
        Claim.proof != ClaimProof.PROPOSAL,
    )
    count = select(Claim.supplier_id, func.count()).where(*waiting).group_by(Claim.supplier_id)
    kept = select(Editorship.supplier_id).where(
        Editorship.supplier_id.in_(supplier_ids), Editorship.is_owner
    )
    asked = {id_: number for id_, number in db.session.execute(count)}  # noqa: C416 dict() of rows has no type
    return asked, set(db.session.scalars(kept))


def _rivals(count: int) -> str:
    if count <= 0:
        return ""
    return f"{counted(count, 'autre demande', 'autres demandes')} sur cette fiche"


def _documents(ids: list[int]) -> dict[int, str]:
    """What each proves, and its name."""
    proved = select(SupplierLabel.document_id, SupplierLabel.label).where(
        SupplierLabel.document_id.in_(ids)
    )
    labels: dict[int | None, list[str]] = defaultdict(list)
    for document_id, label in db.session.execute(proved):
        labels[document_id].append(label_name(label))
    return {
        row.id: _joined(f"Label à prouver : {', '.join(labels[row.id])}", row.filename)
        for row in _rows(Document, ids)
    }


def _reports(ids: list[int]) -> dict[int, str]:
    return {
        row.id: _joined(REPORT_SUBJECTS.get(row.subject, row.subject), row.message)
        for row in _rows(Report, ids)
    }


def _duplicates(ids: list[int]) -> dict[int, str]:
    pairs = list(_rows(ProbableDuplicate, ids))
    others = _suppliers({pair.second_id for pair in pairs})
    return {
        pair.id: f"Et « {shown_name(others[pair.second_id])} » : {pair.reason}" for pair in pairs
    }


def _parked(ids: list[int]) -> dict[int, str]:
    refused = select(ParkedDocument).where(ParkedDocument.supplier_id.in_(ids))
    return {row.supplier_id: row.error for row in db.session.scalars(refused)}


def _joined(*parts: str | None) -> str:
    return ". ".join(filter(None, parts))


_SAID: Mapping[Matter, Callable[[list[int]], dict[int, str]]] = {
    Matter.PROPOSAL: _proposals,
    Matter.CLAIM: _claims,
    Matter.DOCUMENT: _documents,
    Matter.REPORT: _reports,
    Matter.DUPLICATE: _duplicates,
    Matter.PARKED: _parked,
}
