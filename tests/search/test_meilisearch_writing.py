"""What goes over the wire to fill the index of a server, and to make its keys."""

import threading

import pytest

from search.documents import document_hash
from search.meilisearch import (
    MeilisearchWriter,
    Server,
)
from search.meilisearch.keys import make_keys
from search.meilisearch.server import ServerAwayError
from search.meilisearch.settings import SETTINGS
from search.port import (
    SearchError,
)
from tests.search.documents import ANGERS, settled, supplier
from tests.search.meilisearch_exchanges import (
    INDEX,
    NEXT_INDEX,
    PREFIX,
    SHOWN,
    Json,
    documents_of,
    expect_exchange,
    expect_indexes,
    expect_made,
    expect_no_index,
    expect_stats,
    expect_write,
    of,
)
from tests.search.meilisearch_stub import (
    Fault,
    Stub,
    enqueued,
    refusal,
    task,
)

# Writing


def test_settings_are_those_that_text_and_filters_rely_on() -> None:
    assert SETTINGS["rankingRules"] == [
        *("sort", "words", "typo", "proximity", "attributeRank", "exactness", "wordPosition"),
        *("completeness:desc", "proof:desc", "freshness:desc", "id:asc"),
    ]
    assert SETTINGS["searchableAttributes"][0] == "name"
    assert {"id", "_geo", "siret", "z3.reach", "cells.22"} <= {*SETTINGS["filterableAttributes"]}
    assert {"_geo", "name_sort", "freshness", "id"} <= {*SETTINGS["sortableAttributes"]}
    assert set(SHOWN) <= {*SETTINGS["displayedAttributes"]}
    assert SETTINGS["typoTolerance"] == {"enabled": False}
    assert SETTINGS["stopWords"] == []
    assert SETTINGS["faceting"]["maxValuesPerFacet"] == 300
    assert SETTINGS["pagination"] == {"maxTotalHits": 1_000_000}
    assert SETTINGS["searchCutoffMs"] == 1000


def test_an_index_is_made_empty_then_given_its_settings(
    wire: Stub, writer: MeilisearchWriter
) -> None:
    expect_made(wire, INDEX)

    writer.make()


def test_each_step_waits_for_the_one_before(wire: Stub, writer: MeilisearchWriter) -> None:
    wire.expect("DELETE", f"/indexes/{INDEX}", answer=enqueued(1), status=202)
    wire.expect("GET", "/tasks/1", answer=task(1, "enqueued"))
    wire.expect("GET", "/tasks/1", answer=task(1, "processing"))
    wire.expect("GET", "/tasks/1", answer=task(1))
    expect_write(wire, "POST", "/indexes", {"uid": INDEX, "primaryKey": "id"}, uid=2)
    expect_write(wire, "PATCH", f"/indexes/{INDEX}/settings", dict(SETTINGS), uid=3)

    writer.make()


def test_settings_that_fail_are_an_error(wire: Stub, writer: MeilisearchWriter) -> None:
    expect_write(wire, "DELETE", f"/indexes/{INDEX}")
    expect_write(wire, "POST", "/indexes", {"uid": INDEX, "primaryKey": "id"}, uid=2)
    failed = task(3, "failed", "internal", "no space left")
    expect_write(wire, "PATCH", f"/indexes/{INDEX}/settings", dict(SETTINGS), uid=3, became=failed)

    with pytest.raises(SearchError, match="no space left"):
        writer.make()


def test_a_write_that_takes_too_long_is_no_longer_waited_for(wire: Stub, server: Server) -> None:
    wire.expect("GET", "/tasks/1", answer=task(1, "processing"))

    with pytest.raises(ServerAwayError):
        server.wait_for(1, 0.001, lambda: threading.Event().wait(0.01))


def test_a_document_is_sent_with_its_cells_its_own_words_and_its_hash(
    wire: Stub, writer: MeilisearchWriter
) -> None:
    document = settled(5, ANGERS, "Les Ateliers du Verger", description="De l’huile de noix.")
    wire.expect("POST", documents_of(INDEX), of(5), answer=enqueued(8), status=202)

    assert writer.send([document]) == 8

    [sent] = wire.bodies(documents_of(INDEX))[0]
    assert sent["hash"] == document_hash(document)
    assert sent["own_texts"] == ["huile", "noix"]
    assert sent["_geo"] == {"lat": 47.4766, "lng": -0.5562}
    assert (sent["cells"]["0"], sent["cells"]["9"]) == ("0-0", "255-179")
    assert len(sent["cells"]) == 23
    assert {name: sent[name] for name in document} == document


