"""One worker at a time feeds the index: the others stand by."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from domain.models import utcnow
from search.meilisearch import LeaseLostError, ServerRelay
from search.meilisearch.relay import LEASE
from search.port import SearchError
from search.relay import StoppingError, silently
from tests.search.meilisearch_exchanges import (
    INDEX,
    NEXT_INDEX,
    Sessions,
    documents_of,
    expect_made,
    expect_stats,
    of,
)
from tests.search.meilisearch_relay.desk import (
    cursor,
    expect_nothing_served,
    expect_put_in_place,
    expect_sent,
    rename,
    sent_and_position,
)
from tests.search.meilisearch_stub import Stub, enqueued, task


def test_one_worker_at_a_time_feeds_the_index(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    rename(sessions, 2)
    relay.claim()
    other = ServerRelay(sessions, relay.writer)

    other.keep_up(silently)
    with pytest.raises(LeaseLostError):
        other.catch_up()

    assert wire.requests == []


def test_one_that_stands_by_says_nothing_of_how_it_goes(
    relay: ServerRelay, sessions: Sessions
) -> None:
    assert relay.holds_lease()
    relay.failed(SearchError("injoignable"))
    other = ServerRelay(sessions, relay.writer)

    assert not other.keep_up(silently)

    assert cursor(sessions).error == "injoignable"


def test_one_that_takes_over_forgets_what_the_former_failed_at(
    relay: ServerRelay, sessions: Sessions
) -> None:
    other = ServerRelay(sessions, relay.writer)
    assert other.holds_lease()
    other.succeeded()
    other.give_lease_back()
    other._renew_at = 0.0
    assert relay.holds_lease()
    assert not other.holds_lease()
    relay.failed(SearchError("injoignable"))
    relay.give_lease_back()

    assert other.holds_lease()
    other.succeeded()

    assert cursor(sessions).error is None


def test_a_worker_that_stops_waits_for_no_task(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    rename(sessions, 2)
    stopping = threading.Event()
    wire.expect("POST", documents_of(INDEX), of(2), answer=enqueued(1), status=202)
    wire.expect("GET", "/tasks/1", answer=task(1, "processing"), meanwhile=stopping.set)
    relay.is_stopping = stopping.is_set

    with pytest.raises(StoppingError):
        relay.catch_up()


def test_another_goes_on_once_the_lease_is_given_back(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    rename(sessions, 2)
    relay.claim()
    relay.give_lease_back()
    expect_sent(wire, 2)

    assert ServerRelay(sessions, relay.writer).catch_up() == 1


def test_or_once_it_expired(wire: Stub, relay: ServerRelay, sessions: Sessions) -> None:
    relay.claim()
    other = ServerRelay(sessions, relay.writer)

    with time_machine.travel(utcnow() + LEASE - timedelta(seconds=5)):
        assert not other.holds_lease()
    with time_machine.travel(utcnow() + LEASE + timedelta(seconds=5)):
        assert other.holds_lease()


def test_a_worker_that_lost_it_stops_waiting_for_its_task(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    rename(sessions, 2)
    before = cursor(sessions).position
    other = ServerRelay(sessions, relay.writer)

    def take_the_lease() -> None:
        with time_machine.travel(utcnow() + 2 * LEASE):
            assert other.holds_lease()
        relay._renew_at = 0.0  # as a worker that slept for so long

    wire.expect("POST", documents_of(INDEX), of(2), answer=enqueued(7), status=202)
    wire.expect("GET", "/tasks/7", answer=task(7, "processing"), meanwhile=take_the_lease)

    with pytest.raises(LeaseLostError):
        relay.catch_up()

    assert sent_and_position(sessions) == (7, before)


def test_the_lease_is_kept_while_a_rebuild_waits(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    held: list[Any] = []

    def look() -> None:
        held.append(cursor(sessions).held_until)
        relay._renew_at = 0.0  # as after twenty seconds

    expect_nothing_served(wire)
    expect_made(wire, NEXT_INDEX)
    wire.expect("POST", documents_of(NEXT_INDEX), of(1, 2, 3, 4), answer=enqueued(4), status=202)
    for _ in range(2):
        wire.expect("GET", "/tasks/4", answer=task(4, "processing"), meanwhile=look)
    wire.expect("GET", "/tasks/4", answer=task(4))
    expect_stats(wire, NEXT_INDEX, 4)
    expect_put_in_place(wire)

    relay.rebuild(silently)

    assert held[0] < held[1]
