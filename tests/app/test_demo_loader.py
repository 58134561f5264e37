"""The demo directory is stored whole, quickly, and once."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.db import db
from app.demo import loader
from app.demo.generator import generate
from app.demo.values import DemoZone
from domain.models import Base, Network, OutboxEntry, SourceRecord, Supplier

SIZE = 60


def count(table: type[Base]) -> int:
    with db.sessionmaker() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def stored(key: str) -> Supplier:
    statement = select(Supplier).join(SourceRecord).where(SourceRecord.source_key == key)
    return db.session.scalars(statement).one()


def test_it_works(app: Flask) -> None:
    assert loader.load(db.sessionmaker, SIZE) == SIZE
    assert count(Supplier) == SIZE


def test_each_is_marked_as_invented_with_its_source(app: Flask) -> None:
    loader.load(db.sessionmaker, SIZE)
    for supplier in db.session.scalars(select(Supplier)):
        assert supplier.invented
        assert supplier.siret is None
        assert [record.source for record in supplier.records] == ["demo"]
        assert "name" in {provenance.field for provenance in supplier.provenances}


def test_what_is_stored_is_what_was_generated(app: Flask) -> None:
    loader.load(db.sessionmaker, SIZE)
    for invented in generate(SIZE):
        supplier = stored(invented.key)
        assert supplier.name == invented.name
        assert supplier.description == invented.description
        assert [kind.code for kind in supplier.kinds] == [kind.code for kind in invented.kinds]
        assert {la.label: la.degree for la in supplier.labels} == {
            la.label: la.degree for la in invented.labels
        }
        assert {c.value: c.visibility for c in supplier.contacts} == {
            c.value: c.visibility for c in invented.contacts
        }
        assert {m.network_slug for m in supplier.memberships} == set(invented.networks)


def test_each_service_keeps_its_own_zone(app: Flask) -> None:
    loader.load(db.sessionmaker, SIZE)
    for invented in generate(SIZE):
        zones = {
            activity.service: activity.zone
            and DemoZone(
                activity.zone.whole_country,
                activity.zone.radius_km,
                tuple(activity.zone.territories),
            )
            for activity in stored(invented.key).activities
        }
        assert zones == {
            activity.service: None if activity.zone is None else invented.zones[activity.zone]
            for activity in invented.activities
        }


def test_every_index_is_told(app: Flask) -> None:
    loader.load(db.sessionmaker, SIZE)
    assert count(OutboxEntry) == SIZE


def test_a_second_run_adds_nothing(app: Flask) -> None:
    loader.load(db.sessionmaker, SIZE)
    networks = count(Network)
    assert loader.load(db.sessionmaker, SIZE) == 0
    assert (count(Supplier), count(OutboxEntry), count(Network)) == (SIZE, SIZE, networks)


def test_a_run_that_was_killed_is_ended_by_the_next(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "BATCH", 20)

    def killed(done: int) -> None:
        if done == 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loader.load(db.sessionmaker, SIZE, killed)
    assert count(Supplier) == 40
    assert loader.load(db.sessionmaker, SIZE) == 20
    assert count(Supplier) == SIZE


def test_progress_is_told_after_each_batch(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "BATCH", 25)
    told: list[int] = []
    loader.load(db.sessionmaker, SIZE, told.append)
    assert told == [25, 50, 60]
