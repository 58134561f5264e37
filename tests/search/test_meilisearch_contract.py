"""A real Meilisearch server means what every engine means.

It runs when MEILI_TEST_URL and MEILI_TEST_KEY (the master key, or one with all rights over every
index) tell of one. Every engine made has indexes of its own there, dropped after the test.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from search.documents import Document
from search.embedded import EmbeddedEngine, EmbeddedWriter
from search.embedded.batches import batches
from search.meilisearch import MeilisearchEngine, MeilisearchWriter, Server
from search.port import SearchEngine
from tests.search.contract import (
    EngineWith,
    FilterContract,
    OrderContract,
    TextContract,
)
from tests.search.contract_of_maps import BoxContract, MapContract
from tests.search.contract_of_names import NameContract
from tests.search.contract_of_parity import ParityContract
from tests.search.contract_of_places import (
    CountsContract,
    LocatedContract,
    NearnessContract,
    ReachingContract,
    ReadingsContract,
)
from tests.search.contract_of_ranking import RankingContract
from tests.search.contract_of_relevance import RelevanceContract

URL = os.environ.get("MEILI_TEST_URL", "")
SECONDS = 60.0

if not URL:
    pytest.skip("MEILI_TEST_URL ne nomme aucun serveur Meilisearch", allow_module_level=True)


@pytest.fixture
def engine_with(tmp_path: Path) -> Iterator[EngineWith]:
    with engines_at(tmp_path) as make:
        yield make


@pytest.fixture(scope="class")
def engine_of_class(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineWith]:
    with engines_at(tmp_path_factory.mktemp("index")) as make:
        yield make


@contextmanager
def engines_at(folder: Path) -> Iterator[EngineWith]:
    """Engines as the site makes them: the words that suppliers use come from its own index."""
    server = Server(URL, os.environ.get("MEILI_TEST_KEY"), SECONDS)
    prefix = f"test-{uuid4().hex[:12]}-"

    def make(documents: Sequence[Document]) -> SearchEngine:
        with EmbeddedWriter(folder) as embedded:
            embedded.rebuild(documents)
        fill(server, prefix, documents)
        return MeilisearchEngine(server, prefix, EmbeddedEngine(folder).vocabulary)

    try:
        yield make
    finally:
        for index in server.indexes():
            if index.startswith(prefix):
                server.wait_for(server.drop(index), SECONDS)


def fill(server: Server, prefix: str, documents: Sequence[Document]) -> None:
    writer = MeilisearchWriter(server, prefix)
    aside = writer.aside()
    aside.make()
    for batch in batches(documents):
        assert server.wait_for(aside.send(batch), SECONDS).status == "succeeded"
    aside.put_in_place_of(writer)


class TestText(TextContract):
    pass


class TestRelevance(RelevanceContract):
    pass


class TestRanking(RankingContract):
    pass


class TestNames(NameContract):
    pass


class TestFilters(FilterContract):
    pass


class TestOrder(OrderContract):
    pass


class TestLocated(LocatedContract):
    pass


class TestReaching(ReachingContract):
    pass


class TestReadings(ReadingsContract):
    pass


class TestCounts(CountsContract):
    pass


class TestNearness(NearnessContract):
    pass


class TestBox(BoxContract):
    pass


class TestMap(MapContract):
    pass


class TestParity(ParityContract):
    pass
