"""What goes over the wire for a search at a place, and how a distance is settled."""

import pytest

from domain.coverage import place_tokens
from domain.geography import Box, Point, gazetteer
from search.meilisearch import MeilisearchEngine
from search.port import Hit, Near, Reading, SearchQuery
from tests.search.documents import ANGERS
from tests.search.meilisearch_exchanges import (
    counting,
    expect_edge,
    expect_readings,
    expect_search,
    hits_of,
    reached,
)
from tests.search.meilisearch_stub import Stub, found, hit


def test_a_box_gives_its_north_east_then_its_south_west(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    kept = "_geoBoundingBox([47.5, 0.00001], [47.0, -1.5])"
    expect_search(wire, (hits_of(filter=kept), found()))

    engine.search(SearchQuery(box=Box(south=47, west=-1.5, north=47.5, east=1e-5)))


def test_who_sits_in_a_departement_comes_before_who_works_there(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    located = 'departement IN ["49"]'
    reaching = (
        '(z0.reach IN ["fr", "R52", "tD49"]) OR (z1.reach IN ["fr", "R52", "tD49"])'
        ' OR (z2.reach IN ["fr", "R52", "tD49"]) OR (z3.reach IN ["fr", "R52", "tD49"])'
    )
    expect_readings(
        wire,
        (hits_of(filter=located), found(hit(2, departement="49"))),
        (hits_of(filter=f"({reaching}) AND (NOT ({located}))"), found(hit(1, departement="44"))),
        located=located,
        reaching=reaching,
    )

    results = engine.search(SearchQuery(near=Near("departement", "49")))

    assert [(hit.id, hit.located) for hit in results.hits] == [(2, True), (1, False)]
    assert results.readings == dict.fromkeys(Reading, 1)


def test_or_those_who_sit_there_are_all_that_is_asked_for(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    located, reaching = 'region IN ["52"]', reached("fr", "tR52")
    expect_readings(wire, (hits_of(filter=located), found()), located=located, reaching=reaching)

    engine.search(SearchQuery(near=Near("region", "52", reading=Reading.LOCATED)))


def test_of_those_who_work_there_those_who_sit_there_come_first(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    located, reaching = 'departement IN ["49"]', reached("fr", "R52", "tD49")
    expect_readings(
        wire,
        (hits_of(filter=f"({reaching}) AND ({located})"), found()),
        (hits_of(filter=f"({reaching}) AND (NOT ({located}))"), found()),
        located=located,
        reaching=reaching,
    )

    engine.search(SearchQuery(near=Near("departement", "49", reading=Reading.REACHES)))


# Angers, as the gazetteer has it; one degree of latitude is 111 km.
CENTRE = Point(47.4766, -0.5562)
WITHIN_5_KM = {"lat": CENTRE.latitude + 0.0449, "lng": CENTRE.longitude}
BEYOND_5_KM = {"lat": CENTRE.latitude + 0.0451, "lng": CENTRE.longitude}


def test_a_radius_is_measured_at_its_edge(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_edge(wire, hit(7, _geo=WITHIN_5_KM), hit(8, _geo=BEYOND_5_KM))
    within = '(_geoRadius(47.4766, -0.5562, 4963.0)) OR (id IN ["7"])'
    located = f'(code_insee IN ["49007"]) OR ({within})'
    expect_readings(
        wire,
        (hits_of(filter=located), found(hit(7, _geo=WITHIN_5_KM), hit(9, code_insee=ANGERS))),
        located=located,
        reaching=reached(*place_tokens("commune", ANGERS)),
    )

    results = engine.search(SearchQuery(near=Near("commune", ANGERS, 5, Reading.LOCATED)))

    assert results.hits[0].distance_km == pytest.approx(4.992, abs=0.001)
    assert results.hits[1] == Hit(9, 0.0, distance_km=None, located=True)


def test_nobody_at_the_edge_is_nobody_more(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_edge(wire, hit(8, _geo=BEYOND_5_KM))
    within = "(_geoRadius(47.4766, -0.5562, 4963.0)) OR (id < 0)"
    located = f'(code_insee IN ["49007"]) OR ({within})'
    expect_readings(
        wire,
        (hits_of(filter=located), found()),
        located=located,
        reaching=reached(*place_tokens("commune", ANGERS)),
    )

    engine.search(SearchQuery(near=Near("commune", ANGERS, 5, Reading.LOCATED)))


def test_suppliers_are_counted_at_each_territory(wire: Stub, engine: MeilisearchEngine) -> None:
    codes = list(gazetteer().all_of("region"))
    # Only there does a zone reach the place by the région's own token.
    kept = {code: f'(region IN ["{code}"]) OR ({reached("fr", f"tR{code}")})' for code in codes}
    totals = {"52": 12, "11": 30}
    expect_search(wire, *((counting(filter=kept[c]), found(total=totals.get(c, 0))) for c in codes))

    assert engine.count_at("region") == totals
