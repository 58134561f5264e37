"""The home page: needs to start from, and what the directory holds."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.directory.queries import Holdings
from app.directory.wording import FAMILIES
from app.templating import typo
from domain.kinds import KINDS
from domain.taxonomy import taxonomy
from search.port import Facet, SearchResults


@dataclass(frozen=True, slots=True)
class Counted:
    value: str
    label: str
    meaning: str
    count: int


@dataclass(frozen=True, slots=True)
class Family:
    id: str
    label: str
    kinds: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    suppliers: int
    communes: int
    invented: int
    groups: tuple[Counted, ...]
    families: tuple[Family, ...]

    @property
    def only_invented(self) -> bool:
        return self.suppliers > 0 and self.invented == self.suppliers


def present_home(holdings: Holdings, found: SearchResults | None) -> HomePage:
    """`found` counts groups and kinds over the whole directory; None while there is no index."""
    groups, kinds = _counts(found, Facet.GROUP), _counts(found, Facet.KIND)
    families = (Family(id_, label, _kinds_of(id_, kinds)) for id_, label in FAMILIES.items())
    return HomePage(
        suppliers=holdings.suppliers,
        communes=holdings.communes,
        invented=holdings.invented,
        groups=tuple(
            Counted(group.id, typo(group.label), "", groups[group.id])
            for group in taxonomy().groups.values()
            if groups.get(group.id)
        ),
        families=tuple(family for family in families if family.kinds),
    )


def _counts(found: SearchResults | None, facet: Facet) -> Mapping[str, int]:
    return {row.value: row.count for row in found.facets[facet]} if found else {}


def _kinds_of(family: str, counts: Mapping[str, int]) -> tuple[Counted, ...]:
    return tuple(
        Counted(kind.code, kind.short, typo(kind.label), counts[kind.code])
        for kind in KINDS.values()
        if kind.family == family and counts.get(kind.code)
    )
