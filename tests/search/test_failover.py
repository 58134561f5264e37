"""While the server is away, slow or empty, the index of this machine answers in its place."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain.geography import Box
from search import failover
from search.embedded import EmbeddedEngine, EmbeddedWriter
from search.failover import FAILURES, FailoverEngine
from search.port import InvalidQueryError, SearchEngine, SearchError, SearchQuery
from tests.search.documents import ANGERS, settled

EVERYBODY = SearchQuery()
FRANCE = Box(41.3, -5.2, 51.2, 9.7)


class Server:
    """An engine that can be made to fail, and counts what it is asked."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine
        self.asked = 0
        self.fails: Callable[[], None] = lambda: None

    def __getattr__(self, name: str) -> Any:
        def ask(*arguments: Any) -> Any:
            self.asked += 1
            self.fails()
            return getattr(self._engine, name)(*arguments)

        return ask


def away() -> None:
    raise SearchError("injoignable")


def index_of(folder: Path, *names: str) -> EmbeddedEngine:
    with EmbeddedWriter(folder) as writer:
        writer.rebuild([settled(i, ANGERS, name) for i, name in enumerate(names, start=1)])
    return EmbeddedEngine(folder)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failover, "PATIENCE_SECONDS", 0.3)
    monkeypatch.setattr(failover, "PAUSE_SECONDS", 0.05)


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """It holds two suppliers, and the local index one: who answers can be told."""
    return Server(index_of(tmp_path / "server", "Jardin", "Colline"))


@pytest.fixture
def engine(tmp_path: Path, server: Server) -> FailoverEngine:
    return FailoverEngine(server, index_of(tmp_path / "local", "Jardin"))


def answers(engine: FailoverEngine) -> str:
    return {2: "server", 1: "local"}[engine.search(EVERYBODY).total]


def fail_until_left_alone(engine: FailoverEngine, server: Server) -> None:
    server.fails = away
    for _ in range(FAILURES):
        assert answers(engine) == "local"
    assert engine.is_away


def until_back(engine: FailoverEngine) -> bool:
    deadline = time.monotonic() + 5
    while engine.is_away and time.monotonic() < deadline:
        time.sleep(0.01)
    return not engine.is_away


def test_it_works(engine: FailoverEngine) -> None:
    assert answers(engine) == "server"
    assert engine.map_cells(EVERYBODY, FRANCE, 4).total == 2
    assert engine.count_at("departement") == {"49": 2}
    assert engine.count() == 2


def test_a_search_that_the_server_fails_is_answered(engine: FailoverEngine, server: Server) -> None:
    server.fails = away
    assert answers(engine) == "local"
    assert engine.map_cells(EVERYBODY, FRANCE, 4).total == 1
    assert engine.count_at("departement") == {"49": 1}


def test_one_failure_is_forgotten(engine: FailoverEngine, server: Server) -> None:
    for _ in range(2 * FAILURES):
        server.fails = away
        assert answers(engine) == "local"
        server.fails = lambda: None
        assert answers(engine) == "server"


def test_after_a_few_in_a_row_it_is_left_alone(engine: FailoverEngine, server: Server) -> None:
    fail_until_left_alone(engine, server)
    asked = server.asked
    for _ in range(20):
        assert answers(engine) == "local"
    assert server.asked - asked <= 1  # from aside


def test_it_is_asked_again_by_itself(engine: FailoverEngine, server: Server) -> None:
    fail_until_left_alone(engine, server)
    server.fails = lambda: None
    assert until_back(engine)
    assert answers(engine) == "server"


def test_one_that_comes_and_goes_is_asked_less_and_less(
    engine: FailoverEngine, server: Server
) -> None:
    waited = []
    for _ in range(4):
        fail_until_left_alone(engine, server)
        server.fails = lambda: None
        start = time.monotonic()
        assert until_back(engine)
        waited.append(time.monotonic() - start)
    assert waited[3] > 6 * failover.PAUSE_SECONDS


def test_a_slow_one_is_waited_for_a_moment(engine: FailoverEngine, server: Server) -> None:
    answering = threading.Event()
    server.fails = lambda: answering.wait(10) and None  # type: ignore[func-returns-value]
    start = time.monotonic()
    for _ in range(FAILURES + 5):
        assert answers(engine) == "local"
    assert time.monotonic() - start < 8  # and not ten seconds for each
    answering.set()
    assert until_back(engine)


def test_an_error_that_nobody_thought_of_is_one_more(
    engine: FailoverEngine, server: Server
) -> None:
    def fails() -> None:
        raise KeyError("totalHits")

    server.fails = fails
    assert answers(engine) == "local"


def test_what_cannot_be_asked_is_refused(engine: FailoverEngine) -> None:
    with pytest.raises(InvalidQueryError, match="n’existe pas"):
        engine.search(SearchQuery(page=2))


def test_an_index_that_was_emptied_is_not_believed(tmp_path: Path) -> None:
    engine = FailoverEngine(
        index_of(tmp_path / "server"), index_of(tmp_path / "local", *["Jardin"] * 30)
    )
    assert engine.search(EVERYBODY).total == 30
    assert engine.search(SearchQuery(page=2)).total == 30
    assert engine.map_cells(EVERYBODY, FRANCE, 4).total == 30
    assert engine.count_at("departement") == {"49": 30}
    assert engine.count() == 30


def test_a_directory_of_nobody_finds_nobody(tmp_path: Path) -> None:
    engine = FailoverEngine(index_of(tmp_path / "server"), index_of(tmp_path / "local"))
    assert engine.search(EVERYBODY).total == 0


def test_nobody_found_is_believed(engine: FailoverEngine, server: Server) -> None:
    assert engine.search(SearchQuery("introuvable")).total == 0
    assert not engine.is_away
