"""Whether an index that was written little by little is as good as one rebuilt."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from search.embedded import EmbeddedEngine, EmbeddedWriter
from search.port import Facet, SearchEngine, SearchQuery
from search.relay import EmbeddedRelay, all_documents, silently
from tests.search.contract_of_parity import draw_query

QUERIES = 150


def assert_as_rebuilt(sessions: sessionmaker[Session], index: Path, elsewhere: Path) -> None:
    """The same documents as an index rebuilt `elsewhere`, and the same answers to all queries."""
    with EmbeddedWriter(elsewhere) as writer:
        EmbeddedRelay(sessions, writer, "rebuilt@test").rebuild(silently)
    one, other = EmbeddedEngine(index), EmbeddedEngine(elsewhere)
    assert one.fingerprints() == other.fingerprints()
    for query in varied_queries(sessions):
        assert list(answers(one, query)) == list(answers(other, query)), query


def varied_queries(sessions: sessionmaker[Session]) -> Iterator[SearchQuery]:
    """Words, typos, beginnings, places in every reading, filters, orders; all facets counted."""
    with sessions() as session:
        documents = [document for document in all_documents(session) if document["description"]]
    for seed in range(QUERIES):
        drawn = draw_query(random.Random(seed), documents)
        yield replace(drawn, facets=tuple(Facet), per_page=100)


def answers(engine: SearchEngine, query: SearchQuery) -> Iterator[object]:
    """Every page: all that is known of its hits, and the counts."""
    pages = engine.search(query).pages
    for page in range(1, pages + 1):
        results = engine.search(replace(query, page=page))
        yield results.total, results.hits, results.facets


def assert_opens(index: Path) -> None:
    """Text and columns tell the same of the same suppliers."""
    engine = EmbeddedEngine(index)
    results = engine.search(SearchQuery(facets=(Facet.SERVICES_KNOWN,)))
    counted = sum(value.count for value in results.facets[Facet.SERVICES_KNOWN])
    assert results.total == counted == engine.count() == len(engine.fingerprints()) > 0
