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
    RelevanceContract,
    TextContract,
)
from tests.search.contract_of_places import LocatedContract, NearnessContract, ReachingContract


@pytest.fixture
def engine_with(tmp_path: Path) -> EngineWith:
    def make(documents: Sequence[Document]) -> SearchEngine:
        with EmbeddedWriter(tmp_path) as writer:
            writer.rebuild(documents)
        return EmbeddedEngine(tmp_path)

    return make


class TestText(TextContract):
    pass


class TestRelevance(RelevanceContract):
    pass


class TestFilters(FilterContract):
    pass


class TestOrder(OrderContract):
    pass


class TestLocated(LocatedContract):
    pass


class TestReaching(ReachingContract):
    pass


class TestNearness(NearnessContract):
    pass
