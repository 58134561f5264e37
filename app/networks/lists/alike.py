"""Suppliers of the directory that a row about to create one may be, whatever its SIRET."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.structures.proposals.nearby import SAME_PLACE
from domain.likeness import AlikeNames
from domain.models import Supplier
from domain.text import fold
from importers.decisions import Decision
from importers.facts import RowFacts, RowResult

MOST = 3
SAME_NAME = "même commune, même nom"


class Alike:
    """Those of the communes of a batch's rows, by commune."""

    def __init__(self, session: Session, rows: Iterable[RowResult]) -> None:
        communes = {row.place.code_insee for row in rows if isinstance(row, RowFacts)}
        columns = select(Supplier.id, Supplier.code_insee, Supplier.name, Supplier.brand)
        here = columns.where(Supplier.code_insee.in_(communes - {None}), Supplier.is_listed)
        named: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for id_, commune, *names in session.execute(here.order_by(Supplier.id)):
            named[commune or ""] += [(id_, name) for name in names if name]
        self._here = {commune: _Named(names) for commune, names in named.items()}

    def candidates(self, row: RowFacts, decision: Decision) -> list[dict[str, Any]]:
        """The likeliest first, each {"id", "reason"}."""
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
        """What is said last of one counts."""
        here = self._here.get(row.place.code_insee or "")
        if here is None:
            return
        names = [name for name in (row.name, row.brand) if name]
        yield from ((id_, SAME_PLACE) for name in names for id_ in here.alike(name))
        yield from ((id_, SAME_NAME) for name in names for id_ in here.with_same(name))


class _Named:
    """The names of a commune, each with its supplier."""

    def __init__(self, names: Sequence[tuple[int, str]]) -> None:
        self._ids = [id_ for id_, _ in names]
        self._names = AlikeNames(name for _, name in names)
        self._by_name: defaultdict[str, list[int]] = defaultdict(list)
        for id_, name in names:
            self._by_name[fold(name)].append(id_)

    def alike(self, name: str) -> Iterator[int]:
        return (self._ids[rank] for rank in self._names.like(name))

    def with_same(self, name: str) -> Sequence[int]:
        return self._by_name.get(fold(name), ())
