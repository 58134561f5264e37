"""Appointments added, moved and taken away by hand: nobody is in two places at once."""

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from app.db import db
from app.meetings import appointing
from app.meetings.models import Appointment, Attendee, Meeting
from app.meetings.queries import hold_meeting
from tests.app.meetings.appointments.desk import add, held, make, sent
from tests.app.meetings.cast import MANAGED, make_meeting, make_people
from tests.app.pages import on_sqlite
from tests.app.people import Person


def test_nobody_is_in_two_places_at_once(meeting: Meeting, manager: Person) -> None:
    structure, buyer, other = make_people(meeting, structures=1, buyers=2)
    make(manager, meeting)
    add(manager, meeting, (structure, buyer))
    page = add(manager, meeting, (structure, other))
    assert "S0 (Organisation S0) a déjà un rendez-vous à 14 h 00" in page.replace("\xa0", " ")
    assert len(held()) == 1


@on_sqlite
def test_two_people_meet_once(meeting: Meeting, manager: Person) -> None:
    pair = make_people(meeting, structures=1, buyers=1)
    make(manager, meeting)
    add(manager, meeting, pair)
    assert "se rencontrent déjà" in add(manager, meeting, pair, slot=1)
    assert "deux personnes différentes" in add(manager, meeting, (pair[0], pair[0]), slot=1)


@on_sqlite
def test_no_more_are_held_at_once_than_there_are_tables(meeting: Meeting, manager: Person) -> None:
    one, two, first, second = make_people(meeting, structures=2, buyers=2)
    make(manager, meeting, tables=1)
    add(manager, meeting, (one, first))
    assert "Toutes les tables sont prises" in add(manager, meeting, (two, second))


@on_sqlite
def test_a_table_that_is_not_there_is_told(meeting: Meeting, manager: Person) -> None:
    pair = make_people(meeting, structures=1, buyers=1)
    make(manager, meeting, tables=2)
    add(manager, meeting, pair)
    (held_now,) = db.session.scalars(select(Appointment))
    path = f"{MANAGED}/{meeting.id}/rendez-vous/{held_now.id}"
    page = sent(manager, path, {"slot": "1", "table": "150"}).replace("\xa0", " ")
    assert "Il n’y a que 2 tables : choisissez un numéro de 1 à 2." in page


