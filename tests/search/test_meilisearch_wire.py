"""What goes over the wire to a Meilisearch server, and what its answers and its faults become.

The server is a stub that never searches (meilisearch_stub.py): what its answers must mean is in
test_meilisearch_contract.py. Forms are those of v1.50.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from domain.coverage import place_tokens
from domain.geography import Box, Point, gazetteer
from search.cells import Cell
from search.french import TextQuery, parse, tokens
from search.meilisearch import (
    MeilisearchEngine,
    MeilisearchWriter,
    Server,
)
from search.meilisearch.filters import any_of, one_of
from search.meilisearch.server import NotFoundError, ServerAwayError
from search.meilisearch.wordings import MAX_WORDINGS, wordings
from search.port import (
    NO_NEED,
    CellCount,
    Facet,
    FacetCount,
    Hit,
    IndexUnavailableError,
    InvalidQueryError,
    MapPoint,
    Near,
    Need,
    Reading,
    SearchError,
    SearchQuery,
    Sort,
)
from search.spelling import Spelling, spellings
from tests.search.documents import ANGERS
from tests.search.meilisearch_exchanges import (
    INDEX,
    KEY,
    PREFIX,
    SHORT_SECONDS,
    SHOWN,
    WORDS,
    Json,
    Words,
    counting,
    expect_indexes,
    expect_readings,
    expect_search,
    hits_of,
    ids,
    reached,
    window,
)
from tests.search.meilisearch_stub import (
    Fault,
    Stub,
    found,
    hit,
    meilisearch_stub,
    refusal,
)

# Searching


def test_it_works(wire: Stub, engine: MeilisearchEngine) -> None:
    question = {
        "indexUid": INDEX,
        "q": "",
        "matchingStrategy": "all",
        "attributesToRetrieve": SHOWN,
        "page": 1,
        "hitsPerPage": 20,
        "facets": [],
    }
    wire.expect(
        "POST",
        "/multi-search",
        {"queries": [question], "federation": None},
        answer={"results": [found(3, 1, total=42)]},
    )

    results = engine.search(SearchQuery())

    assert ids(results) == [3, 1]
    assert results.total == 42
    assert wire.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert wire.requests[0].headers["content-type"] == "application/json"


def test_nobody_found_is_an_answer(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_search(wire, (hits_of(), found()))

    results = engine.search(SearchQuery())

    assert (results.total, results.hits) == (0, ())


def test_filters_are_quoted_values(wire: Stub, engine: MeilisearchEngine) -> None:
    kept = '(kinds IN ["ESAT", "EA"]) AND (labels IN ["esus"])'
    expect_search(wire, (hits_of(filter=kept), found()))

    engine.search(SearchQuery(filters={Facet.KIND: ("ESAT", "EA"), Facet.LABEL: ("esus",)}))


def test_quotes_and_backslashes_are_escaped() -> None:
    assert one_of("kinds", ['a"b', "c\\d"]) == r'kinds IN ["a\"b", "c\\d"]'


def test_of_several_services_those_declared_come_first(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    asked, declared = 'services_any IN ["carrelage"]', 'services IN ["carrelage"]'
    expect_search(
        wire,
        (hits_of(filter=f"({asked}) AND ({declared})"), found(hit(2, services=["carrelage"]))),
        (
            hits_of(filter=f"({asked}) AND (NOT ({declared}))"),
            found(
                hit(1, services_said_name=["carrelage"]),
                hit(3, services_said_description=["carrelage"]),
            ),
        ),
    )

    results = engine.search(SearchQuery(filters={Facet.SERVICE: ("carrelage",)}))

    assert [(hit.id, hit.said_from) for hit in results.hits] == [
        (2, None),
        (1, "name"),
        (3, "description"),
    ]


def test_a_need_is_asked_for_by_its_services_then_by_its_words(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    having, declared = 'services_any IN ["carrelage"]', 'services IN ["carrelage"]'
    bands = (declared, f"({having}) AND (NOT ({declared}))", f"NOT ({having})")
    expect_search(
        wire,
        *(
            (hits_of(q=text, filter=f"({condition}) AND ({band})"), found())
            for band in bands
            for text, condition in (("", having), ('"sol"', f"NOT ({having})"))
        ),
    )

    engine.search(SearchQuery(need=Need(("carrelage",), "sol")))


def test_a_name_is_asked_for_first_wherever_it_is(wire: Stub, engine: MeilisearchEngine) -> None:
    named = 'name_words IN ["tremplin"]'
    expect_search(
        wire,
        (hits_of(filter=named), found(1)),
        (hits_of(filter=f"NOT ({named})"), found(2)),
        (counting(filter=named), found(total=1)),
    )

    results = engine.search(SearchQuery(name="tremplin "))

    assert [(hit.id, hit.named) for hit in results.hits] == [(1, True), (2, False)]
    assert results.named == 1


def test_with_no_need_the_name_is_asked_for_alone(wire: Stub, engine: MeilisearchEngine) -> None:
    named = 'name_words IN ["tremplin"]'
    expect_search(
        wire,
        (hits_of(filter=named), found(1)),
        (hits_of(filter=f"(id < 0) AND (NOT ({named}))"), found()),
    )

    assert engine.search(SearchQuery(need=NO_NEED, name="tremplin ")).total == 1


def test_the_directory_is_counted(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_search(wire, (counting(), found(total=9000)))

    assert engine.count() == 9000


# Places


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


def expect_edge(wire: Stub, *near: Json) -> None:
    """The first call of a search within 5 km: those that a sphere and the geodesic may part."""
    edge = (
        "(_geoRadius(47.4766, -0.5562, 5036.999999999999))"
        " AND (NOT (_geoRadius(47.4766, -0.5562, 4963.0)))"
    )
    question = counting(filter=edge, attributesToRetrieve=["id", "_geo"], hitsPerPage=100_000)
    expect_search(wire, (question, found(*near)))


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


# Text


def test_words_are_quoted_and_the_unfinished_one_comes_last(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    text = '-"pain" "table ronde" "chaise" "menuiserie" menui'
    expect_search(wire, (hits_of(text), found(hit(1, _rankingScore=0.75))))

    results = engine.search(SearchQuery('menuiserie "table ronde" -pain "chaise" menui'))

    assert results.hits == (Hit(1, score=0.75),)


def test_hits_of_a_text_are_scored(wire: Stub, engine: MeilisearchEngine) -> None:
    question = {
        "indexUid": INDEX,
        "q": '"menuiserie"',
        "matchingStrategy": "all",
        "attributesToRetrieve": SHOWN,
        "page": 1,
        "hitsPerPage": 20,
        "facets": [],
        "showRankingScore": True,
    }
    expect_search(wire, (question, found()))

    engine.search(SearchQuery("menuiserie "))


def test_a_word_misspelt_is_several_texts_that_share_nobody(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    expect_search(
        wire,
        (hits_of('"zeplin"'), found()),
        (hits_of('-"zeplin" "zepelin"'), found(hit(4, _rankingScore=0.5))),
    )

    results = engine.search(SearchQuery("zeplin "))

    assert (ids(results), results.total) == ([4], 1)


def test_many_words_misspelt_together_are_few_texts() -> None:
    spelt = [
        Spelling(f"mot{i}", typos={f"mot{i}{letter}": 1 for letter in "abcd"}) for i in range(29)
    ]

    texts = wordings(parse(""), spelt, Words())

    assert len({text.text for text in texts}) == MAX_WORDINGS
    assert texts[0].text == " ".join(f'"mot{i}"' for i in range(29))


def test_of_many_texts_only_those_that_find_somebody_are_asked_further(wire: Stub) -> None:
    words = Words({f"zeppelin{letter}": 1 for letter in "bcdef"})
    engine = MeilisearchEngine(Server(wire.url, KEY, 5), PREFIX, lambda: words)
    texts = [text.text for text in wordings(*read("zeppelina ", words), words)]
    assert len(texts) == 6
    expect_search(wire, *((counting(text), found(total=int(text == texts[2]))) for text in texts))
    expect_search(wire, (hits_of(texts[2]), found(7)))

    assert ids(engine.search(SearchQuery("zeppelina "))) == [7]


def read(text: str, words: Words) -> tuple[TextQuery, list[Spelling]]:
    asked = parse(text)
    return asked, spellings(asked, words)


def test_what_is_surer_scores_more(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_search(
        wire,
        (hits_of('"zepelin"'), found(hit(5, _rankingScore=0.5))),
        (hits_of('-"zepelin" "zeppelin"'), found(hit(4, _rankingScore=0.9))),
    )

    results = engine.search(SearchQuery("zepelin "))

    assert [(hit.id, hit.score) for hit in results.hits] == [(5, 1.5), (4, 0.9)]


def test_the_words_looked_for_are_told_to_highlight(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_search(wire, (hits_of('"zeplin"'), found()), (hits_of('-"zeplin" "zepelin"'), found()))

    matched = engine.search(SearchQuery("zeplin ")).matched

    assert [token.surface for token in tokens("Le Zepelin du lac") if matched(token)] == ["zepelin"]


def test_words_are_spelt_as_typed_without_a_vocabulary(wire: Stub, server: Server) -> None:
    def nothing_to_read() -> Words:
        raise IndexUnavailableError

    expect_search(wire, (hits_of('"zeplin"'), found()))

    MeilisearchEngine(server, PREFIX, nothing_to_read).search(SearchQuery("zeplin "))


def test_words_that_nobody_uses_are_not_asked_as_beginnings(
    wire: Stub, engine: MeilisearchEngine
) -> None:
    results = engine.search(SearchQuery("xyz"))

    assert results.total == 0
    assert wire.requests == []


def test_a_siret_is_a_filter_before_it_is_a_word(wire: Stub, engine: MeilisearchEngine) -> None:
    has_it = any_of(*(f'{field} IN ["73282932000074"]' for field in ("siret", "siren", "naf")))
    expect_search(
        wire,
        (hits_of(filter=has_it), found(6)),
        (hits_of('"73282932000074"', filter=f"NOT ({has_it})"), found()),
    )

    assert ids(engine.search(SearchQuery("732 829 320 00074 "))) == [6]


def test_a_siren_left_out_is_so_as_a_filter_too(wire: Stub, engine: MeilisearchEngine) -> None:
    has_it = any_of(*(f'{field} IN ["732829320"]' for field in ("siret", "siren", "naf")))
    expect_search(wire, (hits_of('-"732829320"', filter=f"NOT ({has_it})"), found()))

    engine.search(SearchQuery("-732829320"))


# Paging


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


# Faults

BUSY = refusal("too_many_search_requests", "Too many search requests running at the same time.")
PANIC = refusal("internal", "Something went wrong.")
OTHER_VERSION = refusal(
    "internal", "Your database version (1.49.0) is incompatible with your current engine version."
)


def expect_failure(wire: Stub, times: int = 1, **failure: Any) -> None:
    """A search that fails so, that many times in a row."""
    questions = {"queries": [hits_of()], "federation": None}
    for _ in range(times):
        wire.expect("POST", "/multi-search", questions, **failure)


def failure_of(engine: MeilisearchEngine) -> SearchError:
    """What a search raises: never without its cause, and never with the key in it."""
    with pytest.raises(SearchError) as raised:
        engine.search(SearchQuery())
    assert raised.value.__cause__ is not None
    error: BaseException | None = raised.value
    while error is not None:
        assert KEY not in str(error)
        error = error.__cause__ or error.__context__
    return raised.value


def test_a_server_too_busy_is_asked_once_more(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_failure(wire, answer=BUSY, status=503)
    expect_search(wire, (hits_of(), found(1)))

    assert ids(engine.search(SearchQuery())) == [1]


def test_and_no_more_than_once(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_failure(wire, times=2, answer=BUSY, status=503)

    assert isinstance(failure_of(engine), ServerAwayError)


def test_so_is_one_that_closes_the_connection(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_failure(wire, fault=Fault.CLOSED)
    expect_search(wire, (hits_of(), found(1)))

    assert ids(engine.search(SearchQuery())) == [1]


def test_one_that_always_does_is_away(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_failure(wire, times=2, fault=Fault.CLOSED)

    assert isinstance(failure_of(engine), ServerAwayError)


def test_so_is_one_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.meilisearch.server.PAUSE_SECONDS", 0.0)
    with meilisearch_stub() as gone:
        url = gone.url

    error = failure_of(MeilisearchEngine(Server(url, KEY, timeout=5), PREFIX, lambda: WORDS))

    assert isinstance(error, ServerAwayError)
    assert "injoignable" in str(error)


def test_one_that_does_not_answer_is_asked_once(wire: Stub) -> None:
    expect_failure(wire, fault=Fault.SILENT)
    server = Server(wire.url, KEY, timeout=SHORT_SECONDS)

    error = failure_of(MeilisearchEngine(server, PREFIX, lambda: WORDS))

    assert isinstance(error, ServerAwayError)
    assert "à temps" in str(error)


def test_one_that_stops_in_the_middle_of_its_answer_is_too(wire: Stub) -> None:
    expect_failure(wire, answer={"results": [found(1)]}, fault=Fault.STALLED)
    server = Server(wire.url, KEY, timeout=SHORT_SECONDS)

    error = failure_of(MeilisearchEngine(server, PREFIX, lambda: WORDS))

    assert isinstance(error, ServerAwayError)
    assert "à temps" in str(error)


def test_an_answer_that_is_late_is_waited_for(wire: Stub, engine: MeilisearchEngine) -> None:
    late = threading.Event()
    expect_failure(wire, answer={"results": [found(1)]}, meanwhile=lambda: late.wait(SHORT_SECONDS))

    assert ids(engine.search(SearchQuery())) == [1]


def test_a_torn_answer_is_no_answer(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_failure(wire, answer={"results": [found(1)]}, fault=Fault.TORN)

    assert isinstance(failure_of(engine), ServerAwayError)


@pytest.mark.parametrize(
    "answer",
    [
        b'{"results": [{"hits": [',
        b"<html>Bad gateway</html>",
        b"",
        b"\xff\xfe",
        None,
        [],
        {},
        {"results": None},
        {"results": [None]},
        {"results": [{}]},
        {"results": [{"hits": []}]},
    ],
)
def test_what_is_no_answer_is_an_error(wire: Stub, engine: MeilisearchEngine, answer: Any) -> None:
    expect_failure(wire, answer=answer)

    assert isinstance(failure_of(engine), ServerAwayError)


@pytest.mark.parametrize("field", ["hits", "totalHits", "facetDistribution"])
def test_an_answer_that_tells_less_than_asked_is_an_error(
    wire: Stub, engine: MeilisearchEngine, field: str
) -> None:
    less = found() | {field: None}
    expect_search(wire, (hits_of(), found()), (counting(facets=["kinds"]), less))

    with pytest.raises(SearchError, match="toutes les questions"):
        engine.search(SearchQuery(facets=(Facet.KIND,)))


@pytest.mark.parametrize("answers", [0, 2])
def test_each_question_has_its_answer(wire: Stub, engine: MeilisearchEngine, answers: int) -> None:
    expect_failure(wire, answer={"results": [found()] * answers})

    with pytest.raises(SearchError, match="toutes les questions"):
        engine.search(SearchQuery())


@pytest.mark.parametrize(
    ("status", "code"), [(401, "missing_authorization_header"), (403, "invalid_api_key")]
)
def test_a_key_refused_says_which_settings_to_look_at(
    wire: Stub, engine: MeilisearchEngine, status: int, code: str
) -> None:
    expect_failure(wire, answer=refusal(code), status=status)

    assert "MEILI_SEARCH_KEY" in str(failure_of(engine))


def test_an_index_that_is_not_there_is_told_apart(wire: Stub, engine: MeilisearchEngine) -> None:
    message = f"Inside `.queries[0]`: Index `{INDEX}` not found."
    expect_failure(wire, answer=refusal("index_not_found", message), status=400)

    assert isinstance(failure_of(engine), IndexUnavailableError)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, PANIC),
        (500, OTHER_VERSION),
        (502, b"<html>Bad gateway</html>"),
        (504, b""),
        (500, b'["no object"]'),
    ],
)
def test_a_breakdown_is_asked_once(
    wire: Stub, engine: MeilisearchEngine, status: int, answer: Any
) -> None:
    expect_failure(wire, answer=answer, status=status)

    assert isinstance(failure_of(engine), ServerAwayError)


def test_a_version_refused_is_told_in_the_cause(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_failure(wire, answer=OTHER_VERSION, status=500)

    assert "(1.49.0)" in str(failure_of(engine).__cause__)


def test_what_it_refuses_is_told_by_its_code(wire: Stub, engine: MeilisearchEngine) -> None:
    expect_failure(wire, answer=refusal("invalid_search_filter"), status=400)

    error = failure_of(engine)

    assert "invalid_search_filter" in str(error)
    assert not isinstance(error, ServerAwayError)


@pytest.mark.parametrize("answer", [None, [], {}, b"", b"{"])
@pytest.mark.parametrize(
    ("path", "call"),
    [
        ("/tasks/1", lambda server: server.task(1)),
        ("/indexes?limit=1000", lambda server: server.indexes()),
        (f"/indexes/{INDEX}/stats", lambda server: server.document_count(INDEX)),
        ("/keys/one", lambda server: server.key("one")),
    ],
)
def test_no_other_call_lets_an_odd_answer_through(
    wire: Stub, server: Server, path: str, call: Callable[[Server], object], answer: Any
) -> None:
    wire.expect("GET", path, answer=answer)

    with pytest.raises(ServerAwayError):
        call(server)


@pytest.mark.parametrize("answer", [None, [], {}, b"", b"{"])
def test_a_write_that_gives_no_task_was_not_taken(wire: Stub, server: Server, answer: Any) -> None:
    wire.expect("DELETE", f"/indexes/{INDEX}", answer=answer)

    with pytest.raises(ServerAwayError):
        server.drop(INDEX)


@pytest.mark.parametrize("answer", [None, [], b"", b"{"])
def test_settings_that_are_none_are_an_error(
    wire: Stub, writer: MeilisearchWriter, answer: Any
) -> None:
    wire.expect("GET", f"/indexes/{INDEX}/settings", answer=answer)

    with pytest.raises(ServerAwayError):
        writer.is_usable()


def test_a_page_of_documents_that_is_none_is_an_error(
    wire: Stub, writer: MeilisearchWriter
) -> None:
    asked = {"offset": 0, "limit": 5000, "fields": ["id", "hash"]}
    wire.expect("POST", f"/indexes/{INDEX}/documents/fetch", asked, answer={"results": [{"id": 1}]})

    with pytest.raises(SearchError):
        writer.fingerprints()


def test_an_unknown_task_is_nothing_and_an_unknown_key_an_error(wire: Stub, server: Server) -> None:
    wire.expect("GET", "/tasks/9", answer=refusal("task_not_found"), status=404)
    wire.expect("GET", "/keys/one", answer=refusal("api_key_not_found"), status=404)

    assert server.task(9) is None
    with pytest.raises(NotFoundError):
        server.key("one")


# Threads


def test_threads_never_lose_a_content_type(wire: Stub, server: Server) -> None:
    """A client that two of them share would: it changes its headers at each call."""
    both = threading.Barrier(2)
    for _ in range(2):
        expect_indexes(wire, meanwhile=lambda: both.wait(5))
    clients = run_together([lambda: (server.indexes(), server._client())[1]] * 2)
    assert clients[0] is not clients[1]
    posts = 25
    for _ in range(4 * posts):
        wire.expect("POST", "/multi-search", lambda _: True, answer={"results": [found()]})
    engine = MeilisearchEngine(server, PREFIX, lambda: WORDS)

    run_together([lambda: [engine.count() for _ in range(posts)]] * 4)

    asked = [request for request in wire.requests if request.method == "POST"]
    assert {request.headers.get("content-type") for request in asked} == {"application/json"}


def run_together(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each call returns, each in a thread of its own."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [done.result(10) for done in [pool.submit(call) for call in calls]]
