"""Suppliers of the directory that a row about to create one may be, whatever its SIRET."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.structures.proposals.nearby import SAME_PLACE
from domain.likeness import are_alike
from domain.models import Supplier
from domain.text import fold
from importers.deciding import Decision
from importers.facts import RowFacts, RowResult

MOST = 3
SAME_NAME = "même commune, même nom"


@dataclass(frozen=True, slots=True)
class _Named:
    id: int
    names: tuple[str, ...]


class Alike:
    """Those of the communes of a batch's rows, by commune."""

    def __init__(self, session: Session, rows: Iterable[RowResult]) -> None:
        communes = {row.place.code_insee for row in rows if isinstance(row, RowFacts)}
        columns = select(Supplier.id, Supplier.code_insee, Supplier.name, Supplier.brand)
        here = columns.where(Supplier.code_insee.in_(communes - {None}), Supplier.is_listed)
        self._here: defaultdict[str, list[_Named]] = defaultdict(list)
        for id_, commune, name, brand in session.execute(here.order_by(Supplier.id)):
            names = tuple(said for said in (name, brand) if said)
            self._here[commune or ""].append(_Named(id_, names))

    def candidates(self, row: RowResult, decision: Decision) -> list[dict[str, Any]]:
        """The likeliest first, each {"id", "reason"}; none unless the row creates a supplier."""
        if not isinstance(row, RowFacts) or not any(e.creates for e in decision.effects):
            return []
        known = {
            duplicate.other.ref: duplicate.reason
            for effect in decision.effects
            for duplicate in effect.duplicates
            if duplicate.other.ref > 0
        }
        found = dict(self._named(row)) | known
        likeliest = sorted(found, key=lambda id_: (id_ not in known, found[id_] != SAME_NAME, id_))
        return [{"id": id_, "reason": found[id_]} for id_ in likeliest[:MOST]]

    def _named(self, row: RowFacts) -> Iterator[tuple[int, str]]:
        ours = [name for name in (row.name, row.brand) if name]
        for other in self._here.get(row.place.code_insee or "", ()):
            if set(map(fold, ours)) & set(map(fold, other.names)):
                yield other.id, SAME_NAME
            elif any(are_alike(a, b) for a in ours for b in other.names):
                yield other.id, SAME_PLACE
