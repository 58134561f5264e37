"""Structures of the directory that a proposal may be about already."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import load_only

from app.accounts.models import Editorship, User
from app.db import db
from domain.likeness import are_alike
from domain.models import Supplier

AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Near:
    """A structure, and why it may be the same one."""

    supplier: Supplier
    reason: str


def near(proposed: Supplier, author: User | None = None) -> list[Near]:
    """Same SIRET, or same commune and a name alike; the likeliest first, AT_MOST of them.

    Among those that the public sees, and those that `author` has proposed already.
    """
    seen = or_(Supplier.is_listed, _proposed_by(author)) if author else Supplier.is_listed
    others = and_(seen, Supplier.merged_into_id.is_(None), Supplier.id != (proposed.id or 0))
    found = {it.supplier.id: it for it in _alike(proposed, others)}
    found |= {it.supplier.id: it for it in _same_siret(proposed, others)}
    likeliest = sorted(found.values(), key=lambda it: (it.reason != SAME_SIRET, it.supplier.id))
    return likeliest[:AT_MOST]


SAME_SIRET = "même SIRET"
SAME_PLACE = "même commune, nom proche"


def _proposed_by(author: User) -> ColumnElement[bool]:
    theirs = (Editorship.user_id == author.id, Editorship.supplier_id == Supplier.id)
    return and_(Supplier.awaits_review, Supplier.archived_at.is_(None), exists().where(*theirs))


def _same_siret(proposed: Supplier, others: ColumnElement[bool]) -> Iterator[Near]:
    if proposed.siret:
        same = select(Supplier).where(others, Supplier.siret == proposed.siret)
        for supplier in db.session.scalars(same.order_by(Supplier.id).limit(AT_MOST)):
            yield Near(supplier, SAME_SIRET)


def _alike(proposed: Supplier, others: ColumnElement[bool]) -> Iterator[Near]:
    here = (
        Supplier.code_insee == proposed.code_insee
        if proposed.code_insee
        else and_(
            Supplier.country == proposed.country,
            func.lower(Supplier.city) == (proposed.city or "").lower(),
        )
    )
    names = load_only(
        Supplier.name,
        Supplier.brand,
        Supplier.city,
        Supplier.code_insee,
        Supplier.country,
        Supplier.awaits_review,
        Supplier.archived_at,
    )
    for supplier in db.session.scalars(select(Supplier).where(others, here).options(names)):
        if any(are_alike(name, proposed.name) for name in (supplier.name, supplier.brand) if name):
            yield Near(supplier, SAME_PLACE)
