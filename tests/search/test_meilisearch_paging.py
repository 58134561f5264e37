"""What goes over the wire for a later page, and in which order hits come."""

from typing import Any

import pytest

from domain.coverage import place_tokens
from search.meilisearch import MeilisearchEngine
from search.port import InvalidQueryError, Near, Reading, SearchQuery, Sort
from tests.search.documents import ANGERS
from tests.search.meilisearch_exchanges import (
    Json,
    expect_edge,
    expect_readings,
    expect_search,
    hits_of,
    ids,
    reached,
    window,
)
from tests.search.meilisearch_stub import Stub, found, hit


def test_a_later_page_is_cut_out_of_what_was_counted(wire: Stub, engine: MeilisearchEngine) -> None:
    surer, other = '"zepelin"', '-"zepelin" "zeppelin"'
    expect_search(
        wire,
        (hits_of(surer, hitsPerPage=0), found(total=25)),
        (hits_of(other, hitsPerPage=0), found(total=30)),
    )
    expect_search(
        wire,
        (window(surer, offset=20, limit=5), found(1)),
        (window(other, offset=0, limit=15), found(2)),
    )

    results = engine.search(SearchQuery("zepelin ", page=2))

    assert (ids(results), results.total) == ([1, 2], 55)


def test_one_further_on_skips_the_texts_that_are_exhausted(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    surer, other = '"zepelin"', '-"zepelin" "zeppelin"'
    expect_search(
        wire,
        (hits_of(surer, hitsPerPage=0), found(total=25)),
        (hits_of(other, hitsPerPage=0), found(total=30)),
    )
    expect_search(wire, (window(other, offset=15, limit=15), found(2)))

    assert ids(engine.search(SearchQuery("zepelin ", page=3))) == [2]


def test_a_page_that_does_not_exist_is_refused(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_search(wire, (hits_of(hitsPerPage=0), found(total=20)))

    with pytest.raises(InvalidQueryError):
        engine.search(SearchQuery(page=2))


def test_by_name_texts_are_mixed(wire: Stub, engine: MeilisearchEngine) -> None:
    by_name = {"sort": ["name_sort:asc", "id:asc"]}
    expect_search(
        wire,
        (hits_of('"zepelin"', **by_name), found(hit(1, name_sort="alpha"), hit(2, name_sort="mu"))),
        (hits_of('-"zepelin" "zeppelin"', **by_name), found(hit(3, name_sort="beta"))),
    )

    assert ids(engine.search(SearchQuery("zepelin ", sort=Sort.NAME))) == [1, 3, 2]


def test_by_freshness_the_latest_come_first(wire: Stub, engine: MeilisearchEngine) -> None:
    answer = found(hit(2, freshness=20), hit(1, freshness=10))
    expect_search(wire, (hits_of(sort=["freshness:desc", "id:asc"]), answer))

    assert ids(engine.search(SearchQuery(sort=Sort.FRESHNESS))) == [2, 1]


def test_a_later_page_by_name_asks_from_the_first(wire: Stub, engine: MeilisearchEngine) -> None:
    named = [hit(n, name_sort=f"{n}") for n in range(1, 5)]
    by_name = hits_of(sort=["name_sort:asc", "id:asc"], hitsPerPage=4)
    expect_search(wire, (by_name, found(*named, total=9)))

    assert ids(engine.search(SearchQuery(sort=Sort.NAME, page=2, per_page=2))) == [3, 4]


def by_distance(**asked: Any) -> Json:
    return hits_of(sort=["_geoPoint(47.476600000, -0.556200000):asc", "id:asc"], **asked)


def test_by_distance_the_geodesic_settles_the_order(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_edge(wire)
    located = '(code_insee IN ["49007"]) OR ((_geoRadius(47.4766, -0.5562, 4963.0)) OR (id < 0))'
    far, near = {"lat": 47.5, "lng": -0.5562}, {"lat": 47.48, "lng": -0.5562}
    expect_readings(
        wire,
        # More than the page are looked at: Meilisearch measures on a sphere.
        (by_distance(filter=located, hitsPerPage=71), found(hit(1, _geo=far), hit(2, _geo=near))),
        located=located,
        reaching=reached(*place_tokens("commune", ANGERS)),
    )

    near_angers = Near("commune", ANGERS, 5, Reading.LOCATED)
    results = engine.search(SearchQuery(near=near_angers, sort=Sort.DISTANCE))

    assert ids(results) == [2, 1]


def test_by_distance_more_are_asked_for_until_none_may_be_nearer(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    expect_edge(wire)
    located = '(code_insee IN ["49007"]) OR ((_geoRadius(47.4766, -0.5562, 4963.0)) OR (id < 0))'
    same = [hit(n, _geo={"lat": 47.5, "lng": -0.5562}) for n in range(1, 105)]
    expect_readings(
        wire,
        (by_distance(filter=located, hitsPerPage=51), found(*same[:51], total=102)),
        located=located,
        reaching=reached(*place_tokens("commune", ANGERS)),
    )
    everybody = by_distance(filter=located, hitsPerPage=102)
    expect_search(wire, (everybody, found(*same[:102], total=102)))

    near_angers = Near("commune", ANGERS, 5, Reading.LOCATED)
    results = engine.search(SearchQuery(near=near_angers, sort=Sort.DISTANCE, per_page=1))

    assert (ids(results), results.total) == ([1], 102)
