"""Pages placed by their address: which, when, how it is told, and what is never touched."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.geocoding.models import GeocodedAddress
from app.geocoding.placing import purge_addresses
from app.geocoding.working import (
    FAULT_PAUSE_SECONDS,
    FIRST_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    SECONDS_BETWEEN_LOOKS,
    SECONDS_BETWEEN_REQUESTS,
    Geocoder,
)
from app.structures.facts import ADDRESS_BASE, MODERATION, STRUCTURE, Origin, read_fact, source_of
from app.structures.saving import EditConflictError, save, write_facts
from domain.models import HistoryEntry, OutboxEntry, PointPrecision, Provenance, Supplier, utcnow
from tests.app.cast import TODAY, make_supplier
from tests.app.geocoding.stub import QUAY, Stub, feature
from tests.app.pages import on_sqlite

AT_THE_QUAY = [QUAY[1], QUAY[0], "address"]
IN_ANGERS = [47.4766, -0.5562, "commune"]
ELSEWHERE = [-0.5512, 47.4698]
OURS = Origin.now(STRUCTURE)


def stored(**values: Any) -> Supplier:
    """A supplier of the quai Gambetta, placed at its commune."""
    values = {"address": "12 quai Gambetta", "postcode": "49100"} | values
    source = values.pop("said_by", None)
    supplier = make_supplier(**{"name": f"Atelier, {values['address']}"} | values)
    if source:
        supplier.provenances = [Provenance(field="point", source=source, as_of=TODAY)]
    db.session.add(supplier)
    db.session.commit()
    return supplier


class Worker:
    """The thread that places pages; how long it would have waited is in `waits`."""

    def __init__(self, stub: Stub) -> None:
        self.waits: list[float] = []
        self.is_stopping = False
        self.geocoder = Geocoder(stub.client(), self._wait)

    def _wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        return self.is_stopping

    def step(self) -> float:
        rest = self.geocoder.step()
        db.session.expire_all()
        return rest


@pytest.fixture
def worker(app: Flask, stub: Stub) -> Worker:
    return Worker(stub)


def edit(supplier: Supplier, **facts: Any) -> None:
    write_facts(supplier, facts, OURS, "user:1")
    db.session.commit()


def known(supplier: Supplier) -> GeocodedAddress | None:
    return db.session.get(GeocodedAddress, supplier.id)


def told(supplier: Supplier) -> list[HistoryEntry]:
    query = select(HistoryEntry).where(HistoryEntry.supplier_id == supplier.id)
    return list(db.session.scalars(query.order_by(HistoryEntry.id)))


def point_of(supplier: Supplier) -> Any:
    return read_fact(supplier, "point")


def test_it_works(worker: Worker, stub: Stub) -> None:
    supplier = stored()
    assert worker.step() == 0
    assert point_of(supplier) == AT_THE_QUAY
    assert stub.asked == ["12 quai Gambetta 49100 Angers"]
    assert worker.step() == SECONDS_BETWEEN_LOOKS


def test_it_is_written_like_any_change(worker: Worker) -> None:
    supplier = stored()
    queued = len(db.session.scalars(select(OutboxEntry)).all())
    worker.step()
    (entry,) = told(supplier)
    assert (entry.actor, entry.version) == (ADDRESS_BASE, supplier.version)
    assert entry.changes == {"point": [[47.4736, -0.5542, "commune"], AT_THE_QUAY]}
    assert source_of(supplier, "point") == ADDRESS_BASE
    assert len(db.session.scalars(select(OutboxEntry)).all()) > queued


@on_sqlite
def test_a_street_is_less_exact(worker: Worker, stub: Stub) -> None:
    stub.features = [feature(type="street", housenumber=None)]
    supplier = stored()
    worker.step()
    assert supplier.point_precision is PointPrecision.STREET


@on_sqlite
def test_what_is_not_found_stays_at_its_commune(worker: Worker, stub: Stub) -> None:
    stub.features = []
    supplier = stored()
    worker.step()
    assert (point_of(supplier), told(supplier)) == ([47.4736, -0.5542, "commune"], [])
    worker.step()
    assert len(stub.asked) == 1


@on_sqlite
def test_an_answer_in_another_commune_is_refused(worker: Worker, stub: Stub) -> None:
    stub.features = [feature(citycode="49015", city="Avrillé")]
    supplier = stored()
    worker.step()
    assert supplier.point_precision is PointPrecision.COMMUNE


@on_sqlite
def test_a_page_that_is_nowhere_gets_a_point(worker: Worker) -> None:
    supplier = stored(latitude=None, longitude=None, point_precision=None)
    worker.step()
    assert point_of(supplier) == AT_THE_QUAY


@on_sqlite
@pytest.mark.parametrize(
    "values",
    [
        {"point_precision": "hand", "said_by": STRUCTURE},
        {"point_precision": "hand", "said_by": MODERATION},
        {"point_precision": "address", "said_by": "siae"},
        {"awaits_review": True},
        {"archived_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"invented": True},
        {"country": "BE"},
        {"address": None},
        {"address": "camille@exemple.fr"},
    ],
    ids=str,
)
def test_it_neither_moves_nor_asks_for(worker: Worker, stub: Stub, values: dict[str, Any]) -> None:
    supplier = stored(**values)
    before = point_of(supplier)
    worker.step()
    assert (point_of(supplier), stub.asked) == (before, [])


class TestCache:
    def test_others_at_the_same_address_are_not_asked_for(self, worker: Worker, stub: Stub) -> None:
        first = stored()
        worker.step()
        second = stored(name="L’Atelier du Quai", address="12, QUAI GAMBETTA")
        worker.step()
        assert point_of(second) == point_of(first)
        assert len(stub.asked) == 1

    @on_sqlite
    def test_nor_are_those_seen_together(self, worker: Worker, stub: Stub) -> None:
        stored(), stored(name="L’Atelier du Quai")
        worker.step()
        assert len(stub.asked) == 1

    @on_sqlite
    def test_a_page_that_changes_elsewhere_is_not_asked_for_again(
        self, worker: Worker, stub: Stub
    ) -> None:
        supplier = stored()
        worker.step()
        edit(supplier, brand="Le Verger")
        worker.step()
        assert len(stub.asked) == 1
        assert worker.step() == SECONDS_BETWEEN_LOOKS

    @on_sqlite
    def test_an_answer_grows_old_however_often_it_served(
        self, worker: Worker, stub: Stub, clock: time_machine.Traveller
    ) -> None:
        supplier = stored()
        worker.step()
        clock.shift(timedelta(days=300))
        edit(supplier, brand="Le Verger")
        worker.step()
        clock.shift(timedelta(days=66))
        stub.features = [feature(coordinates=ELSEWHERE)]
        worker.step()
        assert len(stub.asked) == 2
        assert point_of(supplier) == [ELSEWHERE[1], ELSEWHERE[0], "address"]

    @pytest.fixture
    def clock(self) -> Iterator[time_machine.Traveller]:
        with time_machine.travel(utcnow(), tick=False) as traveller:
            yield traveller

    @on_sqlite
    def test_an_address_that_changes_takes_the_place_of_the_other(
        self, worker: Worker, stub: Stub
    ) -> None:
        supplier = stored()
        worker.step()
        edit(supplier, address="3 rue Haute")
        stub.features = [feature(coordinates=ELSEWHERE)]
        worker.step()
        row = known(supplier)
        assert row is not None
        assert row.address == "3 rue haute 49100 angers 49007"
        assert point_of(supplier) == [ELSEWHERE[1], ELSEWHERE[0], "address"]

    def test_an_address_that_is_erased_is_forgotten(self, worker: Worker) -> None:
        supplier = stored()
        worker.step()
        edit(supplier, address=None)
        worker.step()
        row = known(supplier)
        assert row is not None
        assert (row.address, row.latitude) == (None, None)
        assert point_of(supplier) == IN_ANGERS

    def test_also_where_addresses_are_no_longer_asked_for(self, worker: Worker) -> None:
        erased, kept = stored(), stored(name="L’Atelier du Quai")
        worker.step()
        edit(erased, address=None)
        purge_addresses(db.session)
        db.session.commit()
        db.session.expire_all()
        assert known(erased) is None
        assert known(kept) is not None


@on_sqlite
class TestPeople:
    def test_an_address_found_no_more_goes_back_to_its_commune(
        self, worker: Worker, stub: Stub
    ) -> None:
        supplier = stored()
        worker.step()
        edit(supplier, address="Impasse qui n’existe pas")
        stub.features = []
        worker.step()
        assert point_of(supplier) == IN_ANGERS

    def test_a_page_that_changes_meanwhile_is_left(self, worker: Worker, stub: Stub) -> None:
        supplier = stored()
        id_, sessions, answer = supplier.id, db.sessionmaker, stub.answer
        hand = [47.48, -0.55, "hand"]

        def answer_late() -> tuple[int, Any]:
            """In another thread, as whoever edits is."""
            with sessions.begin() as session:
                page = session.get_one(Supplier, id_)
                page.latitude, page.longitude = hand[:2]
                page.point_precision = PointPrecision.HAND
            return answer()

        stub.answer = answer_late  # type: ignore[method-assign]  # what happens meanwhile
        worker.step()
        assert point_of(supplier) == hand
        assert known(supplier) is None

    def test_what_was_placed_meanwhile_disputes_no_edit(self, worker: Worker) -> None:
        supplier = stored()
        opened_at = supplier.version
        worker.step()
        hand = [47.48, -0.55, "hand"]
        save(supplier.id, {"point": hand}, opened_at, OURS, "user:1")
        assert point_of(supplier) == hand

    def test_what_a_colleague_placed_meanwhile_does(self, worker: Worker) -> None:
        supplier = stored()
        opened_at = supplier.version
        edit(supplier, point=[47.48, -0.55, "hand"])
        with pytest.raises(EditConflictError):
            save(supplier.id, {"point": [47.49, -0.56, "hand"]}, opened_at, OURS, "user:2")

    def test_a_page_is_no_more_recent_for_being_placed(self, worker: Worker) -> None:
        supplier = stored()
        modified = supplier.updated_at
        worker.step()
        assert supplier.updated_at == modified


class TestService:
    def test_requests_are_apart(self, worker: Worker) -> None:
        stored(), stored(address="3 rue Haute")
        worker.step()
        assert worker.waits == [SECONDS_BETWEEN_REQUESTS] * 2

    @on_sqlite
    def test_a_refusal_is_waited_for_as_long_as_it_says(self, worker: Worker, stub: Stub) -> None:
        supplier = stored()
        stub.script = [(429, "")]
        assert worker.step() == 90
        assert supplier.point_precision is PointPrecision.COMMUNE

    @on_sqlite
    def test_a_service_that_is_away_is_left_alone_longer_each_time(
        self, worker: Worker, stub: Stub, caplog: pytest.LogCaptureFixture
    ) -> None:
        for number in range(9):
            stored(name=f"N° {number}", address=f"{number} rue Haute")
        stub.script = [(503, "")] * 9
        pauses = [worker.step() for _ in range(9)]
        assert pauses[:3] == [FIRST_PAUSE_SECONDS, 60, 120]
        assert pauses[-1] == LONGEST_PAUSE_SECONDS
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        assert "Haute" not in caplog.text

    @on_sqlite
    def test_what_was_found_before_it_went_away_is_kept(self, worker: Worker, stub: Stub) -> None:
        second, first = stored(address="3 rue Haute"), stored()
        stub.script = [(200, {"features": stub.features}), (503, "")]
        worker.step()
        assert point_of(first) == AT_THE_QUAY
        assert second.point_precision is PointPrecision.COMMUNE

    @on_sqlite
    def test_an_address_on_which_it_stumbles_keeps_no_other_waiting(
        self, worker: Worker, stub: Stub
    ) -> None:
        second, first = stored(), stored(address="3 rue Haute")
        stub.script = [(500, "")]
        worker.step()
        worker.step()
        assert point_of(second) == AT_THE_QUAY
        assert stub.asked[0].startswith("3 rue Haute")
        assert worker.step() == SECONDS_BETWEEN_LOOKS
        worker.step()
        assert point_of(first) == AT_THE_QUAY

    @on_sqlite
    def test_once_it_answers_its_absence_is_forgotten(self, worker: Worker, stub: Stub) -> None:
        stub.script = [(503, ""), (503, ""), (200, {"features": []}), (503, "")]
        pauses = []
        for number in range(4):
            stored(address=f"{number} rue Haute")
            pauses.append(worker.step())
        assert pauses == [FIRST_PAUSE_SECONDS, 60, 0, FIRST_PAUSE_SECONDS]

    @on_sqlite
    def test_told_to_stop_it_asks_for_nothing_more(self, worker: Worker, stub: Stub) -> None:
        supplier = stored()
        worker.is_stopping = True
        worker.step()
        assert (stub.asked, known(supplier)) == ([], None)

    @on_sqlite
    def test_a_database_that_fails_does_not_end_the_worker(
        self, worker: Worker, caplog: pytest.LogCaptureFixture
    ) -> None:
        stored()
        db.session.connection().exec_driver_sql("DROP TABLE geocoded_address")
        db.session.commit()
        assert worker.step() == FAULT_PAUSE_SECONDS
        assert "trying again later" in caplog.text