def test_one_without_a_point_has_no_cell(wire: Stub, writer: MeilisearchWriter) -> None:
    wire.expect("POST", documents_of(INDEX), of(5), answer=enqueued(8), status=202)

    writer.send([supplier(5)])

    [sent] = wire.bodies(documents_of(INDEX))[0]
    assert (sent["_geo"], sent["cells"]) == (None, {})


def test_suppliers_are_deleted_by_filter(wire: Stub, writer: MeilisearchWriter) -> None:
    path = f"/indexes/{INDEX}/documents/delete"
    wire.expect("POST", path, {"filter": "id IN [3, 5]"}, answer=enqueued(8), status=202)

    assert writer.send_deletion([3, 5]) == 8


def test_fingerprints_are_read_page_after_page(
    wire: Stub, writer: MeilisearchWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.meilisearch.server.PAGE", 2)
    pages = [[{"id": 1, "hash": "a"}, {"id": 2, "hash": "b"}], [{"id": 3, "hash": "c"}]]
    for at, page in enumerate(pages):
        asked = {"offset": 2 * at, "limit": 2, "fields": ["id", "hash"]}
        answer = {"results": page, "offset": 2 * at, "limit": 2, "total": 3}
        wire.expect("POST", f"/indexes/{INDEX}/documents/fetch", asked, answer=answer)

    assert writer.fingerprints() == {1: "a", 2: "b", 3: "c"}


def test_what_an_index_holds_is_counted(wire: Stub, writer: MeilisearchWriter) -> None:
    expect_stats(wire, INDEX, 42)

    assert writer.count() == 42


@pytest.mark.parametrize(
    ("settings", "usable"),
    [
        (dict(SETTINGS), True),
        (dict(SETTINGS) | {"rankingRules": ["words", "typo"]}, False),
        (dict(SETTINGS) | {"searchableAttributes": ["*"]}, False),
        ({}, False),
    ],
)
def test_an_index_is_usable_with_our_settings(
    wire: Stub, writer: MeilisearchWriter, settings: Json, usable: bool
) -> None:
    wire.expect("GET", f"/indexes/{INDEX}/settings", answer=settings)

    assert writer.is_usable() is usable


def test_one_that_is_not_there_is_not_usable(wire: Stub, writer: MeilisearchWriter) -> None:
    expect_no_index(wire)

    assert not writer.is_usable()


# Rebuilding


def test_an_index_takes_the_place_of_another_in_one_step(
    wire: Stub, writer: MeilisearchWriter
) -> None:
    expect_indexes(wire, INDEX, NEXT_INDEX)
    expect_exchange(wire)
    expect_write(wire, "DELETE", f"/indexes/{NEXT_INDEX}")

    writer.aside().put_in_place_of(writer)


def test_the_other_is_made_when_there_is_none_yet(wire: Stub, writer: MeilisearchWriter) -> None:
    expect_indexes(wire, NEXT_INDEX)
    expect_write(wire, "POST", "/indexes", {"uid": INDEX, "primaryKey": "id"})
    expect_exchange(wire)
    expect_write(wire, "DELETE", f"/indexes/{NEXT_INDEX}")

    writer.aside().put_in_place_of(writer)


def test_indexes_of_older_settings_are_dropped_and_those_of_others_are_not(
    wire: Stub, writer: MeilisearchWriter
) -> None:
    older = "test-suppliers-0123456789"
    others = ("suppliers-0123456789", "test-suppliers", "test-suppliers-0123456789-copy", "books")
    expect_indexes(wire, INDEX, NEXT_INDEX, older, *others)
    expect_exchange(wire)
    for name in sorted((NEXT_INDEX, older)):
        expect_write(wire, "DELETE", f"/indexes/{name}")

    writer.aside().put_in_place_of(writer)


def test_an_exchange_that_may_have_been_taken_is_not_asked_again(
    wire: Stub, writer: MeilisearchWriter
) -> None:
    expect_indexes(wire, INDEX, NEXT_INDEX)
    wire.expect("POST", "/swap-indexes", [{"indexes": [INDEX, NEXT_INDEX]}], fault=Fault.CLOSED)

    with pytest.raises(ServerAwayError):
        writer.aside().put_in_place_of(writer)


def test_nothing_is_dropped_when_the_exchange_fails(wire: Stub, writer: MeilisearchWriter) -> None:
    expect_indexes(wire, INDEX, NEXT_INDEX)
    failed = task(1, "failed", "index_not_found", "Index not found.")
    swap = [{"indexes": [INDEX, NEXT_INDEX]}]
    expect_write(wire, "POST", "/swap-indexes", swap, became=failed)

    with pytest.raises(SearchError, match="Index not found"):
        writer.aside().put_in_place_of(writer)


# Keys

SEARCHING = {"actions": ["search"], "indexes": ["test-suppliers*"]}
INDEXING = {
    "actions": [
        *("documents.add", "documents.get", "documents.delete"),
        *("settings.get", "settings.update", "stats.get", "tasks.get"),
        *("indexes.create", "indexes.get", "indexes.delete", "indexes.swap"),
    ],
    "indexes": ["*"],
}
SEARCHING_UID = "305a4006-4e4d-55f6-b0ee-b4fce763bed7"
INDEXING_UID = "59a609e5-cf97-5447-bad4-67322e7c468b"
SEARCHING_NAME = "Repèr’ESS : recherche (test-)"
INDEXING_NAME = "Repèr’ESS : indexation (test-)"


WHEN = "2026-11-22T10:00:00.123456789Z"


def key_found(uid: str, value: str, rights: Json) -> Json:
    dates = {"expiresAt": None, "createdAt": WHEN, "updatedAt": WHEN}
    return {"uid": uid, "key": value, "name": "one", "description": None, **rights, **dates}


def expect_key_made(wire: Stub, uid: str, name: str, rights: Json, value: str) -> None:
    body = {"uid": uid, "name": name, "expiresAt": None, **rights}
    wire.expect("POST", "/keys", body, answer=key_found(uid, value, rights), status=201)


def test_keys_are_made_with_the_rights_they_need(wire: Stub, server: Server) -> None:
    missing = refusal("api_key_not_found")
    wire.expect("GET", f"/keys/{SEARCHING_UID}", answer=missing, status=404)
    expect_key_made(wire, SEARCHING_UID, SEARCHING_NAME, SEARCHING, "key to search")
    wire.expect("GET", f"/keys/{INDEXING_UID}", answer=missing, status=404)
    expect_key_made(wire, INDEXING_UID, INDEXING_NAME, INDEXING, "key to index")

    keys = make_keys(server, PREFIX)

    assert (keys.search, keys.index) == ("key to search", "key to index")


def test_they_are_found_as_they_were_made_before(wire: Stub, server: Server) -> None:
    in_another_order = INDEXING | {"actions": INDEXING["actions"][::-1]}
    wire.expect("GET", f"/keys/{SEARCHING_UID}", answer=key_found(SEARCHING_UID, "s", SEARCHING))
    wire.expect(
        "GET", f"/keys/{INDEXING_UID}", answer=key_found(INDEXING_UID, "i", in_another_order)
    )

    keys = make_keys(server, PREFIX)

    assert (keys.search, keys.index) == ("s", "i")


def test_one_with_other_rights_is_made_anew(wire: Stub, server: Server) -> None:
    too_many = {"actions": ["*"], "indexes": ["test-suppliers*"]}
    wire.expect("GET", f"/keys/{SEARCHING_UID}", answer=key_found(SEARCHING_UID, "s", too_many))
    wire.expect("DELETE", f"/keys/{SEARCHING_UID}", status=204)
    expect_key_made(wire, SEARCHING_UID, SEARCHING_NAME, SEARCHING, "s")
    wire.expect("GET", f"/keys/{INDEXING_UID}", answer=key_found(INDEXING_UID, "i", INDEXING))

    assert make_keys(server, PREFIX).search == "s"


def test_a_wrong_master_key_makes_none(wire: Stub, server: Server) -> None:
    answer = refusal("invalid_api_key", "The provided API key is invalid.")
    wire.expect("GET", f"/keys/{SEARCHING_UID}", answer=answer, status=403)

    with pytest.raises(SearchError, match="refuse la clé"):
        make_keys(server, PREFIX)