def test_an_hour_that_a_colleague_has_just_taken_away_is_told(
    meeting: Meeting, manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, first, second = make_people(meeting, structures=2, buyers=2)
    make(manager, meeting, slots=3)
    add(manager, meeting, (one, first))
    (held_now,) = db.session.scalars(select(Appointment))
    path = f"{MANAGED}/{meeting.id}/rendez-vous/{held_now.id}"
    leave_slots_meanwhile(monkeypatch, 2)
    page = sent(manager, path, {"slot": "2", "table": ""})
    assert "Il n’y a plus que 2 créneaux" in page.replace("\xa0", " ")
    leave_slots_meanwhile(monkeypatch, 1)
    page = add(manager, meeting, (two, second), slot=1)
    assert "Il n’y a plus qu’un créneau" in page.replace("\xa0", " ")
    assert held() == [(0, 1, {"S0", "B0"})]


def leave_slots_meanwhile(monkeypatch: pytest.MonkeyPatch, slots: int) -> None:
    """At the moment when the meeting is about to be held."""

    def late(meeting_id: int) -> Meeting:
        db.session.execute(update(Meeting).values(slots=slots))
        db.session.commit()
        return hold_meeting(meeting_id)

    monkeypatch.setattr(appointing, "hold_meeting", late)


@on_sqlite
def test_the_page_says_who_may_meet_and_parts_the_two_sides(
    meeting: Meeting, manager: Person
) -> None:
    make_people(meeting, structures=1, buyers=1)
    path = f"{MANAGED}/{meeting.id}/rendez-vous"
    page = manager.page(path)
    assert "Un rendez-vous est entre un acheteur et une structure." in page
    listed = page[page.index('label="Acheteurs"') :]
    assert listed.index("B0") < listed.index('label="Structures"') < listed.index("S0")
    meeting.do_structures_meet = True
    db.session.commit()
    assert "entre un acheteur et une structure, ou deux structures." in manager.page(path)


@on_sqlite
def test_two_buyers_do_not_meet_even_by_hand(meeting: Meeting, manager: Person) -> None:
    """As the public page says: between buyers and structures."""
    pair = make_people(meeting, structures=0, buyers=2)
    make(manager, meeting)
    assert "Choisissez un acheteur et une structure" in add(manager, meeting, pair)
    assert held() == []


@on_sqlite
@pytest.mark.parametrize("act", ["", "/retirer"])
def test_one_that_a_colleague_has_just_taken_away_is_told(
    meeting: Meeting, manager: Person, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    pair = make_people(meeting, structures=1, buyers=1)
    make(manager, meeting)
    add(manager, meeting, pair)
    (gone,) = db.session.scalars(select(Appointment))
    number = gone.id
    take_all_away_meanwhile(monkeypatch)
    path = f"{MANAGED}/{meeting.id}/rendez-vous/{number}{act}"
    assert "Ce rendez-vous n’existe plus" in sent(manager, path, {"slot": "1", "table": ""})


def take_all_away_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the moment when the meeting is about to be held."""

    def late(meeting_id: int) -> Meeting:
        db.session.execute(delete(Attendee))
        db.session.execute(delete(Appointment))
        db.session.commit()
        return hold_meeting(meeting_id)

    monkeypatch.setattr(appointing, "hold_meeting", late)


@on_sqlite
def test_one_is_moved_or_refused(meeting: Meeting, manager: Person) -> None:
    structure, buyer, other = make_people(meeting, structures=1, buyers=2)
    make(manager, meeting)
    add(manager, meeting, (structure, buyer), slot=0)
    add(manager, meeting, (structure, other), slot=1)
    moved = db.session.scalars(select(Appointment).order_by(Appointment.id)).first()
    assert moved is not None
    path = f"{MANAGED}/{meeting.id}/rendez-vous/{moved.id}"
    assert "a déjà un rendez-vous" in sent(manager, path, {"slot": "1", "table": ""})
    sent(manager, path, {"slot": "2", "table": "2"})
    assert held() == [(1, 1, {"S0", "B1"}), (2, 2, {"S0", "B0"})]
    told = manager.page(f"{MANAGED}/{meeting.id}").replace("\xa0", " ")
    assert "déplace un rendez-vous, maintenant à 14 h 40, table 2" in told


@on_sqlite
def test_times_free_for_both_are_told_to_who_moves_one(meeting: Meeting, manager: Person) -> None:
    structure, buyer, other, last = make_people(meeting, structures=1, buyers=3)
    make(manager, meeting, tables=1, slots=4)
    for slot, who in enumerate((buyer, other)):
        add(manager, meeting, (structure, who), slot=slot)
    moved = db.session.scalars(select(Appointment).order_by(Appointment.slot)).first()
    assert moved is not None
    page = manager.page(f"{MANAGED}/{meeting.id}/rendez-vous/{moved.id}").replace("\xa0", " ")
    assert "14 h 20, S0 n’est pas libre" in page
    assert "14 h 40, libre pour les deux" in page
    refused = add(manager, meeting, (structure, last), slot=1).replace("\xa0", " ")
    assert "15 h 00, libre pour les deux" in refused


@on_sqlite
def test_one_is_taken_away(meeting: Meeting, manager: Person) -> None:
    pair = make_people(meeting, structures=1, buyers=1)
    make(manager, meeting)
    add(manager, meeting, pair)
    (appointment,) = db.session.scalars(select(Appointment))
    manager.send(f"{MANAGED}/{meeting.id}/rendez-vous/{appointment.id}/retirer")
    assert held() == []
    assert db.session.scalars(select(Attendee)).all() == []


def test_the_database_itself_refuses_two_places_at_once(meeting: Meeting) -> None:
    structure, buyer, other = make_people(meeting, structures=1, buyers=2)
    for table, who in ((1, buyer), (2, other)):
        appointment = Appointment(meeting_id=meeting.id, slot=0, table_number=table)
        appointment.attendees = [Attendee(participant_id=it.id, slot=0) for it in (structure, who)]
        db.session.add(appointment)
    with pytest.raises(IntegrityError):
        db.session.commit()


@on_sqlite
def test_another_network_s_appointment_is_not_there(meeting: Meeting, manager: Person) -> None:
    pair = make_people(meeting, structures=1, buyers=1)
    make(manager, meeting)
    add(manager, meeting, pair)
    other = make_meeting(title="Autre")
    (appointment,) = db.session.scalars(select(Appointment))
    path = f"{MANAGED}/{other.id}/rendez-vous/{appointment.id}"
    assert manager.open(path).status_code == 404
