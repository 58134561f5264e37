"""On a real Meilisearch server: keys that have just the rights they need, and the relay.

It runs as the contract does (test_meilisearch_contract.py), when MEILI_TEST_URL names a server;
MEILI_TEST_KEY is then its master key, for the keys to be made.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, sessionmaker

from domain.models import Base, ParkedDocument, Supplier
from search.meilisearch import MeilisearchEngine, MeilisearchWriter, Server, ServerRelay
from search.meilisearch.keys import Keys, make_keys
from search.meilisearch.settings import index_document
from search.port import SearchError, SearchQuery
from search.relay import find_differences, silently
from tests.app.cast import make_supplier
from tests.search.documents import supplier

URL = os.environ.get("MEILI_TEST_URL", "")
SECONDS = 60.0

if not URL:
    pytest.skip("MEILI_TEST_URL ne nomme aucun serveur Meilisearch", allow_module_level=True)

Sessions = sessionmaker[Session]


@pytest.fixture
def prefix() -> Iterator[str]:
    """That of the indexes of the test, which go with it."""
    prefix = f"test-{uuid4().hex[:12]}-"
    yield prefix
    server = server_with(os.environ.get("MEILI_TEST_KEY"))
    for index in server.indexes():
        if index.startswith(prefix):
            server.wait_for(server.drop(index), SECONDS)


@pytest.fixture
def keys(prefix: str) -> Keys:
    return make_keys(server_with(os.environ.get("MEILI_TEST_KEY")), prefix)


@pytest.fixture
def writer(prefix: str, keys: Keys) -> MeilisearchWriter:
    return MeilisearchWriter(server_with(keys.index), prefix)


@pytest.fixture
def engine(prefix: str, keys: Keys) -> MeilisearchEngine:
    def no_vocabulary() -> Any:
        return None

    return MeilisearchEngine(server_with(keys.search), prefix, no_vocabulary)


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[Sessions]:
    """A directory of four suppliers."""
    database = create_engine(f"sqlite:///{tmp_path / 'directory.sqlite3'}")
    Base.metadata.create_all(database)
    sessions = sessionmaker(database)
    with sessions.begin() as session:
        session.add_all(make_supplier(f"Jardins {number}") for number in range(1, 5))
    yield sessions
    database.dispose()


@pytest.fixture
def relay(sessions: Sessions, writer: MeilisearchWriter) -> ServerRelay:
    relay = ServerRelay(sessions, writer)
    relay.keep_up(silently)
    return relay


def server_with(key: str | None) -> Server:
    return Server(URL, key, SECONDS)


def rename(sessions: Sessions, name: str) -> None:
    with sessions.begin() as session:
        session.get_one(Supplier, 1).name = name


def found(engine: MeilisearchEngine, text: str) -> int:
    return engine.search(SearchQuery(text)).total


def is_whole(relay: ServerRelay) -> bool:
    found = find_differences(relay.sessions, relay.writer.fingerprints())
    return not any(found)


def test_it_works(relay: ServerRelay, engine: MeilisearchEngine) -> None:
    assert found(engine, "jardins ") == 4
    assert is_whole(relay)


def test_the_same_keys_are_found_again(prefix: str, keys: Keys) -> None:
    assert make_keys(server_with(os.environ.get("MEILI_TEST_KEY")), prefix) == keys


def test_the_key_to_search_writes_nothing(relay: ServerRelay, prefix: str, keys: Keys) -> None:
    searching = MeilisearchWriter(server_with(keys.search), prefix)
    with pytest.raises(SearchError, match="refuse la clé"):
        searching.send([supplier(9)])
    with pytest.raises(SearchError, match="refuse la clé"):
        searching.drop()


def test_nor_does_it_search_elsewhere(relay: ServerRelay, keys: Keys) -> None:
    with pytest.raises(SearchError, match="refuse la clé"):
        MeilisearchEngine(server_with(keys.search), "test-other-", lambda: None).count()  # type: ignore[arg-type, return-value] # no word is looked for


def test_the_key_to_index_makes_no_key(relay: ServerRelay, prefix: str, keys: Keys) -> None:
    with pytest.raises(SearchError, match="refuse la clé"):
        make_keys(server_with(keys.index), prefix)


def test_a_change_is_found(
    relay: ServerRelay, sessions: Sessions, engine: MeilisearchEngine
) -> None:
    rename(sessions, "La Houle")
    relay.catch_up()
    assert (found(engine, "houle "), found(engine, "jardins ")) == (1, 3)


def test_one_bad_document_is_parked_and_the_others_are_found(
    relay: ServerRelay,
    sessions: Sessions,
    engine: MeilisearchEngine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def spoilt(document: dict[str, Any]) -> dict[str, Any]:
        good = index_document(document)
        return good | {"_geo": "Angers"} if good["id"] == 2 else good

    monkeypatch.setattr("search.meilisearch.writer.index_document", spoilt)
    with sessions.begin() as session:
        for changed in session.scalars(select(Supplier)):
            changed.name += " du Lac"

    relay.catch_up()

    with sessions() as session:
        assert session.scalars(select(ParkedDocument.supplier_id)).all() == [2]
    assert found(engine, "lac ") == 3


def test_a_rebuild_hears_of_what_changes_meanwhile(
    relay: ServerRelay, sessions: Sessions, engine: MeilisearchEngine
) -> None:
    relay.rebuild(lambda _done: rename(sessions, "La Houle"))
    assert found(engine, "houle ") == 1
    assert is_whole(relay)


@pytest.mark.parametrize("wiped", ["documents", "index"])
def test_an_index_that_was_wiped_is_filled_again(
    relay: ServerRelay, engine: MeilisearchEngine, wiped: str
) -> None:
    if wiped == "index":
        relay.writer.drop()
    else:
        server = server_with(os.environ.get("MEILI_TEST_KEY"))
        server.wait_for(server.delete(relay.writer.index, range(1, 5)), SECONDS)
    again = ServerRelay(relay.sessions, relay.writer)
    relay.give_lease_back()

    again.keep_up(silently)

    assert found(engine, "jardins ") == 4
    assert is_whole(again)
