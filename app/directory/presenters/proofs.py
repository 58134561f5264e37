"""The labels of a supplier: how far each is proved, by whom, and who says so."""

from dataclasses import dataclass
from datetime import date

from app.directory.presenters.common import label_name, labels_in_force
from app.directory.presenters.sources import saying
from app.directory.wording import DEGREE_MEANINGS, DEGREES, vouched_by
from app.structures.facts import MODERATION
from app.templating import day, typo
from domain.models import Membership, Supplier, SupplierLabel


@dataclass(frozen=True, slots=True)
class Proof:
    name: str
    degree: str
    css: str
    meaning: str
    issuer: str
    starts_on: date | None
    ends_on: date | None
    said: str


@dataclass(frozen=True, slots=True)
class MembershipLine:
    """A network that lists the supplier; `vouched` is what it says itself, "" for nothing."""

    slug: str
    name: str
    vouched: str
    css: str


def memberships(supplier: Supplier) -> tuple[MembershipLine, ...]:
    return tuple(map(_membership, supplier.memberships))


def _membership(row: Membership) -> MembershipLine:
    name = typo(row.network.name)
    if row.degree is None or row.vouched_on is None:
        return MembershipLine(row.network_slug, name, "", "")
    vouched = f"{vouched_by(name, row.degree)} le {day(row.vouched_on)}"
    return MembershipLine(row.network_slug, name, vouched, f"proof-{row.degree}")


def proofs(supplier: Supplier) -> tuple[Proof, ...]:
    return tuple(map(_proof, labels_in_force(supplier)))


def _proof(row: SupplierLabel) -> Proof:
    return Proof(
        name=label_name(row.label),
        degree=DEGREES[row.degree],
        css=f"proof-{row.degree}",
        meaning=typo(DEGREE_MEANINGS[row.degree]),
        issuer=_sentence(typo(row.issuer or "")),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        said=_said(row),
    )


def _said(row: SupplierLabel) -> str:
    if row.source == MODERATION and row.document_id:
        return f"Justificatif vérifié par l’équipe de l’annuaire le {day(row.as_of)}."
    return saying(row.source, row.as_of)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "…")) or not words else f"{words}."
