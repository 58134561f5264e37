"""What waits, in words: a line of the list each, read in a few queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.db import db
from app.directory.presenters.common import KindTag, commune_of, kind_tag, kinds_of, shown_name
from app.moderation.models import Report
from app.moderation.queue.waiting import Waiting
from app.moderation.wording import ONE_MATTER, REPORT_SUBJECTS, Matter
from app.structures.models import Claim, ClaimProof
from app.templating import typo
from domain.models import Document, ParkedDocument, ProbableDuplicate, Supplier, utcnow

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
    name, _, number = key.rpartition("-")
    known = name in {matter.value for matter in Matter}
    is_number = number.isdecimal() and number.isascii() and len(number) < 10
    return (Matter(name), int(number)) if known and is_number else None


def queue_lines(items: Sequence[Waiting]) -> list[QueueLine]:
    suppliers = _suppliers({item.supplier_id for item in items})
    said = _all_said(items)
    return [
        QueueLine(
            key=key_of(item),
            matter=ONE_MATTER[item.matter],
            name=shown_name(supplier := suppliers[item.supplier_id]),
            kinds=tuple(map(kind_tag, kinds_of(supplier))),
            place=commune_of(supplier),
            said=typo(said.get((item.matter, item.id), "")),
            since=item.since,
            decide_by=item.decide_by,
            link=url_for("moderation.item", matter=item.matter.value, item_id=item.id),
        )
        for item in items
    ]


def _suppliers(ids: Iterable[int]) -> dict[int, Supplier]:
    query = select(Supplier).where(Supplier.id.in_(ids)).options(selectinload(Supplier.kinds))
    return {supplier.id: supplier for supplier in db.session.scalars(query)}


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
    return {
        row.id: _joined(f"Preuve : {proof_of(row)}", row.statement) for row in _rows(Claim, ids)
    }


def _documents(ids: list[int]) -> dict[int, str]:
    return {row.id: row.filename for row in _rows(Document, ids)}


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
