"""What goes over the wire to count suppliers by facet, and on a map."""

from typing import Any

from domain.geography import Box, Point
from search.cells import Cell
from search.meilisearch import MeilisearchEngine
from search.port import CellCount, Facet, FacetCount, MapPoint, Near, SearchQuery
from tests.search.meilisearch_exchanges import (
    Json,
    counting,
    expect_readings,
    expect_search,
    hits_of,
    reached,
)
from tests.search.meilisearch_stub import Stub, found, hit

# Facets


def test_facets_without_a_filter_are_counted_together(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    counts = {"kinds": {"EA": 2, "ESAT": 5}, "departement": {"49": 3, "44": 3}}
    expect_search(
        wire,
        (hits_of(), found()),
        (counting(facets=["kinds", "departement"]), found(counts=counts)),
    )

    facets = engine.search(SearchQuery(facets=(Facet.KIND, Facet.DEPARTEMENT))).facets

    assert facets[Facet.KIND] == (FacetCount("ESAT", 5), FacetCount("EA", 2))
    assert facets[Facet.DEPARTEMENT] == (FacetCount("44", 3), FacetCount("49", 3))


def test_a_facet_ignores_its_own_filter(wire: Stub, engine: MeilisearchEngine) -> None:
    kinds, labels = 'kinds IN ["ESAT"]', 'labels IN ["esus"]'
    both = f"({kinds}) AND ({labels})"
    expect_search(
        wire,
        (hits_of(filter=both), found()),
        (counting(filter=both, facets=["departement"]), found()),
        (counting(filter=labels, facets=["kinds"]), found(counts={"kinds": {"EA": 1}})),
        (counting(filter=kinds, facets=["labels"]), found()),
    )

    results = engine.search(
        SearchQuery(
            filters={Facet.KIND: ("ESAT",), Facet.LABEL: ("esus",)},
            facets=(Facet.KIND, Facet.LABEL, Facet.DEPARTEMENT),
        )
    )

    assert results.facets[Facet.KIND] == (FacetCount("EA", 1),)


def test_a_field_that_nobody_has_counts_nobody(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_search(wire, (hits_of(), found()), (counting(facets=["networks"]), found(counts={})))

    assert engine.search(SearchQuery(facets=(Facet.NETWORK,))).facets == {Facet.NETWORK: ()}


def test_the_counts_of_each_text_add_up(wire: Stub, engine: MeilisearchEngine) -> None:
    surer, other = '"zepelin"', '-"zepelin" "zeppelin"'
    expect_search(
        wire,
        (hits_of(surer), found(1)),
        (hits_of(other), found(2)),
        (counting(surer, facets=["kinds"]), found(counts={"kinds": {"ESAT": 1}})),
        (counting(other, facets=["kinds"]), found(counts={"kinds": {"EA": 4, "ESAT": 2}})),
    )

    results = engine.search(SearchQuery("zepelin ", facets=(Facet.KIND,)))

    assert results.facets[Facet.KIND] == (FacetCount("EA", 4), FacetCount("ESAT", 3))
    assert results.total == 2


def test_services_at_a_place_are_those_of_the_zones_that_reach_it(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    located, reaching = 'departement IN ["49"]', reached("fr", "R52", "tD49")
    by_zone = [
        (
            counting(
                filter=f'(z{z}.reach IN ["fr", "R52", "tD49"]) AND (NOT ({located}))',
                facets=[f"z{z}.services"],
            ),
            found(counts={f"z{z}.services": {"carrelage": 1}} if z < 2 else {}),
        )
        for z in range(4)
    ]
    expect_readings(
        wire,
        (hits_of(filter=located), found()),
        (hits_of(filter=f"({reaching}) AND (NOT ({located}))"), found()),
        (
            counting(filter=located, facets=["services_any"]),
            found(counts={"services_any": {"carrelage": 3}}),
        ),
        *by_zone,
        located=located,
        reaching=reaching,
    )

    results = engine.search(SearchQuery(near=Near("departement", "49"), facets=(Facet.SERVICE,)))

    assert results.facets[Facet.SERVICE] == (FacetCount("carrelage", 5),)


def test_a_group_at_a_place_counts_each_supplier_once(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    def answer(body: Json) -> bool:
        groups = [query for query in body["queries"] if '"proprete"' in query.get("filter", "")]
        return len(groups) == 1 and groups[0]["filter"].startswith(
            '((departement IN ["49"]) AND (groups IN ["proprete"]))'
            ' OR ((z0.reach IN ["fr", "R52", "tD49"]) AND (z0.services IN ["'
        )

    # Two bands of hits, twenty groups, three readings.
    results = [found(total=n) for n in range(2 + 20 + 3)]
    wire.expect("POST", "/multi-search", answer, answer={"results": results})

    query = SearchQuery(near=Near("departement", "49"), facets=(Facet.GROUP,))

    assert engine.search(query).facets[Facet.GROUP][0].count == 21


# Maps

A_BOX = Box(south=47, west=-1, north=48, east=0)
IN_IT = "_geoBoundingBox([48.0, 0.0], [47.0, -1.0])"


def on_map(**asked: Any) -> Json:
    return counting(attributesToRetrieve=["id", "_geo"], hitsPerPage=300, **asked)


def test_a_map_shows_few_suppliers_one_by_one(wire: Stub, engine: MeilisearchEngine) -> None:
    two = [hit(id_, _geo={"lat": 47.5, "lng": -0.5}) for id_ in (2, 1)]
    expect_search(
        wire,
        (counting(facets=["cells.0"]), found(total=10, counts={"cells.0": {"0-0": 7}})),
        (on_map(filter=IN_IT, facets=["cells.9"]), found(*two)),
    )

    shown = engine.map_cells(SearchQuery(), A_BOX, zoom=9)

    assert (shown.total, shown.everywhere, shown.unlocated) == (2, 10, 3)
    assert shown.points == (MapPoint(1, Point(47.5, -0.5)), MapPoint(2, Point(47.5, -0.5)))
    assert shown.cells == ()


def test_it_counts_more_of_them_by_cell(wire: Stub, engine: MeilisearchEngine) -> None:
    counts = {"cells.9": {"255-178": 100, "254-179": 201}}
    kept = 'kinds IN ["ESAT"]'
    expect_search(
        wire,
        (counting(filter=kept, facets=["cells.0"]), found(total=301)),
        (
            on_map(filter=f"({kept}) AND ({IN_IT})", facets=["cells.9"]),
            found(1, total=301, counts=counts),
        ),
    )

    shown = engine.map_cells(SearchQuery(filters={Facet.KIND: ("ESAT",)}), A_BOX, zoom=9)

    assert shown.points == ()
    assert shown.cells == (
        CellCount(Cell(9, 254, 179), 201),
        CellCount(Cell(9, 255, 178), 100),
    )


def test_the_box_of_a_map_takes_the_place_of_the_query_s_own(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    expect_search(
        wire,
        (counting(facets=["cells.0"]), found()),
        (on_map(filter=IN_IT, facets=["cells.9"]), found()),
    )

    engine.map_cells(SearchQuery(box=Box(1, 2, 3, 4), page=3), A_BOX, zoom=9)
