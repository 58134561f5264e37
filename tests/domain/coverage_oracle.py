"""Who reaches what, told the plain way: sets of communes that meet.

It reads the data file itself, and knows neither tokens nor the gazetteer's tables. A place is
written as a zone's territories are: "commune:38185", "postcode:38000", "departement:38"…
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from domain.coverage import Home
from domain.geography import FORMER_REGIONS, Point, distance_km, haversine_km
from domain.geography.gazetteer import DATA


@dataclass(frozen=True)
class AnyZone:
    whole_country: bool = False
    radius_km: int | None = None
    territories: tuple[str, ...] = ()


def zone(*territories: str, radius_km: int | None = None, whole_country: bool = False) -> AnyZone:
    return AnyZone(whole_country, radius_km, territories)


_TABLES = json.loads(gzip.decompress(DATA.read_bytes()))
_COMMUNES = _TABLES["communes"]
CODES: list[str] = _COMMUNES["code"]
_TODAY = frozenset(CODES)
_LATITUDES = np.array(_COMMUNES["latitude"], dtype=np.float64)
_LONGITUDES = np.array(_COMMUNES["longitude"], dtype=np.float64)
POINTS = {
    code: Point(float(_LATITUDES[row]), float(_LONGITUDES[row]))
    for row, code in enumerate(CODES)
    if not np.isnan(_LATITUDES[row])
}
WITHOUT_POINT = sorted(_TODAY - set(POINTS))
# Former communes and arrondissements, and the commune of today that each leads to.
FORMER: dict[str, str] = {
    code: today
    for code, today in zip(_TABLES["former"]["code"], _TABLES["former"]["commune"], strict=True)
    if code not in _TODAY
}


def _places() -> Iterator[tuple[str, str]]:
    """Every place with each of its communes."""
    departements = _TABLES["departements"]
    region_of = dict(zip(departements["code"], departements["region"], strict=True))
    former_of = {d: code for code, one in FORMER_REGIONS.items() for d in one.departements}
    columns = (_COMMUNES[name] for name in ("postcodes", "epci", "departement"))
    for code, postcodes, epci, departement in zip(CODES, *columns, strict=True):
        yield f"commune:{code}", code
        yield from ((f"postcode:{postcode}", code) for postcode in postcodes.split())
        if epci:
            yield f"epci:{epci}", code
        yield f"departement:{departement}", code
        yield f"region:{region_of[departement]}", code
        if departement in former_of:
            yield f"former_region:{former_of[departement]}", code
    for code, today in FORMER.items():
        yield f"commune:{code}", today


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = {}
    for key, value in pairs:
        groups.setdefault(key, set()).add(value)
    return groups


COMMUNES_OF = grouped(_places())
PLACES_WITH = grouped((commune, place) for place, commune in _places())


def places_met(covered: AnyZone | None, home: Home) -> set[str]:
    """The places of which one commune is covered, whatever their level."""
    return set().union(*(PLACES_WITH[code] for code in communes_covered(covered, home)))


def communes_covered(covered: AnyZone | None, home: Home) -> set[str]:
    """The supplier's own commune, and those of its zone."""
    own = FORMER.get(home.code_insee, home.code_insee) if home.code_insee else None
    communes = {own} if own else set()
    if covered is None:
        return communes
    if covered.whole_country:
        return set(CODES)
    origin = home.point or POINTS.get(own or "")
    around = within(covered.radius_km, origin) if covered.radius_km and origin else set()
    return communes.union(around, *(COMMUNES_OF[place] for place in covered.territories))


def within(radius_km: int, origin: Point) -> set[str]:
    """By the haversine, and by the geodesic wherever that leaves a doubt."""
    distances = haversine_km(_LATITUDES, _LONGITUDES, origin)
    for row in np.flatnonzero(np.abs(distances - radius_km) <= 0.01 * radius_km):
        distances[row] = distance_km(origin, POINTS[CODES[row]])
    return {CODES[row] for row in np.flatnonzero(distances <= radius_km)}
