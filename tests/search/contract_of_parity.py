"""Queries drawn at random, held against a plain reading of every document."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from domain.geography import Level
from domain.taxonomy import taxonomy
from search.documents import FACET_FIELDS
from search.french import BREAK
from search.port import Facet, Hit, Near, Reading, SearchEngine, SearchQuery, Sort
from tests.search.contract import EngineWith
from tests.search.oracle import Document, Oracle, distance_to, is_located, listed
from tools.bench_documents import demo_documents

SUPPLIERS = 300
QUERIES = 60
PER_PAGE = 25

Draw = random.Random
Filter = tuple[Facet, tuple[str, ...]]


class ParityContract:
    """Totals, members, facets, bands and orders of random queries on the demo directory."""

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
        check_places(query, hits, expected)
        check_order(query, hits, expected)

    @pytest.mark.parametrize("seed", range(QUERIES))
    def test_any_facet(self, engine: SearchEngine, oracle: Oracle, seed: int) -> None:
        query = replace(draw_query(Draw(seed), oracle.documents), facets=tuple(Facet))

        facets = engine.search(query).facets

        for facet in Facet:
            found = {counted.value: counted.count for counted in facets[facet]}
            assert found == oracle.counts(query, facet), facet


def all_hits(engine: SearchEngine, query: SearchQuery, expected: int) -> list[Hit]:
    """Those of every page."""
    hits: list[Hit] = []
    page, pages = 1, 1
    while page <= pages:
        results = engine.search(replace(query, page=page, per_page=PER_PAGE))
        assert results.total == expected
        hits.extend(results.hits)
        page, pages = page + 1, results.pages
    return hits


def check_places(query: SearchQuery, hits: list[Hit], expected: dict[int, Document]) -> None:
    for hit in hits:
        if query.near is None:
            assert (hit.located, hit.distance_km) == (None, None)
        else:
            assert hit.located is is_located(expected[hit.id], query.near)
            assert hit.distance_km == pytest.approx(distance_to(expected[hit.id], query.near))


def check_order(query: SearchQuery, hits: list[Hit], expected: dict[int, Document]) -> None:
    if query.sort is Sort.RELEVANCE:
        bands = [hit.located is False for hit in hits]
        assert bands == sorted(bands)
        for first, second in pairwise(hits):
            if first.located == second.located and not query.filters.get(Facet.SERVICE):
                assert first.score >= second.score - 0.001
        return
    keys: dict[Sort, Callable[[Hit], object]] = {
        Sort.DISTANCE: lambda hit: _or_last(hit.distance_km),
        Sort.NAME: lambda hit: (expected[hit.id]["name_sort"], hit.id),
        Sort.FRESHNESS: lambda hit: (-expected[hit.id]["freshness"], hit.id),
    }
    found = [keys[query.sort](hit) for hit in hits]
    assert found == sorted(found)  # type: ignore[type-var]  # each key sorts with its like


def _or_last(distance: float | None) -> float:
    return float("inf") if distance is None else distance


def draw_query(rng: Draw, documents: Sequence[Document]) -> SearchQuery:
    near = draw_near(rng, documents) if rng.random() < 0.6 else None
    sorts = [sort for sort in Sort if near or sort is not Sort.DISTANCE]
    named = rng.random() < 0.3
    return SearchQuery(
        text=draw_need(rng, documents) if named else " ".join(draw_words(rng, documents)),
        near=near,
        filters=dict(draw_filters(rng, documents)),
        sort=rng.choice(sorts),
    )


def draw_near(rng: Draw, documents: Sequence[Document]) -> Near:
    home = rng.choice([d for d in documents if d["code_insee"]])
    places: list[tuple[Level, str]] = [
        ("commune", home["code_insee"]),
        ("departement", home["departement"]),
        ("region", home["region"]),
    ]
    level, code = rng.choice(places)
    radius = rng.choice([0, 20, 100, 300, 500])
    return Near(level, code, radius, rng.choice(list(Reading)))


def draw_need(rng: Draw, documents: Sequence[Document]) -> str:
    """A name of a service that has not all the zones of its supplier."""
    parted = [d for d in documents if "z1" in d and d["services_any"]]
    service = taxonomy().services[rng.choice(rng.choice(parted)["services_any"])]
    return rng.choice((service.label, *service.synonyms))


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
    for facet in rng.sample(list(Facet), rng.choice([0, 0, 0, 1, 1, 2])):
        values = {value for d in documents for value in listed(d[FACET_FIELDS[facet]])}
        wanted = min(len(values), rng.randint(1, 6))
        yield facet, tuple(rng.sample(sorted(values), wanted))
