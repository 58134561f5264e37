"""The relay of a server: what was sent counts once it succeeded, and what is refused is parked."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import create_engine, delete, select, text
from sqlalchemy.orm import Session, sessionmaker

from domain.models import (
    Base,
    Contact,
    ContactKind,
    IndexCursor,
    OutboxEntry,
    ParkedDocument,
    Supplier,
    today,
    utcnow,
)
from search.documents import settings_hash
from search.meilisearch import (
    COPY,
    LeaseLostError,
    MeilisearchWriter,
    ServerRelay,
)
from search.meilisearch.relay import LEASE
from search.meilisearch.server import ServerAwayError
from search.meilisearch.settings import SETTINGS
from search.port import (
    SearchError,
)
from search.relay import StoppingError, find_differences, last_entry, silently
from tests.app.cast import TODAY, make_supplier
from tests.search.meilisearch_exchanges import (
    INDEX,
    NEXT_INDEX,
    Json,
    Sessions,
    documents_of,
    expect_exchange,
    expect_indexes,
    expect_made,
    expect_no_index,
    expect_stats,
    expect_write,
    missing_index,
    of,
)
from tests.search.meilisearch_stub import (
    Fault,
    Stub,
    enqueued,
    refusal,
    task,
)

# The relay


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of four suppliers, whose copy is built; each test has its own copy of the file."""
    path = tmp_path_factory.mktemp("directory") / "directory.sqlite3"
    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all(make_supplier(f"Jardins {number}") for number in range(1, 5))
        session.flush()
        built = {"settings_hash": settings_hash(), "day": today(), "compared_on": today()}
        session.add(IndexCursor(copy=COPY, position=last_entry(session), **built))
        session.commit()
    engine.dispose()
    return path


@pytest.fixture
def sessions(directory: Path, tmp_path: Path) -> Iterator[Sessions]:
    engine = create_engine(f"sqlite:///{shutil.copy(directory, tmp_path)}")
    yield sessionmaker(engine)
    engine.dispose()


@pytest.fixture
def relay(sessions: Sessions, writer: MeilisearchWriter) -> ServerRelay:
    return ServerRelay(sessions, writer)


def rename(sessions: Sessions, *supplier_ids: int) -> int:
    """Change these suppliers; the number of their last entry in the outbox."""
    with sessions.begin() as session:
        for supplier_id in supplier_ids:
            changed = session.get_one(Supplier, supplier_id)
            changed.name += " du Lac"
        session.flush()
        return last_entry(session)


def archive(sessions: Sessions, supplier_id: int) -> int:
    with sessions.begin() as session:
        session.get_one(Supplier, supplier_id).archived_at = utcnow()
        session.flush()
        return last_entry(session)


def cursor(sessions: Sessions, copy: str = COPY) -> IndexCursor:
    with sessions() as session:
        return session.get_one(IndexCursor, copy)


def sent_and_position(sessions: Sessions) -> tuple[int | None, int]:
    """The task that is not acknowledged yet, and the last entry that is."""
    now = cursor(sessions)
    return now.task, now.position


def parked(sessions: Sessions) -> dict[int, str]:
    with sessions() as session:
        return {row.supplier_id: row.error for row in session.scalars(select(ParkedDocument))}


def refused(uid: int) -> Json:
    """What becomes of a batch with one bad document."""
    return task(uid, "failed", "invalid_document_geo_field", "The `_geo` field is invalid.")


def expect_sent(wire: Stub, *wanted: int, uid: int = 1, became: Json | None = None) -> None:
    expect_write(wire, "POST", documents_of(INDEX), of(*wanted), uid=uid, became=became)


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


def expect_deleted(wire: Stub, id_: int, became: Json | None = None) -> None:
    asked = {"filter": f"id IN [{id_}]"}
    expect_write(wire, "POST", f"/indexes/{INDEX}/documents/delete", asked, became=became)


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


def kill_after_sending(sessions: Sessions, last: int) -> None:
    """As a worker leaves the cursor that is killed before its task 7 is over."""
    with sessions.begin() as session:
        left = session.get_one(IndexCursor, COPY)
        left.task, left.sent_position = 7, last


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


# The relay rebuilds


def expect_looked_at(wire: Stub, count: int) -> None:
    """The index that is served, when it is there: how many it holds."""
    wire.expect("GET", f"/indexes/{INDEX}/settings", answer=dict(SETTINGS))
    expect_stats(wire, INDEX, count)


def expect_whole(wire: Stub) -> None:
    expect_looked_at(wire, 4)


def expect_nothing_served(wire: Stub) -> None:
    expect_no_index(wire)
    expect_write(wire, "DELETE", f"/indexes/{INDEX}", became=missing_index(INDEX))


def expect_filled(wire: Stub, *, meanwhile: Callable[[], object] = lambda: None) -> None:
    everybody = of(1, 2, 3, 4)
    path = documents_of(NEXT_INDEX)
    wire.expect("POST", path, everybody, answer=enqueued(4), status=202, meanwhile=meanwhile)
    wire.expect("GET", "/tasks/4", answer=task(4))


def expect_put_in_place(wire: Stub) -> None:
    expect_indexes(wire, INDEX, NEXT_INDEX)
    expect_exchange(wire)
    expect_write(wire, "DELETE", f"/indexes/{NEXT_INDEX}")


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


# The relay's lease


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
