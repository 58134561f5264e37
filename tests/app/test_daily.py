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
from app.moderation.models import Report
from app.structures.models import Claim, ClaimProof
from domain.models import HistoryAction, HistoryEntry, ProbableDuplicate, Supplier, today
from tests.app.cast import make_supplier
from tests.app.pages import on_sqlite, plain, publish
from tests.app.people import Person, admin, buyer, editor_of, letters, moderator

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
def test_the_reminder_says_that_it_is_one(
    app: Flask, owner: Person, clock: time_machine.Traveller
) -> None:
    after(app, clock, 365)
    after(app, clock, 395)
    first, reminder = letters(OWNER)
    assert "rappel" not in first.subject.lower()
    assert reminder.subject.startswith("Rappel")
    for told in (reminder.text, reminder.html):
        assert "eci est un rappel" in told
        assert "avant l’an prochain" in told


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
def test_a_change_of_colleagues_says_nothing_of_the_page(
    app: Flask, owner: Person, supplier: Supplier, clock: time_machine.Traveller
) -> None:
    clock.move_to(CLAIMED + timedelta(days=200))
    assert owner.user is not None
    told = {"actor": owner.user.actor, "action": HistoryAction.TEAM}
    db.session.add(HistoryEntry(supplier_id=supplier.id, **told))
    db.session.commit()
    assert after(app, clock, 365) == 1


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


# What waits for moderators


MODERATOR = "moderation@atelier.example"


def told(app: Flask, clock: time_machine.Traveller, days: int) -> int:
    """How many letters a moderator has had, so many days after that Monday."""
    clock.move_to(CLAIMED + timedelta(days=days))
    a_day_of_the_worker(app)
    return len(letters(MODERATOR))


def report_on(supplier: Supplier) -> Report:
    report = Report(supplier_id=supplier.id, subject="autre", message="Jeanne est partie.")
    db.session.add(report)
    db.session.commit()
    return report


def test_moderators_are_told_what_waits_and_nothing_of_anybody(
    app: Flask, supplier: Supplier, clock: time_machine.Traveller
) -> None:
    moderator(app)
    admin(app)
    buyer(app)
    assert told(app, clock, 1) == 0
    report_on(supplier)
    assert told(app, clock, 2) == 1
    (letter,) = letters(MODERATOR)
    assert plain(letter.subject) == "1 décision à prendre dans l’annuaire"
    assert "Signalements : 1." in plain(letter.text)
    assert "http://127.0.0.1:8000/moderation" in letter.text
    assert "Jeanne" not in letter.text + letter.html
    assert {letter.recipient for letter in letters()} == {MODERATOR, "admin@atelier.example"}


@on_sqlite
def test_what_waits_on_is_told_again_on_mondays(
    app: Flask, supplier: Supplier, clock: time_machine.Traveller
) -> None:
    moderator(app)
    report = report_on(supplier)
    assert [told(app, clock, days) for days in range(8)] == [1, 2, 2, 2, 2, 2, 2, 3]
    report.closed_at = report.created_at
    db.session.commit()
    assert told(app, clock, 14) == 3


@on_sqlite
def test_an_answer_that_was_promised_is_called_for_in_time(
    app: Flask, supplier: Supplier, clock: time_machine.Traveller
) -> None:
    moderator(app)
    promised = CLAIMED + timedelta(days=11)
    proof = ClaimProof.DOCUMENT
    db.session.add(Claim(supplier_id=supplier.id, proof=proof, decide_by=promised))
    db.session.commit()
    counts = [told(app, clock, days) for days in range(1, 11)]
    assert counts == [1, 1, 1, 1, 1, 1, 2, 2, 3, 4]  # the seventh day is a Monday
    assert "à décider avant le 13 novembre 2026" in plain(letters(MODERATOR)[-1].text)


@on_sqlite
def test_a_doubt_of_an_import_alone_calls_nobody_before_monday(
    app: Flask, supplier: Supplier, clock: time_machine.Traveller
) -> None:
    other = make_supplier("Ateliers Verger")
    publish(app, other)
    moderator(app)
    pair = ProbableDuplicate(first_id=supplier.id, second_id=other.id, reason="même SIRET")
    db.session.add(pair)
    db.session.commit()
    assert [told(app, clock, days) for days in (1, 6, 7)] == [0, 0, 1]
