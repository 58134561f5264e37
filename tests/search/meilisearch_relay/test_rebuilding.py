"""Another index is filled, then exchanged with the one that is served."""

from collections.abc import Sequence

import pytest
from sqlalchemy import delete, select

from domain.models import IndexCursor, OutboxEntry, ParkedDocument, Supplier, today
from search.documents import settings_hash
from search.meilisearch import COPY, ServerRelay
from search.meilisearch.settings import SETTINGS
from search.port import SearchError
from search.relay import find_differences, silently
from tests.search.meilisearch_exchanges import (
    INDEX,
    NEXT_INDEX,
    Sessions,
    documents_of,
    expect_made,
    expect_stats,
    expect_write,
    of,
)
from tests.search.meilisearch_relay.desk import (
    cursor,
    expect_filled,
    expect_nothing_served,
    expect_put_in_place,
    expect_sent,
    refused,
    rename,
)
from tests.search.meilisearch_stub import Stub, enqueued, task


def expect_looked_at(wire: Stub, count: int) -> None:
    """The index that is served, when it is there: how many it holds."""
    wire.expect("GET", f"/indexes/{INDEX}/settings", answer=dict(SETTINGS))
    expect_stats(wire, INDEX, count)


def expect_whole(wire: Stub) -> None:
    expect_looked_at(wire, 4)


def test_a_rebuild_fills_another_index_then_exchanges_them(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    expect_whole(wire)
    expect_made(wire, NEXT_INDEX)
    expect_filled(wire)
    expect_stats(wire, NEXT_INDEX, 4)
    expect_put_in_place(wire)
    told: list[int] = []

    assert relay.rebuild(told.append) == 4

    assert told == [4]
    assert cursor(sessions).settings_hash == settings_hash()
    assert copies(sessions) == [COPY]


def copies(sessions: Sessions) -> Sequence[str]:
    with sessions() as session:
        return session.scalars(select(IndexCursor.copy)).all()


def test_changes_go_to_both_indexes_while_it_lasts(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    expect_whole(wire)
    expect_made(wire, NEXT_INDEX)
    expect_filled(wire, meanwhile=lambda: rename(sessions, 2))
    expect_write(wire, "POST", documents_of(NEXT_INDEX), of(2), uid=5)
    expect_sent(wire, 2, uid=6)
    expect_stats(wire, NEXT_INDEX, 4)
    expect_put_in_place(wire)

    relay.rebuild(silently)

    with sessions() as session:
        assert session.scalars(select(OutboxEntry)).all() == []


def test_only_the_new_one_is_fed_when_there_was_none(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    expect_nothing_served(wire)
    expect_made(wire, NEXT_INDEX)
    expect_filled(wire, meanwhile=lambda: rename(sessions, 2))
    expect_write(wire, "POST", documents_of(NEXT_INDEX), of(2), uid=5)
    expect_stats(wire, NEXT_INDEX, 4)
    expect_put_in_place(wire)

    relay.rebuild(silently)


def test_an_index_that_does_not_hold_everybody_does_not_take_over(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    expect_nothing_served(wire)
    expect_made(wire, NEXT_INDEX)
    expect_filled(wire)
    for _ in range(5):
        expect_stats(wire, NEXT_INDEX, 3)

    with pytest.raises(SearchError, match="compte 3 structures quand la base en a 4"):
        relay.rebuild(silently)


def test_a_rebuild_that_failed_can_be_begun_again_at_once(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    expect_nothing_served(wire)
    expect_made(wire, NEXT_INDEX)
    wire.expect("POST", documents_of(NEXT_INDEX), of(1, 2, 3, 4), answer=enqueued(4), status=202)
    wire.expect("GET", "/tasks/4", answer=task(4, "processing"))
    wire.expect("GET", "/tasks/4", answer=task(4, "failed", "internal", "no space left"))
    with pytest.raises(SearchError, match="no space left"):
        relay.rebuild(silently)
    relay.give_lease_back()

    expect_nothing_served(wire)
    expect_made(wire, NEXT_INDEX)
    wire.expect("POST", documents_of(NEXT_INDEX), of(1, 2, 3, 4), answer=enqueued(4), status=202)
    wire.expect("GET", "/tasks/4", answer=task(4, "processing"))
    wire.expect("GET", "/tasks/4", answer=task(4))
    expect_stats(wire, NEXT_INDEX, 4)
    expect_put_in_place(wire)
    assert ServerRelay(sessions, relay.writer).rebuild(silently) == 4


def test_a_rebuild_does_not_look_for_what_a_killed_one_sent(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    killed = {"copy": f"{COPY}-next", "position": 1, "task": 7, "sent_position": 2}
    with sessions.begin() as session:
        session.add(IndexCursor(settings_hash="older", day=today(), **killed))
    expect_nothing_served(wire)
    expect_made(wire, NEXT_INDEX)
    expect_filled(wire)
    expect_stats(wire, NEXT_INDEX, 4)
    expect_put_in_place(wire)

    relay.rebuild(silently)


def test_a_document_refused_in_a_rebuild_is_parked_and_not_missed(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    with sessions.begin() as session:
        session.execute(delete(Supplier).where(Supplier.id > 1))
    expect_nothing_served(wire)
    expect_made(wire, NEXT_INDEX)
    expect_write(wire, "POST", documents_of(NEXT_INDEX), of(1), uid=4, became=refused(4))
    expect_stats(wire, NEXT_INDEX, 0)
    expect_put_in_place(wire)

    relay.rebuild(silently)

    with sessions() as session:
        assert [row.copy for row in session.scalars(select(ParkedDocument))] == [COPY]


def test_an_index_that_was_wiped_is_dropped_before_it_is_built_again(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    expect_looked_at(wire, 1)
    expect_write(wire, "DELETE", f"/indexes/{INDEX}")
    expect_made(wire, NEXT_INDEX)
    expect_filled(wire)
    expect_stats(wire, NEXT_INDEX, 4)
    expect_put_in_place(wire)

    relay.rebuild(silently)


# The index that is served


@pytest.mark.parametrize("count", [0, 3])
def test_one_that_misses_somebody_is_not_current(
    wire: Stub, relay: ServerRelay, sessions: Sessions, count: int
) -> None:
    expect_looked_at(wire, count)

    assert not relay.is_current()


def test_who_is_on_the_way_is_not_missing(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    rename(sessions, 2)
    expect_looked_at(wire, 3)

    assert relay.is_current()


def test_a_current_index_is_looked_at_now_and_then(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    expect_whole(wire)

    relay.keep_up(silently)
    relay.keep_up(silently)


def test_the_copy_is_compared_with_the_database(
    wire: Stub, relay: ServerRelay, sessions: Sessions
) -> None:
    held = [{"id": 1, "hash": "stale"}, {"id": 9, "hash": "in excess"}]
    wire.expect(
        "POST",
        f"/indexes/{INDEX}/documents/fetch",
        {"offset": 0, "limit": 5000, "fields": ["id", "hash"]},
        answer={"results": held, "offset": 0, "limit": 5000, "total": 2},
    )

    differences = list(find_differences(sessions, relay.writer.fingerprints()))

    assert differences == [[1, 2, 3, 4], [9]]
