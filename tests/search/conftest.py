"""A Meilisearch server that is a stub, and what asks it."""

from collections.abc import Iterator

import pytest

from search.meilisearch import (
    MeilisearchEngine,
    MeilisearchWriter,
    Server,
)
from tests.search.meilisearch_exchanges import (
    KEY,
    PREFIX,
    WORDS,
)
from tests.search.meilisearch_stub import (
    Stub,
    meilisearch_stub,
)


@pytest.fixture
def wire() -> Iterator[Stub]:
    """The server; the test fails unless it was asked what was expected, and nothing else."""
    with meilisearch_stub() as stub:
        yield stub
    assert stub.problem() == ""


@pytest.fixture
def server(wire: Stub, monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setattr("search.meilisearch.server.PAUSE_SECONDS", 0.0)
    monkeypatch.setattr("search.meilisearch.server.POLL_SECONDS", 0.001)
    return Server(wire.url, KEY, timeout=5)


@pytest.fixture
def engine(server: Server) -> MeilisearchEngine:
    return MeilisearchEngine(server, PREFIX, lambda: WORDS)


@pytest.fixture
def writer(server: Server) -> MeilisearchWriter:
    return MeilisearchWriter(server, PREFIX)
