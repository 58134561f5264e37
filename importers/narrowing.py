"""Leaving out rows before they are read: those of other matters, those that sit elsewhere.

A national list has a million rows, of which a territory wants a few thousand: a row is first
judged by its département alone, and read whole only when that leaves a doubt.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import cast, get_args

from domain.geography import Place, gazetteer
from domain.geography.values import Level
from importers.facts import PlaceFacts, RowFacts, RowResult
from importers.formats.base import Binding
from importers.reading import CheckedTable, Row


@dataclass(frozen=True, slots=True)
class Within:
    """Territories, as the communes that they hold; `whole` are the départements held entire."""

    communes: frozenset[str]
    departements: frozenset[str]
    whole: frozenset[str]

    def holds(self, place: PlaceFacts) -> bool:
        """Whether somebody sits there; without a commune, the postcode tells."""
        if place.code_insee:
            return place.code_insee in self.communes
        return bool(place.postcode) and departement_at(place.postcode or "") in self.whole

    def keeps(self, result: RowResult) -> bool:
        """A row that is no supplier's says no place; a rejected one is told whatever it says."""
        return self.holds(result.place) if isinstance(result, RowFacts) else True


def within(territories: Iterable[str]) -> Within:
    """Of "departement:62", "region:32", "commune:62041"… Raises ValueError for one unknown."""
    places = [_place(territory) for territory in territories]
    communes = frozenset(code for place in places for code in place.communes)
    departements = frozenset(code for place in places for code in place.departements)
    whole = frozenset(code for code in departements if _is_whole(code, communes))
    return Within(communes, departements, whole)


def _place(territory: str) -> Place:
    level, _, code = territory.partition(":")
    found = gazetteer().place(cast(Level, level), code) if level in get_args(Level) else None
    if found is None:
        raise ValueError(f"unknown territory: {territory}")
    return found


def _is_whole(code: str, communes: frozenset[str]) -> bool:
    departement = gazetteer().departement(code)
    return departement is not None and communes.issuperset(departement.communes)


def departement_at(postcode: str) -> str:
    """The département of a postcode, by its largest commune; "" when no commune has it."""
    served = gazetteer().communes_at_postcode(postcode)
    return served[0].departement if served else ""


def narrowed(
    table: CheckedTable, header: Row, binding: Binding, territory: Within | None = None
) -> CheckedTable:
    """The rows below the header that concern the format and sit in the territory."""
    if binding.concerns is None and territory is None:
        return table

    def keeps(row: Row) -> bool:
        if row.line <= header.line or (binding.concerns and not binding.concerns(row)):
            return False
        return territory is None or _sits_in(territory, row, binding)

    kept = Narrowed(table, keeps)
    return replace(table, table=kept, row_count=sum(1 for _ in kept))


@dataclass(frozen=True, slots=True)
class Narrowed:
    table: CheckedTable
    keeps: Callable[[Row], bool]

    def __iter__(self) -> Iterator[Row]:
        return filter(self.keeps, self.table)


def _sits_in(territory: Within, row: Row, binding: Binding) -> bool:
    if binding.departement:
        departement = binding.departement(row)
        if departement in territory.whole:
            return True
        if departement and departement not in territory.departements:
            return False
    return territory.keeps(binding.read(row))
