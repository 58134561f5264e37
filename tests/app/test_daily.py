"""What the worker does once a day, and the yearly letter."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text

from app.db import db
from app.jobs.daily import JOBS, do_daily_jobs
from app.jobs.models import DailyJob
from domain.models import HistoryAction, HistoryEntry, Supplier, today
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, plain, publish
from tests.app.people import Person, buyer, editor_of, letters, moderator

OWNER = "page@atelier.example"
CLAIMED = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(CLAIMED, tick=False) as traveller:
        yield traveller


@pytest.fixture
def supplier(app: Flask, clock: object) -> Supplier:
    supplier = make_supplier()
    publish(app, supplier)
    return supplier


@pytest.fixture
def owner(app: Flask, supplier: Supplier) -> Person:
    return editor_of(supplier, app, OWNER)


def a_day_of_the_worker(app: Flask) -> None:
    with app.test_request_context():
        do_daily_jobs()


def after(app: Flask, clock: time_machine.Traveller, days: int) -> int:
    """How many letters the owner has had, so many days after the claim."""
    clock.move_to(CLAIMED + timedelta(days=days))
    a_day_of_the_worker(app)
    db.session.expire_all()
    return len(letters(OWNER))


def test_every_job_is_done_once_a_day(app: Flask, clock: time_machine.Traveller) -> None:
    a_day_of_the_worker(app)
    done = {job.name: job.done_on for job in db.session.scalars(select(DailyJob))}
    assert done == dict.fromkeys(JOBS, date(2026, 11, 2))


def test_two_workers_write_one_letter(
    app: Flask, owner: Person, clock: time_machine.Traveller
) -> None:
    clock.move_to(CLAIMED + timedelta(days=366))
    workers = [Thread(target=a_day_of_the_worker, args=[app]) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(letters(OWNER)) == 1


@on_sqlite
def test_nobody_is_written_to_at_night(
    app: Flask, owner: Person, clock: time_machine.Traveller
) -> None:
    night = datetime(2028, 1, 1, 4).astimezone()
    clock.move_to(night)
    a_day_of_the_worker(app)
    assert letters(OWNER) == []


@on_sqlite
def test_a_job_that_fails_stops_no_other_and_is_done_later(
    app: Flask, owner: Person, clock: time_machine.Traveller
) -> None:
    clock.move_to(CLAIMED + timedelta(days=366))
    db.session.execute(text("ALTER TABLE supplier_count RENAME TO elsewhere"))
    db.session.commit()
    a_day_of_the_worker(app)
    assert len(letters(OWNER)) == 1
    assert db.session.get(DailyJob, "audience") is None
    db.session.execute(text("ALTER TABLE elsewhere RENAME TO supplier_count"))
    db.session.commit()
    a_day_of_the_worker(app)
    assert db.session.get_one(DailyJob, "audience").done_on == today()


# "Toujours exact ?"


def test_the_owner_of_a_silent_page_is_asked_once_a_year(
    app: Flask, owner: Person, clock: time_machine.Traveller
) -> None:
    assert after(app, clock, 364) == 0
    assert after(app, clock, 365) == 1
    assert after(app, clock, 394) == 1
    assert after(app, clock, 395) == 2  # the reminder
    assert after(app, clock, 500) == 2
    assert after(app, clock, 730) == 3  # a year later


@on_sqlite
def test_the_letter_leads_to_a_page_that_confirms(
    app: Flask, owner: Person, supplier: Supplier, clock: time_machine.Traveller
) -> None:
    after(app, clock, 365)
    (letter,) = letters(OWNER)
    assert "Les Ateliers du Verger" in letter.subject
    path = f"/structure/{supplier.id}/toujours-exact"
    for told in (letter.text, letter.html):
        assert f"http://127.0.0.1:8000{path}" in told
        assert "2 novembre 2026" in plain(told)
    clock.move_to(CLAIMED + timedelta(days=367))
    person = Person(app, owner.user)
    assert "Votre fiche est-elle toujours exacte ?" in person.page(path)
    db.session.expire_all()
    assert supplier.confirmed_on is None  # a program that opens links confirms nothing
    assert person.send(path).status_code == 302
    db.session.expire_all()
    assert supplier.confirmed_on == today()
    assert after(app, clock, 600) == 1


@on_sqlite
def test_a_confirmation_is_in_the_history_once(
    app: Flask, owner: Person, supplier: Supplier
) -> None:
    for _ in range(2):
        owner.send(f"/structure/{supplier.id}/toujours-exact")
    (entry,) = db.session.scalars(select(HistoryEntry))
    assert owner.user is not None
    assert (entry.action, entry.actor) == (HistoryAction.CONFIRMED, owner.user.actor)


@on_sqlite
def test_a_structure_that_saves_a_part_is_not_asked_and_has_not_confirmed_the_rest(
    app: Flask, owner: Person, supplier: Supplier, clock: time_machine.Traveller
) -> None:
    clock.move_to(CLAIMED + timedelta(days=200))
    person = Person(app, owner.user)
    person.send(f"/structure/{supplier.id}/fiche/chiffres", {"version": 1, "staff": "42"})
    db.session.expire_all()
    assert (supplier.staff, supplier.confirmed_on) == (42, None)
    assert after(app, clock, 365) == 0
    assert after(app, clock, 565) == 1


@on_sqlite
def test_nobody_is_asked_for_a_page_that_is_not_listed(
    app: Flask, owner: Person, supplier: Supplier, clock: time_machine.Traveller
) -> None:
    supplier.archived_at = CLAIMED
    db.session.commit()
    assert after(app, clock, 400) == 0


@on_sqlite
def test_nobody_confirms_in_the_structure_s_place(app: Flask, supplier: Supplier) -> None:
    path = f"/structure/{supplier.id}/toujours-exact"
    assert moderator(app).send(path).status_code == 403
    assert buyer(app).send(path).status_code == 403
    assert supplier.confirmed_on is None
