"""Who reaches what: a supplier reaches a place when they share a token."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.coverage import Home, place_tokens, reach_tokens
from domain.geography import Point, distance_km, gazetteer, haversine_km

GRENOBLE = Home("38185", Point(45.1825, 5.7301))
NOWHERE = Home(None, None)


@dataclass(frozen=True)
class AnyZone:
    whole_country: bool = False
    radius_km: int | None = None
    territories: tuple[str, ...] = ()


def zone(*territories: str, radius_km: int | None = None, whole_country: bool = False) -> AnyZone:
    return AnyZone(whole_country, radius_km, territories)


def reaches(covered: AnyZone | None, place: str, home: Home = NOWHERE) -> bool:
    level, code = place.split(":")
    return bool(set(reach_tokens(covered, home)) & set(place_tokens(level, code)))


METROPOLE = "epci:200040715"  # Grenoble-Alpes-Métropole

# Zone → (reached, not reached): a commune, a postcode, an EPCI, a département, a région each.
PAIRS = {
    zone(radius_km=10): (
        ["commune:38516", "postcode:38700", METROPOLE, "departement:38", "region:84"],
        ["commune:38567", "postcode:73000", "epci:200046977", "departement:69", "region:93"],
    ),
    zone("commune:38516"): (
        ["commune:38516", "postcode:38700", METROPOLE, "departement:38", "region:84"],
        ["commune:38567", "postcode:73000", "epci:200046977", "departement:73", "region:53"],
    ),
    zone(METROPOLE): (
        ["commune:38516", "postcode:38700", METROPOLE, "departement:38", "region:84"],
        ["commune:38567", "postcode:73000", "epci:200046977", "departement:73", "region:53"],
    ),
    zone("departement:29"): (
        ["commune:29232", "postcode:29000", "epci:200068120", "departement:29", "region:53"],
        ["commune:35238", "postcode:35000", "epci:243500139", "departement:35", "region:52"],
    ),
    zone("region:53"): (
        ["commune:29232", "postcode:29000", "epci:200068120", "departement:35", "region:53"],
        ["commune:44109", "postcode:44000", "epci:244400404", "departement:44", "region:52"],
    ),
    zone(whole_country=True): (
        ["commune:29232", "postcode:29000", METROPOLE, "departement:974", "region:04"],
        [],
    ),
    None: (
        ["commune:38185", "postcode:38000", METROPOLE, "departement:38", "region:84"],
        ["commune:38516", "postcode:38700", "epci:200046977", "departement:73", "region:53"],
    ),
}


@pytest.mark.parametrize(
    ("covered", "place"),
    [(covered, place) for covered, (reached, _) in PAIRS.items() for place in reached],
)
def test_a_zone_reaches(covered: AnyZone | None, place: str) -> None:
    assert reaches(covered, place, GRENOBLE)


@pytest.mark.parametrize(
    ("covered", "place"),
    [(covered, place) for covered, (_, others) in PAIRS.items() for place in others],
)
def test_a_zone_does_not_reach(covered: AnyZone | None, place: str) -> None:
    assert not reaches(covered, place, GRENOBLE)


def test_a_supplier_always_reaches_its_own_commune() -> None:
    assert reaches(zone("departement:29"), "commune:38185", GRENOBLE)


def test_a_zone_is_the_union_of_its_parts() -> None:
    covered = zone("departement:29", "commune:69123", radius_km=10)
    places = ("commune:29232", "commune:69123", "commune:38516")
    assert all(reaches(covered, place, GRENOBLE) for place in places)


def test_a_radius_without_a_point_counts_from_the_commune() -> None:
    assert reaches(zone(radius_km=10), "commune:38516", Home("38185", None))


def test_a_foreign_supplier_reaches_across_the_border() -> None:
    tournai = Home(None, Point(50.605, 3.388))
    assert reaches(zone(radius_km=30), "commune:59350", tournai)
    assert reach_tokens(None, tournai) == ()


def test_a_commune_without_a_point_works_by_its_code() -> None:
    saint_pierre = Home("97502", None)
    assert reaches(None, "commune:97502", saint_pierre)
    assert reaches(None, "departement:975", saint_pierre)
    assert not reaches(None, "commune:97501", saint_pierre)


def test_a_former_commune_leads_to_the_one_of_today() -> None:
    assert reaches(None, "commune:75056", Home("75113", None))


def test_what_is_unknown_reaches_nothing() -> None:
    assert reach_tokens(zone("commune:00000", "pays:FR", "?"), Home("00000", None)) == ()
    assert place_tokens("commune", "00000") == ()


def test_the_whole_country_is_one_token() -> None:
    assert reach_tokens(zone("region:84", whole_country=True), GRENOBLE) == ("fr",)


def test_a_disc_takes_few_tokens() -> None:
    assert len(reach_tokens(zone(radius_km=50), GRENOBLE)) < 120


KNOWN = gazetteer()
HOMES = st.sampled_from(np.flatnonzero(~np.isnan(KNOWN.latitudes)).tolist()).map(
    lambda row: Home(
        KNOWN.codes[row], Point(float(KNOWN.latitudes[row]), float(KNOWN.longitudes[row]))
    )
)


@cache
def tokens_of_communes() -> dict[str, frozenset[str]]:
    return {code: frozenset(place_tokens("commune", code)) for code in KNOWN.codes}


def communes_reached(home: Home, radius_km: int) -> set[str]:
    reach = set(reach_tokens(zone(radius_km=radius_km), home))
    return {code for code, tokens in tokens_of_communes().items() if reach & tokens}


def communes_within(home: Home, radius_km: int) -> set[str]:
    """Brute force: the haversine, and the geodesic wherever that leaves a doubt."""
    assert home.point
    distances = haversine_km(KNOWN.latitudes, KNOWN.longitudes, home.point)
    for row in np.flatnonzero(np.abs(distances - radius_km) <= 0.01 * radius_km):
        there = Point(float(KNOWN.latitudes[row]), float(KNOWN.longitudes[row]))
        distances[row] = distance_km(home.point, there)
    return {KNOWN.codes[row] for row in np.flatnonzero(distances <= radius_km)}


@settings(max_examples=60, deadline=None)
@given(HOMES, st.integers(1, 150))
def test_a_disc_reaches_the_communes_within_it_and_no_other(home: Home, radius_km: int) -> None:
    assert communes_reached(home, radius_km) == communes_within(home, radius_km)


@settings(max_examples=30, deadline=None)
@given(HOMES, st.integers(1, 300), st.sampled_from(["01", "59", "75", "2A", "974"]))
def test_a_departement_is_reached_when_one_of_its_communes_is(
    home: Home, radius_km: int, number: str
) -> None:
    departement = KNOWN.departement(number)
    assert departement
    reached = reaches(zone(radius_km=radius_km), f"departement:{number}", home)
    assert reached != communes_within(home, radius_km).isdisjoint(departement.communes)
