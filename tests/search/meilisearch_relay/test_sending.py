"""Changes are sent to the server as the database says now, and count once they succeeded."""

import json

import pytest

from domain.models import Contact, ContactKind
from search.meilisearch import ServerRelay
from search.meilisearch.server import ServerAwayError
from search.port import SearchError
from tests.app.cast import TODAY
from tests.search.meilisearch_exchanges import INDEX, Json, Sessions, documents_of, of
from tests.search.meilisearch_relay.desk import (
    archive,
    cursor,
    expect_deleted,
    expect_sent,
    kill_after_sending,
    rename,
    sent_and_position,
)
from tests.search.meilisearch_stub import Fault, Stub, enqueued, refusal, task


def test_changes_are_sent_as_the_database_says_now(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    rename(sessions, 2)
    last = rename(sessions, 2, 3)
    expect_sent(wire, 2, 3)

    assert relay.catch_up() == 3

    assert sent_and_position(sessions) == (None, last)
    assert [d["name"] for d in wire.bodies(documents_of(INDEX))[0]] == [
        "jardin 2 lac lac",
        "jardin 3 lac",
    ]


def test_no_personal_data_leaves(wire: Stub, relay: ServerRelay, sessions: Sessions) -> None:
    with sessions.begin() as session:
        told = {"supplier_id": 2, "source": "test", "as_of": TODAY}
        session.add(Contact(kind=ContactKind.EMAIL, value="alix@verger.example", **told))
        session.add(Contact(kind=ContactKind.PHONE, value="0241000000", **told))
    expect_sent(wire, 2)

    relay.catch_up()

    sent = json.dumps(wire.bodies(documents_of(INDEX)))
    assert "alix" not in sent
    assert "0241000000" not in sent


def test_nothing_changed_is_nothing_sent(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    assert relay.catch_up() == 0

    assert wire.requests == []


def test_a_change_counts_once_its_task_succeeded(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    before, seen = cursor(sessions).position, []
    last = rename(sessions, 2)

    def look() -> None:
        seen.append(sent_and_position(sessions))

    wire.expect("POST", documents_of(INDEX), of(2), answer=enqueued(7), status=202, meanwhile=look)
    for status in ("enqueued", "processing", "succeeded"):
        wire.expect("GET", "/tasks/7", answer=task(7, status), meanwhile=look)

    relay.catch_up()

    assert seen == [(None, before), *[(7, before)] * 3]
    assert sent_and_position(sessions) == (None, last)


def test_who_left_the_directory_is_deleted(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    archive(sessions, 3)
    last = rename(sessions, 2)
    expect_deleted(wire, 3)
    expect_sent(wire, 2, uid=2)

    relay.catch_up()

    assert sent_and_position(sessions) == (None, last)


def test_a_deletion_that_fails_is_asked_again(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    last = archive(sessions, 3)
    expect_deleted(wire, 3, task(1, "failed", "internal", "no space left"))
    with pytest.raises(SearchError, match="no space left"):
        relay.catch_up()

    expect_deleted(wire, 3)
    relay.catch_up()

    assert cursor(sessions).position == last


def test_what_a_killed_worker_sent_is_asked_for_and_not_sent_again(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    last = rename(sessions, 2)
    kill_after_sending(sessions, last)
    wire.expect("GET", "/tasks/7", answer=task(7, "processing"))
    wire.expect("GET", "/tasks/7", answer=task(7, "processing"))
    wire.expect("GET", "/tasks/7", answer=task(7))

    assert relay.catch_up() == 0

    assert sent_and_position(sessions) == (None, last)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (refusal("task_not_found"), 404),
        (task(7, "canceled"), 200),
        (task(7, "failed", "internal", "no space left"), 200),
    ],
)
def test_what_did_not_succeed_is_sent_again(
    wire: Stub, relay: ServerRelay, sessions: Sessions, answer: Json, status: int
) -> None:
    last = rename(sessions, 2)
    kill_after_sending(sessions, last)
    wire.expect("GET", "/tasks/7", answer=answer, status=status)
    expect_sent(wire, 2, uid=8)

    assert relay.catch_up() == 1

    assert sent_and_position(sessions) == (None, last)


def test_what_a_server_that_is_away_was_not_sent_waits(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    last = rename(sessions, 2)
    for _ in range(2):
        wire.expect("POST", documents_of(INDEX), of(2), fault=Fault.CLOSED)
    with pytest.raises(ServerAwayError):
        relay.catch_up()

    expect_sent(wire, 2)
    relay.catch_up()

    assert cursor(sessions).position == last


def test_an_acknowledged_position_never_goes_back(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    rename(sessions, 2)
    expect_sent(wire, 2)
    relay.catch_up()
    last = archive(sessions, 3)
    expect_deleted(wire, 3)
    relay.catch_up()

    assert relay.catch_up() == 0
    assert cursor(sessions).position == last
