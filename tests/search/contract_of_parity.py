"""Queries drawn at random, held against a plain reading of every document."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import get_args

import pytest

from domain.geography import FORMER_REGIONS, Box, Level, Point, gazetteer
from domain.taxonomy import taxonomy
from search.cells import MAX_CELLS, bounds_of, finest_zoom
from search.documents import FACET_FIELDS
from search.french import BREAK
from search.port import (
    MAX_PER_PAGE,
    MAX_POINTS,
    Facet,
    Hit,
    MapResults,
    Near,
    Need,
    Reading,
    SearchEngine,
    SearchQuery,
    Sort,
    services_wanted,
)
from tests.search.contract import EngineWith
from tests.search.oracle import (
    Document,
    Oracle,
    distance_to,
    is_located,
    is_verbatim,
    listed,
    services_brought,
    sits_in,
)
from tools.bench_documents import demo_documents

SUPPLIERS = 2000
QUERIES = 300
MAPS = 100

Draw = random.Random
Filter = tuple[Facet, tuple[str, ...]]


class ParityContract:
    """Totals, members, facets, bands, orders and pages of random queries on the demo directory."""

    @pytest.fixture(scope="class")
    @classmethod
    def oracle(cls) -> Oracle:
        return Oracle(list(demo_documents(SUPPLIERS)))

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls, oracle: Oracle, engine_of_class: EngineWith) -> SearchEngine:
        return engine_of_class(oracle.documents)

    @pytest.mark.parametrize("seed", range(QUERIES))
    def test_any_query(self, engine: SearchEngine, oracle: Oracle, seed: int) -> None:
        query = draw_query(Draw(seed), oracle.documents)
        expected = {document["id"]: document for document in oracle.matching(query)}

        hits = all_hits(engine, query, len(expected))

        assert sorted(hit.id for hit in hits) == sorted(expected)
        check_hits(query, hits, expected, oracle.named(query))
        alike = oracle.named(query) - oracle.named_exactly(query)
        check_order(query, hits, expected, oracle.named(query), alike)
        check_a_page(engine, query, hits, Draw(seed))

    @pytest.mark.parametrize("seed", range(QUERIES))
    def test_any_facet(self, engine: SearchEngine, oracle: Oracle, seed: int) -> None:
        query = replace(draw_query(Draw(seed), oracle.documents), facets=tuple(Facet))
        expected = oracle.counts(query)

        results = engine.search(query)

        for facet in Facet:
            found = {counted.value: counted.count for counted in results.facets[facet]}
            assert found == expected[facet], facet
        assert results.readings == oracle.readings(query)
        found_too = {document["id"] for document in oracle.matching(query)}
        assert results.named == len(oracle.named(query) & found_too)

    @pytest.mark.parametrize("seed", range(MAPS))
    def test_any_map(self, engine: SearchEngine, oracle: Oracle, seed: int) -> None:
        rng = Draw(seed)
        query = draw_query(rng, oracle.documents)
        box = draw_box(rng, oracle.documents)
        expected = oracle.matching(replace(query, box=None))
        inside = [document for document in expected if sits_in(document, box)]

        found = engine.map_cells(query, box, finest_zoom(box, MAX_CELLS))

        unlocated = [document for document in expected if not document["_geo"]]
        assert (found.everywhere, found.unlocated) == (len(expected), len(unlocated))
        assert found.total == len(inside)
        check_map(found, inside)

    def test_the_queries_are_of_every_sort(self, oracle: Oracle) -> None:
        """Or what passes would say little."""
        queries = [draw_query(Draw(seed), oracle.documents) for seed in range(QUERIES)]
        places = [query.near for query in queries if query.near]
        filters = Counter(facet for query in queries for facet in query.filters)

        assert len(set(queries)) > 0.95 * QUERIES
        assert {(near.level, near.reading) for near in places} == {
            (level, reading) for level in LEVELS for reading in Reading
        }
        assert any(near.code in ARRONDISSEMENTS for near in places)
        assert {query.sort for query in queries} == set(Sort)
        assert sum(query.need is not None for query in queries) > 0.2 * QUERIES
        assert sum(bool(query.name) for query in queries) > 0.1 * QUERIES
        assert sum(bool(query.kinds_said) for query in queries) > 0.1 * QUERIES
        assert sum(query.box is not None for query in queries) > 0.1 * QUERIES
        assert min(filters[facet] for facet in Facet) > 5
        found = [oracle.matching(query) for query in queries]
        assert sum(bool(documents) for documents in found) > 0.5 * QUERIES
        assert sum(len(documents) > MAX_PER_PAGE for documents in found) > 0.1 * QUERIES
        degrees = {
            _degree(document, query, is_coming=False)
            for query, documents in zip(queries, found, strict=True)
            for document in documents
        }
        assert degrees >= {(0, False), (1, False), (2, False), (2, True)}


def check_map(found: MapResults, inside: list[Document]) -> None:
    """One by one when they are few; else each is in one of the cells, and only in that one."""
    if len(inside) <= MAX_POINTS:
        points = {shown.id: shown.point for shown in found.points}
        assert points == {d["id"]: Point(d["_geo"]["lat"], d["_geo"]["lng"]) for d in inside}
        assert found.cells == ()
        return
    assert found.points == ()
    assert sum(counted.count for counted in found.cells) == len(inside)
    for counted in found.cells:
        bounds = bounds_of(counted.cell)
        assert counted.count == sum(sits_in(document, bounds) for document in inside)


def all_hits(engine: SearchEngine, query: SearchQuery, expected: int) -> list[Hit]:
    """Those of every page."""
    hits: list[Hit] = []
    page, pages = 1, 1
    while page <= pages:
        results = engine.search(replace(query, page=page, per_page=MAX_PER_PAGE))
        assert results.total == expected
        hits.extend(results.hits)
        page, pages = page + 1, results.pages
    return hits


def check_hits(
    query: SearchQuery, hits: list[Hit], expected: dict[int, Document], named: set[int]
) -> None:
    """What each says of itself."""
    for hit in hits:
        document = expected[hit.id]
        assert hit.completeness == document["completeness"]
        assert hit.named is (hit.id in named)
        if query.near is None:
            assert (hit.located, hit.distance_km) == (None, None)
        else:
            assert hit.located is is_located(document, query.near)
            assert hit.distance_km == pytest.approx(distance_to(document, query.near))


def check_order(
    query: SearchQuery,
    hits: list[Hit],
    expected: dict[int, Document],
    named: set[int],
    alike: set[int],
) -> None:
    if query.sort is Sort.RELEVANCE:
        assert {hit.id for hit in hits if hit.named_alike} == alike & expected.keys()
        check_relevance(query, hits, expected, named)
        return
    keys: dict[Sort, Callable[[Hit], object]] = {
        Sort.DISTANCE: lambda hit: _or_last(hit.distance_km),
        Sort.NAME: lambda hit: (expected[hit.id]["name_sort"], hit.id),
        Sort.FRESHNESS: lambda hit: (-expected[hit.id]["freshness"], hit.id),
    }
    found = [keys[query.sort](hit) for hit in hits]
    assert found == sorted(found)  # type: ignore[type-var]  # each key sorts with its like


def check_relevance(
    query: SearchQuery, hits: list[Hit], expected: dict[int, Document], named: set[int]
) -> None:
    """Who bears the name, then one like it, who sits there, who says the very words, who declares
    what is wanted, whose words name it, who does what the words may also mean.

    Within each, score; and quality alone, unless words are what orders them.
    """
    bands = [
        (
            hit.id not in named,
            hit.named_alike,
            hit.located is False,
            not hit.verbatim,
            (0, False)
            if hit.named_alike
            else _degree(expected[hit.id], query, is_coming=hit.located is False and not hit.named),
        )
        for hit in hits
    ]
    assert bands == sorted(bands)
    for hit, (*_, degree) in zip(hits, bands, strict=True):
        # Of who is called exactly so, none of it counts.
        if not hit.named:
            assert hit.verbatim is is_verbatim(expected[hit.id], query)
            assert hit.less_sure is (degree == (2, False))
    for (first, second), (band, next_band) in zip(pairwise(hits), pairwise(bands), strict=True):
        if band == next_band:
            assert first.score >= second.score - 0.001
            *_, (_, has_but_words) = band
            if not query.text and (first.named or not has_but_words):
                assert _quality(expected[first.id]) > _quality(expected[second.id])


def check_a_page(engine: SearchEngine, query: SearchQuery, hits: list[Hit], rng: Draw) -> None:
    """A page of any size is the part of the whole list that its number says."""
    size = rng.choice([1, 7, 20, 33, 99])
    page = rng.randint(1, max(1, -(-len(hits) // size)))

    results = engine.search(replace(query, page=page, per_page=size))

    expected = hits[(page - 1) * size : page * size]
    assert [hit.id for hit in results.hits] == [hit.id for hit in expected]


def _degree(document: Document, query: SearchQuery, *, is_coming: bool) -> tuple[int, bool]:
    """0 when it declares a service wanted, or none is, 1 when its words name one, 2 when it has
    none, or comes to the place for none; and whether it has but the words of the need.
    """
    wanted, has = set(services_wanted(query)), set(document["services_any"])
    has_but_words = query.need is not None and has.isdisjoint(query.need.accepted)
    if not wanted:
        return 0, has_but_words
    if wanted.isdisjoint(services_brought(document, query) if is_coming else has):
        return 2, has_but_words
    return (0 if wanted & set(document["services"]) else 1), has_but_words


def _quality(document: Document) -> tuple[int, int, int, int]:
    """What tells apart those who answer alike: two never have the same."""
    ranks = document["completeness"], document["proof"], document["freshness"]
    return *ranks, -document["id"]


def _or_last(distance: float | None) -> float:
    return float("inf") if distance is None else distance


def draw_query(rng: Draw, documents: Sequence[Document]) -> SearchQuery:
    near = draw_near(rng, documents) if rng.random() < 0.6 else None
    sorts = [sort for sort in Sort if sort is not Sort.DISTANCE or (near and has_point(near))]
    return SearchQuery(
        text=draw_text(rng, documents),
        need=draw_need(rng, documents) if rng.random() < 0.3 else None,
        name=draw_name(rng, documents) if rng.random() < 0.15 else "",
        name_there=draw_name(rng, documents) if rng.random() < 0.15 else "",
        near=near,
        filters=dict(draw_filters(rng, documents)),
        kinds_said=draw_kinds(rng, documents),
        sort=rng.choice(sorts),
        box=draw_box(rng, documents) if rng.random() < 0.15 else None,
    )


def draw_box(rng: Draw, documents: Sequence[Document]) -> Box:
    """Around a supplier, from a town to the whole country."""
    geo = rng.choice([d for d in documents if d["_geo"]])["_geo"]
    half = rng.choice([0.1, 1, 3, 12])
    return Box(
        max(-85, geo["lat"] - half),
        geo["lng"] - half,
        min(85, geo["lat"] + half),
        geo["lng"] + half,
    )


# As they are numbered: Paris, Lyon and Marseille.
ARRONDISSEMENTS = tuple(
    str(code)
    for codes in (range(75101, 75121), range(69381, 69390), range(13201, 13217))
    for code in codes
)
LEVELS: tuple[Level, ...] = get_args(Level)


def draw_near(rng: Draw, documents: Sequence[Document]) -> Near:
    """A place where some supplier sits or, for one abroad, the commune across the border."""
    level = rng.choice(LEVELS)
    radius = rng.choice([0, 20, 100, 300, 500])
    return Near(level, draw_code(rng, level, documents), radius, rng.choice(list(Reading)))


def draw_code(rng: Draw, level: Level, documents: Sequence[Document]) -> str:
    if level == "commune" and rng.random() < 0.3:
        return rng.choice(ARRONDISSEMENTS)
    commune = gazetteer().commune(draw_commune(rng, documents))
    assert commune
    codes: dict[Level, str | None] = {
        "commune": commune.code_insee,
        "postcode": rng.choice(commune.postcodes or ("75013",)),
        "epci": commune.epci or "200054781",  # the few communes that have none: Paris’s
        "departement": commune.departement,
        "former_region": _former_region_of(commune.departement),
        "region": commune.region,
    }
    return codes[level] or ""


def _former_region_of(departement: str) -> str:
    """Alsace for those of a région that stayed the same."""
    regions = FORMER_REGIONS.items()
    return next((code for code, one in regions if departement in one.departements), "42")


def draw_commune(rng: Draw, documents: Sequence[Document]) -> str:
    abroad = [d for d in documents if d["_geo"] and not d["code_insee"]]
    if abroad and rng.random() < 0.2:
        geo = rng.choice(abroad)["_geo"]
        return _nearest(Point(geo["lat"], geo["lng"]))
    return str(rng.choice([d for d in documents if d["code_insee"]])["code_insee"])


@cache
def _nearest(point: Point) -> str:
    return gazetteer().nearest(point).code_insee


def has_point(near: Near) -> bool:
    place = gazetteer().place(near.level, near.code)
    return place is not None and place.point is not None


def draw_text(rng: Draw, documents: Sequence[Document]) -> str:
    drawn = rng.random()
    if drawn < 0.3:
        return ""
    return "" if drawn < 0.55 else " ".join(draw_words(rng, documents))


def draw_need(rng: Draw, documents: Sequence[Document]) -> Need:
    """Services that have not all the zones of their supplier, in its words, others, or none."""
    parted = [d for d in documents if "z1" in d and d["services_any"]]
    services = rng.choice(parted)["services_any"]
    wanted = tuple(rng.sample(services, rng.choice([1, 1, min(2, len(services))])))
    service = taxonomy().services[wanted[0]]
    words = [service.label, *service.synonyms, "", " ".join(draw_words(rng, documents))]
    others = rng.choice(documents)["services_any"][:2]
    less_sure = tuple(set(others).difference(wanted))
    return Need(wanted, rng.choice(words), rng.random() < 0.5, less_sure)


def draw_name(rng: Draw, documents: Sequence[Document]) -> str:
    """Some words of a supplier's name, misspelt or begun at times."""
    words = rng.choice(documents)["name_words"]
    kept = rng.sample(words, rng.randint(1, min(3, len(words))))
    told = " ".join(rng.choice([str, str, misspelt, beginning])(word) for word in kept)
    return rng.choice(["", "", "ESAT "]) + told


