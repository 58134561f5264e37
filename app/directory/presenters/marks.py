"""What a map shows of the results, as a list: areas to enlarge, or suppliers one by one.

The list is the map: a script draws its items as marks, and without one it is read as it is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.directory.boxes import box_address, height_km
from app.directory.forms import Address, Criteria
from app.directory.landmarks import landmark_of
from app.directory.presenters.common import commune_of, shown_name, supplier_url
from app.directory.wording import View
from app.templating import NBSP, counted, number, typo
from domain.geography import Box, Commune, Point, distance_km, gazetteer
from domain.models import Supplier
from domain.text import fold
from search.cells import Cell, bounds_of
from search.port import CellCount, MapPoint, MapResults

# A cell without a commune is told by the nearest one, unless that is far.
_NEIGHBOUR_KM = 60
# Beyond, "et alentours" alone would tell too little.
_FAR_KM = 30
_DECIMAL = 1e-6  # what box_address tells apart

# Of the suppliers in what a frame shows of a cell.
MiddleOf = Callable[[Cell, Box], Point]


@dataclass(frozen=True, slots=True)
class Area:
    """`box` is what to enlarge to, and `address` the same search kept to it."""

    name: str
    count: int
    point: Point
    box: str
    address: Address


@dataclass(frozen=True, slots=True)
class SupplierMark:
    name: str
    url: str
    commune: str
    point: Point


@dataclass(frozen=True, slots=True)
class Marks:
    """Either `areas` or `suppliers`; `elsewhere` says what the view leaves out.

    `everywhere` is the search as a list, wherever the map looks.
    """

    counted: str
    elsewhere: str
    everywhere: Address
    areas: tuple[Area, ...]
    suppliers: tuple[SupplierMark, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.areas or self.suppliers)


def present_marks(
    criteria: Criteria,
    frame: Box,
    found: MapResults,
    suppliers: Mapping[int, Supplier],
    middle_of: MiddleOf,
) -> Marks:
    """`found` within `frame`; `middle_of` says where those of a cell without a commune are.

    One supplier just archived may be missing from `suppliers`: the index follows in seconds.
    """
    return Marks(
        counted=_counted(found),
        elsewhere=_elsewhere(found),
        everywhere=criteria.with_only(zone=None, view=View.LIST).address(),
        areas=tuple(_area(criteria, frame, counted, middle_of) for counted in found.cells),
        suppliers=tuple(_by_name(found.points, suppliers)),
    )


def _counted(found: MapResults) -> str:
    if not found.total:
        return "Aucune structure sur cette partie de la carte"
    return f"{counted(found.total, 'structure')} sur cette partie de la carte"


def _elsewhere(found: MapResults) -> str:
    outside = found.everywhere - found.total - found.unlocated
    parts = [f"{number(outside)} ailleurs"] if outside else []
    if found.unlocated:
        parts.append(f"{number(found.unlocated)} sans position connue")
    return ", ".join(parts)


def _area(criteria: Criteria, frame: Box, counted: CellCount, middle_of: MiddleOf) -> Area:
    zone = _common(bounds_of(counted.cell), frame)
    name, point = _landmark(counted.cell, zone, middle_of)
    return Area(
        name=name,
        count=counted.count,
        point=point,
        box=box_address(zone),
        address=criteria.with_only(zone=zone).address(),
    )


def _landmark(cell: Cell, zone: Box, middle_of: MiddleOf) -> tuple[str, Point]:
    """What a cell is called, and where its mark stands."""
    commune = landmark_of(cell)
    if commune and commune.point:
        return _around(commune, zone), commune.point
    middle = middle_of(cell, zone)
    nearest = gazetteer().nearest(middle)
    if nearest.point and distance_km(nearest.point, middle) <= _NEIGHBOUR_KM:
        return _around(nearest, zone), middle
    return f"Vers {_degrees(middle.latitude, 'NS')}, {_degrees(middle.longitude, 'EO')}", middle


def _around(commune: Commune, zone: Box) -> str:
    """Needs no elision this way: "autour de" would for one commune in five."""
    named = f"{commune.label} et alentours"
    across = height_km(zone)
    wide = f", sur {round(across, -1):.0f}{NBSP}km" if across > _FAR_KM else ""
    return typo(named + wide)


def _degrees(value: float, sides: str) -> str:
    side = sides[0] if value >= 0 else sides[1]
    return f"{abs(value):.1f}°{NBSP}{side}".replace(".", ",")


def _common(cell: Box, frame: Box) -> Box:
    """What the engine counted: a box holds its edges, a cell only the north and west ones."""
    return Box(
        max(cell.south + _DECIMAL, frame.south),
        max(cell.west, frame.west),
        min(cell.north, frame.north),
        min(cell.east - _DECIMAL, frame.east),
    )


def _by_name(
    points: Iterable[MapPoint], suppliers: Mapping[int, Supplier]
) -> Iterable[SupplierMark]:
    marks = (
        SupplierMark(
            name=shown_name(supplier),
            url=supplier_url(supplier),
            commune=commune_of(supplier),
            point=found.point,
        )
        for found in points
        if (supplier := suppliers.get(found.id))
    )
    return sorted(marks, key=lambda mark: fold(mark.name))
