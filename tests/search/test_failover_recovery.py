"""A server that comes back, or only takes its time: who answers, and from when on."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal

import pytest

from domain.geography import Box
from search import failover
from search.failover import FAILURES, FailoverEngine
from search.port import (
    Hit,
    InvalidQueryError,
    MapResults,
    RefusedError,
    SearchError,
    SearchQuery,
    SearchResults,
)

SERVER, LOCAL = 1, 2  # who answers is told by who is found


@dataclass
class Answering:
    """An engine that finds `supplier` alone, unless it is told to do something else first."""

    supplier: int
    held: int = 1
    before: Callable[[], object] = lambda: None
    asked: list[SearchQuery] = field(default_factory=list)

    def search(self, query: SearchQuery) -> SearchResults:
        self.asked.append(query)
        self.before()
        hits = (Hit(self.supplier, 1.0),) * self.held
        return SearchResults(query, hits, total=self.held, facets={}, took_ms=0.0)

    def map_cells(self, query: SearchQuery, box: Box, zoom: int) -> MapResults:
        raise NotImplementedError

    def count_at(self, level: Literal["departement", "region"]) -> dict[str, int]:
        raise NotImplementedError

    def count(self) -> int:
        return self.held


@pytest.fixture
def server() -> Answering:
    return Answering(SERVER)


@pytest.fixture
def engine(server: Answering) -> FailoverEngine:
    return FailoverEngine(server, Answering(LOCAL))


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked again at once."""
    monkeypatch.setattr(failover, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(failover, "LONGEST_PAUSE_SECONDS", 0.01)


def who_answers(engine: FailoverEngine) -> int:
    return engine.search(SearchQuery()).hits[0].id


def fail() -> None:
    raise SearchError("away")


def refuse() -> None:
    raise InvalidQueryError("no such page")


def until(seen: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if seen():
            return True
        time.sleep(0.005)
    return False


@pytest.fixture
def away(engine: FailoverEngine, server: Answering) -> Iterator[FailoverEngine]:
    """One whose server has failed, and fails until it is told otherwise."""
    server.before = fail
    for _ in range(FAILURES):
        who_answers(engine)
    assert engine.is_away
    yield engine
    server.before = lambda: None
    assert until(lambda: not engine.is_away)


def test_it_works(engine: FailoverEngine) -> None:
    assert who_answers(engine) == SERVER


def test_it_is_so_when_the_page_that_it_failed_is_no_more(
    away: FailoverEngine, server: Answering
) -> None:
    server.before = refuse
    assert until(lambda: not away.is_away)


def test_a_page_of_nothing_is_no_answer(away: FailoverEngine, server: Answering) -> None:
    server.held, server.before = 0, refuse
    asked = len(server.asked)
    assert until(lambda: len(server.asked) > asked + 2)
    assert away.is_away
    server.held = 1


def test_a_search_that_always_fails_does_not_keep_the_server_away(
    away: FailoverEngine, server: Answering
) -> None:
    asked = SearchQuery("ok")

    def fail_but_for_that_one() -> None:
        if server.asked[-1] != asked:
            raise SearchError("trop long")

    server.before = fail_but_for_that_one
    assert until(lambda: not away.is_away)
    assert away.search(asked).hits[0].id == SERVER


def test_what_the_server_refuses_is_no_failure_of_its_own(
    engine: FailoverEngine, server: Answering
) -> None:
    def refuse_it() -> None:
        raise RefusedError("non", "invalid_search_filter")

    server.before = refuse_it
    for _ in range(2 * FAILURES):
        assert who_answers(engine) == LOCAL
    assert not engine.is_away


def test_what_was_searched_is_not_logged(
    engine: FailoverEngine, server: Answering, caplog: pytest.LogCaptureFixture
) -> None:
    def fail_and_tell() -> None:
        raise SearchError("Meilisearch a eu une panne.") from ValueError("q=menuiserie")

    caplog.set_level(logging.WARNING)  # whatever an application that was made before has set
    server.before = fail_and_tell
    for _ in range(FAILURES):
        who_answers(engine)
    assert "Meilisearch a eu une panne." in caplog.text
    assert "menuiserie" not in caplog.text
    server.before = lambda: None
    assert until(lambda: not engine.is_away)


@pytest.fixture
def is_fed() -> threading.Event:
    is_fed = threading.Event()
    is_fed.set()
    return is_fed


@pytest.fixture
def watched(server: Answering, is_fed: threading.Event) -> FailoverEngine:
    """One that is told whether its server's index is kept in step."""
    return FailoverEngine(server, Answering(LOCAL), is_fed.is_set)


def test_an_index_that_comes_back_behind_is_not_trusted_yet(
    watched: FailoverEngine, server: Answering, is_fed: threading.Event
) -> None:
    server.before = fail
    for _ in range(FAILURES):
        who_answers(watched)
    is_fed.clear()
    server.before, asked = lambda: None, len(server.asked)
    assert until(lambda: len(server.asked) > asked)
    assert who_answers(watched) == LOCAL
    is_fed.set()
    assert until(lambda: who_answers(watched) == SERVER)


def test_nor_is_one_that_falls_behind_while_it_answers(
    watched: FailoverEngine, is_fed: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failover, "LOOK_SECONDS", 0.0)
    assert who_answers(watched) == SERVER
    is_fed.clear()
    assert who_answers(watched) == LOCAL
    is_fed.set()
    assert who_answers(watched) == SERVER


def test_no_search_joins_one_that_waits_for_long(
    engine: FailoverEngine, server: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failover, "SLOW_SECONDS", 0.0)
    monkeypatch.setattr(failover, "PATIENCE_SECONDS", 10.0)
    let_go = threading.Event()
    server.before = lambda: let_go.wait(10)
    first: list[int] = []
    waiting = threading.Thread(target=lambda: first.append(who_answers(engine)))
    waiting.start()
    assert until(lambda: bool(server.asked))
    assert who_answers(engine) == LOCAL
    let_go.set()
    waiting.join()
    assert first == [SERVER]


def test_a_slow_answer_to_one_search_is_none_of_the_others_concern(
    engine: FailoverEngine, server: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failover, "PATIENCE_SECONDS", 10.0)
    monkeypatch.setattr(failover, "SLOW_SECONDS", 10.0)
    server.before = lambda: time.sleep(1.2 * failover.QUICK_SECONDS)
    assert [who_answers(engine) for _ in range(FAILURES + 1)] == [SERVER] * (FAILURES + 1)


def test_answers_that_keep_everybody_waiting_are_failures(
    engine: FailoverEngine, server: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failover, "TRIES", 1_000_000)
    server.before = lambda: time.sleep(1.2 * failover.QUICK_SECONDS)
    with ThreadPoolExecutor(4) as visitors:
        for _ in range(4 * FAILURES):
            visitors.submit(who_answers, engine)
    assert engine.is_away
    server.before = lambda: None
    assert until(lambda: not engine.is_away)