def draw_words(rng: Draw, documents: Sequence[Document]) -> Iterator[str]:
    """Words of one supplier, so that they may be found together."""
    text = str(rng.choice(documents)[rng.choice(["name", "description"])])
    words = [word for word in text.split() if word != BREAK]
    for _ in range(rng.choice([0, 0, 1, 1, 2])):
        yield rng.choice([str, misspelt, beginning])(rng.choice(words))
    start = rng.randrange(max(1, len(words) - 1))
    phrase = " ".join(words[start : start + 2])
    yield rng.choice(["", "", "", "", f'"{phrase}"', f'-"{phrase}"', f"-{words[0]}"])


def misspelt(word: str) -> str:
    middle = len(word) // 2
    return word[:middle] + "z" + word[middle + 1 :]


def beginning(word: str) -> str:
    return word[:4]


def draw_filters(rng: Draw, documents: Sequence[Document]) -> Iterator[Filter]:
    # Services weigh more: what is done, where, and who said it must all agree.
    weighted = [*Facet, *[Facet.SERVICE] * 4]
    for facet in rng.sample(weighted, rng.choice([0, 0, 1, 1, 1, 2])):
        if values := draw_values(rng, facet, documents):
            yield facet, tuple(values)


def draw_kinds(rng: Draw, documents: Sequence[Document]) -> tuple[str, ...]:
    return tuple(rng.choice(documents)["kinds"]) if rng.random() < 0.15 else ()


def draw_values(rng: Draw, facet: Facet, documents: Sequence[Document]) -> list[str]:
    """Some of one supplier's, that are found together, and some that anyone has."""
    field = FACET_FIELDS[facet]
    holders = [document for document in documents if document[field]]
    if facet is Facet.SERVICE and rng.random() < 0.5:
        # Few say their services rather than declare them, or beside: half of the draws are theirs.
        holders = [d for d in holders if len(d["services_any"]) > len(d["services"])] or holders
    if not holders:
        return []
    own = listed(rng.choice(holders)[field])
    others = sorted({value for document in holders for value in listed(document[field])})
    drawn = rng.sample(own, rng.randint(1, min(3, len(own))))
    drawn += rng.sample(others, rng.randint(0, min(3, len(others))))
    return list(dict.fromkeys(drawn))
