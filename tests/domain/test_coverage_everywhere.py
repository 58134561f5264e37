"""Every sort of zone against every place of France: tokens say what sets of communes say."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.coverage import Home, place_tokens, reach_tokens
from domain.geography import Point
from tests.domain.coverage_oracle import (
    CODES,
    COMMUNES_OF,
    FORMER,
    POINTS,
    WITHOUT_POINT,
    AnyZone,
    grouped,
    places_met,
    zone,
)

NOWHERE = Home(None, None)
LEVELS = grouped((place.partition(":")[0], place) for place in COMMUNES_OF)


def check(covered: AnyZone | None, home: Home) -> None:
    """The places reached are those met, none more and none fewer."""
    assert places_reached(covered, home) ^ places_met(covered, home) == set()


def places_reached(covered: AnyZone | None, home: Home) -> set[str]:
    """The places that share a token with the zone."""
    return set().union(*(holders().get(token, ()) for token in reach_tokens(covered, home)))


@cache
def holders() -> dict[str, set[str]]:
    """Each token, and the places that have it: all communes, postcodes, EPCI…"""
    return grouped(
        (token, place) for place in COMMUNES_OF for token in place_tokens(*place.split(":"))
    )


def test_every_commune_alone() -> None:
    """A coverage unknown; codes of former communes and of arrondissements too."""
    for code in (*CODES, *FORMER):
        check(None, Home(code, None))


@pytest.mark.parametrize("level", ["postcode", "epci", "departement", "former_region", "region"])
def test_every_territory(level: str) -> None:
    for place in LEVELS[level]:
        check(zone(place), NOWHERE)


def test_every_former_commune_as_a_territory() -> None:
    for code in FORMER:
        check(zone(f"commune:{code}"), NOWHERE)


def test_the_whole_country_is_every_place() -> None:
    assert places_reached(zone(whole_country=True), NOWHERE) == set(COMMUNES_OF)


homes_at_a_commune = st.sampled_from(CODES).map(lambda code: Home(code, POINTS.get(code)))
homes_without_an_address = st.sampled_from([*WITHOUT_POINT, *FORMER]).map(
    lambda code: Home(code, None)
)
# Anywhere about France: at sea, across a border, far from the centre of its own commune.
points = st.builds(Point, st.floats(41, 52), st.floats(-6, 11))
homes_anywhere = st.builds(Home, st.none() | st.sampled_from(CODES), points)
homes = homes_at_a_commune | homes_without_an_address | homes_anywhere | st.just(NOWHERE)

territories = st.lists(
    st.sampled_from(sorted(LEVELS)).flatmap(lambda level: st.sampled_from(sorted(LEVELS[level]))),
    max_size=5,
)
radii = st.none() | st.integers(1, 60) | st.integers(1, 500)
zones = st.builds(lambda where, km: zone(*where, radius_km=km), territories, radii)


@settings(max_examples=200, deadline=None)
@given(zones, homes)
def test_any_union_of_a_radius_and_of_territories(covered: AnyZone, home: Home) -> None:
    check(covered, home)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 500), homes_at_a_commune | homes_anywhere)
def test_any_disc(radius_km: int, home: Home) -> None:
    check(zone(radius_km=radius_km), home)


@settings(max_examples=50, deadline=None)
@given(homes)
def test_any_home_without_a_zone(home: Home) -> None:
    check(None, home)
