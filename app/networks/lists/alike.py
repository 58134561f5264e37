"""Suppliers of the directory that a row about to create one may be, by their names."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from app.structures.proposals.nearby import SAME_PLACE
from domain.likeness import AlikeNames
from domain.models import Supplier
from domain.text import fold
from importers.decisions import Decision
from importers.facts import SIREN_LENGTH, RowFacts, RowResult

MOST = 3
SAME_NAME = "même commune, même nom"


class Other(NamedTuple):
    """A supplier; `siren` when nothing is wrong with its SIRET."""

    id: int
    name: str
    siren: str | None


class Alike:
    """Those of the communes met so far, each read once: to read those of a large town takes longer
    than to compare them with a batch, and a list is seen in minutes.
    """

    def __init__(self) -> None:
        self._here: dict[str | None, _Named] = {}

    def read(self, session: Session, rows: Iterable[RowResult]) -> None:
        """Those of the communes of these rows that are not at hand."""
        communes = {row.place.code_insee for row in rows if isinstance(row, RowFacts)}
        new = communes - {None, *self._here}
        columns = select(
            Supplier.id, Supplier.code_insee, _valid_siren(), Supplier.name, Supplier.brand
        )
        here = columns.where(Supplier.code_insee.in_(new), Supplier.is_listed)
        named: dict[str | None, list[Other]] = {commune: [] for commune in new}
        for id_, commune, siren, *names in session.execute(here.order_by(Supplier.id)):
            named[commune] += [Other(id_, name, siren) for name in names if name]
        self._here |= {commune: _Named(names) for commune, names in named.items()}

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
        """What is said last of one counts. Near names of two bodies are two structures."""
        here = self._here.get(row.place.code_insee)
        if here is None:
            return
        names = [name for name in (row.name, row.brand) if name]
        alike = [
            (other.id, is_same)
            for name in names
            for other in here.like(name)
            if (is_same := fold(name) == fold(other.name)) or not _are_two_bodies(row, other)
        ]
        for id_, is_same in sorted(alike, key=lambda found: found[1]):
            yield id_, SAME_NAME if is_same else SAME_PLACE


def _are_two_bodies(row: RowFacts, other: Other) -> bool:
    """By their SIREN: a slip of the hand would have made a wrong SIRET, nine times in ten."""
    siren = row.siret[:SIREN_LENGTH] if row.siret and not row.siret_problem else None
    return siren is not None and other.siren is not None and siren != other.siren


def _valid_siren() -> ColumnElement[str | None]:
    """That of suppliers whose SIRET is right."""
    return case((Supplier.siret_problem.is_(None), Supplier.siren))


class _Named:
    """The names of a commune, each with its supplier."""

    def __init__(self, names: Sequence[Other]) -> None:
        self._names = names
        self._read = AlikeNames(other.name for other in names)

    def like(self, name: str) -> Iterator[Other]:
        return (self._names[rank] for rank in self._read.like(name))
