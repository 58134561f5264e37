"""The embedded engine means what every engine means."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from search.documents import Document
from search.embedded import EmbeddedEngine, EmbeddedWriter
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


@pytest.fixture
def engine_with(tmp_path: Path) -> EngineWith:
    return engines_at(tmp_path)


@pytest.fixture(scope="class")
def engine_of_class(tmp_path_factory: pytest.TempPathFactory) -> EngineWith:
    return engines_at(tmp_path_factory.mktemp("index"))


def engines_at(folder: Path) -> EngineWith:
    def make(documents: Sequence[Document]) -> SearchEngine:
        with EmbeddedWriter(folder) as writer:
            writer.rebuild(documents)
        return EmbeddedEngine(folder)

    return make


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
