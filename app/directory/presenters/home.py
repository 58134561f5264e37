"""The home page: needs to start from, and what the directory holds."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.directory.places import address_of
from app.directory.queries import Holdings
from app.directory.wording import FAMILIES
from app.templating import number, typo
from domain.geography import Place, gazetteer
from domain.kinds import KINDS
from domain.taxonomy import taxonomy
from domain.text import fold
from search.port import Facet, FacetCount

HOME_FACETS = (Facet.GROUP, Facet.KIND, Facet.REGION, Facet.DEPARTEMENT)
LEVELS = 5


@dataclass(frozen=True, slots=True)
class DirectoryCounts:
    """What the engine counts of the whole directory: HOME_FACETS, and who is found where."""

    facets: Mapping[Facet, Sequence[FacetCount]] = field(default_factory=dict)
    at_departements: Mapping[str, int] = field(default_factory=dict)
    at_regions: Mapping[str, int] = field(default_factory=dict)


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
class Territory:
    """`count` sit or work there, of which `located` sit there."""

    code: str
    label: str
    place: str
    count: int
    located: int


@dataclass(frozen=True, slots=True)
class Departement(Territory):
    """`level`, from 1 to LEVELS, tells the fuller ones by a darker shade."""

    level: int


@dataclass(frozen=True, slots=True)
class Region(Territory):
    departements: tuple[Departement, ...]


@dataclass(frozen=True, slots=True)
class Shade:
    level: int
    label: str


@dataclass(frozen=True, slots=True)
class Territories:
    """Who can be found where."""

    regions: tuple[Region, ...]
    shades: tuple[Shade, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    suppliers: int
    communes: int
    invented: int
    groups: tuple[Counted, ...]
    families: tuple[Family, ...]
    territories: Territories

    @property
    def only_invented(self) -> bool:
        return self.suppliers > 0 and self.invented == self.suppliers


def present_home(holdings: Holdings, found: DirectoryCounts) -> HomePage:
    """Nothing is counted while there is no index: the page stands without."""
    groups, kinds = _counts(found.facets, Facet.GROUP), _counts(found.facets, Facet.KIND)
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
        territories=_territories(found),
    )


def _counts(facets: Mapping[Facet, Sequence[FacetCount]], facet: Facet) -> Mapping[str, int]:
    return {row.value: row.count for row in facets.get(facet, ())}


def _kinds_of(family: str, counts: Mapping[str, int]) -> tuple[Counted, ...]:
    return tuple(
        Counted(kind.code, kind.short, typo(kind.label), counts[kind.code])
        for kind in KINDS.values()
        if kind.family == family and counts.get(kind.code)
    )


def _territories(found: DirectoryCounts) -> Territories:
    bounds = _bounds(found.at_departements.values())
    places = (gazetteer().region(code) for code in found.at_regions)
    # Nobody buys on Clipperton.
    inhabited = sorted((p for p in places if p and p.population), key=_overseas_last)
    return Territories(
        regions=tuple(_region(place, found, bounds) for place in inhabited),
        shades=tuple(_shades(bounds)),
    )


def _overseas_last(region: Place) -> tuple[bool, str]:
    return region.departements[0].startswith(("97", "98")), fold(region.label)


def _region(place: Place, found: DirectoryCounts, bounds: Sequence[int]) -> Region:
    located = _counts(found.facets, Facet.REGION)
    return Region(
        code=place.code,
        label=typo(place.label),
        place=address_of(place),
        count=found.at_regions[place.code],
        located=located.get(place.code, 0),
        departements=tuple(
            _departement(departement, found, bounds)
            for departement in sorted(place.departements)
            if departement in found.at_departements
        ),
    )


def _departement(code: str, found: DirectoryCounts, bounds: Sequence[int]) -> Departement:
    place = gazetteer().departement(code)
    assert place is not None, code
    count = found.at_departements[code]
    return Departement(
        code=code,
        label=typo(place.label),
        place=address_of(place),
        count=count,
        located=_counts(found.facets, Facet.DEPARTEMENT).get(code, 0),
        level=bisect_left(bounds, count) + 1,
    )


def _bounds(counts: Iterable[int]) -> list[int]:
    """The last count of each shade but the darkest: as many départements in each."""
    ordered = sorted(counts)
    return sorted(
        {ordered[len(ordered) * n // LEVELS] for n in range(1, LEVELS)} if ordered else ()
    )


def _shades(bounds: Sequence[int]) -> Iterator[Shade]:
    low = 1
    for level, high in enumerate(bounds, start=1):
        yield Shade(level, number(high) if low == high else f"{number(low)} à {number(high)}")
        low = high + 1
    if bounds:
        yield Shade(len(bounds) + 1, f"{number(low)} et plus")
