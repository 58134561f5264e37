"""What followed each appointment: told by both and by the network, counted once."""

import csv
import re
from datetime import timedelta
from html import unescape
from io import StringIO

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.meetings.models import Appointment, Attendee, Meeting, Outcome, Side
from domain.models import utcnow
from tests.app.meetings.cast import MANAGED, NETWORK, make_meeting, make_participant
from tests.app.pages import on_sqlite
from tests.app.people import Person, buyer, manager_of

pytestmark = on_sqlite


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return make_meeting(starts_at=utcnow() - timedelta(days=1))


@pytest.fixture
def person(app: Flask) -> Person:
    return buyer(app)


@pytest.fixture
def appointment(meeting: Meeting, person: Person) -> Appointment:
    people = [
        make_participant(meeting, "Camille", user=person.user),
        make_participant(meeting, "Ana", Side.STRUCTURE),
    ]
    made = Appointment(meeting=meeting, slot=0, table_number=1)
    made.attendees = [Attendee(participant=it, slot=0) for it in people]
    db.session.add(made)
    db.session.commit()
    return made


@pytest.fixture
def manager(app: Flask, meeting: Meeting) -> Person:
    return manager_of(NETWORK, app)


def test_it_works(
    meeting: Meeting, person: Person, appointment: Appointment, manager: Person
) -> None:
    assert "Ana" in person.page(f"/rencontres/{meeting.id}/suites")
    said = {f"outcome_{appointment.id}": "quote"}
    person.send(f"/rencontres/{meeting.id}/suites", said)
    page = manager.page(f"{MANAGED}/{meeting.id}/suites")
    assert "Un devis demandé</th><td>1" in page
    assert "Pas encore dit</th><td>0" in page
    assert "Selon Camille (Organisation Camille) : un devis demandé" in page


def test_the_most_that_is_told_counts(
    meeting: Meeting, person: Person, appointment: Appointment, manager: Person
) -> None:
    said = f"outcome_{appointment.id}"
    person.send(f"/rencontres/{meeting.id}/suites", {said: "nothing"})
    manager.send(f"{MANAGED}/{meeting.id}/suites", {said: "order"})
    db.session.expire_all()
    assert db.session.scalars(select(Appointment)).one().told is Outcome.ORDER


def test_what_was_told_is_changed_and_taken_back(
    meeting: Meeting, person: Person, appointment: Appointment
) -> None:
    said = f"outcome_{appointment.id}"
    for outcome in ("exchange", ""):
        person.send(f"/rencontres/{meeting.id}/suites", {said: outcome})
    db.session.expire_all()
    assert db.session.scalars(select(Appointment)).one().told is None


def test_two_colleagues_tell_of_different_appointments_at_once(
    app: Flask, meeting: Meeting, appointment: Appointment, manager: Person
) -> None:
    other = Appointment(meeting=meeting, slot=1, table_number=1)
    people = [attendee.participant for attendee in appointment.attendees]
    other.attendees = [Attendee(participant=it, slot=1) for it in people]
    db.session.add(other)
    db.session.commit()
    colleague = manager_of(NETWORK, app, "collegue@atelier.example")
    one, two = f"outcome_{appointment.id}", f"outcome_{other.id}"
    path = f"{MANAGED}/{meeting.id}/suites"
    seen = opened(manager, path)
    manager.send(path, {one: "order", two: "", "seen": seen})
    colleague.send(path, {one: "", two: "quote", "seen": seen})
    db.session.expire_all()
    told = [it.outcome for it in db.session.scalars(select(Appointment).order_by(Appointment.id))]
    assert told == [Outcome.ORDER, Outcome.QUOTE]


def opened(person: Person, path: str) -> str:
    """The digest of what the form holds."""
    found = re.search(r'name="seen" type="hidden" value="([^"]*)"', person.open(path).text)
    assert found is not None
    return unescape(found[1])


def test_nothing_followed_before_it_begins(
    meeting: Meeting, person: Person, appointment: Appointment, manager: Person
) -> None:
    meeting.starts_at = utcnow() + timedelta(hours=1)
    db.session.commit()
    for who, path in ((person, f"/rencontres/{meeting.id}"), (manager, f"{MANAGED}/{meeting.id}")):
        assert who.open(f"{path}/suites").status_code == 404


def test_nobody_tells_of_an_appointment_of_others(
    app: Flask, meeting: Meeting, appointment: Appointment
) -> None:
    other = buyer(app, "autre@atelier.example")
    make_participant(meeting, "Autre", user=other.user)
    said = {f"outcome_{appointment.id}": "order"}
    other.send(f"/rencontres/{meeting.id}/suites", said)
    db.session.expire_all()
    assert db.session.scalars(select(Appointment)).one().told is None


def test_they_are_downloaded(meeting: Meeting, appointment: Appointment, manager: Person) -> None:
    manager.send(f"{MANAGED}/{meeting.id}/suites", {f"outcome_{appointment.id}": "order"})
    answer = manager.open(f"{MANAGED}/{meeting.id}/suites.csv")
    (row,) = csv.DictReader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";")
    assert row["Suite"] == row["Selon le réseau"] == "Un marché ou une commande"
    assert row["Qui"] == "Camille (Organisation Camille)"
