"""What the server refuses is parked, and the others are delivered."""

from typing import Any

import pytest
from sqlalchemy import text

from domain.models import ParkedDocument
from search.meilisearch import COPY, ServerRelay
from search.port import SearchError
from tests.search.meilisearch_exchanges import INDEX, Sessions, documents_of, of
from tests.search.meilisearch_relay.desk import (
    archive,
    cursor,
    expect_deleted,
    expect_sent,
    kill_after_sending,
    parked,
    refused,
    rename,
    sent_and_position,
)
from tests.search.meilisearch_stub import Stub, refusal, task


def test_one_bad_document_is_parked_and_the_others_are_delivered(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    last = rename(sessions, 1, 2, 3, 4)
    expect_sent(wire, 1, 2, 3, 4, uid=1, became=refused(1))
    expect_sent(wire, 1, 2, uid=2)
    expect_sent(wire, 3, 4, uid=3, became=refused(3))
    expect_sent(wire, 3, uid=4, became=refused(4))
    expect_sent(wire, 4, uid=5)

    relay.catch_up()

    assert parked(sessions) == {3: "The `_geo` field is invalid."}
    assert sent_and_position(sessions) == (None, last)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (refusal("payload_too_large"), 413),
        ("<h1>413 Request Entity Too Large</h1>", 413),
        (refusal("malformed_payload"), 400),
    ],
    ids=["too large", "too large for what stands in front", "malformed"],
)
def test_one_refused_at_once_is_looked_for_as_well(
    wire: Stub, relay: ServerRelay, sessions: Sessions, answer: Any, status: int
) -> None:
    last = rename(sessions, 1, 2)
    refused_at_once = {"answer": answer, "status": status}
    wire.expect("POST", documents_of(INDEX), of(1, 2), **refused_at_once)
    wire.expect("POST", documents_of(INDEX), of(1), **refused_at_once)
    expect_sent(wire, 2, uid=8)

    relay.catch_up()

    assert list(parked(sessions)) == [1]
    assert cursor(sessions).position == last


def test_a_later_change_of_it_is_delivered(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    park(sessions, 3)
    rename(sessions, 3)
    expect_sent(wire, 3)

    relay.catch_up()

    assert parked(sessions) == {}


def test_what_was_parked_and_sent_by_a_killed_worker_is_sent_again(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    """It would stay on the list of what the index refuses, and the index has it."""
    park(sessions, 3)
    kill_after_sending(sessions, rename(sessions, 3))
    wire.expect("GET", "/tasks/7", answer=task(7))
    expect_sent(wire, 3, uid=8)

    relay.catch_up()

    assert parked(sessions) == {}


def test_one_unreadable_row_is_deleted_and_parked(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    rename(sessions, 2, 3)
    with sessions.begin() as session:
        session.execute(text("UPDATE supplier SET own_words = '3' WHERE id = 3"))
    expect_deleted(wire, 3)
    expect_sent(wire, 2, uid=2)

    relay.catch_up()

    assert list(parked(sessions)) == [3]


def test_its_deletion_leaves_nothing_parked(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    park(sessions, 3)
    archive(sessions, 3)
    rename(sessions, 2)
    expect_deleted(wire, 3)
    expect_sent(wire, 2, uid=2, became=refused(2))

    relay.catch_up()

    assert set(parked(sessions)) == {2}


def park(sessions: Sessions, supplier_id: int) -> None:
    with sessions.begin() as session:
        session.add(ParkedDocument(copy=COPY, supplier_id=supplier_id, error="no"))


def test_a_failure_of_the_server_parks_nobody(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    before = cursor(sessions).position
    last = rename(sessions, 1, 2)
    expect_sent(wire, 1, 2, became=task(1, "failed", "internal", "no space left"))
    with pytest.raises(SearchError, match="no space left"):
        relay.catch_up()
    assert parked(sessions) == {}
    assert cursor(sessions).position == before

    wire.expect("GET", "/tasks/1", answer=task(1, "failed", "internal", "no space left"))
    expect_sent(wire, 1, 2, uid=2)
    relay.catch_up()
    assert cursor(sessions).position == last
