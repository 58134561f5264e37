"""What becomes of a Meilisearch server that is away, refuses, or answers what is no answer."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from search.meilisearch import MeilisearchEngine, MeilisearchWriter, Server
from search.meilisearch.server import NotFoundError, ServerAwayError
from search.port import Facet, IndexUnavailableError, SearchError, SearchQuery
from tests.search.meilisearch_exchanges import (
    INDEX,
    KEY,
    PREFIX,
    SHORT_SECONDS,
    WORDS,
    counting,
    expect_search,
    hits_of,
    ids,
)
from tests.search.meilisearch_stub import Fault, Stub, found, meilisearch_stub, refusal

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
