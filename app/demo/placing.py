"""Where an invented supplier sits, and where it goes."""

from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from app.demo.blocks import blocks, chance, draw
from app.demo.values import DemoAddress, DemoZone
from domain.coverage import MAX_ZONES
from domain.geography import Commune, gazetteer
from domain.models import PointPrecision

RADII_KM = {10: 6, 15: 8, 20: 18, 25: 8, 30: 24, 40: 8, 50: 18, 80: 4, 100: 6}
ZONE_COUNTS = {1: 70, 2: 20, 3: 7, MAX_ZONES: 3}
COVERAGES = {
    "radius": 40,
    "departements": 20,
    "region": 11,
    "epci": 8,
    "communes": 7,
    "whole_country": 8,
    "mixed": 6,
}


@dataclass(frozen=True)
class Country:
    """Today's communes in the order of their codes, and what is drawn from them."""

    communes: list[Commune]
    cumulated_population: list[int]
    of_epci: dict[str, list[str]]  # INSEE codes
    departements_of_region: dict[str, list[str]]

    def draw_commune(self, rng: Random) -> Commune:
        """One commune, as often as its population says."""
        total = self.cumulated_population[-1]
        return self.communes[bisect(self.cumulated_population, rng.randrange(total))]


@cache
def country() -> Country:
    places = gazetteer()
    communes = [found for code in places.codes if (found := places.commune(code))]
    of_epci: dict[str, list[str]] = defaultdict(list)
    departements: dict[str, dict[str, None]] = defaultdict(dict)
    for commune in communes:
        if commune.epci:
            of_epci[commune.epci].append(commune.code_insee)
        departements[commune.region][commune.departement] = None
    return Country(
        communes=communes,
        cumulated_population=list(accumulate(commune.population for commune in communes)),
        of_epci=of_epci,
        departements_of_region={region: list(codes) for region, codes in departements.items()},
    )


def street(rng: Random) -> str:
    return f"{rng.randint(1, 120)} {rng.choice(blocks('names')['streets'])}"


def french_address(rng: Random, commune: Commune) -> DemoAddress:
    """An invented street in a real commune: some without a point, as in real lists."""
    latitude, longitude, precision = _point(rng, commune)
    return DemoAddress(
        address=street(rng) if chance(rng, 0.94) else None,
        postcode=rng.choice(commune.postcodes) if commune.postcodes else None,
        city=commune.name,
        code_insee=commune.code_insee,
        country="FR",
        latitude=latitude,
        longitude=longitude,
        point_precision=precision,
    )


def _point(
    rng: Random, commune: Commune
) -> tuple[float | None, float | None, PointPrecision | None]:
    if commune.point is None or chance(rng, 0.03):
        return None, None, None
    latitude, longitude = commune.point
    if chance(rng, 0.35):
        return latitude, longitude, PointPrecision.COMMUNE
    # Within about a kilometre: suppliers of one town are not all on its centre.
    shifted = latitude + rng.uniform(-0.009, 0.009), longitude + rng.uniform(-0.012, 0.012)
    return round(shifted[0], 5), round(shifted[1], 5), PointPrecision.ADDRESS


def foreign_address(rng: Random) -> DemoAddress:
    """A town beyond the border, its point set by hand: the gazetteer knows only France."""
    town = rng.choice(blocks("abroad")["towns"])
    return DemoAddress(
        address=street(rng),
        postcode=town["postcode"],
        city=town["city"],
        code_insee=None,
        country=town["country"],
        latitude=round(town["latitude"] + rng.uniform(-0.01, 0.01), 5),
        longitude=round(town["longitude"] + rng.uniform(-0.01, 0.01), 5),
        point_precision=PointPrecision.HAND,
    )


def zones(rng: Random, commune: Commune | None, service_count: int) -> tuple[DemoZone, ...]:
    """Distinct coverages, no more than services; none where the supplier says nothing."""
    if service_count == 0 or chance(rng, 0.12):
        return ()
    wanted = min(draw(rng, ZONE_COUNTS), service_count)
    if commune is None:
        return _foreign_zones(rng)[:wanted]
    return tuple(dict.fromkeys(_zone(rng, commune) for _ in range(wanted)))


def _foreign_zones(rng: Random) -> tuple[DemoZone, ...]:
    regions = DemoZone(territories=tuple(f"region:{code}" for code in ("32", "44")))
    choices = [DemoZone(radius_km=50), DemoZone(radius_km=100), DemoZone(True), regions]
    rng.shuffle(choices)
    return tuple(choices)


def _zone(rng: Random, commune: Commune) -> DemoZone:
    coverage = draw(rng, COVERAGES)
    if coverage == "radius":
        return DemoZone(radius_km=draw(rng, RADII_KM))
    if coverage == "whole_country":
        return DemoZone(whole_country=True)
    if coverage == "mixed":
        return DemoZone(radius_km=draw(rng, RADII_KM), territories=_departements(rng, commune))
    if coverage == "region":
        return DemoZone(territories=(f"region:{commune.region}",))
    if coverage == "departements":
        return DemoZone(territories=_departements(rng, commune))
    return _local_zone(rng, commune, whole=coverage == "epci")


def _local_zone(rng: Random, commune: Commune, *, whole: bool) -> DemoZone:
    """The EPCI, or some of its communes; the commune alone where it belongs to none."""
    if commune.epci and whole:
        return DemoZone(territories=(f"epci:{commune.epci}",))
    around = country().of_epci.get(commune.epci or "", [])
    others = rng.sample(around, min(len(around), rng.randint(1, 8)))
    codes = dict.fromkeys([commune.code_insee, *others])
    return DemoZone(territories=tuple(f"commune:{code}" for code in codes))


def _departements(rng: Random, commune: Commune) -> tuple[str, ...]:
    """Its own, and often one to three others of the région."""
    others = country().departements_of_region[commune.region]
    chosen = rng.sample(others, min(len(others), rng.choice([0, 0, 1, 1, 2, 3])))
    codes = dict.fromkeys([commune.departement, *chosen])
    return tuple(f"departement:{code}" for code in codes)
