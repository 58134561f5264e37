"""Where a supplier sits and how far it goes, as its page draws it; the same stands in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast, get_args

from app.directory.boxes import METROPOLE, around, box_address, extent_of, framed, union
from app.directory.presenters.common import service_name
from app.directory.presenters.coverage import in_words
from app.structures.facts import ADDRESS_BASE, MODERATION, STRUCTURE, source_of
from domain.geography import Box, Level, Place, Point, gazetteer
from domain.models import PointPrecision, Supplier, Zone

_SEEN_AROUND_KM = 15  # so that some towns are seen around it
# How a point was found, and who says it → in words.
_PLACED: Mapping[tuple[PointPrecision | None, str | None], str] = {
    (PointPrecision.HAND, STRUCTURE): "Placée sur la carte par la structure.",
    (PointPrecision.HAND, MODERATION): "Placée sur la carte par la modération.",
    (PointPrecision.ADDRESS, ADDRESS_BASE): "Placée à son adresse (Base Adresse Nationale).",
    (PointPrecision.STREET, ADDRESS_BASE): (
        "Placée dans sa rue ou son lieu-dit, sans le numéro (Base Adresse Nationale)."
    ),
}
_OUTLINED: dict[Level, str] = {"departement": "departements", "region": "regions"}


@dataclass(frozen=True, slots=True)
class DrawnZone:
    """`outlines` are codes by sort of outline; `spots` the communes that have none."""

    label: str
    whole_country: bool
    radius_km: int | None
    outlines: dict[str, list[str]]
    spots: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """`centre` is the supplier's point, and `position` says how exact it is."""

    frame: str
    centre: Point
    position: str
    zones: tuple[DrawnZone, ...]

    @property
    def drawing(self) -> dict[str, Any]:
        """What the page's script is told: JSON values."""
        return {"centre": self.centre, "zones": [asdict(zone) for zone in self.zones]}


def present_coverage(supplier: Supplier) -> CoverageMap | None:
    """None for a supplier that no point can be told of."""
    commune = gazetteer().commune(supplier.code_insee) if supplier.code_insee else None
    centre = supplier.point or (commune.point if commune else None)
    if centre is None:
        return None
    boxes = [box for zone in supplier.zones for box in _boxes(zone, centre)]
    return CoverageMap(
        frame=box_address(framed(union([around(centre, _SEEN_AROUND_KM), *boxes]))),
        centre=centre,
        position=_position(supplier),
        zones=tuple(_drawn(supplier, zone) for zone in supplier.zones),
    )


def _position(supplier: Supplier) -> str:
    """By hand on its page, as its source gives it, or at the best that its commune allows."""
    placed = supplier.point_precision, source_of(supplier, "point")
    if placed in _PLACED:
        return _PLACED[placed]
    if supplier.point and supplier.point_precision is not PointPrecision.COMMUNE:
        known = supplier.address
        return "Placée à son adresse." if known else "Placée à la position que donne sa source."
    return "Placée au centre de sa commune\u00a0: son adresse exacte n’est pas située."


def _boxes(zone: Zone, centre: Point) -> Iterator[Box | None]:
    if zone.whole_country:
        yield METROPOLE
    if zone.radius_km:
        yield around(centre, zone.radius_km)
    for place in _places(zone):
        yield extent_of(place.level, place.code)


def _drawn(supplier: Supplier, zone: Zone) -> DrawnZone:
    places = list(_places(zone))
    return DrawnZone(
        label=_label(supplier, zone),
        whole_country=zone.whole_country,
        radius_km=zone.radius_km,
        outlines=outlines_of(places),
        spots=spots_of(places),
    )


def outlines_of(places: Iterable[Place]) -> dict[str, list[str]]:
    """The codes of those that have an outline, by sort of outline."""
    known = list(places)
    return {
        name: [place.code for place in known if place.level == level]
        for level, name in _OUTLINED.items()
    }


def spots_of(places: Iterable[Place]) -> tuple[Point, ...]:
    """The communes of those that have none."""
    return tuple(point for place in places for point in _spots(place))


def _label(supplier: Supplier, zone: Zone) -> str:
    """ "Menuiserie, Repassage : 30 km autour de l’adresse"."""
    services = [service_name(a.service) for a in supplier.activities if a.zone is zone]
    named = f"{', '.join(services)}\u00a0: " if services else ""
    return f"{named}{in_words(zone)}"


def _places(zone: Zone) -> Iterator[Place]:
    for territory in zone.territories:
        level, _, code = territory.partition(":")
        if level in get_args(Level) and (place := gazetteer().place(cast(Level, level), code)):
            yield place


def _spots(place: Place) -> Iterator[Point]:
    if place.level in _OUTLINED:
        return
    for code in place.communes:
        commune = gazetteer().commune(code)
        if commune and commune.point:
            yield commune.point
